import { Inject, Injectable } from '@nestjs/common';
import type { DutyState, Member, MemberPatch, Page, Presence, Role } from '@kontuar/contract';
import { Database, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { changeConversations, lockConversations } from '../conversations/change';
import { orMissing } from '../database-errors';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { dutyFor } from '../shifts/shifts.service';
import { afterId, toPageById, type PageRequest } from '../paging';
import { avatarUrlOf } from './avatar';
import { PULSE } from '../tokens';
import { rightsChanged } from './rights';

interface MemberRow {
  id: string; user_id: string; name: string; email: string; role: Role; team_ids: string[]; avatar_key: string | null; active: boolean; presence: Presence; duty: DutyState; duty_until: Date | null; substitute_id: string | null; open_count: number;
}

const toMember = (actor: MemberActor) => (row: MemberRow): Member => ({
  id: row.id, userId: row.user_id, name: row.name, email: row.email, role: row.role, teamIds: row.team_ids,
  avatarUrl: avatarUrlOf(row.id, row.avatar_key), active: row.active, presence: row.presence, duty: dutyFor(actor, row), openCount: row.open_count,
});

/** What follows `WHERE m.workspace_id = $1`; the load of each comes from the counter rows. */
const select = (rest: string): string => `
  WITH load AS (
    SELECT assignee_id, sum(delta)::int AS n FROM conversation_counts WHERE workspace_id = $1 AND state IN ('open', 'pending') AND assignee_id IS NOT NULL GROUP BY 1
  )
  SELECT m.id, m.user_id, u.name, u.email, m.role, ARRAY(SELECT team_id FROM team_members t WHERE t.member_id = m.id ORDER BY team_id) AS team_ids,
    u.avatar_key, m.active, m.presence, m.duty, m.duty_until, m.substitute_id, greatest(coalesce(load.n, 0), 0) AS open_count
  FROM memberships m JOIN users u ON u.id = m.user_id LEFT JOIN load ON load.assignee_id = m.id
  WHERE m.workspace_id = $1 AND ${rest}`;

@Injectable()
export class MemberDirectory {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<Member>> {
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.query<MemberRow>(select('($2::uuid IS NULL OR m.id > $2) ORDER BY m.id LIMIT $3'), [actor.workspaceId, afterId(page), page.limit + 1]));
    return toPageById(rows, page.limit, toMember(actor));
  }

  /** Role, teams, active or not. @throws DomainError 'own-role', 'last-owner', 'forbidden' */
  async change(actor: MemberActor, memberId: string, patch: MemberPatch): Promise<Member> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // Owners in order, then whoever is changed: two who demote each other meet here, and one of them stays.
      const owners = await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE workspace_id = $1 AND role = 'owner' AND active ORDER BY id FOR UPDATE`, [actor.workspaceId]);
      const [before] = await tx.query<{ id: string; role: Role; active: boolean }>('SELECT id, role, active FROM memberships WHERE id = $1 AND workspace_id = $2 FOR UPDATE', [memberId, actor.workspaceId]);
      if (before === undefined) throw notFound('member');
      const role = patch.role ?? before.role;
      const active = patch.active ?? before.active;
      this.permit(actor, before, { role, active });
      if (before.role === 'owner' && before.active && (role !== 'owner' || !active) && owners.every((owner) => owner.id === memberId)) {
        throw conflict('last-owner', 'A workspace keeps at least one owner. Make somebody else an owner first.');
      }
      await tx.execute(`UPDATE memberships SET role = $2, active = $3, presence = CASE WHEN $3 THEN presence ELSE 'off' END, here = here AND $3 WHERE id = $1`, [memberId, role, active]);
      if (patch.teamIds !== undefined) await setTeams(tx, memberId, patch.teamIds);
      await rightsChanged(tx, this.pulse, actor.workspaceId, [memberId]);
      if (before.active && !active) await this.retire(tx, actor, memberId);
      if (role !== before.role && (role === 'agent' || role === 'brand_analyst' || role === 'supervisor')) await tx.execute('DELETE FROM invitations WHERE invited_by = $1 AND accepted_at IS NULL', [memberId]);
      await record(tx, [
        { type: 'member.changed', actor: actorOf(actor), subjectId: memberId, data: changes(before, { role, active }, patch) },
        directoryChanged(actor, 'members', memberId),
        ...(patch.teamIds === undefined ? [] : [directoryChanged(actor, 'teams')]),
      ]);
      return this.one(tx, actor, memberId);
    });
  }

  /** Undefined when there is no picture. */
  async avatarKey(actor: MemberActor, memberId: string): Promise<string | undefined> {
    const [row] = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.query<{ avatar_key: string | null }>('SELECT u.avatar_key FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = $1', [memberId]));
    return row?.avatar_key ?? undefined;
  }

  private permit(actor: MemberActor, before: { id: string; role: Role; active: boolean }, after: { role: Role; active: boolean }): void {
    const own = before.id === actor.memberId;
    if (own && after.role !== before.role) throw conflict('own-role', 'Nobody changes their own role. Ask another owner or admin.');
    if (own && !after.active) throw conflict('own-account', 'Nobody locks themselves out. Ask another owner or admin.');
    for (const role of [before.role, after.role]) {
      if (!can(actor, 'member.manage', { kind: 'member', memberId: before.id, role })) throw forbidden('Only an owner makes, changes or removes an owner.');
    }
  }

  /** Sessions and invitations end, and what they had on the desk goes back to everybody. */
  private async retire(tx: Tx, actor: MemberActor, memberId: string): Promise<void> {
    await tx.execute('DELETE FROM sessions WHERE member_id = $1', [memberId]);
    await tx.execute('DELETE FROM invitations WHERE invited_by = $1 AND accepted_at IS NULL', [memberId]);
    const open = await tx.query<{ id: string }>(`SELECT id FROM conversations WHERE assignee_id = $1 AND state NOT IN ('resolved', 'merged')`, [memberId]);
    await changeConversations(tx, actor, await lockConversations(tx, open.map((row) => row.id)), (row) => (row.assignee_id === memberId ? { assignee_id: null } : {}), { reason: 'member-left' });
  }

  private async one(tx: Tx, actor: MemberActor, memberId: string): Promise<Member> {
    const [row] = await tx.query<MemberRow>(select('m.id = $2'), [actor.workspaceId, memberId]);
    if (row === undefined) throw notFound('member');
    return toMember(actor)(row);
  }
}

function changes(before: { role: Role; active: boolean }, after: { role: Role; active: boolean }, patch: MemberPatch): Record<string, unknown> {
  return {
    ...(before.role === after.role ? {} : { role: { from: before.role, to: after.role } }),
    ...(before.active === after.active ? {} : { active: after.active }),
    ...(patch.teamIds === undefined ? {} : { teamIds: patch.teamIds }),
  };
}

const noSuchTeam = () => invalid('unknown-team', 'One of these teams does not exist.', { errors: [{ path: 'teamIds', message: 'One of these teams does not exist.' }] });

async function setTeams(tx: Tx, memberId: string, teamIds: readonly string[]): Promise<void> {
  await tx.execute('DELETE FROM team_members WHERE member_id = $1', [memberId]);
  await orMissing(tx.query(`INSERT INTO team_members (workspace_id, team_id, member_id) SELECT $1, team_id, $2 FROM unnest($3::uuid[]) AS team_id ON CONFLICT DO NOTHING`, [tx.workspaceId, memberId, teamIds]), noSuchTeam);
}

