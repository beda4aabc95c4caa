import { wallTime } from '../time-zones/wall-clock';
import { Baseline, HOUR_MS, type HourCount } from './baseline';
import { byTodaysClock } from './by-todays-clock';
import { isCalm, riseOf } from './detect';

const zone = 'Europe/Warsaw';
/** A hotline that opens at eight by its own clock, and is silent in the night. */
const opening = (now: Date): HourCount[] => Array.from({ length: 8 * 168 }, (_, index) => Math.floor(now.getTime() / HOUR_MS) - 8 * 168 + index)
  .flatMap((hour) => { const { hour: clock } = wallTime(new Date(hour * HOUR_MS), zone); return clock >= 8 && clock < 16 ? [{ hour, count: 240 }] : []; });
const seen = [{ windowMinutes: 15, count: 60 }];

it.each([
  ['in spring, when it opens an hour earlier for the world', '2026-03-30T06:20:00Z'], ['in autumn, when it opens an hour later', '2026-10-26T07:20:00Z'], ['weeks after it', '2026-04-13T06:20:00Z'],
])('takes the morning after the clocks changed for one like all others: %s', (_, at) => {
  const now = new Date(at);
  const present = Math.floor(now.getTime() / HOUR_MS);
  const hours = byTodaysClock(opening(now), zone, now);
  const baseline = new Baseline(hours, present, hours[0]?.hour ?? present);
  expect(riseOf(baseline, now.getTime(), seen)).toBeUndefined();
  expect(isCalm(baseline, now.getTime(), seen[0] ?? { windowMinutes: 15, count: 0 })).toBe(true);
  // A storm at that hour is one all the same.
  expect(riseOf(baseline, now.getTime(), [{ windowMinutes: 15, count: 400 }])).toMatchObject({ severity: 'high' });
});

it('would take the morning for a storm by the hours of the world', () => {
  const now = new Date('2026-03-30T06:20:00Z');
  const hours = opening(now);
  expect(riseOf(new Baseline(hours, Math.floor(now.getTime() / HOUR_MS), hours[0]?.hour ?? 0), now.getTime(), seen)).toBeDefined();
});

it('changes nothing where no clock changes, and counts no hour twice where one is there twice', () => {
  const hours = Array.from({ length: 72 }, (_, index) => ({ hour: Date.parse('2026-10-24T00:00:00Z') / HOUR_MS + index, count: 10 }));
  expect(byTodaysClock(hours, 'Asia/Tokyo', new Date('2026-10-27T00:00:00Z'))).toEqual(hours);
  const after = byTodaysClock(hours, zone, new Date('2026-10-27T00:00:00Z'));
  expect(after).toHaveLength(71);
  expect(new Set(after.map(({ count }) => count))).toEqual(new Set([10]));
});
