import type { Skills } from '@kontuar/contract';
import { prepared, type Tx } from '@kontuar/platform';
import { rounded, weightOf, weightsJoin } from './weights';

export interface Load { load: number; /** Null: no end to it. */ capacity: number | null }
export interface Carrying extends Load { skills: Skills; /** Who was given something longest ago has the lowest. */ turn: number }

const LOADS = prepared(`SELECT m.id, coalesce(l.load, 0) AS load, r.capacity, coalesce(r.skills, '{}') AS skills, coalesce(r.turn, 0) AS turn
  FROM memberships m LEFT JOIN routing_members r ON r.member_id = m.id LEFT JOIN (
    SELECT c.assignee_id, sum(${weightOf}) AS load FROM conversations c ${weightsJoin} WHERE c.assignee_id IS NOT NULL AND c.state IN ('open', 'pending') AND c.merged_into IS NULL AND NOT c.kept_apart GROUP BY 1
  ) l ON l.assignee_id = m.id WHERE m.active`);

/** What everybody carries, can carry and knows. */
export async function loads(tx: Tx): Promise<Map<string, Carrying>> {
  const rows = await tx.query<{ id: string; load: number; capacity: number | null; skills: Skills; turn: string }>(LOADS);
  return new Map(rows.map(({ id, load, capacity, skills, turn }) => [id, { load: rounded(load), capacity: capacity === null ? null : rounded(capacity), skills, turn: Number(turn) }]));
}

/** Whoever gives work to people does it one after another in a workspace, and holds this before any conversation. */
export const holdRouting = async (tx: Tx, workspaceId: string): Promise<void> => { await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('routing:' || $1, 0))`, [workspaceId]); };
