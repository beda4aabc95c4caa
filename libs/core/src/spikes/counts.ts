import type { Tx } from '@kontuar/platform';
import { Baseline, HOUR_MS, WEEKS } from './baseline';
import { windows, type Seen } from './detect';

const SAID = `m.direction = 'in' AND m.kind = 'message'`;

/** Hours that are over are counted once; of a house that was never looked at, those of the last weeks. Callers hold the house's turn. */
export async function foldHours(tx: Tx, workspaceId: string): Promise<void> {
  const [position] = await tx.query<{ due: boolean }>(`SELECT folded_to < date_trunc('hour', now()) AS due FROM spike_positions WHERE workspace_id = $1`, [workspaceId]);
  if (position?.due === false) return;
  await tx.execute(
    `INSERT INTO spike_hours (workspace_id, channel_id, hour, count)
       SELECT $1, m.channel_id, date_trunc('hour', m.at), count(*) FROM messages m JOIN channels c ON c.id = m.channel_id
       WHERE m.workspace_id = $1 AND ${SAID} AND m.created_at >= coalesce((SELECT folded_to FROM spike_positions WHERE workspace_id = $1), now() - interval '${WEEKS} weeks') AND m.created_at < date_trunc('hour', now()) AND m.at > now() - interval '${WEEKS} weeks' GROUP BY 2, 3
     ON CONFLICT (channel_id, hour) DO UPDATE SET count = spike_hours.count + excluded.count`, [workspaceId]);
  await tx.execute(`INSERT INTO spike_positions (workspace_id, folded_to) VALUES ($1, date_trunc('hour', now())) ON CONFLICT (workspace_id) DO UPDATE SET folded_to = excluded.folded_to`, [workspaceId]);
  await tx.execute(`DELETE FROM spike_hours WHERE workspace_id = $1 AND hour < now() - interval '${WEEKS + 1} weeks'`, [workspaceId]);
}

/** By channel, what came in the last minutes, by when it was said: what an import brings is no storm. */
export async function seenNow(tx: Tx, workspaceId: string): Promise<Map<string, Seen[]>> {
  const longest = Math.max(...windows);
  const rows = await tx.query<{ channel_id: string; minutes: number; count: number }>(
    `SELECT m.channel_id, w.minutes, count(*)::int AS count FROM messages m CROSS JOIN unnest($2::int[]) AS w (minutes)
     WHERE m.workspace_id = $1 AND ${SAID} AND m.created_at > now() - make_interval(mins => ${longest}) AND m.created_at > now() - make_interval(mins => w.minutes) AND m.at > now() - make_interval(mins => w.minutes + 5) GROUP BY 1, 2`, [workspaceId, [...windows]]);
  const found = new Map<string, Seen[]>();
  for (const row of rows) found.set(row.channel_id, [...(found.get(row.channel_id) ?? windows.map((windowMinutes) => ({ windowMinutes, count: 0 })))].map((seen) => (seen.windowMinutes === row.minutes ? { ...seen, count: row.count } : seen)));
  return found;
}

export async function baselineOf(tx: Tx, channelId: string, now: Date): Promise<Baseline> {
  const rows = await tx.query<{ hour: string; count: number }>(`SELECT (extract(epoch FROM hour) / 3600)::bigint AS hour, count FROM spike_hours WHERE channel_id = $1 ORDER BY hour`, [channelId]);
  const hours = rows.map(({ hour, count }) => ({ hour: Number(hour), count }));
  const present = Math.floor(now.getTime() / HOUR_MS);
  return new Baseline(hours, present, hours[0]?.hour ?? present);
}
