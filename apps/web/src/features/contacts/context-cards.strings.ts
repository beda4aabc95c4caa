import { defineStrings } from '../../i18n';

export const contextStrings = defineStrings('context-cards', {
  en: {
    refresh: 'Ask {{name}} again', asked: 'as of {{when}}', trouble: 'Cannot be read since {{when}}: {{why}}', notThere: 'Not known there.', missing_email: 'No email address is known, so nothing is asked.', missing_phone: 'No phone number is known, so nothing is asked.', missing_externalId: 'No customer number of the shop is known, so nothing is asked.', missing_else: 'Something that the address asks for is not known.',
    unverified: 'Found by {{value}}, for which nobody vouches: it may be somebody else’s.', open: 'Open in the shop', openPage: 'Open in {{name}}', newTab: 'opens in a new tab', orders: 'Orders', order: 'Order {{number}}', cancelled: 'cancelled', more: 'All {{count}}', fewer: 'Fewer', failed: 'The card could not be loaded: {{reason}}', reading: 'Asking …',
  },
  pl: {
    refresh: 'Zapytaj ponownie: {{name}}', asked: 'stan: {{when}}', trouble: 'Nie można odczytać od {{when}}: {{why}}', notThere: 'Tam nieznany.', missing_email: 'Nie ma adresu e-mail, więc nie ma o co pytać.', missing_phone: 'Nie ma numeru telefonu, więc nie ma o co pytać.', missing_externalId: 'Nie ma numeru klienta w sklepie, więc nie ma o co pytać.', missing_else: 'Brakuje czegoś, o co pyta adres.',
    unverified: 'Znaleziono po {{value}}, za co nikt nie ręczy: to może być ktoś inny.', open: 'Otwórz w sklepie', openPage: 'Otwórz w: {{name}}', newTab: 'otwiera nową kartę', orders: 'Zamówienia', order: 'Zamówienie {{number}}', cancelled: 'anulowane', more: 'Wszystkie ({{count}})', fewer: 'Mniej', failed: 'Nie udało się wczytać karty: {{reason}}', reading: 'Trwa pytanie …',
  },
});
