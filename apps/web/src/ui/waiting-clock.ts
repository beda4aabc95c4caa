import { formatSpan } from '../i18n/format';

export type ClockState = 'fresh' | 'due' | 'late' | 'theirs' | 'snoozed';

export interface ClockInput {
  /** Since when the customer waits for us; null: it is the customer's turn. */
  waitingSince: Date | null;
  /** Last word, for the customer's turn. */
  lastMessageAt: Date;
  snoozedUntil: Date | null;
  /** What was promised, and since when it counts. */
  due?: { at: Date; since: Date } | null;
  /** How long they usually wait, where nothing was promised; undefined: nobody knows, so there is no fuse. */
  promiseMs?: number;
}

export interface ClockReading {
  state: ClockState;
  /** '24 m', '+6 m', '0 m' within the first minute, late or not; for snoozed: empty, the time is written by the caller's locale. */
  text: string;
  /** Used up part of the promise, 0..1. */
  fuse: number | null;
}

const minuteMs = 60_000;
const dueBeforeEndMs = 15 * 60_000;

/** When it ends, and how long it is in all. Nobody who does not wait for us has a usual time. */
function promiseOf({ due, waitingSince, promiseMs }: ClockInput): { at: number; length: number } | undefined {
  if (due != null) return { at: due.at.getTime(), length: Math.max(minuteMs, due.at.getTime() - due.since.getTime()) };
  return waitingSince === null || promiseMs === undefined ? undefined : { at: waitingSince.getTime() + promiseMs, length: promiseMs };
}

/** Due: the last fifth of the promise or its last 15 minutes, whichever is shorter to the end. Late: shows by how much. */
export function readClock(input: ClockInput, now: Date): ClockReading {
  if (input.snoozedUntil !== null && input.snoozedUntil > now) return { state: 'snoozed', text: '', fuse: null };
  const promise = promiseOf(input);
  const left = promise === undefined ? Infinity : promise.at - now.getTime();
  const isLate = left < 0;
  const isDue = promise !== undefined && left <= Math.min(dueBeforeEndMs, promise.length * 0.2);
  const theirs = input.waitingSince === null;
  if (isLate) return { state: 'late', text: -left < minuteMs ? '0 m' : `+${formatSpan(-left)}`, fuse: 1 };
  const text = formatSpan(Math.max(0, now.getTime() - (input.waitingSince ?? input.lastMessageAt).getTime()));
  if (theirs && !isDue) return { state: 'theirs', text, fuse: null };
  return { state: isDue ? 'due' : 'fresh', text, fuse: promise === undefined ? null : Math.max(0, 1 - left / promise.length) };
}
