import { Inject, Injectable } from '@nestjs/common';
import type { ProfilePatch } from '@kontuar/contract';
import { Database, Files, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { forbidden, invalid } from '../errors';
import { actorOf, record } from '../history/history';
import { squarePicture } from '../members/avatar-picture';
import { tellRights } from '../members/rights';
import { PULSE } from '../tokens';
import { hashPassword, passwordMatches } from './passwords';
import { Throttle } from './throttle';

/** What members change about themselves. */
@Injectable()
export class Profiles {
  constructor(
    private readonly database: Database,
    private readonly throttle: Throttle,
    private readonly files: Files,
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  /** A new password ends every other session of the user. `sessionId` is the one that asks; undefined for an API token. */
  async change(actor: MemberActor, patch: ProfilePatch, session: { id: string | undefined; ip: string }): Promise<void> {
    const passwordHash = patch.newPassword === undefined ? undefined : await this.newPassword(actor, patch, session);
    await this.database.asSystem(async (tx) => {
      await tx.execute(
        `UPDATE users SET name = coalesce($2, name), name_guessed = name_guessed AND $2::text IS NULL, locale = coalesce($3, locale), password_hash = coalesce($4, password_hash), version = version + CASE WHEN $4::text IS NULL THEN 0 ELSE 1 END WHERE id = $1`,
        [actor.userId, patch.name ?? null, patch.locale ?? null, passwordHash ?? null],
      );
      await tx.execute(
        `UPDATE memberships SET signature = coalesce($2, signature), undo_send_seconds = CASE WHEN $3 THEN $4::int ELSE undo_send_seconds END, keys = coalesce($5, keys) WHERE id = $1`,
        [actor.memberId, patch.signature ?? null, patch.undoSendSeconds !== undefined, patch.undoSendSeconds ?? null, patch.keys === undefined ? null : JSON.stringify(patch.keys)],
      );
      if (passwordHash !== undefined) await this.endOtherSessions(tx, actor.userId, session.id as string);
      await this.tell(tx, actor, { fields: Object.keys(patch).filter((name) => name !== 'currentPassword'), seen: patch.name !== undefined, password: patch.newPassword !== undefined });
    });
  }

  /** Null takes the picture away. @throws DomainError 'not-a-picture' */
  async setPicture(actor: MemberActor, bytes: Buffer | null): Promise<void> {
    const key = bytes === null ? null : (await this.files.put(await squarePicture(bytes))).key;
    let before: string | null;
    try {
      before = await this.database.asSystem(async (tx) => {
        const [row] = await tx.query<{ avatar_key: string | null }>('SELECT avatar_key FROM users WHERE id = $1 FOR UPDATE', [actor.userId]);
        await tx.execute('UPDATE users SET avatar_key = $2 WHERE id = $1', [actor.userId, key]);
        await this.tell(tx, actor, { fields: ['picture'], seen: true, password: false });
        return row?.avatar_key ?? null;
      });
    } catch (error) {
      if (key !== null) await this.files.remove(key);
      throw error;
    }
    if (before !== null) await this.files.remove(before);
  }

  private async newPassword(actor: MemberActor, patch: ProfilePatch, session: { id: string | undefined; ip: string }): Promise<string> {
    if (session.id === undefined) throw forbidden('A password is changed by its owner in a session, not by an API token.');
    const giveBack = await this.throttle.attempt(session.ip, `password:${actor.userId}`);
    const [user] = await this.database.asSystem((tx) => tx.query<{ password_hash: string }>('SELECT password_hash FROM users WHERE id = $1', [actor.userId]));
    if (!(await passwordMatches(user?.password_hash, patch.currentPassword ?? ''))) {
      throw invalid('wrong-password', 'The current password is not right.', { errors: [{ path: 'currentPassword', message: 'The current password is not right.' }] });
    }
    await giveBack();
    return hashPassword(patch.newPassword as string);
  }

  private async endOtherSessions(tx: Tx, userId: string, sessionId: string): Promise<void> {
    await tx.execute('DELETE FROM sessions WHERE user_id = $1 AND id <> $2', [userId, sessionId]);
    await tx.execute('UPDATE sessions SET user_version = (SELECT version FROM users WHERE id = $1) WHERE id = $2', [userId, sessionId]);
  }

  /** A user's name, picture and password reach into every workspace of theirs. */
  private async tell(tx: Tx, actor: MemberActor, { fields, seen, password }: { fields: string[]; seen: boolean; password: boolean }): Promise<void> {
    const memberships = await tx.query<{ id: string; workspace_id: string }>('SELECT id, workspace_id FROM memberships WHERE user_id = $1', [actor.userId]);
    for (const membership of memberships) {
      const own = membership.id === actor.memberId;
      if (!own && !seen && !password) continue;
      await record(tx, [
        { type: 'member.profile-changed', actor: own ? actorOf(actor) : { kind: 'member', id: membership.id }, subjectId: membership.id, data: { fields } },
        ...(seen ? [{ type: 'directory.changed', actor: { kind: 'member' as const, id: membership.id }, subjectId: membership.id, data: { what: 'members' } }] : []),
      ], membership.workspace_id);
      if (password) tellRights(tx, this.pulse, membership.workspace_id, membership.id);
    }
  }
}
