import type { Locale } from '@kontuar/contract';

/** Days as YYYY-MM-DD on the workspace's clock; counted where no clock is ever changed. */
export const ranges = ['day', 'week', 'weeks', 'quarter'] as const;
export type Range = (typeof ranges)[number];

const DAYS: Record<Range, number> = { day: 1, week: 7, weeks: 28, quarter: 91 };
const DAY_MS = 86_400_000;

const plus = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** What the calendar on the wall there says. */
export function todayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

export const daysOf = (range: Range, to: string): { from: string; to: string } => ({ from: plus(to, 1 - DAYS[range]), to });

/** A period earlier or later, never beyond today. */
export function stepped(range: Range, to: string, step: 1 | -1, today: string): string {
  const next = plus(to, step * DAYS[range]);
  return next > today ? today : next;
}

/** Into what a period is cut: a single day into hours, a quarter into weeks. */
export const cutOf = (range: Range): 'hour' | 'day' | 'week' => ({ day: 'hour', week: 'day', weeks: 'day', quarter: 'week' } as const)[range];

export const isRange = (value: unknown): value is Range => ranges.some((range) => range === value);

/** '27 Oct – 23 Nov 2026', '23 Nov 2026'. */
export function daysWords(locale: Locale, from: string, to: string): string {
  const dates = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return dates.formatRange(new Date(from), new Date(to));
}

/** As many days from a day on as a period has, as far as they have come. */
export const aroundDay = (range: Range, day: string, today: string): { from: string; to: string } => {
  const to = plus(day, DAYS[range] - 1);
  return { from: day, to: to > today ? today : to };
};
export const moved = (day: string, by: number, today: string): string => (plus(day, by) > today ? today : plus(day, by));
export const lengthOf = (from: string, to: string): number => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
