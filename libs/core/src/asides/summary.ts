import { newId, type Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { actorOf, record, type Happening } from '../history/history';

/** What rows and headers show of a conversation's side conversations, and that they changed. Callers hold the conversation. */
export async function asidesChanged(tx: Tx, conversationId: string, asideIds: readonly string[], happenings: readonly Happening[] = []): Promise<void> {
  await tx.execute(`UPDATE asides SET version = version + 1 WHERE id = ANY($1::uuid[])`, [asideIds]);
  await tx.execute(
    `UPDATE conversations c SET version = c.version + 1, asides = (
       SELECT jsonb_build_object('version', coalesce((c.asides->>'version')::int, 0) + 1, 'ours', count(*) FILTER (WHERE a.state = 'ours'), 'theirs', count(*) FILTER (WHERE a.state = 'theirs'), 'done', count(*) FILTER (WHERE a.state = 'done'))
       FROM asides a WHERE a.conversation_id = c.id) WHERE c.id = $1`,
    [conversationId],
  );
  await record(tx, [...happenings, { type: 'conversation.updated', conversationId, data: { asides: asideIds } }]);
}

export interface Line { type: 'aside-opened' | 'aside-answered' | 'aside-failed'; data: Record<string, unknown>; actor: Actor }

/** A line in the conversation's own thread. What others did makes it unread again; what we did ourselves is nothing to read. Callers hold the conversation. */
export async function asideLine(tx: Tx, conversationId: string, line: Line): Promise<void> {
  const id = newId();
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE conversations SET read_seq = CASE WHEN $2 AND read_seq >= last_seq THEN last_seq + 1 ELSE read_seq END, last_seq = last_seq + 1, last_message_at = CASE WHEN $2 THEN last_message_at ELSE now() END, version = version + 1
     WHERE id = $1 RETURNING last_seq AS seq`,
    [conversationId, line.type === 'aside-opened'],
  );
  const member = line.actor.kind === 'member' ? line.actor : undefined;
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, event_type, event_data, at)
     SELECT workspace_id, $2, id, channel_id, $3, 'event', 'none', 'logged', $4, $5, $6, $7, $8, now() FROM conversations WHERE id = $1`,
    [conversationId, id, row?.seq, member === undefined ? 'system' : 'member', member?.memberId ?? null, member?.name ?? '', line.type, JSON.stringify(line.data)],
  );
  await record(tx, [{ type: 'message.created', actor: actorOf(line.actor), conversationId, messageId: id, data: { seq: row?.seq, event: line.type } }]);
}
