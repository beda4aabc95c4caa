import type { WhyRead } from '@kontuar/contract';

/** What of a conversation that ended speaks for reading it. */
export interface SampleFacts {
  conversationId: string; agentId: string;
  /** The customer's, in their order, -1 to 1. */
  moods: readonly number[];
  handOvers: number; reopened: number; brokenPromises: number;
  rating: number | null;
  firstReplyMinutes: number | null;
  /** What a first reply on its channel usually takes. */
  usualMinutes: number | null;
  case: { daysLeft: number | null; late: boolean } | null;
}
export interface Sampled<F extends SampleFacts = SampleFacts> { facts: F; points: number; why: WhyRead[] }

const ANGRY = -0.3;
const SWING = 0.6;
/** What one review of a member takes from all others of theirs: the next one comes to somebody else unless it weighs much more. */
const FAIR = 2.5;

/** Pure, so that the reasons shown are the reasons that counted. */
export function weigh<F extends SampleFacts>(facts: F): Sampled<F> {
  const found: { points: number; why: WhyRead }[] = [];
  const because = (points: number, reason: WhyRead['reason'], value: number | null) => found.push({ points, why: { reason, value } });
  const [first, last] = [facts.moods[0], facts.moods.at(-1)];
  if (facts.rating !== null && facts.rating <= 2) because(5, 'rated-low', facts.rating);
  if (facts.case?.late === true) because(5, 'case-late', facts.case.daysLeft);
  else if (facts.case !== null) because(2, 'case', facts.case.daysLeft);
  if (facts.brokenPromises > 0) because(Math.min(6, 3 * facts.brokenPromises), 'promise-broken', facts.brokenPromises);
  if (first !== undefined && last !== undefined && facts.moods.length > 1) {
    if (first - last >= SWING) because(4, 'mood-fell', last);
    if (first <= ANGRY && last - first >= SWING && last > 0) because(3, 'mood-rescued', last);
  }
  if (last !== undefined && last <= ANGRY) because(4 * Math.abs(last), 'mood-end', last);
  if (facts.handOvers >= 2) because(Math.min(5, facts.handOvers), 'ping-pong', facts.handOvers);
  if (facts.reopened > 0) because(Math.min(4, 2 * facts.reopened), 'reopened', facts.reopened);
  const { firstReplyMinutes: took, usualMinutes: usual } = facts;
  if (took !== null && usual !== null && took >= 30 && took >= 3 * usual) because(Math.min(4, 2 + Math.log2(took / (3 * Math.max(usual, 1)))), 'long-wait', Math.round(took));
  found.sort((a, b) => b.points - a.points);
  return { facts, points: Math.round(found.reduce((sum, { points }) => sum + points, 0) * 10) / 10, why: found.map(({ why }) => why) };
}

/**
 * The next ones to read: what weighs most, a share by chance (or nobody would ever read what went well), and each member about as often as the others.
 * The same question on the same day has the same answer. `reviewed`: how often each was reviewed lately.
 */
export function pickNext<F extends SampleFacts>(all: readonly F[], { limit, randomShare, reviewed, seed }: { limit: number; randomShare: number; reviewed: ReadonlyMap<string, number>; seed: string }): Sampled<F>[] {
  const left = new Set(all.map(weigh));
  const counts = new Map(reviewed);
  const countOf = ({ facts }: Sampled<F>) => counts.get(facts.agentId) ?? 0;
  const dice = new Map([...left].map((each) => [each, hash(`${seed} ${each.facts.conversationId}`)]));
  const diceOf = (each: Sampled<F>) => dice.get(each) ?? 0;
  const picked: Sampled<F>[] = [];
  for (let at = 0; at < limit && left.size > 0; at += 1) {
    const byChance = Math.floor(((at + 1) * randomShare) / 100) > Math.floor((at * randomShare) / 100);
    const weighty = byChance ? [] : [...left].filter(({ points }) => points > 0);
    const best = weighty.length > 0
      ? least(weighty, (each) => FAIR * countOf(each) - each.points, diceOf)
      : least([...left], countOf, diceOf);
    if (best === undefined) break;
    left.delete(best);
    counts.set(best.facts.agentId, countOf(best) + 1);
    picked.push(weighty.length > 0 ? best : { ...best, why: [{ reason: 'random', value: null }, ...best.why] });
  }
  return picked;
}

function least<T>(all: readonly T[], by: (each: T) => number, then: (each: T) => number): T | undefined {
  let best: T | undefined;
  for (const each of all) if (best === undefined || by(each) < by(best) || (by(each) === by(best) && then(each) < then(best))) best = each;
  return best;
}

/** FNV-1a: even enough for drawing lots. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? null) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
