import { momentAt } from './moments';

const at = (moment: Parameters<typeof momentAt>[0], now = '2026-11-20T13:45:00Z', timeZone = 'Europe/Warsaw') => momentAt(moment, new Date(now), timeZone).toISOString();

describe('a moment told from now', () => {
  it('lies so far back, or ahead', () => {
    expect(at({ ago: 90, unit: 'minutes' })).toBe('2026-11-20T12:15:00.000Z');
    expect(at({ ahead: 2, unit: 'weeks' })).toBe('2026-12-04T13:45:00.000Z');
    expect(at({ at: '2026-01-02T03:04:05+02:00' })).toBe('2026-01-02T01:04:05.000Z');
  });

  it.each([
    ['day', 0, '2026-11-19T23:00:00.000Z'], ['day', 1, '2026-11-18T23:00:00.000Z'], ['day', -1, '2026-11-20T23:00:00.000Z'],
    ['week', 0, '2026-11-15T23:00:00.000Z'], ['week', 1, '2026-11-08T23:00:00.000Z'], ['month', 0, '2026-10-31T23:00:00.000Z'], ['month', 11, '2025-11-30T23:00:00.000Z'],
  ] as const)('is the beginning of the %s, %d back, where the workspace is', (start, back, expected) => {
    expect(at({ start, back })).toBe(expected);
  });

  it('knows that the clock was changed in between', () => {
    // 25 October 2026: from summer to winter time at 3:00.
    expect(at({ start: 'day', back: 0 }, '2026-10-25T12:00:00Z')).toBe('2026-10-24T22:00:00.000Z');
    expect(at({ start: 'day', back: -1 }, '2026-10-25T12:00:00Z')).toBe('2026-10-25T23:00:00.000Z');
    expect(at({ start: 'month', back: 1 }, '2026-04-02T12:00:00Z')).toBe('2026-02-28T23:00:00.000Z');
    expect(at({ start: 'day', back: 0 }, '2026-11-20T03:30:00Z', 'America/New_York')).toBe('2026-11-19T05:00:00.000Z');
  });
});
