import type { RoutingPolicy } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { BusinessHours } from '../sla/clock';
import { calendarHours } from '../sla/policies';

export interface HeldPolicy extends RoutingPolicy { hours: BusinessHours | null }
export interface Policies { own: HeldPolicy; teams: ReadonlyMap<string, HeldPolicy>; channels: ReadonlyMap<string, HeldPolicy> }

/** Nobody is given anything by itself: people take, as before anybody chose. */
export const manual: HeldPolicy = { mode: 'manual', lastAgentFirst: true, stepDownAfterMinutes: 15, returnAfterMinutes: null, returns: 'routed', calendarId: null, hours: null };

export async function findPolicies(tx: Tx, workspaceId: string): Promise<Policies> {
  const rows = await tx.query<HeldPolicy & { team_id: string | null; channel_id: string | null }>(
    `SELECT p.team_id, p.channel_id, p.mode, p.last_agent_first AS "lastAgentFirst", p.step_down_minutes AS "stepDownAfterMinutes", p.return_minutes AS "returnAfterMinutes", p.returns, p.calendar_id AS "calendarId",
       CASE WHEN k.id IS NOT NULL THEN ${calendarHours} END AS hours
     FROM routing_policies p LEFT JOIN business_calendars k ON k.id = p.calendar_id WHERE p.workspace_id = $1`, [workspaceId]);
  const policies = { own: manual, teams: new Map<string, HeldPolicy>(), channels: new Map<string, HeldPolicy>() };
  for (const { team_id: teamId, channel_id: channelId, ...policy } of rows) {
    if (teamId !== null) policies.teams.set(teamId, policy);
    else if (channelId !== null) policies.channels.set(channelId, policy);
    else policies.own = policy;
  }
  return policies;
}

/** A channel's goes before a team's, and that before the workspace's. */
export const policyFor = (policies: Policies, { channel_id: channelId, team_id: teamId }: { channel_id: string; team_id: string | null }): HeldPolicy =>
  policies.channels.get(channelId) ?? (teamId === null ? undefined : policies.teams.get(teamId)) ?? policies.own;

export const gives = (policy: RoutingPolicy): boolean => policy.mode !== 'manual';
export const anyGives = ({ own, teams, channels }: Policies): boolean => [own, ...teams.values(), ...channels.values()].some(gives);

/** Of conversations `c`: whether their policy gives them to people. */
export function routable(policies: Policies, parameters: unknown[]): string {
  const place = (value: unknown) => `$${parameters.push(value)}`;
  const ids = (of: ReadonlyMap<string, HeldPolicy>, giving: boolean) => place([...of].filter(([, policy]) => gives(policy) === giving).map(([id]) => id));
  return `CASE WHEN c.channel_id = ANY(${ids(policies.channels, true)}::uuid[]) THEN true WHEN c.channel_id = ANY(${ids(policies.channels, false)}::uuid[]) THEN false
    WHEN c.team_id = ANY(${ids(policies.teams, true)}::uuid[]) THEN true WHEN c.team_id = ANY(${ids(policies.teams, false)}::uuid[]) THEN false ELSE ${place(gives(policies.own))}::boolean END`;
}
