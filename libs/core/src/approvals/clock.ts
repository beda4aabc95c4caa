import type { Tx } from '@kontuar/platform';
import type { Reach } from '../notices/decide';
import { findReach } from '../notices/reach';
import type { RuleRow } from './rule';

/** For whom it waits while it stands still: one of those asked, or, their time being over, one of the next. */
export type ClockWaits = 'asked' | 'next' | null;
export interface Clock { dueAt: Date | null; waits: ClockWaits }
/** Somebody who may be asked next, and how long those before them have had by then. */
export interface NextPerson { memberId: string; afterMinutes: number; index: number; reach: Reach }
export interface Waiting { asked: readonly Reach[]; next: readonly NextPerson[] }

const nowhere: Clock = { dueAt: null, waits: null };

/**
 * It runs while somebody who was asked is at work, and no further than until the last of them goes home. While none of them is there it does not run: the
 * next person who is there is asked at once, and where nobody is, whoever comes first.
 */
export function clockFrom({ asked, next }: Waiting, now: Date): Clock {
  const [first] = next;
  if (first === undefined) return nowhere;
  const there = asked.filter((each) => each.there);
  if (there.length === 0) return { dueAt: next.some(({ reach }) => reach.there) ? now : soonest([...asked, ...next.map(({ reach }) => reach)], now), waits: 'asked' };
  const ends = now.getTime() + first.afterMinutes * 60_000;
  const leave = Math.max(...there.map(({ until }) => until?.getTime() ?? Infinity));
  return { dueAt: new Date(Math.min(ends, leave)), waits: null };
}

/** What to do when it has come to its time, or somebody came or went: ask that person, or wait on. */
export function atItsTime({ asked, next }: Waiting, waits: ClockWaits, now: Date): { ask: NextPerson } | { clock: Clock } {
  const present = asked.some(({ there }) => there);
  // Only now is one of those asked there to look: theirs is the time that begins.
  if (waits === 'asked' && present) return { clock: clockFrom({ asked, next }, now) };
  const ask = next.find(({ reach }) => reach.there);
  if (ask !== undefined) return { ask };
  if (next.length === 0) return { clock: nowhere };
  return { clock: { dueAt: soonest([...next.map(({ reach }) => reach), ...(present ? [] : asked)], now), waits: present ? 'next' : 'asked' } };
}

function soonest(away: readonly Reach[], now: Date): Date {
  // Never in a circle, whatever a clock says.
  return new Date(Math.max(now.getTime() + 1000, Math.min(...away.map(({ until }) => until?.getTime() ?? now.getTime() + 3_600_000))));
}

/** How it stands with those who were asked and those who may be asked next. `able` in the order of the rule. */
export async function findWaiting(tx: Tx, askedIds: readonly string[], fallbacks: RuleRow['fallbacks'], able: readonly string[], now: Date): Promise<Waiting> {
  const reach = await findReach(tx, [...new Set([...askedIds, ...able])], now);
  const seen = new Set(askedIds);
  return {
    asked: askedIds.flatMap((id) => reach.get(id) ?? []),
    next: fallbacks.flatMap(({ memberId, afterMinutes }, index): NextPerson[] => {
      const known = reach.get(memberId);
      if (known === undefined || seen.has(memberId) || !able.includes(memberId)) return [];
      seen.add(memberId);
      return [{ memberId, afterMinutes, index, reach: known }];
    }),
  };
}

/** Somebody came to work, went home, or began or ended a quiet time: what stands still is looked at again; what only waited for them stands still now. */
export async function lookAtClocks(tx: Tx, memberId: string): Promise<void> {
  await tx.execute(
    `UPDATE planned_answers p SET due_at = now(), approval_waits = coalesce(p.approval_waits, 'asked') FROM (
       SELECT id FROM planned_answers w WHERE w.state = 'awaiting' AND (w.approval_waits IS NOT NULL OR (
         w.due_at IS NOT NULL AND $1 = ANY(w.asked_ids) AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.id = ANY(w.asked_ids) AND m.active AND m.duty = 'on')))
       ORDER BY id FOR UPDATE) looked WHERE p.id = looked.id`, [memberId]);
}
