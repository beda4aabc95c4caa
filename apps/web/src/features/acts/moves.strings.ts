import { defineStrings } from '../../i18n';

export const moveDialogStrings = defineStrings('move-dialogs', {
  en: {
    mergeTitle: 'Merge', mergeWith: 'Merge with: name, subject or #number …', samePerson: 'The same person', sameSubject: 'About the same', recent: 'Open a moment ago', found: 'Found', nothingFound: 'No conversation like that',
    mergeInto: 'Merge into #{{number}}', goesOn: 'Goes on', goesUp: 'Goes up in it', swap: 'The other way round', merge: 'Merge', cancel: 'Cancel', choose: 'Which one goes on?',
    what_one: '{{count}} message goes into the thread, in the order of time', what_other: '{{count}} messages go into the thread, in the order of time',
    otherPerson: 'They are two people. Answers go to whoever wrote the message that is answered, else to whoever wrote last.', otherChannel: 'They are on two channels. Answers leave on the one on which the customer wrote.',
    losing_one: '{{count}} colleague will no longer see it', losing_other: '{{count}} colleagues will no longer see it', undoable: 'Can be taken back at any time.',
    state: 'State: {{what}}', assignee: 'Leads: {{what}}', team: 'Team: {{what}}', priority: 'Priority: {{what}}', labels: 'Labels of both', matter: 'Takes over the matter', subject: 'Subject: {{what}}',
    open: 'open', pending: 'waits for the customer', snoozed: 'snoozed', resolved: 'resolved', low: 'low', normal: 'normal', high: 'high', urgent: 'urgent', cannot: 'Cannot be merged',
    moveTitle: 'Move messages', moveTo: 'Move to: name, subject or #number …', newOne: 'A conversation of their own', messages_one: '{{count}} message', messages_other: '{{count}} messages', doThis: 'Do',
    linkTitle: 'Link with another', linkWith: 'Link with: name, subject or #number …', kindTitle: 'How do they belong together?', kinds: 'This conversation',
    'kind-related': 'is related to #{{number}}', 'kind-duplicate-of': 'is a duplicate of #{{number}}', 'kind-has-duplicate': 'has the duplicate #{{number}}', 'kind-caused-by': 'was caused by #{{number}}', 'kind-cause-of': 'is the cause of #{{number}}',
    related: 'Related', addLink: 'Link a conversation', unlink: 'Remove the link to #{{number}}',
    'is-related': 'related to', 'is-duplicate-of': 'duplicate of', 'is-has-duplicate': 'its duplicate', 'is-caused-by': 'caused by', 'is-cause-of': 'its consequence',
    history: 'Merged, split, moved', didMerge: '#{{from}} merged into #{{to}}', didSplit: '#{{to}} split off from #{{from}}', didMove_one: '{{count}} message moved from #{{from}} to #{{to}}', didMove_other: '{{count}} messages moved from #{{from}} to #{{to}}', takeBack: 'Undo', takenBack: 'taken back', by: '{{who}}, {{when}}',
  },
  pl: {
    mergeTitle: 'Połącz', mergeWith: 'Połącz z: imię, temat albo #numer …', samePerson: 'Ta sama osoba', sameSubject: 'Ten sam temat', recent: 'Otwarte przed chwilą', found: 'Znalezione', nothingFound: 'Nie ma takiej rozmowy',
    mergeInto: 'Połącz z nr {{number}}', goesOn: 'Zostaje', goesUp: 'Wchodzi do niej', swap: 'Odwrotnie', merge: 'Połącz', cancel: 'Anuluj', choose: 'Która zostaje?',
    what_one: '{{count}} wiadomość trafi do wątku, w kolejności czasu', what_few: '{{count}} wiadomości trafią do wątku, w kolejności czasu', what_many: '{{count}} wiadomości trafi do wątku, w kolejności czasu', what_other: '{{count}} wiadomości trafi do wątku, w kolejności czasu',
    otherPerson: 'To dwie osoby. Odpowiedź idzie do tej, na której wiadomość odpowiadasz, a bez wskazania do tej, która pisała ostatnio.', otherChannel: 'To dwa kanały. Odpowiedź wychodzi tym, którym napisał klient.',
    losing_one: '{{count}} osoba przestanie ją widzieć', losing_few: '{{count}} osoby przestaną ją widzieć', losing_many: '{{count}} osób przestanie ją widzieć', losing_other: '{{count}} osoby przestaną ją widzieć', undoable: 'Można to cofnąć w każdej chwili.',
    state: 'Stan: {{what}}', assignee: 'Prowadzi: {{what}}', team: 'Zespół: {{what}}', priority: 'Priorytet: {{what}}', labels: 'Etykiety obu', matter: 'Przejmuje rodzaj sprawy', subject: 'Temat: {{what}}',
    open: 'otwarta', pending: 'czeka na klienta', snoozed: 'odłożona', resolved: 'zakończona', low: 'niski', normal: 'zwykły', high: 'wysoki', urgent: 'pilny', cannot: 'Nie można połączyć',
    moveTitle: 'Przenieś wiadomości', moveTo: 'Przenieś do: imię, temat albo #numer …', newOne: 'Osobna rozmowa', messages_one: '{{count}} wiadomość', messages_few: '{{count}} wiadomości', messages_many: '{{count}} wiadomości', messages_other: '{{count}} wiadomości', doThis: 'Zrób',
    linkTitle: 'Powiąż z inną', linkWith: 'Powiąż z: imię, temat albo #numer …', kindTitle: 'Jak są powiązane?', kinds: 'Ta rozmowa',
    'kind-related': 'jest powiązana z nr {{number}}', 'kind-duplicate-of': 'jest duplikatem nr {{number}}', 'kind-has-duplicate': 'ma duplikat nr {{number}}', 'kind-caused-by': 'wynika z nr {{number}}', 'kind-cause-of': 'jest przyczyną nr {{number}}',
    related: 'Powiązane', addLink: 'Powiąż rozmowę', unlink: 'Usuń powiązanie z nr {{number}}',
    'is-related': 'powiązana z', 'is-duplicate-of': 'duplikat tej', 'is-has-duplicate': 'jej duplikat', 'is-caused-by': 'przyczyna', 'is-cause-of': 'skutek',
    history: 'Połączone, rozdzielone, przeniesione', didMerge: 'Nr {{from}} połączono z nr {{to}}', didSplit: 'Nr {{to}} oddzielono od nr {{from}}', didMove_one: '{{count}} wiadomość przeniesiono z nr {{from}} do nr {{to}}', didMove_few: '{{count}} wiadomości przeniesiono z nr {{from}} do nr {{to}}', didMove_many: '{{count}} wiadomości przeniesiono z nr {{from}} do nr {{to}}', didMove_other: '{{count}} wiadomości przeniesiono z nr {{from}} do nr {{to}}', takeBack: 'Cofnij', takenBack: 'cofnięto', by: '{{who}}, {{when}}',
  },
});
