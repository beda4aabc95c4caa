import { defineStrings } from '../../i18n';

/** What happened with a person besides what was said. */
export const happenedStrings = defineStrings('happened', {
  en: {
    show: 'Show only', 'of-message': 'Messages', 'of-note': 'Notes', 'of-purchase': 'Purchases', 'of-survey': 'Ratings', 'of-promise': 'Promises', 'of-lead': 'Leads', 'of-case': 'Cases',
    bought: 'Bought: order {{number}}', boughtCancelled: 'Cancelled: order {{number}}', asked: 'Asked how it went', askedFine: 'Asked whether all is still fine', rated: 'Rated {{score}} of 5', fine: 'Said: fine', notFine: 'Said: not fine', answered: 'Answered the question',
    made: 'Promised by {{time}}', kept: 'Promise kept', broken: 'Promise broken', taken: 'Lead {{code}} taken up', stage: 'Lead {{code}}: {{stage}}', opened: '{{matter}} {{code}} opened', decided: '{{matter}} {{code}}: {{decision}}', caseClosed: '{{matter}} {{code}} closed', accepted: 'accepted', partly: 'accepted in part', refused: 'refused', note: 'Note by {{name}}',
    title: 'What happened', none: 'Nothing of this yet.', older: 'Show earlier', failed: 'What happened cannot be shown: {{reason}}', again: 'Try again',
  },
  pl: {
    show: 'Pokaż tylko', 'of-message': 'Wiadomości', 'of-note': 'Notatki', 'of-purchase': 'Zakupy', 'of-survey': 'Oceny', 'of-promise': 'Obietnice', 'of-lead': 'Szanse sprzedaży', 'of-case': 'Zgłoszenia',
    bought: 'Zakup: zamówienie {{number}}', boughtCancelled: 'Anulowano: zamówienie {{number}}', asked: 'Zapytano o ocenę', askedFine: 'Zapytano, czy nadal wszystko w porządku', rated: 'Ocena {{score}} na 5', fine: 'Odpowiedź: w porządku', notFine: 'Odpowiedź: nie w porządku', answered: 'Jest odpowiedź na pytanie',
    made: 'Obietnica, termin: {{time}}', kept: 'Obietnica dotrzymana', broken: 'Obietnica złamana', taken: 'Szansa {{code}} podjęta', stage: 'Szansa {{code}}: {{stage}}', opened: '{{matter}} {{code}}: założono', decided: '{{matter}} {{code}}: {{decision}}', caseClosed: '{{matter}} {{code}}: zamknięto', accepted: 'uznana', partly: 'uznana w części', refused: 'nieuznana', note: 'Notatka: {{name}}',
    title: 'Co się działo', none: 'Nic takiego jeszcze nie było.', older: 'Pokaż wcześniejsze', failed: 'Nie można pokazać, co się działo: {{reason}}', again: 'Spróbuj ponownie',
  },
});
