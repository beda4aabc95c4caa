import { Inject, Injectable } from '@nestjs/common';
import type { RoutingInput, RoutingLoads, RoutingMember, RoutingMemberPatch, RoutingNeed, RoutingPolicy, RoutingSettings, RoutingWeights } from '@kontuar/contract';
import { Database, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { NOTICES_DUE } from '../notices/notifier.service';
import { PULSE } from '../tokens';
import { findPeople } from './hands';
import { holdRouting } from './loads';
import { anyGives, findPolicies, routable, type HeldPolicy, type Policies } from './policies';
import { resetReturns } from './returns';
import { usualWeights } from './weights';

/** Where a policy stands: on the workspace, a team or a channel. */
export type PolicyPlace = { kind: 'own' } | { kind: 'team' | 'channel'; id: string };

/** By what rules work finds people: weights, skills, policies, and what each can carry. */
@Injectable()
export class Routing {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  settings(actor: MemberActor): Promise<RoutingSettings> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => view(tx, actor.workspaceId));
  }

  loads(actor: MemberActor): Promise<RoutingLoads> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: await members(tx) }));
  }

  save(actor: MemberActor, input: RoutingInput): Promise<RoutingSettings> {
    return this.unit(actor, async (tx) => {
      await tx.execute('UPDATE routing_settings SET weights = $2, needs = $3, updated_at = now() WHERE workspace_id = $1', [actor.workspaceId, JSON.stringify(input.weights), JSON.stringify(input.needs)]);
      await writePolicy(tx, actor.workspaceId, { kind: 'own' }, input.policy);
      await this.changed(tx, actor, 'routing.changed');
      return view(tx, actor.workspaceId);
    });
  }

  /** Null: whatever stands above it holds again. */
  savePolicy(actor: MemberActor, place: Exclude<PolicyPlace, { kind: 'own' }>, policy: RoutingPolicy | null): Promise<RoutingSettings> {
    return this.unit(actor, async (tx) => {
      const there = place.kind === 'team' ? await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [place.id]) : await tx.query('SELECT 1 FROM channels WHERE id = $1 AND deleted_at IS NULL', [place.id]);
      if (there.length === 0) throw notFound(place.kind);
      if (policy === null) await tx.execute(`DELETE FROM routing_policies WHERE workspace_id = $1 AND (team_id = $2 OR channel_id = $2)`, [actor.workspaceId, place.id]);
      else await writePolicy(tx, actor.workspaceId, place, policy);
      await this.changed(tx, actor, `routing.${place.kind}-changed`, place.id);
      return view(tx, actor.workspaceId);
    });
  }

  changeMember(actor: MemberActor, memberId: string, patch: RoutingMemberPatch): Promise<RoutingMember> {
    return this.unit(actor, async (tx) => {
      if ((await tx.query('SELECT 1 FROM memberships WHERE id = $1 AND active', [memberId])).length === 0) throw notFound('member');
      await tx.execute(
        `INSERT INTO routing_members (member_id, workspace_id, capacity, skills) VALUES ($1, $2, $3, coalesce($4::jsonb, '{}'))
         ON CONFLICT (member_id) DO UPDATE SET capacity = CASE WHEN $5 THEN excluded.capacity ELSE routing_members.capacity END, skills = CASE WHEN $4::jsonb IS NULL THEN routing_members.skills ELSE excluded.skills END`,
        [memberId, actor.workspaceId, patch.capacity ?? null, patch.skills === undefined ? null : JSON.stringify(patch.skills), patch.capacity !== undefined]);
      await this.changed(tx, actor, 'routing.member-changed', memberId);
      const found = (await members(tx)).find((member) => member.memberId === memberId);
      // They take no part at all, as analysts don't: what was said is kept for the day on which they do.
      return found ?? { memberId, capacity: patch.capacity ?? null, skills: patch.skills ?? {}, load: 0, here: false, takesPart: false };
    });
  }

  /** The queue is looked at anew, all of it; from the first policy on that gives work, the history is followed. */
  private async changed(tx: Tx, actor: MemberActor, type: string, subjectId?: string): Promise<void> {
    const policies = await findPolicies(tx, actor.workspaceId);
    const active = anyGives(policies);
    await tx.execute(
      `UPDATE routing_settings s SET active = $2, seq = CASE WHEN s.active THEN s.seq ELSE coalesce((SELECT f.last_seq FROM feeds f WHERE f.workspace_id = $1), 0) END, look_at = CASE WHEN $2 THEN clock_timestamp() END, whole = true WHERE s.workspace_id = $1`, [actor.workspaceId, active]);
    await tx.execute('UPDATE routing_turns SET waits = NULL WHERE workspace_id = $1 AND waits IS NOT NULL', [actor.workspaceId]);
    await resetReturns(tx, actor.workspaceId, policies);
    await leaveAlone(tx, actor.workspaceId, policies);
    await record(tx, [{ type, actor: actorOf(actor), ...(subjectId === undefined ? {} : { subjectId }) }, directoryChanged(actor, 'routing', subjectId)]);
  }

  /** One at a time, and never while work is being given. */
  private unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await holdRouting(tx, actor.workspaceId);
      await tx.execute('INSERT INTO routing_settings (workspace_id, weights) VALUES ($1, $2) ON CONFLICT DO NOTHING', [actor.workspaceId, JSON.stringify(usualWeights)]);
      tx.afterCommit(() => {
        this.pulse.publish('relay');
        this.pulse.publish(NOTICES_DUE);
      });
      return work(tx);
    });
  }
}

