import { momentOf, wallTime } from '../time-zones/wall-clock';

/** A day as people name it, `2026-11-22`: no time, no zone. */
export type Day = string;

const DAY_MS = 86_400_000;
const asMs = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: Day, days: number): Day => new Date(asMs(day) + days * DAY_MS).toISOString().slice(0, 10);
export const daysBetween = (from: Day, to: Day): number => Math.round((asMs(to) - asMs(from)) / DAY_MS);
/** 0 is Sunday. */
export const weekday = (day: Day): number => new Date(asMs(day)).getUTCDay();

const two = (value: number): string => String(value).padStart(2, '0');
const written = (year: number, month: number, day: number): Day => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

/** The day that the calendar on a wall shows there at that moment. */
export function dayAt(at: Date, timeZone: string): Day {
  const { year, month, day } = wallTime(at, timeZone);
  return written(year, month, day);
}

/** The first moment of a day there: midnight, or what comes instead where the clock is moved at midnight. */
export function startOfDay(day: Day, timeZone: string): Date {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const at = momentOf({ year, month, day: date, hour: 0, minute: 0 }, timeZone);
  // Where the autumn moves the clock at midnight, the evening before comes again after it: the day has begun only when it stays.
  return dayAt(at, timeZone) === day ? at : momentOf({ year, month, day: date, hour: 1, minute: 0 }, timeZone);
}

/** When the clock on a wall there shows that full hour, also on a day on which it is moved. */
export function hourOfDay(day: Day, hour: number, timeZone: string): Date {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return momentOf({ year, month, day: date, hour, minute: 0 }, timeZone);
}

/** Easter Sunday of a year of the Gregorian calendar, counted as Gauss did, with the two exceptions of his rule. */
export function easter(year: number): Day {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const correction = (15 + century - Math.floor(century / 4) - Math.floor((13 + 8 * century) / 25)) % 30;
  const full = (19 * golden + correction) % 30;
  const moon = full === 29 || (full === 28 && golden > 10) ? full - 1 : full;
  // Days from 21 March to the full moon after the beginning of spring, then on to the Sunday after it.
  const paschal = addDays(written(year, 3, 21), moon);
  return addDays(paschal, 7 - weekday(paschal));
}

/** Dates of every year, and since when; the law on days off of 18 January 1951 with its changes. */
const fixed: readonly { on: string; since: number }[] = [
  { on: '01-01', since: 1951 }, { on: '01-06', since: 2011 }, { on: '05-01', since: 1951 }, { on: '05-03', since: 1990 }, { on: '08-15', since: 1951 },
  { on: '11-01', since: 1951 }, { on: '11-11', since: 1989 }, { on: '12-24', since: 2025 }, { on: '12-25', since: 1951 }, { on: '12-26', since: 1951 },
];
/** Easter, Easter Monday, Pentecost, Corpus Christi. */
const afterEaster = [0, 1, 49, 60];

const known = new Map<number, ReadonlySet<Day>>();

function polishDays(year: number): ReadonlySet<Day> {
  let days = known.get(year);
  if (days === undefined) {
    const sunday = easter(year);
    days = new Set([...fixed.filter(({ since }) => year >= since).map(({ on }) => `${String(year).padStart(4, '0')}-${on}`), ...afterEaster.map((later) => addDays(sunday, later))]);
    known.set(year, days);
  }
  return days;
}

/** Countries whose days off are known here. Sundays are off everywhere; what the workspace adds comes on top. */
const holidaysOf: Readonly<Record<string, (year: number) => ReadonlySet<Day>>> = { PL: polishDays };

/** Public holidays of a country in a year, in order; empty where we know none. */
export const holidays = (country: string, year: number): Day[] => [...(holidaysOf[country]?.(year) ?? [])].sort();

export interface DaysOff {
  country: string;
  /** Of the workspace's own. */
  own: ReadonlySet<Day>;
}

/** Sunday, a public holiday, or a day that the workspace named. */
export function isHoliday(day: Day, { country, own }: DaysOff): boolean {
  return weekday(day) === 0 || own.has(day) || holidaysOf[country]?.(Number(day.slice(0, 4))).has(day) === true;
}

/** Also Saturdays: a term that ends on one ends on the next working day (Civil Code, art. 115). */
export const isDayOff = (day: Day, off: DaysOff): boolean => weekday(day) === 6 || isHoliday(day, off);
