import { Inject, Injectable } from '@nestjs/common';
import type { ListeningDesk, MonitorChanged, MonitorInput, MonitorPatch, MonitorView } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import { previewsAreOn } from './previews/link-previews.service';
import { findSources } from './sources/source.row';
import { LISTENING_DUE } from './listening';
import { lookBack } from './posts/look-back';
import { bringMonitorBack, removeMonitor } from './removed-monitors';
import { queryOrNothing } from './posts/marks';
import { bringQueryBack, keepQuery } from './query-back';
import { blocksOf } from './query/blocks';
import { parseQuery } from './query/parse';
import { QueryError } from './query/query';

const MOST = 10_000;

interface Row { id: string; name: string; kind: MonitorView['kind']; query: string; active: boolean; created_at: Date; hourly: Record<string, number> | null; to_judge: number; judged: number; relevant: number; shown: number; shown_relevant: number; hidden: number; hidden_junk: number }

/** What is looked for, with what was found and how well it is told from junk. */
@Injectable()
export class Monitors {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  desk(actor: MemberActor): Promise<ListeningDesk> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [muted] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM muted_authors WHERE workspace_id = $1', [actor.workspaceId]);
      return { monitors: await views(tx, actor.workspaceId), sources: await findSources(tx, actor.workspaceId), mutedAuthors: muted?.n ?? 0, previews: await previewsAreOn(tx, actor.workspaceId) };
    });
  }

  /** @throws DomainError 'bad-query' with the characters to look at. */
  create(actor: MemberActor, input: MonitorInput): Promise<MonitorView> {
    check(input.query);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [sum] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM monitors WHERE workspace_id = $1', [actor.workspaceId]);
      if ((sum?.n ?? 0) >= MOST) throw conflict('too-many-monitors', `A workspace has at most ${MOST} monitors.`);
      const id = newId();
      await orTaken(tx.execute('INSERT INTO monitors (id, workspace_id, name, kind, query, active, created_by, look_again) VALUES ($1, $2, $3, $4, $5, $6, $7, true)', [id, actor.workspaceId, input.name, input.kind, input.query, input.active, actor.memberId]), taken);
      if (input.active) await lookBack(tx, actor.workspaceId, id, input.query);
      return this.told(tx, actor, id, 'created');
    });
  }

  /** Of another query's mentions those stay that somebody judged, took or answered; the rest is looked for anew, and for an hour the old ones can be had back. */
  change(actor: MemberActor, id: string, patch: MonitorPatch): Promise<MonitorChanged> {
    if (patch.query !== undefined) check(patch.query);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [before] = await tx.query<{ query: string; active: boolean }>('SELECT query, active FROM monitors WHERE id = $1 FOR UPDATE', [id]);
      if (before === undefined) throw notFound('monitor');
      const query = patch.query ?? before.query;
      const changeId = query === before.query ? null : await keepQuery(tx, actor.workspaceId, id, patch);
      await orTaken(tx.execute('UPDATE monitors SET name = coalesce($2, name), kind = coalesce($3, kind), query = coalesce($4, query), active = coalesce($5, active), changed_at = clock_timestamp() WHERE id = $1', [id, patch.name ?? null, patch.kind ?? null, patch.query ?? null, patch.active ?? null]), taken);
      if (changeId !== null || (patch.active === true && !before.active)) {
        await lookBack(tx, actor.workspaceId, id, query, { keeps: changeId === null });
        // What is being kept at this moment cannot be seen from here.
        await tx.execute('UPDATE monitors SET look_again = true WHERE id = $1', [id]);
      }
      return { ...await this.told(tx, actor, id, 'changed'), changeId };
    });
  }

  /** The query as it was before that change, with all that it had found. @throws DomainError not-found once its hour is over, a conflict where it was changed again or another took its name. */
  undo(actor: MemberActor, id: string, changeId: string): Promise<MonitorView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const held = await tx.query('SELECT 1 FROM monitors WHERE id = $1 FOR UPDATE', [id]);
      if (held.length === 0) throw notFound('monitor');
      if (!(await orTaken(bringQueryBack(tx, actor.workspaceId, { id, changeId }), taken))) throw notFound('change');
      return this.told(tx, actor, id, 'changed');
    });
  }

  /** With all that it found; for an hour it can be had back. */
  remove(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if (!(await removeMonitor(tx, actor.workspaceId, id))) throw notFound('monitor');
      await record(tx, [{ type: 'monitor.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'listening', id)]);
    });
  }

  /** @throws DomainError not-found once its hour is over, a conflict where another took its name meanwhile. */
  restore(actor: MemberActor, id: string): Promise<MonitorView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if (!(await orTaken(bringMonitorBack(tx, actor.workspaceId, id), taken))) throw notFound('monitor');
      return this.told(tx, actor, id, 'restored');
    });
  }

  private async told(tx: Tx, actor: MemberActor, id: string, what: 'created' | 'changed' | 'restored'): Promise<MonitorView> {
    await record(tx, [{ type: `monitor.${what}`, actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'listening', id)]);
    tx.afterCommit(() => { this.pulse.publish(LISTENING_DUE); });
    const [view] = await views(tx, actor.workspaceId, id);
    if (view === undefined) throw notFound('monitor');
    return view;
  }
}

