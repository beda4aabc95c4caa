import type { Tx } from '@kontuar/platform';
import { addDays, startOfDay, type Day } from '../legal-clock/calendar';

export const HALF_HOURS = 48;
/** Of so many weeks the same day is looked at. */
const WEEKS = 4;

export interface Day48 { cameIn: number[]; answered: number[] }

/** The customer speaks, or their waiting ends: somebody of us answers, or it is resolved. Automatic words do neither. */
const turns = (m: string): string => `((${m}.kind = 'message' AND ${m}.automatic IS NULL AND ${m}.deleted_at IS NULL AND (${m}.direction = 'in' OR (${m}.direction = 'out' AND ${m}.status IN ('queued', 'sending', 'sent', 'delivered', 'read', 'logged')))) OR (${m}.kind = 'event' AND ${m}.event_type = 'resolved'))`;
const turnOf = (m: string): string => `CASE WHEN ${m}.kind = 'message' AND ${m}.direction = 'in' THEN 'in' ELSE 'end' END`;

/**
 * By half hours of the clock on the wall: who began to wait, and whose waiting ended. A customer who writes three times before anybody answers waits once.
 * Of the messages of that day alone (index messages_at), and for the first of each conversation the one before it (primary key).
 */
export async function countDay(tx: Tx, workspaceId: string, day: Day, timeZone: string, channelIds: 'all' | readonly string[]): Promise<Day48> {
  const rows = await tx.query<{ at: number; came_in: number; answered: number }>(
    `WITH said AS (
       SELECT m.conversation_id, m.seq, m.created_at, ${turnOf('m')} AS turn FROM messages m
       WHERE m.workspace_id = $1 AND m.created_at >= $2 AND m.created_at < $3 AND ${turns('m')} AND ($5::uuid[] IS NULL OR m.channel_id = ANY($5))
     ), ordered AS (
       SELECT s.*, lag(turn) OVER (PARTITION BY conversation_id ORDER BY seq) AS earlier FROM said s
     ), known AS (
       SELECT o.*, CASE WHEN o.earlier IS NOT NULL THEN o.earlier ELSE (SELECT ${turnOf('p')} FROM messages p WHERE p.conversation_id = o.conversation_id AND p.seq < o.seq AND ${turns('p')} ORDER BY p.seq DESC LIMIT 1) END AS before FROM ordered o
     )
     SELECT (extract(hour FROM created_at AT TIME ZONE $4) * 2 + floor(extract(minute FROM created_at AT TIME ZONE $4) / 30))::int AS at,
       (count(*) FILTER (WHERE turn = 'in' AND before IS DISTINCT FROM 'in'))::int AS came_in, (count(*) FILTER (WHERE turn = 'end' AND before = 'in'))::int AS answered
     FROM known GROUP BY 1`,
    [workspaceId, startOfDay(day, timeZone), startOfDay(addDays(day, 1), timeZone), timeZone, channelIds === 'all' ? null : channelIds],
  );
  const counted: Day48 = { cameIn: Array.from({ length: HALF_HOURS }, () => 0), answered: Array.from({ length: HALF_HOURS }, () => 0) };
  for (const { at, came_in, answered } of rows) {
    counted.cameIn[at] = came_in;
    counted.answered[at] = answered;
  }
  return counted;
}

/** What came in on the same weekday of the weeks before, cumulative, on average of those on which anything did. Days that are over are counted once. */
export async function usualDay(tx: Tx, workspaceId: string, day: Day, timeZone: string): Promise<number[] | null> {
  const days = Array.from({ length: WEEKS }, (_, at) => addDays(day, -7 * (at + 1)));
  const kept = await tx.query<{ day: string; came_in: number[] }>(`SELECT to_char(day, 'YYYY-MM-DD') AS day, came_in FROM board_days WHERE workspace_id = $1 AND time_zone = $2 AND day = ANY($3::date[])`, [workspaceId, timeZone, days]);
  const sums = new Map(kept.map((row) => [row.day, row.came_in]));
  for (const missing of days.filter((each) => !sums.has(each))) {
    const { cameIn, answered } = await countDay(tx, workspaceId, missing, timeZone, 'all');
    sums.set(missing, cameIn);
    await tx.execute('INSERT INTO board_days (workspace_id, day, time_zone, came_in, answered) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [workspaceId, missing, timeZone, cameIn, answered]);
  }
  const busy = [...sums.values()].map(cumulative).filter((sum) => (sum.at(-1) ?? 0) > 0);
  return busy.length === 0 ? null : Array.from({ length: HALF_HOURS }, (_, at) => Math.round((busy.reduce((sum, each) => sum + (each[at] ?? 0), 0) / busy.length) * 10) / 10);
}

export function cumulative(each: readonly number[]): number[] {
  let sum = 0;
  return each.map((value) => (sum += value));
}
