import type { MonitorPatch } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import { conflict } from '../errors';
import { countCopies, lookBack, UNTOUCHED } from './posts/look-back';
import { putBack } from './put-back';
import { BACK_HOURS } from './removed-monitors';

/** Before another query takes its place: how the monitor stands, and what of its mentions would go or lose their story. Answers under which id it can be had back. */
export async function keepQuery(tx: Tx, workspaceId: string, id: string, change: MonitorPatch): Promise<string> {
  const changeId = newId();
  await tx.execute('INSERT INTO removed_monitors (id, workspace_id, changed_id, change, monitor) SELECT $3, $2, w.id, $4, to_jsonb(w) FROM monitors w WHERE w.id = $1', [id, workspaceId, changeId, JSON.stringify(change)]);
  await tx.execute(`INSERT INTO removed_mentions (id, workspace_id, monitor_id, post_id, mention) SELECT m.id, $2, $3, m.post_id, to_jsonb(m) FROM mentions m WHERE m.monitor_id = $1 AND (copy_of IS NOT NULL OR (${UNTOUCHED}))`, [id, workspaceId, changeId]);
  return changeId;
}

/**
 * As it stood before that change, with all that had been found; what was said meanwhile is found as well, and what somebody judged or took stays. Of what else was changed with it only that
 * goes back which nobody changed again. False: there is no such change any more. @throws DomainError a conflict where its query was changed again since. Callers hold the monitor.
 */
export async function bringQueryBack(tx: Tx, workspaceId: string, { id, changeId }: { id: string; changeId: string }): Promise<boolean> {
  const [kept] = await tx.query<{ again: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM removed_monitors o WHERE o.changed_id = r.changed_id AND o.removed_at > r.removed_at) AS again FROM removed_monitors r WHERE r.id = $1 AND r.changed_id = $2 AND r.removed_at > now() - interval '${BACK_HOURS} hours'`, [changeId, id]);
  if (kept === undefined) return false;
  if (kept.again) throw conflict('monitor-changed-since', 'The query of this monitor was changed again since. Take that back first.');
  await tx.execute(`DELETE FROM mentions WHERE monitor_id = $1 AND ${UNTOUCHED}`, [id]);
  const [monitor] = await tx.query<{ query: string; active: boolean }>(
    `UPDATE monitors w SET query = r.monitor->>'query', name = CASE WHEN w.name = r.change->>'name' THEN r.monitor->>'name' ELSE w.name END, kind = CASE WHEN w.kind = r.change->>'kind' THEN r.monitor->>'kind' ELSE w.kind END,
       active = CASE WHEN w.active = (r.change->>'active')::boolean THEN (r.monitor->>'active')::boolean ELSE w.active END, changed_at = clock_timestamp(), look_again = true FROM removed_monitors r WHERE w.id = $1 AND r.id = $2 RETURNING w.query, w.active`, [id, changeId]);
  await putBack(tx, changeId, id);
  await tx.execute('DELETE FROM removed_monitors WHERE id = $1', [changeId]);
  if (monitor?.active === true) await lookBack(tx, workspaceId, id, monitor.query, { keeps: true });
  else await countCopies(tx, id);
  return true;
}
