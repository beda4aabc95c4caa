import { newId, type Tx } from '@kontuar/platform';

export interface NoteAuthor { kind: 'member' | 'system'; id: string | null; name: string }
export interface Noted { id: string; conversation_id: string; seq: number }

/** The same internal note in many conversations, which callers hold and whose history they write. `automatic`: nobody typed it here. */
export function noteInEach(tx: Tx, workspaceId: string, note: { author: NoteAuthor; text: string; automatic: 'rule' | null }, conversationIds: readonly string[]): Promise<Noted[]> {
  const { author, text, automatic } = note;
  const ids = conversationIds.map((conversationId) => ({ id: newId(), conversation_id: conversationId }));
  return tx.query<Noted>(
    `WITH note AS (SELECT r.id, r.conversation_id FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, conversation_id uuid)), noted AS (
       UPDATE conversations c SET last_seq = last_seq + 1, version = version + 1, last_message_at = now(), preview_text = $3, preview_kind = 'note', preview_author = $4, preview_failed = false
       FROM note WHERE c.id = note.conversation_id RETURNING note.id, c.id AS conversation_id, c.channel_id, c.last_seq AS seq
     ), said AS (
       INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, text, automatic, at)
       SELECT $1, n.id, n.conversation_id, n.channel_id, n.seq, 'note', 'none', 'logged', $5, $6, $4, $7, $8, now() FROM noted n
     ) SELECT id, conversation_id, seq FROM noted`,
    [workspaceId, JSON.stringify(ids), text.replace(/\s+/g, ' ').trim().slice(0, 200), author.name, author.kind, author.id, text, automatic],
  );
}
