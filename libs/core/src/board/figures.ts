import type { BoardFigures, BoardLoad, DuePin } from '@kontuar/contract';
import { prepared, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { visibleCases } from '../cases/case-reach';
import { addDays, dayAt, startOfDay } from '../legal-clock/calendar';
import { loads } from '../routing/loads';
import { FORECAST_MINUTES, forecast, PACE_MINUTES, type Worker } from './forecast';

const HORIZON_MINUTES = 60;
const SHOWN_DUE = 40;
const SHOWN_LATE = 12;
/** The forecast looks at so many, which nobody answers in a quarter of an hour. */
const FORECAST_MOST = 400;
const CLAIM_DAYS = 3;

interface SumRow { team_id: string | null; channel_id: string; assigned: boolean; waiting: boolean; n: number }
interface OwnRow { assignee_id: string; waiting: boolean; n: number }
interface DueRow { id: string; name: string; connector_id: string; assignee_id: string | null; due_at: Date; due_kind: DuePin['kind'] }

/** Everything about a board but its rows, for one audience. From counter rows and partial indexes of what is open: as dear with ten times the history. */
export async function boardFigures(tx: Tx, actor: MemberActor, pace: readonly Worker[], now = new Date()): Promise<BoardFigures> {
  const { workspaceId, channelIds, teamIds } = actor;
  const counted: unknown[] = [workspaceId];
  const shared = channelIds === 'all' ? 'true' : `(t.channel_id = ANY($${counted.push(channelIds)}::uuid[]) OR coalesce(t.team_id = ANY($${counted.push(teamIds)}::uuid[]), false))`;
  const [sums, own, oldest, due, claims, carried] = await Promise.all([
    tx.query<SumRow>(prepared(`SELECT t.team_id, t.channel_id, t.assigned, t.waiting, sum(t.delta)::int AS n FROM conversation_totals t WHERE t.workspace_id = $1 AND t.state IN ('open', 'pending') AND ${shared} GROUP BY 1, 2, 3, 4 HAVING sum(t.delta) <> 0`), counted),
    tx.query<OwnRow>(prepared(`SELECT t.assignee_id, t.waiting, sum(t.delta)::int AS n FROM conversation_counts t WHERE t.workspace_id = $1 AND t.assignee_id IS NOT NULL AND t.state IN ('open', 'pending') AND ${shared} GROUP BY 1, 2 HAVING sum(t.delta) <> 0`), counted),
    oldestOf(tx, actor),
    dueOf(tx, actor, now),
    claimsOf(tx, actor, now),
    loads(tx),
  ]);
  const figures: BoardFigures = {
    unassigned: { open: 0, waiting: 0, oldestAt: oldest.unassigned }, members: {}, teams: {}, channels: {}, waiting: 0, longestAt: oldest.all, horizon: due.horizon, claims,
    forecast: { minutes: FORECAST_MINUTES, ...forecast(due.soon, pace, now) },
  };
  const add = (to: { open: number; waiting: number }, { n, waiting }: { n: number; waiting: boolean }) => {
    to.open += n;
    if (waiting) to.waiting += n;
  };
  for (const row of sums) {
    if (!row.assigned) add(figures.unassigned, row);
    if (row.team_id !== null) add((figures.teams[row.team_id] ??= { open: 0, waiting: 0 }), row);
    add((figures.channels[row.channel_id] ??= { open: 0, waiting: 0 }), row);
    if (row.waiting) figures.waiting += row.n;
  }
  for (const [memberId, { load, capacity }] of carried) figures.members[memberId] = { open: 0, waiting: 0, load, capacity };
  for (const row of own) add((figures.members[row.assignee_id] ??= { open: 0, waiting: 0, load: 0, capacity: null } satisfies BoardLoad), row);
  return figures;
}

async function oldestOf(tx: Tx, actor: MemberActor): Promise<{ unassigned: string | null; all: string | null }> {
  const parameters: unknown[] = [actor.workspaceId];
  const visible = visibleConversations(actor, parameters);
  const first = (where: string) => `(SELECT c.waiting_since FROM conversations c WHERE c.workspace_id = $1 AND c.waiting_since IS NOT NULL AND ${where} AND ${visible} ORDER BY c.waiting_since LIMIT 1)`;
  const [row] = await tx.query<{ unassigned: Date | null; everybody: Date | null }>(prepared(`SELECT ${first(`c.state = 'open' AND c.assignee_id IS NULL`)} AS unassigned, ${first(`c.state IN ('open', 'pending')`)} AS everybody`), parameters);
  return { unassigned: row?.unassigned?.toISOString() ?? null, all: row?.everybody?.toISOString() ?? null };
}

/** Promises that end within the hour or ended (index conversations_due). Of what is long late only the newest are shown: the rest is counted. */
async function dueOf(tx: Tx, actor: MemberActor, now: Date): Promise<{ horizon: BoardFigures['horizon']; soon: { dueAt: Date; assigneeId: string | null }[] }> {
  const until = new Date(now.getTime() + HORIZON_MINUTES * 60_000);
  const parameters: unknown[] = [actor.workspaceId, now, until];
  const visible = visibleConversations(actor, parameters);
  const from = `FROM conversations c JOIN channels ch ON ch.id = c.channel_id JOIN contacts p ON p.id = c.contact_id WHERE c.workspace_id = $1 AND c.due_at IS NOT NULL AND c.state IN ('open', 'pending') AND c.merged_into IS NULL AND NOT c.kept_apart AND ${visible}`;
  const columns = 'c.id, p.name, ch.connector_id, c.assignee_id, c.due_at, c.due_kind';
  const [rows, sums] = await Promise.all([
    tx.query<DueRow>(prepared(`(SELECT ${columns} ${from} AND c.due_at <= $2 ORDER BY c.due_at DESC, c.id LIMIT ${SHOWN_LATE}) UNION ALL (SELECT ${columns} ${from} AND c.due_at > $2 AND c.due_at <= $3 ORDER BY c.due_at, c.id LIMIT ${FORECAST_MOST})`), parameters),
    tx.query<{ total: number; late: number; nobodys: number }>(prepared(`SELECT count(*)::int AS total, (count(*) FILTER (WHERE due_at <= $2))::int AS late, (count(*) FILTER (WHERE assignee_id IS NULL))::int AS nobodys FROM (SELECT c.due_at, c.assignee_id ${from} AND c.due_at <= $3 LIMIT 5000) d`), parameters),
  ]);
  const late = rows.filter((row) => row.due_at <= now).reverse();
  const soon = rows.filter((row) => row.due_at > now).sort((a, b) => a.due_at.getTime() - b.due_at.getTime());
  const pins = [...late, ...soon.slice(0, SHOWN_DUE)].map((row): DuePin => ({ conversationId: row.id, contactName: row.name, connectorId: row.connector_id, assigneeId: row.assignee_id, dueAt: row.due_at.toISOString(), kind: row.due_kind }));
  return { horizon: { pins, ...(sums[0] ?? { total: 0, late: 0, nobodys: 0 }) }, soon: soon.map((row) => ({ dueAt: row.due_at, assigneeId: row.assignee_id })) };
}

async function claimsOf(tx: Tx, actor: MemberActor, now: Date): Promise<BoardFigures['claims']> {
  const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
  const timeZone = workspace?.time_zone ?? 'UTC';
  const by = addDays(dayAt(now, timeZone), CLAIM_DAYS);
  const parameters: unknown[] = [actor.workspaceId, startOfDay(addDays(by, 1), timeZone), now];
  const visible = visibleCases(actor, parameters);
  const [row] = await tx.query<{ due: number; late: number }>(prepared(`SELECT (count(*) FILTER (WHERE k.due_at > $3))::int AS due, (count(*) FILTER (WHERE k.due_at <= $3))::int AS late FROM cases k WHERE k.workspace_id = $1 AND k.clock = 'running' AND k.withdrawn_at IS NULL AND k.due_at <= $2 AND ${visible}`), parameters);
  return { due: row?.due ?? 0, late: row?.late ?? 0, by };
}

/** Who is at work, and how many answers each wrote a moment ago: for the forecast. Of the newest messages alone. */
export async function paceOf(tx: Tx, workspaceId: string, now = new Date()): Promise<Worker[]> {
  const rows = await tx.query<{ id: string; answers: number }>(prepared(
    `SELECT m.id, coalesce(a.answers, 0) AS answers FROM memberships m
     LEFT JOIN (SELECT author_id, count(*)::int AS answers FROM messages WHERE workspace_id = $1 AND created_at > $2 AND kind = 'message' AND direction = 'out' AND author_kind = 'member' AND automatic IS NULL GROUP BY 1) a ON a.author_id = m.id
     WHERE m.workspace_id = $1 AND m.active AND m.duty = 'on' AND (m.hours IS NOT NULL OR m.here OR a.answers > 0) AND m.role <> 'brand_analyst'`),
  [workspaceId, new Date(now.getTime() - PACE_MINUTES * 60_000)]);
  return rows.map(({ id, answers }) => ({ memberId: id, answers }));
}
