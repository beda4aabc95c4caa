import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { actorOf, record, type Happening } from '../history/history';

export interface Note { text: string; mentions: readonly string[]; clientId?: string; html?: string }

/** A private note in a locked conversation; those who are named get it into "mentions of me". Answers its message id. */
export async function addNote(tx: Tx, actor: MemberActor, conversationId: string, note: Note): Promise<string> {
  const id = newId();
  const mentions = note.mentions.length === 0 ? [] : (await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE id = ANY($1::uuid[]) AND active`, [note.mentions])).map((row) => row.id);
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE conversations SET last_seq = last_seq + 1, version = version + 1, last_message_at = now(), preview_text = $2, preview_kind = 'note', preview_author = $3, preview_failed = false WHERE id = $1 RETURNING last_seq AS seq`,
    [conversationId, note.text.replace(/\s+/g, ' ').trim().slice(0, 200), actor.name],
  );
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, text, client_id, mentions, at)
     SELECT workspace_id, $2, id, channel_id, $3, 'note', 'none', 'logged', 'member', $4, $5, $6, $7, $8, now() FROM conversations WHERE id = $1`,
    [conversationId, id, row?.seq, actor.memberId, actor.name, note.text, note.clientId ?? null, mentions],
  );
  if (mentions.length > 0) {
    await tx.execute(`INSERT INTO note_mentions (workspace_id, member_id, message_id, conversation_id) SELECT $1, member_id, $2, $3 FROM unnest($4::uuid[]) AS member_id ON CONFLICT DO NOTHING`, [actor.workspaceId, id, conversationId, mentions]);
  }
  const others = mentions.filter((member) => member !== actor.memberId);
  const happenings: Happening[] = [{ type: 'message.created', actor: actorOf(actor), conversationId, messageId: id, data: { seq: row?.seq, note: true } }];
  if (others.length > 0) happenings.push({ type: 'notification', actor: actorOf(actor), conversationId, messageId: id, data: { kind: 'mentioned', memberIds: others } });
  await record(tx, happenings);
  return id;
}
