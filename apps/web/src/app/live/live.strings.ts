import { defineStrings } from '../../i18n';

export const liveStrings = defineStrings('live', {
  en: {
    offline: 'You are offline.', offlineUpTo: 'Showing everything up to {{time}}. Drafts and replies are kept here and leave when the line is back.', offlineNever: 'Drafts and replies are kept here and leave when the line is back.',
    tryNow: 'Try now', waits_one: '{{count}} thing waits here.', waits_other: '{{count}} things wait here.', newVersion: 'A new version is ready.', load: 'Load it',
    heldWrote: '{{who}} wrote before “{{what}}” could leave. It was not done.', heldChanged: '{{who}}: somebody changed the same before “{{what}}” could leave. It was not done.', heldReply: '{{who}}: “{{what}}” waits for the reply before it, which is held.', heldRefused: '{{who}}: “{{what}}” was refused. It was not done.', doIt: 'Do it anyway', leaveIt: 'Leave it',
    lost: 'The connection is lost. Everything up to {{time}} is on screen', back: 'The connection is back',
    caughtUp_one: 'Caught up, {{count}} new', caughtUp_other: 'Caught up, {{count}} new', caughtUpAll: 'Caught up, everything is current', seconds: 'Catching up with what happened meanwhile',
    here_one: '{{name}}, {{channel}}: new message', here_other: '{{name}}, {{channel}}: {{count}} new messages', elsewhere_one: '{{count}} new message in other conversations', elsewhere_other: '{{count}} new messages in other conversations',
    assigned: '{{by}} gave you a conversation: {{who}}', mentioned: '{{by}} mentioned you: {{who}}', mentionDue: 'Put off until now: {{who}}', handedOver: '{{by}} handed over to you: {{who}}', sendFailed: 'Not delivered: the reply to {{who}}', aCustomer: 'a customer', someone: 'Somebody',
    approvalAsked: '{{by}} asks you to approve an answer to {{who}}', approvalReturned: '{{by}} returned your answer to {{who}} with a note', approvalStale: '{{who}} wrote while an answer waits for approval',
    planCancelled: '{{who}} wrote first: the scheduled answer was cancelled and kept as a draft', followUpDue: 'Follow up now: {{who}}', followUpStopped: 'The follow-up could not go on: {{who}}', asideAnswered: 'Answered beside the conversation: {{who}}', asideFailed: 'Not delivered beside the conversation: {{who}}',
  },
  pl: {
    offline: 'Brak połączenia.', offlineUpTo: 'Widać wszystko do {{time}}. Szkice i odpowiedzi czekają tutaj i wyjdą, gdy wróci połączenie.', offlineNever: 'Szkice i odpowiedzi czekają tutaj i wyjdą, gdy wróci połączenie.',
    tryNow: 'Spróbuj teraz', waits_one: 'Czeka tu {{count}} rzecz.', waits_few: 'Czekają tu {{count}} rzeczy.', waits_many: 'Czeka tu {{count}} rzeczy.', waits_other: 'Czeka tu {{count}} rzeczy.', newVersion: 'Nowa wersja jest gotowa.', load: 'Wczytaj',
    heldWrote: '{{who}}: nowa wiadomość, zanim wyszło „{{what}}”. Nie wykonano.', heldChanged: '{{who}}: ktoś zmienił to samo, zanim wyszło „{{what}}”. Nie wykonano.', heldReply: '{{who}}: „{{what}}” czeka na wcześniejszą odpowiedź, która jest wstrzymana.', heldRefused: '{{who}}: „{{what}}” odrzucono. Nie wykonano.', doIt: 'Wykonaj mimo to', leaveIt: 'Nie wykonuj',
    lost: 'Połączenie zerwane. Na ekranie jest wszystko do {{time}}', back: 'Połączenie wróciło',
    caughtUp_one: 'Nadrobiono, {{count}} nowa', caughtUp_few: 'Nadrobiono, {{count}} nowe', caughtUp_many: 'Nadrobiono, {{count}} nowych', caughtUp_other: 'Nadrobiono, {{count}} nowej', caughtUpAll: 'Nadrobiono, wszystko jest aktualne', seconds: 'Nadrabianie tego, co się zdarzyło',
    here_one: '{{name}}, {{channel}}: nowa wiadomość', here_few: '{{name}}, {{channel}}: {{count}} nowe wiadomości', here_many: '{{name}}, {{channel}}: {{count}} nowych wiadomości', here_other: '{{name}}, {{channel}}: {{count}} nowej wiadomości',
    elsewhere_one: '{{count}} nowa wiadomość w innych rozmowach', elsewhere_few: '{{count}} nowe wiadomości w innych rozmowach', elsewhere_many: '{{count}} nowych wiadomości w innych rozmowach', elsewhere_other: '{{count}} nowej wiadomości w innych rozmowach',
    assigned: 'Przydzielono ci rozmowę: {{who}} ({{by}})', mentioned: 'Wzmianka o tobie: {{who}} ({{by}})', mentionDue: 'Odłożone do teraz: {{who}}', handedOver: 'Przekazano ci rozmowę: {{who}} ({{by}})', sendFailed: 'Nie dostarczono odpowiedzi: {{who}}', aCustomer: 'klient', someone: 'ktoś',
    approvalAsked: 'Odpowiedź czeka na twoją zgodę: {{who}} ({{by}})', approvalReturned: 'Twoja odpowiedź wróciła z uwagą: {{who}} ({{by}})', approvalStale: 'Nowa wiadomość, gdy odpowiedź czeka na zgodę: {{who}}',
    planCancelled: 'Klient napisał wcześniej ({{who}}): zaplanowana odpowiedź jest anulowana, tekst został w szkicu', followUpDue: 'Czas na przypomnienie: {{who}}', followUpStopped: 'Ciąg przypomnień nie mógł iść dalej: {{who}}', asideAnswered: 'Jest odpowiedź w rozmowie pobocznej: {{who}}', asideFailed: 'Nie dotarł list z rozmowy pobocznej: {{who}}',
  },
});
