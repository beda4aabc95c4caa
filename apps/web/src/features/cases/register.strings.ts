import { defineStrings } from '../../i18n';

export const registerStrings = defineStrings('register', {
  en: {
    title: 'Register of claims', lead: 'Claims, complaints and warranty matters. What is due first stands first.', filters: 'Filters', search: 'Number, subject, product, order or customer', state: 'State', any: 'All', open: 'Open', closed: 'Closed', due: 'Term', late: 'Late', today: 'Today', week: 'Within a week', noTerm: 'No term',
    matter: 'Matter', decision: 'Decision', none: 'Undecided', accepted: 'Claim accepted', partly: 'Accepted in part', refused: 'Claim refused', owner: 'Led by', me: 'Me', nobody: 'Nobody', sort: 'Order', 'sort-due': 'Due first', 'sort-newest': 'Newest first', 'sort-number': 'By number',
    number: 'Case', customer: 'Customer', subject: 'The thing claimed', received: 'Came in', left: 'Time left', csv: 'CSV', pdf: 'PDF', export: 'Export', empty: 'No cases here', emptyBody: 'Press C on a conversation and choose Claim: that opens one.', noMatch: 'Nothing matches', noMatchBody: 'Take a filter away.',
    loadFailed: 'The register could not be loaded', exportFailed: 'The file could not be made: {{reason}}', accepting: 'Counts as accepted', settings: 'Terms and letters',
  },
  pl: {
    title: 'Rejestr reklamacji', lead: 'Reklamacje, skargi i sprawy gwarancyjne. Najpilniejsze są na górze.', filters: 'Filtry', search: 'Numer, przedmiot, produkt, zamówienie lub klient', state: 'Stan', any: 'Wszystkie', open: 'Otwarte', closed: 'Zamknięte', due: 'Termin', late: 'Po terminie', today: 'Dzisiaj', week: 'W ciągu tygodnia', noTerm: 'Bez terminu',
    matter: 'Rodzaj', decision: 'Decyzja', none: 'Bez decyzji', accepted: 'Uznana', partly: 'Uznana w części', refused: 'Nieuznana', owner: 'Prowadzi', me: 'Ja', nobody: 'Nikt', sort: 'Kolejność', 'sort-due': 'Najpilniejsze', 'sort-newest': 'Najnowsze', 'sort-number': 'Według numeru',
    number: 'Zgłoszenie', customer: 'Klient', subject: 'Przedmiot', received: 'Wpływ', left: 'Ile zostało', csv: 'CSV', pdf: 'PDF', export: 'Eksport', empty: 'Nie ma tu zgłoszeń', emptyBody: 'Naciśnij C w rozmowie i wybierz Reklamacja: tak zakłada się zgłoszenie.', noMatch: 'Nic nie pasuje', noMatchBody: 'Usuń któryś filtr.',
    loadFailed: 'Nie udało się wczytać rejestru', exportFailed: 'Nie udało się przygotować pliku: {{reason}}', accepting: 'Liczy się jako uznana', settings: 'Terminy i pisma',
  },
});
