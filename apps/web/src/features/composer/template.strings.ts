import { defineStrings } from '../../i18n';

export const templateStrings = defineStrings('template', {
  en: {
    title: 'Send a template', find: 'Search name or text', language: 'Language', anyLanguage: 'All languages', list: 'Templates', none: 'No template fits', noneAtAll: 'This account has no templates yet. They are written and approved on the platform.', refresh: 'Ask the platform again', fetched: 'as of {{when}}',
    approved: 'approved', pending: 'waits for approval', rejected: 'rejected', paused: 'paused by the platform', onlyApproved: 'Only approved templates can be sent.',
    preview: 'What {{name}} will read', image: 'Picture above the text', video: 'Film above the text', document: 'Document above the text', variable: 'Variable {{key}}', example: 'for example {{example}}', inHeader: 'in the heading', inButton: 'in a button', fillIn: 'Fill in every variable',
    send: 'Send the template', cancel: 'Cancel', loadFailed: 'The templates could not be loaded: {{reason}}', again: 'Try again', choose: 'Choose a template to see it',
  },
  pl: {
    title: 'Wyślij szablon', find: 'Szukaj w nazwie albo tekście', language: 'Język', anyLanguage: 'Wszystkie języki', list: 'Szablony', none: 'Żaden szablon nie pasuje', noneAtAll: 'To konto nie ma jeszcze szablonów. Pisze się je i zatwierdza na platformie.', refresh: 'Zapytaj platformę ponownie', fetched: 'stan: {{when}}',
    approved: 'zatwierdzony', pending: 'czeka na zatwierdzenie', rejected: 'odrzucony', paused: 'wstrzymany przez platformę', onlyApproved: 'Wysłać można tylko zatwierdzony szablon.',
    preview: 'Co przeczyta: {{name}}', image: 'Obraz nad tekstem', video: 'Film nad tekstem', document: 'Dokument nad tekstem', variable: 'Zmienna {{key}}', example: 'na przykład {{example}}', inHeader: 'w nagłówku', inButton: 'w przycisku', fillIn: 'Wypełnij wszystkie zmienne',
    send: 'Wyślij szablon', cancel: 'Anuluj', loadFailed: 'Nie udało się wczytać szablonów: {{reason}}', again: 'Spróbuj ponownie', choose: 'Wybierz szablon, żeby go zobaczyć',
  },
});
