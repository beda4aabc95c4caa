import { offsetAt } from '../time-zones/wall-clock';
import { HOUR_MS, type HourCount } from './baseline';

const DAY = 24;

/**
 * The hours as the clocks on the wall stand now: who opens at eight opens at eight after the clocks changed, too, though it is another hour of the world. The hour that is
 * there twice counts as its busier half; the one that is left out had nothing, and lies in the night.
 */
export function byTodaysClock(hours: readonly HourCount[], timeZone: string, now: Date): HourCount[] {
  const offset = (hour: number): number => Math.round(offsetAt(new Date(hour * HOUR_MS), timeZone) / 60);
  const present = Math.round(offsetAt(now, timeZone) / 60);
  // Clocks change on few days: within all others one look is enough.
  const days = new Map<number, number | undefined>();
  const offsetOf = (hour: number): number => {
    const day = Math.floor(hour / DAY);
    if (!days.has(day)) {
      const [first, last] = [offset(day * DAY), offset(day * DAY + DAY - 1)];
      days.set(day, first === last ? first : undefined);
    }
    return days.get(day) ?? offset(hour);
  };
  const shifted = new Map<number, number>();
  for (const { hour, count } of hours) {
    const at = hour + offsetOf(hour) - present;
    shifted.set(at, Math.max(shifted.get(at) ?? 0, count));
  }
  return [...shifted].map(([hour, count]) => ({ hour, count })).sort((a, b) => a.hour - b.hour);
}
