import type { RoutingTrial } from '@kontuar/contract';
import { decide, type RoutedHand, type RoutedPiece } from './decide';

export interface Stretch { from: Date; to: Date }
/** Something that came in on that day, and how it went. */
export interface Arrival {
  at: Date;
  teamId: string | null;
  piece: Omit<RoutedPiece, 'since' | 'known' | 'passed'>;
  /** Who had answered this customer before, and who stands in for them. */
  lastAgent: string | null; substitute: string | null;
  /** Who had it first, since when, and for how long; null: nobody had it, or nobody ended it. */
  was: { memberId: string; at: Date; workMs: number | null } | null;
}
export interface ReplayHand extends Omit<RoutedHand, 'turn' | 'load'> { atWork: readonly Stretch[]; /** What they had when the day began, and until when. */ held: readonly { weight: number; until: Date | null }[] }
export interface ReplayFacts { day: Stretch; arrivals: readonly Arrival[]; hands: readonly ReplayHand[] }
export type Replayed = Pick<RoutingTrial, 'would' | 'was' | 'otherwise' | 'left' | 'members' | 'teams'>;

type Moment = { at: number; kind: 'arrives'; arrival: Arrival } | { at: number; kind: 'taken'; arrival: Arrival } | { at: number; kind: 'frees'; memberId: string; weight: number } | { at: number; kind: 'people' } | { at: number; kind: 'time'; arrival: Arrival };

/**
 * A day once more by other rules: what came in when it came in, people as they were at work, each piece as long with somebody as it was then, whoever it is. Pure, and by
 * the same `decide` as the queue itself. What people did not touch is not foreseen: nothing goes back.
 */
export function replay({ day, arrivals, hands }: ReplayFacts): Replayed {
  const moments = new Moments();
  const state = new Map(hands.map((hand) => [hand.memberId, { hand, load: hand.held.reduce((sum, { weight }) => sum + weight, 0), turn: 0, peak: 0, would: 0, was: 0 }]));
  const given = new Map<Arrival, { memberId: string; at: number }>();
  const waiting = new Map<Arrival, { until: number | null; waits: keyof Replayed['left'] }>();
  let turn = 0;
  for (const arrival of arrivals) moments.add({ at: arrival.at.getTime(), kind: 'arrives', arrival });
  for (const { memberId, atWork, held } of hands) {
    for (const { from, to } of atWork) for (const at of [from, to]) moments.add({ at: at.getTime(), kind: 'people' });
    for (const { weight, until } of held) if (until !== null) moments.add({ at: until.getTime(), kind: 'frees', memberId, weight });
  }
  const give = (arrival: Arrival, memberId: string, at: number) => {
    waiting.delete(arrival);
    given.set(arrival, { memberId, at });
    const one = state.get(memberId);
    if (one === undefined) return;
    one.load += arrival.piece.weight;
    one.turn = turn += 1;
    one.would += 1;
    one.peak = Math.max(one.peak, one.load);
    if (arrival.was?.workMs != null) moments.add({ at: at + arrival.was.workMs, kind: 'frees', memberId, weight: arrival.piece.weight });
  };
  const look = (which: readonly Arrival[], at: number) => {
    if (which.length === 0) return;
    const now = new Date(at);
    const there = [...state.values()].filter(({ hand }) => isAtWork(hand, at));
    const here = new Set(there.map(({ hand }) => hand.memberId));
    const pieces = new Map(which.map((arrival) => [arrival.piece.id, arrival]));
    const verdicts = decide(which.map(({ piece, at: since, lastAgent, substitute }) => ({ ...piece, since, passed: new Map(), known: known(lastAgent, substitute, here) })),
      there.map(({ hand, load, turn: last }) => ({ memberId: hand.memberId, capacity: hand.capacity, skills: hand.skills, load, turn: last })), now);
    for (const verdict of verdicts) {
      const arrival = pieces.get(verdict.id);
      if (arrival === undefined) continue;
      if ('given' in verdict) give(arrival, verdict.given, at);
      else {
        waiting.set(arrival, { until: verdict.until?.getTime() ?? null, waits: verdict.waits });
        if (verdict.until !== null) moments.add({ at: verdict.until.getTime(), kind: 'time', arrival });
      }
    }
  };
  const inOrder = (of: Iterable<Arrival>) => [...of].filter(({ piece }) => piece.policy.mode !== 'manual');

  for (let moment = moments.next(); moment !== undefined && moment.at < day.to.getTime(); moment = moments.next()) {
    const { at } = moment;
    switch (moment.kind) {
      case 'arrives': {
        const { arrival } = moment;
        if (arrival.piece.policy.mode !== 'manual') look([arrival], at);
        else {
          waiting.set(arrival, { until: null, waits: 'manual' });
          if (arrival.was !== null) moments.add({ at: Math.max(at, arrival.was.at.getTime()), kind: 'taken', arrival });
        }
        break;
      }
      case 'taken': if (moment.arrival.was !== null) give(moment.arrival, moment.arrival.was.memberId, at); break;
      case 'frees': {
        const one = state.get(moment.memberId);
        if (one !== undefined) one.load = Math.max(0, one.load - moment.weight);
        look(inOrder([...waiting].filter(([, { waits }]) => waits === 'full').map(([arrival]) => arrival)), at);
        break;
      }
      case 'people': look(inOrder(waiting.keys()), at); break;
      case 'time': if (waiting.get(moment.arrival)?.until === at) look(inOrder([moment.arrival]), at); break;
      default: throw new Error(`nothing happens by ${JSON.stringify(moment satisfies never)}`);
    }
  }
  return summed({ day, arrivals, given, waiting, state });
}

