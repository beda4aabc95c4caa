import { momentOf, wallTime, weekdayOf } from '../time-zones/wall-clock';

const MONDAY = 1;
const HOUR = 9;

/** The next Monday at nine on the clock of the house, after that moment. */
export function nextReview(after: Date, timeZone: string): Date {
  const wall = wallTime(after, timeZone);
  const ahead = (MONDAY - weekdayOf(wall) + 7) % 7;
  const soonest = momentOf({ ...wall, day: wall.day + ahead, hour: HOUR, minute: 0 }, timeZone);
  return soonest > after ? soonest : momentOf({ ...wall, day: wall.day + ahead + 7, hour: HOUR, minute: 0 }, timeZone);
}
