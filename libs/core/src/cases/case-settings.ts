import type { CasePolicy, CasePolicyRule, CaseSettings, Locale } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { dayAt } from '../legal-clock/calendar';
import { deadlineOf, type ClockSetting } from '../legal-clock/legal-clock';
import { policyFor } from '../legal-clock/policies';

interface SettingsRow { prefix: string; last_number: number; country: string; days_off: { on: string; name: string }[]; sender: string; place: string; time_zone: string; locale: Locale }

export interface CaseSurroundings { settings: CaseSettings; timeZone: string; locale: Locale; own: CasePolicy[] }

/** What a workspace said about its cases; as it begins where it said nothing. */
export async function findSurroundings(tx: Tx, workspaceId: string): Promise<CaseSurroundings> {
  const [row] = await tx.query<SettingsRow>(
    `SELECT coalesce(s.prefix, 'R-') AS prefix, coalesce(s.last_number, 0) AS last_number, coalesce(s.country, 'PL') AS country, coalesce(s.days_off, '[]') AS days_off, coalesce(s.sender, '') AS sender, coalesce(s.place, '') AS place, w.time_zone, w.locale
     FROM workspaces w LEFT JOIN case_settings s ON s.workspace_id = w.id WHERE w.id = $1`, [workspaceId]);
  if (row === undefined) throw new Error('a case needs a workspace');
  return {
    settings: { prefix: row.prefix, lastNumber: row.last_number, country: row.country, daysOff: row.days_off, sender: row.sender, place: row.place }, timeZone: row.time_zone, locale: row.locale, own: await ownPolicies(tx),
  };
}

interface PolicyRow { id: string; matter: string | null; country: string | null; customer_kind: string | null; name: string; rule: CasePolicyRule; source: string; checked_on: string | null; active: boolean }

export async function ownPolicies(tx: Tx): Promise<CasePolicy[]> {
  const rows = await tx.query<PolicyRow>('SELECT id, matter, country, customer_kind, name, rule, source, checked_on::text, active FROM case_policies ORDER BY created_at, id');
  return rows.map((row) => ({
    ...row.rule, id: row.id, builtIn: false, active: row.active, matter: row.matter, country: row.country, customerKind: row.customer_kind, name: { en: row.name, pl: row.name }, source: row.source, sourceUrl: null, checkedOn: row.checked_on,
  }));
}

export const clockSetting = ({ settings, timeZone }: Pick<CaseSurroundings, 'settings' | 'timeZone'>): ClockSetting => ({ timeZone, off: { country: settings.country, own: new Set(settings.daysOff.map(({ on }) => on)) } });

/** The term of a case, as its columns have it. */
export function termOf(around: CaseSurroundings, policy: CasePolicy | null, receivedAt: Date): { received_on: string; due_on: string | null; due_at: Date | null } {
  const setting = clockSetting(around);
  const deadline = policy === null ? undefined : deadlineOf(policy, receivedAt, setting);
  return { received_on: deadline?.receivedOn ?? dayAt(receivedAt, setting.timeZone), due_on: deadline?.dueOn ?? null, due_at: deadline?.dueAt ?? null };
}

export const policyOf = (around: CaseSurroundings, traits: { matter: string; country: string; customerKinds: readonly string[] }): CasePolicy | null => policyFor(around.own, traits) ?? null;
