import { defineStrings } from '../../i18n';

export const dialogStrings = defineStrings('act-dialogs', {
  en: {
    about_one: '{{name}}', about_other: '{{count}} conversations',
    assignTitle: 'Assign', assignTo: 'Assign to …', handOverTitle: 'Hand over with a note', handOverTo: 'Hand over to …', people: 'People', teams: 'Teams', doThis: 'Do', me: 'me',
    nobody: 'Return to the queue', openCount_one: '{{count}} open', openCount_other: '{{count}} open', nobodyFits: 'Nobody by that name', on: 'on shift', away: 'away', off: 'off shift', unassignedIn: '{{team}}, unassigned',
    noteTo: 'What should {{who}} know? Only your team sees this', noteLabel: 'Note', handOver: 'Hand over', cancel: 'Cancel', to: 'To', change: 'Change',
    snoozeTitle: 'Snooze', snoozeUntil: 'Until when? tomorrow 9, in 2 hours, monday …', presets: 'Often', understood: 'Until', notUnderstood: 'Not understood. Try “tomorrow 9”, “in 2 hours” or “monday afternoon”',
    backEarly: 'Comes back at once when the customer writes.',
    tomorrow: 'Tomorrow morning', laterToday: 'Later today', evening: 'This evening', monday: 'Monday morning', threeDays: 'In three days', week: 'In a week',
    priorityTitle: 'Priority', priorityOf: 'Priority …', matterTitle: 'Matter', matterOf: 'What did the customer come with?', matters: 'Matter', none: 'No matter', chance: '{{percent}} % likely',
    labelsTitle: 'Labels', labelsOf: 'Label …', labels: 'Labels', newLabel: 'New label “{{name}}”', noLabels: 'There are no labels yet. Type a name to make one', noLabelsYet: 'There are no labels yet. A supervisor can make them', labelFailed: 'The label was not made: {{reason}}', done: 'Done', priorities: 'Priority', fieldTitle: 'Fill in a field', fieldWhich: 'Which field?', fields: 'Fields', noFields: 'There are no fields yet. An administrator adds them in the settings', noFieldFits: 'No field by that name', fieldOf: '{{name}}: {{about}}', emptyIt: 'Empty it', setIt: 'Set', undoQuery: 'undo ',
  },
  pl: {
    about_one: '{{name}}', about_few: '{{count}} rozmowy', about_many: '{{count}} rozmów', about_other: '{{count}} rozmowy',
    assignTitle: 'Przydziel', assignTo: 'Przydziel komu …', handOverTitle: 'Przekaż z notatką', handOverTo: 'Przekaż komu …', people: 'Osoby', teams: 'Zespoły', doThis: 'Zrób', me: 'ja',
    nobody: 'Oddaj do kolejki', openCount_one: '{{count}} otwarta', openCount_few: '{{count}} otwarte', openCount_many: '{{count}} otwartych', openCount_other: '{{count}} otwartej', nobodyFits: 'Nikt się tak nie nazywa', on: 'na zmianie', away: 'na przerwie', off: 'poza zmianą', unassignedIn: '{{team}}, nieprzydzielone',
    noteTo: 'Co powinno się wiedzieć? Adresat: {{who}}. Widzi to tylko zespół', noteLabel: 'Notatka', handOver: 'Przekaż', cancel: 'Anuluj', to: 'Do', change: 'Zmień',
    snoozeTitle: 'Odłóż', snoozeUntil: 'Do kiedy? jutro 9, za 2 godziny, w poniedziałek …', presets: 'Często', understood: 'Do', notUnderstood: 'Nie wiadomo, kiedy. Spróbuj „jutro 9”, „za 2 godziny” albo „w poniedziałek po południu”',
    backEarly: 'Wróci od razu, gdy klient napisze.',
    tomorrow: 'Jutro rano', laterToday: 'Później dzisiaj', evening: 'Dziś wieczorem', monday: 'W poniedziałek rano', threeDays: 'Za trzy dni', week: 'Za tydzień',
    priorityTitle: 'Priorytet', priorityOf: 'Priorytet …', matterTitle: 'Sprawa', matterOf: 'Z czym przyszedł klient?', matters: 'Rodzaj sprawy', none: 'Bez rodzaju', chance: 'na {{percent}}%',
    labelsTitle: 'Etykiety', labelsOf: 'Etykieta …', labels: 'Etykiety', newLabel: 'Nowa etykieta „{{name}}”', noLabels: 'Nie ma jeszcze etykiet. Wpisz nazwę, aby utworzyć', noLabelsYet: 'Nie ma jeszcze etykiet. Może je utworzyć kierownik', labelFailed: 'Nie utworzono etykiety: {{reason}}', done: 'Gotowe', priorities: 'Priorytet', fieldTitle: 'Uzupełnij pole', fieldWhich: 'Które pole?', fields: 'Pola', noFields: 'Nie ma jeszcze pól. Dodaje je administrator w ustawieniach', noFieldFits: 'Nie ma takiego pola', fieldOf: '{{name}}: {{about}}', emptyIt: 'Wyczyść', setIt: 'Ustaw', undoQuery: 'cofnij ',
  },
});
