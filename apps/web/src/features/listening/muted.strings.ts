import { defineStrings } from '../../i18n';

export const mutedStrings = defineStrings('muted-authors', {
  en: { title: 'Muted authors', lead: 'Nothing that they say is found. What somebody said in the last 14 days is found again as soon as they are heard again.', close: 'Close', loadFailed: 'This could not be loaded', again: 'Try again', nobody: 'Nobody is muted.', unmute: 'Hear again', unmuteOf: 'Hear {{author}} again', unmuted: '{{author}} is heard again', silent: '{{author}} is muted again' },
  pl: { title: 'Wyciszeni autorzy', lead: 'Nic, co mówią, nie jest znajdowane. Po przywróceniu znajdzie się też to, co mówili w ostatnich 14 dniach.', close: 'Zamknij', loadFailed: 'Nie udało się wczytać', again: 'Spróbuj ponownie', nobody: 'Nikt nie jest wyciszony.', unmute: 'Słuchaj znowu', unmuteOf: 'Słuchaj znowu: {{author}}', unmuted: 'Znowu słychać: {{author}}', silent: 'Znowu wyciszony autor: {{author}}' },
});
