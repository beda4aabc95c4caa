import { defineStrings } from '../../i18n';

export const searchStrings = defineStrings('search', {
  en: {
    title: 'Search', placeholder: 'A name, an address, words from a message …', label: 'Search conversations, messages and customers', clear: 'Empty the field', all: 'All', messages: 'Conversations', customers: 'Customers', kind: 'Where to look',
    start: 'Search the whole history', startBody: 'Everything that customers and colleagues ever wrote, on every channel. Missing diacritics are forgiven.', nothing: 'Nothing found for “{{query}}”', nothingBody: 'Try fewer or shorter words. Only channels that are open to you are searched.',
    failed: 'The search did not answer', failedBody: '{{reason}}.', again: 'Try again', more: 'Show more', found_one: '{{count}} result', found_other: '{{count}} results', foundMore: 'More than {{count}} results', resolved: 'resolved', snoozed: 'snoozed', unnamed: 'Unnamed customer', noPerm: 'Search is not open to your role', noPermBody: 'An administrator can change that.', numbered: 'Conversation {{number}}', aside: 'side conversation',
  },
  pl: {
    title: 'Szukaj', placeholder: 'Nazwisko, adres, słowa z wiadomości …', label: 'Szukaj w rozmowach, wiadomościach i klientach', clear: 'Wyczyść pole', all: 'Wszystko', messages: 'Rozmowy', customers: 'Klienci', kind: 'Gdzie szukać',
    start: 'Przeszukaj całą historię', startBody: 'Wszystko, co kiedykolwiek napisali klienci i współpracownicy, na każdym kanale. Polskie znaki można pominąć.', nothing: 'Nic nie znaleziono: „{{query}}”', nothingBody: 'Spróbuj mniejszej liczby słów albo krótszych. Przeszukiwane są tylko kanały, do których masz dostęp.',
    failed: 'Wyszukiwarka nie odpowiedziała', failedBody: 'Powód: {{reason}}.', again: 'Spróbuj ponownie', more: 'Pokaż więcej', found_one: '{{count}} wynik', found_few: '{{count}} wyniki', found_many: '{{count}} wyników', found_other: '{{count}} wyniku', foundMore: 'Ponad {{count}} wyników', resolved: 'zakończona', snoozed: 'odłożona', unnamed: 'Klient bez nazwy', noPerm: 'Twoja rola nie obejmuje wyszukiwania', noPermBody: 'Może to zmienić administrator.', numbered: 'Rozmowa {{number}}', aside: 'rozmowa poboczna',
  },
});
