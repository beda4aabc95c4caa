import { defineStrings } from '../../i18n';

export const mentionsStrings = defineStrings('mentions', {
  en: {
    title: 'Mentions of me', state: 'Which', open: 'Still to do', snoozed: 'Put off', done: 'Seen to', loadFailed: 'The mentions could not be loaded', again: 'Try again', more: 'Show more',
    emptyOpen: 'Nobody waits for you', emptyOpenBody: 'Notes that name you, or a team of yours, stand here until they are done.', emptyOther: 'Nothing here',
    viaTeam: 'to {{team}}', viaShift: 'to everybody on shift', anyone: 'whoever is first', each: 'each of you', doneByOther: 'done by {{name}}', until: 'until {{time}}', about: 'about {{name}}',
    finish: 'Mark as done', reopen: 'Take up again', snooze: 'Put off until …', snoozeTitle: 'Until when?', answer: 'Answer with a note', finished: 'Marked as done', reopened: 'Taken up again', putOff: 'Put off until {{time}}', failed: 'That did not work: {{reason}}.', unseen: 'not seen yet', deleted: 'This note was deleted',
    hour: 'in an hour', tomorrow: 'tomorrow at 9:00', monday: 'on Monday at 9:00', aCustomer: 'a customer', views: 'Views',
  },
  pl: {
    title: 'Wzmianki o mnie', state: 'Które', open: 'Do zrobienia', snoozed: 'Odłożone', done: 'Załatwione', loadFailed: 'Nie udało się wczytać wzmianek', again: 'Spróbuj ponownie', more: 'Pokaż więcej',
    emptyOpen: 'Nikt na ciebie nie czeka', emptyOpenBody: 'Notatki, w których ktoś wymienia ciebie albo twój zespół, stoją tu do załatwienia.', emptyOther: 'Nic tu nie ma',
    viaTeam: 'do: {{team}}', viaShift: 'do wszystkich na zmianie', anyone: 'kto pierwszy', each: 'każda osoba', doneByOther: 'załatwione ({{name}})', until: 'do {{time}}', about: 'dotyczy: {{name}}',
    finish: 'Oznacz jako załatwione', reopen: 'Podejmij ponownie', snooze: 'Odłóż do …', snoozeTitle: 'Do kiedy?', answer: 'Odpowiedz notatką', finished: 'Oznaczono jako załatwione', reopened: 'Wraca do listy', putOff: 'Odłożone do {{time}}', failed: 'Nie udało się: {{reason}}.', unseen: 'jeszcze nieobejrzane', deleted: 'Ta notatka została usunięta',
    hour: 'za godzinę', tomorrow: 'jutro o 9:00', monday: 'w poniedziałek o 9:00', aCustomer: 'klient', views: 'Widoki',
  },
});
