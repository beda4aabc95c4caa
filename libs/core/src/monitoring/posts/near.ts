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

export interface Likeness { pairs: ReadonlySet<number>; bands: number[] }

/** Pairs of neighbouring words, and few numbers that texts with many pairs in common share at least one of (MinHash in bands). */
export function likenessOf(text: string): Likeness {
  const words = wordsOf(core(text)).slice(0, MOST_WORDS).map(({ word }) => word);
  if (words.length < LEAST_WORDS) return { pairs: new Set(), bands: [] };
  const pairs = new Set(words.slice(1).map((word, at) => hash(`${words[at]} ${word}`)));
  const least = seeds.map(([times, plus]) => {
    let smallest = 0xffffffff;
    for (const pair of pairs) {
      const value = (Math.imul(pair, times) + plus) >>> 0;
      if (value < smallest) smallest = value;
    }
    return smallest;
  });
  return { pairs, bands: Array.from({ length: BANDS }, (_, band) => hash(`${band}:${least.slice(band * ROWS, (band + 1) * ROWS).join()}`) | 0) };
}

/** Of all pairs of both, those that both have. */
export function share(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let both = 0;
  for (const pair of a) if (b.has(pair)) both += 1;
  return both / (a.size + b.size - both);
}

export const isSame = (a: Likeness, b: Likeness): boolean => share(a.pairs, b.pairs) >= ALIKE;
