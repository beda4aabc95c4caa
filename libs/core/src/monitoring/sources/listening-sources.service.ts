import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ListeningSource, ListeningSourceInput, ListeningSourceMade, ListeningSourcePatch } from '@kontuar/contract';
import { Database, newId, sameText, Secrets, type Pulse } from '@kontuar/platform';
import type { MemberActor } from '../../access/actor';
import { conflict, invalid, notFound } from '../../errors';
import { directoryChanged } from '../../history/directory';
import { actorOf, record } from '../../history/history';
import { PULSE } from '../../tokens';
import { LISTENING_DUE } from '../listening';
import { readPosts, unreadable } from '../posts/read-pushed';
import { BACK_HOURS } from '../removed-monitors';
import { askedSources } from './all-sources';
import type { SourceSettings } from './source';
import { findSource } from './source.row';

const MOST = 200;
const TOLERANCE_SECONDS = 300;
const MOST_FAULTS = 20;
export const sealedFor = (sourceId: string): string => `listening:${sourceId}`;

/** Where a workspace listens. */
@Injectable()
export class ListeningSources {
  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  create(actor: MemberActor, input: ListeningSourceInput): Promise<ListeningSourceMade> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [sum] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM listening_sources WHERE workspace_id = $1 AND removed_at IS NULL', [actor.workspaceId]);
      if ((sum?.n ?? 0) >= MOST) throw conflict('too-many-sources', `A workspace has at most ${MOST} sources.`);
      const id = newId();
      const pushed = input.kind === 'push' ? randomBytes(24).toString('base64url') : null;
      const secret = pushed ?? input.token ?? null;
      await tx.execute(`INSERT INTO listening_sources (id, workspace_id, kind, name, secret, keep_days, settings, look_at, allowance) VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 THEN now() END, $9)`,
        [id, actor.workspaceId, input.kind, input.name, secret === null ? null : this.secrets.seal(secret, sealedFor(id)), input.keepDays, JSON.stringify(settingsOf(input)), askedSources.has(input.kind), input.allowance ?? null]);
      await record(tx, [{ type: 'listening-source.created', actor: actorOf(actor), subjectId: id, data: { kind: input.kind } }, directoryChanged(actor, 'listening', id)]);
      return { source: await findSource(tx, actor.workspaceId, id), secret: pushed };
    });
  }

  change(actor: MemberActor, id: string, patch: ListeningSourcePatch): Promise<ListeningSource> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if (patch.allowance !== undefined && (await findSource(tx, actor.workspaceId, id)).spending === null) throw invalid('not-metered', 'This place counts nothing that could be limited.', { errors: [{ path: 'allowance', message: 'This place counts nothing that could be limited.' }] });
      const changed = await tx.execute(`UPDATE listening_sources SET name = coalesce($2, name), active = coalesce($3, active), keep_days = coalesce($4, keep_days), settings = CASE WHEN $5::jsonb IS NULL THEN settings ELSE settings || jsonb_build_object('terms', $5::jsonb) END,
           allowance = coalesce($6, allowance), look_at = CASE WHEN look_at IS NOT NULL AND ($3 OR $5::jsonb IS NOT NULL OR $6::int IS NOT NULL) THEN now() ELSE look_at END WHERE id = $1 AND removed_at IS NULL`,
        [id, patch.name ?? null, patch.active ?? null, patch.keepDays ?? null, patch.terms === undefined ? null : JSON.stringify(patch.terms), patch.allowance ?? null]);
      if (changed === 0) throw notFound('source');
      await record(tx, [{ type: 'listening-source.changed', actor: actorOf(actor), subjectId: id, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'listening', id)]);
      return findSource(tx, actor.workspaceId, id);
    });
  }

  /** It is silent from now on; for an hour it can be had back, then what was heard there goes with it. */
  remove(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.execute('UPDATE listening_sources SET removed_at = now(), removed_active = active, active = false WHERE id = $1 AND removed_at IS NULL', [id])) === 0) throw notFound('source');
      await record(tx, [{ type: 'listening-source.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'listening', id)]);
    });
  }

  restore(actor: MemberActor, id: string): Promise<ListeningSource> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const back = await tx.execute(
        `UPDATE listening_sources SET removed_at = NULL, active = removed_active, removed_active = NULL, look_at = CASE WHEN look_at IS NOT NULL THEN now() END WHERE id = $1 AND removed_at > now() - interval '${BACK_HOURS} hours'`, [id]);
      if (back === 0) throw notFound('source');
      await record(tx, [{ type: 'listening-source.restored', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'listening', id)]);
      tx.afterCommit(() => { this.pulse.publish(LISTENING_DUE); });
      return findSource(tx, actor.workspaceId, id);
    });
  }

  /**
   * Kept as it came, once, before anybody says thanks for it. Answers what of it cannot be read, so that whoever sent it knows at once; undefined: not signed with the source's secret, or there is no such source.
   * @throws DomainError 'bad-posts' where nothing of it can be.
   */
  async push(sourceId: string, request: { body: Buffer; signature: string | undefined }, now = Date.now()): Promise<{ faults: string[] } | undefined> {
    const [source] = await this.database.lookAsSystem((tx) => tx.query<{ workspace_id: string; secret: string | null }>(`SELECT workspace_id, secret FROM listening_sources WHERE id = $1 AND kind = 'push' AND active`, [sourceId]));
    if (source?.secret == null || !isSigned(this.secrets.open(source.secret, sealedFor(sourceId)), request, now)) return undefined;
    const { read, faults } = readPosts(request.body);
    if (read.length === 0 && faults.length > 0) await this.refuse(source.workspace_id, sourceId, faults);
    await this.database.inWorkspace(source.workspace_id, async (tx) => {
      await tx.execute('INSERT INTO source_deliveries (id, workspace_id, source_id, dedupe_key, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source_id, dedupe_key) DO NOTHING', [newId(), source.workspace_id, sourceId, createHash('sha256').update(request.body).digest('hex'), request.body]);
      tx.afterCommit(() => { this.pulse.publish(LISTENING_DUE); });
    });
    return { faults: faults.slice(0, MOST_FAULTS) };
  }

  /** Not kept, for nobody could ever read it; said to whoever sent it, and to those who wait for what it should have been. */
  private async refuse(workspaceId: string, sourceId: string, faults: readonly string[]): Promise<never> {
    await this.database.inWorkspace(workspaceId, (tx) => tx.execute('UPDATE listening_sources SET trouble = $2, failing_since = coalesce(failing_since, now()) WHERE id = $1', [sourceId, unreadable(faults)]));
    throw invalid('bad-posts', 'Nothing of this can be read: it has to be JSON with a list "posts" of at most 1000, each with an id.', { faults: faults.slice(0, MOST_FAULTS) });
  }
}

export const settingsOf = ({ url, apiUrl, terms }: ListeningSourceInput): SourceSettings => ({ ...(url === undefined ? {} : { url }), ...(apiUrl === undefined ? {} : { apiUrl: apiUrl.replace(/\/+$/, '') }), ...(terms.length === 0 ? {} : { terms }) });

/** As the API channel is signed; see libs/connectors/src/api/README.md. */
function isSigned(secret: string, { body, signature }: { body: Buffer; signature: string | undefined }, now: number): boolean {
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? [];
  if (time === undefined || given === undefined || Math.abs(now / 1000 - Number(time)) > TOLERANCE_SECONDS) return false;
  return sameText(createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex'), given);
}
