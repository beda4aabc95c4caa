import type { RoutingMode, Skills } from '@kontuar/contract';
import { askedAt, decide, type RoutedHand, type RoutedPiece, type Verdict } from './decide';

/** The same numbers at every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

// A Monday, 10:00 in Warsaw.
const now = new Date('2026-03-02T09:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const hand = (memberId: string, more: Partial<RoutedHand> = {}): RoutedHand => ({ memberId, load: 0, capacity: null, skills: {}, turn: 0, ...more });
const policy = (more: Partial<RoutedPiece['policy']> = {}): RoutedPiece['policy'] => ({ mode: 'least-loaded', lastAgentFirst: true, stepDownAfterMinutes: 15, returnAfterMinutes: null, returns: 'routed', calendarId: null, hours: null, ...more });
const piece = (id: string, more: Partial<Omit<RoutedPiece, 'needs'>> & { needs?: Skills } = {}): RoutedPiece =>
  ({ id, weight: 1, policy: policy(), since: now, open: new Set(['a', 'b', 'c']), known: [], passed: new Map(), ...more, needs: new Map(Object.entries(more.needs ?? {})) });
const to = (verdicts: readonly Verdict[]) => verdicts.map((verdict) => ('given' in verdict ? verdict.given : verdict.waits));
const modes: RoutingMode[] = ['round-robin', 'least-loaded', 'capacity'];

describe('who gets what', () => {
  it('is one person for each or a reason, nobody beyond what they can carry, nothing that they may not have, in 600 random queues', () => {
    for (let seed = 1; seed <= 600; seed += 1) {
      const next = random(seed);
      const hands = Array.from({ length: next(8) }, (_, at) => hand(`m${at}`, { load: next(12) / 2, capacity: next(4) === 0 ? null : next(14), skills: next(2) === 0 ? { Polish: 1 + next(3) } : {}, turn: next(30) }));
      const pieces = Array.from({ length: next(50) }, (_, at) => piece(`c${at}`, {
        weight: [0.5, 1, 2, 3.3][next(4)] ?? 1, policy: policy({ mode: modes[next(3)] ?? 'capacity', stepDownAfterMinutes: next(3) === 0 ? null : 15 }), since: ago(next(70)),
        open: new Set(hands.filter(() => next(4) > 0).map(({ memberId }) => memberId)), needs: next(2) === 0 ? { Polish: 1 + next(3) } : {}, known: next(3) === 0 ? [`m${next(8)}`] : [],
        passed: next(5) === 0 ? new Map([[`m${next(8)}`, new Date(now.getTime() + 60_000)]]) : new Map(),
      }));
      const verdicts = decide(pieces, hands, now);
      expect(verdicts.map(({ id }) => id)).toEqual(pieces.map(({ id }) => id));
      const carried = new Map(hands.map(({ memberId, load }) => [memberId, load]));
      verdicts.forEach((verdict, at) => {
        const of = pieces[at];
        if (of === undefined) throw new Error('no piece');
        const asked = askedAt(of, now).needs;
        const able = hands.filter(({ memberId, skills }) => of.open.has(memberId) && !of.passed.has(memberId) && [...asked].every(([skill, level]) => (skills[skill] ?? 0) >= level));
        const room = able.filter(({ memberId, capacity }) => capacity === null || (carried.get(memberId) ?? 0) + of.weight <= capacity + 1e-6);
        if (!('given' in verdict)) return expect([verdict.id, room]).toEqual([verdict.id, []]);
        expect(room.map(({ memberId }) => memberId)).toContain(verdict.given);
        carried.set(verdict.given, (carried.get(verdict.given) ?? 0) + of.weight);
        expect(verdict.why.after).toBeCloseTo(carried.get(verdict.given) ?? 0, 2);
      });
      for (const { memberId, load, capacity } of hands) if (capacity !== null && (carried.get(memberId) ?? 0) > load) expect(carried.get(memberId)).toBeLessThanOrEqual(capacity + 1e-6);
    }
  });

  it.each(modes)('ends within one of the ideal by %s, where all weigh the same', (mode) => {
    for (let people = 1; people <= 12; people += 1) {
      const hands = Array.from({ length: people }, (_, at) => hand(`m${at}`, { capacity: 100 }));
      const open = new Set(hands.map(({ memberId }) => memberId));
      const counts = new Map<string, number>();
      for (const each of to(decide(Array.from({ length: 41 }, (_, at) => piece(`c${at}`, { policy: policy({ mode }), open })), hands, now))) counts.set(each, (counts.get(each) ?? 0) + 1);
      expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
      expect(counts.size).toBe(people);
    }
  });

  it('goes in turn, to whoever has least, or to whoever is least full', () => {
    const hands = [hand('a', { load: 6, capacity: 12, turn: 3 }), hand('b', { load: 2, capacity: 3, turn: 2 }), hand('c', { load: 5, capacity: 20, turn: 1 })];
    const by = (mode: RoutingMode) => to(decide(['1', '2', '3'].map((id) => piece(id, { policy: policy({ mode }) })), hands, now));
    expect(by('round-robin')).toEqual(['c', 'b', 'a']);
    expect(by('least-loaded')).toEqual(['b', 'c', 'a']);
    expect(by('capacity')).toEqual(['c', 'c', 'c']);
  });

  it('goes to whoever knows the customer, to who stands in for them, and to others where neither has room', () => {
    const ask = (known: string[], more: Partial<RoutedHand> = {}) => decide([piece('1', { known })], [hand('a'), hand('b', { load: 9, ...more }), hand('c', { load: 4 })], now)[0];
    expect(ask(['b'])).toMatchObject({ given: 'b', why: { knew: 'customer', before: 9, after: 10 } });
    expect(ask(['gone', 'c'])).toMatchObject({ given: 'c', why: { knew: 'stands-in' } });
    expect(ask(['b'], { capacity: 9 })).toMatchObject({ given: 'a' });
  });

  it('asks for less after a while, a level at a time, says when, and tells afterwards that it did', () => {
    const hands = [hand('a', { skills: { Polish: 1 } }), hand('b')];
    const after = (minutes: number) => decide([piece('1', { needs: { Polish: 3 }, since: ago(minutes) })], hands, now)[0];
    expect(after(14)).toEqual({ id: '1', waits: 'skill', until: new Date(now.getTime() + 60_000), skill: 'Polish', level: 3, then: 2 });
    expect(after(15)).toEqual({ id: '1', waits: 'skill', until: new Date(now.getTime() + 15 * 60_000), skill: 'Polish', level: 2, then: 1 });
    expect(after(30)).toMatchObject({ given: 'a', why: { skills: { Polish: 1 }, asked: { Polish: 3 } } });
    expect(decide([piece('1', { needs: { Polish: 3 }, since: ago(45) })], [hand('b')], now)[0]).toMatchObject({ given: 'b', why: { asked: { Polish: 3 } } });
    expect(decide([piece('1', { needs: { Polish: 3 }, since: ago(9999), policy: policy({ stepDownAfterMinutes: null }) })], hands, now)[0]).toMatchObject({ waits: 'skill', until: null, then: null });
  });

  it('waits outside the hours until they begin, over a public holiday too, and asks for less in the hours alone', () => {
    const hours = { timeZone: 'Europe/Warsaw', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '16:00' })), country: 'PL', daysOff: [] };
    // Good Friday 2026 evening; Easter Monday is off.
    const evening = new Date('2026-04-03T18:00:00Z');
    const waiting = piece('1', { policy: policy({ hours }), since: evening, needs: { Polish: 2 } });
    expect(decide([waiting], [hand('a', { skills: { Polish: 3 } })], evening)[0]).toMatchObject({ waits: 'closed', until: new Date('2026-04-07T06:00:00Z') });
    const morning = new Date('2026-04-07T06:10:00Z');
    expect(decide([waiting], [hand('b')], morning)[0]).toMatchObject({ waits: 'skill', level: 2, then: 1, until: new Date('2026-04-07T06:15:00Z') });
  });

  it('does not go back at once to who left it lying, and says when they may have it again', () => {
    const until = new Date(now.getTime() + 300_000);
    expect(decide([piece('1', { passed: new Map([['a', until]]) })], [hand('a')], now)[0]).toMatchObject({ waits: 'nobody', until });
    expect(decide([piece('1', { passed: new Map([['a', until]]) })], [hand('a'), hand('b', { load: 8 })], now)[0]).toMatchObject({ given: 'b' });
    expect(decide([piece('1', { passed: new Map([['a', now]]) })], [hand('a')], now)[0]).toMatchObject({ given: 'a' });
  });
});
