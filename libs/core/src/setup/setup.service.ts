import { Injectable } from '@nestjs/common';
import type { SetupInput } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import { conflict } from '../errors';
import { record } from '../history/history';
import { hashPassword } from '../session/passwords';
import { Sessions, type Origin, type StartedSession } from '../session/sessions.service';
import { Throttle } from '../session/throttle';

/** Two first runs at once: the lock lets one of them find the other's workspace. */
const LOCK = 7_310_202;

const closed = () => conflict('already-set-up', 'Kontuar is set up already. Sign in, or ask for an invitation.');

/** The first workspace and its owner; closed for ever once anybody has an account. */
@Injectable()
export class Setup {
  constructor(private readonly database: Database, private readonly sessions: Sessions, private readonly throttle: Throttle) {}

  async needed(): Promise<boolean> {
    return this.database.asSystem(isEmpty);
  }

  /** @throws DomainError 'already-set-up' */
  async run(input: SetupInput, origin: Origin): Promise<StartedSession> {
    if (!(await this.needed())) throw closed();
    await this.throttle.attemptFirstRun(origin.ip);
    const passwordHash = await hashPassword(input.password);
    return this.database.asSystem(async (tx) => {
      const owner = await createFirstWorkspace(tx, { ...input, passwordHash });
      if (owner === undefined) throw closed();
      return this.sessions.begin(tx, { id: owner.memberId, workspace_id: owner.workspaceId, user_id: owner.userId, user_version: 1 }, origin);
    });
  }
}

async function isEmpty(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT 1 FROM users) AS empty');
  return row?.empty === true;
}

export interface FirstWorkspace { workspaceName: string; name: string; email: string; passwordHash: string; locale: 'en' | 'pl'; nameGuessed?: boolean }

/** Undefined when somebody was first. */
export async function createFirstWorkspace(tx: Tx, input: FirstWorkspace): Promise<{ workspaceId: string; memberId: string; userId: string } | undefined> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  if (!(await isEmpty(tx))) return undefined;
  const userId = newId();
  await tx.query('INSERT INTO users (id, email, name, name_guessed, password_hash, locale) VALUES ($1, $2, $3, $4, $5, $6)', [userId, input.email, input.name, input.nameGuessed ?? false, input.passwordHash, input.locale]);
  return { userId, ...(await createWorkspace(tx, { name: input.workspaceName, locale: input.locale, ownerId: userId })) };
}

/** A workspace with its owner and the rows that its numbering and its feed stand on. */
export async function createWorkspace(tx: Tx, input: { name: string; locale: 'en' | 'pl'; ownerId: string }): Promise<{ workspaceId: string; memberId: string }> {
  const [workspaceId, memberId] = [newId(), newId()];
  await tx.query('INSERT INTO workspaces (id, name, locale) VALUES ($1, $2, $3)', [workspaceId, input.name, input.locale]);
  await tx.query('INSERT INTO workspace_numbers (workspace_id) VALUES ($1)', [workspaceId]);
  await tx.query('INSERT INTO feeds (workspace_id) VALUES ($1)', [workspaceId]);
  await tx.query(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $2, $3, 'owner')`, [memberId, workspaceId, input.ownerId]);
  await record(tx, [{ type: 'workspace.created', actor: { kind: 'member', id: memberId }, subjectId: workspaceId }], workspaceId);
  return { workspaceId, memberId };
}
