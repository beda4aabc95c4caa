import { HOUR_MS, type Baseline } from './baseline';

export type Severity = 'notable' | 'high' | 'critical';
/** What came in the last minutes. */
export interface Seen { windowMinutes: number; count: number }
export interface Rise { windowMinutes: number; count: number; usual: number; times: number; severity: Severity }

export const windows = [5, 15] as const;
/** How far from usual, in how much it strays; each channel's own moves with what people say of its alerts. */
export const USUAL_THRESHOLD = 6;
const LEAST: Readonly<Record<number, number>> = { 5: 8, 15: 10 };
const TIMES = 2.5;

/** What would be usual in a window that ends now: by the hour or the two that it lies in. */
export function usualIn(baseline: Baseline, nowMs: number, windowMinutes: number): { level: number; spread: number } {
  const hour = Math.floor(nowMs / HOUR_MS);
  const into = (nowMs - hour * HOUR_MS) / 60_000;
  const inThis = Math.min(windowMinutes, into);
  const [here, before] = [baseline.usual(hour), baseline.usual(hour - 1)];
  const level = (here.level * inThis + before.level * (windowMinutes - inThis)) / 60;
  const stray = (Math.max(here.spread, before.spread) * windowMinutes) / 60;
  // Chance within the window, and what the hour strays as a whole.
  return { level, spread: Math.sqrt(Math.max(level, 0.5) + stray * stray) };
}

/** Undefined: nothing is unusual, or not enough is known yet to say so. */
export function riseOf(baseline: Baseline, nowMs: number, seen: readonly Seen[], threshold = USUAL_THRESHOLD): Rise | undefined {
  if (baseline.hoursKnown < 24) return undefined;
  for (const { windowMinutes, count } of seen) {
    const { level, spread } = usualIn(baseline, nowMs, windowMinutes);
    if (count < (LEAST[windowMinutes] ?? 10) || count < level * TIMES || count < level + threshold * spread) continue;
    const times = count / Math.max(level, 0.5);
    return { windowMinutes, count, usual: level, times, severity: times >= 12 ? 'critical' : times >= 5 ? 'high' : 'notable' };
  }
  return undefined;
}

/** Back to what is usual, with a margin, so that an alert does not flicker. */
export function isCalm(baseline: Baseline, nowMs: number, { windowMinutes, count }: Seen): boolean {
  const { level, spread } = usualIn(baseline, nowMs, windowMinutes);
  return count <= level + 2 * spread;
}

/** After somebody said whether an alert was worth it: a wrong one makes the channel less easily alarmed, by more than a right one makes it more so. */
const bounded = (threshold: number): number => Math.min(14, Math.max(4, threshold));
const stepOf = (useful: boolean | null): number => (useful === null ? 0 : useful ? -0.25 : 1);
/** `before`: what was said of the same alert until now, which counts no more; null: nothing. */
export const tuned = (threshold: number, useful: boolean | null, before: boolean | null = null): number => bounded(threshold - stepOf(before) + stepOf(useful));
