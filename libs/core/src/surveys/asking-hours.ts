import type { AskingHours } from '@kontuar/contract';
import { momentOf, wallTime, weekdayOf } from '../time-zones/wall-clock';

/** The first moment from `at` on in which a question may leave, on the customer's clock. */
export function nextAsking(at: Date, hours: AskingHours | null, timeZone: string): Date {
  if (hours === null) return at;
  const wall = wallTime(at, timeZone);
  const now = minutes(`${wall.hour}:${wall.minute}`);
  for (let days = 0; days <= 7; days += 1) {
    const day = { ...wall, day: wall.day + days };
    if (!hours.days.includes(weekdayOf(day))) continue;
    const [from, to] = [minutes(hours.from), minutes(hours.to)];
    if (days === 0 && now >= from && now < to) return at;
    if (days === 0 && now >= to) continue;
    return momentOf({ ...day, hour: Math.floor(from / 60), minute: from % 60 }, timeZone);
  }
  return at;
}

const minutes = (clock: string): number => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
};
