import type { NoticeChoices, NoticeKind, NoticeWay } from '@kontuar/contract';
import { noticeKind } from '@kontuar/contract';
import { choicesOf, defaultChoices, mergeChoices } from './choices';
import { decide, GRACE_MS, nextDigest, quietUntil, type Recipient } from './decide';

const now = new Date('2026-11-23T10:00:00Z');
const hour = 3_600_000;
const in_ = (ms: number) => new Date(now.getTime() + ms);
const recipient = (more: Partial<Omit<Recipient, 'choices'>> & { choices?: Partial<NoticeChoices> } = {}): Recipient => ({
  memberId: 'ola', active: true, duty: { state: 'on', until: null }, timeZone: 'UTC', ...more, choices: { ...defaultChoices, ...more.choices },
});
const all = (kind: NoticeKind, ways: NoticeWay[]) => ({ ways: { ...defaultChoices.ways, [kind]: ways } });
const jan = (kind: NoticeKind, mayRead = true) => ({ kind, byMemberId: 'jan', mayRead });

describe('who is told, by which way, and when', () => {
  it('tells below the bell at once, and elsewhere after the moment in which somebody at the screen would see it', () => {
    expect(decide(jan('mention'), recipient({ choices: all('mention', ['app', 'push', 'email']) }), now)).toEqual({ app: true, outings: [{ way: 'push', dueAt: in_(GRACE_MS), held: false }, { way: 'email', dueAt: in_(GRACE_MS), held: false }] });
  });

  it('tells nobody of what they did themselves, may not read, or did not choose, nor anybody who is not active', () => {
    for (const kind of noticeKind.options) {
      expect(decide({ kind, byMemberId: 'ola', mayRead: true }, recipient({ choices: all(kind, ['app', 'push']) }), now)).toBeUndefined();
      expect(decide(jan(kind, false), recipient({ choices: all(kind, ['app', 'push']) }), now)).toBeUndefined();
      expect(decide(jan(kind), recipient({ choices: all(kind, []) }), now)).toBeUndefined();
      expect(decide(jan(kind), recipient({ active: false, choices: all(kind, ['app', 'push']) }), now)).toBeUndefined();
    }
  });

  it('holds what leaves the house until a quiet time is over, and shows it in the app meanwhile', () => {
    const quiet = { quiet: { from: '09:00', to: '12:00', days: [1] } };
    expect(decide(jan('mention'), recipient({ choices: quiet }), now)).toEqual({ app: true, outings: [{ way: 'push', dueAt: in_(2 * hour), held: true }] });
  });

  it('keeps these rules in every combination of kind, ways, duty, pause and quiet hours', () => {
    const wayses: NoticeWay[][] = [[], ['app'], ['push'], ['app', 'push', 'email', 'digest']];
    const duties: Recipient['duty'][] = [{ state: 'on', until: null }, { state: 'on', until: in_(hour) }, { state: 'off', until: in_(hour) }, { state: 'sick', until: null }, { state: 'away', until: in_(3 * hour) }];
    const quiets: NoticeChoices['quiet'][] = [null, { from: '09:00', to: '11:00', days: [1] }, { from: '22:00', to: '07:00', days: [0, 1, 2, 3, 4, 5, 6] }];
    let cases = 0;
    for (const [at, ways] of wayses.entries()) for (const duty of duties) for (const quiet of quiets) for (const pausedUntil of [null, in_(5 * hour).toISOString()]) for (const quietOffShift of [true, false]) for (const mayRead of [true, false]) for (const byMemberId of ['jan', 'ola', null]) {
      // A kind is only a name to the rule: each takes its turn.
      const kind = noticeKind.options[(cases + at) % noticeKind.options.length] ?? 'mention';
      const who = recipient({ duty, choices: { ...all(kind, ways), quiet, pausedUntil, quietOffShift } });
      const decision = decide({ kind, byMemberId, mayRead }, who, now);
      cases += 1;
      expect(decision === undefined).toBe(!mayRead || byMemberId === 'ola' || ways.length === 0);
      if (decision === undefined) continue;
      const isQuiet = pausedUntil !== null || (quietOffShift && duty.state !== 'on') || quiet?.from === '09:00';
      expect(decision.app).toBe(ways.includes('app'));
      expect(decision.outings.map(({ way }) => way)).toEqual(ways.filter((way) => way !== 'app'));
      for (const { way, dueAt, held } of decision.outings) {
        expect(dueAt.getTime()).toBeGreaterThan(now.getTime());
        expect(held).toBe(isQuiet || way === 'digest');
        // What waits is never due in the middle of a quiet time.
        if (isQuiet && (duty.until !== null || duty.state === 'on' || !quietOffShift)) expect(quietUntil({ ...who, duty: quietOffShift && duty.until !== null && duty.until <= dueAt ? { state: 'on', until: null } : duty }, dueAt)).toBeNull();
      }
    }
    expect(cases).toBe(4 * 5 * 3 * 2 * 2 * 2 * 3);
  });
});

