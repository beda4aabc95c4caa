import { defineStrings } from '../../i18n';

export const slaStrings = defineStrings('sla', {
  en: {
    title: 'Promised times', lead: 'How soon customers have an answer and are done. The first policy that fits a conversation holds.', add: 'Add a policy', empty: 'Nothing is promised yet',
    emptyBody: 'Until then, clocks on rows show the usual times of the trade, and nobody is warned.', working: 'Open conversations are being looked through …', saved: 'Promised times saved', removed: '“{{name}}” removed', off: 'not in use', up: 'Move up', down: 'Move down', edit: 'Change', remove: 'Remove', save: 'Save',
    says_firstReply: 'first reply {{time}}', says_nextReply: 'further replies {{time}}', says_resolution: 'settled in {{time}}', allDay: 'round the clock',
    name: 'Name', nameMissing: 'Give it a name.', any: 'Whatever it is', keptFilter: 'For: {{filter}}. This is kept as it is.', firstReply: 'First reply', nextReply: 'Further replies', resolution: 'Resolution', spanHelp: 'Such as 30 min, 4 h or 2 d; empty: not promised', spanWrong: 'Write it such as 30 min, 4 h or 2 d.', nothingPromised: 'Promise at least one of the three.',
    calendar: 'Counted', pauses: 'The clock stands while', pause_customer: 'the customer has to answer (for the resolution)', pause_snoozed: 'it is snoozed', pause_pending: 'it is set to wait for the customer',
    warnings: 'Warn beforehand', before: 'So long before', what: 'Whom, what', to_owner: 'Whoever has it', to_supervisors: 'Those who lead, too', escalations: 'When the time is over', after: 'So long after', addLine: 'Add',
    'notify-supervisors': 'Tell those who lead', 'notify-owner': 'Tell whoever has it', 'priority-high': 'Make it high', 'priority-urgent': 'Make it urgent', 'assign-queue': 'Give it back to the queue', assignTeam: 'Give it to {{name}}',
    try: 'Try it on the last 30 days', trialCounted: '{{counted}} of {{matching}} conversations looked at', trialKept: '{{what}}: {{percent}} % would have been kept ({{kept}} of {{all}})', trialNone: '{{what}}: nothing to count', active: 'In use',
    calendars: 'Working hours', calendarsLead: 'By which business time is counted: of the house, a branch or a team.', addCalendar: 'Add working hours', calendarSaved: 'Working hours saved', holidaysOf: 'public holidays of {{country}}', noHours: 'Say when somebody works.', holidays: 'Public holidays', noHolidays: 'None', poland: 'Poland', daysOff: 'Further days off', daysOffHelp: 'A day a line: 2026-12-31 Inventory', daysOffWrong: 'This line begins with no day: {{line}}',
  },
  pl: {
    title: 'Obiecane czasy', lead: 'Jak szybko klienci dostają odpowiedź i mają sprawę załatwioną. Obowiązuje pierwsza zasada, która pasuje do rozmowy.', add: 'Dodaj zasadę', empty: 'Niczego jeszcze nie obiecano',
    emptyBody: 'Do tego czasu zegary przy rozmowach pokazują zwykłe czasy w branży i nikt nie jest ostrzegany.', working: 'Trwa przeglądanie otwartych rozmów …', saved: 'Zapisano obiecane czasy', removed: 'Usunięto: „{{name}}”', off: 'nieużywana', up: 'Przesuń w górę', down: 'Przesuń w dół', edit: 'Zmień', remove: 'Usuń', save: 'Zapisz',
    says_firstReply: 'pierwsza odpowiedź {{time}}', says_nextReply: 'kolejne odpowiedzi {{time}}', says_resolution: 'załatwione w {{time}}', allDay: 'przez całą dobę',
    name: 'Nazwa', nameMissing: 'Podaj nazwę.', any: 'Dowolnie', keptFilter: 'Dla: {{filter}}. To zostaje bez zmian.', firstReply: 'Pierwsza odpowiedź', nextReply: 'Kolejne odpowiedzi', resolution: 'Załatwienie', spanHelp: 'Na przykład 30 min, 4 h albo 2 d; puste: bez obietnicy', spanWrong: 'Napisz na przykład 30 min, 4 h albo 2 d.', nothingPromised: 'Obiecaj przynajmniej jedno z trzech.',
    calendar: 'Liczone', pauses: 'Zegar stoi, gdy', pause_customer: 'klient ma odpowiedzieć (dla załatwienia)', pause_snoozed: 'rozmowa jest odłożona', pause_pending: 'rozmowa czeka na klienta',
    warnings: 'Ostrzeż wcześniej', before: 'Tyle wcześniej', what: 'Kogo, co', to_owner: 'Kto ją prowadzi', to_supervisors: 'Także kierujących', escalations: 'Gdy czas minie', after: 'Tyle później', addLine: 'Dodaj',
    'notify-supervisors': 'Powiadom kierujących', 'notify-owner': 'Powiadom prowadzącego', 'priority-high': 'Ustaw wysoki priorytet', 'priority-urgent': 'Ustaw jako pilną', 'assign-queue': 'Oddaj do kolejki', assignTeam: 'Przekaż: {{name}}',
    try: 'Sprawdź na ostatnich 30 dniach', trialCounted: 'Sprawdzono rozmowy: {{counted}} z {{matching}}', trialKept: '{{what}}: dotrzymane byłoby {{percent}} % ({{kept}} z {{all}})', trialNone: '{{what}}: nie ma czego liczyć', active: 'W użyciu',
    calendars: 'Godziny pracy', calendarsLead: 'Według nich liczony jest czas pracy: firmy, oddziału albo zespołu.', addCalendar: 'Dodaj godziny pracy', calendarSaved: 'Zapisano godziny pracy', holidaysOf: 'święta państwowe: {{country}}', noHours: 'Podaj, kiedy ktoś pracuje.', holidays: 'Święta państwowe', noHolidays: 'Brak', poland: 'Polska', daysOff: 'Inne dni wolne', daysOffHelp: 'Dzień w wierszu: 2026-12-31 Inwentaryzacja', daysOffWrong: 'Ten wiersz nie zaczyna się od dnia: {{line}}',
  },
});
