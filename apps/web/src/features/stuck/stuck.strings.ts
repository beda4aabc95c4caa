import { defineStrings } from '../../i18n';

export const stuckStrings = defineStrings('stuck', {
  en: {
    title: 'Stuck work', lead: 'What does not move on, and why, before a promised time is over.', all: 'All reasons', empty: 'Nothing is stuck', emptyBody: 'Everything that is open moves on.', loadFailed: 'This could not be loaded', again: 'Try again', nobody: 'Nobody', unnamed: 'Unnamed', since: 'since {{time}}',
    'ageing': 'Nothing happened', 'ping-pong': 'Handed over again and again', 'absent': 'Whoever has it is not there', 'asleep': 'Snoozed, and nothing wakes it', 'aside': 'No answer beside it', 'promise': 'Promised and not kept', 'silent': 'Said, and nothing came of it',
    handovers_one: '{{count}} hand-over', handovers_other: '{{count}} hand-overs',
    settings: 'When work counts as stuck', ageingDays: 'Working days without anything happening', handoversLimit: 'Hand-overs while the customer waits', absentHours: 'Hours that whoever has it will be away', asideDays: 'Days without an answer beside it', save: 'Save', saved: 'Limits saved', change: 'Change the limits', cancel: 'Cancel',
  },
  pl: {
    title: 'Zastój', lead: 'Co nie posuwa się naprzód i dlaczego, zanim minie obiecany czas.', all: 'Wszystkie powody', empty: 'Nic nie utknęło', emptyBody: 'Wszystko, co otwarte, posuwa się naprzód.', loadFailed: 'Nie udało się wczytać', again: 'Spróbuj ponownie', nobody: 'Nikt', unnamed: 'Bez nazwy', since: 'od: {{time}}',
    'ageing': 'Nic się nie dzieje', 'ping-pong': 'Przekazywana w kółko', 'absent': 'Prowadzącego nie ma', 'asleep': 'Odłożona i nic jej nie obudzi', 'aside': 'Brak odpowiedzi z boku', 'promise': 'Obietnica niedotrzymana', 'silent': 'Zapowiedziane i nic z tego',
    handovers_one: '{{count}} przekazanie', handovers_few: '{{count}} przekazania', handovers_many: '{{count}} przekazań', handovers_other: '{{count}} przekazania',
    settings: 'Kiedy praca utknęła', ageingDays: 'Dni robocze, w których nic się nie dzieje', handoversLimit: 'Przekazania, gdy klient czeka', absentHours: 'Godziny nieobecności prowadzącego', asideDays: 'Dni bez odpowiedzi z boku', save: 'Zapisz', saved: 'Zapisano progi', change: 'Zmień progi', cancel: 'Anuluj',
  },
});
