import { defineStrings } from '../../i18n';

/** What pages of one thing, and lists, say of themselves. */
export const screenStrings = defineStrings('screens', {
  en: { again: 'Try again', more: 'Show more' },
  pl: { again: 'Spróbuj ponownie', more: 'Pokaż więcej' },
});
