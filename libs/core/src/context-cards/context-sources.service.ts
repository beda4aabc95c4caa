import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ContextSource, ContextSourceInput, ContextSourceList, ContextSourceMade, ContextSourcePatch } from '@kontuar/contract';
import { Database, newId, Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { CONFIG } from '../tokens';
import { checkTemplate } from './template';

const MOST = 10;

export interface SourceRow { id: string; kind: 'link' | 'card'; name: string; url: string; secret: string; team_ids: string[]; position: number; trouble: string | null; failing_since: Date | null }
export const sourceColumns = 'id, kind, name, url, secret, team_ids, position, trouble, failing_since';
export const sealedFor = (workspaceId: string, sourceId: string): string => `context:${workspaceId}:${sourceId}`;

/** The shop's own systems, as somebody who manages the workspace tells of them. */
@Injectable()
export class ContextSources {
  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  list(actor: MemberActor): Promise<ContextSourceList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await tx.query<SourceRow>(`SELECT ${sourceColumns} FROM context_sources ORDER BY position, id`)).map(toView) }));
  }

  /** @throws DomainError 'context-address', 'too-many-context-sources' */
  create(actor: MemberActor, input: ContextSourceInput): Promise<ContextSourceMade> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      checkTemplate(input.url, { plainHttp: this.config.allowPrivateHosts });
      await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('context:' || $1, 0))`, [actor.workspaceId]);
      const [sum] = await tx.query<{ n: number; last: number }>('SELECT count(*)::int AS n, coalesce(max(position), 0) AS last FROM context_sources');
      if ((sum?.n ?? 0) >= MOST) throw conflict('too-many-context-sources', `There are ${MOST} sources already.`);
      const id = newId();
      const secret = input.secret ?? randomBytes(24).toString('base64url');
      await tx.execute('INSERT INTO context_sources (id, workspace_id, kind, name, url, secret, team_ids, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, actor.workspaceId, input.kind, input.name, input.url, this.secrets.seal(secret, sealedFor(actor.workspaceId, id)), await knownTeams(tx, input.teamIds ?? []), input.position ?? (sum?.last ?? 0) + 1]);
      await record(tx, [{ type: 'context-source.created', actor: actorOf(actor), subjectId: id, data: { kind: input.kind } }, directoryChanged(actor, 'context')]);
      return { source: toView(await findSource(tx, id)), secret };
    });
  }

  change(actor: MemberActor, id: string, patch: ContextSourcePatch): Promise<ContextSourceMade> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.query('SELECT 1 FROM context_sources WHERE id = $1 FOR UPDATE', [id]);
      const before = await findSource(tx, id);
      const url = patch.url ?? before.url;
      if (patch.url !== undefined) checkTemplate(patch.url, { plainHttp: this.config.allowPrivateHosts });
      // A secret is for the host with which it was agreed: another one gets another, unless it is given in the same breath.
      const moved = hostOf(url) !== hostOf(before.url);
      const secret = patch.secret ?? (moved ? randomBytes(24).toString('base64url') : undefined);
      const sealed = secret === undefined ? before.secret : this.secrets.seal(secret, sealedFor(actor.workspaceId, id));
      await tx.execute('UPDATE context_sources SET name = $2, url = $3, secret = $4, team_ids = $5, position = $6, trouble = NULL, failing_since = NULL WHERE id = $1',
        [id, patch.name ?? before.name, url, sealed, patch.teamIds === undefined ? before.team_ids : await knownTeams(tx, patch.teamIds), patch.position ?? before.position]);
      if (url !== before.url || secret !== undefined) await tx.execute('DELETE FROM context_cards WHERE source_id = $1', [id]);
      await record(tx, [{ type: 'context-source.changed', actor: actorOf(actor), subjectId: id, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'context')]);
      return { source: toView(await findSource(tx, id)), secret: patch.secret === undefined ? (secret ?? null) : null };
    });
  }

  async remove(actor: MemberActor, id: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.execute('DELETE FROM context_sources WHERE id = $1', [id])) === 0) throw notFound('context source');
      await record(tx, [{ type: 'context-source.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'context')]);
    });
  }
}

export async function findSource(tx: Tx, id: string): Promise<SourceRow> {
  const [row] = await tx.query<SourceRow>(`SELECT ${sourceColumns} FROM context_sources WHERE id = $1`, [id]);
  if (row === undefined) throw notFound('context source');
  return row;
}

async function knownTeams(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const known = await tx.query<{ id: string }>('SELECT id FROM teams WHERE id = ANY($1::uuid[])', [ids]);
  if (known.length < new Set(ids).size) throw notFound('team');
  return known.map(({ id }) => id);
}

const hostOf = (url: string): string => /^[^:]*:\/\/([^/?#]*)/.exec(url)?.[1]?.toLowerCase() ?? '';
const toView = (row: SourceRow): ContextSource => ({ id: row.id, kind: row.kind, name: row.name, url: row.url, teamIds: row.team_ids, position: row.position, trouble: row.trouble, failingSince: row.failing_since?.toISOString() ?? null });
