import type { Locale } from '@kontuar/contract';
import { formatDay, formatLongDay, formatTime } from '../../i18n';

/** A time to come, as one says it: '17:00' today, 'Friday 21 November, 09:00', '5 Mar 2027, 09:00'. */
export function momentWords(locale: Locale, at: Date, now: Date): string {
  const time = formatTime(locale, at);
  if (at.toDateString() === now.toDateString()) return time;
  return `${at.getFullYear() === now.getFullYear() ? formatLongDay(locale, at) : formatDay(locale, at, now)}, ${time}`;
}
