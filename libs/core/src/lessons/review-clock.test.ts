import { wallTime, weekdayOf } from '../time-zones/wall-clock';
import { nextReview } from './review-clock';

const next = (after: string, timeZone = 'Europe/Warsaw') => nextReview(new Date(after), timeZone).toISOString();

describe('when the weekly review is told of', () => {
  it('is the next Monday at nine, of the house and not of the server', () => {
    expect(next('2026-11-18T12:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(next('2026-11-18T12:00:00Z', 'America/Los_Angeles')).toBe('2026-11-23T17:00:00.000Z');
    expect(next('2026-11-18T12:00:00Z', 'Asia/Kolkata')).toBe('2026-11-23T03:30:00.000Z');
  });

  it('is this Monday until nine, and the next one from nine on', () => {
    expect(next('2026-11-23T07:59:59Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(next('2026-11-23T08:00:00Z')).toBe('2026-11-30T08:00:00.000Z');
    // Sunday there is Monday in Tokyo already.
    expect(next('2026-11-22T15:30:00Z', 'Asia/Tokyo')).toBe('2026-11-23T00:00:00.000Z');
  });

  it('stays at nine over the change of the clocks, over the year and in every zone', () => {
    expect(next('2026-03-25T12:00:00Z')).toBe('2026-03-30T07:00:00.000Z');
    expect(next('2026-10-22T12:00:00Z')).toBe('2026-10-26T08:00:00.000Z');
    expect(next('2026-12-29T12:00:00Z')).toBe('2027-01-04T08:00:00.000Z');
    for (const timeZone of ['Europe/Warsaw', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Casablanca', 'Pacific/Chatham']) {
      let at = new Date('2026-01-01T00:00:00Z');
      for (let week = 0; week < 60; week += 1) {
        const then = nextReview(at, timeZone);
        const wall = wallTime(then, timeZone);
        expect([timeZone, weekdayOf(wall), wall.hour, wall.minute]).toEqual([timeZone, 1, 9, 0]);
        expect(then.getTime() - at.getTime()).toBeGreaterThan(0);
        expect(then.getTime() - at.getTime()).toBeLessThanOrEqual(7 * 86_400_000 + 3_600_000);
        at = then;
      }
    }
  });
});
