import { deadlineOf, type ClockSetting } from '../legal-clock/legal-clock';
import { addDays, dayAt, type Day } from '../legal-clock/calendar';
import { builtInPolicies } from '../legal-clock/policies';
import type { LetterRecord } from './answers';
import type { CaseRecord } from './case.row';
import { judge, type Judgement, type Term } from './judge';

const [policy] = builtInPolicies;
const warsaw = (own: Day[] = [], timeZone = 'Europe/Warsaw'): ClockSetting => ({ timeZone, off: { country: 'PL', own: new Set(own) } });
const receivedAt = new Date('2026-03-10T12:00:00Z');
const moving = { ...policy!, dayOff: 'next-working-day' as const };

function termBy(setting: ClockSetting, from = receivedAt): Term {
  const deadline = deadlineOf(moving, from, setting);
  return { time_zone: setting.timeZone, received_on: deadline?.receivedOn ?? '', due_on: deadline?.dueOn ?? null, due_at: deadline?.dueAt ?? null };
}

const row = (change: Partial<CaseRecord> = {}): CaseRecord => ({ ...termBy(warsaw()), policy: moving, clock: 'running', answer: 'none', state: 'open', told: [], answers_since: null, stopped_at: null, decision: null, ...change }) as CaseRecord;
const mail = (status: LetterRecord['status'], createdAt: string, decision: LetterRecord['decision'] = 'accepted'): LetterRecord =>
  ({ kind: 'message', decision, status, connector_id: 'email', planned: false, created_at: new Date(createdAt), sent_at: new Date(createdAt) }) as LetterRecord;
const at = (moment: string) => ({ durable: (connectorId: string) => connectorId === 'email', now: new Date(moment), known: new Map() });
/** As the row stands after it. */
const after = (before: CaseRecord, { term, clock, answer, told, stoppedAt }: Judgement): CaseRecord => ({ ...before, ...term, clock, answer, told, stopped_at: stoppedAt });

