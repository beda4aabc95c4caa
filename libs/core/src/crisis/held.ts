import type { CrisisNow, CrisisRoom, HeldItem } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, visibleConversations } from '../access/can';
import type { CrisisRow } from './crisis.row';
import { concerns } from './in-force';

/** Came to its time and nobody decided, or, while it is on, will come to it. */
const waits = (due: string, channel: string, team: string): string =>
  `((h.state = 'held' AND ${due} IS NULL) OR (k.ended_at IS NULL AND ${due} IS NOT NULL AND coalesce(h.state, 'held') = 'held' AND ${concerns(channel, team)}))`;

/** Everything that a crisis ($1) keeps back of what this reader may see, with `is_due`. Campaigns are for those who may lead one. */
function heldRows(actor: MemberActor, parameters: unknown[]): string {
  const hold = (kind: string, item: string) => `LEFT JOIN crisis_holds h ON h.crisis_id = k.id AND h.kind = '${kind}' AND h.item_id = ${item}`;
  const sees = visibleConversations(actor, parameters);
  return `SELECT 'planned' AS kind, p.id, o.name AS title, left(p.text, 400) AS text, p.author_name AS by_name, p.conversation_id, coalesce(CASE WHEN p.due_at IS NULL THEN h.was_due END, p.send_at, p.created_at) AS was_due, p.due_at IS NULL AS is_due
       FROM crises k JOIN planned_answers p ON p.workspace_id = k.workspace_id JOIN conversations c ON c.id = p.conversation_id JOIN contacts o ON o.id = c.contact_id ${hold('planned', 'p.id')}
       WHERE k.id = $1 AND p.state = 'scheduled' AND ${waits('p.due_at', 'c.channel_id', 'c.team_id')} AND ${sees}
     UNION ALL SELECT 'follow-up', f.id, o.name, f.name, f.author_name, f.conversation_id, coalesce(f.due_at, h.was_due), f.due_at IS NULL
       FROM crises k JOIN follow_ups f ON f.workspace_id = k.workspace_id JOIN conversations c ON c.id = f.conversation_id JOIN contacts o ON o.id = c.contact_id ${hold('follow-up', 'f.id')}
       WHERE k.id = $1 AND f.state = 'active' AND f.steps -> f.next_step ->> 'act' <> 'remind' AND ${waits('f.due_at', 'c.channel_id', 'c.team_id')} AND ${sees}
     UNION ALL SELECT 'campaign', g.id, g.name, '', coalesce(u.name, ''), NULL, coalesce(g.look_at, h.was_due), g.look_at IS NULL
       FROM crises k JOIN outreach_campaigns g ON g.workspace_id = k.workspace_id LEFT JOIN memberships b ON b.id = g.started_by LEFT JOIN users u ON u.id = b.user_id ${hold('campaign', 'g.id')}
       WHERE k.id = $1 AND g.state = 'running' AND ${waits('g.look_at', 'g.channel_id', 'NULL::uuid')} AND ${can(actor, 'outreach.read') ? 'true' : 'false'}`;
}

export async function countHeld(tx: Tx, actor: MemberActor, row: CrisisRow): Promise<CrisisRoom['held']> {
  const parameters: unknown[] = [row.id];
  const [counts] = await tx.query<CrisisRoom['held']>(`SELECT (count(*) FILTER (WHERE is_due))::int AS due, (count(*) FILTER (WHERE NOT is_due))::int AS coming FROM (${heldRows(actor, parameters)}) r`, parameters);
  return counts ?? { due: 0, coming: 0 };
}

interface HeldRow { kind: HeldItem['kind']; id: string; title: string; text: string; by_name: string; conversation_id: string | null; was_due: Date; is_due: boolean; total: number }

/** In the order in which they would leave, due ones first. `only`: these. */
export async function findHeld(tx: Tx, actor: MemberActor, crisisId: string, { limit, isDue, only }: { limit: number; isDue?: boolean; only?: readonly Pick<HeldItem, 'kind' | 'id'>[] }): Promise<{ items: HeldItem[]; total: number }> {
  const parameters: unknown[] = [crisisId];
  const rows = heldRows(actor, parameters);
  parameters.push(isDue ?? null, only === undefined ? null : only.map(({ kind, id }) => `${kind} ${id}`));
  const found = await tx.query<HeldRow>(
    `SELECT r.*, count(*) OVER ()::int AS total FROM (${rows}) r WHERE ($${parameters.length - 1}::boolean IS NULL OR r.is_due = $${parameters.length - 1}) AND ($${parameters.length}::text[] IS NULL OR r.kind || ' ' || r.id = ANY($${parameters.length}))
     ORDER BY NOT r.is_due, r.was_due, r.id LIMIT ${limit}`, parameters);
  return {
    items: found.map((row) => ({ kind: row.kind, id: row.id, title: row.title, text: row.text, byName: row.by_name, conversationId: row.conversation_id, wasDue: row.was_due.toISOString(), isDue: row.is_due })),
    total: found[0]?.total ?? 0,
  };
}

/** Of crises that are over: how much came to its time meanwhile, of which nobody said what becomes of it. */
export function undecidedOf(tx: Tx, workspaceId: string): Promise<CrisisNow['undecided']> {
  return tx.query<CrisisNow['undecided'][number]>(
    `SELECT k.id AS "crisisId", count(*)::int AS count FROM crises k JOIN crisis_holds h ON h.crisis_id = k.id AND h.state = 'held'
       LEFT JOIN planned_answers p ON h.kind = 'planned' AND p.id = h.item_id AND p.state = 'scheduled' AND p.due_at IS NULL
       LEFT JOIN follow_ups f ON h.kind = 'follow-up' AND f.id = h.item_id AND f.state = 'active' AND f.due_at IS NULL
       LEFT JOIN outreach_campaigns g ON h.kind = 'campaign' AND g.id = h.item_id AND g.state = 'running' AND g.look_at IS NULL
     WHERE k.workspace_id = $1 AND k.ended_at IS NOT NULL AND (p.id IS NOT NULL OR f.id IS NOT NULL OR g.id IS NOT NULL) GROUP BY k.id ORDER BY k.id`, [workspaceId]);
}
