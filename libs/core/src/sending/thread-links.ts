import type { Tx } from '@kontuar/platform';
import { lockConversations } from '../conversations/change';
import { tellInThread, type Told } from '../conversations/tell-in-thread';
import { record } from '../history/history';
import { holdIds, threadLock } from '../ingest/early-updates';
import { holderOf } from './way-out';

/**
 * What comes in on that thread goes on in this conversation, under the same owner. A conversation that had the thread before keeps what was said in
 * it and says where it goes on. Callers hold the conversation.
 */
export async function linkThread(tx: Tx, message: Told & { channel_id: string; thread_id: string | null }, threadKey: string, threadState: unknown): Promise<void> {
  const holder = holderOf(message);
  const [own] = await tx.query<{ thread_key: string | null; number: number; has_public: boolean }>(`SELECT thread_key, number, has_public FROM conversations WHERE id = $1`, [holder]);
  if (own === undefined) return;
  if (own.thread_key === threadKey) {
    if (threadState !== undefined) await tx.execute(`UPDATE conversations SET thread_state = $2 WHERE id = $1`, [holder, JSON.stringify(threadState)]);
    return;
  }
  await holdIds(tx, message.channel_id, [threadLock(threadKey)]);
  const [linked] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM thread_links WHERE channel_id = $1 AND thread_key = $2`, [message.channel_id, threadKey]);
  if (linked?.conversation_id === holder) {
    if (threadState !== undefined) await keepLinkState(tx, message.channel_id, threadKey, threadState);
    return;
  }
  const [older] = await tx.query<{ id: string; number: number; said: number }>(`SELECT id, number, last_said_seq AS said FROM conversations WHERE channel_id = $1 AND thread_key = $2 AND current AND id <> $3`, [message.channel_id, threadKey, holder]);
  const before = older?.id ?? linked?.conversation_id;
  if (before !== undefined) {
    await lockConversations(tx, [before]);
    // One in which nothing but our own answer stood, told by the platform before it answered us, is done.
    await tx.execute(
      `UPDATE conversations SET current = current AND thread_key IS DISTINCT FROM $2, state = CASE WHEN $3 AND merged_into IS NULL THEN 'resolved' ELSE state END, resolved_at = CASE WHEN $3 THEN now() ELSE resolved_at END,
         waiting_since = CASE WHEN $3 THEN NULL ELSE waiting_since END, version = version + 1 WHERE id = $1`,
      [before, threadKey, older !== undefined && older.said === 0],
    );
    if (!(await wasMerged(tx, before))) await tellInThread(tx, { ...message, conversation_id: before }, 'continued-in', { conversationId: message.conversation_id, number: own.number });
    await record(tx, [{ type: 'conversation.updated', conversationId: before }], message.workspace_id);
  }
  if (own.thread_key === null) await tx.execute(`UPDATE conversations SET thread_key = $2, thread_state = coalesce($3, thread_state) WHERE id = $1`, [holder, threadKey, threadState === undefined ? null : JSON.stringify(threadState)]);
  else {
    await tx.execute(
      `INSERT INTO thread_links (workspace_id, channel_id, thread_key, conversation_id, thread_state) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (channel_id, thread_key) DO UPDATE SET conversation_id = excluded.conversation_id, thread_state = excluded.thread_state, created_at = now()`,
      [message.workspace_id, message.channel_id, threadKey, holder, threadState === undefined ? null : JSON.stringify(threadState)],
    );
    // Another id of the same person is no thread of its own.
    if (own.has_public || older !== undefined) await tellInThread(tx, message, 'private-thread', older === undefined ? {} : { conversationId: older.id, number: older.number });
  }
}

/** Then nobody reads its thread: what was said stands elsewhere. */
const wasMerged = async (tx: Tx, conversationId: string): Promise<boolean> => (await tx.query('SELECT 1 FROM conversations WHERE id = $1 AND merged_into IS NOT NULL', [conversationId])).length > 0;

export async function keepLinkState(tx: Tx, channelId: string, threadKey: string, threadState: unknown): Promise<void> {
  await tx.execute(`UPDATE thread_links SET thread_state = $3 WHERE channel_id = $1 AND thread_key = $2`, [channelId, threadKey, JSON.stringify(threadState)]);
}
