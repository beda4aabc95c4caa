import { polishForms } from '@kontuar/language';
import type { Forms } from './query';
import { foldWord, stemOfForms } from './words';

type Known = Pick<Forms, 'forms' | 'stems' | 'alsoStem'>;

/** Monitors name the same brands. */
const MOST_KNOWN = 5_000;
const known = new Map<string, Known>();

/**
 * What to look for when a word is asked for in all its forms, as it was written: capitals and marks say what kind of word it is. Posts are kept under their stems, so the stems of all
 * forms are where to look, and the forms what to find there.
 */
export function formsOf(written: string): Known {
  const before = known.get(written);
  if (before !== undefined) return before;
  const word = foldWord(written).replace(/_+$/, '');
  const { forms: made, isCalledSo } = polishForms(written.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, ''));
  const forms = new Set([word, ...made]);
  // Verbs, and words that are given in another form than that by which they are called, are found as far as their stem goes.
  const alsoStem = isCalledSo ? undefined : stemOfForms(word);
  const found = { forms, stems: [...new Set([...forms].map(stemOfForms))], alsoStem };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(written, found);
  return found;
}
