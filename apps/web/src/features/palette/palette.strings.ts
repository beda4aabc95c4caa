import { defineStrings } from '../../i18n';

export const paletteStrings = defineStrings('palette', {
  en: {
    title: 'Search or do', placeholder: 'Search or do: a name, a word, “snooze until monday” …', people: 'People', teams: 'Teams', doThis: 'Do', go: 'Go to', conversations: 'Conversations', contacts: 'Customers', casesFound: 'Claims', articlesFound: 'Articles', acts: 'Undo', labels: 'Labels', messages: 'In messages',
    nothing: 'Nothing found', searching: 'Searching …', searchFailed: 'The search did not answer. Shown is what this window knows', searchAll: 'Search everything for “{{query}}”',
    assignTo: 'Assign to {{name}}', unassigned: '{{team}}, unassigned', theirs: 'Conversations of {{name}}', sick: 'Off sick: {{name}}', openCount_one: '{{count}} open', openCount_other: '{{count}} open', viewing: 'viewing now', returnQueue: 'Return to the queue',
    snoozeUntil: 'Snooze until {{when}}', snoozeHint: 'Say when: tomorrow 9, in 2 hours, monday afternoon', needsTarget: 'Open or select a conversation first',
    labelWith: 'Label: {{name}}', labelOff: 'Without label: {{name}}', priorityIs: 'Priority: {{name}}', matterIs: 'Matter: {{name}}',
    themeLight: 'Theme: light', themeDark: 'Theme: dark', themeSystem: 'Theme: as the system', english: 'Language: English', polish: 'Language: Polish', compact: 'Density: compact', comfortable: 'Density: comfortable',
    presenceOn: 'I am on shift', presenceAway: 'I am away for a while', presenceOff: 'I am off shift', presenceFailed: 'Not changed: the server cannot be reached',
    inbox: 'Inbox', search: 'Search', channels: 'Channels', knowledge: 'Knowledge', board: 'Board', boardTeams: 'Board by teams', boardChannels: 'Board by channels', cases: 'Register of claims', leads: 'Leads', reports: 'Reports', outreach: 'Outreach', promises: 'Promises', stuck: 'Stuck work', listening: 'Listening: public mentions', insight: 'Insight: figures of public mentions', spikes: 'Unusual days', crisis: 'Crisis mode', answerMany: 'Answer many at once', satisfaction: 'Satisfaction of customers', quality: 'Quality of the work', customers: 'Customers', settings: 'Settings', noConversation: 'No conversation with {{name}} yet', view: 'View: {{name}}', undoAct: 'Undo: {{what}}', unnamed: 'Unnamed customer',
    handOver: 'Reassign with a hand-over note', logVisit: 'Log a visit',
    mine: 'Mine', viewUnassigned: 'Unassigned', waiting: 'Waiting longest', mentions: 'Mentions of me', snoozed: 'Snoozed', all: 'All', resolved: 'Resolved', selected_one: '{{name}}', selected_other: '{{count}} conversations',
  },
  pl: {
    title: 'Szukaj albo zrób', placeholder: 'Szukaj albo zrób: nazwisko, słowo, „odłóż do poniedziałku” …', people: 'Osoby', teams: 'Zespoły', doThis: 'Zrób', go: 'Idź do', conversations: 'Rozmowy', contacts: 'Klienci', casesFound: 'Zgłoszenia', articlesFound: 'Artykuły', acts: 'Cofnij', labels: 'Etykiety', messages: 'W wiadomościach',
    nothing: 'Nic nie znaleziono', searching: 'Szukanie …', searchFailed: 'Wyszukiwarka nie odpowiedziała. Widać to, co zna to okno', searchAll: 'Szukaj wszędzie: „{{query}}”',
    assignTo: 'Przydziel: {{name}}', unassigned: '{{team}}, nieprzydzielone', sick: 'Chorobowe: {{name}}', theirs: 'Rozmowy osoby {{name}}', openCount_one: '{{count}} otwarta', openCount_few: '{{count}} otwarte', openCount_many: '{{count}} otwartych', openCount_other: '{{count}} otwartej', viewing: 'ogląda teraz', returnQueue: 'Oddaj do kolejki',
    snoozeUntil: 'Odłóż do {{when}}', snoozeHint: 'Powiedz, do kiedy: jutro 9, za 2 godziny, w poniedziałek po południu', needsTarget: 'Najpierw otwórz albo zaznacz rozmowę',
    labelWith: 'Etykieta: {{name}}', labelOff: 'Bez etykiety: {{name}}', priorityIs: 'Priorytet: {{name}}', matterIs: 'Sprawa: {{name}}',
    themeLight: 'Motyw: jasny', themeDark: 'Motyw: ciemny', themeSystem: 'Motyw: jak w systemie', english: 'Język: angielski', polish: 'Język: polski', compact: 'Gęstość: zwarta', comfortable: 'Gęstość: wygodna',
    presenceOn: 'Jestem na zmianie', presenceAway: 'Jestem na przerwie', presenceOff: 'Jestem poza zmianą', presenceFailed: 'Nie zmieniono: brak połączenia z serwerem',
    inbox: 'Skrzynka', search: 'Szukaj', channels: 'Kanały', knowledge: 'Baza wiedzy', board: 'Tablica', boardTeams: 'Tablica według zespołów', boardChannels: 'Tablica według kanałów', cases: 'Rejestr reklamacji', leads: 'Szanse sprzedaży', reports: 'Raporty', outreach: 'Kampanie', promises: 'Obietnice', stuck: 'Zastój', listening: 'Nasłuch: publiczne wzmianki', insight: 'Wgląd: liczby publicznych wzmianek', spikes: 'Niezwykłe dni', crisis: 'Tryb kryzysowy', answerMany: 'Odpowiedz wielu naraz', satisfaction: 'Zadowolenie klientów', quality: 'Jakość pracy', customers: 'Klienci', settings: 'Ustawienia', noConversation: 'Nie ma jeszcze rozmowy: {{name}}', view: 'Widok: {{name}}', undoAct: 'Cofnij: {{what}}', unnamed: 'Klient bez nazwy',
    handOver: 'Przekaż z notatką', logVisit: 'Zapisz wizytę',
    mine: 'Moje', viewUnassigned: 'Nieprzydzielone', waiting: 'Najdłużej czekające', mentions: 'Wzmianki o mnie', snoozed: 'Odłożone', all: 'Wszystkie', resolved: 'Zakończone', selected_one: '{{name}}', selected_few: '{{count}} rozmowy', selected_many: '{{count}} rozmów', selected_other: '{{count}} rozmowy',
  },
});
