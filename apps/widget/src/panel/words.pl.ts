import type { Words } from './words.en';

export const pl: Words = {
  title: 'Czat', close: 'Zamknij', back: 'Wróć', keys: 'Klawisze', runsOn: 'Obsługuje Kontuar',
  hello: 'Dzień dobry, w\u00a0czym pomóc?', write: 'Napisz do nas', goOn: 'Twoja rozmowa', newMessages: (n) => n === 1 ? '1 nowa' : `${n} ${few(n) ? 'nowe' : 'nowych'}`,
  usual: (time) => `Odpisujemy zwykle w\u00a0${within(time)}`, person: 'Odpisze człowiek', personUsual: (time) => `Odpisze człowiek, zwykle w\u00a0${within(time)}`,
  until: (time) => `dziś do ${time}`, closedUntil: (time) => `Odpisujemy od ${time}`, closedNow: 'Teraz jest zamknięte',
  closedHint: 'Napisz już teraz, odpowiedź będzie czekać tutaj.', closedHintEmail: 'Napisz już teraz i\u00a0zostaw adres: odpowiedź przyjdzie e-mailem.',
  others: 'Inaczej', help: 'Pomoc',
  newTitle: 'Nowa rozmowa', about: 'O\u00a0co chodzi?', message: 'Wiadomość', name: 'Imię', email: 'E-mail', optional: 'niekonieczny', emailHelp: 'Adres potrzebny tylko, gdy zamkniesz stronę przed odpowiedzią.',
  emailExample: 'ty@poczta.pl', send: 'Wyślij', privacyBefore: 'Wysyłając, akceptujesz ', privacyLink: 'zasady prywatności', needText: 'Napisz wiadomość', needName: 'Podaj imię', needEmail: 'To nie wygląda na adres e-mail',
  matters: { question: 'Pytanie', order: 'Zamówienie', report: 'Coś nie działa', claim: 'Reklamacja', praise: 'Pochwała' },
  log: 'Wiadomości', addMore: 'Dopisz coś jeszcze', writeHere: 'Napisz wiadomość', attach: 'Załącz plik', sent: (time) => `Wysłano ${time}`, read: (time) => `Przeczytano ${time}`,
  sending: 'Wysyłanie', notSentYet: 'Jeszcze nie wysłano', refused: 'Nie przyjęto', again: 'Ponów', remove: 'Usuń', you: 'Ty',
  deleted: 'Wiadomość usunięta', edited: 'zmieniono', today: 'Dziś', yesterday: 'Wczoraj', older: 'Pokaż starsze wiadomości',
  typing: (name) => `${name} pisze`, newLine: 'Nowe',
  first: 'Pierwsze miejsce w\u00a0kolejce', place: (n) => `${['', 'Pierwsze', 'Drugie', 'Trzecie', 'Czwarte', 'Piąte'][n] ?? `${n}.`} miejsce w\u00a0kolejce`,
  about_: (time) => `ok. ${time}`, waiting: 'Odpisze tu człowiek', slow: (usual) => `Dziś trwa to dłużej niż zwykle (${usual}). Nie musisz czekać przy ekranie.`, normal: 'Nie musisz czekać przy ekranie: odpowiedź zostanie w\u00a0tym oknie.',
  answerBy: 'Wyślijcie odpowiedź przez', byEmail: 'e-mail', yourEmail: 'Twój adres e-mail', consent: 'Tak, wyślijcie odpowiedź na ten adres', emailNoted: 'Zapisano. Gdy Cię tu nie będzie, odpowiedź przyjdzie e-mailem.', save: 'Zapisz', cancel: 'Anuluj',
  offline: 'Brak połączenia. Wiadomości czekają tutaj i\u00a0wyjdą, gdy wróci.', slowDown: 'Sporo naraz. Reszta wyjdzie za chwilę.', tooManyFiles: (n) => `W\u00a0jednej wiadomości mieści się najwyżej ${n} plików`,
  tooLarge: (max) => `za duży, najwyżej ${max}`, fileRefused: 'takich plików nie przyjmujemy', uploadFailed: 'nie przesłano', uploading: 'Przesyłanie', drop: 'Upuść pliki tutaj',
  closedAt: (time) => `Rozmowa zakończona o\u00a0${time}`, closed: 'Rozmowa zakończona', rate: 'Oceń tę rozmowę', writeAgain: 'Napisz ponownie',
  solved: 'Czy sprawa jest załatwiona?', yes: 'Tak', partly: 'Częściowo', no: 'Nie', how: 'Jak oceniasz tę rozmowę?', poor: 'słabo', great: 'świetnie', better: 'Co mogło być lepsze?', sendRating: 'Wyślij ocenę', backToChat: 'Wróć do rozmowy', thanks: 'Dziękujemy za ocenę.',
  failed: 'Nie udało się wczytać czatu.', retry: 'Ponów', unverified: 'niezweryfikowane', opensNew: 'otwiera się w\u00a0nowej karcie',
  keyRows: [['Otwórz, zamknij', 'Alt K'], ['Zamknij', 'Esc'], ['Dalej, wstecz', 'Tab'], ['Wyślij', 'Enter'], ['Nowy wiersz', 'Shift Enter'], ['Załącz', 'Ctrl U'], ['Ocena', '1–5']],
};

/** "w 1 minutę": the accusative differs from what Intl gives only in the singular. */
function within(time: string): string {
  return time.replace(/^(1\s\S+)a$/, '$1ę');
}

/** 2–4, 22–24 …, but not 12–14. */
function few(n: number): boolean {
  return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
}
