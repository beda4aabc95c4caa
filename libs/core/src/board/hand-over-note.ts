import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { actorOf, record } from '../history/history';

/** The same internal note in many conversations, which callers hold; each new owner is told that they were handed over. Nobody watches two hundred conversations because they moved them. */
export async function noteInEach(tx: Tx, actor: MemberActor, text: string, of: readonly { conversationId: string; memberId: string | null }[]): Promise<void> {
  const ids = of.map(({ conversationId }) => ({ id: newId(), conversation_id: conversationId }));
  const rows = await tx.query<{ id: string; conversation_id: string; seq: number }>(
    `WITH note AS (SELECT r.id, r.conversation_id FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, conversation_id uuid)), noted AS (
       UPDATE conversations c SET last_seq = last_seq + 1, version = version + 1, last_message_at = now(), preview_text = $3, preview_kind = 'note', preview_author = $4, preview_failed = false
       FROM note WHERE c.id = note.conversation_id RETURNING note.id, c.id AS conversation_id, c.channel_id, c.last_seq AS seq
     ), said AS (
       INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, text, at)
       SELECT $1, n.id, n.conversation_id, n.channel_id, n.seq, 'note', 'none', 'logged', 'member', $5, $4, $6, now() FROM noted n
     ) SELECT id, conversation_id, seq FROM noted`,
    [actor.workspaceId, JSON.stringify(ids), text.replace(/\s+/g, ' ').trim().slice(0, 200), actor.name, actor.memberId, text],
  );
  const owners = new Map(of.map(({ conversationId, memberId }) => [conversationId, memberId]));
  await record(tx, rows.flatMap((row) => {
    const memberId = owners.get(row.conversation_id) ?? null;
    return [
      { type: 'message.created', actor: actorOf(actor), conversationId: row.conversation_id, messageId: row.id, data: { seq: row.seq, note: true } },
      ...(memberId === null || memberId === actor.memberId ? [] : [{ type: 'notification', actor: actorOf(actor), conversationId: row.conversation_id, data: { kind: 'handed-over', memberIds: [memberId] } }]),
    ];
  }));
}
