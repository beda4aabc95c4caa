import { formsOf } from './forms';
import { stemOfForms, wordsOf } from './words';

/** Whether a word is one of those that a query asks for, in whatever form: of what it finds it says nothing new. */
export function ownWords(query: string): (word: string) => boolean {
  const own = new Set(wordsOf(query).flatMap(({ word, sign, start, end }) => [stemOfForms(word), ...formsOf(query.slice(start + sign.length, end)).stems]));
  return (word) => wordsOf(word).every((part) => own.has(stemOfForms(part.word)));
}
