import type { Feature } from '../mood/learnt';
import { nothingLearntOfMatters, type MatterLearnt } from './learnt';
import { logitsOf, withLearnt } from './matter';

/** What one member said a conversation is about. Holds no words, only their hashes. */
export interface MatterCorrection { memberId: string; matter: string; features: Feature[]; logits: Record<string, number> }

/** So many of the latest are learnt from. */
export const MOST_CORRECTIONS = 600;
const MOST_FEATURES = 4_000;
/** How far the right one is put in front of the next. */
const MARGIN = 3;
const ROUNDS = 6;
/** What one word and one pair of words may weigh: for all members together, and for any one of them. Who clicks a thousand times on one word moves it this far. */
const MOST = { word: 1.5, pair: 3 } as const;
const MOST_OF_ONE = { word: 0.6, pair: 1.2 } as const;

/** What is kept of a correction; undefined where nothing can be learnt from the words. */
export function correctionOf(memberId: string, matter: string, text: string): MatterCorrection | undefined {
  const found = logitsOf(text);
  const features = found?.features() ?? [];
  return found === undefined || features.length === 0 ? undefined : { memberId, matter, features, logits: found.logits };
}

/**
 * Learns from all corrections, in their order. Each moves its words as far as is needed for it to be guessed right, within bounds, mostly through pairs of words;
 * what it says for one matter it says against the one that was taken for it. The same corrections in the same order give the same weights.
 */
export function learnMatters(corrections: readonly MatterCorrection[]): MatterLearnt {
  const learnt = nothingLearntOfMatters();
  const shares = new Map<string, number>();
  const latest = corrections.slice(-MOST_CORRECTIONS);
  const own = [...new Set(latest.map(({ matter }) => matter))];
  for (const { memberId, matter, features, logits } of latest) {
    const total = features.reduce((sum, { isPair }) => sum + (isPair ? 2 : 1), 0);
    // One rival after the other falls behind.
    for (let round = 0; round < ROUNDS; round++) {
      const now = withLearnt(logits, () => features, { learnt, own });
      const [rival, strength] = Object.entries(now).filter(([key]) => key !== matter).reduce((best, one) => (one[1] > best[1] ? one : best), ['', -Infinity] as [string, number]);
      const missing = strength + MARGIN - (now[matter] ?? 0);
      if (rival === '' || missing <= 0.05) break;
      for (const feature of features) {
        const step = (missing / 2) * ((feature.isPair ? 2 : 1) / total);
        move(learnt, shares, memberId, matter, feature, step);
        move(learnt, shares, memberId, rival, feature, -step);
      }
    }
  }
  return bounded(learnt);
}

function move(learnt: MatterLearnt, shares: Map<string, number>, memberId: string, matter: string, { hash, isPair }: Feature, step: number): void {
  const kind = isPair ? 'pair' : 'word';
  const share = `${memberId} ${matter} ${hash}`;
  const before = shares.get(share) ?? 0;
  const after = clamp(before + step, MOST_OF_ONE[kind]);
  shares.set(share, after);
  const weights = (learnt.weights[matter] ??= {});
  weights[hash] = clamp((weights[hash] ?? 0) + after - before, MOST[kind]);
}

const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));

/** Small enough to travel with every batch of messages: the weakest go first. */
function bounded(learnt: MatterLearnt): MatterLearnt {
  const all = Object.entries(learnt.weights).flatMap(([matter, weights]) => Object.entries(weights).map(([hash, weight]) => ({ matter, hash, weight: Math.round(weight * 1000) / 1000 })));
  const kept = all.filter(({ weight }) => Math.abs(weight) > 0.005).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_FEATURES);
  const weights: MatterLearnt['weights'] = {};
  for (const { matter, hash, weight } of kept) (weights[matter] ??= {})[hash] = weight;
  return { version: 1, weights };
}
