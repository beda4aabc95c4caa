import { Inject, Injectable } from '@nestjs/common';
import type { ModerationReason } from '@kontuar/contract';
import { BUSY, Database, errorFields, newId, Queues, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { ChannelContexts } from '../channels/channel-contexts';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { LOG, PULSE } from '../tokens';
import { carryOut } from './carry-out';
import { findComments, withRepeats } from './comments';
import { judge, type Hit } from './judge';
import { findRules, ReadyRules, type RuleRow } from './rule.row';

/** One transaction each: few enough that nobody waits long for a conversation. */
const BATCH = 50;
/** A channel under a flood gives its place to others in between. */
const TURN_MS = 1500;

/** Asks the rules about comments that wait for them: a lane for each channel, so that a flood on one page keeps no other waiting. */
@Injectable()
export class Moderator {
  private readonly rules = new ReadyRules();
  private readonly lanes = new Map<string, { again: boolean }>();

  constructor(
    private readonly database: Database, private readonly contexts: ChannelContexts, private readonly queues: Queues,
    @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log,
  ) {}

  /** Safe to call at any time, from anywhere, twice. */
  async run(channelId: string): Promise<void> {
    const running = this.lanes.get(channelId);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const lane = { again: false };
    this.lanes.set(channelId, lane);
    try {
      const until = Date.now() + TURN_MS;
      const left = await this.database.holding(`moderate:${channelId}`, async (units) => {
        for (;;) {
          lane.again = false;
          if (await this.batch(units, channelId)) {
            if (Date.now() > until) return true;
          } else if (!lane.again) return false;
        }
      });
      // Another process has it, and may have looked just before ours came in.
      if (left === BUSY) this.queues.poke('moderate', { channelId }, 200);
      else if (left) this.queues.poke('moderate', { channelId });
    } finally {
      this.lanes.delete(channelId);
    }
  }

  /** Channels with comments that no poke ever reached. */
  async sweep(): Promise<string[]> {
    return (await this.database.asSystem((tx) => tx.query<{ channel_id: string }>('SELECT DISTINCT channel_id FROM moderation_waiting WHERE due_at <= now()'))).map((row) => row.channel_id);
  }

  /** Answers whether there may be more. */
  private async batch(units: Units, channelId: string): Promise<boolean> {
    const waiting = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string; message_id: string }>(`SELECT workspace_id, message_id FROM moderation_waiting WHERE channel_id = $1 AND due_at <= now() ORDER BY due_at, message_id LIMIT ${BATCH}`, [channelId]));
    const [first] = waiting;
    if (first === undefined) return false;
    const ids = waiting.map((row) => row.message_id);
    const workspaceId = first.workspace_id;
    try {
      await units.inWorkspace(workspaceId, (tx) => this.settle(tx, workspaceId, ids));
    } catch (error) {
      this.log.warn({ channelId, count: ids.length, ...errorFields(error) }, 'rules could not be asked about a batch of comments; asking one by one');
      // One that cannot be judged must not keep the others from it.
      for (const id of ids) await this.alone(units, workspaceId, id);
    }
    return waiting.length === BATCH;
  }

  private async alone(units: Units, workspaceId: string, id: string): Promise<void> {
    try {
      await units.inWorkspace(workspaceId, (tx) => this.settle(tx, workspaceId, [id]));
    } catch (error) {
      this.log.error({ messageId: id, ...errorFields(error) }, 'rules could not be asked about a comment; trying again');
      await units.inWorkspace(workspaceId, (tx) => tx.execute(`UPDATE moderation_waiting SET attempts = attempts + 1, due_at = now() + least(3600, 2 ^ least(attempts, 12)) * interval '1 second' WHERE message_id = $1`, [id]));
    }
  }

  private async settle(tx: Tx, workspaceId: string, messageIds: readonly string[]): Promise<void> {
    const rows = await findRules(tx, workspaceId);
    const rules = this.rules.of(rows);
    const conditions = rules.flatMap(({ rule }) => rule.conditions);
    // In the order in which they were said: what is repeated was said before.
    const found = (await findComments(tx, conditions, `m.id = ANY($1::uuid[]) AND m.deleted_at IS NULL`, [messageIds])).sort((a, b) => a.at.getTime() - b.at.getTime());
    const hits: { id: string; messageId: string; hit: Hit<RuleRow> }[] = [];
    for (const comment of await withRepeats(tx, workspaceId, conditions, found)) for (const hit of judge(comment, rules)) hits.push({ id: newId(), messageId: comment.id, hit });
    const fresh = new Set(await keepHits(tx, workspaceId, hits.map(({ id, messageId, hit }) => ({ id, messageId, rule: hit.rule, reasons: hit.reasons }))));
    const acting = hits.filter(({ id, hit }) => fresh.has(id) && hit.rule.stage === 'act');
    const outcomes = await carryOut(tx, { queues: this.queues, contexts: this.contexts }, { kind: 'system', workspaceId }, acting.map(({ id, messageId, hit }) => ({ hitId: id, messageId, actions: hit.rule.actions })));
    if (outcomes.size > 0) await tx.execute(`UPDATE moderation_hits h SET outcomes = o.outcomes FROM jsonb_to_recordset($1::jsonb) AS o (id uuid, outcomes jsonb) WHERE h.id = o.id`, [JSON.stringify([...outcomes].map(([id, each]) => ({ id, outcomes: each })))]);
    await tx.execute('DELETE FROM moderation_waiting WHERE message_id = ANY($1::uuid[])', [messageIds]);
    if (fresh.size > 0) {
      await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'moderation')], workspaceId);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    }
  }
}

interface FreshHit { id: string; messageId: string; rule: Pick<RuleRow, 'id' | 'name' | 'version' | 'stage' | 'actions'>; reasons: readonly ModerationReason[] }

/** Those that nobody had written down yet: twice is once. */
async function keepHits(tx: Tx, workspaceId: string, hits: readonly FreshHit[]): Promise<string[]> {
  if (hits.length === 0) return [];
  const rows = hits.map(({ id, messageId, rule, reasons }) => ({
    id, message_id: messageId, rule_id: rule.id, rule_name: rule.name, rule_version: rule.version, actions: rule.actions, stage: rule.stage, reasons,
    decision: rule.stage === 'act' ? 'done' : rule.stage === 'suggest' ? 'suggested' : 'trial',
    outcomes: rule.actions.map((action) => ({ do: action.do, state: 'planned', detail: null })),
  }));
  return (await tx.query<{ id: string }>(
    `INSERT INTO moderation_hits (workspace_id, id, message_id, rule_id, rule_name, rule_version, actions, stage, decision, reasons, outcomes, decided_at)
     SELECT $1, id, message_id, rule_id, rule_name, rule_version, actions, stage, decision, reasons, outcomes, CASE WHEN decision = 'done' THEN now() END
     FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, message_id uuid, rule_id uuid, rule_name text, rule_version integer, actions jsonb, stage text, decision text, reasons jsonb, outcomes jsonb)
     ON CONFLICT (rule_id, message_id) DO NOTHING RETURNING id`, [workspaceId, JSON.stringify(rows)])).map(({ id }) => id);
}
