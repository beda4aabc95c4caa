import type { MessageStatus } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { lockConversations } from '../conversations/change';
import { record } from '../history/history';

export interface Echo {
  id: string; conversation_id: string; seq: number; external_id: string; status: MessageStatus; text: string; html: string | null; edited_at: Date | null; deleted_at: Date | null;
  reactions: unknown[]; delivered_at: Date | null; read_at: Date | null; failure_code: string | null; failure_detail: string | null;
}

/**
 * The platform told of our message, under these ids, before it answered us: it stands in the thread as written elsewhere. That line
 * becomes a place that no screen shows, since a thread has no holes, and what is known of it by now goes to our own message.
 */
export async function takeOverEchoes(tx: Tx, message: { id: string; channel_id: string; conversation_id: string; workspace_id: string }, externalIds: readonly string[]): Promise<Echo[]> {
  const find = (columns: string) => tx.query<Echo>(
    `SELECT ${columns} FROM messages WHERE channel_id = $1 AND external_id = ANY($2) AND id <> $3 AND direction = 'out' AND author_kind = 'elsewhere' ORDER BY conversation_id, seq`,
    [message.channel_id, externalIds, message.id],
  );
  const found = await find('conversation_id');
  if (found.length === 0) return [];
  await lockConversations(tx, [...new Set(found.map((echo) => echo.conversation_id))]);
  const echoes = await find('id, conversation_id, seq, external_id, status, text, html, edited_at, deleted_at, reactions, delivered_at, read_at, failure_code, failure_detail');
  for (const echo of echoes) {
    await tx.execute(
      `UPDATE messages SET kind = 'event', direction = 'none', status = 'logged', event_type = 'taken-back', event_data = jsonb_build_object('echoOf', $2::text), text = '', html = NULL, quoted = NULL, quoted_html = NULL, external_id = NULL WHERE id = $1`,
      [echo.id, message.id],
    );
    await tx.execute(`UPDATE attachments SET message_id = NULL WHERE message_id = $1`, [echo.id]);
    await tx.execute(`UPDATE messages SET reply_to_id = $2 WHERE conversation_id = $3 AND reply_to_id = $1`, [echo.id, echo.conversation_id === message.conversation_id ? message.id : null, echo.conversation_id]);
    await tx.execute(
      `UPDATE conversations c SET last_said_seq = coalesce(m.seq, 0), preview_text = coalesce(left(regexp_replace(m.text, '\\s+', ' ', 'g'), 200), ''),
         preview_kind = CASE WHEN m.direction = 'out' THEN 'outbound' ELSE 'inbound' END, preview_author = m.author_name
       FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT seq, text, direction, author_name FROM messages WHERE conversation_id = $1 AND kind = 'message' AND deleted_at IS NULL ORDER BY seq DESC LIMIT 1) m ON true
       WHERE c.id = $1 AND c.last_said_seq = $2`,
      [echo.conversation_id, echo.seq],
    );
    await tx.execute(`UPDATE conversations SET version = version + 1 WHERE id = $1`, [echo.conversation_id]);
    await record(tx, [
      { type: 'message.updated', conversationId: echo.conversation_id, messageId: echo.id, data: { seq: echo.seq, what: 'taken-back' } },
      { type: 'conversation.updated', conversationId: echo.conversation_id },
    ], message.workspace_id);
  }
  const main = echoes.find((echo) => echo.external_id === externalIds[0]);
  if (main !== undefined) {
    if (main.edited_at !== null || main.deleted_at !== null) {
      await tx.execute(
        `INSERT INTO message_revisions (workspace_id, message_id, revision, text, html, replaced_at)
         SELECT workspace_id, id, 1 + (SELECT count(*) FROM message_revisions WHERE message_id = $1), text, html, $2 FROM messages WHERE id = $1`,
        [message.id, main.deleted_at ?? main.edited_at],
      );
      await tx.execute(`UPDATE messages SET text = $2, html = $3, edited_at = $4, deleted_at = $5 WHERE id = $1`, [message.id, main.text, main.html, main.edited_at, main.deleted_at]);
    }
    await tx.execute(`UPDATE messages SET reactions = $2, delivered_at = coalesce(delivered_at, $3), read_at = coalesce(read_at, $4) WHERE id = $1`, [message.id, JSON.stringify(main.reactions), main.delivered_at, main.read_at]);
  }
  return echoes;
}
