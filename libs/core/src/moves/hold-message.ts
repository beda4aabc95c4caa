import type { Tx } from '@kontuar/platform';
import { lockConversations } from '../conversations/change';

/** Locks the conversation in which a message stands: it may be moved while we wait for the lock. Undefined when there is no such message. */
export async function holdMessage(tx: Tx, messageId: string): Promise<{ conversation_id: string; seq: number } | undefined> {
  const find = async () => (await tx.query<{ conversation_id: string; seq: number }>('SELECT conversation_id, seq FROM messages WHERE id = $1', [messageId]))[0];
  for (let found = await find(); found !== undefined; ) {
    await lockConversations(tx, [found.conversation_id]);
    const now = await find();
    if (now?.conversation_id === found.conversation_id) return now;
    found = now;
  }
  return undefined;
}