describe('the clock of a case', () => {
  it('is told of once at each point, however often one looks', () => {
    const first = judge(row(), termBy(warsaw()), [], at('2026-03-17T07:00:00Z'));
    expect([first.tell?.key, first.told, first.next?.toISOString(), first.moved]).toEqual(['day-7', ['day-7'], '2026-03-21T07:00:00.000Z', false]);
    expect(judge(after(row(), first), termBy(warsaw()), [], at('2026-03-17T07:00:00Z')).tell).toBeUndefined();
    // Another worker, whose clock is behind.
    expect(judge(after(row(), first), termBy(warsaw()), [], at('2026-03-17T06:59:59Z'))).toMatchObject({ tell: undefined, told: ['day-7'] });
  });

  it('is told of again at the end when a day off that was named later moved the end', () => {
    const over = judge(row({ told: ['day-7', 'day-11', 'day-13', 'hours-24'] }), termBy(warsaw()), [], at('2026-03-24T23:00:00Z'));
    expect([over.tell?.key, over.next]).toEqual(['due', undefined]);
    const moved = judge(after(row(), over), termBy(warsaw(['2026-03-24', '2026-03-25'])), [], at('2026-03-24T23:00:01Z'));
    expect([moved.term.due_on, moved.moved, moved.tell, moved.told, moved.next?.toISOString()]).toEqual(['2026-03-26', true, undefined, ['day-7', 'day-11', 'day-13'], '2026-03-25T23:00:00.000Z']);
    const again = judge(after(row(), moved), moved.term, [], at('2026-03-26T23:00:00Z'));
    expect(again.tell?.key).toBe('due');
    expect(again.told).toEqual(['day-7', 'day-11', 'day-13', 'hours-24', 'due']);
  });

  it('is over at once, told once, when the end was moved into what has passed', () => {
    const early = judge(row({ ...termBy(warsaw(['2026-03-24', '2026-03-25'])), told: ['day-7', 'day-11', 'day-13'] }), termBy(warsaw()), [], at('2026-03-25T12:00:00Z'));
    expect([early.tell?.key, early.told, early.next]).toEqual(['due', ['day-7', 'day-11', 'day-13', 'hours-24', 'due'], undefined]);
  });

  it('ends with the day of the place to which the workspace moved', () => {
    const there = termBy(warsaw([], 'America/New_York'));
    const moved = judge(row({ told: ['day-7', 'day-11', 'day-13', 'hours-24', 'due'] }), there, [], at('2026-03-24T23:30:00Z'));
    // Midnight is over in Warsaw, not yet in New York, where the clock was moved a fortnight before.
    expect([moved.tell, moved.next?.toISOString(), moved.told.includes('due')]).toEqual([undefined, '2026-03-25T04:00:00.000Z', false]);
  });

  it('goes by no answer to an earlier claim when the case was opened again', () => {
    const earlier = mail('sent', '2026-03-01T10:00:00Z');
    const opened = row({ answers_since: new Date('2026-03-10T12:00:00Z') });
    expect(judge(opened, termBy(warsaw()), [earlier], at('2026-03-12T10:00:00Z'))).toMatchObject({ clock: 'running', answer: 'none', delivered: undefined });
    expect(judge(opened, termBy(warsaw()), [earlier, mail('sent', '2026-03-12T09:00:00Z', 'refused')], at('2026-03-12T10:00:00Z'))).toMatchObject({ clock: 'stopped', answer: 'delivered', delivered: { decision: 'refused' }, next: undefined });
  });

  it('begins the alarm once for what came back, and tells what was missed meanwhile', () => {
    const stopped = row({ clock: 'stopped', answer: 'delivered', stopped_at: new Date('2026-03-12T09:00:00Z'), told: [] });
    const back = judge(stopped, termBy(warsaw()), [mail('failed', '2026-03-12T09:00:00Z')], at('2026-03-22T12:00:00Z'));
    expect(back).toMatchObject({ clock: 'running', answer: 'failed', cameBack: true, stoppedAt: null, tell: { key: 'day-11' }, told: ['day-7', 'day-11'] });
    expect(judge(after(stopped, back), termBy(warsaw()), [mail('failed', '2026-03-12T09:00:00Z')], at('2026-03-22T12:00:01Z'))).toMatchObject({ cameBack: false, tell: undefined });
  });

  it('opens again what was closed as answered when the answer comes back, and nothing that the customer took back', () => {
    const closed = row({ state: 'closed', clock: 'stopped', answer: 'delivered', decision: 'accepted', stopped_at: new Date('2026-03-12T09:00:00Z') });
    const back = [mail('failed', '2026-03-12T09:00:00Z')];
    expect(judge(closed, termBy(warsaw()), back, at('2026-03-14T12:00:00Z'))).toMatchObject({ reopens: true, cameBack: true, clock: 'running', moved: true, next: new Date('2026-03-17T07:00:00Z') });
    expect(judge(closed, termBy(warsaw()), [mail('sent', '2026-03-12T09:00:00Z')], at('2026-03-14T12:00:00Z'))).toMatchObject({ reopens: false, clock: 'stopped', moved: false });
    const withdrawn = row({ state: 'closed', clock: 'none', answer: 'delivered' });
    expect(judge(withdrawn, termBy(warsaw()), [mail('sent', '2026-03-12T09:00:00Z')], at('2026-03-14T12:00:00Z'))).toMatchObject({ reopens: false, clock: 'none' });
    expect(judge(withdrawn, termBy(warsaw()), back, at('2026-03-14T12:00:00Z'))).toMatchObject({ reopens: false, clock: 'none', next: undefined });
  });

  it('alarms for the answer that came back, also where another letter is on its way, and not where another arrived', () => {
    const stopped = row({ clock: 'stopped', answer: 'delivered', stopped_at: new Date('2026-03-12T09:00:00Z') });
    expect(judge(stopped, termBy(warsaw()), [mail('failed', '2026-03-12T09:00:00Z'), mail('queued', '2026-03-13T09:00:00Z')], at('2026-03-14T12:00:00Z'))).toMatchObject({ cameBack: true, clock: 'running', answer: 'written' });
    expect(judge(stopped, termBy(warsaw()), [mail('failed', '2026-03-12T09:00:00Z'), mail('sent', '2026-03-13T09:00:00Z')], at('2026-03-14T12:00:00Z'))).toMatchObject({ cameBack: false, clock: 'stopped', answer: 'delivered' });
  });

  it('is told of exactly once at every point, in whatever steps one looks and however often days off and the time zone change on the way', () => {
    let state = 5;
    const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    for (let round = 0; round < 60; round += 1) {
      const from = new Date(Date.UTC(2026, Math.floor(random() * 12), 1 + Math.floor(random() * 28), Math.floor(random() * 24)));
      let setting = warsaw();
      let standing = row({ ...termBy(setting, from) });
      const heard: { key: string; dueOn: string | null; late: number }[] = [];
      let now = from.getTime();
      for (let step = 0; step < 60; step += 1) {
        if (random() < 0.15) setting = warsaw(Array.from({ length: Math.floor(random() * 3) }, () => addDays(dayAt(from, 'UTC'), 12 + Math.floor(random() * 6))), ['Europe/Warsaw', 'America/New_York', 'Asia/Tokyo'][Math.floor(random() * 3)]);
        const found = judge(standing, termBy(setting, from), [], { durable: () => false, now: new Date(now), known: new Map() });
        if (found.tell !== undefined) heard.push({ key: found.tell.key, dueOn: found.term.due_on, late: now - found.tell.at.getTime() });
        standing = after(standing, found);
        // At the moment for which the worker's clock was set, now and then late.
        now = Math.max(now + 1, Math.min(found.next?.getTime() ?? Infinity, now + 40 * 3_600_000) + (random() < 0.2 ? Math.floor(random() * 20 * 3_600_000) : 0));
      }
      expect(standing.told).toContain('due');
      expect(heard.filter(({ late }) => late < 0)).toEqual([]);
      // Twice only where the end itself was moved in between.
      const ends = heard.filter(({ key }) => key === 'due');
      expect(new Set(ends.map(({ dueOn, late }) => `${dueOn} ${late}`)).size).toBe(ends.length);
    }
  });
});
