import { Inject, Injectable } from '@nestjs/common';
import type { KeyChoices, Me } from '@kontuar/contract';
import { Database, hashToken, newId, newToken, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { verbsOf } from '../access/can';
import { DomainError, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { avatarUrlOf } from '../members/avatar';
import { SESSION_DAYS } from '../members/members.service';
import { tellRights } from '../members/rights';
import { PULSE } from '../tokens';
import { passwordMatches } from './passwords';
import { Throttle } from './throttle';

export interface Origin { ip: string; userAgent?: string | undefined }
/** `token` goes into the cookie and nowhere else: the database keeps its hash. */
export interface StartedSession { token: string; actor: { workspaceId: string; memberId: string } }

interface Membership { id: string; workspace_id: string; user_id: string; user_version: number }

const wrongCredentials = (): DomainError => new DomainError('unauthenticated', 'wrong-credentials', 'This email and password do not belong together.');

@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly throttle: Throttle,
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  /** @throws DomainError 'wrong-credentials', 'no-workspace', 'too-many-attempts' */
  async signIn(credentials: { email: string; password: string }, origin: Origin): Promise<StartedSession> {
    const user = await this.proveUser(credentials, origin);
    return this.database.asSystem(async (tx) => {
      const [membership] = await tx.query<Membership>(
        `SELECT m.id, m.workspace_id, m.user_id, u.version AS user_version FROM memberships m JOIN users u ON u.id = m.user_id
         WHERE u.id = $1 AND m.active
         ORDER BY (SELECT max(s.last_seen_at) FROM sessions s WHERE s.member_id = m.id) DESC NULLS LAST, m.created_at LIMIT 1`,
        [user.id],
      );
      if (membership === undefined) throw new DomainError('forbidden', 'no-workspace', 'This account belongs to no workspace any more. Ask for an invitation.');
      // A new password came in between: what was proved is worth nothing any more.
      if (membership.user_version !== user.version) throw wrongCredentials();
      return this.begin(tx, membership, origin);
    });
  }

  /** Right or not: throttled, and as slow for an unknown address. @throws DomainError 'wrong-credentials' */
  async proveUser(credentials: { email: string; password: string }, origin: Origin): Promise<{ id: string; version: number }> {
    const giveBack = await this.throttle.attempt(origin.ip, credentials.email);
    const [user] = await this.database.asSystem((tx) => tx.query<{ id: string; version: number; password_hash: string }>('SELECT id, version, password_hash FROM users WHERE email = $1', [credentials.email]));
    if (!(await passwordMatches(user?.password_hash, credentials.password)) || user === undefined) throw wrongCredentials();
    await giveBack();
    return { id: user.id, version: user.version };
  }

  /** A session of this member, in the caller's unit of work. */
  async begin(tx: Tx, membership: Membership, origin: Origin): Promise<StartedSession> {
    const token = newToken();
    const sessionId = newId();
    await tx.execute('DELETE FROM sessions WHERE user_id = $1 AND expires_at < now()', [membership.user_id]);
    await tx.query(
      `INSERT INTO sessions (id, workspace_id, member_id, user_id, token_hash, user_version, user_agent, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8))`,
      [sessionId, membership.workspace_id, membership.id, membership.user_id, hashToken(token), membership.user_version, origin.userAgent?.slice(0, 300) ?? null, SESSION_DAYS],
    );
    await record(tx, [{ type: 'session.started', actor: { kind: 'member', id: membership.id }, subjectId: sessionId }], membership.workspace_id);
    return { token, actor: { workspaceId: membership.workspace_id, memberId: membership.id } };
  }

  async end(actor: MemberActor, sessionId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const ended = await tx.execute('DELETE FROM sessions WHERE id = $1 AND member_id = $2', [sessionId, actor.memberId]);
      if (ended === 0) return;
      await record(tx, [{ type: 'session.ended', actor: actorOf(actor), subjectId: sessionId }]);
      tellRights(tx, this.pulse, actor.workspaceId, actor.memberId);
    });
  }

  /** To another workspace of the same user; the session for this one ends. */
  async switchTo(actor: MemberActor, sessionId: string, workspaceId: string, origin: Origin): Promise<StartedSession> {
    return this.database.asSystem(async (tx) => {
      const [membership] = await tx.query<Membership>(
        `SELECT m.id, m.workspace_id, m.user_id, u.version AS user_version FROM memberships m JOIN users u ON u.id = m.user_id
         WHERE m.user_id = $1 AND m.workspace_id = $2 AND m.active`,
        [actor.userId, workspaceId],
      );
      if (membership === undefined) throw notFound('workspace');
      await tx.execute('DELETE FROM sessions WHERE id = $1', [sessionId]);
      tellRights(tx, this.pulse, actor.workspaceId, actor.memberId);
      return this.begin(tx, membership, origin);
    });
  }

  async describe(actor: MemberActor): Promise<Me> {
    return this.database.asSystem(async (tx) => {
      const [row] = await tx.query<MeRow>(
        `SELECT u.id, u.name, u.name_guessed, u.email, u.locale, u.avatar_key, m.undo_send_seconds, m.signature, m.keys, w.name AS workspace_name, w.locale AS workspace_locale, w.time_zone
         FROM memberships m JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = m.workspace_id WHERE m.id = $1`,
        [actor.memberId],
      );
      if (row === undefined) throw notFound('member');
      const others = await tx.query<{ id: string; name: string }>(
        `SELECT w.id, w.name FROM memberships m JOIN workspaces w ON w.id = m.workspace_id WHERE m.user_id = $1 AND m.active AND w.id <> $2 ORDER BY w.name, w.id`,
        [actor.userId, actor.workspaceId],
      );
      return {
        user: { id: row.id, name: row.name, email: row.email, locale: row.locale, nameGuessed: row.name_guessed },
        member: { id: actor.memberId, role: actor.role, teamIds: [...actor.teamIds], avatarUrl: avatarUrlOf(actor.memberId, row.avatar_key), undoSendSeconds: row.undo_send_seconds, signature: row.signature, keys: row.keys },
        workspace: { id: actor.workspaceId, name: row.workspace_name, locale: row.workspace_locale, timeZone: row.time_zone },
        workspaces: others,
        can: verbsOf(actor),
      };
    });
  }
}

interface MeRow {
  id: string; name: string; email: string; locale: 'en' | 'pl'; avatar_key: string | null; undo_send_seconds: number | null; signature: string; keys: KeyChoices; name_guessed: boolean;
  workspace_name: string; workspace_locale: 'en' | 'pl'; time_zone: string;
}
