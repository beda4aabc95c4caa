import { addDays, dayAt, startOfDay } from '../legal-clock/calendar';
import { clockOf, type BusinessHours } from '../sla/clock';

const usualWeek = [1, 2, 3, 4, 5].map((day) => ({ day, from: '00:00', to: '00:00' }));
const MOST = 400;

/** The moment so many working days ago, at the same time of day: what has not moved since then has not moved for that long. Null hours: Monday to Friday there. */
export function workingDaysBefore(now: Date, days: number, hours: BusinessHours | null, timeZone: string): Date {
  const counted = hours ?? { timeZone, week: usualWeek, country: '', daysOff: [] };
  const clock = clockOf(counted);
  let day = dayAt(now, counted.timeZone);
  const since = now.getTime() - startOfDay(day, counted.timeZone).getTime();
  let left = days;
  for (let n = 0; left > 0 && n < MOST; n += 1) {
    const next = addDays(day, -1);
    // A day counts when somebody works in it: the one that ends where the later one begins.
    if (clock.elapsed(startOfDay(day, counted.timeZone), startOfDay(addDays(day, 1), counted.timeZone)) > 0) left -= 1;
    day = next;
  }
  return new Date(startOfDay(day, counted.timeZone).getTime() + since);
}
