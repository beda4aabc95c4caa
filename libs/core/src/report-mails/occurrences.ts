import { addDays, type Day } from '../legal-clock/calendar';
import { momentOf, wallTime } from '../time-zones/wall-clock';

/** When something comes again, on the clock of a place. */
export interface Rhythm { every: 'day' | 'week' | 'month'; /** 1 is Monday. */ weekday: number; monthDay: number; /** 'HH:MM' */ at: string; timeZone: string }

const MOST_DAYS = 63;
const dayOf = (at: Date, timeZone: string): Day => {
  const { year, month, day } = wallTime(at, timeZone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
};
const isoWeekday = (day: Day): number => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
const lastOfMonth = (day: Day): number => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

function falls({ every, weekday, monthDay }: Rhythm, day: Day): boolean {
  if (every === 'day') return true;
  if (every === 'week') return isoWeekday(day) === weekday;
  return Number(day.slice(8)) === Math.min(monthDay, lastOfMonth(day));
}

function momentOn({ at, timeZone }: Rhythm, day: Day): Date {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return momentOf({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8)), hour, minute }, timeZone);
}

/** The first one later than that. One for each day there: a time that spring leaves out comes as much later, one that autumn has twice comes at the first. */
export function nextOccurrence(rhythm: Rhythm, after: Date): Date {
  let day = dayOf(after, rhythm.timeZone);
  for (let n = 0; n <= MOST_DAYS; n += 1, day = addDays(day, 1)) {
    const moment = momentOn(rhythm, day);
    if (falls(rhythm, day) && moment > after) return moment;
  }
  throw new Error('a rhythm that never comes again');
}

/** The last one that has come: of those that nobody was there to send, only this is still worth reading. */
export function lastOccurrence(rhythm: Rhythm, from: Date, now: Date): Date {
  let last = from;
  for (let next = nextOccurrence(rhythm, last); next <= now; next = nextOccurrence(rhythm, last)) last = next;
  return last;
}

/** Which days it tells of: the day, the seven days or the month before. */
export function daysTold({ every, timeZone }: Rhythm, due: Date): { from: Day; to: Day } {
  const yesterday = addDays(dayOf(due, timeZone), -1);
  if (every === 'day') return { from: yesterday, to: yesterday };
  if (every === 'week') return { from: addDays(yesterday, -6), to: yesterday };
  const firstOfThis = `${dayOf(due, timeZone).slice(0, 7)}-01`;
  const to = addDays(firstOfThis, -1);
  return { from: `${to.slice(0, 7)}-01`, to };
}
