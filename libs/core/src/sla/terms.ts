import type { SlaEscalation, SlaPause, SlaPolicy } from '@kontuar/contract';
import { clockOf, type BusinessHours } from './clock';
import type { FoundPromise, Stretch } from './thread-fold';

/** What was promised, kept with the promise: a policy that is changed later changes nothing that is over. */
export interface Terms {
  policyId: string; name: string; minutes: number;
  hours: (BusinessHours & { name: string }) | null;
  pauses: readonly SlaPause[];
  warnings: SlaPolicy['warnings']; escalations: readonly SlaEscalation[];
}

/** Something to do when so much of the time is used. */
export interface Point { key: string; at: number; do: { kind: 'warn'; to: 'owner' | 'supervisors' } | { kind: 'break' } | { kind: 'escalate'; escalation: SlaEscalation } }

/** How a promise stands. */
export interface Measured {
  usedMs: number; runningSince: Date | null; paused: SlaPause | null;
  /** When it breaks if nothing changes, or broke; null while it stands unbroken. */
  dueAt: Date | null; brokenAt: Date | null;
  outcome: 'kept' | 'late' | 'dropped' | null;
  /** Those whose moment has come, and the next moment. */
  reached: Point[]; next: Date | null;
}

const MINUTE = 60_000;

/** In the order in which they come. A warning that would come before the promise was given is none. */
export function pointsOf({ minutes, warnings, escalations }: Pick<Terms, 'minutes' | 'warnings' | 'escalations'>): Point[] {
  const points: Point[] = [
    ...warnings.filter(({ before }) => before < minutes).map(({ before, to }): Point => ({ key: `warn:${before}:${to}`, at: (minutes - before) * MINUTE, do: { kind: 'warn', to } })),
    { key: 'broken', at: minutes * MINUTE, do: { kind: 'break' } },
    ...escalations.map((escalation): Point => ({ key: `escalate:${escalation.after}:${what(escalation)}`, at: (minutes + escalation.after) * MINUTE, do: { kind: 'escalate', escalation } })),
  ];
  return points.sort((a, b) => a.at - b.at);
}

const what = (escalation: SlaEscalation): string => (escalation.act === 'notify' ? `notify:${escalation.to}` : escalation.act === 'priority' ? `priority:${escalation.priority}` : `assign:${escalation.teamId ?? 'queue'}`);

/** Why the clock stands in a stretch under these terms; null where it runs. */
function whyStands({ standing, theirs }: Pick<Stretch, 'standing' | 'theirs'>, pauses: readonly SlaPause[]): SlaPause | 'resolved' | null {
  if (standing === 'resolved' || (standing !== null && pauses.includes(standing))) return standing;
  return theirs && pauses.includes('customer') ? 'customer' : null;
}

/** Holds a promise against its terms: how much of its time is used, whether it broke, and what is to be told. Pure. */
export function measure(promise: FoundPromise, terms: Terms, now: Date): Measured {
  const clock = clockOf(terms.hours);
  const target = terms.minutes * MINUTE;
  const points = pointsOf(terms);
  const end = promise.endedAt ?? now;
  let used = 0;
  let brokenAt: Date | null = null;
  let lastRun: { from: Date; used: number; open: boolean } | undefined;
  for (const [index, stretch] of promise.stretches.entries()) {
    const { from } = stretch;
    const to = promise.stretches[index + 1]?.from ?? end;
    if (whyStands(stretch, terms.pauses) !== null) continue;
    const open = promise.endedAt === null && index === promise.stretches.length - 1;
    lastRun = { from, used, open };
    if (brokenAt === null) {
      const breaks = clock.add(from, target - used);
      // Answered in the very moment it is due, it is kept.
      if (breaks !== null && (open ? breaks <= now : breaks < to)) brokenAt = breaks;
    }
    used += clock.elapsed(from, to);
  }
  const last = promise.stretches.at(-1);
  const running = lastRun?.open === true ? lastRun : undefined;
  const momentOf = (at: number): Date | null => (running === undefined ? null : clock.add(running.from, at - running.used));
  const why = promise.endedAt === null && last !== undefined ? whyStands(last, terms.pauses) : null;
  const paused = why === 'resolved' ? null : why;
  const reached = promise.endedAt !== null ? [] : points.filter(({ at }) => {
    if (running === undefined) return at <= used;
    const moment = momentOf(at);
    return moment !== null && moment <= now;
  });
  const moments = promise.endedAt !== null || running === undefined ? [] : points.slice(reached.length).map(({ at }) => momentOf(at)).filter((at) => at !== null);
  const dueAt = brokenAt ?? (running === undefined ? lastDue(promise, lastRun, (from, ms) => clock.add(from, ms), target) : momentOf(target));
  return {
    usedMs: running?.used ?? used, runningSince: running?.from ?? null, paused, dueAt, brokenAt,
    outcome: promise.endedAt === null ? null : promise.metAt === null ? 'dropped' : brokenAt === null ? 'kept' : 'late',
    reached, next: moments[0] ?? null,
  };
}

/** Of what is over: when it would have been due, had it gone on. */
function lastDue(promise: FoundPromise, run: { from: Date; used: number } | undefined, add: (from: Date, ms: number) => Date | null, target: number): Date | null {
  return promise.endedAt === null || run === undefined ? null : add(run.from, target - run.used);
}
