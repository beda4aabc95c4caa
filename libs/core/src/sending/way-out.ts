import type { Tx } from '@kontuar/platform';

/** The thread through which an answer leaves, by the conversation that holds it, and its channel. */
export interface WayOut { threadId: string; channelId: string }

/**
 * Where conversations became one, customers speak over several threads: an answer goes back through that of the message it answers, else through
 * that in which the customer spoke last. A part of a split conversation speaks through the thread of the whole.
 */
export async function wayOut(tx: Tx, conversationId: string, replyToId: string | null): Promise<WayOut> {
  const [row] = await tx.query<{ id: string; channel_id: string }>(
    `SELECT h.id, h.channel_id FROM conversations h WHERE h.id = (SELECT coalesce(
       (SELECT coalesce(m.thread_id, c.part_of, c.id) FROM messages m WHERE m.id = $2 AND m.conversation_id = c.id AND m.kind = 'message'), c.way_id, c.part_of, c.id)
     FROM conversations c WHERE c.id = $1)`,
    [conversationId, replyToId],
  );
  if (row === undefined) throw new Error('the conversation is gone');
  return { threadId: row.id, channelId: row.channel_id };
}

/** Which messages `m` are of the thread that this conversation holds, wherever they stand now. */
export const ofThread = (holder: string): string => `(m.thread_id = ${holder} OR (m.conversation_id = ${holder} AND m.thread_id IS NULL))`;

/** By which a message's thread is held. */
export const holderOf = (message: { thread_id: string | null; conversation_id: string }): string => message.thread_id ?? message.conversation_id;
