import { replay, type Arrival, type ReplayFacts, type ReplayHand } from './replay';

const at = (clock: string) => new Date(`2026-03-02T${clock}:00Z`);
const day = { from: at('00:00'), to: new Date('2026-03-03T00:00:00Z') };
const hand = (memberId: string, more: Partial<ReplayHand> = {}): ReplayHand => ({ memberId, capacity: null, skills: {}, atWork: [{ from: at('08:00'), to: at('16:00') }], held: [], ...more });
let made = 0;
const arrival = (clock: string, more: Partial<Omit<Arrival, 'piece'>> & { piece?: Partial<Arrival['piece']> } = {}): Arrival => ({
  at: at(clock), teamId: null, lastAgent: null, substitute: null, was: null, ...more,
  piece: { id: `c${(made += 1)}`, weight: 1, policy: { mode: 'least-loaded', lastAgentFirst: true, stepDownAfterMinutes: 15, returnAfterMinutes: null, returns: 'routed', calendarId: null, hours: null }, needs: new Map(), open: new Set(['a', 'b']), ...more.piece },
});
const run = (facts: Partial<ReplayFacts>) => replay({ day, arrivals: [], hands: [hand('a'), hand('b')], ...facts });
const minutes = (ms: number | null) => (ms === null ? null : ms / 60_000);

describe('a day by other rules', () => {
  it('gives at once whoever is at work, and in the morning what came at night', () => {
    const { would, members, left } = run({ arrivals: [arrival('06:00'), arrival('09:00'), arrival('17:00')] });
    expect({ given: would.given, longest: minutes(would.longestWaitMs) }).toEqual({ given: 2, longest: 7 * 60 });
    expect(members.map(({ would: n }) => n)).toEqual([1, 1]);
    expect(left).toEqual({ closed: 0, skill: 0, full: 0, nobody: 1, manual: 0 });
  });

  it('frees people after as long as each took then, and gives what waited for room in that moment', () => {
    const was = { memberId: 'b', at: at('11:00'), workMs: 30 * 60_000 };
    const { would, was: before, members, otherwise } = run({ hands: [hand('a', { capacity: 1 })], arrivals: [arrival('10:00', { was }), arrival('10:10', { was })] });
    expect([minutes(would.medianWaitMs), minutes(would.longestWaitMs)]).toEqual([0, 20]);
    expect([minutes(before.medianWaitMs), minutes(before.longestWaitMs)]).toEqual([50, 60]);
    expect(members).toEqual([{ memberId: 'a', would: 2, was: 0, peak: 1, capacity: 1 }]);
    expect(otherwise).toBe(2);
  });

  it('counts what people had already when the day began, until they were done with it', () => {
    const { would, left } = run({ hands: [hand('a', { capacity: 2, held: [{ weight: 2, until: at('12:00') }] }), hand('b', { capacity: 1, held: [{ weight: 1, until: null }] })], arrivals: [arrival('09:00'), arrival('09:00'), arrival('09:00')] });
    expect([would.given, minutes(would.medianWaitMs), left.nobody]).toEqual([2, 180, 1]);
  });

  it('asks for less in the moment in which the queue would', () => {
    const { would } = run({ hands: [hand('a', { skills: { Polish: 1 } })], arrivals: [arrival('09:00', { piece: { needs: new Map([['Polish', 2]]) } })] });
    expect(minutes(would.longestWaitMs)).toBe(15);
  });

  it('lets what nobody is given by itself go as it went', () => {
    const manual = { policy: { ...arrival('09:00').piece.policy, mode: 'manual' as const } };
    const { would, was, otherwise, left } = run({ arrivals: [arrival('09:00', { piece: manual, was: { memberId: 'b', at: at('09:40'), workMs: null } }), arrival('09:05', { piece: manual })] });
    expect(would).toEqual(was);
    expect([otherwise, left.manual]).toEqual([0, 1]);
  });

  it('never lets anybody carry more than they can, whatever the day', () => {
    let state = 7;
    const next = (below: number) => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
    for (let round = 0; round < 60; round += 1) {
      const hands = ['a', 'b', 'c'].map((memberId) => hand(memberId, { capacity: 1 + next(6) }));
      const arrivals = Array.from({ length: 80 }, () => arrival(`${String(next(24)).padStart(2, '0')}:${String(next(60)).padStart(2, '0')}`, { piece: { weight: 1 + next(2), open: new Set(['a', 'b', 'c']) }, was: { memberId: 'a', at: at('08:00'), workMs: next(200) * 60_000 } })).sort((a, b) => a.at.getTime() - b.at.getTime());
      const { members, would, left } = run({ hands, arrivals });
      for (const { peak, capacity } of members) expect(peak).toBeLessThanOrEqual(capacity ?? 0);
      expect(would.given + Object.values(left).reduce((sum, n) => sum + n, 0)).toBe(80);
    }
  });
});
