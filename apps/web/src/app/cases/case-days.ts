import type { Locale } from '@kontuar/contract';

export interface CaseTerm { receivedOn: string; dueOn: string | null; timeZone: string }
export interface CaseDays { day: number; of: number; left: number }

const zones = new Map<string, Intl.DateTimeFormat>();

/** The day that the calendar shows there. */
export function dayIn(timeZone: string, at: Date): string {
  let format = zones.get(timeZone);
  if (format === undefined) zones.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })));
  return format.format(at);
}

const between = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** "Day 11 of 14", "3 days left", on the clock of the workspace, wherever the screen stands. Null: there is no term. */
export function caseDays({ receivedOn, dueOn, timeZone }: CaseTerm, now: Date): CaseDays | null {
  if (dueOn === null) return null;
  const today = dayIn(timeZone, now);
  return { day: Math.max(0, between(receivedOn, today)), of: between(receivedOn, dueOn), left: between(today, dueOn) };
}

/** A day is no moment: the same date on every clock. */
export function dayWords(locale: Locale, day: string, style: 'short' | 'weekday' | 'long' = 'short'): string {
  const options: Intl.DateTimeFormatOptions = style === 'long' ? { weekday: 'long', day: 'numeric', month: 'long' } : style === 'weekday' ? { weekday: 'short', day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short' };
  const year = day.slice(0, 4) === String(new Date().getFullYear()) ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { ...options, ...year, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}
