import { daysTold, lastOccurrence, nextOccurrence, type Rhythm } from './occurrences';

const rhythm = (more: Partial<Rhythm>): Rhythm => ({ every: 'day', weekday: 1, monthDay: 1, at: '08:00', timeZone: 'Europe/Warsaw', ...more });
const run = (of: Rhythm, from: string, count: number): string[] => {
  const found: Date[] = [new Date(from)];
  for (let n = 0; n < count; n += 1) found.push(nextOccurrence(of, found.at(-1) as Date));
  return found.slice(1).map((at) => at.toISOString().slice(0, 16));
};

describe('when a report is due', () => {
  it('comes at the same time on the wall, on both sides of a change of the clock', () => {
    expect(run(rhythm({}), '2026-10-23T12:00:00Z', 3)).toEqual(['2026-10-24T06:00', '2026-10-25T07:00', '2026-10-26T07:00']);
    expect(run(rhythm({ every: 'week', weekday: 7, timeZone: 'America/New_York' }), '2026-02-26T00:00:00Z', 3)).toEqual(['2026-03-01T13:00', '2026-03-08T12:00', '2026-03-15T12:00']);
  });

  it('comes once on the day that has its time twice, and once on the day that has it not at all', () => {
    expect(run(rhythm({ at: '02:30' }), '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
    expect(run(rhythm({ at: '02:30' }), '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:30', '2026-03-30T00:30']);
    // Half an hour, where they change it so.
    expect(run(rhythm({ at: '01:45', timeZone: 'Australia/Lord_Howe' }), '2026-04-03T20:00:00Z', 3)).toEqual(['2026-04-04T14:45', '2026-04-05T15:15', '2026-04-06T15:15']);
  });

  it('never stands still: a year of each day has as many as it has days, wherever', () => {
    for (const timeZone of ['Europe/Warsaw', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Casablanca']) {
      for (const at of ['00:00', '02:15', '23:59']) expect(new Set(run(rhythm({ timeZone, at }), '2025-12-31T23:59:00Z', 366)).size).toBe(366);
    }
  });

  it('falls on the last day of a month that is too short for it', () => {
    expect(run(rhythm({ every: 'month', monthDay: 31, at: '00:00', timeZone: 'UTC' }), '2028-01-31T00:00:00Z', 3)).toEqual(['2028-02-29T00:00', '2028-03-31T00:00', '2028-04-30T00:00']);
  });

  it('tells of whole days there: the one, the seven, or the month before', () => {
    // In Auckland it is Monday already.
    const due = new Date('2026-03-01T19:00:00Z');
    expect(daysTold(rhythm({ timeZone: 'Pacific/Auckland' }), due)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
    expect(daysTold(rhythm({ every: 'week', timeZone: 'Pacific/Auckland' }), due)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    expect(daysTold(rhythm({ every: 'month', timeZone: 'Pacific/Auckland' }), due)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(daysTold(rhythm({ every: 'month', timeZone: 'UTC' }), new Date('2026-01-01T08:00:00Z'))).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });

  it('of those that nobody was there to send, knows the last', () => {
    expect(lastOccurrence(rhythm({}), new Date('2026-10-20T06:00:00Z'), new Date('2026-10-25T07:00:00Z')).toISOString()).toBe('2026-10-25T07:00:00.000Z');
    expect(lastOccurrence(rhythm({}), new Date('2026-10-20T06:00:00Z'), new Date('2026-10-20T06:00:01Z')).toISOString()).toBe('2026-10-20T06:00:00.000Z');
  });
});
