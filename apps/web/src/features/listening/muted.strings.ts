import { defineStrings } from '../../i18n';

export const mutedStrings = defineStrings('muted-authors', {
  en: { title: 'Muted authors', lead: 'Nothing that they say is found. Whoever is heard again is heard from then on.', close: 'Close', loadFailed: 'This could not be loaded', again: 'Try again', nobody: 'Nobody is muted.', unmute: 'Hear again', unmuteOf: 'Hear {{author}} again', unmuted: '{{author}} is heard again' },
  pl: { title: 'Wyciszeni autorzy', lead: 'Nic, co mówią, nie jest znajdowane. Przywróconych słychać od chwili przywrócenia.', close: 'Zamknij', loadFailed: 'Nie udało się wczytać', again: 'Spróbuj ponownie', nobody: 'Nikt nie jest wyciszony.', unmute: 'Słuchaj znowu', unmuteOf: 'Słuchaj znowu: {{author}}', unmuted: 'Znowu słychać: {{author}}' },
});
