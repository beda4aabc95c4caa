import { baseForms, polishForms } from '@kontuar/language';
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
  const letters = written.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  const { forms: made, isCalledSo } = polishForms(letters);
  const bases = baseForms(letters);
  const forms = new Set([word, ...made, ...bases.flatMap((base) => [...polishForms(base).forms])]);
  // Verbs, and what no base form was found for, are found as far as their stem goes.
  const alsoStem = isCalledSo || bases.some((base) => !/[ae]ć$/.test(base)) ? undefined : stemOfForms(word);
  const found = { forms, stems: [...new Set([...forms].map(stemOfForms))], alsoStem };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(written, found);
  return found;
}
