import { newId, type Tx } from '@kontuar/platform';
import { record } from '../history/history';

export interface Told { conversation_id: string; workspace_id: string }

/** A line in the thread that the system tells. Callers hold the conversation. */
export async function tellInThread(tx: Tx, message: Told, type: string, data: Record<string, unknown>): Promise<void> {
  const id = newId();
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE conversations SET read_seq = CASE WHEN read_seq >= last_seq THEN last_seq + 1 ELSE read_seq END, last_seq = last_seq + 1, version = version + 1 WHERE id = $1 RETURNING last_seq AS seq`, [message.conversation_id]);
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, event_type, event_data, at)
     SELECT workspace_id, $2, id, channel_id, $3, 'event', 'none', 'logged', 'system', $4, $5, now() FROM conversations WHERE id = $1`,
    [message.conversation_id, id, row?.seq, type, JSON.stringify(data)],
  );
  await record(tx, [{ type: 'message.created', conversationId: message.conversation_id, messageId: id, data: { seq: row?.seq, event: type } }], message.workspace_id);
}
