import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { takeBack } from '../conversations/bulk-change';
import type { Step } from '../conversations/change';

/** What a message keeps of the moment in which it was sent. */
export interface SentExtra { before?: { waitingSince: string | null; assigneeId: string | null }; changed?: Step[] }

/** What was done to the conversation in one press with the answer ("send and resolve", a macro) is kept with it, for `undoSentWith`. */
export async function keepSentWith(tx: Tx, messageId: string, steps: readonly Step[]): Promise<void> {
  if (steps.length > 0) await tx.execute(`UPDATE messages SET extra = coalesce(extra, '{}') || jsonb_build_object('changed', $2::jsonb) WHERE id = $1`, [messageId, JSON.stringify(steps)]);
}

/** Whoever takes an answer back, takes back all that its press did; what somebody changed since stays. */
export async function undoSentWith(tx: Tx, actor: MemberActor, extra: SentExtra | null): Promise<void> {
  // Newest first: a macro's change may stand under that of "send and resolve".
  for (const step of (extra?.changed ?? []).toReversed()) await takeBack(tx, actor, [step]);
}
