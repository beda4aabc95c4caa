import { Injectable } from '@nestjs/common';
import type { BoardBy, BoardDay, BoardView } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { dayAt, startOfDay, type Day } from '../legal-clock/calendar';
import { wallTime } from '../time-zones/wall-clock';
import { BoardWatch } from './board-watch.service';
import { boardColumns, columnKeys } from './columns';
import { countDay, cumulative, HALF_HOURS, usualDay } from './half-hours';

/** The day is counted anew after so long, however many look. */
const DAY_FRESH_MS = 10_000;

/** The inbox seen from above: the same rows, by who has them, and what the day comes to. */
@Injectable()
export class Board {
  private readonly days = new Map<string, { at: number; day: Promise<BoardDay> }>();

  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly watch: BoardWatch) {}

  async view(actor: MemberActor, by: BoardBy): Promise<Omit<BoardView, 'watching'>> {
    const [counted, columns] = await Promise.all([
      this.watch.figures(actor),
      this.database.lookInWorkspace(actor.workspaceId, async (tx) => boardColumns(tx, this.secrets, actor, by, await columnKeys(tx, actor, by))),
    ]);
    return { ...counted, by, columns };
  }

  day(actor: MemberActor): Promise<BoardDay> {
    const key = `${actor.workspaceId} ${actor.channelIds === 'all' ? 'all' : actor.memberId}`;
    const known = this.days.get(key);
    if (known !== undefined && Date.now() - known.at < DAY_FRESH_MS) return known.day;
    for (const [each, { at }] of this.days) if (Date.now() - at >= DAY_FRESH_MS) this.days.delete(each);
    const day = this.database.inWorkspace(actor.workspaceId, (tx) => this.count(tx, actor));
    this.days.set(key, { at: Date.now(), day });
    day.catch(() => { this.days.delete(key); });
    return day;
  }

  private async count(tx: Tx, actor: MemberActor, now = new Date()): Promise<BoardDay> {
    const { workspaceId, channelIds } = actor;
    const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [workspaceId]);
    const timeZone = workspace?.time_zone ?? 'UTC';
    const day = dayAt(now, timeZone);
    const today = await countDay(tx, workspaceId, day, timeZone, channelIds);
    const { hour, minute } = wallTime(now, timeZone);
    const until = Math.min(HALF_HOURS, hour * 2 + Math.floor(minute / 30) + 1);
    const [cameIn, answered] = [cumulative(today.cameIn).slice(0, until), cumulative(today.answered).slice(0, until)];
    const [waiting] = await tx.query<{ n: number }>(
      `SELECT coalesce(sum(delta), 0)::int AS n FROM conversation_totals WHERE workspace_id = $1 AND waiting AND state IN ('open', 'pending') AND ($2::uuid[] IS NULL OR channel_id = ANY($2))`, [workspaceId, channelIds === 'all' ? null : channelIds]);
    const replies = await firstReplies(tx, actor, day, timeZone);
    return {
      day, timeZone, cameIn, answered, carried: Math.max(0, (waiting?.n ?? 0) - (cameIn.at(-1) ?? 0) + (answered.at(-1) ?? 0)),
      // Of days that are over all is counted together; who sees only some channels would compare unlike things.
      usual: channelIds === 'all' ? await usualDay(tx, workspaceId, day, timeZone) : null,
      ...replies, ...(await promisesOf(tx, actor, day, timeZone)),
    };
  }
}

/** From a customer's first words to our first answer, of today's first answers. */
async function firstReplies(tx: Tx, { workspaceId, channelIds }: MemberActor, day: Day, timeZone: string): Promise<Pick<BoardDay, 'medianFirstReplyMs' | 'firstReplies'>> {
  const [row] = await tx.query<{ n: number; median: number | null }>(
    `SELECT count(*)::int AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.first_reply_at - c.created_at)) * 1000 AS median FROM (
       SELECT DISTINCT m.conversation_id FROM messages m WHERE m.workspace_id = $1 AND m.created_at >= $2 AND m.kind = 'message' AND m.direction = 'out' AND m.automatic IS NULL AND ($3::uuid[] IS NULL OR m.channel_id = ANY($3))
     ) answered JOIN conversations c ON c.id = answered.conversation_id WHERE c.first_reply_at >= $2 AND c.first_reply_at >= c.created_at AND c.last_inbound_seq > 0`,
    [workspaceId, startOfDay(day, timeZone), channelIds === 'all' ? null : channelIds]);
  return { firstReplies: row?.n ?? 0, medianFirstReplyMs: row?.median == null ? null : Math.round(row.median) };
}

/** Promises that ended today, of those made in the last days: nobody's first answer is longer away. */
async function promisesOf(tx: Tx, { workspaceId, channelIds }: MemberActor, day: Day, timeZone: string): Promise<Pick<BoardDay, 'kept' | 'broken'>> {
  const since = startOfDay(day, timeZone);
  const [row] = await tx.query<{ kept: number; broken: number }>(
    `SELECT (count(*) FILTER (WHERE p.outcome = 'kept' AND p.ended_at >= $2))::int AS kept, (count(*) FILTER (WHERE p.broken_at >= $2))::int AS broken
     FROM sla_promises p JOIN conversations c ON c.id = p.conversation_id WHERE p.workspace_id = $1 AND p.started_at >= $2::timestamptz - interval '14 days' AND (p.ended_at >= $2 OR p.broken_at >= $2) AND ($3::uuid[] IS NULL OR c.channel_id = ANY($3))`,
    [workspaceId, since, channelIds === 'all' ? null : channelIds]);
  return { kept: row?.kept ?? 0, broken: row?.broken ?? 0 };
}
