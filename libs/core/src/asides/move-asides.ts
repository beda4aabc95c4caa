import type { Tx } from '@kontuar/platform';
import { asidesChanged } from './summary';

/** Side conversations go where their conversation goes. Callers hold both. Answers which went; `only`: on the way back, those that came. */
export async function moveAsides(tx: Tx, fromId: string, toId: string, only: readonly string[] | null): Promise<string[]> {
  const moved = await tx.query<{ id: string }>(
    `UPDATE asides a SET conversation_id = $2, client_id = CASE WHEN EXISTS (SELECT 1 FROM asides o WHERE o.conversation_id = $2 AND o.client_id = a.client_id) THEN a.id::text ELSE a.client_id END
     WHERE a.conversation_id = $1 AND ($3::uuid[] IS NULL OR a.id = ANY($3)) RETURNING a.id`,
    [fromId, toId, only],
  );
  // A reply to a mail that told of it goes where it goes.
  await tx.execute(`UPDATE notice_mails SET conversation_id = $2, seq = NULL WHERE conversation_id = $1 AND $3::uuid[] IS NULL`, [fromId, toId, only]);
  const ids = moved.map(({ id }) => id);
  if (ids.length > 0) for (const id of [fromId, toId]) await asidesChanged(tx, id, ids);
  return ids;
}
