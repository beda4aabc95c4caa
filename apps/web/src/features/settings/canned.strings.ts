import { defineStrings } from '../../i18n';

export const cannedStrings = defineStrings('settings-canned', {
  en: {
    article: 'The article that it was made of', articleOff: 'Take the link out',
    folder: 'Folder', folderHelp: 'For example Delivery/Courier.', team: 'For', everybody: 'everybody', textHelpActions: 'May stay empty when it only does something.',
    files: 'Files that go along', addFile: 'Add a file', removeFile: 'Leave out {{name}}', tooLarge: 'not added: larger than 10 MB', tooMany: 'ten files at most', failed: 'not uploaded: {{reason}}', uploading: '{{name}}, uploading',
    actions: 'What it does besides', addAction: 'Add a step', removeAction: 'Leave out this step', actionsHelp: 'Done together with the answer; one undo takes it all back.', missing: 'Write a text, or add a step.', kindOf: 'Step {{count}}',
    assign: 'Assign', state: 'Close or open', snooze: 'Snooze', priority: 'Priority', matter: 'Matter', label: 'Labels', attribute: 'Field', whichField: 'Which field', note: 'Note for the team',
    whom: 'To whom', me: 'whoever uses it', queue: 'nobody, back to the queue', teamsGroup: 'team {{name}}', resolved: 'resolve', open: 'open again', pending: 'wait for the customer', hours: 'For how many hours', noMatter: 'no matter', add: 'Add', takeOff: 'Take off', nothing: 'nothing', noteText: 'What the team should know', steps_one: '{{count}} step', steps_other: '{{count}} steps',
  },
  pl: {
    article: 'Artykuł, z którego powstała', articleOff: 'Usuń odnośnik',
    folder: 'Folder', folderHelp: 'Na przykład Dostawa/Kurier.', team: 'Dla kogo', everybody: 'wszyscy', textHelpActions: 'Może zostać pusta, jeśli odpowiedź tylko coś robi.',
    files: 'Pliki, które idą razem z nią', addFile: 'Dodaj plik', removeFile: 'Pomiń {{name}}', tooLarge: 'nie dodano: plik większy niż 10 MB', tooMany: 'najwyżej dziesięć plików', failed: 'nie przesłano: {{reason}}', uploading: '{{name}}, przesyłanie',
    actions: 'Co robi poza tym', addAction: 'Dodaj krok', removeAction: 'Usuń ten krok', actionsHelp: 'Dzieje się razem z odpowiedzią; jedno cofnięcie cofa wszystko.', missing: 'Napisz treść albo dodaj krok.', kindOf: 'Krok {{count}}',
    assign: 'Przydziel', state: 'Zakończ albo otwórz', snooze: 'Odłóż', priority: 'Priorytet', matter: 'Rodzaj sprawy', label: 'Etykiety', attribute: 'Pole', whichField: 'Które pole', note: 'Notatka dla zespołu',
    whom: 'Komu', me: 'kto jej użyje', queue: 'nikomu, do kolejki', teamsGroup: 'zespół {{name}}', resolved: 'zakończ', open: 'otwórz ponownie', pending: 'czekaj na klienta', hours: 'Na ile godzin', noMatter: 'bez rodzaju', add: 'Dodaj', takeOff: 'Zdejmij', nothing: 'nic', noteText: 'Co zespół powinien wiedzieć', steps_one: '{{count}} krok', steps_few: '{{count}} kroki', steps_many: '{{count}} kroków', steps_other: '{{count}} kroku',
  },
});
