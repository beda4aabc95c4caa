import type { Absence, WorkHours } from '@kontuar/contract';
import { dutyAt, presenceOf } from './duty';
import { spansAround, standsIn } from './weekly';

const weekdays = [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '16:00' }));
const warsaw: WorkHours = { timeZone: 'Europe/Warsaw', week: weekdays };
// A Monday; Warsaw is an hour ahead of Greenwich in winter.
const at = (time: string, day = '2026-11-23') => new Date(`${day}T${time}:00Z`);
const duty = (facts: { hours?: WorkHours | null; absence?: Absence | null }, now: Date) => {
  const { state, until } = dutyAt({ hours: facts.hours ?? null, absence: facts.absence ?? null }, now);
  return [state, until?.toISOString() ?? null];
};

describe('whether somebody works now', () => {
  it('follows their hours on their own clock, and knows the next change', () => {
    expect(duty({ hours: warsaw }, at('06:59'))).toEqual(['off', '2026-11-23T07:00:00.000Z']);
    expect(duty({ hours: warsaw }, at('07:00'))).toEqual(['on', '2026-11-23T15:00:00.000Z']);
    expect(duty({ hours: warsaw }, at('15:00'))).toEqual(['off', '2026-11-24T07:00:00.000Z']);
    expect(duty({ hours: warsaw }, at('15:00', '2026-11-27'))).toEqual(['off', '2026-11-30T07:00:00.000Z']);
  });

  it('counts whoever has no hours as on: then only the screen that is there tells', () => {
    expect(duty({}, at('03:00'))).toEqual(['on', null]);
    expect([presenceOf('on', true), presenceOf('on', false), presenceOf('away', true), presenceOf('sick', true), presenceOf('off', true)]).toEqual(['on', 'off', 'away', 'off', 'off']);
  });

  it('knows shifts that end tomorrow, and is an hour shorter in the night of the change to summer time', () => {
    const night: WorkHours = { timeZone: 'Europe/Warsaw', week: [{ day: 6, from: '22:00', to: '06:00' }] };
    expect(duty({ hours: night }, new Date('2026-11-28T23:30:00Z'))).toEqual(['on', '2026-11-29T05:00:00.000Z']);
    const [span] = spansAround(night.week, night.timeZone, new Date('2026-03-29T00:00:00Z')).filter(({ from }) => from.toISOString().startsWith('2026-03-28'));
    expect((span?.to.getTime() ?? 0) - (span?.from.getTime() ?? 0)).toBe(7 * 3_600_000);
  });

  it('has no next change round the clock, and none without a single hour', () => {
    const always: WorkHours = { timeZone: 'UTC', week: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '00:00' })) };
    expect(duty({ hours: always }, at('12:00'))).toEqual(['on', null]);
    expect(duty({ hours: { timeZone: 'UTC', week: [] } }, at('12:00'))).toEqual(['off', null]);
  });

  it('puts what they said before their hours, until it is over', () => {
    const sick: Absence = { state: 'sick', from: null, until: '2026-11-23T12:00:00.000Z' };
    expect(duty({ hours: warsaw, absence: sick }, at('11:59'))).toEqual(['sick', '2026-11-23T12:00:00.000Z']);
    expect(duty({ hours: warsaw, absence: sick }, at('12:00'))).toEqual(['on', '2026-11-23T15:00:00.000Z']);
    expect(duty({ hours: warsaw, absence: { state: 'on', from: null, until: null } }, at('22:00'))).toEqual(['on', null]);
  });

  it('lets a holiday that is to come begin at its moment', () => {
    const holiday: Absence = { state: 'off', from: '2026-11-23T13:00:00.000Z', until: '2026-12-01T00:00:00.000Z' };
    expect(duty({ hours: warsaw, absence: holiday }, at('12:00'))).toEqual(['on', '2026-11-23T13:00:00.000Z']);
    expect(duty({ hours: warsaw, absence: holiday }, at('13:00'))).toEqual(['off', '2026-12-01T00:00:00.000Z']);
  });

  it('always names a change that is still to come, at any minute of two weeks', () => {
    const odd: WorkHours = { timeZone: 'America/New_York', week: [{ day: 1, from: '09:00', to: '09:00' }, { day: 3, from: '23:15', to: '03:30' }, { day: 4, from: '03:30', to: '05:00' }, { day: 0, from: '00:00', to: '12:00' }] };
    let last: unknown;
    for (let minute = 0; minute < 14 * 1440; minute += 7) {
      const now = new Date(Date.UTC(2026, 9, 25) + minute * 60_000);
      const { state, until } = dutyAt({ hours: odd, absence: null }, now);
      expect(until === null || until > now).toBe(true);
      if (last !== undefined && until !== null) expect(dutyAt({ hours: odd, absence: null }, until).state).not.toBe(state);
      last = state;
    }
  });

  it('joins what touches', () => {
    const spans = spansAround([{ day: 1, from: '08:00', to: '12:00' }, { day: 1, from: '12:00', to: '16:00' }], 'UTC', at('10:00'));
    expect(standsIn(spans, at('10:00'))).toEqual({ inside: true, until: at('16:00') });
  });
});
