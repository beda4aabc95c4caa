import { Injectable } from '@nestjs/common';
import { password as passwordRule, type AcceptInvitationInput, type Invitation, type InvitationInput, type InvitationPreview, type Page, type Role } from '@kontuar/contract';
import { Database, hashToken, newId, newToken, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { orTaken } from '../database-errors';
import { conflict, DomainError, forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { afterId, toPageById, type PageRequest } from '../paging';
import { hashPassword } from '../session/passwords';
import { Sessions, type Origin, type StartedSession } from '../session/sessions.service';

/** How long a link is good for. */
const DAYS = 7;

interface InvitationRow { id: string; workspace_id: string; email: string; name: string | null; role: Role; team_ids: string[]; created_at: Date; expires_at: Date }

const toInvitation = (row: InvitationRow): Invitation => ({ id: row.id, email: row.email, role: row.role, createdAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString() });
const gone = () => new DomainError('not-found', 'invitation-gone', 'This invitation was used, taken back, or is older than a week. Ask for a new one.');
const alreadyMember = () => conflict('already-member', 'This person belongs to the workspace already.');

/** Colleagues come in by a link that is shown once; only its hash is kept. */
@Injectable()
export class Invitations {
  constructor(private readonly database: Database, private readonly sessions: Sessions) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<Invitation>> {
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.query<InvitationRow>('SELECT * FROM invitations WHERE accepted_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2', [afterId(page), page.limit + 1]));
    return toPageById(rows, page.limit, toInvitation);
  }

  /** `token` belongs into the link, which the caller makes. An earlier invitation of the same address ends. */
  async create(actor: MemberActor, input: InvitationInput): Promise<{ invitation: Invitation; token: string }> {
    if (!can(actor, 'member.manage', { kind: 'member', memberId: '', role: input.role })) throw forbidden('Only an owner invites an owner.');
    const token = newToken();
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [member] = await tx.query<{ active: boolean }>('SELECT m.active FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = $1', [input.email]);
      if (member !== undefined) throw member.active ? alreadyMember() : conflict('member-inactive', 'This person belonged to the workspace before: let them in again in the list of members.');
      const known = await tx.query('SELECT id FROM teams WHERE id = ANY($1::uuid[])', [input.teamIds]);
      if (known.length < new Set(input.teamIds).size) throw invalid('unknown-team', 'One of these teams does not exist.');
      await tx.execute('DELETE FROM invitations WHERE email = $1 AND accepted_at IS NULL', [input.email]);
      const [row] = await tx.query<InvitationRow>(
        `INSERT INTO invitations (id, workspace_id, email, name, role, team_ids, token_hash, invited_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(days => $9)) RETURNING *`,
        [newId(), actor.workspaceId, input.email, input.name ?? null, input.role, input.teamIds, hashToken(token), actor.memberId, DAYS],
      );
      const invitation = toInvitation(row as InvitationRow);
      await record(tx, [{ type: 'invitation.created', actor: actorOf(actor), subjectId: invitation.id, data: { role: input.role, teamIds: input.teamIds } }]);
      return { invitation, token };
    });
  }

  async revoke(actor: MemberActor, invitationId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.execute('DELETE FROM invitations WHERE id = $1 AND accepted_at IS NULL', [invitationId])) === 0) throw notFound('invitation');
      await record(tx, [{ type: 'invitation.revoked', actor: actorOf(actor), subjectId: invitationId }]);
    });
  }

  /** What the link's holder may know before signing in. */
  async preview(token: string): Promise<InvitationPreview> {
    return this.database.asSystem(async (tx) => {
      const row = await findByToken(tx, token);
      const [names] = await tx.query<{ workspace: string; existing: boolean }>('SELECT w.name AS workspace, EXISTS (SELECT 1 FROM users WHERE email = $2) AS existing FROM workspaces w WHERE w.id = $1', [row.workspace_id, row.email]);
      return { workspaceName: names?.workspace ?? '', email: row.email, role: row.role, existingUser: names?.existing === true };
    });
  }

  /** As a new user, or as who already has an account and proves it by its password. */
  async accept(token: string, input: AcceptInvitationInput, origin: Origin): Promise<StartedSession> {
    const { row, existing } = await this.database.asSystem(async (tx) => {
      const found = await findByToken(tx, token);
      return { row: found, existing: (await tx.query('SELECT 1 FROM users WHERE email = $1', [found.email])).length > 0 };
    });
    const user = existing ? await this.sessions.proveUser({ email: row.email, password: input.password }, origin) : undefined;
    const passwordHash = user === undefined ? await hashPassword(acceptable(input.password)) : undefined;
    return this.database.asSystem(async (tx) => {
      const invitation = await findByToken(tx, token, 'FOR UPDATE');
      const userId = user?.id ?? newId();
      if (passwordHash !== undefined) {
        const name = input.name ?? invitation.name ?? (invitation.email.split('@')[0] as string);
        await orTaken(tx.query('INSERT INTO users (id, email, name, password_hash, locale) VALUES ($1, $2, $3, $4, $5)', [userId, invitation.email, name, passwordHash, input.locale]), gone);
      }
      const memberId = await join(tx, invitation, userId);
      return this.sessions.begin(tx, { id: memberId, workspace_id: invitation.workspace_id, user_id: userId, user_version: user?.version ?? 1 }, origin);
    });
  }
}

function acceptable(password: string): string {
  const parsed = passwordRule.safeParse(password);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? '';
  throw invalid('invalid', 'Choose a longer password.', { errors: [{ path: 'password', message }] });
}

async function findByToken(tx: Tx, token: string, lock: 'FOR UPDATE' | '' = ''): Promise<InvitationRow> {
  const [row] = await tx.query<InvitationRow>(`SELECT * FROM invitations WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > now() ${lock}`, [hashToken(token)]);
  if (row === undefined) throw gone();
  return row;
}

async function join(tx: Tx, invitation: InvitationRow, userId: string): Promise<string> {
  const memberId = newId();
  await orTaken(tx.query('INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $2, $3, $4)', [memberId, invitation.workspace_id, userId, invitation.role]), alreadyMember);
  // A team may be gone since the invitation was written.
  await tx.query('INSERT INTO team_members (workspace_id, team_id, member_id) SELECT workspace_id, id, $3 FROM teams WHERE workspace_id = $1 AND id = ANY($2::uuid[])', [invitation.workspace_id, invitation.team_ids, memberId]);
  await tx.execute('UPDATE invitations SET accepted_at = now() WHERE id = $1', [invitation.id]);
  const actor = { kind: 'member', id: memberId } as const;
  await record(tx, [
    { type: 'member.joined', actor, subjectId: memberId, data: { role: invitation.role, invitationId: invitation.id } },
    { type: 'directory.changed', actor, subjectId: memberId, data: { what: 'members' } },
    { type: 'directory.changed', actor, data: { what: 'teams' } },
  ], invitation.workspace_id);
  return memberId;
}
