import type { ModerationAction, ModerationRule } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { ReadyRule, type Rule } from './judge';

export interface RuleRow extends Rule { position: number; active: boolean; updatedAt: Date; actions: readonly ModerationAction[] }

export const ruleColumns = 'r.id, r.position, r.version, r.name, r.channel_ids AS "channelIds", r.match, r.conditions, r.actions, r.exceptions, r.stage, r.active, r.updated_at AS "updatedAt"';

/** In the order in which they are asked. */
export const findRules = (tx: Tx, workspaceId: string): Promise<RuleRow[]> =>
  tx.query<RuleRow>(`SELECT ${ruleColumns} FROM moderation_rules r WHERE r.workspace_id = $1 ORDER BY r.position, r.id`, [workspaceId]);

/** Of the last thirty days. */
export async function talliesOf(tx: Tx, workspaceId: string): Promise<Map<string, ModerationRule['tally']>> {
  const rows = await tx.query<ModerationRule['tally'] & { id: string }>(
    `SELECT h.rule_id AS id, count(*)::int AS hits, (count(*) FILTER (WHERE h.decision = 'done'))::int AS done, (count(*) FILTER (WHERE h.decision = 'suggested'))::int AS waiting, (count(*) FILTER (WHERE h.decision = 'restored'))::int AS restored, (count(*) FILTER (WHERE h.false_hit))::int AS "falseHits"
     FROM moderation_rules r JOIN moderation_hits h ON h.rule_id = r.id AND h.at > now() - interval '30 days' WHERE r.workspace_id = $1 GROUP BY 1`, [workspaceId]);
  return new Map(rows.map(({ id, ...tally }) => [id, tally]));
}

const none = { hits: 0, done: 0, waiting: 0, restored: 0, falseHits: 0 };
export const toRule = (row: RuleRow, tally: ModerationRule['tally'] | undefined): ModerationRule => ({
  id: row.id, position: row.position, version: row.version, name: row.name, channelIds: row.channelIds === null ? null : [...row.channelIds], match: row.match, conditions: [...row.conditions], actions: [...row.actions], exceptions: row.exceptions,
  stage: row.stage, active: row.active, updatedAt: row.updatedAt.toISOString(), tally: tally ?? none,
});

/** Rules as they stand, made ready once for each of their versions. */
export class ReadyRules {
  private readonly known = new Map<string, ReadyRule<RuleRow>>();

  of(rows: readonly RuleRow[]): ReadyRule<RuleRow>[] {
    if (this.known.size > 2000) this.known.clear();
    return rows.filter(({ active }) => active).map((row) => {
      const key = `${row.id} ${row.version}`;
      const before = this.known.get(key);
      // The order and the name move without a new version.
      const ready = before === undefined || JSON.stringify(before.rule) !== JSON.stringify(row) ? new ReadyRule(row) : before;
      this.known.set(key, ready);
      return ready;
    });
  }
}
