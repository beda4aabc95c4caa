import type { Tx } from '@kontuar/platform';
import type { SystemActor } from '../access/actor';
import { changeConversations, lockConversations } from '../conversations/change';

interface Wanted { id: string; team: string | null; rank: number | null }

/** Nobody ever said by hand what it is to be. */
const untouched = (field: string): string => `(NOT EXISTS (SELECT 1 FROM events e WHERE e.conversation_id = c.id AND e.type = 'conversation.updated' AND e.actor_kind = 'member' AND jsonb_exists(e.data->'fields', ${field})))`;
const ofKind = (column: string): string => `(SELECT k.${column} FROM customer_kinds k WHERE k.workspace_id = c.workspace_id AND k.key = ANY (p.kinds) AND k.archived_at IS NULL AND k.${column} IS NOT NULL ORDER BY k.weight DESC, k.position LIMIT 1)`;

/**
 * What the kind of a customer says of their open conversations: the team that takes them while nobody has them, and how they rank. Of several kinds the heaviest that says anything. What somebody
 * said by hand stands, whatever kinds come and go.
 */
export async function routeByKind(tx: Tx, actor: SystemActor, contactIds: readonly string[]): Promise<void> {
  const wanted = await tx.query<Wanted>(
    `SELECT id, team, rank FROM (
       SELECT c.id, CASE WHEN c.team_id IS NULL AND c.assignee_id IS NULL AND ${untouched(`'team_id'`)} THEN ${ofKind('team_id')} END AS team, CASE WHEN c.priority = 1 AND ${untouched(`'priority'`)} THEN nullif(${ofKind('priority')}, 1) END AS rank
       FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.contact_id = ANY($1::uuid[]) AND p.kinds <> '{}' AND c.state IN ('open', 'pending') AND c.merged_into IS NULL
     ) asked WHERE team IS NOT NULL OR rank IS NOT NULL`, [contactIds]);
  if (wanted.length === 0) return;
  // Nobody waits for us, and we for nobody: whoever holds one this moment is come back to.
  const free = new Set((await tx.query<{ id: string }>('SELECT id FROM conversations WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED', [wanted.map(({ id }) => id)])).map(({ id }) => id));
  const held = wanted.filter(({ id }) => !free.has(id)).map(({ id }) => id);
  if (held.length > 0) await tx.execute(`UPDATE contact_stats SET due_at = now() + interval '2 seconds' WHERE contact_id IN (SELECT contact_id FROM conversations WHERE id = ANY($1::uuid[]))`, [held]);
  const byId = new Map(wanted.map((each) => [each.id, each]));
  await changeConversations(tx, actor, await lockConversations(tx, [...free]), (row) => {
    const { team = null, rank = null } = byId.get(row.id) ?? {};
    return { ...(team === null || row.team_id !== null || row.assignee_id !== null ? {} : { team_id: team }), ...(rank === null || row.priority !== 1 ? {} : { priority: rank }) };
  }, { reason: 'kind' });
}
