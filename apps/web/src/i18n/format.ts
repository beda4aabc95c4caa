import type { Locale } from '@kontuar/contract';

const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.ListFormat>();

/** Making an Intl formatter costs more than using it a thousand times. */
function kept<F extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.ListFormat>(key: string, make: () => F): F {
  const known = formatters.get(key);
  if (known) return known as F;
  const made = make();
  formatters.set(key, made);
  return made;
}

/** English as written in Europe: day before month, a 24-hour clock. */
const tags = { en: 'en-GB', pl: 'pl-PL' } as const satisfies Record<Locale, string>;

function dates(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const tag = tags[locale];
  return kept(`d:${tag}:${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(tag, options));
}

export function formatNumber(locale: Locale, value: number, options: Intl.NumberFormatOptions = {}): string {
  return kept(`n:${locale}:${JSON.stringify(options)}`, () => new Intl.NumberFormat(tags[locale], options)).format(value);
}

/** '14:45' */
export function formatTime(locale: Locale, at: Date): string {
  return dates(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** '20 Nov', with the year only when it is not this one. */
export function formatDay(locale: Locale, at: Date, now: Date): string {
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return dates(locale, { day: 'numeric', month: 'short', ...year }).format(at);
}

/** 'Thursday 20 November' */
export function formatLongDay(locale: Locale, at: Date): string {
  return dates(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** 'Thu' */
export function formatWeekday(locale: Locale, at: Date): string {
  return dates(locale, { weekday: 'short' }).format(at);
}

/** 'November 2026' */
export function formatMonth(locale: Locale, at: Date): string {
  return dates(locale, { month: 'long', year: 'numeric' }).format(at);
}

/** Everything, for titles and tables: '20 Nov 2026, 14:45' */
export function formatMoment(locale: Locale, at: Date): string {
  return dates(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(at);
}

export function formatList(locale: Locale, items: readonly string[]): string {
  return kept(`l:${locale}`, () => new Intl.ListFormat(tags[locale], { type: 'conjunction' })).format(items);
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** 'now', '5 min ago', '2 h ago', 'yesterday', '3 days ago'; older than a week: the day itself. */
export function formatRelative(locale: Locale, at: Date, now: Date): string {
  const past = now.getTime() - at.getTime();
  const distance = Math.abs(past);
  if (distance >= 7 * day) return formatDay(locale, at, now);
  const relative = kept(`r:${locale}`, () => new Intl.RelativeTimeFormat(tags[locale], { numeric: 'auto', style: 'short' }));
  if (distance < minute) return relative.format(0, 'second');
  const [amount, unit] = distance < hour ? [past / minute, 'minute' as const] : distance < day ? [past / hour, 'hour' as const] : [past / day, 'day' as const];
  return relative.format(-Math.trunc(amount), unit);
}

/** Waiting time as lists show it: '24 m', '3 h 20 m', '2 d'. The units are the same words in both languages. */
export function formatSpan(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minute));
  if (minutes < 60) return `${minutes} m`;
  if (minutes < 24 * 60) return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
  return `${Math.floor(minutes / (24 * 60))} d`;
}

/** '84 kB', '1.2 MB' */
export function formatBytes(locale: Locale, bytes: number): string {
  const [value, unit] = bytes < 1000 ? [bytes, 'byte'] : bytes < 999_500 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return formatNumber(locale, value, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: unit === 'megabyte' ? 1 : 0 });
}
