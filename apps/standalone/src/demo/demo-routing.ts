import { Routing, Shifts, type MemberActor } from '@kontuar/core';
import { Database, type Tx } from '@kontuar/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { demoId } from './demo-ids';
import type { Agent } from './stories';

const BRANCH = 'Salon Kraków';
const CLAIMS = 'Reklamacje';
const SKILL = 'skargi';
const everyDay = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '06:00', to: '22:00' }));

/** Who works when, in which team, carries how much and knows what. */
const people: Partial<Record<Agent, { team: string; capacity: number; skills: Record<string, 1 | 2 | 3> }>> = {
  ola: { team: CLAIMS, capacity: 8, skills: { [SKILL]: 3, faktury: 2 } },
  marek: { team: BRANCH, capacity: 6, skills: { [SKILL]: 1, drewno: 3 } },
};

/**
 * Work of two teams finds its people by itself: a complaint about the shop waits for somebody who knows how to answer one. The workspace's own way of routing stays
 * as it is, and what it asks for stays its own where it asks for something.
 */
export async function fillRouting(app: INestApplicationContext, owner: MemberActor): Promise<void> {
  const { workspaceId } = owner;
  const id = (kind: string, name: string) => demoId(workspaceId, `${kind} ${name}`);
  const routing = app.get(Routing);
  const { teams, timeZone } = await app.get(Database).inWorkspace(workspaceId, async (tx) => ({
    teams: new Set((await tx.query<{ id: string }>('SELECT id FROM teams WHERE id = ANY($1::uuid[])', [[id('team', BRANCH), id('team', CLAIMS)]])).map((row) => row.id)),
    timeZone: (await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [workspaceId]))[0]?.time_zone ?? 'Europe/Warsaw',
  }));
  for (const [agent, { team, capacity, skills }] of Object.entries(people)) {
    await app.get(Shifts).change(owner, id('member', agent), { hours: { timeZone, week: everyDay } });
    if (teams.has(id('team', team))) await app.get(Database).inWorkspace(workspaceId, (tx) => tx.execute('INSERT INTO team_members (workspace_id, team_id, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [workspaceId, id('team', team), id('member', agent)]));
    await routing.changeMember(owner, id('member', agent), { capacity, skills });
  }
  const { needs, weights, policy } = await routing.settings(owner);
  if (needs.length === 0) await routing.save(owner, { weights, policy, needs: [{ filter: { by: 'matter', is: 'any', of: ['complaint'] }, skill: SKILL, level: 2 }] });
  const way = { lastAgentFirst: true, stepDownAfterMinutes: 240, returnAfterMinutes: null, returns: 'routed' as const, calendarId: null };
  if (teams.has(id('team', BRANCH))) await routing.savePolicy(owner, { kind: 'team', id: id('team', BRANCH) }, { mode: 'capacity', ...way });
  if (teams.has(id('team', CLAIMS))) await routing.savePolicy(owner, { kind: 'team', id: id('team', CLAIMS) }, { mode: 'least-loaded', ...way, returnAfterMinutes: 30 });
}

/** Policies, capacities and hours go with their teams and people; what is asked for goes here. Where nothing is given by itself any more, nothing is followed. */
export async function removeRouting(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(
    `UPDATE routing_settings s SET needs = coalesce((SELECT jsonb_agg(n) FROM jsonb_array_elements(s.needs) n WHERE n->>'skill' <> $2), '[]'), active = EXISTS (SELECT 1 FROM routing_policies p WHERE p.workspace_id = $1 AND p.mode <> 'manual') WHERE s.workspace_id = $1`, [workspaceId, SKILL]);
}
