import { defineStrings } from '../../i18n';

export const liveStrings = defineStrings('live', {
  en: {
    offline: 'You are offline.', offlineUpTo: 'Showing everything up to {{time}}. Drafts and replies are kept here and leave when the line is back.', offlineNever: 'Drafts and replies are kept here and leave when the line is back.',
    tryNow: 'Try now', waits_one: '{{count}} thing waits here.', waits_other: '{{count}} things wait here.', newVersion: 'A new version is ready.', load: 'Load it',
    heldWrote: '{{who}} wrote before “{{what}}” could leave. It was not done.', heldChanged: '{{who}}: somebody changed the same before “{{what}}” could leave. It was not done.', heldReply: '{{who}}: “{{what}}” waits for the reply before it, which is held.', heldRefused: '{{who}}: “{{what}}” was refused. It was not done.', doIt: 'Do it anyway', leaveIt: 'Leave it',
    lost: 'The connection is lost. Everything up to {{time}} is on screen', back: 'The connection is back',
    caughtUp_one: 'Caught up, {{count}} new', caughtUp_other: 'Caught up, {{count}} new', caughtUpAll: 'Caught up, everything is current', seconds: 'Catching up with what happened meanwhile',
    here_one: '{{name}}, {{channel}}: new message', here_other: '{{name}}, {{channel}}: {{count}} new messages', elsewhere_one: '{{count}} new message in other conversations', elsewhere_other: '{{count}} new messages in other conversations',
  },
  pl: {
    offline: 'Brak połączenia.', offlineUpTo: 'Widać wszystko do {{time}}. Szkice i odpowiedzi czekają tutaj i wyjdą, gdy wróci połączenie.', offlineNever: 'Szkice i odpowiedzi czekają tutaj i wyjdą, gdy wróci połączenie.',
    tryNow: 'Spróbuj teraz', waits_one: 'Czeka tu {{count}} rzecz.', waits_few: 'Czekają tu {{count}} rzeczy.', waits_many: 'Czeka tu {{count}} rzeczy.', waits_other: 'Czeka tu {{count}} rzeczy.', newVersion: 'Nowa wersja jest gotowa.', load: 'Wczytaj',
    heldWrote: '{{who}}: nowa wiadomość, zanim wyszło „{{what}}”. Nie wykonano.', heldChanged: '{{who}}: ktoś zmienił to samo, zanim wyszło „{{what}}”. Nie wykonano.', heldReply: '{{who}}: „{{what}}” czeka na wcześniejszą odpowiedź, która jest wstrzymana.', heldRefused: '{{who}}: „{{what}}” odrzucono. Nie wykonano.', doIt: 'Wykonaj mimo to', leaveIt: 'Nie wykonuj',
    lost: 'Połączenie zerwane. Na ekranie jest wszystko do {{time}}', back: 'Połączenie wróciło',
    caughtUp_one: 'Nadrobiono, {{count}} nowa', caughtUp_few: 'Nadrobiono, {{count}} nowe', caughtUp_many: 'Nadrobiono, {{count}} nowych', caughtUp_other: 'Nadrobiono, {{count}} nowej', caughtUpAll: 'Nadrobiono, wszystko jest aktualne', seconds: 'Nadrabianie tego, co się zdarzyło',
    here_one: '{{name}}, {{channel}}: nowa wiadomość', here_few: '{{name}}, {{channel}}: {{count}} nowe wiadomości', here_many: '{{name}}, {{channel}}: {{count}} nowych wiadomości', here_other: '{{name}}, {{channel}}: {{count}} nowej wiadomości',
    elsewhere_one: '{{count}} nowa wiadomość w innych rozmowach', elsewhere_few: '{{count}} nowe wiadomości w innych rozmowach', elsewhere_many: '{{count}} nowych wiadomości w innych rozmowach', elsewhere_other: '{{count}} nowej wiadomości w innych rozmowach',
  },
});
