import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { LockedConversation } from '../conversations/change';
import { actorOf, record } from '../history/history';
import type { Line } from './rethread';

/**
 * A conversation for messages that leave another: of the person and the channel of the newest of them that a customer wrote, and for the rest as the
 * one that they leave. It holds no thread; answers leave through the one that it is a part of.
 */
export async function openPart(tx: Tx, actor: MemberActor, from: LockedConversation, lines: readonly Line[]): Promise<string> {
  const newest = [...lines].reverse();
  const line = newest.find((one) => one.inbound) ?? newest.find((one) => one.kind === 'message');
  const threadId = line?.threadId ?? from.part_of ?? from.id;
  const id = newId();
  const [number] = await tx.query<{ last_number: number }>(
    `INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + 1 RETURNING last_number`, [actor.workspaceId]);
  await tx.execute(
    `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, subject, state, assignee_id, team_id, priority, matter, matter_by, matter_confidence, label_ids, snoozed_until, resolved_at, language, part_of)
     SELECT $2, c.workspace_id, $3, h.channel_id, h.contact_id, h.identity_id, coalesce(c.subject, h.subject), c.state, c.assignee_id, c.team_id, c.priority, CASE WHEN c.matter_by <> 'guess' THEN c.matter END, CASE WHEN c.matter_by <> 'guess' THEN c.matter_by END, CASE WHEN c.matter_by <> 'guess' THEN c.matter_confidence END, c.label_ids, c.snoozed_until, c.resolved_at, c.language, h.id
     FROM conversations c JOIN conversations h ON h.id = $4 WHERE c.id = $1`,
    [from.id, id, number?.last_number, threadId],
  );
  await record(tx, [{ type: 'conversation.created', actor: actorOf(actor), conversationId: id, data: { partOf: threadId } }]);
  return id;
}
