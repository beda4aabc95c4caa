import type { ConversationRouting, RoutingNeed } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { policyContext } from '../sla/policies';
import type { Connectors } from '../tokens';
import { compileFilter, type FilterContext } from '../views/compile';
import type { Verdict } from './decide';
import { routable, type Policies } from './policies';
import { weightOf, weightsJoin } from './weights';

export interface QueuedRow {
  id: string; channel_id: string; team_id: string | null; weight: number; since: Date; passed: Record<string, string>; waits: string | null; routing: ConversationRouting | null;
  last_agent: string | null; urgency: number; waited: string;
}
/** Behind this one the next page begins. */
export interface Place { urgency: number; waited: string; id: string }

/** Of the queue what has to be looked at: all of it, or what is new, has come to its time, or waited for room. The most urgent and then the longest waiting first. */
export async function queued(tx: Tx, workspaceId: string, policies: Policies, { whole, room, after, limit }: { whole: boolean; room: boolean; after: Place | undefined; limit: number }): Promise<QueuedRow[]> {
  const parameters: unknown[] = [workspaceId, whole, room];
  const routed = routable(policies, parameters);
  const behind = after === undefined ? 'true' : `(-c.priority, coalesce(c.waiting_since, 'infinity'), c.id) > ($${parameters.push(after.urgency)}::int, $${parameters.push(after.waited)}::timestamptz, $${parameters.push(after.id)}::uuid)`;
  return tx.query<QueuedRow>(
    `SELECT c.id, c.channel_id, c.team_id, ${weightOf} AS weight, coalesce(t.since, now()) AS since, coalesce(t.passed, '{}') AS passed, t.waits, c.routing, -c.priority AS urgency, coalesce(c.waiting_since, 'infinity')::text AS waited,
       coalesce((SELECT m.author_id FROM messages m WHERE m.conversation_id = c.id AND m.author_kind = 'member' AND m.direction = 'out' AND m.kind = 'message' ORDER BY m.seq DESC LIMIT 1),
         (SELECT o.assignee_id FROM conversations o WHERE o.workspace_id = c.workspace_id AND o.contact_id = c.contact_id AND o.id <> c.id AND o.assignee_id IS NOT NULL AND o.first_reply_at IS NOT NULL ORDER BY o.last_message_at DESC LIMIT 1)) AS last_agent
     FROM conversations c LEFT JOIN routing_turns t ON t.conversation_id = c.id ${weightsJoin}
     WHERE c.workspace_id = $1 AND c.state = 'open' AND c.assignee_id IS NULL AND c.merged_into IS NULL AND NOT c.kept_apart AND ${routed}
       AND ($2 OR t.waits IS NULL OR t.look_at <= now() OR ($3 AND t.waits = 'full')) AND ${behind}
     ORDER BY -c.priority, coalesce(c.waiting_since, 'infinity'), c.id LIMIT ${limit}`, parameters);
}

/** What each of these asks for: of one skill the highest level. */
export async function needsOf(tx: Tx, context: FilterContext, needs: readonly RoutingNeed[], ids: readonly string[]): Promise<Map<string, Map<string, number>>> {
  if (needs.length === 0 || ids.length === 0) return new Map();
  const parameters: unknown[] = [ids];
  const fits = needs.map(({ filter }, index) => `CASE WHEN (${compileFilter(filter, context, parameters)}) IS TRUE THEN ${index} END`);
  const rows = await tx.query<{ id: string; fits: number[] }>(`SELECT c.id, array_remove(ARRAY[${fits.join(', ')}]::int[], NULL) AS fits FROM conversations c WHERE c.id = ANY($1::uuid[])`, parameters);
  return new Map(rows.map(({ id, fits: found }) => {
    const asked = new Map<string, number>();
    for (const index of found) {
      const need = needs[index];
      if (need !== undefined) asked.set(need.skill, Math.max(asked.get(need.skill) ?? 0, need.level));
    }
    return [id, asked];
  }));
}

/** The same by the workspace's own needs, for whoever gives work by hand. */
export async function needsFor(tx: Tx, connectors: Connectors, workspaceId: string, ids: readonly string[]): Promise<Map<string, Map<string, number>>> {
  const [settings] = await tx.query<{ needs: RoutingNeed[] }>('SELECT needs FROM routing_settings WHERE workspace_id = $1', [workspaceId]);
  return needsOf(tx, policyContext(connectors, workspaceId), settings?.needs ?? [], ids);
}

export type Waiting = Extract<Verdict, { waits: string }>;
const shownOf = ({ waits, until, skill, level, then }: Waiting): ConversationRouting => ({ waits, until: until?.toISOString() ?? null, skill, level, then });

/** Keeps why each is still there. Rows of lists change only where it is something else; answers those. */
export async function keepWaiting(tx: Tx, workspaceId: string, verdicts: readonly Waiting[], before: ReadonlyMap<string, QueuedRow>): Promise<string[]> {
  if (verdicts.length === 0) return [];
  await tx.execute(
    `INSERT INTO routing_turns (conversation_id, workspace_id, since, waits, look_at) SELECT r.id, $1, r.since, r.waits, r.until FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, since timestamptz, waits text, until timestamptz)
     ON CONFLICT (conversation_id) DO UPDATE SET waits = excluded.waits, look_at = excluded.look_at, given_to = NULL, given_at = NULL`,
    [workspaceId, JSON.stringify(verdicts.map(({ id, waits, until }) => ({ id, since: before.get(id)?.since, waits, until })))]);
  const moved = verdicts.map((verdict) => ({ id: verdict.id, routing: shownOf(verdict) })).filter(({ id, routing }) => !sameWait(before.get(id)?.routing ?? null, routing));
  if (moved.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `UPDATE conversations c SET routing = r.routing, version = c.version + 1 FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, routing jsonb) WHERE c.id = r.id AND c.assignee_id IS NULL AND c.state = 'open' RETURNING c.id`, [JSON.stringify(moved)]);
  return rows.map(({ id }) => id);
}

const sameWait = (a: ConversationRouting | null, b: ConversationRouting): boolean => a !== null && a.waits === b.waits && a.until === b.until && a.skill === b.skill && a.level === b.level && a.then === b.then;
