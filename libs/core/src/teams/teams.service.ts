import { Inject, Injectable } from '@nestjs/common';
import type { Page, Team, TeamInput, TeamPatch } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { releaseCannedOf } from '../canned/canned.service';
import { changeConversations, lockConversations } from '../conversations/change';
import { orMissing, orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { rightsChanged } from '../members/rights';
import { afterId, toPageById, type PageRequest } from '../paging';
import { PULSE } from '../tokens';

interface TeamRow { id: string; name: string; kind: Team['kind']; member_ids: string[]; lead_ids: string[]; open_count: number }

const toTeam = (row: TeamRow): Team => ({ id: row.id, name: row.name, kind: row.kind, memberIds: row.member_ids, leadIds: row.lead_ids, openCount: row.open_count });

const select = (rest: string): string => `
  WITH load AS (SELECT team_id, sum(delta)::int AS n FROM conversation_totals WHERE workspace_id = $1 AND state IN ('open', 'pending') AND team_id IS NOT NULL GROUP BY 1)
  SELECT t.id, t.name, t.kind, ARRAY(SELECT member_id FROM team_members m WHERE m.team_id = t.id ORDER BY member_id) AS member_ids,
    ARRAY(SELECT member_id FROM team_members m WHERE m.team_id = t.id AND m.lead ORDER BY member_id) AS lead_ids, greatest(coalesce(load.n, 0), 0) AS open_count
  FROM teams t LEFT JOIN load ON load.team_id = t.id WHERE t.workspace_id = $1 AND ${rest}`;

const taken = () => conflict('team-exists', 'There is a team with this name already.');

/** Teams, and branches: teams with a place. */
@Injectable()
export class Teams {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<Team>> {
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.query<TeamRow>(select('($2::uuid IS NULL OR t.id > $2) ORDER BY t.id LIMIT $3'), [actor.workspaceId, afterId(page), page.limit + 1]));
    return toPageById(rows, page.limit, toTeam);
  }

  async create(actor: MemberActor, input: TeamInput): Promise<Team> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const teamId = newId();
      await orTaken(tx.query('INSERT INTO teams (id, workspace_id, name, kind) VALUES ($1, $2, $3, $4)', [teamId, actor.workspaceId, input.name, input.kind]), taken);
      await this.setMembers(tx, actor, teamId, input.memberIds);
      await this.setLeads(tx, teamId, input.leadIds);
      await record(tx, [{ type: 'team.created', actor: actorOf(actor), subjectId: teamId, data: { memberIds: input.memberIds } }, directoryChanged(actor, 'teams', teamId)]);
      return this.one(tx, actor, teamId);
    });
  }

  async change(actor: MemberActor, teamId: string, patch: TeamPatch): Promise<Team> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const changed = await orTaken(tx.execute('UPDATE teams SET name = coalesce($2, name), kind = coalesce($3, kind) WHERE id = $1', [teamId, patch.name ?? null, patch.kind ?? null]), taken);
      if (changed === 0) throw notFound('team');
      const leads = patch.leadIds ?? (patch.memberIds === undefined ? undefined : (await tx.query<{ member_id: string }>('SELECT member_id FROM team_members WHERE team_id = $1 AND lead', [teamId])).map((row) => row.member_id));
      if (patch.memberIds !== undefined) await this.setMembers(tx, actor, teamId, patch.memberIds);
      if (leads !== undefined) await this.setLeads(tx, teamId, leads);
      await record(tx, [{ type: 'team.changed', actor: actorOf(actor), subjectId: teamId, data: { fields: Object.keys(patch), ...(patch.memberIds === undefined ? {} : { memberIds: patch.memberIds }) } }, directoryChanged(actor, 'teams', teamId)]);
      return this.one(tx, actor, teamId);
    });
  }

  /** Its open conversations stay, without a team. */
  async remove(actor: MemberActor, teamId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [team] = await tx.query<{ id: string }>('SELECT id FROM teams WHERE id = $1 FOR UPDATE', [teamId]);
      if (team === undefined) throw notFound('team');
      const open = await tx.query<{ id: string }>(`SELECT id FROM conversations WHERE team_id = $1 AND state NOT IN ('resolved', 'merged')`, [teamId]);
      await changeConversations(tx, actor, await lockConversations(tx, open.map((row) => row.id)), (row) => (row.team_id === teamId ? { team_id: null } : {}), { reason: 'team-removed' });
      await this.setMembers(tx, actor, teamId, []);
      await releaseCannedOf(tx, teamId);
      await tx.execute('DELETE FROM teams WHERE id = $1', [teamId]);
      await record(tx, [{ type: 'team.removed', actor: actorOf(actor), subjectId: teamId }, directoryChanged(actor, 'teams', teamId), directoryChanged(actor, 'channels'), directoryChanged(actor, 'canned')]);
    });
  }

  /** Who comes or goes may see other channels and conversations from now on. */
  private async setMembers(tx: Tx, actor: MemberActor, teamId: string, memberIds: readonly string[]): Promise<void> {
    const before = (await tx.query<{ member_id: string }>('DELETE FROM team_members WHERE team_id = $1 RETURNING member_id', [teamId])).map((row) => row.member_id);
    await orMissing(
      tx.query('INSERT INTO team_members (workspace_id, team_id, member_id) SELECT $1, $2, member_id FROM unnest($3::uuid[]) AS member_id ON CONFLICT DO NOTHING', [actor.workspaceId, teamId, memberIds]),
      () => invalid('unknown-member', 'One of these members does not exist.', { errors: [{ path: 'memberIds', message: 'One of these members does not exist.' }] }),
    );
    const moved = [...before.filter((id) => !memberIds.includes(id)), ...memberIds.filter((id) => !before.includes(id))];
    await rightsChanged(tx, this.pulse, actor.workspaceId, moved);
    if (moved.length > 0) await record(tx, [directoryChanged(actor, 'members')]);
  }

  /** Only members lead; others are passed over. */
  private async setLeads(tx: Tx, teamId: string, leadIds: readonly string[]): Promise<void> {
    await tx.execute('UPDATE team_members SET lead = member_id = ANY($2::uuid[]) WHERE team_id = $1', [teamId, leadIds]);
  }

  private async one(tx: Tx, actor: MemberActor, teamId: string): Promise<Team> {
    const [row] = await tx.query<TeamRow>(select('t.id = $2'), [actor.workspaceId, teamId]);
    if (row === undefined) throw notFound('team');
    return toTeam(row);
  }
}
