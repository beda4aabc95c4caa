import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { actorOf, record } from '../history/history';
import { refreshPlan } from './plan';

/**
 * A message that was let go and taken back within its pause waits again where it waited before: for an approval, or for its time. Its files go with it.
 * The clock of an approval begins anew. Callers hold the conversation.
 */
export async function backToPlan(tx: Tx, actor: MemberActor, messageId: string): Promise<void> {
  const [planned] = await tx.query<{ id: string; conversation_id: string; state: string }>(
    `UPDATE planned_answers SET message_id = NULL, ended_at = NULL, version = version + 1, decided_by = NULL, decided_at = NULL,
       state = CASE WHEN decided_by IS NOT NULL THEN 'awaiting' WHEN send_at > now() THEN 'scheduled' ELSE 'withdrawn' END, due_at = CASE WHEN decided_by IS NOT NULL THEN now() WHEN send_at > now() THEN send_at END,
       approval_waits = CASE WHEN decided_by IS NOT NULL THEN 'asked' END
     WHERE message_id = $1 AND state = 'released' RETURNING id, conversation_id, state`,
    [messageId],
  );
  if (planned === undefined) return;
  if (planned.state === 'withdrawn') await tx.execute(`UPDATE planned_answers SET ended_at = now(), reason = 'member' WHERE id = $1`, [planned.id]);
  else await tx.execute(`UPDATE attachments SET planned_id = $2, message_id = NULL WHERE message_id = $1`, [messageId, planned.id]);
  await record(tx, [{ type: 'planned.taken-back', actor: actorOf(actor), conversationId: planned.conversation_id, messageId, subjectId: planned.id, data: { state: planned.state } }]);
  await refreshPlan(tx, actor.workspaceId, [planned.conversation_id], actor);
}
