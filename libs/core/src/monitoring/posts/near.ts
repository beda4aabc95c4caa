import { wordsOf } from '../query/words';

/** Shorter texts are alike by chance: "Polecam!" is said by many who never met. */
const LEAST_WORDS = 5;
const MOST_WORDS = 400;
const BANDS = 12;
const ROWS = 4;
/** Two texts are one from here: of all pairs of neighbouring words, so many are in both. */
const ALIKE = 0.6;

const seeds = Array.from({ length: BANDS * ROWS }, (_, n) => [(Math.imul(n + 1, 0x9e3779b1) | 1) >>> 0, Math.imul(n + 7, 0x85ebca6b) >>> 0] as const);

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}

/** Who passes something on says so, and adds where it is from: neither makes it another text. */
const core = (text: string): string => text.replace(/^\s*RT\s+@\S+\s*/u, '').replace(/https?:\/\/\S+|\b(?:via|źródło|source|fot|photo)[:\s]+@?\S+\s*$/giu, ' ');

export interface Likeness { pairs: ReadonlySet<number>; bands: number[]; /** How many words, and how many of them deny. */ words: number; denials: number }

const DENIALS: ReadonlySet<string> = new Set(['nie', 'nigdy', 'nikomu', 'not', 'never', 'no', 'cannot', 'don', 'doesn', 'didn', 'isn', 'wasn', 'won', 'aren']);
/** Of as many words or nearly, so that nothing was left away. */
const AS_LONG = 0.7;

/** Pairs of neighbouring words, and few numbers that texts with many pairs in common share at least one of (MinHash in bands). */
export function likenessOf(text: string): Likeness {
  const words = wordsOf(core(text)).slice(0, MOST_WORDS).map(({ word }) => word);
  if (words.length < LEAST_WORDS) return { pairs: new Set(), bands: [], words: words.length, denials: 0 };
  const pairs = new Set(words.slice(1).map((word, at) => hash(`${words[at]} ${word}`)));
  const least = seeds.map(([times, plus]) => {
    let smallest = 0xffffffff;
    for (const pair of pairs) {
      const value = (Math.imul(pair, times) + plus) >>> 0;
      if (value < smallest) smallest = value;
    }
    return smallest;
  });
  return { pairs, words: words.length, denials: words.filter((word) => DENIALS.has(word)).length, bands: Array.from({ length: BANDS }, (_, band) => hash(`${band}:${least.slice(band * ROWS, (band + 1) * ROWS).join()}`) | 0) };
}

/** Of all pairs of both, those that both have. */
export function share(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let both = 0;
  for (const pair of a) if (b.has(pair)) both += 1;
  return both / (a.size + b.size - both);
}

/** "I recommend it" and "I do not recommend it", with the same reasons, are two opinions. */
const denies = (a: Likeness, b: Likeness): boolean => a.denials !== b.denials && Math.min(a.words, b.words) / Math.max(a.words, b.words) >= AS_LONG;

export const isSame = (a: Likeness, b: Likeness): boolean => share(a.pairs, b.pairs) >= ALIKE && !denies(a, b);
