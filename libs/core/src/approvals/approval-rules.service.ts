import { Injectable } from '@nestjs/common';
import type { ApprovalRule, ApprovalRuleInput, ApprovalRulePatch } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { ruleColumns, toRule, type RuleRow } from './rule';

const RULES_MAX = 100;

/** Whose answers are looked at before they leave, where, and by whom. */
@Injectable()
export class ApprovalRules {
  constructor(private readonly database: Database) {}

  /** In the order in which they are asked: the first that fits decides. */
  list(actor: MemberActor): Promise<{ items: ApprovalRule[] }> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => ({ items: (await tx.query<RuleRow>(`SELECT ${ruleColumns} FROM approval_rules ORDER BY created_at, id LIMIT ${RULES_MAX}`)).map(toRule) }));
  }

  create(actor: MemberActor, input: ApprovalRuleInput): Promise<ApprovalRule> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = newId();
      await this.check(tx, input);
      const [count] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM approval_rules');
      if ((count?.n ?? 0) >= RULES_MAX) throw invalid('too-many-rules', `A workspace has at most ${RULES_MAX} of these rules.`);
      const [row] = await tx.query<RuleRow>(
        `INSERT INTO approval_rules (id, workspace_id, name, active, roles, member_ids, author_team_ids, channel_ids, team_ids, visibility, approver_ids, team_leads, fallbacks)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING ${ruleColumns}`,
        [id, actor.workspaceId, input.name, input.active, input.roles, input.memberIds, input.authorTeamIds, input.channelIds, input.teamIds, input.visibility, input.approverIds, input.teamLeads, JSON.stringify(input.fallbacks)],
      );
      await record(tx, [{ type: 'approval-rule.created', actor: actorOf(actor), subjectId: id, data: { rule: { ...input, name: undefined } } }, directoryChanged(actor, 'workspace', id)]);
      return toRule(row as RuleRow);
    });
  }

  /** Answers that wait already go on by what they were asked under; fallback persons are the new ones. */
  change(actor: MemberActor, ruleId: string, patch: ApprovalRulePatch): Promise<ApprovalRule> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [before] = await tx.query<RuleRow>(`SELECT ${ruleColumns} FROM approval_rules WHERE id = $1 FOR UPDATE`, [ruleId]);
      if (before === undefined) throw notFound('rule');
      const after = { ...toRule(before), ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) } as ApprovalRule;
      await this.check(tx, after);
      const [row] = await tx.query<RuleRow>(
        `UPDATE approval_rules SET name = $2, active = $3, roles = $4, member_ids = $5, author_team_ids = $6, channel_ids = $7, team_ids = $8, visibility = $9, approver_ids = $10, team_leads = $11, fallbacks = $12 WHERE id = $1 RETURNING ${ruleColumns}`,
        [ruleId, after.name, after.active, after.roles, after.memberIds, after.authorTeamIds, after.channelIds, after.teamIds, after.visibility, after.approverIds, after.teamLeads, JSON.stringify(after.fallbacks)],
      );
      await record(tx, [{ type: 'approval-rule.changed', actor: actorOf(actor), subjectId: ruleId, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'workspace', ruleId)]);
      return toRule(row as RuleRow);
    });
  }

  remove(actor: MemberActor, ruleId: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.execute('DELETE FROM approval_rules WHERE id = $1', [ruleId])) === 0) throw notFound('rule');
      await record(tx, [{ type: 'approval-rule.removed', actor: actorOf(actor), subjectId: ruleId }, directoryChanged(actor, 'workspace', ruleId)]);
    });
  }

  /** Ids in a body must belong to the workspace: row level security hides all others. */
  private async check(tx: Tx, rule: Omit<ApprovalRule, 'id'>): Promise<void> {
    const wanted = {
      memberships: [...rule.memberIds, ...rule.approverIds, ...rule.fallbacks.map((fallback) => fallback.memberId)], teams: [...rule.authorTeamIds, ...rule.teamIds], channels: rule.channelIds,
    };
    for (const [table, ids] of Object.entries(wanted)) {
      const unique = [...new Set(ids)];
      if (unique.length > 0 && (await tx.query(`SELECT 1 FROM ${table} WHERE id = ANY($1::uuid[])`, [unique])).length < unique.length) throw invalid('unknown-id', 'One of the members, teams or channels does not exist.');
    }
  }
}
