/**
 * A bare "thank you" must not reopen what is done. Only short texts made of nothing but thanks, greetings, names and signs count:
 * "thanks, but it still leaks" reopens.
 */
const thanks = new Set(['thanks', 'thank', 'thx', 'ty', 'cheers', 'dziekuje', 'dziekuj', 'dzieki', 'dziekujemy', 'dziekowac', 'dzienki', 'dzieks', 'thankyou', 'danke', 'dankeschon', 'merci', 'gracias', 'grazie', 'dekuji', 'dakujem', 'дякую', 'спасибо']);
const company = new Set([
  'you', 'u', 'so', 'very', 'much', 'a', 'lot', 'again', 'many', 'great', 'perfect', 'super', 'ok', 'okay', 'okej', 'oki', 'fine', 'good', 'all', 'for', 'the', 'your', 'help', 'reply', 'answer', 'quick', 'fast', 'have', 'nice', 'day', 'weekend', 'evening', 'got', 'it', 'awesome', 'bye', 'best', 'kind', 'regards',
  'bardzo', 'slicznie', 'pieknie', 'serdecznie', 'jeszcze', 'raz', 'wielkie', 'za', 'pomoc', 'odpowiedz', 'szybka', 'informacje', 'info', 'pozdrawiam', 'pozdrowienia', 'milego', 'dnia', 'wieczoru', 'weekendu', 'i', 'z', 'gory', 'wszystko', 'jasne', 'swietnie', 'dobrze', 'pani', 'panu', 'panstwu', 'panie', 'w', 'porzadku', 'and', 'vielen', 'schon', 'beaucoup',
]);

export function isBareThanks(text: string): boolean {
  if (text.length > 160 || text.includes('?')) return false;
  const words = text
    .replace(/ł/gi, 'l')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return text.trim() !== '' && /^[\p{Extended_Pictographic}\p{Emoji_Component}\s!.)(:;-]+$/u.test(text) && !/\d/.test(text);
  if (words.length > 12) return false;
  const strangers = words.filter((word) => !thanks.has(word) && !company.has(word));
  if (!words.some((word) => thanks.has(word)) || strangers.length > 1) return false;
  // One name may be there ("Thank you Zofia"): written large, in the same breath as the thanks.
  return strangers.length === 0 || (words.length <= 5 && /\p{L},? \p{Lu}\p{Ll}+[\s!.)]*$/u.test(text) && words.at(-1) === strangers[0]);
}
