import type { Tx } from '@kontuar/platform';

/** After what was said went or changed: the row shows the newest that stands. Callers hold the conversation. */
export async function restorePreview(tx: Tx, conversationId: string, waitingSince: string | null): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET version = c.version + 1, last_said_seq = coalesce(m.seq, 0), preview_text = coalesce(left(regexp_replace(m.text, '\\s+', ' ', 'g'), 200), ''),
       preview_kind = CASE WHEN m.kind = 'note' THEN 'note' WHEN m.direction = 'out' THEN 'outbound' ELSE 'inbound' END, preview_author = m.author_name,
       waiting_since = coalesce($2::timestamptz, c.waiting_since)
     FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT seq, text, kind, direction, author_name FROM messages WHERE conversation_id = $1 AND kind = 'message' AND deleted_at IS NULL ORDER BY seq DESC LIMIT 1) m ON true
     WHERE c.id = $1`,
    [conversationId, waitingSince],
  );
}

/** What stood there until now is kept. */
export async function keepRevision(tx: Tx, messageId: string): Promise<number> {
  const [row] = await tx.query<{ revision: number }>(
    `INSERT INTO message_revisions (workspace_id, message_id, revision, text, html, replaced_at)
     SELECT workspace_id, id, 1 + (SELECT count(*) FROM message_revisions WHERE message_id = $1), text, html, now() FROM messages WHERE id = $1 RETURNING revision`,
    [messageId],
  );
  return row?.revision ?? 0;
}
