export type MoodLabel = 'negative' | 'neutral' | 'positive' | 'unsure';

/** Borders of the sum of weights: at or below the first, at or above the second. */
export const NEGATIVE = -1.4;
export const POSITIVE = 1.15;

/** The label for a sum, and how sure it is: fitted to the development set. `torn`: the smaller of what speaks for and against. */
export function judge(sum: number, torn: number, isBlind: boolean): { label: MoodLabel; confidence: number } {
  if (isBlind) return { label: 'unsure', confidence: 0 };
  const isNeutral = sum > NEGATIVE && sum < POSITIVE;
  if (isNeutral && torn >= 1.8) return { label: 'unsure', confidence: 0.4 };
  const doubt = Math.min(0.25, torn * 0.08);
  if (isNeutral) return { label: 'neutral', confidence: 0.55 + 0.3 * Math.min(1, Math.min(sum - NEGATIVE, POSITIVE - sum) / 1.1) - doubt };
  const beyond = sum < 0 ? NEGATIVE - sum : sum - POSITIVE;
  return { label: sum < 0 ? 'negative' : 'positive', confidence: 0.62 + 0.36 * (1 - Math.exp(-beyond / 1.5)) - doubt };
}
