import type { DutyState, NoticeChoices, NoticeKind, NoticeWay } from '@kontuar/contract';
import { spansAround, standsIn } from '../shifts/weekly';
import { momentOf, wallTime } from '../time-zones/wall-clock';

/** A way that reaches further than the open app, and has its own moment. */
export type OuterWay = Exclude<NoticeWay, 'app'>;

/** What of a member matters to the decision. */
export interface Recipient {
  memberId: string;
  active: boolean;
  choices: NoticeChoices;
  duty: { state: DutyState; until: Date | null };
  /** Whose clock their quiet hours and digests follow. */
  timeZone: string;
}

/** What happened, as far as the decision goes. */
export interface Occasion {
  kind: NoticeKind;
  /** Who did it: nobody is told of what they did themselves. */
  byMemberId: string | null;
  /** May the recipient read what it is about? */
  mayRead: boolean;
}

export interface Outing { way: OuterWay; dueAt: Date; held: boolean }
export interface Decision { app: boolean; outings: Outing[] }

/** Whoever looks at it in this time needs no push: read here is gone everywhere. */
export const GRACE_MS = 5000;
/** Where nobody knows when a quiet time ends, it is looked at again by then; its end by hand looks at once. */
const LOOK_AGAIN_MS = 6 * 3_600_000;

/**
 * Who is told, by which way, and when: the one rule for all kinds. Undefined: not at all. What may not be read is told by no way, not even as a count.
 */
export function decide(occasion: Occasion, recipient: Recipient, now: Date): Decision | undefined {
  if (!recipient.active || !occasion.mayRead || occasion.byMemberId === recipient.memberId) return undefined;
  const ways = new Set(recipient.choices.ways[occasion.kind]);
  if (ways.size === 0) return undefined;
  const outings = [...ways].filter((way) => way !== 'app').map((way): Outing => ({ way, ...momentFor(way, recipient, now) }));
  return { app: ways.has('app'), outings };
}

/** When a way may be used for what happens now. */
export function momentFor(way: OuterWay, recipient: Recipient, now: Date): { dueAt: Date; held: boolean } {
  const quiet = quietUntil(recipient, now);
  const soonest = quiet ?? new Date(now.getTime() + GRACE_MS);
  return way === 'digest' ? { dueAt: nextDigest(recipient, soonest), held: true } : { dueAt: soonest, held: quiet !== null };
}

/** Until when nobody is to be interrupted: paused by hand, quiet hours, or not at work; the end of one may lie in another. Null: not quiet. */
export function quietUntil({ choices, duty, timeZone }: Recipient, now: Date): Date | null {
  let at = now;
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const ends = [pauseEnd(choices, at), hoursEnd(choices, timeZone, at), offShiftEnd(choices, duty, at)].filter((end) => end !== null);
    if (ends.length === 0) break;
    at = new Date(Math.max(...ends.map((end) => end.getTime())));
  }
  return at > now ? at : null;
}

/** Whether somebody could see to something now, and when that changes by itself; null: it does not, as far as anybody knows. */
export interface Reach { there: boolean; until: Date | null }

/**
 * The one truth for all who pick a person: at work, and in no quiet time of their own. Whoever wants to be told off shift is told, but nothing waits for
 * them. For somebody who is not there `until` is always a moment to come: without a known end, the one at which it is looked at again.
 */
export function reachOf(recipient: Recipient, now: Date): Reach {
  const quiet = quietUntil({ ...recipient, choices: { ...recipient.choices, quietOffShift: true } }, now);
  return quiet === null ? { there: true, until: recipient.duty.until } : { there: false, until: quiet };
}

function pauseEnd({ pausedUntil }: NoticeChoices, at: Date): Date | null {
  const until = pausedUntil === null ? null : new Date(pausedUntil);
  return until !== null && until > at ? until : null;
}

function hoursEnd({ quiet }: NoticeChoices, timeZone: string, at: Date): Date | null {
  if (quiet === null) return null;
  const { inside, until } = standsIn(spansAround(quiet.days.map((day) => ({ day, from: quiet.from, to: quiet.to })), timeZone, at), at);
  return inside ? (until ?? new Date(at.getTime() + LOOK_AGAIN_MS)) : null;
}

function offShiftEnd({ quietOffShift }: NoticeChoices, duty: Recipient['duty'], at: Date): Date | null {
  if (!quietOffShift || duty.state === 'on') return null;
  if (duty.until === null) return new Date(at.getTime() + LOOK_AGAIN_MS);
  return duty.until > at ? duty.until : null;
}

/** The next full hour, or the chosen time of day, on the member's own clock. */
export function nextDigest({ choices: { digest }, timeZone }: Pick<Recipient, 'choices' | 'timeZone'>, after: Date): Date {
  const wall = wallTime(after, timeZone);
  if (digest.every === 'hour') return momentOf({ ...wall, hour: wall.hour + 1, minute: 0 }, timeZone);
  const [hour = 8, minute = 0] = digest.at.split(':').map(Number);
  const today = momentOf({ ...wall, hour, minute }, timeZone);
  return today > after ? today : momentOf({ ...wall, day: wall.day + 1, hour, minute }, timeZone);
}
