import type { DuePin } from '@kontuar/contract';

export interface PlacedPin { pin: DuePin; /** Percent of the line. */ x: number; lane: number; state: 'late' | 'due' | 'fresh'; ms: number }

/** Where 'now' stands, and the hour's end: left of now is what is late. */
export const NOW_AT = 24.5;
export const HOUR_AT = 94;
export const LANES = 3;
/** Half an hour before its end it is time to do something. */
const DUE_MS = 30 * 60_000;
const HOUR_MS = 60 * 60_000;
/** How much of the line one takes, in percent. */
const WIDTH = 19;

/** Each at the minute at which it breaks, in a lane where nothing stands over it; the last ones that find none are counted. What is late stands on the left, the newest of it. */
export function placePins(pins: readonly DuePin[], now: number): { placed: PlacedPin[]; hidden: number } {
  const placed: PlacedPin[] = [];
  const late = pins.filter(({ dueAt }) => Date.parse(dueAt) <= now);
  late.slice(-LANES).forEach((pin, lane) => placed.push({ pin, x: 0.9, lane, state: 'late', ms: now - Date.parse(pin.dueAt) }));
  const ends = Array.from({ length: LANES }, () => NOW_AT);
  let hidden = Math.max(0, late.length - LANES);
  for (const pin of pins.filter(({ dueAt }) => Date.parse(dueAt) > now).sort((a, b) => a.dueAt.localeCompare(b.dueAt))) {
    const ms = Date.parse(pin.dueAt) - now;
    const at = NOW_AT + (Math.min(ms, HOUR_MS) / HOUR_MS) * (HOUR_AT - NOW_AT);
    // At the right edge it leans back, so that it stays on the line.
    const x = Math.min(at, 100 - WIDTH + 3);
    const lane = ends.findIndex((end) => end <= x);
    if (lane < 0) {
      hidden += 1;
      continue;
    }
    ends[lane] = x + WIDTH;
    placed.push({ pin, x: Math.round(x * 10) / 10, lane, state: ms <= DUE_MS ? 'due' : 'fresh', ms });
  }
  return { placed, hidden };
}
