import { Injectable } from '@nestjs/common';
import type { CasePolicies as PoliciesView, CasePolicy, CasePolicyInput, CasePolicyPatch, CasePolicyRule, CaseSettings, CaseSettingsPatch } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { dayAt, holidays } from '../legal-clock/calendar';
import { builtInPolicies } from '../legal-clock/policies';
import { findSurroundings, ownPolicies } from './case-settings';

const MAX_POLICIES = 50;

/** How a workspace counts: its own terms, its days off, and what its letters say of it. */
@Injectable()
export class CasePolicies {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor): Promise<PoliciesView> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const { own, settings, timeZone } = await findSurroundings(tx, actor.workspaceId);
      const year = Number(dayAt(new Date(), timeZone).slice(0, 4));
      return { items: own, builtIn: [...builtInPolicies], holidays: [...holidays(settings.country, year), ...holidays(settings.country, year + 1)], timeZone };
    });
  }

  async settings(actor: MemberActor): Promise<CaseSettings> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => (await findSurroundings(tx, actor.workspaceId)).settings);
  }

  async change(actor: MemberActor, patch: CaseSettingsPatch): Promise<CaseSettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const fields = Object.keys(patch).filter((field) => patch[field as keyof CaseSettingsPatch] !== undefined);
      await tx.execute(
        `INSERT INTO case_settings (workspace_id, prefix, country, days_off, sender, place) VALUES ($1, coalesce($2, 'R-'), coalesce($3, 'PL'), coalesce($4::jsonb, '[]'), coalesce($5, ''), coalesce($6, ''))
         ON CONFLICT (workspace_id) DO UPDATE SET prefix = coalesce($2, case_settings.prefix), country = coalesce($3, case_settings.country), days_off = coalesce($4::jsonb, case_settings.days_off), sender = coalesce($5, case_settings.sender), place = coalesce($6, case_settings.place)`,
        [actor.workspaceId, patch.prefix ?? null, patch.country ?? null, patch.daysOff === undefined ? null : JSON.stringify(patch.daysOff), patch.sender ?? null, patch.place ?? null],
      );
      if (patch.country !== undefined || patch.daysOff !== undefined) await countAgain(tx, actor.workspaceId);
      await record(tx, [{ type: 'case-settings.changed', actor: actorOf(actor), data: { fields } }, directoryChanged(actor, 'cases')]);
      return (await findSurroundings(tx, actor.workspaceId)).settings;
    });
  }

  /** Cases that are open keep the policy under which they run; it holds for those that come. */
  async add(actor: MemberActor, input: CasePolicyInput): Promise<CasePolicy> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`case-policies:${actor.workspaceId}`]);
      if ((await ownPolicies(tx)).length >= MAX_POLICIES) throw conflict('too-many-policies', `A workspace has at most ${MAX_POLICIES} policies of its own.`);
      const id = newId();
      await tx.execute(
        'INSERT INTO case_policies (id, workspace_id, matter, country, customer_kind, name, rule, source, checked_on, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        [id, actor.workspaceId, input.matter, input.country, input.customerKind, input.name, JSON.stringify(ruleOf(input)), input.source, input.checkedOn, input.active],
      );
      return this.told(tx, actor, id, 'created', input);
    });
  }

  async edit(actor: MemberActor, policyId: string, patch: CasePolicyPatch): Promise<CasePolicy> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ rule: CasePolicyRule }>('SELECT rule FROM case_policies WHERE id = $1 FOR UPDATE', [policyId]);
      if (row === undefined) throw notFound('policy');
      const rule = ruleOf({ ...row.rule, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) });
      await tx.execute(
        `UPDATE case_policies SET rule = $2, name = coalesce($3, name), source = coalesce($4, source), active = coalesce($5, active),
           matter = CASE WHEN $6 THEN $7 ELSE matter END, country = CASE WHEN $8 THEN $9 ELSE country END, customer_kind = CASE WHEN $10 THEN $11 ELSE customer_kind END, checked_on = CASE WHEN $12 THEN $13::date ELSE checked_on END WHERE id = $1`,
        [
          policyId, JSON.stringify(rule), patch.name ?? null, patch.source ?? null, patch.active ?? null, patch.matter !== undefined, patch.matter ?? null, patch.country !== undefined, patch.country ?? null,
          patch.customerKind !== undefined, patch.customerKind ?? null, patch.checkedOn !== undefined, patch.checkedOn ?? null,
        ],
      );
      return this.told(tx, actor, policyId, 'changed', patch);
    });
  }

  async remove(actor: MemberActor, policyId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.execute('DELETE FROM case_policies WHERE id = $1', [policyId])) === 0) throw notFound('policy');
      await record(tx, [{ type: 'case-policy.removed', actor: actorOf(actor), subjectId: policyId }, directoryChanged(actor, 'cases')]);
    });
  }

  private async told(tx: Tx, actor: MemberActor, id: string, what: 'created' | 'changed', given: object): Promise<CasePolicy> {
    await record(tx, [{ type: `case-policy.${what}`, actor: actorOf(actor), subjectId: id, data: { fields: Object.keys(given) } }, directoryChanged(actor, 'cases')]);
    const policy = (await ownPolicies(tx)).find((one) => one.id === id);
    if (policy === undefined) throw notFound('policy');
    return policy;
  }
}

const ruleOf = ({ days, unit, dayOff, silence, warnOnDays, warnHoursBefore }: CasePolicyRule): CasePolicyRule => ({ days, unit, dayOff, silence, warnOnDays, warnHoursBefore });

/** Terms that run are counted again with other days off or another time zone; the workers look at each. */
export async function countAgain(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(`UPDATE cases SET look_at = now() WHERE workspace_id = $1 AND clock = 'running' AND withdrawn_at IS NULL`, [workspaceId]);
}
