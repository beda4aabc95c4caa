import { prepared, type Tx } from '@kontuar/platform';

export interface Load { load: number; capacity: number | null }

/** What waits for us weighs one, what waits for the customer half, what sleeps nothing. Of conversations `c`. */
export const weightOf = `(CASE WHEN c.state = 'snoozed' THEN 0 WHEN c.state = 'pending' OR c.waiting_since IS NULL THEN 0.5 ELSE 1 END)::float8`;

const LOADS = prepared(`SELECT m.id, coalesce(l.load, 0) AS load FROM memberships m LEFT JOIN LATERAL (
    SELECT sum(${weightOf}) AS load FROM conversations c WHERE c.assignee_id = m.id AND c.state IN ('open', 'pending') AND NOT c.kept_apart
  ) l ON true WHERE m.active`);

/** What everybody carries; how much they can, nobody has said yet. */
export async function loads(tx: Tx): Promise<Map<string, Load>> {
  const rows = await tx.query<{ id: string; load: number }>(LOADS);
  return new Map(rows.map(({ id, load }) => [id, { load: rounded(load), capacity: null }]));
}

/** Weights are told in hundredths: sums of tenths come out as people write them. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Whoever gives work to people does it one after another in a workspace. */
export const holdRouting = async (tx: Tx, workspaceId: string): Promise<void> => { await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('routing:' || $1, 0))`, [workspaceId]); };
