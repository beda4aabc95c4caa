import type { WeeklyHours } from '@kontuar/contract';
import { addDays, dayAt, holidays, weekday, type Day } from '../legal-clock/calendar';
import { momentOf } from '../time-zones/wall-clock';

/** When a house works. What is not in the week, and every day off, does not count. */
export interface BusinessHours {
  timeZone: string;
  week: readonly WeeklyHours[];
  /** Whose public holidays are days off; empty: none. */
  country: string;
  daysOff: readonly { on: Day }[];
}

interface Span { from: number; to: number }

/** Longer than any promise: who works an hour a week keeps one of a year in 168 of them. Beyond, nobody waits for a moment that never comes. */
const HORIZON_DAYS = 366 * 30;
/** Days whose hours are kept in mind, per calendar. */
const REMEMBERED = 4000;

/**
 * Counts time as a house counts it. Pure: hours in, moments out. `elapsed` is how much of the time between two moments counts, `add` the first moment by which
 * so much of it has passed: one is the other's inverse, and both go through changes of the clock, nights and days off without losing or inventing a minute.
 */
export class Clock {
  private readonly known = new Map<Day, readonly Span[]>();
  private readonly off: ReadonlySet<Day>;
  private readonly byWeekday: readonly (readonly WeeklyHours[])[];

  /** Null: round the clock. */
  constructor(private readonly hours: BusinessHours | null) {
    this.off = new Set(hours?.daysOff.map(({ on }) => on));
    this.byWeekday = [0, 1, 2, 3, 4, 5, 6].map((day) => (hours?.week ?? []).filter((span) => span.day === day).sort((a, b) => a.from.localeCompare(b.from)));
  }

  elapsed(from: Date, to: Date): number {
    const [start, end] = [from.getTime(), to.getTime()];
    if (this.hours === null || end <= start) return Math.max(0, end - start);
    let sum = 0;
    for (const span of this.from(start)) {
      if (span.from >= end) break;
      sum += Math.min(span.to, end) - span.from;
    }
    return sum;
  }

  /** Null: it never comes, because nobody works there. */
  add(from: Date, ms: number): Date | null {
    if (this.hours === null || ms <= 0) return new Date(from.getTime() + Math.max(0, ms));
    let left = ms;
    for (const span of this.from(from.getTime())) {
      const length = span.to - span.from;
      if (length >= left) return new Date(span.from + left);
      left -= length;
    }
    return null;
  }

  /** Whether this moment counts, and until when that stays so. */
  counts(at: Date): boolean {
    return this.hours === null || this.elapsed(at, new Date(at.getTime() + 1)) > 0;
  }

  /** What counts from this moment on, in order and without overlap. */
  private *from(start: number): Generator<Span> {
    const { hours } = this;
    if (hours === null || hours.week.length === 0) return;
    let cursor = start;
    // A night shift that began the day before still runs.
    let day = addDays(dayAt(new Date(start), hours.timeZone), -1);
    for (let n = 0; n < HORIZON_DAYS; n += 1, day = addDays(day, 1)) {
      for (const span of this.spansOf(day)) {
        const begin = Math.max(span.from, cursor);
        if (span.to <= begin) continue;
        yield { from: begin, to: span.to };
        cursor = span.to;
      }
    }
  }

  private spansOf(day: Day): readonly Span[] {
    let spans = this.known.get(day);
    if (spans === undefined) {
      if (this.known.size >= REMEMBERED) this.known.clear();
      this.known.set(day, (spans = this.read(day)));
    }
    return spans;
  }

  private read(day: Day): readonly Span[] {
    const { hours } = this;
    const written = this.byWeekday[weekday(day)] ?? [];
    if (hours === null || written.length === 0 || this.off.has(day) || isPublicHoliday(day, hours.country)) return [];
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    return written.map(({ from, to }) => {
      const [begin, end] = [minutes(from), minutes(to)];
      const at = (minute: number, later: number) => momentOf({ year, month, day: date + later, hour: Math.floor(minute / 60), minute: minute % 60 }, hours.timeZone).getTime();
      return { from: at(begin, 0), to: at(end, end <= begin ? 1 : 0) };
    });
  }
}

const minutes = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};

const known = new Map<string, ReadonlySet<Day>>();
function isPublicHoliday(day: Day, country: string): boolean {
  if (country === '') return false;
  const key = `${country} ${day.slice(0, 4)}`;
  let days = known.get(key);
  if (days === undefined) known.set(key, (days = new Set(holidays(country, Number(day.slice(0, 4))))));
  return days.has(day);
}

const clocks = new Map<string, Clock>();
/** One clock for all who count by the same hours: what it has read of the calendar is not read again. */
export function clockOf(hours: BusinessHours | null): Clock {
  const key = JSON.stringify(hours === null ? null : [hours.timeZone, hours.week, hours.country, hours.daysOff.map(({ on }) => on)]);
  let clock = clocks.get(key);
  if (clock === undefined) {
    if (clocks.size >= 200) clocks.clear();
    clocks.set(key, (clock = new Clock(hours)));
  }
  return clock;
}
