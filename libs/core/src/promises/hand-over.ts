import type { Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';

/** Whoever takes a conversation over takes over what its owner promised in it, and gives it back when that is taken back. Callers hold the conversations. */
export async function promisesAfter(tx: Tx, actor: Actor, workspaceId: string, handed: readonly { conversationId: string; from: string; to: string }[]): Promise<void> {
  if (handed.length === 0) return;
  const moved = await tx.query<{ id: string; conversation_id: string; owner_id: string }>(
    `UPDATE given_promises g SET owner_id = r.to_id, version = g.version + 1 FROM jsonb_to_recordset($1::jsonb) AS r (conversation_id uuid, from_id uuid, to_id uuid)
     WHERE g.conversation_id = r.conversation_id AND g.owner_id = r.from_id AND g.state = 'open' RETURNING g.id, g.conversation_id, g.owner_id`,
    [JSON.stringify(handed.map(({ conversationId, from, to }) => ({ conversation_id: conversationId, from_id: from, to_id: to })))],
  );
  await record(tx, moved.flatMap((row) => [
    { type: 'promise.handed-over', actor: actorOf(actor), conversationId: row.conversation_id, subjectId: row.id, data: { ownerId: row.owner_id } }, directoryChanged(actor, 'promises', row.conversation_id)]), workspaceId);
}
