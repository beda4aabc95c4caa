import { defineStrings } from '../../i18n';

export const takeAlongStrings = defineStrings('crisis-take-along', {
  en: { export: 'Export', pdf: 'What happened, on paper (PDF)', csv: 'What happened, for spreadsheets (CSV)', file: 'crisis', failed: 'Not saved: {{reason}}.' },
  pl: { export: 'Eksport', pdf: 'Przebieg na papier (PDF)', csv: 'Przebieg do arkusza (CSV)', file: 'kryzys', failed: 'Nie zapisano: {{reason}}.' },
});
