import type { OutreachQuiet } from '@kontuar/contract';
import { holidays } from '../legal-clock/calendar';
import { momentOf, wallTime, weekdayOf, type WallTime } from '../time-zones/wall-clock';

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
const dayName = ({ year, month, day }: WallTime): string => `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
/** Nobody sets more days off in a row. */
const MAX_DAYS = 20;

/** When a message may leave at the earliest: at once, or when quiet ends on that clock. Days off of the country count where the house says so. */
export function allowedFrom(at: Date, quiet: OutreachQuiet, timeZone: string, country: string): Date {
  const now = wallTime(at, timeZone);
  const from = quiet.from === null ? null : minutes(quiet.from);
  const until = quiet.until === null ? null : minutes(quiet.until);
  for (let ahead = 0; ahead <= MAX_DAYS; ahead += 1) {
    const begin = momentOf({ ...now, day: now.day + ahead, hour: 0, minute: 0 }, timeZone);
    const day = wallTime(begin, timeZone);
    if (quiet.days.includes(weekdayOf(day)) || (quiet.holidays && holidays(country, day.year).includes(dayName(day) as never))) continue;
    const earliest = ahead === 0 ? now.hour * 60 + now.minute : 0;
    const free = firstFree(earliest, from, until);
    if (free === undefined) continue;
    if (ahead === 0 && free === earliest) return at;
    const begins = momentOf({ ...day, hour: Math.floor(free / 60), minute: free % 60 }, timeZone);
    const shown = wallTime(begins, timeZone);
    // Where the clock leaves that minute out in spring, the next one that it shows may be quiet again.
    if (begins >= at && firstFree(shown.hour * 60 + shown.minute, from, until) === shown.hour * 60 + shown.minute) return begins;
  }
  return new Date(at.getTime() + MAX_DAYS * 86_400_000);
}

/** The first minute of the day, not before `earliest`, that is outside of the quiet hours; they may go over midnight. */
function firstFree(earliest: number, from: number | null, until: number | null): number | undefined {
  if (from === null || until === null) return earliest;
  if (from < until) return earliest >= from && earliest < until ? until : earliest;
  // Over midnight: free is what lies between their end and their beginning.
  if (earliest < until) return until;
  return earliest < from ? earliest : undefined;
}
