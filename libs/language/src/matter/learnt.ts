import type { Feature } from '../mood/learnt';

/** What the corrections of one workspace taught: for each matter a small weight for words and pairs of words, by hash. Plain data, kept as JSON. */
export interface MatterLearnt { version: 1; weights: Record<string, Record<string, number>> }

export const nothingLearntOfMatters = (): MatterLearnt => ({ version: 1, weights: {} });

/** However much was learnt, it moves a message no further. */
export const MOST_SHIFT = 5;

export function shiftsOf(learnt: MatterLearnt, features: readonly Feature[]): Record<string, number> {
  const shifts: Record<string, number> = {};
  for (const [matter, weights] of Object.entries(learnt.weights)) {
    let shift = 0;
    for (const { hash } of features) if (Object.hasOwn(weights, hash)) shift += weights[hash] ?? 0;
    if (shift !== 0) shifts[matter] = Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, shift));
  }
  return shifts;
}
