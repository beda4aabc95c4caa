import { Injectable } from '@nestjs/common';
import type { Report, ReportBehind, ReportBehindQuery, ReportDefinitions, ReportMeasure, ReportQuery } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { readCursor, writeCursor } from '../cursor';
import { findConversationViews, mayOn } from '../conversations/conversations.queries';
import { invalid } from '../errors';
import { uuidKey } from '../paging';
import { allMeasures, measuresOf } from './all-measures';
import { behindSql, refuseGroup } from './behind';
import { figures, inTime, type Compiled } from './compile';
import type { Measure } from './measure';
import { comparedDays, readDays, type Days } from './spans';

/** What happened, in figures, and the conversations behind each of them. */
@Injectable()
export class Reports {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  /** heard: what is said in public, else what customers and we did. */
  definitions(actor: MemberActor, of: 'care' | 'heard' = 'care'): Promise<ReportDefinitions> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ time_zone: string; catching_up: boolean }>(
        `SELECT w.time_zone, coalesce(p.backfilled_to IS NOT NULL, true) AS catching_up FROM workspaces w LEFT JOIN report_positions p ON p.workspace_id = w.id WHERE w.id = $1`, [actor.workspaceId]);
      return {
        items: measuresOf(of).map(({ key, unit, better, name, counted, groups, hasClock }) => ({ key, unit, better, name, counted, groups: [...groups], hasClock: hasClock === true })),
        timeZone: row?.time_zone ?? 'UTC', catchingUp: of === 'care' && (row?.catching_up ?? false),
      };
    });
  }

  report(actor: MemberActor, key: ReportMeasure, query: ReportQuery): Promise<Report> {
    const measure = allMeasures[key];
    refuseGroup(measure, query.by);
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => this.reportIn(tx, actor, measure, query));
  }

  async reportIn(tx: Tx, actor: MemberActor, measure: Measure, query: ReportQuery, now = new Date()): Promise<Report> {
    const days = readDays({ from: query.from, to: query.to, zone: query.zone ?? (await zoneOf(tx, actor.workspaceId)) }, query.by);
    const ask = (of: Days) => figures(tx, actor, { measure, days: of, by: query.by, filter: query, now });
    const before = query.compare === 'none' ? undefined : comparedDays(days, query.compare);
    const { total, rows } = await ask(days);
    const { total: totalBefore, rows: rowsBefore } = before === undefined ? { total: undefined, rows: [] } : await ask(before);
    const beside = new Map(rowsBefore.map(({ key, figure }) => [key, figure]));
    // The first day stands beside the first day.
    const comparedTo = (key: string | null, at: number) => (inTime.has(query.by) ? rowsBefore[at]?.figure : beside.get(key)) ?? null;
    return {
      measure: measure.key, unit: measure.unit, from: days.from, to: days.to, zone: days.zone, by: query.by, total,
      compared: before === undefined || totalBefore === undefined ? null : { from: before.from, to: before.to, total: totalBefore },
      rows: rows.map(({ key, name, figure }, at) => ({ key, ...(name === undefined ? {} : { name }), figure, compared: comparedTo(key, at) })),
    };
  }

  /** The conversations behind a figure that the reader may see, the longest or newest first. One that counts several times is there once. */
  behind(actor: MemberActor, key: ReportMeasure, query: ReportBehindQuery): Promise<ReportBehind> {
    const measure = allMeasures[key];
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const { from, where, ms, parameters } = await rowsBehind(tx, actor, measure, query);
      const parameter = (value: unknown): string => `$${parameters.push(value)}`;
      const worth = measure.worst?.(ms) ?? `extract(epoch FROM f.at) * 1000`;
      const after = query.cursor === undefined ? undefined : readCursor(query.cursor, 2);
      if (after !== undefined && (typeof after[0] !== 'number' || !uuidKey(String(after[1])))) throw invalid('bad-cursor', 'This cursor was not made by this list.');
      const goesOn = after === undefined ? '' : `WHERE (round(worth), conversation_id) < (${parameter(after[0])}::numeric, ${parameter(after[1])}::uuid)`;
      const rows = await tx.query<{ conversation_id: string; at: Date; worth: string }>(
        `SELECT conversation_id, at, round(worth) AS worth FROM (
           SELECT f.conversation_id, max(f.at) AS at, max((${worth})::numeric) AS worth FROM ${from} WHERE ${where} AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = f.conversation_id) GROUP BY 1
         ) found ${goesOn} ORDER BY round(worth) DESC, conversation_id DESC LIMIT ${parameter(query.limit + 1)}`, parameters);
      const shown = rows.slice(0, query.limit);
      const views = new Map((await findConversationViews(tx, this.secrets, shown.map((row) => row.conversation_id))).map((view) => [view.id, view]));
      const last = shown.at(-1);
      return {
        items: shown.flatMap((row) => {
          const conversation = views.get(row.conversation_id);
          const sees = conversation !== undefined && mayOn(actor, 'conversation.read', { id: conversation.id, channel_id: conversation.channelId, assignee_id: conversation.assigneeId, team_id: conversation.teamId });
          return sees ? [{ conversation, at: row.at.toISOString(), value: measure.worst === undefined ? null : Math.abs(Number(row.worth)) }] : [];
        }),
        nextCursor: rows.length > query.limit && last !== undefined ? writeCursor([Number(last.worth), last.conversation_id]) : null,
      };
    });
  }
}

/** The rows of one figure, or of one row of it. */
export async function rowsBehind(tx: Tx, actor: MemberActor, measure: Measure, query: Omit<ReportBehindQuery, 'cursor' | 'limit'>): Promise<Pick<Compiled, 'from' | 'where' | 'parameters' | 'ms'>> {
  refuseGroup(measure, query.by);
  const days = readDays({ from: query.from, to: query.to, zone: query.zone ?? (await zoneOf(tx, actor.workspaceId)) }, query.by);
  return behindSql(actor, { measure, days, by: query.by, filter: query, now: new Date() }, query.key);
}

async function zoneOf(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [workspaceId]);
  return row?.time_zone ?? 'UTC';
}
