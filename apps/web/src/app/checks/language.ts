import { ownWords } from './own-words';

const words: Record<'pl' | 'en', ReadonlySet<string>> = {
  pl: new Set(['w', 'z', 'i', 'na', 'do', 'się', 'nie', 'jest', 'że', 'to', 'o', 'po', 'dla', 'od', 'czy', 'za', 'przez', 'ale', 'jak', 'już', 'proszę', 'dziękuję', 'dziękujemy', 'dzień', 'dobry', 'pani', 'panie', 'pana', 'państwa', 'nasz', 'nasze', 'możemy', 'będzie', 'została', 'został', 'zamówienie', 'paczka', 'prosimy', 'pozdrawiam', 'witam', 'oraz', 'jutro', 'dzisiaj', 'wysłaliśmy', 'przesyłka', 'odpowiedź', 'tej', 'tego', 'tym', 'ten', 'ta', 'te']),
  en: new Set(['the', 'and', 'of', 'to', 'is', 'in', 'for', 'you', 'your', 'we', 'our', 'it', 'that', 'this', 'with', 'on', 'are', 'have', 'has', 'be', 'will', 'not', 'please', 'thank', 'thanks', 'hello', 'hi', 'dear', 'from', 'at', 'can', 'if', 'would', 'as', 'by', 'an', 'was', 'been', 'let', 'know', 'order', 'parcel', 'regards', 'sorry', 'i', 'a', 'us', 'but', 'me', 'my']),
};

/** Polish or English, when there is enough to be sure. */
export function writtenIn(text: string): 'pl' | 'en' | null {
  const all = ownWords(text).replace(/https?:\S+/g, ' ').toLowerCase().split(/[^\p{L}]+/u).filter((word) => word !== '');
  if (all.length < 6) return null;
  const count = (language: 'pl' | 'en') => all.filter((word) => words[language].has(word)).length + (language === 'pl' ? all.filter((word) => /[ąćęłńóśźż]/.test(word)).length : 0);
  const [pl, en] = [count('pl'), count('en')];
  if (pl >= 3 && pl >= en * 3) return 'pl';
  if (en >= 3 && en >= pl * 3) return 'en';
  return null;
}

/** The language that the reply is in, when the customer writes in another that we know as well. */
export function wrongLanguage(text: string, customer: string | null): 'pl' | 'en' | null {
  const theirs = customer?.slice(0, 2).toLowerCase();
  const ours = writtenIn(text);
  return ours !== null && (theirs === 'pl' || theirs === 'en') && theirs !== ours ? ours : null;
}
