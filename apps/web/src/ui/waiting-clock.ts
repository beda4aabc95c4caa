import { formatSpan } from '../i18n/format';

export type ClockState = 'fresh' | 'due' | 'late' | 'theirs' | 'snoozed';

export interface ClockInput {
  /** Since when the customer waits for us; null: it is the customer's turn. */
  waitingSince: Date | null;
  /** Last word, for the customer's turn. */
  lastMessageAt: Date;
  snoozedUntil: Date | null;
  /** How long they may wait by promise; undefined: nothing was promised, so there is no fuse. */
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

/** Due: the last fifth of the promise or its last 15 minutes, whichever is shorter to the end. Late: shows by how much. */
export function readClock(input: ClockInput, now: Date): ClockReading {
  if (input.snoozedUntil !== null && input.snoozedUntil > now) return { state: 'snoozed', text: '', fuse: null };
  if (input.waitingSince === null) return { state: 'theirs', text: formatSpan(now.getTime() - input.lastMessageAt.getTime()), fuse: null };
  const waited = Math.max(0, now.getTime() - input.waitingSince.getTime());
  if (input.promiseMs === undefined) return { state: 'fresh', text: formatSpan(waited), fuse: null };
  const left = input.promiseMs - waited;
  if (left < 0) return { state: 'late', text: -left < minuteMs ? '0 m' : `+${formatSpan(-left)}`, fuse: 1 };
  const due = left <= Math.min(dueBeforeEndMs, input.promiseMs * 0.2);
  return { state: due ? 'due' : 'fresh', text: formatSpan(waited), fuse: waited / input.promiseMs };
}
