import { Injectable } from '@nestjs/common';
import { withoutChannel, type RetentionRule, type RetentionRuleInput, type RetentionRuleList, type RetentionRulePatch, type RetentionRun, type RetentionTrial, type RetentionTrialInput, type RetentionWhat } from '@kontuar/contract';
import { Database, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../../access/actor';
import { orTaken } from '../../database-errors';
import { conflict, invalid, notFound } from '../../errors';
import { directoryChanged } from '../../history/directory';
import { actorOf, record } from '../../history/history';
import { countViews } from '../erase/rows';
import { beginRun } from './retention-runner';
import { keepings, nextNight, olderThan, scopeOf } from './scope';

/** As many runs of each rule as a screen shows. */
const RUNS = 5;

interface Row { id: string; what: RetentionWhat; channel_id: string | null; days: number; active: boolean; next_at: Date | null }
interface RunRow { id: string; rule_id: string; state: RetentionRun['state']; before: Date; gone: number; held: number; counts: Record<string, number>; started_at: Date; ended_at: Date | null }

/** How long things are kept: rules of a workspace, for all channels or one, each tried before it does anything. */
@Injectable()
export class Retention {
  constructor(private readonly database: Database, private readonly queues: Queues) {}

  list(actor: MemberActor): Promise<RetentionRuleList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: await views(tx, actor.workspaceId) }));
  }

  /** What it would take now, and what holds the rest; changes nothing. */
  trial(actor: MemberActor, input: RetentionTrialInput): Promise<RetentionTrial> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await fits(tx, input);
      const before = olderThan(input.days);
      const tried = await keepings[input.what].trial(tx, await scopeOf(tx, actor.workspaceId, input, before));
      return {
        before: before.toISOString(), gone: tried.gone, held: tried.held, counts: countViews(tried.counts), countedOf: tried.countedOf,
        samples: tried.samples.map((one) => ({ ...one, at: one.at.toISOString() })), heldSamples: tried.heldSamples.map((one) => ({ ...one, at: one.at.toISOString() })),
      };
    });
  }

  /** @throws DomainError 'retention-taken' */
  add(actor: MemberActor, input: RetentionRuleInput): Promise<RetentionRule> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await fits(tx, input);
      const id = newId();
      await orTaken(tx.query('INSERT INTO retention_rules (id, workspace_id, what, channel_id, days, active, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [id, actor.workspaceId, input.what, input.channelId, input.days, input.active, input.active ? await tonight(tx, actor.workspaceId) : null]),
      () => conflict('retention-taken', 'There is a rule about this already: change that one.'));
      await tell(tx, actor, 'retention.added', id, { what: input.what, channelId: input.channelId, days: input.days, active: input.active });
      return view(tx, actor.workspaceId, id);
    });
  }

  change(actor: MemberActor, id: string, patch: RetentionRulePatch): Promise<RetentionRule> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rule = await held(tx, actor.workspaceId, id);
      const active = patch.active ?? rule.active;
      const nextAt = !active ? null : rule.active ? rule.next_at : await tonight(tx, actor.workspaceId);
      await tx.execute('UPDATE retention_rules SET days = $2, active = $3, next_at = $4 WHERE id = $1', [id, patch.days ?? rule.days, active, nextAt]);
      // What is under way goes by what the rule said when it began, and ends where it stands once the rule says something else.
      if (!active || (patch.days !== undefined && patch.days !== rule.days)) await tx.execute(`UPDATE retention_runs SET state = 'stopped', ended_at = now() WHERE rule_id = $1 AND state = 'running'`, [id]);
      await tell(tx, actor, 'retention.changed', id, { ...patch });
      return view(tx, actor.workspaceId, id);
    });
  }

  remove(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rule = await held(tx, actor.workspaceId, id);
      await tx.execute('DELETE FROM retention_rules WHERE id = $1', [id]);
      await tell(tx, actor, 'retention.removed', id, { what: rule.what, channelId: rule.channel_id, days: rule.days });
    });
  }

  /** Not at night but now. @throws DomainError 'retention-off', 'retention-runs' */
  begin(actor: MemberActor, id: string): Promise<RetentionRule> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rule = await held(tx, actor.workspaceId, id);
      if (!rule.active) throw conflict('retention-off', 'The rule is off: switch it on first.');
      const runId = await beginRun(tx, { id, workspaceId: actor.workspaceId, days: rule.days }, actor);
      if (runId === undefined) throw conflict('retention-runs', 'The rule is at work already.');
      tx.afterCommit(() => { this.queues.poke('privacy', { kind: 'retention', workspaceId: actor.workspaceId, id: runId }); });
      return view(tx, actor.workspaceId, id);
    });
  }
}

async function fits(tx: Tx, { what, channelId }: { what: RetentionWhat; channelId: string | null }): Promise<void> {
  if (channelId === null) return;
  if (withoutChannel.includes(what)) throw invalid('no-channel', 'This belongs to no channel.', { errors: [{ path: 'channelId', message: 'This belongs to no channel.' }] });
  if ((await tx.query('SELECT 1 FROM channels WHERE id = $1 AND deleted_at IS NULL', [channelId])).length === 0) throw notFound('channel');
}

async function tonight(tx: Tx, workspaceId: string): Promise<Date> {
  const [row] = await tx.query<{ zone: string }>('SELECT time_zone AS zone FROM workspaces WHERE id = $1', [workspaceId]);
  return nextNight(new Date(), row?.zone ?? 'UTC');
}

async function held(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const [row] = await tx.query<Row>('SELECT id, what, channel_id, days, active, next_at FROM retention_rules WHERE workspace_id = $1 AND id = $2 FOR UPDATE', [workspaceId, id]);
  if (row === undefined) throw notFound('rule about keeping');
  return row;
}

const tell = (tx: Tx, actor: MemberActor, type: string, subjectId: string, data: Record<string, unknown>): Promise<void> =>
  record(tx, [{ type, actor: actorOf(actor), subjectId, data }, directoryChanged(actor, 'privacy')]);

async function views(tx: Tx, workspaceId: string): Promise<RetentionRule[]> {
  const rows = await tx.query<Row>('SELECT id, what, channel_id, days, active, next_at FROM retention_rules WHERE workspace_id = $1 ORDER BY created_at, id', [workspaceId]);
  const runs = await tx.query<RunRow>(
    `SELECT r.* FROM retention_rules k JOIN LATERAL (SELECT id, rule_id, state, before, gone, held, counts, started_at, ended_at FROM retention_runs WHERE rule_id = k.id ORDER BY started_at DESC LIMIT ${RUNS}) r ON true WHERE k.workspace_id = $1`, [workspaceId]);
  return rows.map((row) => ({
    id: row.id, what: row.what, channelId: row.channel_id, days: row.days, active: row.active, nextAt: row.next_at?.toISOString() ?? null,
    runs: runs.filter((run) => run.rule_id === row.id).map((run) => ({ id: run.id, state: run.state, before: run.before.toISOString(), gone: run.gone, held: run.held, counts: countViews(run.counts), startedAt: run.started_at.toISOString(), endedAt: run.ended_at?.toISOString() ?? null })),
  }));
}

async function view(tx: Tx, workspaceId: string, id: string): Promise<RetentionRule> {
  const one = (await views(tx, workspaceId)).find((rule) => rule.id === id);
  if (one === undefined) throw notFound('rule about keeping');
  return one;
}
