import { stemOfForms, wordsOf } from './words';

/** Whether a word is one of those that a query asks for, in whatever form: of what it finds it says nothing new. */
export function ownWords(query: string): (word: string) => boolean {
  const own = new Set(wordsOf(query).map(({ word }) => stemOfForms(word)));
  return (word) => wordsOf(word).every((part) => own.has(stemOfForms(part.word)));
}
