import { emptyWords } from '../text/alike';
import type { Token } from '../text/tokens';

/** What the corrections of one workspace taught: a small weight for each word and pair of words that they spoke of. By hash. Plain data, kept as JSON. */
export interface Learnt { version: 1; count: number; weights: Record<string, number> }

export const nothingLearnt = (): Learnt => ({ version: 1, count: 0, weights: {} });

const MOST_SHIFT = 3;

export interface Feature { hash: string; isPair: boolean }

/** Stems of what a message says, and pairs of neighbours; numbers are left out. */
export function featuresOf(list: readonly Token[]): Feature[] {
  const found = new Map<string, boolean>();
  let before = '';
  for (const { kind, word } of list) {
    if (kind === 'emoji') found.set(word, false);
    if (kind !== 'word') {
      if (kind === 'mark' && /[.!?\n]/.test(word)) before = '';
      continue;
    }
    if (emptyWords.has(word) || word.length < 3) {
      before = word === 'nie' || word === 'not' ? word : before;
      continue;
    }
    const stem = word.length <= 5 ? word.slice(0, 4) : word.slice(0, Math.max(5, word.length - 3));
    found.set(stem, false);
    if (before !== '') found.set(`${before} ${stem}`, true);
    before = stem;
    if (found.size >= 60) break;
  }
  return [...found].map(([feature, isPair]) => ({ hash: hashed(feature), isPair }));
}

export const weightOf = (learnt: Learnt, feature: string): number => (Object.hasOwn(learnt.weights, feature) ? (learnt.weights[feature] ?? 0) : 0);

/** What is learnt is kept for long and holds no words of customers (FNV-1a). */
function hashed(feature: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < feature.length; index++) hash = Math.imul(hash ^ feature.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}

export function learntShift(learnt: Learnt, features: readonly Feature[]): number {
  let shift = 0;
  for (const { hash } of features) shift += weightOf(learnt, hash);
  return Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, shift));
}

