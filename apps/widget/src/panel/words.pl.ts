import type { BaseWords } from './words.en';

export const pl: BaseWords = {
  title: 'Czat', close: 'Zamknij', back: 'Wróć', keys: 'Klawisze', runsOn: 'Obsługuje Kontuar', hello: 'Dzień dobry, w\u00a0czym pomóc?', write: 'Napisz do nas',
  goOn: 'Twoja rozmowa', newMessages: (n) => n === 1 ? '1 nowa' : `${n} ${few(n) ? 'nowe' : 'nowych'}`, usual: (time) => `Odpisujemy zwykle w\u00a0${within(time)}`,
  person: 'Odpisze człowiek', until: (time) => `dziś do ${time}`, closedUntil: (time) => `Odpisujemy od ${time}`, closedNow: 'Teraz zamknięte',
  closedHint: 'Napisz już teraz, odpowiemy tutaj.', closedHintEmail: 'Napisz już teraz i\u00a0zostaw adres: odpowiemy e-mailem.',
  message: 'Wiadomość', send: 'Wyślij', log: 'Wiadomości', addMore: 'Dopisz coś', writeHere: 'Napisz wiadomość', attach: 'Załącz plik',
  sent: (time) => `Wysłano ${time}`, read: (time) => `Przeczytano ${time}`, sending: 'Wysyłanie', notSentYet: 'Jeszcze nie wysłano', refused: 'Nie przyjęto', again: 'Ponów',
  remove: 'Usuń', you: 'Ty', deleted: 'Usunięto', edited: 'zmieniono', today: 'Dziś', yesterday: 'Wczoraj', older: 'Pokaż starsze',
  typing: (name) => `${name} pisze`, newLine: 'Nowe', emailNoted: 'Zapisano. Gdy Cię nie będzie, odpowiemy e-mailem.',
  offline: 'Brak połączenia. Wiadomości wyjdą, gdy wróci.', slowDown: 'Sporo naraz. Reszta wyjdzie za chwilę.',
  tooManyFiles: (n) => `Najwyżej ${n} plików w\u00a0wiadomości`, drop: 'Upuść pliki', closedAt: (time) => `Rozmowa zakończona o\u00a0${time}`,
  closed: 'Rozmowa zakończona', thanks: 'Dziękujemy za ocenę.', failed: 'Nie udało się wczytać.',
};

/** "w 1 minutę": the accusative differs from what Intl gives only in the singular. */
export function within(time: string): string {
  return time.replace(/^(1\s\S+)a$/, '$1ę');
}

/** 2–4, 22–24 …, but not 12–14. */
function few(n: number): boolean {
  return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
}