interface Told { memberId: string; at: number }
interface Ended { day: Stretch; arrivals: readonly Arrival[]; given: ReadonlyMap<Arrival, Told>; waiting: ReadonlyMap<Arrival, { waits: keyof Replayed['left'] }>; state: Map<string, { hand: ReplayHand; peak: number; would: number; was: number }> }

function summed({ day, arrivals, given, waiting, state }: Ended): Replayed {
  const actual = (arrival: Arrival): Told | undefined => (arrival.was === null || arrival.was.at >= day.to ? undefined : { memberId: arrival.was.memberId, at: Math.max(arrival.at.getTime(), arrival.was.at.getTime()) });
  const left: Replayed['left'] = { closed: 0, skill: 0, full: 0, nobody: 0, manual: 0 };
  for (const { waits } of waiting.values()) left[waits] += 1;
  for (const arrival of arrivals) {
    const was = state.get(actual(arrival)?.memberId ?? '');
    if (was !== undefined) was.was += 1;
  }
  const teams = new Map<string | null, Arrival[]>();
  for (const arrival of arrivals) teams.set(arrival.teamId, [...(teams.get(arrival.teamId) ?? []), arrival]);
  const both = (of: readonly Arrival[]) => ({ would: waits(of, (arrival) => given.get(arrival), day), was: waits(of, actual, day) });
  return {
    ...both(arrivals), left,
    otherwise: arrivals.filter((arrival) => given.get(arrival)?.memberId !== actual(arrival)?.memberId).length,
    members: [...state.values()].map(({ hand, peak, would, was }) => ({ memberId: hand.memberId, would, was, peak: Math.round(peak * 100) / 100, capacity: hand.capacity })),
    teams: [...teams].map(([teamId, of]) => ({ teamId, arrivals: of.length, ...both(of) })),
  };
}

/** Of what nobody got, the time up to the day's end is how long it waited. */
function waits(arrivals: readonly Arrival[], of: (arrival: Arrival) => Told | undefined, day: Stretch): Replayed['would'] {
  const times = arrivals.map((arrival) => (of(arrival)?.at ?? day.to.getTime()) - arrival.at.getTime()).sort((a, b) => a - b);
  return { given: arrivals.filter((arrival) => of(arrival) !== undefined).length, medianWaitMs: times[Math.floor((times.length - 1) / 2)] ?? null, longestWaitMs: times.at(-1) ?? null };
}

const isAtWork = ({ atWork }: ReplayHand, at: number): boolean => atWork.some(({ from, to }) => from.getTime() <= at && at < to.getTime());
const known = (lastAgent: string | null, substitute: string | null, here: ReadonlySet<string>): string[] =>
  (lastAgent === null ? [] : here.has(lastAgent) || substitute === null ? [lastAgent] : [lastAgent, substitute]);

/** What happens next, in the order of time; of the same moment in the order in which it was added. A heap: a day has tens of thousands. */
class Moments {
  private readonly heap: { moment: Moment; order: number }[] = [];
  private added = 0;

  add(moment: Moment): void {
    const { heap } = this;
    heap.push({ moment, order: (this.added += 1) });
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  next(): Moment | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length === 0) return first.moment;
    heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [at * 2 + 1, at * 2 + 2];
      const least = [left, right].filter((child) => child < heap.length).reduce((best, child) => (this.before(child, best) ? child : best), at);
      if (least === at) return first.moment;
      this.swap(at, least);
      at = least;
    }
  }

  private before(a: number, b: number): boolean {
    const [one, other] = [this.heap[a], this.heap[b]];
    return one !== undefined && other !== undefined && (one.moment.at < other.moment.at || (one.moment.at === other.moment.at && one.order < other.order));
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one !== undefined && other !== undefined) [this.heap[a], this.heap[b]] = [other, one];
  }
}
