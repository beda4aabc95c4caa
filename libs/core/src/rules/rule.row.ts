import type { RuleDefinition } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';

/** A rule as it works now: its newest version. */
export interface RuleRow {
  id: string; workspace_id: string; position: number; name: string; active: boolean; version: number; definition: RuleDefinition;
  /** Who wrote the rule as it is. */
  author_id: string | null;
  active_since: Date | null; clocks_since: Date | null; clocks_to: string | null;
}

export const ruleColumns = 'r.id, r.workspace_id, r.position, r.name, r.active, r.version, v.definition, v.member_id AS author_id, r.active_since, r.clocks_since, r.clocks_to';

/** In the order in which they are asked. */
export function findRules(tx: Tx, workspaceId: string, only: { active: boolean }): Promise<RuleRow[]> {
  return tx.query<RuleRow>(
    `SELECT ${ruleColumns} FROM rules r JOIN rule_versions v ON v.rule_id = r.id AND v.version = r.version
     WHERE r.workspace_id = $1 AND r.removed_at IS NULL AND (r.active OR NOT $2) ORDER BY r.position, r.id`, [workspaceId, only.active]);
}

/** Whoever changes rules, and whoever follows the history by them, does it one after another in a workspace. */
export const holdRules = async (tx: Tx, workspaceId: string): Promise<void> => { await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('rules:' || $1, 0))`, [workspaceId]); };
