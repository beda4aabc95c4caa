import type { Queues, Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { LockedConversation } from '../conversations/change';
import { actorOf, record } from '../history/history';
import type { PlannedRow } from '../planned/planned.row';
import { wakeAt } from '../planned/wake';
import type { Approval } from './asked';

/** What somebody wrote into an answer that waits has to be approved again; their words, so they are its author from now on. Callers hold both. */
export async function askAgain(tx: Tx, queues: Queues, actor: MemberActor, row: LockedConversation, planned: PlannedRow, approval: Approval): Promise<void> {
  const { dueAt, waits } = approval.clock;
  await tx.execute(
    `UPDATE planned_answers SET state = 'awaiting', reason = NULL, ended_at = NULL, author_id = $2, author_name = $3, rule_id = $4, asked_ids = $5, fallbacks_asked = 0, awaiting_since = now(), stale = false, since_seq = $6, note = NULL,
       decided_by = NULL, decided_at = NULL, due_at = $7, approval_waits = $8, version = version + 1 WHERE id = $1`,
    [planned.id, actor.memberId, actor.name, approval.ruleId, approval.askedIds, row.last_seq, dueAt, waits],
  );
  if (dueAt !== null) wakeAt(tx, queues, 'planned', planned.id, dueAt);
  await record(tx, [
    { type: 'approval.asked', actor: actorOf(actor), conversationId: row.id, subjectId: planned.id, data: { ruleId: approval.ruleId, askedIds: approval.askedIds } },
    ...(approval.askedIds.length === 0 ? [] : [{ type: 'notification', actor: actorOf(actor), conversationId: row.id, data: { kind: 'approval-asked', memberIds: approval.askedIds } }]),
  ]);
}
