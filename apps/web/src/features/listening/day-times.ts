import type { ListeningDay, Locale } from '@kontuar/contract';
import { formatDay, formatLongDay, formatTime, formatWeekday } from '../../i18n';

type Span = ListeningDay['span'];

/** "13:00–14:00", "Mon, 12:00–18:00", "Monday 23 November"; of the one that goes on, where it ends is not said. */
export function barWords(locale: Locale, span: Span, since: Date, until: Date | undefined): string {
  if (span === 'month') return formatLongDay(locale, since);
  const times = `${formatTime(locale, since)}–${until === undefined ? '' : formatTime(locale, until)}`;
  return span === 'day' ? times : `${formatWeekday(locale, since)}, ${times}`;
}

/** Below the picture. */
export const tickWords = (locale: Locale, span: Span, since: Date): string => span === 'day' ? formatTime(locale, since) : span === 'week' ? formatWeekday(locale, since) : formatDay(locale, since, new Date());

/** Of a time in the address: the day is said where it is not today. */
export function timeWords(locale: Locale, since: Date, until: Date | undefined): string {
  const now = new Date();
  const isDays = since.getHours() === 0 && since.getMinutes() === 0 && (until ?? now).getTime() - since.getTime() > 20 * 3_600_000;
  const day = since.toDateString() === now.toDateString() ? '' : `${formatDay(locale, since, now)}, `;
  return isDays ? formatLongDay(locale, since) : `${day}${formatTime(locale, since)}–${until === undefined ? '' : formatTime(locale, until)}`;
}
