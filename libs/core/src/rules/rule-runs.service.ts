import { Injectable } from '@nestjs/common';
import type { Page, RuleDone, RuleOccasion, RuleRun, RuleRunQuery, RuleRuns, RuleWhy } from '@kontuar/contract';
import { Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { Conversations } from '../conversations/conversations.service';
import { notFound } from '../errors';
import { afterId, toPageById } from '../paging';

interface RunRow { id: string; rule_id: string; name: string; version: number; conversation_id: string; number: number; state: RuleRun['state']; reason: string | null; occasion: RuleOccasion; chain: string[]; why: RuleWhy | null; acts: RuleDone[]; at: Date }
const columns = 'x.id, x.rule_id, r.name, x.version, x.conversation_id, c.number, x.state, x.reason, x.occasion, x.chain, x.why, x.acts, x.at';
const from = 'rule_runs x JOIN rules r ON r.id = x.rule_id JOIN conversations c ON c.id = x.conversation_id';

/** What rules did, and why. */
@Injectable()
export class RuleRunLog {
  constructor(private readonly database: Database, private readonly conversations: Conversations) {}

  /** Newest first; of conversations that the reader may see. */
  ofRule(actor: MemberActor, ruleId: string, query: RuleRunQuery): Promise<Page<RuleRun>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query('SELECT 1 FROM rules WHERE id = $1 AND removed_at IS NULL', [ruleId])).length === 0) throw notFound('rule');
      const parameters: unknown[] = [ruleId, afterId(query), query.state ?? null, query.limit + 1];
      const rows = await tx.query<RunRow>(
        `SELECT ${columns} FROM ${from} WHERE x.rule_id = $1 AND ($2::uuid IS NULL OR x.id < $2) AND ($3::text IS NULL OR x.state = $3) AND ${visibleConversations(actor, parameters)} ORDER BY x.id DESC LIMIT $4`, parameters);
      return toPageById(rows, query.limit, toRun);
    });
  }

  /** Newest first, also of rules that are gone. */
  ofConversation(actor: MemberActor, conversationId: string): Promise<RuleRuns> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const rows = await tx.query<RunRow>(`SELECT ${columns} FROM ${from} WHERE x.conversation_id = $1 ORDER BY x.at DESC, x.id DESC LIMIT 100`, [conversationId]);
      return { items: rows.map(toRun) };
    });
  }
}

const toRun = (row: RunRow): RuleRun => ({
  id: row.id, ruleId: row.rule_id, ruleName: row.name, version: row.version, conversationId: row.conversation_id, conversationNumber: row.number, state: row.state, reason: row.reason,
  occasion: row.occasion, depth: row.chain.length, why: row.why, acts: row.acts, at: row.at.toISOString(),
});
