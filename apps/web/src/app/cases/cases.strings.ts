import { defineStrings } from '../../i18n';

/** Of cases, in the panel, on their own page and in the register. Rows have words of their own: lists wait for nothing more. */
export const caseStrings = defineStrings('cases', {
  en: {
    daysLeft_one: '{{count}} day left', daysLeft_other: '{{count}} days left', lastDay: 'last day', daysLate_one: '{{count}} day late', daysLate_other: '{{count}} days late', answeredOn: 'with an answer', answeredLate: 'answered late', noTerm: 'no term', closed: 'closed',
    clockSaid: 'Legal clock: day {{day}} of {{of}}, answer due {{date}}', clockLate: 'Legal clock: the answer was due {{date}}', clockStopped: 'Legal clock: stopped, the answer was delivered', dayOf: 'day {{day}} of {{of}}',
    notDelivered: 'Answer written, not delivered', onItsWay: 'Answer on its way: the clock runs until it is delivered', uncertain: 'Nobody knows whether the answer arrived: the clock runs', chatOnly: 'A chat message alone does not count: answer by email or letter',
    prepared: 'A letter was written and not sent', addCase: 'Open a case', opening: 'Case {{code}}', delivered: 'Answer delivered',
  },
  pl: {
    daysLeft_one: 'został {{count}} dzień', daysLeft_few: 'zostały {{count}} dni', daysLeft_many: 'zostało {{count}} dni', daysLeft_other: 'zostało {{count}} dnia', lastDay: 'ostatni dzień',
    daysLate_one: '{{count}} dzień po terminie', daysLate_few: '{{count}} dni po terminie', daysLate_many: '{{count}} dni po terminie', daysLate_other: '{{count}} dnia po terminie', answeredOn: 'jest odpowiedź', answeredLate: 'odpowiedź po terminie', noTerm: 'bez terminu', closed: 'zamknięte',
    clockSaid: 'Termin ustawowy: dzień {{day}} z {{of}}, odpowiedź do: {{date}}', clockLate: 'Termin ustawowy: odpowiedź należała się do: {{date}}', clockStopped: 'Termin ustawowy: zatrzymany, odpowiedź doręczona', dayOf: 'dzień {{day}} z {{of}}',
    notDelivered: 'Odpowiedź jest, ale nie dotarła', onItsWay: 'Odpowiedź w drodze: termin biegnie, dopóki nie dotrze', uncertain: 'Nie wiadomo, czy odpowiedź dotarła: termin biegnie', chatOnly: 'Sama wiadomość na czacie nie wystarczy: odpowiedz e-mailem albo listem',
    prepared: 'List jest gotowy, ale nie wysłany', addCase: 'Załóż zgłoszenie', opening: 'Zgłoszenie {{code}}', delivered: 'Odpowiedź doręczona',
  },
});
