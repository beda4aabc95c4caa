import { defineStrings } from '../../i18n';

export const listeningTabsStrings = defineStrings('listening-tabs', {
  en: { places: 'Places of listening', stream: 'Stream', insight: 'Insight' },
  pl: { places: 'Części nasłuchu', stream: 'Strumień', insight: 'Wgląd' },
});
