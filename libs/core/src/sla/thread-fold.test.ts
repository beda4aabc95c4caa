import { foldThread, type FoldLine } from './thread-fold';
import { measure, type Terms } from './terms';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
const minuteOf = (date: Date | null) => (date === null ? null : Math.round((date.getTime() - at(0).getTime()) / 60_000));

type Said = [minute: number, what: FoldLine['what'], by?: string];
const lines = (said: readonly Said[]): FoldLine[] => said.map(([minute, what, by], index) => ({ id: `m${index}`, at: at(minute), what, by: by ?? (what === 'out' ? 'member' : undefined) }));
const terms = (minutes: number, over: Partial<Terms> = {}): Terms => ({ policyId: 'p', name: 'P', minutes, hours: null, pauses: ['customer', 'snoozed', 'pending'], warnings: [], escalations: [], ...over });
const endState = (said: readonly Said[]) => said.reduce<'open' | 'snoozed' | 'pending' | 'resolved'>((state, [, what]) => (what === 'resolved' || what === 'snoozed' || what === 'pending' ? what : what === 'reopened' || what === 'woken' ? 'open' : state), 'open');
const fold = (said: readonly Said[], state = endState(said)) => foldThread(lines(said), { state, since: at(said.at(-1)?.[0] ?? 0) });
/** kind: began → ended (how) */
const told = (said: readonly Said[], state = endState(said)) => fold(said, state).map(({ kind, startedAt, endedAt, metAt }) => `${kind} ${minuteOf(startedAt)}→${endedAt === null ? '' : minuteOf(endedAt)}${endedAt === null ? 'open' : metAt === null ? ' dropped' : ' met'}`);
const dueOf = (said: readonly Said[], kind: string, promised: Terms, now: number) => {
  const promise = fold(said).findLast((each) => each.kind === kind);
  return promise === undefined ? undefined : measure(promise, promised, at(now));
};

describe('promises that a thread began', () => {
  it.each<[string, Said[], string[]]>([
    ['the first words begin the first reply and the resolution; a person answers', [[0, 'in'], [2, 'in'], [7, 'out']], ['first_reply 0→7 met', 'resolution 0→open']],
    ['later words begin a next reply, once', [[0, 'in'], [7, 'out'], [9, 'in'], [10, 'in'], [20, 'out'], [21, 'out']], ['first_reply 0→7 met', 'resolution 0→open', 'next_reply 9→20 met']],
    ['we wrote first', [[0, 'out'], [5, 'in']], ['next_reply 5→open', 'resolution 5→open']],
    ['closed without an answer, nobody waits any more', [[0, 'in'], [5, 'resolved']], ['first_reply 0→5 dropped', 'resolution 0→5 met']],
    ['a word of thanks to what is closed begins nothing', [[0, 'in'], [3, 'out'], [5, 'resolved'], [9, 'in']], ['first_reply 0→3 met', 'resolution 0→5 met']],
    ['the customer opens it again: both anew', [[0, 'in'], [3, 'out'], [5, 'resolved'], [60, 'reopened', 'contact'], [60, 'in']], ['first_reply 0→3 met', 'resolution 0→5 met', 'next_reply 60→open', 'resolution 60→open']],
    ['opened again by hand, it goes on', [[0, 'in'], [5, 'resolved'], [30, 'reopened']], ['first_reply 0→open', 'resolution 0→open']],
    ['what was answered stays answered when it is opened again', [[0, 'in'], [3, 'out'], [5, 'resolved'], [30, 'reopened']], ['first_reply 0→3 met', 'resolution 0→open']],
    ['what was answered while it was closed is owed no more when it is opened again', [[0, 'in'], [5, 'resolved'], [9, 'out'], [30, 'reopened']], ['first_reply 0→5 dropped', 'resolution 0→open']],
    ['an answer in the platform’s own app counts', [[0, 'in'], [4, 'out', 'elsewhere']], ['first_reply 0→4 met', 'resolution 0→open']],
    ['but not one from before they wrote, which came to us late', [[5, 'in'], [4, 'out', 'elsewhere']], ['first_reply 5→open', 'resolution 5→open']],
    ['a member answers, whatever the platform’s clock says', [[5, 'in'], [4, 'out']], ['first_reply 5→5 met', 'resolution 5→open']],
    ['nothing was said by them', [[0, 'out'], [3, 'resolved']], []],
  ])('%s', (_, said, expected) => {
    expect(told(said)).toEqual(expected);
  });

  it('believes the row where the thread does not tell', () => {
    expect(told([[0, 'in']], 'resolved')).toEqual(['first_reply 0→0 dropped', 'resolution 0→0 met']);
    expect(told([[0, 'in'], [5, 'resolved']], 'open')).toEqual(['first_reply 0→open', 'resolution 0→open']);
  });

  it('comes out the same for any beginning of a thread as it did when that was all there was', () => {
    const said: Said[] = [[0, 'in'], [3, 'snoozed'], [9, 'woken'], [9, 'in'], [12, 'out'], [14, 'pending'], [20, 'woken'], [20, 'in'], [22, 'out'], [30, 'resolved'], [40, 'reopened', 'contact'], [40, 'in'], [41, 'out'], [50, 'resolved']];
    for (let length = 1; length <= said.length; length += 1) {
      const before = fold(said.slice(0, length)).filter(({ endedAt, metAt }) => endedAt !== null && metAt !== null);
      const all = fold(said).map(({ kind, startedAt, endedAt }) => `${kind} ${minuteOf(startedAt)} ${minuteOf(endedAt)}`);
      for (const { kind, startedAt, endedAt } of before) expect(all).toContain(`${kind} ${minuteOf(startedAt)} ${minuteOf(endedAt)}`);
    }
  });
});

