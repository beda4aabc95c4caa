import type { Tx } from '@kontuar/platform';
import { Baseline, HOUR_MS, WEEKS } from './baseline';
import { byTodaysClock } from './by-todays-clock';
import { windows, type Seen } from './detect';
import { nameOf, type Subject } from './subjects';

const SAID = `m.direction = 'in' AND m.kind = 'message'`;
/** What a monitor found and nobody, nor its filter, takes for junk; copies as well, because to share is to storm. */
const HEARD = `b.judgement IS DISTINCT FROM 'junk' AND NOT (b.probably_junk AND b.judgement IS NULL)`;

/** Hours that are over are counted once; of a house that was never looked at, those of the last weeks. Callers hold the house's turn. */
export async function foldHours(tx: Tx, workspaceId: string): Promise<void> {
  const [position] = await tx.query<{ due: boolean }>(`SELECT folded_to < date_trunc('hour', now()) OR storms_to IS NULL OR storms_to < date_trunc('hour', now()) AS due FROM spike_positions WHERE workspace_id = $1`, [workspaceId]);
  if (position?.due === false) return;
  const from = (column: string): string => `coalesce((SELECT ${column} FROM spike_positions WHERE workspace_id = $1), now() - interval '${WEEKS} weeks')`;
  const over = (column: string, at: string, position: string): string => `AND ${column} >= ${from(position)} AND ${column} < date_trunc('hour', now()) AND ${at} > now() - interval '${WEEKS} weeks'`;
  await tx.execute(
    `INSERT INTO spike_hours (workspace_id, channel_id, hour, count)
       SELECT $1, m.channel_id, date_trunc('hour', m.at), count(*) FROM messages m JOIN channels c ON c.id = m.channel_id
       WHERE m.workspace_id = $1 AND ${SAID} ${over('m.created_at', 'm.at', 'folded_to')} GROUP BY 2, 3
     ON CONFLICT (channel_id, hour) DO UPDATE SET count = spike_hours.count + excluded.count`, [workspaceId]);
  await tx.execute(
    `INSERT INTO storm_hours (workspace_id, kind, key, hour, count)
       SELECT $1, 'matter', c.matter, date_trunc('hour', m.at), count(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.workspace_id = $1 AND ${SAID} AND c.matter IS NOT NULL ${over('m.created_at', 'm.at', 'storms_to')} GROUP BY 3, 4
       UNION ALL SELECT $1, 'monitor', b.monitor_id::text, date_trunc('hour', b.published_at), count(*) FROM mentions b
         WHERE b.workspace_id = $1 AND ${HEARD} ${over('b.created_at', 'b.published_at', 'storms_to')} GROUP BY 3, 4
       UNION ALL SELECT $1, 'post', channel_id::text, hour, max(n) FROM (
         SELECT m.channel_id, c.post_id, date_trunc('hour', m.at) AS hour, count(*) AS n FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.workspace_id = $1 AND ${SAID} AND c.post_id IS NOT NULL ${over('m.created_at', 'm.at', 'storms_to')} GROUP BY 1, 2, 3) below GROUP BY 3, 4
     ON CONFLICT (workspace_id, kind, key, hour) DO UPDATE SET count = CASE WHEN storm_hours.kind = 'post' THEN greatest(storm_hours.count, excluded.count) ELSE storm_hours.count + excluded.count END`, [workspaceId]);
  await tx.execute(
    `INSERT INTO spike_positions (workspace_id, folded_to, storms_to) VALUES ($1, date_trunc('hour', now()), date_trunc('hour', now())) ON CONFLICT (workspace_id) DO UPDATE SET folded_to = excluded.folded_to, storms_to = excluded.storms_to`, [workspaceId]);
  await tx.execute(`DELETE FROM spike_hours WHERE workspace_id = $1 AND hour < now() - interval '${WEEKS + 1} weeks'`, [workspaceId]);
  await tx.execute(`DELETE FROM storm_hours WHERE workspace_id = $1 AND hour < now() - interval '${WEEKS + 1} weeks'`, [workspaceId]);
}

/** By subject, what came in the last minutes, by when it was said: what an import brings is no storm. */
export async function seenNow(tx: Tx, workspaceId: string): Promise<Map<string, Seen[]>> {
  const longest = Math.max(...windows);
  const rows = await tx.query<Subject & { minutes: number; count: number }>(
    `WITH said AS (SELECT m.channel_id, c.post_id, c.matter, m.created_at, m.at FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.workspace_id = $1 AND ${SAID} AND m.created_at > now() - make_interval(mins => ${longest})),
       within AS (SELECT s.*, w.minutes FROM said s CROSS JOIN unnest($2::int[]) AS w (minutes) WHERE s.created_at > now() - make_interval(mins => w.minutes) AND s.at > now() - make_interval(mins => w.minutes + 5))
     SELECT 'channel' AS kind, channel_id::text AS key, minutes, count(*)::int AS count FROM within GROUP BY 2, 3
     UNION ALL SELECT 'matter', matter, minutes, count(*)::int FROM within WHERE matter IS NOT NULL GROUP BY 2, 3
     UNION ALL SELECT 'post', channel_id::text, minutes, max(n)::int FROM (SELECT channel_id, post_id, minutes, count(*) AS n FROM within WHERE post_id IS NOT NULL GROUP BY 1, 2, 3) below GROUP BY 2, 3
     UNION ALL SELECT 'monitor', b.monitor_id::text, w.minutes, count(*)::int FROM mentions b CROSS JOIN unnest($2::int[]) AS w (minutes)
       WHERE b.workspace_id = $1 AND ${HEARD} AND b.published_at > now() - make_interval(mins => ${longest + 5}) AND b.created_at > now() - make_interval(mins => w.minutes) AND b.published_at > now() - make_interval(mins => w.minutes + 5) GROUP BY 2, 3`, [workspaceId, [...windows]]);
  const found = new Map<string, Seen[]>();
  for (const row of rows) found.set(nameOf(row), [...(found.get(nameOf(row)) ?? windows.map((windowMinutes) => ({ windowMinutes, count: 0 })))].map((seen) => (seen.windowMinutes === row.minutes ? { ...seen, count: row.count } : seen)));
  return found;
}

export async function baselineOf(tx: Tx, workspaceId: string, { kind, key }: Subject, now: Date): Promise<Baseline> {
  const rows = kind === 'channel'
    ? await tx.query<{ hour: string; count: number }>(`SELECT (extract(epoch FROM hour) / 3600)::bigint AS hour, count FROM spike_hours WHERE channel_id = $1 ORDER BY hour`, [key])
    : await tx.query<{ hour: string; count: number }>(`SELECT (extract(epoch FROM hour) / 3600)::bigint AS hour, count FROM storm_hours WHERE workspace_id = $1 AND kind = $2 AND key = $3 ORDER BY hour`, [workspaceId, kind, key]);
  const [house] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [workspaceId]);
  const hours = byTodaysClock(rows.map(({ hour, count }) => ({ hour: Number(hour), count })), house?.time_zone ?? 'UTC', now);
  const present = Math.floor(now.getTime() / HOUR_MS);
  return new Baseline(hours, present, hours[0]?.hour ?? present);
}
