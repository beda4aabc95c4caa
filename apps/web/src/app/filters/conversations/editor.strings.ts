import { defineStrings } from '../../../i18n';

export const viewStrings = defineStrings('views', {
  en: {
    heading: 'Saved views', add: 'New view', newTitle: 'New view', editTitle: 'View: {{name}}', filterTitle: 'Filter', menuOf: 'What to do with {{name}}', sharedTeam: 'shared with {{team}}', sharedAll: 'shared with everybody',
    name: 'Name', namePlaceholder: 'Claims that wait too long', nameMissing: 'Give it a name.', icon: 'Mark', iconPlaceholder: '📬', sort: 'Order', sharing: 'Who sees it', private: 'Only me', team: 'A team', workspace: 'Everybody', teamWhich: 'Team', teamMissing: 'Choose the team.',
    sortWaiting: 'Waiting longest', sortRecent: 'Latest first', sortOldest: 'Oldest first', sortPriority: 'Priority', sortSnooze: 'Back soonest', sortMood: 'Most upset first', sortDue: 'Promise due first',
    filter: 'Conversations that match', addConditionPlaceholder: 'Add a condition: state, label, waiting …',
    question: 'Question about {{what}}', values: 'Values of {{what}}', addValue: 'Choose …', removeValue: 'Take out {{what}}', amount: 'How many', unit: 'Unit', moment: 'Beginning of', date: 'Day', words: 'Words', keyedValues: 'Its value',
    match_one: '{{count}} conversation matches', match_other: '{{count}} conversations match', matchMore: 'More than {{count}} conversations match', matchSlow: 'Too many to count quickly', matchWrong: 'This cannot be asked like that: {{reason}}', counting: 'Counting …',
    save: 'Save view', saveNew: 'Save as a new view', apply: 'Show them', cancel: 'Cancel', saved: 'View saved: {{name}}', edit: 'Edit', rename: 'Rename, share, edit', up: 'Move up', down: 'Move down', remove: 'Delete', removed: 'View deleted: {{name}}', restored: 'It is back: {{name}}',
    failed: 'Nothing was saved: {{reason}}', changedMeanwhile: 'Somebody changed this view meanwhile. Look at it again.', onlyOwner: 'It belongs to {{who}}; save your own copy.', count: '{{count}} match', unknownCount: 'not counted',
    gone: 'This view is gone', goneBody: 'Somebody deleted it, or it is not shared with you any more.', saveThis: 'Save as a view', filtered: 'Filtered', clear: 'Show everything again', change: 'Change the filter', moved: 'Not moved: {{reason}}',
  },
  pl: {
    heading: 'Zapisane widoki', add: 'Nowy widok', newTitle: 'Nowy widok', editTitle: 'Widok: {{name}}', filterTitle: 'Filtr', menuOf: 'Co zrobić z: {{name}}', sharedTeam: 'dla zespołu {{team}}', sharedAll: 'dla wszystkich',
    name: 'Nazwa', namePlaceholder: 'Reklamacje, które czekają za długo', nameMissing: 'Podaj nazwę.', icon: 'Znak', iconPlaceholder: '📬', sort: 'Kolejność', sharing: 'Kto go widzi', private: 'Tylko ja', team: 'Zespół', workspace: 'Wszyscy', teamWhich: 'Zespół', teamMissing: 'Wybierz zespół.',
    sortWaiting: 'Najdłużej czekające', sortRecent: 'Najnowsze', sortOldest: 'Najstarsze', sortPriority: 'Priorytet', sortSnooze: 'Wracające najwcześniej', sortMood: 'Najbardziej zdenerwowani', sortDue: 'Najbliższy termin obietnicy',
    filter: 'Rozmowy, które pasują', addConditionPlaceholder: 'Dodaj warunek: stan, etykieta, czeka …',
    question: 'Pytanie: {{what}}', values: 'Wartości: {{what}}', addValue: 'Wybierz …', removeValue: 'Usuń: {{what}}', amount: 'Ile', unit: 'Jednostka', moment: 'Początek', date: 'Dzień', words: 'Słowa', keyedValues: 'Jej wartość',
    match_one: 'Pasuje {{count}} rozmowa', match_few: 'Pasują {{count}} rozmowy', match_many: 'Pasuje {{count}} rozmów', match_other: 'Pasuje {{count}} rozmowy', matchMore: 'Pasuje ponad {{count}} rozmów', matchSlow: 'Za dużo, by szybko policzyć', matchWrong: 'Tak nie da się zapytać: {{reason}}', counting: 'Liczenie …',
    save: 'Zapisz widok', saveNew: 'Zapisz jako nowy widok', apply: 'Pokaż je', cancel: 'Anuluj', saved: 'Zapisano widok: {{name}}', edit: 'Zmień', rename: 'Zmień nazwę, udostępnij, edytuj', up: 'Przesuń w górę', down: 'Przesuń w dół', remove: 'Usuń', removed: 'Usunięto widok: {{name}}', restored: 'Przywrócono: {{name}}',
    failed: 'Nic nie zapisano: {{reason}}', changedMeanwhile: 'Ktoś zmienił ten widok w tym czasie. Zobacz go jeszcze raz.', onlyOwner: 'Ten widok ma kto inny: {{who}}. Zapisz własną kopię.', count: 'pasuje: {{count}}', unknownCount: 'nie policzono',
    gone: 'Tego widoku już nie ma', goneBody: 'Ktoś go usunął albo nie jest już udostępniany tobie.', saveThis: 'Zapisz jako widok', filtered: 'Filtr', clear: 'Pokaż znów wszystko', change: 'Zmień filtr', moved: 'Nie przesunięto: {{reason}}',
  },
});
