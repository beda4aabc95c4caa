import { defineStrings } from '../../i18n';

export const placesStrings = defineStrings('listening-places', {
  en: { places: 'Alerts and crisis mode', alerts: 'Alerts', crisis: 'Crisis mode', rules: 'Rules for comments' },
  pl: { places: 'Alarmy i tryb kryzysowy', alerts: 'Alarmy', crisis: 'Tryb kryzysowy', rules: 'Reguły komentarzy' },
});
