import type { WeeklyHours } from '@kontuar/contract';
import { momentOf, wallTime, weekdayOf } from '../time-zones/wall-clock';

export interface Span { from: Date; to: Date }

const DAY_MS = 86_400_000;

/**
 * The hours of a week as moments, from the day before `now` to nine days on, in order; what touches is one span. The clock of the time zone decides:
 * a night shift over the change to summer time is an hour shorter.
 */
export function spansAround(week: readonly WeeklyHours[], timeZone: string, now: Date): Span[] {
  const today = wallTime(now, timeZone);
  const spans: Span[] = [];
  for (let offset = -2; offset <= 9; offset += 1) {
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day) + offset * DAY_MS);
    const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    for (const hours of week) {
      if (hours.day !== weekdayOf(day)) continue;
      const [fromHour, fromMinute] = clock(hours.from);
      const [toHour, toMinute] = clock(hours.to);
      const overnight = toHour * 60 + toMinute <= fromHour * 60 + fromMinute;
      spans.push({
        from: momentOf({ ...day, hour: fromHour, minute: fromMinute }, timeZone),
        to: momentOf({ ...day, day: day.day + (overnight ? 1 : 0), hour: toHour, minute: toMinute }, timeZone),
      });
    }
  }
  return joined(spans);
}

function clock(time: string): [number, number] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return [hour, minute];
}

function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = all.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = new Date(Math.max(last.to.getTime(), span.to.getTime()));
    else all.push({ ...span });
  }
  return all;
}

/** Inside one: its end. Outside: the beginning of the next; null: there is none within nine days. */
export function standsIn(spans: readonly Span[], now: Date): { inside: boolean; until: Date | null } {
  const inside = spans.find((span) => span.from <= now && now < span.to);
  if (inside !== undefined) {
    // Without an end in sight (round the clock) nothing changes by itself.
    return { inside: true, until: inside === spans.at(-1) && inside.to.getTime() - now.getTime() > 7 * DAY_MS ? null : inside.to };
  }
  return { inside: false, until: spans.find((span) => span.from > now)?.from ?? null };
}