describe('a quiet time', () => {
  it('runs over midnight on the days on which it begins', () => {
    const night = recipient({ choices: { quiet: { from: '22:00', to: '07:00', days: [5] } } });
    expect(quietUntil(night, new Date('2026-11-27T23:00:00Z'))).toEqual(new Date('2026-11-28T07:00:00Z'));
    expect(quietUntil(night, new Date('2026-11-28T06:59:00Z'))).toEqual(new Date('2026-11-28T07:00:00Z'));
    expect(quietUntil(night, new Date('2026-11-28T23:00:00Z'))).toBeNull();
  });

  it('ends where the last of several that follow each other ends', () => {
    const who = recipient({ duty: { state: 'off', until: in_(2 * hour) }, choices: { pausedUntil: in_(hour).toISOString(), quiet: { from: '12:00', to: '13:30', days: [1] } } });
    expect(quietUntil(who, now)).toEqual(in_(3.5 * hour));
  });

  it('is looked at again where nobody knows its end, and is none for whoever wants to hear of work in their free time', () => {
    expect(quietUntil(recipient({ duty: { state: 'sick', until: null } }), now)?.getTime()).toBeGreaterThan(in_(hour).getTime());
    expect(quietUntil(recipient({ duty: { state: 'sick', until: null }, choices: { quietOffShift: false } }), now)).toBeNull();
  });
});

describe('a digest', () => {
  it('comes at the next full hour, or once a day at its time on the clock of the member', () => {
    const daily = (at: string, timeZone: string) => nextDigest({ choices: { ...defaultChoices, digest: { every: 'day', at } }, timeZone }, now).toISOString();
    expect(nextDigest({ choices: { ...defaultChoices, digest: { every: 'hour', at: '08:00' } }, timeZone: 'Asia/Kolkata' }, now).toISOString()).toBe('2026-11-23T10:30:00.000Z');
    expect(daily('08:00', 'Europe/Warsaw')).toBe('2026-11-24T07:00:00.000Z');
    expect(daily('11:00', 'Europe/Warsaw')).toBe('2026-11-24T10:00:00.000Z');
    expect(daily('11:01', 'Europe/Warsaw')).toBe('2026-11-23T10:01:00.000Z');
  });
});

describe('a digest over a change to summer time and back', () => {
  const daily = (at: string) => (after: string) => nextDigest({ choices: { ...defaultChoices, digest: { every: 'day', at } }, timeZone: 'Europe/Warsaw' }, new Date(after)).toISOString();
  const hourly = (after: string) => nextDigest({ choices: { ...defaultChoices, digest: { every: 'hour', at: '08:00' } }, timeZone: 'Europe/Warsaw' }, new Date(after)).toISOString();

  it('keeps its time on the clock, though a day has 23 or 25 hours', () => {
    expect(daily('08:00')('2026-03-28T07:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(daily('08:00')('2026-10-24T06:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('comes in the night in which its time is left out or comes twice, once', () => {
    const told = (at: string, from: string, until: string): string[] => {
      const moments: string[] = [];
      for (let next = daily(at)(from); next < until; next = daily(at)(next)) moments.push(next);
      return moments;
    };
    expect(told('02:30', '2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z')).toHaveLength(3);
    expect(told('02:30', '2026-10-23T12:00:00Z', '2026-10-26T12:00:00Z')).toHaveLength(3);
  });

  it('goes on every hour, and never back', () => {
    for (const night of ['2026-03-29T00:00:00Z', '2026-10-24T23:00:00Z']) {
      for (let minute = 0; minute < 240; minute += 7) {
        const after = new Date(Date.parse(night) + minute * 60_000);
        const gap = Date.parse(hourly(after.toISOString())) - after.getTime();
        expect(gap).toBeGreaterThan(0);
        expect(gap).toBeLessThanOrEqual(2 * 3_600_000);
      }
    }
  });
});

describe('choices', () => {
  it('are as by default where nothing was chosen, and stay where a patch says nothing', () => {
    expect(choicesOf({})).toEqual(defaultChoices);
    const changed = mergeChoices(defaultChoices, { ways: { watched: ['push'] }, sound: { volume: 1 } });
    expect(changed).toEqual({ ...defaultChoices, ways: { ...defaultChoices.ways, watched: ['push'] }, sound: { ...defaultChoices.sound, volume: 1 } });
    expect(choicesOf(JSON.parse(JSON.stringify({ sound: changed.sound })))).toMatchObject({ sound: { volume: 1 }, ways: defaultChoices.ways });
  });

  it('that nobody can read any more count as not made', () => {
    for (const kept of [null, 'loud', { ways: { mention: ['pigeon'] } }, { quiet: { from: '25:00' } }]) expect(choicesOf(kept)).toEqual(defaultChoices);
  });
});
