import { Inject, Injectable } from '@nestjs/common';
import type { ModerationDecide, ModerationDecided, ModerationHit, ModerationHitQuery, ModerationOfConversation, ModerationVerdict, Page } from '@kontuar/contract';
import { Database, Queues, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, visibleConversations } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { Conversations } from '../conversations/conversations.service';
import { notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { afterId, toPageById } from '../paging';
import { PULSE } from '../tokens';
import { carryOut } from './carry-out';
import { hitColumns, hitSource, toHit, type HitRow } from './hit.row';
import { restore, type Restored } from './restore';

/** One transaction holds so many conversations at most. */
const AT_ONCE = 200;

/** What rules hit, and what people say to it. */
@Injectable()
export class ModerationHits {
  constructor(
    private readonly database: Database, private readonly conversations: Conversations, private readonly contexts: ChannelContexts, private readonly queues: Queues,
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  /** Newest first; those alone whose conversation the member may see. */
  list(actor: MemberActor, query: ModerationHitQuery): Promise<Page<ModerationHit>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId, afterId(query)];
      const put = (value: unknown) => `$${parameters.push(value)}`;
      const wheres = ['h.workspace_id = $1', '($2::uuid IS NULL OR h.id < $2)', visibleConversations(actor, parameters)];
      if (query.ruleId !== undefined) wheres.push(`h.rule_id = ${put(query.ruleId)}`);
      if (query.decision !== undefined) wheres.push(`h.decision = ${put(query.decision)}`);
      if (query.falseHit !== undefined) wheres.push(`h.false_hit = ${put(query.falseHit === 'true')}`);
      const rows = await tx.query<HitRow>(`SELECT ${hitColumns} FROM ${hitSource} WHERE ${wheres.join(' AND ')} ORDER BY h.id DESC LIMIT ${query.limit + 1}`, parameters);
      return toPageById(rows, query.limit, toHit);
    });
  }

  ofConversation(actor: MemberActor, conversationId: string): Promise<ModerationOfConversation> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      return { items: (await tx.query<HitRow>(`SELECT ${hitColumns} FROM ${hitSource} WHERE m.conversation_id = $1 ORDER BY h.id DESC LIMIT 200`, [conversationId])).map(toHit) };
    });
  }

  /** One or many. What somebody else decided meanwhile stays as they decided. */
  async decide(actor: MemberActor, { ids, verdict }: ModerationDecide): Promise<ModerationDecided> {
    const wanted = [...new Set(ids)];
    let decided = 0;
    for (let from = 0; from < wanted.length; from += AT_ONCE) decided += await this.some(actor, wanted.slice(from, from + AT_ONCE), verdict);
    return { decided, skipped: wanted.length - decided, more: false };
  }

  /** All that a rule, which may be gone, did since then: the newest first. */
  async restoreSince(actor: MemberActor, ruleId: string, since: string): Promise<ModerationDecided> {
    const rows = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<{ id: string }>(
      `SELECT id FROM moderation_hits WHERE workspace_id = $1 AND rule_id = $2 AND decision = 'done' AND at >= $3 ORDER BY id DESC LIMIT 501`, [actor.workspaceId, ruleId, since]));
    if (rows.length === 0) {
      await this.database.lookInWorkspace(actor.workspaceId, (tx) => mustBeKnown(tx, ruleId));
      return { decided: 0, skipped: 0, more: false };
    }
    const done = await this.decide(actor, { ids: rows.slice(0, 500).map(({ id }) => id), verdict: 'restore' });
    // What cannot be restored would be found again for ever.
    return { ...done, more: rows.length > 500 && done.decided > 0 };
  }

  private some(actor: MemberActor, ids: readonly string[], verdict: ModerationVerdict): Promise<number> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rows = await this.held(tx, actor, ids);
      const done = await this.carry(tx, actor, rows, verdict);
      if (done.length > 0) {
        await record(tx, [{ type: 'moderation.decided', actor: actorOf(actor), data: { verdict, hitIds: done } }, directoryChanged(actor, 'moderation')]);
        tx.afterCommit(() => { this.pulse.publish('relay'); });
      }
      return done.length;
    });
  }

  /** Of conversations on which the member may act. */
  private async held(tx: Tx, actor: MemberActor, ids: readonly string[]): Promise<HitRow[]> {
    if (!can(actor, 'message.act')) return [];
    const parameters: unknown[] = [[...ids]];
    return tx.query<HitRow>(`SELECT ${hitColumns} FROM ${hitSource} WHERE h.id = ANY($1::uuid[]) AND ${visibleConversations(actor, parameters)} ORDER BY h.id FOR UPDATE OF h`, parameters);
  }

  /** Answers whom it was decided about. */
  private async carry(tx: Tx, actor: MemberActor, rows: readonly HitRow[], verdict: ModerationVerdict): Promise<string[]> {
    switch (verdict) {
      case 'do': {
        const open = rows.filter(({ decision }) => decision !== 'done');
        // What was restored by mistake: only that is done once more which was taken back.
        const outcomes = await carryOut(tx, { queues: this.queues, contexts: this.contexts }, actor, open.map((row) => ({ hitId: row.id, messageId: row.message_id, actions: row.decision === 'restored' ? row.actions.filter((action) => action.do === 'hide' || action.do === 'like' || action.do === 'label') : row.actions })));
        await write(tx, actor, open.map(({ id }) => ({ id, decision: 'done', outcomes: outcomes.get(id) ?? [] })));
        return open.map(({ id }) => id);
      }
      case 'refuse': {
        const open = rows.filter(({ decision }) => decision === 'suggested');
        await write(tx, actor, open.map(({ id, outcomes }) => ({ id, decision: 'refused', outcomes })));
        return open.map(({ id }) => id);
      }
      case 'ask': {
        const left = rows.filter(({ decision }) => decision === 'refused');
        await write(tx, actor, left.map(({ id, outcomes }) => ({ id, decision: 'suggested', outcomes })));
        return left.map(({ id }) => id);
      }
      case 'restore': {
        const restored: Restored[] = await restore(tx, { queues: this.queues }, actor, rows.filter(({ decision }) => decision === 'done'));
        await write(tx, actor, restored.map(({ id, outcomes }) => ({ id, decision: 'restored', outcomes })));
        return restored.map(({ id }) => id);
      }
      case 'false':
      case 'right': {
        const other = rows.filter((row) => row.false_hit !== (verdict === 'false'));
        await tx.execute('UPDATE moderation_hits SET false_hit = $2 WHERE id = ANY($1::uuid[])', [other.map(({ id }) => id), verdict === 'false']);
        return other.map(({ id }) => id);
      }
      default:
        throw new Error(`no way to decide ${JSON.stringify(verdict satisfies never)}`);
    }
  }
}

/** As a rule, or as one that did something once. */
async function mustBeKnown(tx: Tx, ruleId: string): Promise<void> {
  const known = await tx.query('SELECT 1 FROM moderation_rules WHERE id = $1 UNION ALL SELECT 1 FROM moderation_hits WHERE rule_id = $1 LIMIT 1', [ruleId]);
  if (known.length === 0) throw notFound('rule');
}

async function write(tx: Tx, actor: MemberActor, decided: readonly { id: string; decision: ModerationHit['decision']; outcomes: ModerationHit['outcomes'] }[]): Promise<void> {
  if (decided.length === 0) return;
  await tx.execute(
    `UPDATE moderation_hits h SET decision = d.decision, outcomes = d.outcomes, decided_at = now(), decided_by = $2 FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, decision text, outcomes jsonb) WHERE h.id = d.id`, [JSON.stringify(decided), actor.memberId]);
}
