import { defineStrings } from '../../i18n';

export const promiseStrings = defineStrings('promises', {
  en: {
    title: 'Promise something', what: 'What we will do', whatHint: 'call with the price', when: 'By when', whenHint: 'Monday 15:00, tomorrow, in 2 days', notUnderstood: 'Say when, such as “Monday 15:00” or “in 2 days”.', missing: 'Say what we will do.', promise: 'Promise it', remind: 'Remind me', remindNone: 'only when it is due', remind15: '15 minutes before', remind60: 'an hour before', remind1440: 'a day before',
    given: 'Promised for {{time}}', failed: 'That did not work: {{reason}}', one: 'One conversation at a time.', until: 'by {{time}}',
    openTitle: 'Promises', due: 'Promised for {{time}}', overdue: 'Promised for {{time}}, and not kept in time', answered: 'We have answered since. Was that it?', kept: 'It is kept', done: 'Done now', move: 'Another time', takeBack: 'Take it back', keptToast: 'Promise kept', lateToast: 'Kept, but late', takenBack: 'Promise taken back', movedToast: 'Moved to {{time}}', moveTitle: 'Another time for the promise', save: 'Save',
    suggested: 'Is this a promise for {{time}}?', accept: 'Yes, keep it in mind', refuse: 'No', by: '{{name}}', nobody: 'nobody',
    person: 'Promises and ratings', sums: '{{kept}} kept, {{late}} late, {{broken}} broken', stateKept: 'kept in time', stateLate: 'kept late', stateBroken: 'broken', stateOpen: 'open', rated: '{{score}} of 5', solvedYes: 'fine', solvedNo: 'not fine', noRating: 'only words',
    listTitle: 'Promises', listLead: 'What we told customers we would do, in the order in which it is due.', mine: 'Mine', all: 'Everybody’s', whose: 'Whose', stateLabel: 'Which', unkept: 'open and broken', open: 'open', broken: 'broken ones', keptOnes: 'kept ones', any: 'all', empty: 'Nothing is promised', emptyBody: 'Press D in a conversation, and what you promise stands here until it is kept.', loadFailed: 'This could not be loaded', again: 'Try again', more: 'More',
  },
  pl: {
    title: 'Obiecaj coś', what: 'Co zrobimy', whatHint: 'zadzwonić z ceną', when: 'Do kiedy', whenHint: 'poniedziałek 15:00, jutro, za 2 dni', notUnderstood: 'Napisz, do kiedy: „poniedziałek 15:00” albo „za 2 dni”.', missing: 'Napisz, co zrobimy.', promise: 'Obiecaj', remind: 'Przypomnij mi', remindNone: 'dopiero w terminie', remind15: '15 minut wcześniej', remind60: 'godzinę wcześniej', remind1440: 'dzień wcześniej',
    given: 'Obiecane na {{time}}', failed: 'Nie udało się: {{reason}}', one: 'Po jednej rozmowie.', until: 'do {{time}}',
    openTitle: 'Obietnice', due: 'Obiecane na {{time}}', overdue: 'Obiecane na {{time}} i niedotrzymane w terminie', answered: 'Od tego czasu poszła odpowiedź. Czy to było to?', kept: 'Dotrzymana', done: 'Już zrobione', move: 'Inny termin', takeBack: 'Wycofaj', keptToast: 'Obietnica dotrzymana', lateToast: 'Dotrzymana, ale po czasie', takenBack: 'Obietnica wycofana', movedToast: 'Nowy termin: {{time}}', moveTitle: 'Inny termin obietnicy', save: 'Zapisz',
    suggested: 'Czy to obietnica na {{time}}?', accept: 'Tak, pilnuj jej', refuse: 'Nie', by: '{{name}}', nobody: 'nikt',
    person: 'Obietnice i oceny', sums: 'dotrzymane: {{kept}}, po czasie: {{late}}, złamane: {{broken}}', stateKept: 'dotrzymana', stateLate: 'po czasie', stateBroken: 'złamana', stateOpen: 'otwarta', rated: '{{score}} na 5', solvedYes: 'w porządku', solvedNo: 'nie w porządku', noRating: 'same słowa',
    listTitle: 'Obietnice', listLead: 'Co obiecaliśmy klientom, w kolejności terminów.', mine: 'Moje', all: 'Wszystkich', whose: 'Czyje', stateLabel: 'Które', unkept: 'otwarte i złamane', open: 'otwarte', broken: 'złamane', keptOnes: 'dotrzymane', any: 'wszystkie', empty: 'Nic nie jest obiecane', emptyBody: 'Naciśnij D w rozmowie, a obietnica będzie tu czekać, aż zostanie dotrzymana.', loadFailed: 'Nie udało się wczytać', again: 'Spróbuj ponownie', more: 'Więcej',
  },
});
