import type { CasePolicyRule } from '@kontuar/contract';
import { addDays, dayAt, daysBetween, easter, holidays, isDayOff, startOfDay, weekday, type Day } from './calendar';
import { dayOfClock, deadlineOf, nextWarning, warningsOf, type ClockSetting } from './legal-clock';
import { builtInPolicies, legalBasisOf, policyFor } from './policies';

const rule = (change: Partial<CasePolicyRule> = {}): CasePolicyRule => ({ days: 14, unit: 'calendar', dayOff: 'stays', silence: 'accepted', warnOnDays: [7, 11, 13], warnHoursBefore: [24], ...change });
const setting = (change: Partial<ClockSetting> = {}): ClockSetting => ({ timeZone: 'Europe/Warsaw', off: { country: 'PL', own: new Set<Day>() }, ...change });
const due = (policy: CasePolicyRule, receivedAt: string, how = setting()) => deadlineOf(policy, new Date(receivedAt), how)?.dueOn;

/** Numbers that come again with the same seed: a case that fails is found again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const zones = ['Europe/Warsaw', 'UTC', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana', 'Atlantic/Azores'];
const times = 250;

describe('days off', () => {
  it('knows when Easter is', () => {
    expect([2000, 2008, 2011, 2019, 2024, 2025, 2026, 2027, 2038, 2049, 2076].map(easter)).toEqual(['2000-04-23', '2008-03-23', '2011-04-24', '2019-04-21', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2049-04-18', '2076-04-19']);
  });

  it('has every public holiday of Poland, Christmas Eve since 2025', () => {
    expect(holidays('PL', 2026)).toEqual(['2026-01-01', '2026-01-06', '2026-04-05', '2026-04-06', '2026-05-01', '2026-05-03', '2026-05-24', '2026-06-04', '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-24', '2026-12-25', '2026-12-26']);
    expect(holidays('PL', 2024)).not.toContain('2024-12-24');
    expect(holidays('DE', 2026)).toEqual([]);
  });
});

describe('the Polish consumer’s claim', () => {
  const [claim] = builtInPolicies;

  it('is answered within 14 days, the day of receipt not counted, a Sunday at the end included', () => {
    expect(deadlineOf(claim!, new Date('2025-11-09T13:00:00Z'), setting())).toEqual({ receivedOn: '2025-11-09', dueOn: '2025-11-23', dueAt: new Date('2025-11-23T23:00:00Z') });
    expect(weekday('2025-11-23')).toBe(0);
  });

  it('is received on the day that the calendar shows there: half an hour before midnight and after it are two days', () => {
    expect(due(rule(), '2026-06-10T21:30:00Z')).toBe('2026-06-24');
    expect(due(rule(), '2026-06-10T22:30:00Z')).toBe('2026-06-25');
    expect(due(rule(), '2026-06-10T22:30:00Z', setting({ timeZone: 'UTC' }))).toBe('2026-06-24');
  });

  it('ends at midnight there, also in the weeks in which the clock is moved', () => {
    expect(deadlineOf(rule(), new Date('2026-03-15T12:00:00Z'), setting())?.dueAt).toEqual(new Date('2026-03-29T22:00:00Z'));
    expect(deadlineOf(rule(), new Date('2026-10-11T12:00:00Z'), setting())?.dueAt).toEqual(new Date('2026-10-25T23:00:00Z'));
  });
});

describe('policies', () => {
  it('say what a day off at the end means', () => {
    // 24 December 2026, a Thursday, begins four days off.
    expect(due(rule(), '2026-12-10T12:00:00Z')).toBe('2026-12-24');
    expect(due(rule({ dayOff: 'next-working-day' }), '2026-12-10T12:00:00Z')).toBe('2026-12-28');
    expect(due(rule({ dayOff: 'working-day-before' }), '2026-12-10T12:00:00Z')).toBe('2026-12-23');
    expect(due(rule({ dayOff: 'next-working-day' }), '2026-12-10T12:00:00Z', setting({ off: { country: 'PL', own: new Set(['2026-12-28', '2026-12-29']) } }))).toBe('2026-12-30');
  });

  it('count working days where they say so', () => {
    expect(due(rule({ days: 3, unit: 'working' }), '2026-04-02T12:00:00Z')).toBe('2026-04-08');
  });

  it('set no term where they name no days', () => {
    expect(due(rule({ days: null }), '2026-04-02T12:00:00Z')).toBeUndefined();
  });

  it('are chosen by how closely they fit, the workspace’s own before the law', () => {
    const own = { ...builtInPolicies[0]!, builtIn: false, matter: null, country: null, customerKind: null };
    const traits = { matter: 'claim', country: 'PL', customerKinds: ['business'] };
    const any = { ...own, id: 'any' };
    const business = { ...own, id: 'business', customerKind: 'business' };
    const matter = { ...own, id: 'matter', matter: 'claim', country: 'PL' };
    expect(policyFor([], traits)?.id).toBe('pl-consumer-claim');
    expect(policyFor([any], traits)?.id).toBe('any');
    expect(policyFor([any, matter, business], traits)?.id).toBe('business');
    expect(policyFor([any, matter, { ...business, active: false }], traits)?.id).toBe('matter');
    expect(policyFor([{ ...matter, matter: 'warranty' }], traits)?.id).toBe('pl-consumer-claim');
    expect(policyFor([], { ...traits, country: 'DE' })).toBeUndefined();
  });

  it('all name their source and the day on which somebody looked it up', () => {
    for (const policy of builtInPolicies) expect([policy.source.length > 20, policy.checkedOn]).toEqual([true, expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
    // As a register in either language cites it.
    for (const policy of builtInPolicies) expect([legalBasisOf(policy, 'en'), legalBasisOf(policy, 'pl')]).toEqual([policy.source, expect.stringMatching(/^(Ustawa|Kodeks cywilny).* art\. /)]);
    expect([legalBasisOf({ id: 'own', source: 'Karta gwarancyjna' }, 'pl'), legalBasisOf(null, 'pl')]).toEqual(['Karta gwarancyjna', '']);
  });
});

describe('warnings', () => {
  const deadline = deadlineOf(rule(), new Date('2025-11-09T13:00:00Z'), setting())!;
  const warnings = warningsOf(rule(), deadline, 'Europe/Warsaw');

  it('come on the morning of their days, then a day before the end, then at the end', () => {
    expect(warnings.map(({ key, at, to }) => [key, at.toISOString(), to])).toEqual([
      ['day-7', '2025-11-16T07:00:00.000Z', 'owner'], ['day-11', '2025-11-20T07:00:00.000Z', 'owner'], ['day-13', '2025-11-22T07:00:00.000Z', 'supervisor'], ['hours-24', '2025-11-22T23:00:00.000Z', 'supervisor'], ['due', '2025-11-23T23:00:00.000Z', 'supervisor'],
    ]);
  });

  it('come when the clock on the wall shows eight, also on the days on which it is moved', () => {
    const mornings = (receivedAt: string) => warningsOf(rule({ warnOnDays: [13, 14], warnHoursBefore: [] }), deadlineOf(rule(), new Date(receivedAt), setting())!, 'Europe/Warsaw').slice(0, 2).map(({ at }) => at.toISOString());
    expect(mornings('2026-03-15T12:00:00Z')).toEqual(['2026-03-28T07:00:00.000Z', '2026-03-29T06:00:00.000Z']);
    expect(mornings('2026-10-11T12:00:00Z')).toEqual(['2026-10-24T06:00:00.000Z', '2026-10-25T07:00:00.000Z']);
  });

  it('are told once each; of several that were missed, the last says it all', () => {
    const late = nextWarning(warnings, [], new Date('2025-11-22T09:00:00Z'));
    expect([late.tell?.key, late.passed, late.next?.toISOString()]).toEqual(['day-13', ['day-7', 'day-11', 'day-13'], '2025-11-22T23:00:00.000Z']);
    expect(nextWarning(warnings, late.passed, new Date('2025-11-22T09:00:01Z'))).toMatchObject({ tell: undefined, passed: [] });
    expect(nextWarning(warnings, warnings.map(({ key }) => key), new Date('2030-01-01T00:00:00Z'))).toEqual({ tell: undefined, passed: [], next: undefined });
  });
});

describe('any claim, anywhere, at any time', () => {
  const random = seeded(20_261_122);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const cases = Array.from({ length: times }, () => {
    const receivedAt = new Date(Date.UTC(2015, 0, 1) + Math.floor(random() * 30 * 365.25 * 86_400_000));
    const own = new Set(Array.from({ length: Math.floor(random() * 6) }, () => addDays(dayAt(receivedAt, 'UTC'), Math.floor(random() * 40))));
    return { receivedAt, timeZone: pick(zones), days: 1 + Math.floor(random() * 60), dayOff: pick(['stays', 'next-working-day', 'working-day-before'] as const), unit: pick(['calendar', 'working'] as const), off: { country: pick(['PL', 'DE']), own } };
  });

  it('is due at the moment at which the calendar there turns to the day after the last', () => {
    for (const { receivedAt, timeZone, days, dayOff, unit, off } of cases) {
      const { dueOn, dueAt } = deadlineOf(rule({ days, dayOff, unit }), receivedAt, { timeZone, off })!;
      expect([dayAt(new Date(dueAt.getTime() - 1), timeZone), dayAt(dueAt, timeZone)]).toEqual([dueOn, addDays(dueOn, 1)]);
    }
  });

  it('has at least its days: counted on the calendar, whatever the clock was moved by', () => {
    for (const { receivedAt, timeZone, days, off } of cases) {
      const { receivedOn, dueOn } = deadlineOf(rule({ days }), receivedAt, { timeZone, off })!;
      expect([receivedOn, daysBetween(receivedOn, dueOn)]).toEqual([dayAt(receivedAt, timeZone), days]);
      const working = deadlineOf(rule({ days, unit: 'working' }), receivedAt, { timeZone, off })!;
      const counted = Array.from({ length: daysBetween(receivedOn, working.dueOn) }, (_, index) => addDays(receivedOn, index + 1)).filter((day) => !isDayOff(day, off));
      expect(counted).toHaveLength(days);
    }
  });

  it('never ends on a day off where the policy moves it, and moves over nothing but days off', () => {
    for (const { receivedAt, timeZone, days, off } of cases) {
      const plain = deadlineOf(rule({ days }), receivedAt, { timeZone, off })!;
      const later = deadlineOf(rule({ days, dayOff: 'next-working-day' }), receivedAt, { timeZone, off })!;
      expect(isDayOff(later.dueOn, off)).toBe(false);
      for (let day = plain.dueOn; day < later.dueOn; day = addDays(day, 1)) expect(isDayOff(day, off)).toBe(true);
    }
  });

  it('is never due earlier because it was received later', () => {
    for (const { receivedAt, timeZone, days, dayOff, unit, off } of cases) {
      const later = new Date(receivedAt.getTime() + Math.floor(random() * 3 * 86_400_000));
      const policy = rule({ days, dayOff, unit });
      const [first, second] = [deadlineOf(policy, receivedAt, { timeZone, off })!, deadlineOf(policy, later, { timeZone, off })!];
      if (dayOff !== 'working-day-before') expect(second.dueAt.getTime()).toBeGreaterThanOrEqual(first.dueAt.getTime());
    }
  });

  it('shows a day that only grows, and as many days left as the calendar has', () => {
    for (const { receivedAt, timeZone, days, off } of cases.slice(0, 60)) {
      const deadline = deadlineOf(rule({ days }), receivedAt, { timeZone, off })!;
      let before = -1;
      for (let at = receivedAt.getTime(); at < deadline.dueAt.getTime() + 2 * 86_400_000; at += 11 * 3_600_000) {
        const { day, of, left } = dayOfClock(deadline, new Date(at), timeZone);
        expect(day).toBeGreaterThanOrEqual(before);
        expect(day + left).toBe(of);
        expect(left < 0).toBe(at >= deadline.dueAt.getTime());
        before = day;
      }
    }
  });

  it('is warned of in order, never after its end, and each time once, in whatever steps one looks', () => {
    for (const { receivedAt, timeZone, days, off } of cases.slice(0, 100)) {
      const policy = rule({ days, warnOnDays: [2, 7, 11, 13], warnHoursBefore: [24, 2] });
      const deadline = deadlineOf(policy, receivedAt, { timeZone, off })!;
      const all = warningsOf(policy, deadline, timeZone);
      expect(all.at(-1)?.key).toBe('due');
      const told: string[] = [];
      for (let at = receivedAt.getTime(); ;) {
        const { passed, next } = nextWarning(all, told, new Date(at));
        told.push(...passed);
        if (next === undefined) break;
        expect(next.getTime()).toBeGreaterThan(at);
        expect(next.getTime()).toBeLessThanOrEqual(deadline.dueAt.getTime());
        at = next.getTime() + Math.floor(random() * 2 * 86_400_000);
      }
      expect([...told].sort()).toEqual(all.map(({ key }) => key).sort());
    }
  });

  it('begins each of its days where the day begins, also where the clock is moved at midnight', () => {
    for (const { receivedAt, timeZone } of cases) {
      const day = dayAt(receivedAt, timeZone);
      const start = startOfDay(day, timeZone);
      expect([dayAt(start, timeZone), dayAt(new Date(start.getTime() - 1), timeZone)]).toEqual([day, addDays(day, -1)]);
    }
  });
});
