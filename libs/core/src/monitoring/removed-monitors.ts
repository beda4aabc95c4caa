import type { Tx } from '@kontuar/platform';
import { lookBack } from './posts/look-back';
import { putBack } from './put-back';

/** For so long what was removed can be had back. */
export const BACK_HOURS = 1;

/** Takes a monitor and what it found away, kept apart as they stood. False: there is none. */
export async function removeMonitor(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  // Removed, had back and removed again: what stood there the first time is of no use.
  await tx.execute('DELETE FROM removed_monitors WHERE id = $1', [id]);
  const kept = await tx.execute('INSERT INTO removed_monitors (id, workspace_id, monitor) SELECT w.id, $2, to_jsonb(w) FROM monitors w WHERE w.id = $1 FOR UPDATE', [id, workspaceId]);
  if (kept === 0) return false;
  await tx.execute('INSERT INTO removed_mentions (id, workspace_id, monitor_id, post_id, mention) SELECT m.id, $2, m.monitor_id, m.post_id, to_jsonb(m) FROM mentions m WHERE m.monitor_id = $1', [id, workspaceId]);
  await tx.execute('DELETE FROM monitors WHERE id = $1', [id]);
  return true;
}

/** As it stood, with what was judged, taken and counted; what was said meanwhile is found as well. False: nothing is kept of it. */
export async function bringMonitorBack(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  // Heard of as a new one by those who listen.
  const [monitor] = await tx.query<{ query: string; active: boolean }>(
    `INSERT INTO monitors SELECT (jsonb_populate_record(NULL::monitors, r.monitor || jsonb_build_object('changed_at', clock_timestamp(), 'look_again', true))).* FROM removed_monitors r WHERE r.id = $1 AND r.changed_id IS NULL AND r.removed_at > now() - interval '${BACK_HOURS} hours' RETURNING query, active`, [id]);
  if (monitor === undefined) return false;
  await putBack(tx, id, id);
  await tx.execute('DELETE FROM removed_monitors WHERE id = $1', [id]);
  if (monitor.active) await lookBack(tx, workspaceId, id, monitor.query, { keeps: true });
  return true;
}

/** What nobody wanted back. */
export async function forgetRemoved(tx: Tx): Promise<void> {
  await tx.execute(`DELETE FROM removed_monitors WHERE removed_at < now() - interval '${BACK_HOURS} hours'`);
  await tx.execute(`DELETE FROM posts WHERE id IN (SELECT p.id FROM listening_sources s JOIN posts p ON p.source_id = s.id WHERE s.removed_at < now() - interval '${BACK_HOURS} hours' LIMIT 5000)`);
  await tx.execute(`DELETE FROM listening_sources s WHERE s.removed_at < now() - interval '${BACK_HOURS} hours' AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.source_id = s.id)`);
}
