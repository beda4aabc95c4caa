import type { Tx } from '@kontuar/platform';

/** Puts what was kept under `keptId` back among the mentions of a monitor. Whom somebody muted meanwhile is not heard by it; what stands there already stays as it is. */
export async function putBack(tx: Tx, keptId: string, monitorId: string): Promise<void> {
  await tx.execute(
    `DELETE FROM removed_mentions r USING posts p, muted_authors a WHERE r.monitor_id = $1 AND p.id = r.post_id AND a.workspace_id = p.workspace_id AND a.platform = p.platform AND a.author_key = p.author_key
       AND r.mention->>'judgement' IS NULL AND r.mention->>'assignee_id' IS NULL AND r.mention->>'conversation_id' IS NULL`, [keptId]);
  // Of a story whose first post was erased meanwhile the next stands for itself; so does what lost its conversation. Read as a row once, not once for each column.
  await tx.execute(
    `INSERT INTO mentions SELECT m.* FROM removed_mentions r CROSS JOIN LATERAL jsonb_populate_record(NULL::mentions, r.mention || jsonb_build_object(
         'copy_of', CASE WHEN r.mention->>'copy_of' IS NOT NULL THEN ${STANDS_FOR} END, 'conversation_id', (SELECT c.id FROM conversations c WHERE c.id = (r.mention->>'conversation_id')::uuid))) AS m
       WHERE r.monitor_id = $1 ON CONFLICT DO NOTHING`, [keptId, monitorId]);
  // What had stayed lost its story with the first of it.
  await tx.execute(`UPDATE mentions m SET copy_of = ${STANDS_FOR} FROM removed_mentions r WHERE r.monitor_id = $1 AND m.monitor_id = $2 AND m.id = r.id AND m.copy_of IS NULL AND r.mention->>'copy_of' IS NOT NULL`, [keptId, monitorId]);
}

/** The first of the story of `r`: as it was kept, or as the same post was found meanwhile. */
const STANDS_FOR = `coalesce(
  (SELECT x.id FROM removed_mentions f JOIN mentions x ON x.monitor_id = $2 AND x.post_id = f.post_id WHERE f.monitor_id = $1 AND f.id = (r.mention->>'copy_of')::uuid),
  (SELECT f.id FROM removed_mentions f WHERE f.monitor_id = $1 AND f.id = (r.mention->>'copy_of')::uuid), (SELECT x.id FROM mentions x WHERE x.id = (r.mention->>'copy_of')::uuid))`;
