import { channelKindOf, type SlaKind, type SlaPolicy } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { Connectors } from '../tokens';
import { compileFilter, type FilterContext } from '../views/compile';
import type { BusinessHours } from './clock';
import type { Terms } from './terms';

export interface Policy extends Omit<SlaPolicy, 'calendarId'> { calendarId: string | null; hours: Terms['hours'] }
export type NamedHours = BusinessHours & { name: string };

export const calendarHours = `jsonb_build_object('name', k.name, 'timeZone', k.time_zone, 'week', k.week, 'country', k.country, 'daysOff', k.days_off)`;

/** In the order in which they are asked. */
export async function findPolicies(tx: Tx, workspaceId: string, only: { active: boolean } = { active: true }): Promise<Policy[]> {
  return tx.query<Policy>(
    `SELECT p.id, p.position, p.name, p.filter, p.first_reply_minutes AS "firstReply", p.next_reply_minutes AS "nextReply", p.resolution_minutes AS resolution, p.calendar_id AS "calendarId", p.pauses, p.warnings, p.escalations, p.active,
       CASE WHEN k.id IS NOT NULL THEN ${calendarHours} END AS hours
     FROM sla_policies p LEFT JOIN business_calendars k ON k.id = p.calendar_id WHERE p.workspace_id = $1 AND (p.active OR NOT $2) ORDER BY p.position, p.id`, [workspaceId, only.active]);
}

const minutesOf: Record<SlaKind, (policy: Pick<Policy, 'firstReply' | 'nextReply' | 'resolution'>) => number | null> = { first_reply: (policy) => policy.firstReply, next_reply: (policy) => policy.nextReply, resolution: (policy) => policy.resolution };

/** What a policy promises of one kind; undefined: nothing. */
export function termsOf(policy: Policy | undefined, kind: SlaKind): Terms | undefined {
  const minutes = policy === undefined ? null : minutesOf[kind](policy);
  return policy === undefined || minutes === null ? undefined : { policyId: policy.id, name: policy.name, minutes, hours: policy.hours, pauses: policy.pauses, warnings: policy.warnings, escalations: policy.escalations };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Policies ask for nothing that depends on who looks: nobody does. */
export function policyContext(connectors: Connectors, workspaceId: string, now = new Date()): FilterContext {
  const actor: MemberActor = { kind: 'member', workspaceId, memberId: NOBODY, userId: NOBODY, name: '', role: 'owner', teamIds: [], channelIds: 'all' };
  return { actor, now, timeZone: 'UTC', connectorsOf: (kind) => connectors.all.filter(({ capabilities }) => channelKindOf(capabilities) === kind).map(({ id }) => id) };
}

/** The first policy that fits each of these conversations. */
export async function policiesOf(tx: Tx, context: FilterContext, policies: readonly Policy[], conversationIds: readonly string[]): Promise<Map<string, Policy>> {
  if (policies.length === 0 || conversationIds.length === 0) return new Map();
  const parameters: unknown[] = [conversationIds];
  const cases = policies.map(({ filter }, index) => `WHEN (${compileFilter(filter, context, parameters)}) IS TRUE THEN ${index}`);
  const rows = await tx.query<{ id: string; fits: number | null }>(`SELECT c.id, CASE ${cases.join(' ')} END AS fits FROM conversations c WHERE c.id = ANY($1::uuid[])`, parameters);
  return new Map(rows.flatMap(({ id, fits }) => {
    const policy = fits === null ? undefined : policies[fits];
    return policy === undefined ? [] : [[id, policy] as const];
  }));
}
