import { stemOf, type ArticleLanguage } from '../articles/stem';
import { emptyWords } from '../text/alike';
import { fold } from '../text/fold';
import { ofAnything } from './stop-words';

/** `key` is the same for all forms of its words; `words` as they stood there. */
export interface Topic { key: string; words: string }

const READ = 4_000;
const MOST = 14;
const LEAST_LETTERS = 4;
/** Addresses, names and tags are no phrases; a sentence ends at its mark, and no phrase goes over one. */
const pieces = /(https?:\/\/\S+|www\.\S+|[@#][\p{L}\p{N}_]+)|(\p{L}[\p{L}\p{M}]*(?:-\p{L}+)*)|([.,;:!?…\n"„”“()[\]{}•–—/|]|\d)/gu;
/** Folded endings of what is done rather than of what there is, in words that are long enough to have one. */
const acts: Record<ArticleLanguage, RegExp> = {
  pl: /(?:.{3}(?:lismy|lysmy|liscie|lyscie|alem|alam|ilem|ilam|ylem|ylam|uje|ujemy|ujecie|ujac|owac|ywac|emy|imy|ymy|acie|ecie|icie|ycie|asz|isz|ysz|esz)|.{2}(?:ac|ic|yc|iec|sc)|.{4}(?:ila|ala|yla|ilo|alo|ylo|ili|ali|yli|aly|ily))$/,
  en: /(?:.{3}(?:ing|ed|ly))$/,
};

interface Word { key: string; raw: string; act: boolean }

/**
 * What a text may be about: pairs of neighbouring words and single ones that tell of something. One text does not show which of them is a topic: that others say it, too, does.
 * Polish and English; of other languages nothing is known, and nothing is said.
 */
export function topicsOf(text: string, language: string | null): Topic[] {
  if (language !== 'pl' && language !== 'en') return [];
  const runs: Word[][] = [[]];
  for (const [raw, skipped, word] of text.slice(0, READ).matchAll(pieces)) {
    if (word === undefined) {
      if (skipped === undefined || (runs.at(-1)?.length ?? 0) > 0) runs.push([]);
      continue;
    }
    const folded = fold(raw);
    if (folded.length < LEAST_LETTERS || emptyWords.has(folded) || ofAnything.has(folded)) {
      runs.push([]);
      continue;
    }
    runs.at(-1)?.push({ key: stemOf(folded, language), raw: raw.toLowerCase(), act: acts[language].test(folded) });
  }
  const found = new Map<string, string>();
  const add = (key: string, words: string) => { if (!found.has(key)) found.set(key, words); };
  for (const run of runs) for (const [at, word] of run.entries()) { const next = run[at + 1]; if (next !== undefined && !word.act && !next.act && word.key !== next.key) add(`${word.key} ${next.key}`, `${word.raw} ${next.raw}`); }
  for (const run of runs) for (const word of run) if (!word.act) add(word.key, word.raw);
  return [...found].slice(0, MOST).map(([key, words]) => ({ key, words }));
}
