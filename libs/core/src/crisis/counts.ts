import type { CrisisRoom } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { CrisisRow } from './crisis.row';
import { concerns } from './in-force';

/** What came in and was answered since it began, within what it concerns; who waits now. A crisis that concerns channels alone counts the mentions on those. */
export async function countsOf(tx: Tx, row: CrisisRow): Promise<CrisisRoom['counts']> {
  const [counts] = await tx.query<CrisisRoom['counts']>(
    `WITH k AS (SELECT * FROM crises WHERE id = $1),
       said AS (SELECT m.conversation_id, m.direction FROM k JOIN messages m ON m.workspace_id = k.workspace_id AND m.created_at >= k.began_at AND m.created_at <= coalesce(k.ended_at, now()) JOIN conversations c ON c.id = m.conversation_id
         WHERE m.kind = 'message' AND m.direction IN ('in', 'out') AND m.deleted_at IS NULL AND ${concerns('c.channel_id', 'c.team_id')})
     SELECT (SELECT count(DISTINCT conversation_id)::int FROM said WHERE direction = 'in') AS conversations, (SELECT count(*)::int FROM said WHERE direction = 'in') AS messages, (SELECT count(*)::int FROM said WHERE direction = 'out') AS answers,
       (SELECT count(*)::int FROM k JOIN conversations c ON c.workspace_id = k.workspace_id WHERE k.ended_at IS NULL AND c.state IN ('open', 'pending') AND c.waiting_since IS NOT NULL AND ${concerns('c.channel_id', 'c.team_id')}) AS waiting,
       (SELECT count(*)::int FROM k JOIN mentions b ON b.workspace_id = k.workspace_id AND b.created_at >= k.began_at AND b.created_at <= coalesce(k.ended_at, now()) JOIN posts p ON p.id = b.post_id WHERE ${concerns('p.channel_id', 'NULL::uuid')}) AS mentions`, [row.id]);
  if (counts === undefined) throw new Error('counted nothing');
  return counts;
}
