import { comparedDays, readDays, spansOf } from './spans';

const hours = (day: string, zone: string) => spansOf({ from: day, to: day, zone }, 'hour');

describe('the spans of a report', () => {
  it('begin at midnight there, also where the clock is changed between two of them', () => {
    expect(spansOf({ from: '2026-10-24', to: '2026-10-26', zone: 'Europe/Warsaw' }, 'day')).toEqual({
      keys: ['2026-10-24', '2026-10-25', '2026-10-26'],
      bounds: ['2026-10-23T22:00:00.000Z', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', '2026-10-26T23:00:00.000Z'].map((at) => new Date(at)),
    });
  });

  it('are real hours: 25 in autumn, 23 in spring, and half of one where the clock moves by half an hour', () => {
    expect(hours('2026-10-25', 'Europe/Warsaw').keys).toHaveLength(25);
    expect(hours('2026-03-08', 'America/New_York').keys).toHaveLength(23);
    const lordHowe = hours('2026-04-05', 'Australia/Lord_Howe');
    expect(lordHowe.keys).toHaveLength(25);
    expect((lordHowe.bounds.at(-1)?.getTime() ?? 0) - (lordHowe.bounds.at(-2)?.getTime() ?? 0)).toBe(1_800_000);
  });

  it('follow one another without a gap where a day has no midnight', () => {
    const { bounds } = spansOf({ from: '2026-04-23', to: '2026-04-26', zone: 'Africa/Cairo' }, 'day');
    expect(bounds.map((bound, at) => (bound.getTime() - (bounds[at - 1]?.getTime() ?? bound.getTime())) / 3_600_000)).toEqual([0, 24, 23, 24, 24]);
  });

  it('are called by the Monday of the week and the first of the month, cut to what was asked', () => {
    expect(spansOf({ from: '2026-11-18', to: '2026-11-25', zone: 'UTC' }, 'week').keys).toEqual(['2026-11-16', '2026-11-23']);
    expect(spansOf({ from: '2026-10-30', to: '2026-11-02', zone: 'UTC' }, 'month')).toEqual({ keys: ['2026-10-01', '2026-11-01'], bounds: [new Date('2026-10-30'), new Date('2026-11-01'), new Date('2026-11-03')] });
  });

  it('are compared with as many days before, or the same weekdays a year before', () => {
    const days = { from: '2026-10-24', to: '2026-11-20', zone: 'UTC' };
    expect(comparedDays(days, 'previous')).toMatchObject({ from: '2026-09-26', to: '2026-10-23' });
    expect(comparedDays(days, 'year')).toMatchObject({ from: '2025-10-25', to: '2025-11-21' });
  });

  it('refuse what cannot be', () => {
    const code = (from: string, to: string, zone = 'UTC', by: 'hour' | 'day' = 'day') => { try { readDays({ from, to, zone }, by); return null; } catch (error) { return (error as { code: string }).code; } };
    expect([code('2026-11-02', '2026-11-01'), code('2026-11-01', '2026-11-01', 'Europe/Nowhere'), code('2026-01-01', '2026-02-28', 'UTC', 'hour'), code('2020-01-01', '2026-01-01'), code('2026-01-01', '2026-01-01')])
      .toEqual(['bad-range', 'bad-time-zone', 'range-too-long', 'range-too-long', null]);
  });
});
