import { defineStrings } from '../../i18n';

export const talkStrings = defineStrings('talk-row', {
  en: { numbered: 'Conversation {{number}}', open: 'open', pending: 'waits', snoozed: 'snoozed', resolved: 'resolved' },
  pl: { numbered: 'Rozmowa {{number}}', open: 'otwarta', pending: 'czeka', snoozed: 'odłożona', resolved: 'zakończona' },
});
