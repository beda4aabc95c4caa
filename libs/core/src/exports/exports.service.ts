import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ExportInput, ExportView } from '@kontuar/contract';
import { Database, Files, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { countPeople } from '../people/people.queries';
import { filterOf, peopleContext } from '../people/people.service';

/** At once for one member: each reads everybody. */
const MAX_AT_ONCE = 3;
const COLUMNS = `e.id, e.format, e.state, e.handled, e.total, e.size_bytes AS "sizeBytes", e.asked->>'segment' AS segment, (e.asked->>'narrowed')::boolean AS narrowed, e.created_at AS "createdAt", CASE WHEN e.file_key IS NOT NULL THEN e.expires_at END AS "expiresAt"`;
type Row = Omit<ExportView, 'createdAt' | 'expiresAt' | 'sizeBytes'> & { createdAt: Date; expiresAt: Date | null; sizeBytes: string | null };
const toView = (row: Row): ExportView => ({ ...row, sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes), createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt?.toISOString() ?? null });

/** Customers as a file: written by a worker, kept for a day, for whoever asked for it. */
@Injectable()
export class Exports {
  constructor(private readonly database: Database, private readonly files: Files, private readonly queues: Queues) {}

  /** @throws DomainError 'exports-run' */
  ask(actor: MemberActor, input: ExportInput): Promise<ExportView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const filter = await filterOf(tx, actor, input);
      const [busy] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM exports WHERE created_by = $1 AND state = 'running'`, [actor.memberId]);
      if ((busy?.n ?? 0) >= MAX_AT_ONCE) throw conflict('exports-run', `${MAX_AT_ONCE} files are being written for you already. Wait for one of them.`);
      const [segment] = input.segmentId === undefined ? [] : await tx.query<{ name: string }>('SELECT name FROM segments WHERE id = $1', [input.segmentId]);
      const { count, more } = await countPeople(tx, await peopleContext(tx, actor), { filter, q: input.q });
      const id = newId();
      const narrowed = input.filter !== undefined || (input.q ?? '') !== '';
      await tx.execute('INSERT INTO exports (id, workspace_id, created_by, format, asked, total) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, actor.workspaceId, actor.memberId, input.format, JSON.stringify({ filter, q: input.q ?? '', locale: input.locale, segment: segment?.name ?? null, narrowed }), more ? null : count]);
      // Never the filter: it may hold a customer's words.
      await record(tx, [{ type: 'export.asked', actor: actorOf(actor), subjectId: id, data: { format: input.format, narrowed, ...(input.segmentId === undefined ? {} : { segmentId: input.segmentId }) } }, directoryChanged(actor, 'imports', id)]);
      tx.afterCommit(() => { this.queues.poke('export', { workspaceId: actor.workspaceId, exportId: id }); });
      return find(tx, actor, id);
    });
  }

  /** One's own. */
  list(actor: MemberActor): Promise<{ items: ExportView[] }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await tx.query<Row>(`SELECT ${COLUMNS} FROM exports e WHERE e.created_by = $1 ORDER BY e.created_at DESC, e.id DESC LIMIT 20`, [actor.memberId])).map(toView) }));
  }

  get(actor: MemberActor, id: string): Promise<ExportView> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => find(tx, actor, id));
  }

  /** For whoever asked for it, and each time in the audit. @throws DomainError 'export-over' */
  async open(actor: MemberActor, id: string): Promise<{ view: ExportView; content: Readable }> {
    const { view, key } = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const found = await find(tx, actor, id);
      const [row] = await tx.query<{ key: string | null }>('SELECT file_key AS key FROM exports WHERE id = $1 AND expires_at > now()', [id]);
      if (row?.key == null) throw conflict('export-over', found.state === 'running' ? 'This file is still being written.' : 'This file was removed. Export once more.');
      await record(tx, [{ type: 'export.fetched', actor: actorOf(actor), subjectId: id, data: { format: found.format, people: found.handled } }]);
      return { view: found, key: row.key };
    });
    return { view, content: this.files.open(key) };
  }

  /** Before its time. */
  async remove(actor: MemberActor, id: string): Promise<void> {
    const key = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await find(tx, actor, id);
      const [row] = await tx.query<{ key: string | null }>('DELETE FROM exports WHERE id = $1 RETURNING file_key AS key', [id]);
      await record(tx, [{ type: 'export.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'imports', id)]);
      return row?.key ?? null;
    });
    if (key !== null) await this.files.remove(key);
  }
}

async function find(tx: Tx, actor: MemberActor, id: string): Promise<ExportView> {
  const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM exports e WHERE e.id = $1 AND e.created_by = $2`, [id, actor.memberId]);
  if (row === undefined) throw notFound('export');
  return toView(row);
}
