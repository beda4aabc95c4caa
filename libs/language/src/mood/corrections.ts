import { NEGATIVE, POSITIVE, type MoodLabel } from './judge';
import { featuresOf, learntShift, weightOf, type Learnt } from './learnt';
import { weigh, type MoodOptions } from './mood';

/** Kept small enough to travel with every batch of messages. */
export const MOST_FEATURES = 1_500;
const MOST_WEIGHT = 2.5;
/** How far beyond the border a corrected message is pushed. */
const MARGIN = 0.4;
/** Said again of a message that says something alike, it is pushed on by so much, up to so far. */
const AGAIN = 0.4;
const FAR = 1.5;

export interface Correction { text: string; label: Exclude<MoodLabel, 'unsure'>; stars?: MoodOptions['stars'] }

const wanted: Record<Correction['label'], readonly [number, number]> = {
  negative: [-Infinity, NEGATIVE - MARGIN], neutral: [NEGATIVE + MARGIN, POSITIVE - MARGIN], positive: [POSITIVE + MARGIN, Infinity],
};

/**
 * Takes one correction in: what the message says moves as far as is needed for it to be judged right, no further. Pairs of words take most of it, since
 * they say more about this message and less about others. The same corrections in the same order give the same weights.
 */
export function learn(learnt: Learnt, correction: Correction): Learnt {
  const { all, sum } = weigh(correction.text, correction.stars);
  const features = featuresOf(all);
  if (features.length === 0) return { ...learnt, count: learnt.count + 1 };
  const [least, most] = wanted[correction.label];
  const now = sum + learntShift(learnt, features);
  const missing = now < least ? least - now : now > most ? most - now : again(correction.label, now);
  const shares = features.map(({ isPair }) => (isPair ? 2 : 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const weights: Record<string, number> = { ...learnt.weights };
  features.forEach(({ hash }, index) => {
    const step = missing * ((shares[index] ?? 1) / total);
    const weight = Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, weightOf(learnt, hash) + step));
    // Taken out and put back: the newest stand last.
    delete weights[hash];
    if (Math.abs(weight) > 0.005) weights[hash] = weight;
  });
  return { version: 1, count: learnt.count + 1, weights: bounded(weights) };
}

function again(label: Correction['label'], now: number): number {
  if (label === 'neutral') return 0;
  const room = FAR - (label === 'negative' ? NEGATIVE - now : now - POSITIVE);
  return Math.max(0, Math.min(AGAIN, room)) * (label === 'negative' ? -1 : 1);
}

/** The weakest go first, of equals the oldest. */
function bounded(weights: Record<string, number>): Record<string, number> {
  const entries = Object.entries(weights);
  if (entries.length <= MOST_FEATURES) return weights;
  const kept = new Set(entries.map(([, weight], age) => ({ strength: Math.abs(weight), age })).sort((a, b) => b.strength - a.strength || b.age - a.age).slice(0, MOST_FEATURES).map(({ age }) => age));
  return Object.fromEntries(entries.filter((_, age) => kept.has(age)));
}
