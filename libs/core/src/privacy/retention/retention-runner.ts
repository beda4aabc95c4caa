import { Inject, Injectable } from '@nestjs/common';
import type { RetentionWhat } from '@kontuar/contract';
import { Database, errorFields, newId, Queues, Secrets, type Log, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../../access/actor';
import { directoryChanged } from '../../history/directory';
import { actorOf, record } from '../../history/history';
import { learnMoodsAgain } from '../../moods/lessons';
import { LOG, PULSE } from '../../tokens';
import { goneKey } from '../erase/gone-hash';
import { ErasureRunner } from '../erase/erasure-runner';
import { keepings, nextNight, olderThan, scopeOf } from './scope';
import type { Place } from './keeping';

/** One that no worker has moved for so long is taken up by the next. */
const LEFT_SECONDS = 20;
/** Between two batches: whoever works meanwhile is first. */
const PAUSE_MS = 20;

interface Run { id: string; rule_id: string; what: RetentionWhat; channel_id: string | null; before: Date; active: boolean }

/** A run of a rule, once at a time. Answers undefined when one is under way. */
export async function beginRun(tx: Tx, rule: { id: string; workspaceId: string; days: number }, actor?: MemberActor): Promise<string | undefined> {
  const id = newId();
  const begun = await tx.execute('INSERT INTO retention_runs (id, workspace_id, rule_id, before) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [id, rule.workspaceId, rule.id, olderThan(rule.days)]);
  if (begun === 0) return undefined;
  const by = actor ?? { kind: 'system' as const, workspaceId: rule.workspaceId };
  await record(tx, [{ type: 'retention.begun', ...(actor === undefined ? {} : { actor: actorOf(actor) }), subjectId: rule.id, data: { runId: id, days: rule.days } }, directoryChanged(by, 'privacy')], rule.workspaceId);
  return id;
}

/**
 * Carries out rules about keeping: each batch is one transaction with the counts of what went, so a worker that dies loses nothing and takes nothing twice; the next one
 * begins at the oldest again, where only what is held is left.
 */
@Injectable()
export class RetentionRunner {
  private stopped = false;
  private readonly key: Buffer;

  constructor(
    private readonly database: Database, private readonly queues: Queues, private readonly erasures: ErasureRunner, secrets: Secrets,
    @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log,
  ) {
    this.key = goneKey(secrets);
  }

  /** The night of a rule has come. A night that nobody was there for is made up for once. */
  async look(ruleId: string): Promise<void> {
    const [found] = await this.database.lookAsSystem((tx) => tx.query<{ workspace_id: string }>('SELECT workspace_id FROM retention_rules WHERE id = $1 AND active AND next_at <= now()', [ruleId]));
    if (found === undefined) return;
    const workspaceId = found.workspace_id;
    await this.database.inWorkspace(workspaceId, async (tx) => {
      const [rule] = await tx.query<{ days: number; zone: string }>('SELECT k.days, w.time_zone AS zone FROM retention_rules k JOIN workspaces w ON w.id = k.workspace_id WHERE k.id = $1 AND k.active AND k.next_at <= now() FOR UPDATE OF k', [ruleId]);
      if (rule === undefined) return;
      await tx.execute('UPDATE retention_rules SET next_at = $2 WHERE id = $1', [ruleId, nextNight(new Date(), rule.zone)]);
      // One that somebody began and nobody brought to its end goes on first.
      const id = (await beginRun(tx, { id: ruleId, workspaceId, days: rule.days })) ?? (await tx.query<{ id: string }>(`SELECT id FROM retention_runs WHERE rule_id = $1 AND state = 'running'`, [ruleId]))[0]?.id;
      if (id !== undefined) tx.afterCommit(() => { this.queues.poke('privacy', { kind: 'retention', workspaceId, id }); });
    });
    this.pulse.publish('relay');
  }

  /** Those that nobody is at. */
  async due(): Promise<{ id: string; workspaceId: string }[]> {
    return this.database.asSystem((tx) => tx.query<{ id: string; workspaceId: string }>(
      `SELECT id, workspace_id AS "workspaceId" FROM retention_runs WHERE state = 'running' AND updated_at < now() - interval '${LEFT_SECONDS} seconds' ORDER BY updated_at LIMIT 5`));
  }

  /** To its end; safe to call twice, also at once. */
  async run(workspaceId: string, id: string): Promise<void> {
    await this.database.holding(`retention ${id}`, async () => {
      let after: Place;
      let held = 0;
      for (;;) {
        if (this.stopped) return;
        const taken = await this.batch(workspaceId, id, after, held).catch((error: unknown) => {
          this.log.error({ runId: id, ...errorFields(error) }, 'a rule about keeping could not be carried out; trying again');
          throw error;
        });
        if (taken === undefined) return;
        held += taken.held;
        after = taken.next;
        if (after === undefined) break;
        await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
      }
      await this.end(workspaceId, id, held);
    });
  }

  /** Workers that are told to end do not wait for a rule that takes all night. */
  stop(): void {
    this.stopped = true;
  }

  private batch(workspaceId: string, id: string, after: Place, held: number): Promise<{ held: number; next: Place } | undefined> {
    return this.database.inWorkspace(workspaceId, async (tx) => {
      // Held until the batch is written: who switches the rule off waits for it, and nothing goes after that.
      const [run] = await tx.query<Run>(
        `SELECT r.id, r.rule_id, k.what, k.channel_id, r.before, k.active FROM retention_runs r JOIN retention_rules k ON k.id = r.rule_id WHERE r.id = $1 AND r.state = 'running' FOR UPDATE OF r FOR SHARE OF k`, [id]);
      if (run === undefined) return undefined;
      await tx.execute(`SELECT set_config('kontuar.erasing', 'on', true)`);
      const taken = await keepings[run.what].take(tx, await scopeOf(tx, workspaceId, { what: run.what, channelId: run.channel_id }, run.before), after, this.key);
      await tx.execute(
        `UPDATE retention_runs SET updated_at = now(), gone = gone + $2, held = $3, counts = counts || coalesce((SELECT jsonb_object_agg(e.key, coalesce((counts->>e.key)::bigint, 0) + e.value::bigint) FROM jsonb_each_text($4::jsonb) e WHERE e.value::bigint > 0), '{}') WHERE id = $1`,
        [id, taken.gone, held + taken.held, JSON.stringify(taken.counts)]);
      if (taken.gone > 0) tx.afterCommit(() => { this.pulse.publish('relay'); });
      return { held: taken.held, next: taken.next };
    });
  }

  private async end(workspaceId: string, id: string, held: number): Promise<void> {
    await this.database.inWorkspace(workspaceId, async (tx) => {
      const [run] = await tx.query<{ rule_id: string; gone: number; lessons: number | null; counts: Record<string, number> }>(
        `UPDATE retention_runs SET state = 'done', ended_at = now(), updated_at = now(), held = $2 WHERE id = $1 AND state = 'running' RETURNING rule_id, gone, (counts->>'mood_lessons')::int AS lessons, counts`, [id, held]);
      if (run === undefined) return;
      // What corrections taught is learnt anew without what is gone.
      if ((run.lessons ?? 0) > 0) await learnMoodsAgain(tx, workspaceId);
      await record(tx, [{ type: 'retention.done', subjectId: run.rule_id, data: { runId: id, gone: run.gone, held, counts: run.counts } }, directoryChanged({ kind: 'system', workspaceId }, 'privacy')], workspaceId);
    });
    this.pulse.publish('relay');
    await this.erasures.sweepFiles();
  }
}
