import type { Locale } from './state';
import type { MoreWords } from './more.en';
import type { BaseWords } from './words.en';

/** Only the visitor's language travels. */
export const loadWords: Record<Locale, () => Promise<BaseWords>> = {
  en: async () => (await import('./words.en')).en,
  pl: async () => (await import('./words.pl')).pl,
};

/** And of what few visitors open, only when they do. */
export const loadMoreWords: Record<Locale, () => Promise<MoreWords>> = {
  en: async () => (await import('./more.en')).more,
  pl: async () => (await import('./more.pl')).more,
};

/** "3 minutes", "2 godz."; plurals come from Intl. */
export function duration(seconds: number, locale: Locale, style: 'long' | 'short' = 'long'): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [value, unit] = minutes < 90 ? [minutes, 'minute'] as const : minutes < 48 * 60 ? [Math.round(minutes / 60), 'hour'] as const : [Math.round(minutes / 1440), 'day'] as const;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: style }).format(value);
}

export function clock(at: string, locale: Locale): string {
  return new Date(at).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit', hour12: false });
}

/** "8:00" today, "Mon 8:00" on another day. */
export function clockOrDay(at: string, locale: Locale, now = new Date()): string {
  const date = new Date(at);
  return date.toDateString() === now.toDateString() ? clock(at, locale) : `${date.toLocaleDateString(locale, { weekday: 'short' })} ${clock(at, locale)}`;
}

export function dayName(at: string, locale: Locale, w: Pick<BaseWords, 'today' | 'yesterday'>, now = new Date()): string {
  const date = new Date(at);
  const days = Math.round((new Date(now.toDateString()).getTime() - new Date(date.toDateString()).getTime()) / 86_400_000);
  if (days === 0) return w.today;
  if (days === 1) return w.yesterday;
  return date.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long' });
}

export function fileSize(bytes: number, locale: Locale): string {
  const mega = bytes >= 1_000_000;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: mega ? 'megabyte' : 'kilobyte', unitDisplay: 'short', maximumFractionDigits: mega ? 1 : 0 }).format(Math.max(1, bytes / (mega ? 1_000_000 : 1000)));
}

type Saying = Pick<BaseWords, 'closedUntil' | 'closedNow' | 'until' | 'person' | 'usual'>;
type Opening = { open: boolean; usualAnswerSeconds: number | null; changesAt: string | null };

/** "today until 20:00", "We answer from 8:00"; null while it is open with no end in sight. */
export function openUntil(config: Opening, locale: Locale, w: Saying, now = new Date()): string | null {
  if (!config.open) return config.changesAt ? w.closedUntil(clockOrDay(config.changesAt, locale, now)) : w.closedNow;
  return config.changesAt && new Date(config.changesAt).toDateString() === now.toDateString() ? w.until(clock(config.changesAt, locale)) : null;
}

/** The first line under the greeting: the usual wait and until when, or when we open. */
export function promise(config: Opening, locale: Locale, w: Saying, now = new Date()): string {
  const until = openUntil(config, locale, w, now);
  if (!config.open) return `${until}.`;
  const usual = config.usualAnswerSeconds === null ? w.person : w.usual(duration(config.usualAnswerSeconds, locale));
  return `${[usual, until].filter(Boolean).join(', ')}.`;
}