const taken = () => conflict('monitor-exists', 'There is a monitor with this name already.');

function check(query: string): void {
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof QueryError) throw invalid('bad-query', error.message, { fault: { code: error.fault, ...error.at } });
    throw error;
  }
}

async function views(tx: Tx, workspaceId: string, id?: string): Promise<MonitorView[]> {
  const rows = await tx.query<Row>(
    `SELECT w.id, w.name, w.kind, w.query, w.active, w.created_at,
       (SELECT jsonb_object_agg(h.hour, h.n) FROM (SELECT greatest(0, floor(extract(epoch FROM now()) / 3600) - floor(extract(epoch FROM m.published_at) / 3600))::int AS hour, count(*)::int AS n FROM mentions m
          WHERE m.monitor_id = w.id AND m.copy_of IS NULL AND m.published_at >= to_timestamp((floor(extract(epoch FROM now()) / 3600) - 23) * 3600) AND m.judgement IS DISTINCT FROM 'junk' AND NOT (m.probably_junk AND m.judgement IS NULL) GROUP BY 1) h) AS hourly,
       (SELECT count(*)::int FROM mentions m WHERE m.monitor_id = w.id AND m.copy_of IS NULL AND m.judgement IS NULL AND NOT m.probably_junk) AS to_judge,
       j.*
     FROM monitors w LEFT JOIN LATERAL (
       SELECT count(*)::int AS judged, count(*) FILTER (WHERE m.judgement = 'relevant')::int AS relevant, count(*) FILTER (WHERE NOT m.thought_junk)::int AS shown, count(*) FILTER (WHERE NOT m.thought_junk AND m.judgement = 'relevant')::int AS shown_relevant,
         count(*) FILTER (WHERE m.thought_junk)::int AS hidden, count(*) FILTER (WHERE m.thought_junk AND m.judgement = 'junk')::int AS hidden_junk
       FROM mentions m WHERE m.monitor_id = w.id AND m.judgement IS NOT NULL) j ON true
     WHERE w.workspace_id = $1 AND ($2::uuid IS NULL OR w.id = $2) ORDER BY w.name, w.id`, [workspaceId, id ?? null]);
  return rows.map((row) => {
    const query = queryOrNothing(row.query);
    const hourly = Array.from({ length: 24 }, (_, at) => row.hourly?.[String(23 - at)] ?? 0);
    return {
      id: row.id, name: row.name, kind: row.kind, query: row.query, active: row.active, createdAt: row.created_at.toISOString(), blocks: query === undefined ? null : blocksOf(query, row.query), hourly, today: hourly.reduce((sum, n) => sum + n, 0), toJudge: row.to_judge,
      filter: { judged: row.judged, relevant: row.relevant, precision: shareOf(row.shown_relevant, row.shown), junkPrecision: shareOf(row.hidden_junk, row.hidden) },
    };
  });
}

const shareOf = (part: number, whole: number): number | null => whole === 0 ? null : Math.round((part / whole) * 1000) / 1000;