async function writePolicy(tx: Tx, workspaceId: string, place: PolicyPlace, policy: RoutingPolicy): Promise<void> {
  if (policy.calendarId !== null && (await tx.query('SELECT 1 FROM business_calendars WHERE id = $1', [policy.calendarId])).length === 0) throw notFound('calendar');
  await tx.execute(
    `INSERT INTO routing_policies (workspace_id, team_id, channel_id, mode, last_agent_first, step_down_minutes, return_minutes, returns, calendar_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (workspace_id, team_id, channel_id) DO UPDATE SET mode = excluded.mode, last_agent_first = excluded.last_agent_first, step_down_minutes = excluded.step_down_minutes, return_minutes = excluded.return_minutes, returns = excluded.returns, calendar_id = excluded.calendar_id`,
    [workspaceId, place.kind === 'team' ? place.id : null, place.kind === 'channel' ? place.id : null, policy.mode, policy.lastAgentFirst, policy.stepDownAfterMinutes, policy.returnAfterMinutes, policy.returns, policy.calendarId]);
}

/** What is not given to anybody any more says no longer what it waits for. */
async function leaveAlone(tx: Tx, workspaceId: string, policies: Policies): Promise<void> {
  const parameters: unknown[] = [workspaceId];
  const routed = routable(policies, parameters);
  const rows = await tx.query<{ id: string }>(
    `UPDATE conversations c SET routing = NULL, version = version + 1 WHERE c.workspace_id = $1 AND c.assignee_id IS NULL AND c.state = 'open' AND c.routing IS NOT NULL AND NOT (${routed}) RETURNING c.id`, parameters);
  await record(tx, rows.map(({ id }) => ({ type: 'conversation.updated', conversationId: id, data: { routing: true } })), workspaceId);
}

async function members(tx: Tx): Promise<RoutingMember[]> {
  const people = [...(await findPeople(tx)).values()].filter(({ actor }) => can(actor, 'conversation.reply'));
  return people.map(({ actor, capacity, skills, load, here, takesPart }) => ({ memberId: actor.memberId, capacity, skills, load, here, takesPart }));
}

async function view(tx: Tx, workspaceId: string): Promise<RoutingSettings> {
  const [settings] = await tx.query<{ weights: RoutingWeights; needs: RoutingNeed[] }>('SELECT weights, needs FROM routing_settings WHERE workspace_id = $1', [workspaceId]);
  const policies = await findPolicies(tx, workspaceId);
  const waits = await tx.query<{ waits: keyof RoutingSettings['waiting']; n: number }>(
    `SELECT c.routing->>'waits' AS waits, count(*)::int AS n FROM conversations c WHERE c.workspace_id = $1 AND c.assignee_id IS NULL AND c.state = 'open' AND c.routing IS NOT NULL GROUP BY 1`, [workspaceId]);
  return {
    weights: settings?.weights ?? usualWeights, needs: settings?.needs ?? [], policy: toView(policies.own),
    teams: Object.fromEntries([...policies.teams].map(([id, policy]) => [id, toView(policy)])), channels: Object.fromEntries([...policies.channels].map(([id, policy]) => [id, toView(policy)])),
    members: await members(tx), waiting: { closed: 0, skill: 0, full: 0, nobody: 0, ...Object.fromEntries(waits.map(({ waits: why, n }) => [why, n])) },
  };
}

const toView = ({ mode, lastAgentFirst, stepDownAfterMinutes, returnAfterMinutes, returns, calendarId }: HeldPolicy): RoutingPolicy => ({ mode, lastAgentFirst, stepDownAfterMinutes, returnAfterMinutes, returns, calendarId });
