import { Injectable } from '@nestjs/common';
import type { PrivacySettings, PrivacySettingsPatch } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';

const settings = async (tx: Tx, workspaceId: string): Promise<PrivacySettings> => {
  const [row] = await tx.query<PrivacySettings>('SELECT redact, keep_cases_years AS "keepCasesYears", keep_deliveries_days AS "keepDeliveriesDays" FROM workspaces WHERE id = $1', [workspaceId]);
  if (row === undefined) throw new Error('a workspace without a row');
  return row;
};

/** What is masked as it comes in, and how long things are kept that no rule of its own speaks of. */
@Injectable()
export class PrivacyDesk {
  constructor(private readonly database: Database) {}

  get(actor: MemberActor): Promise<PrivacySettings> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => settings(tx, actor.workspaceId));
  }

  change(actor: MemberActor, patch: PrivacySettingsPatch): Promise<PrivacySettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(
        'UPDATE workspaces SET redact = coalesce($2, redact), keep_cases_years = CASE WHEN $3 THEN $4::int ELSE keep_cases_years END, keep_deliveries_days = coalesce($5, keep_deliveries_days) WHERE id = $1',
        [actor.workspaceId, patch.redact === undefined ? null : [...new Set(patch.redact)], patch.keepCasesYears !== undefined, patch.keepCasesYears ?? null, patch.keepDeliveriesDays ?? null]);
      // Another term: what is held back is looked at again.
      if (patch.keepCasesYears !== undefined) await tx.execute(`UPDATE erasures SET look_at = now() WHERE state = 'held'`);
      await record(tx, [{ type: 'privacy.changed', actor: actorOf(actor), data: { ...patch } }, directoryChanged(actor, 'privacy')]);
      return settings(tx, actor.workspaceId);
    });
  }
}
