import { REPORT_DAYS, REPORT_HOURS_DAYS, type ReportGroup } from '@kontuar/contract';
import { invalid } from '../errors';
import { isTimeZone, momentOf } from '../time-zones/wall-clock';

/** A stretch of days on the clock of one place, both ends included. */
export interface Days { from: string; to: string; zone: string }
/** Where spans begin, and where the last one ends; a key for each. */
export interface Spans { bounds: Date[]; keys: string[] }

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Days are counted where there are no clocks to be changed. */
const asNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const asDay = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** @throws DomainError 'bad-time-zone', 'bad-range', 'range-too-long' */
export function readDays({ from, to, zone }: Days, by: ReportGroup): Days {
  if (!isTimeZone(zone)) throw invalid('bad-time-zone', `There is no time zone “${zone}”. Name one as in “Europe/Warsaw”.`);
  if (asNumber(from) > asNumber(to)) throw invalid('bad-range', 'The last day is before the first.');
  if (from < '2000-01-01' || to > '2100-01-01') throw invalid('bad-range', 'Name days of this century.');
  const most = by === 'hour' ? REPORT_HOURS_DAYS : REPORT_DAYS;
  if (lengthOf({ from, to, zone }) > most) throw invalid('range-too-long', `That is longer than ${most} days.`, { days: most });
  return { from, to, zone };
}

export const lengthOf = ({ from, to }: Days): number => asNumber(to) - asNumber(from) + 1;

/** What it is compared with: as many days right before, or the same days a year before. */
export function comparedDays(days: Days, how: 'previous' | 'year'): Days {
  if (how === 'previous') return { ...days, from: asDay(asNumber(days.from) - lengthOf(days)), to: asDay(asNumber(days.from) - 1) };
  // 52 weeks: weekdays stand beside their like.
  return { ...days, from: asDay(asNumber(days.from) - 364), to: asDay(asNumber(days.to) - 364) };
}

/** When a day begins there: not always 24 hours after the one before, and not always at midnight. */
export function dayBegins(day: string, zone: string): Date {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return momentOf({ year, month, day: date, hour: 0, minute: 0 }, zone);
}

export const momentsOf = (days: Days): { from: Date; to: Date } => ({ from: dayBegins(days.from, days.zone), to: dayBegins(asDay(asNumber(days.to) + 1), days.zone) });

/** Hours are real ones, counted from the beginning of each day: the hour that autumn has twice is two. */
export function spansOf(days: Days, by: ReportGroup): Spans {
  const { from, to } = momentsOf(days);
  const keys: string[] = [];
  const bounds: Date[] = [];
  for (let day = asNumber(days.from); day <= asNumber(days.to); day += 1) {
    const key = keyOf(asDay(day), by);
    if (by === 'hour') {
      const end = dayBegins(asDay(day + 1), days.zone).getTime();
      for (let at = dayBegins(asDay(day), days.zone).getTime(); at < end; at += HOUR_MS) {
        bounds.push(new Date(at));
        keys.push(new Date(at).toISOString());
      }
    } else if (keys.at(-1) !== key) {
      keys.push(key);
      bounds.push(keys.length === 1 ? from : dayBegins(asDay(day), days.zone));
    }
  }
  return { bounds: [...bounds, to], keys };
}

/** The day, the Monday of its week, or the first of its month; one for all where nothing is put apart by time. */
function keyOf(day: string, by: ReportGroup): string {
  if (by === 'day') return day;
  if (by === 'week') return asDay(asNumber(day) - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  if (by === 'month') return `${day.slice(0, 7)}-01`;
  return 'all';
}
