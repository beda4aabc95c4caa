import type { Moment, SpanUnit } from './filter-words';

const unitMs: Record<SpanUnit, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };

/** What a moment means at `now`. The server and the screen ask the same function, so that a row never belongs here and not there. */
export function momentAt(moment: Moment, now: Date, timeZone: string): Date {
  if ('at' in moment) return new Date(moment.at);
  if ('ago' in moment) return new Date(now.getTime() - moment.ago * unitMs[moment.unit]);
  if ('ahead' in moment) return new Date(now.getTime() + moment.ahead * unitMs[moment.unit]);
  return startOf(moment.start, moment.back, now, timeZone);
}

function startOf(unit: 'day' | 'week' | 'month', back: number, now: Date, timeZone: string): Date {
  const local = new Date(now.getTime() + offsetMs(now, timeZone));
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const sinceMonday = (local.getUTCDay() + 6) % 7;
  const midnight = unit === 'month' ? Date.UTC(year, month - back, 1) : Date.UTC(year, month, day - (unit === 'week' ? sinceMonday + 7 * back : back));
  // The clock may have been changed between now and then.
  const guess = new Date(midnight - offsetMs(new Date(midnight), timeZone));
  return new Date(midnight - offsetMs(guess, timeZone));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a time zone are ahead of UTC at that moment. */
function offsetMs(at: Date, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second']);
  return local - Math.floor(at.getTime() / 1000) * 1000;
}