describe('the clock of a promise', () => {
  const asked: Said[] = [[0, 'in']];
  it('runs, is due, breaks', () => {
    expect(dueOf(asked, 'first_reply', terms(30), 10)).toMatchObject({ dueAt: at(30), brokenAt: null, outcome: null, next: at(30), runningSince: at(0) });
    expect(dueOf(asked, 'first_reply', terms(30), 30)).toMatchObject({ brokenAt: at(30), dueAt: at(30), next: null });
  });

  it('is kept by an answer in the moment it is due, and late a minute after', () => {
    expect(dueOf([[0, 'in'], [30, 'out']], 'first_reply', terms(30), 90)).toMatchObject({ outcome: 'kept', brokenAt: null });
    expect(dueOf([[0, 'in'], [31, 'out']], 'first_reply', terms(30), 90)).toMatchObject({ outcome: 'late', brokenAt: at(30) });
  });

  it('stands while it is snoozed or set to wait, where the policy says so', () => {
    const said: Said[] = [[0, 'in'], [10, 'snoozed'], [50, 'woken']];
    expect(dueOf(said.slice(0, 2), 'first_reply', terms(30), 40)).toMatchObject({ paused: 'snoozed', dueAt: null, next: null, usedMs: 600_000 });
    expect(dueOf(said, 'first_reply', terms(30), 55)).toMatchObject({ paused: null, dueAt: at(70), next: at(70) });
    expect(dueOf(said, 'first_reply', terms(30, { pauses: [] }), 55)).toMatchObject({ brokenAt: at(30) });
  });

  it('stands for a resolution while the customer has to answer, and never for a reply', () => {
    const said: Said[] = [[0, 'in'], [10, 'out'], [40, 'in']];
    expect(dueOf(said.slice(0, 2), 'resolution', terms(60), 30)).toMatchObject({ paused: 'customer', dueAt: null });
    expect(dueOf(said, 'resolution', terms(60), 50)).toMatchObject({ dueAt: at(90) });
    expect(dueOf(said, 'next_reply', terms(60), 50)).toMatchObject({ dueAt: at(100) });
  });

  it('stands on the customer’s turn also while it is snoozed until they write, under a policy that knows no snoozing', () => {
    const said: Said[] = [[0, 'in'], [10, 'out'], [12, 'snoozed'], [40, 'woken', 'contact'], [40, 'in']];
    const patient = terms(60, { pauses: ['customer'] });
    expect(dueOf(said.slice(0, 3), 'resolution', patient, 30)).toMatchObject({ paused: 'customer', dueAt: null, usedMs: 600_000 });
    expect(dueOf(said, 'resolution', patient, 50)).toMatchObject({ dueAt: at(90) });
  });

  it('does not count the time in which it was closed', () => {
    expect(dueOf([[0, 'in'], [10, 'resolved'], [100, 'reopened']], 'first_reply', terms(30), 105)).toMatchObject({ dueAt: at(120) });
  });

  it('warns before, escalates after, each in its time and in business time, too', () => {
    const promised = terms(60, { warnings: [{ before: 20, to: 'owner' }, { before: 90, to: 'owner' }], escalations: [{ after: 15, act: 'priority', priority: 'urgent' }] });
    expect(dueOf(asked, 'first_reply', promised, 39)).toMatchObject({ reached: [], next: at(40) });
    expect(dueOf(asked, 'first_reply', promised, 40)?.reached.map(({ key }) => key)).toEqual(['warn:20:owner']);
    expect(dueOf(asked, 'first_reply', promised, 61)).toMatchObject({ next: at(75) });
    expect(dueOf(asked, 'first_reply', promised, 75)?.reached.map(({ key }) => key)).toEqual(['warn:20:owner', 'broken', 'escalate:15:priority:urgent']);
    const hours = { name: 'Office', timeZone: 'UTC', week: [{ day: 1, from: '09:00', to: '09:30' }, { day: 2, from: '09:00', to: '17:00' }], country: '', daysOff: [] };
    expect(dueOf(asked, 'first_reply', { ...promised, hours }, 10)).toMatchObject({ dueAt: new Date('2026-11-24T09:30:00Z'), next: new Date('2026-11-24T09:10:00Z') });
  });
});
