import { newId, type Tx } from '@kontuar/platform';
import { lockConversations } from '../conversations/change';
import { record } from '../history/history';
import { holdIds, threadLock } from '../ingest/early-updates';

interface Told { conversation_id: string; workspace_id: string }

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

/**
 * What comes in on that thread goes on in this conversation, under the same owner. A conversation that had the thread before keeps what was said in
 * it and says where it goes on. Callers hold the conversation.
 */
export async function linkThread(tx: Tx, message: Told & { channel_id: string }, threadKey: string, threadState: unknown): Promise<void> {
  const [own] = await tx.query<{ thread_key: string | null; number: number; has_public: boolean }>(`SELECT thread_key, number, has_public FROM conversations WHERE id = $1`, [message.conversation_id]);
  if (own === undefined) return;
  if (own.thread_key === threadKey) {
    if (threadState !== undefined) await tx.execute(`UPDATE conversations SET thread_state = $2 WHERE id = $1`, [message.conversation_id, JSON.stringify(threadState)]);
    return;
  }
  await holdIds(tx, message.channel_id, [threadLock(threadKey)]);
  const [linked] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM thread_links WHERE channel_id = $1 AND thread_key = $2`, [message.channel_id, threadKey]);
  if (linked?.conversation_id === message.conversation_id) {
    if (threadState !== undefined) await keepLinkState(tx, message.channel_id, threadKey, threadState);
    return;
  }
  const [older] = await tx.query<{ id: string; number: number; said: number }>(`SELECT id, number, last_said_seq AS said FROM conversations WHERE channel_id = $1 AND thread_key = $2 AND current AND id <> $3`, [message.channel_id, threadKey, message.conversation_id]);
  const before = older?.id ?? linked?.conversation_id;
  if (before !== undefined) {
    await lockConversations(tx, [before]);
    // One in which nothing but our own answer stood, told by the platform before it answered us, is done.
    await tx.execute(
      `UPDATE conversations SET current = current AND thread_key IS DISTINCT FROM $2, state = CASE WHEN $3 THEN 'resolved' ELSE state END, resolved_at = CASE WHEN $3 THEN now() ELSE resolved_at END,
         waiting_since = CASE WHEN $3 THEN NULL ELSE waiting_since END, version = version + 1 WHERE id = $1`,
      [before, threadKey, older !== undefined && older.said === 0],
    );
    await tellInThread(tx, { ...message, conversation_id: before }, 'continued-in', { conversationId: message.conversation_id, number: own.number });
    await record(tx, [{ type: 'conversation.updated', conversationId: before }], message.workspace_id);
  }
  if (own.thread_key === null) await tx.execute(`UPDATE conversations SET thread_key = $2, thread_state = coalesce($3, thread_state) WHERE id = $1`, [message.conversation_id, threadKey, threadState === undefined ? null : JSON.stringify(threadState)]);
  else {
    await tx.execute(
      `INSERT INTO thread_links (workspace_id, channel_id, thread_key, conversation_id, thread_state) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (channel_id, thread_key) DO UPDATE SET conversation_id = excluded.conversation_id, thread_state = excluded.thread_state, created_at = now()`,
      [message.workspace_id, message.channel_id, threadKey, message.conversation_id, threadState === undefined ? null : JSON.stringify(threadState)],
    );
    // Another id of the same person is no thread of its own.
    if (own.has_public || older !== undefined) await tellInThread(tx, message, 'private-thread', older === undefined ? {} : { conversationId: older.id, number: older.number });
  }
}

export async function keepLinkState(tx: Tx, channelId: string, threadKey: string, threadState: unknown): Promise<void> {
  await tx.execute(`UPDATE thread_links SET thread_state = $3 WHERE channel_id = $1 AND thread_key = $2`, [channelId, threadKey, JSON.stringify(threadState)]);
}
