import type { ListeningSpan } from '@kontuar/contract';
import { HOUR_MS } from '../spikes/baseline';
import { momentOf, wallTime } from '../time-zones/wall-clock';

/** How many bars, and how many hours each; those of more than one begin with the clock of the house. */
const shapes: Readonly<Record<ListeningSpan, { bars: number; hours: number }>> = { day: { bars: 24, hours: 1 }, week: { bars: 28, hours: 6 }, month: { bars: 28, hours: 24 } };

/** When each bar of the picture begins, the oldest first; the last one goes on. On the days when clocks change one is an hour longer or shorter, as that day is. */
export function barsOf(span: ListeningSpan, now: Date, timeZone: string): Date[] {
  const { bars, hours } = shapes[span];
  if (hours === 1) return Array.from({ length: bars }, (_, at) => new Date((Math.floor(now.getTime() / HOUR_MS) - (bars - 1 - at)) * HOUR_MS));
  const { year, month, day, hour } = wallTime(now, timeZone);
  const running = Math.floor(hour / hours) * hours;
  return Array.from({ length: bars }, (_, at) => momentOf({ year, month, day, hour: running - (bars - 1 - at) * hours, minute: 0 }, timeZone));
}
