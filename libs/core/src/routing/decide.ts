import type { ConversationRouting, RoutingMode, RoutingPolicy, Skills } from '@kontuar/contract';
import { clockOf, type BusinessHours } from '../sla/clock';

/** A conversation in the queue, as far as it matters to whom it goes. */
export interface RoutedPiece {
  id: string;
  weight: number;
  policy: RoutingPolicy & { hours: BusinessHours | null };
  /** Skill → level, as it was asked for in the beginning. */
  needs: ReadonlyMap<string, number>;
  /** In the queue since then. */
  since: Date;
  /** Who may have it: reads its channel, answers customers, belongs to its team. */
  open: ReadonlySet<string>;
  /** Who answered this customer last, and who stands in for them; in that order. */
  known: readonly string[];
  /** Who does not get it before that moment, because they left it lying. */
  passed: ReadonlyMap<string, Date>;
}
/** Somebody at work. */
export interface RoutedHand { memberId: string; load: number; capacity: number | null; skills: Skills; turn: number }

/** Kept with the assignment: why it went to them. */
export interface Why { policy: RoutingMode; knew?: 'customer' | 'stands-in'; skills?: Record<string, number>; asked?: Record<string, number>; before: number; after: number; capacity: number | null }
export type Verdict = { id: string; given: string; why: Why } | { id: string; waits: ConversationRouting['waits']; until: Date | null; skill: string | null; level: number | null; then: number | null };

/** Sums of tenths of weights end a hair beside what they are. */
const HAIR = 1e-6;
const MINUTE = 60_000;

const hasRoom = ({ load, capacity }: RoutedHand, weight: number): boolean => capacity === null || load + weight <= capacity + HAIR;

/** What is still asked for after so long in the queue, and when less will be. */
export function askedAt({ needs, since, policy }: Pick<RoutedPiece, 'needs' | 'since' | 'policy'>, now: Date): { needs: Map<string, number>; next: Date | null } {
  if (needs.size === 0 || policy.stepDownAfterMinutes === null) return { needs: new Map(needs), next: null };
  const clock = clockOf(policy.hours);
  const step = policy.stepDownAfterMinutes * MINUTE;
  let steps = Math.floor(clock.elapsed(since, now) / step);
  let next = clock.add(since, (steps + 1) * step);
  // What is counted and what is added may differ by the moment in which both meet.
  if (next !== null && next <= now) next = clock.add(since, ((steps += 1) + 1) * step);
  const left = new Map([...needs].flatMap(([skill, level]) => (level > steps ? [[skill, level - steps] as const] : [])));
  return { needs: left, next: left.size === 0 ? null : next };
}

const knows = (hand: RoutedHand, needs: ReadonlyMap<string, number>): boolean => [...needs].every(([skill, level]) => (hand.skills[skill] ?? 0) >= level);

/**
 * Who gets what, one after another in the order given: the queue's. Pure: the same facts and the same moment give the same answer. Nobody gets more than they can
 * carry, what they may not see, or what they left lying just now. `hands` are left as they are.
 */
export function decide(pieces: readonly RoutedPiece[], atWork: readonly RoutedHand[], now: Date): Verdict[] {
  const hands = atWork.map((hand) => ({ ...hand }));
  let turn = Math.max(0, ...hands.map((hand) => hand.turn));
  const capacities = hands.flatMap(({ capacity }) => (capacity === null || capacity === 0 ? [] : [capacity]));
  // Whoever has no end counts as much as the others can carry on average: else they would get all or nothing.
  const usual = capacities.length === 0 ? 1 : capacities.reduce((sum, each) => sum + each, 0) / capacities.length;
  const rank = (mode: RoutingMode, weight: number): ((hand: RoutedHand) => number) => {
    switch (mode) {
      case 'capacity': return ({ load, capacity }) => (load + weight) / (capacity === null || capacity === 0 ? usual : capacity);
      case 'least-loaded': return ({ load }) => load;
      case 'round-robin': case 'manual': return () => 0;
      default: throw new Error(`no order for ${JSON.stringify(mode satisfies never)}`);
    }
  };
  return pieces.map((piece): Verdict => {
    const { policy, weight } = piece;
    const clock = clockOf(policy.hours);
    const waits = (why: ConversationRouting['waits'], until: Date | null, skill: [string, number] | null = null, then: number | null = null): Verdict => ({ id: piece.id, waits: why, until, skill: skill?.[0] ?? null, level: skill?.[1] ?? null, then });
    if (!clock.counts(now)) {
      const opens = clock.add(now, 1);
      return waits('closed', opens === null ? null : new Date(opens.getTime() - 1));
    }
    const open = hands.filter(({ memberId }) => piece.open.has(memberId));
    const passed = (hand: RoutedHand) => (piece.passed.get(hand.memberId)?.getTime() ?? 0) > now.getTime();
    const may = open.filter((hand) => !passed(hand));
    const again = earliest(open.filter(passed).map(({ memberId }) => piece.passed.get(memberId)));
    if (may.length === 0) return waits('nobody', again);
    const asked = askedAt(piece, now);
    const able = may.filter((hand) => knows(hand, asked.needs));
    if (able.length === 0) {
      const hardest = [...asked.needs].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0] ?? null;
      return waits('skill', earliest([asked.next, again]), hardest, asked.next === null || hardest === null ? null : hardest[1] - 1);
    }
    const roomy = able.filter((hand) => hasRoom(hand, weight));
    if (roomy.length === 0) return waits('full', earliest([able.length < may.length ? asked.next : null, again]));
    const familiar = policy.lastAgentFirst ? piece.known.map((id) => roomy.find(({ memberId }) => memberId === id)).find((hand) => hand !== undefined) : undefined;
    const order = rank(policy.mode, weight);
    let best = familiar ?? roomy[0];
    if (familiar === undefined) {
      for (const hand of roomy) {
        const difference = best === undefined ? -1 : order(hand) - order(best);
        if (difference < -HAIR || (difference < HAIR && best !== undefined && (hand.turn < best.turn || (hand.turn === best.turn && hand.memberId < best.memberId)))) best = hand;
      }
    }
    if (best === undefined) return waits('nobody', again);
    const before = best.load;
    best.load += weight;
    best.turn = turn += 1;
    const skills = Object.fromEntries([...asked.needs.keys()].map((skill) => [skill, best.skills[skill] ?? 0]));
    const lowered = [...piece.needs].some(([skill, level]) => asked.needs.get(skill) !== level);
    return { id: piece.id, given: best.memberId, why: {
      policy: policy.mode, before: hundredths(before), after: hundredths(best.load), capacity: best.capacity,
      ...(familiar === undefined ? {} : { knew: familiar.memberId === piece.known[0] ? 'customer' as const : 'stands-in' as const }),
      ...(asked.needs.size === 0 ? {} : { skills }), ...(lowered ? { asked: Object.fromEntries(piece.needs) } : {}),
    } };
  });
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

function earliest(moments: readonly (Date | null | undefined)[]): Date | null {
  return moments.reduce<Date | null>((first, at) => (at != null && (first === null || at < first) ? at : first), null);
}
