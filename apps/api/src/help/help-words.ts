import type { Locale } from '@kontuar/contract';

/** What public pages say by themselves. */
const english = {
  language: 'English', help: 'Help', title: (house: string) => `${house}: help`, ask: 'How can we help?', search: 'Search', searchLabel: 'Search the help pages', placeholder: 'Describe it in your words', skip: 'Skip to the text', home: 'Help home', more: (count: number) => `All ${count} articles`,
  others: 'Other topics', results: (q: string) => `Results for “${q}”`, nothing: (q: string) => `Nothing was found for “${q}”.`, nothingHint: 'Try other words, or look through the topics.', askFirst: 'Write what you are looking for.', changed: (day: string) => `Updated ${day}`, contents: 'On this page', useful: 'Was this page useful?', yes: 'Yes', no: 'No',
  thanks: 'Thank you. This helps us to write better.', related: 'Read on', gone: 'This page is not here', goneHint: 'It was moved or taken down. Search for what you need, or start from the topics.', empty: 'There are no articles here yet.', draft: 'Draft. Readers do not see this page; the link ends after a week.', topics: 'Topics', path: 'You are here', slow: 'That was a lot at once. Wait a moment, then try again.',
};
type Words = typeof english;
const polish: Words = {
  language: 'Polski', help: 'Pomoc', title: (house) => `${house}: pomoc`, ask: 'W czym możemy pomóc?', search: 'Szukaj', searchLabel: 'Szukaj w pomocy', placeholder: 'Napisz własnymi słowami', skip: 'Przejdź do treści', home: 'Strona główna pomocy', more: (count) => `Wszystkie artykuły (${count})`,
  others: 'Pozostałe tematy', results: (q) => `Wyniki dla „${q}”`, nothing: (q) => `Nic nie znaleziono dla „${q}”.`, nothingHint: 'Spróbuj innych słów albo przejrzyj tematy.', askFirst: 'Napisz, czego szukasz.', changed: (day) => `Zaktualizowano ${day}`, contents: 'Na tej stronie', useful: 'Czy ta strona pomogła?', yes: 'Tak', no: 'Nie',
  thanks: 'Dziękujemy. Dzięki temu piszemy lepiej.', related: 'Czytaj dalej', gone: 'Nie ma tu takiej strony', goneHint: 'Została przeniesiona albo usunięta. Poszukaj tego, czego potrzebujesz, albo zacznij od tematów.', empty: 'Nie ma tu jeszcze artykułów.', draft: 'Wersja robocza. Czytelnicy nie widzą tej strony; odnośnik działa przez tydzień.', topics: 'Tematy', path: 'Jesteś tutaj', slow: 'To było dużo naraz. Odczekaj chwilę i spróbuj ponownie.',
};
export const helpWords: Record<Locale, Words> = { en: english, pl: polish };
