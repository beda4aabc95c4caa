import { defineStrings } from '../../i18n';

export const liveStrings = defineStrings('live', {
  en: {
    offline: 'You are offline.', offlineUpTo: 'Showing everything up to {{time}}. Drafts and replies are kept here and leave when the line is back.', offlineNever: 'Drafts and replies are kept here and leave when the line is back.',
    tryNow: 'Try now', lost: 'The connection is lost. Everything up to {{time}} is on screen', back: 'The connection is back',
    caughtUp_one: 'Caught up, {{count}} new', caughtUp_other: 'Caught up, {{count}} new', caughtUpAll: 'Caught up, everything is current', seconds: 'Catching up with what happened meanwhile',
    here_one: '{{name}}, {{channel}}: new message', here_other: '{{name}}, {{channel}}: {{count}} new messages', elsewhere_one: '{{count}} new message in other conversations', elsewhere_other: '{{count}} new messages in other conversations',
    assigned: '{{by}} gave you a conversation: {{who}}', mentioned: '{{by}} mentioned you: {{who}}', handedOver: '{{by}} handed over to you: {{who}}', sendFailed: 'Not delivered: the reply to {{who}}', aCustomer: 'a customer', someone: 'Somebody',
    approvalAsked: '{{by}} asks you to approve an answer to {{who}}', approvalReturned: '{{by}} returned your answer to {{who}} with a note', approvalStale: '{{who}} wrote while an answer waits for approval',
    planCancelled: '{{who}} wrote first: the scheduled answer was cancelled and kept as a draft', followUpDue: 'Follow up now: {{who}}', followUpStopped: 'The follow-up could not go on: {{who}}',
  },
  pl: {
    offline: 'Brak połączenia.', offlineUpTo: 'Widać wszystko do {{time}}. Szkice i odpowiedzi czekają tutaj i wyjdą, gdy wróci połączenie.', offlineNever: 'Szkice i odpowiedzi czekają tutaj i wyjdą, gdy wróci połączenie.',
    tryNow: 'Spróbuj teraz', lost: 'Połączenie zerwane. Na ekranie jest wszystko do {{time}}', back: 'Połączenie wróciło',
    caughtUp_one: 'Nadrobiono, {{count}} nowa', caughtUp_few: 'Nadrobiono, {{count}} nowe', caughtUp_many: 'Nadrobiono, {{count}} nowych', caughtUp_other: 'Nadrobiono, {{count}} nowej', caughtUpAll: 'Nadrobiono, wszystko jest aktualne', seconds: 'Nadrabianie tego, co się zdarzyło',
    here_one: '{{name}}, {{channel}}: nowa wiadomość', here_few: '{{name}}, {{channel}}: {{count}} nowe wiadomości', here_many: '{{name}}, {{channel}}: {{count}} nowych wiadomości', here_other: '{{name}}, {{channel}}: {{count}} nowej wiadomości',
    elsewhere_one: '{{count}} nowa wiadomość w innych rozmowach', elsewhere_few: '{{count}} nowe wiadomości w innych rozmowach', elsewhere_many: '{{count}} nowych wiadomości w innych rozmowach', elsewhere_other: '{{count}} nowej wiadomości w innych rozmowach',
    assigned: 'Przydzielono ci rozmowę: {{who}} ({{by}})', mentioned: 'Wzmianka o tobie: {{who}} ({{by}})', handedOver: 'Przekazano ci rozmowę: {{who}} ({{by}})', sendFailed: 'Nie dostarczono odpowiedzi: {{who}}', aCustomer: 'klient', someone: 'ktoś',
    approvalAsked: 'Odpowiedź czeka na twoją zgodę: {{who}} ({{by}})', approvalReturned: 'Twoja odpowiedź wróciła z uwagą: {{who}} ({{by}})', approvalStale: 'Nowa wiadomość, gdy odpowiedź czeka na zgodę: {{who}}',
    planCancelled: 'Klient napisał wcześniej ({{who}}): zaplanowana odpowiedź jest anulowana, tekst został w szkicu', followUpDue: 'Czas na przypomnienie: {{who}}', followUpStopped: 'Ciąg przypomnień nie mógł iść dalej: {{who}}',
  },
});
