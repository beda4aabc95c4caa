import { Injectable } from '@nestjs/common';
import { Database, Gathered, hashToken, prepared, type Tx } from '@kontuar/platform';
import type { Role } from '@kontuar/contract';
import type { MemberActor } from '../access/actor';
import { seesEverything } from '../access/can';
import { DomainError } from '../errors';

interface SignedInMember { actor: MemberActor; sessionId: string }
interface MemberRow { session_id: string; workspace_id: string; member_id: string; user_id: string; name: string; role: Role; team_ids: string[]; channel_ids: string[] }

/** Days after its last use that a session lasts. */
export const SESSION_DAYS = 30;

/** Everything about a member that a decision needs, in one query. */
const ACTOR_COLUMNS = `
  m.workspace_id, m.id AS member_id, u.id AS user_id, u.name, m.role,
  ARRAY(SELECT team_id FROM team_members t WHERE t.member_id = m.id) AS team_ids,
  CASE WHEN m.role IN ('owner', 'admin', 'supervisor') THEN '{}'::uuid[] ELSE ARRAY(
    SELECT c.id FROM channels c WHERE c.workspace_id = m.workspace_id AND c.deleted_at IS NULL AND (
      c.access = 'everyone'
      OR EXISTS (SELECT 1 FROM channel_members cm WHERE cm.channel_id = c.id AND cm.member_id = m.id)
      OR EXISTS (SELECT 1 FROM channel_teams ct JOIN team_members tm ON tm.team_id = ct.team_id WHERE ct.channel_id = c.id AND tm.member_id = m.id))
  ) END AS channel_ids`;

function toActor(row: MemberRow): MemberActor {
  return {
    kind: 'member', workspaceId: row.workspace_id, memberId: row.member_id, userId: row.user_id, name: row.name, role: row.role,
    teamIds: row.team_ids, channelIds: seesEverything(row.role) ? 'all' : row.channel_ids,
  };
}

/** Active members as actors, so that `can` is asked for somebody else as it is for who calls. */
export async function findActors(tx: Tx, memberIds: readonly string[] | 'all'): Promise<MemberActor[]> {
  const rows = await tx.query<MemberRow>(
    `SELECT ${ACTOR_COLUMNS} FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.active AND ($1::uuid[] IS NULL OR m.id = ANY($1)) ORDER BY m.id`,
    [memberIds === 'all' ? null : memberIds],
  );
  return rows.map(toActor);
}

/** From a credential to the member it stands for. */
@Injectable()
export class Members {
  private readonly sessions = new Gathered<string, SignedInMember>((hashes) => this.bySessions(hashes));

  constructor(private readonly database: Database) {}

  /** Undefined when the session ended, its user has a newer password, or the membership is not active. */
  bySession(token: string): Promise<SignedInMember | undefined> {
    return this.sessions.ask(hashToken(token));
  }

  /** With every request and every event: of all who ask meanwhile together. */
  private async bySessions(hashes: string[]): Promise<Map<string, SignedInMember>> {
    const rows = await this.database.lookAsSystem((tx) => tx.query<MemberRow & { token_hash: string; stale: boolean }>(
      prepared(`SELECT s.token_hash, s.id AS session_id, s.last_seen_at < now() - interval '5 minutes' AS stale, ${ACTOR_COLUMNS}
       FROM sessions s JOIN memberships m ON m.id = s.member_id JOIN users u ON u.id = s.user_id
       WHERE s.token_hash = ANY($1::text[]) AND s.expires_at > now() AND m.active AND u.version = s.user_version`),
      [hashes],
    ));
    const stale = rows.filter((row) => row.stale).map((row) => row.session_id);
    // Another process may be at the same ones: then they are seen to.
    if (stale.length > 0) await this.database.asSystem((tx) => tx.execute(
      `UPDATE sessions s SET last_seen_at = now(), expires_at = now() + make_interval(days => $2) FROM (SELECT id FROM sessions WHERE id = ANY($1::uuid[]) FOR UPDATE SKIP LOCKED) seen WHERE s.id = seen.id`, [stale, SESSION_DAYS]));
    return new Map(rows.map((row) => [row.token_hash, { actor: toActor(row), sessionId: row.session_id }]));
  }

  /** Of a session that was begun just now. */
  async ofSession(token: string): Promise<MemberActor> {
    const found = await this.bySession(token);
    if (found === undefined) throw new DomainError('unauthenticated', 'not-signed-in', 'Signing in did not work. Try once more.');
    return found.actor;
  }

  async byApiToken(token: string): Promise<MemberActor | undefined> {
    return this.database.asSystem(async (tx) => {
      const [row] = await tx.query<MemberRow & { scopes: ('read' | 'write' | 'admin')[]; token_id: string; stale: boolean }>(
        `SELECT t.scopes, t.id AS token_id, t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute' AS stale, ${ACTOR_COLUMNS}
         FROM api_tokens t JOIN memberships m ON m.id = t.member_id JOIN users u ON u.id = m.user_id
         WHERE t.token_hash = $1 AND m.active AND (t.expires_at IS NULL OR t.expires_at > now())`,
        [hashToken(token)],
      );
      if (row === undefined) return undefined;
      if (row.stale) await tx.execute(`UPDATE api_tokens SET last_used_at = now() WHERE id = $1`, [row.token_id]);
      return { ...toActor(row), scopes: row.scopes };
    });
  }

  /** As the member stands now: for sockets that were opened some time ago, and for jobs that act for somebody. */
  async byId(tx: Tx, memberId: string): Promise<MemberActor | undefined> {
    const [row] = await tx.query<MemberRow>(
      `SELECT ${ACTOR_COLUMNS} FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = $1 AND m.active`,
      [memberId],
    );
    return row === undefined ? undefined : toActor(row);
  }
}
