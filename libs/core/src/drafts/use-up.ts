import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { LockedConversation } from '../conversations/change';
import { conflict, notFound } from '../errors';
import { COMPACT_AFTER, ended, refreshSharedDraft, sharedDraftColumns, type SharedDraftRow } from './shared-draft.row';

/** Words of others that are younger were hardly to be seen yet; they go back to who wrote them. */
const SEEN_AFTER_MS = 3000;

/**
 * A shared draft is sent once: whoever comes second is told who was first. And nobody sends what a colleague has changed since, out of a browser that was offline.
 * Callers hold the conversation.
 */
export async function useUp(tx: Tx, actor: MemberActor, conversationId: string, { id, seq }: { id: string; seq: number }): Promise<SharedDraftRow> {
  const [row] = await tx.query<SharedDraftRow>(`SELECT ${sharedDraftColumns} FROM shared_drafts WHERE id = $1 AND conversation_id = $2 FOR UPDATE`, [id, conversationId]);
  if (row === undefined) throw notFound('shared draft');
  if (row.state !== 'open') throw ended(row);
  const unseen = seq < row.snapshot_seq - COMPACT_AFTER || (await tx.query(`SELECT 1 FROM shared_draft_updates WHERE draft_id = $1 AND seq > $2 AND member_id <> $3 AND at < now() - $4 * interval '1 millisecond' LIMIT 1`, [id, seq, actor.memberId, SEEN_AFTER_MS])).length > 0;
  if (unseen) throw conflict('draft-moved', 'A colleague changed the shared draft while this was on its way.', { draftId: id });
  await tx.execute(`UPDATE shared_drafts SET state = 'sent', ended_at = now(), ended_by = $2, ended_by_name = $3, updated_at = now() WHERE id = $1`, [id, actor.memberId, actor.name]);
  return row;
}

export async function usedUpAs(tx: Tx, actor: MemberActor, row: SharedDraftRow, became: { messageId: string } | { plannedId: string }): Promise<void> {
  const [messageId, plannedId] = 'messageId' in became ? [became.messageId, null] : [null, became.plannedId];
  await tx.execute(`UPDATE shared_drafts SET message_id = $2, planned_id = $3 WHERE id = $1`, [row.id, messageId, plannedId]);
  await refreshSharedDraft(tx, actor, row.conversation_id, 'sent');
}

/** What was taken back before it left is a shared draft again, for everybody. Where another is shared meanwhile, it is its sender's alone. Callers hold the conversation. */
export async function bringBack(tx: Tx, actor: MemberActor, row: Pick<LockedConversation, 'id'>, was: { messageId: string } | { plannedId: string }): Promise<void> {
  const [column, id] = 'messageId' in was ? ['message_id', was.messageId] : ['planned_id', was.plannedId];
  const back = await tx.execute(
    `UPDATE shared_drafts d SET state = 'open', message_id = NULL, planned_id = NULL, ended_at = NULL, ended_by = NULL, ended_by_name = NULL, updated_at = now()
     WHERE d.${column} = $1 AND d.state = 'sent' AND NOT EXISTS (SELECT 1 FROM shared_drafts o WHERE o.conversation_id = d.conversation_id AND o.state = 'open')`,
    [id],
  );
  if (back > 0) await refreshSharedDraft(tx, actor, row.id, 'back');
}
