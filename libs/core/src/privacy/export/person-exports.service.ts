import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Locale, PersonExportInput, PersonExportList, PersonExportView } from '@kontuar/contract';
import { Database, errorFields, Files, newId, Queues, type Log, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../../access/actor';
import { findContact } from '../../contacts/find-contact';
import { notFound } from '../../errors';
import { directoryChanged } from '../../history/directory';
import { actorOf, record } from '../../history/history';
import { LOG, PULSE } from '../../tokens';
import { survey } from '../erase/survey';
import { personArchive } from './person-archive';
import { zipStream } from './zip-stream';

/** Long enough to send it on, short enough that it does not lie about. */
const KEPT_DAYS = 7;
const MAX_ATTEMPTS = 3;
const LEFT_SECONDS = 60;

interface Row { id: string; contact_id: string; name: string; locale: Locale; state: PersonExportView['state']; size_bytes: string; requested_by: string; created_at: Date; expires_at: Date | null }
const COLUMNS = 'x.id, x.contact_id, p.name, x.locale, x.state, x.size_bytes, x.requested_by, x.created_at, x.expires_at';

/** Everything that is held of a person, as an archive for them. Only who asked for it gets it, for some days; asking and fetching stand in the log. */
@Injectable()
export class PersonExports {
  constructor(private readonly database: Database, private readonly files: Files, private readonly queues: Queues, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  async ask(actor: MemberActor, contactId: string, input: PersonExportInput): Promise<PersonExportView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const contact = await findContact(tx, actor, contactId);
      const id = newId();
      await tx.execute('INSERT INTO person_exports (id, workspace_id, contact_id, requested_by, locale) VALUES ($1, $2, $3, $4, $5)', [id, actor.workspaceId, contact, actor.memberId, input.locale]);
      await record(tx, [{ type: 'person-export.asked', actor: actorOf(actor), subjectId: id, data: { contactId: contact } }, directoryChanged(actor, 'privacy')]);
      tx.afterCommit(() => { this.queues.poke('privacy', { kind: 'export', workspaceId: actor.workspaceId, id }); });
      return one(tx, actor, id);
    });
  }

  /** Newest first. */
  list(actor: MemberActor): Promise<PersonExportList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({
      items: (await tx.query<Row>(`SELECT ${COLUMNS} FROM person_exports x JOIN contacts p ON p.id = x.contact_id WHERE x.workspace_id = $1 ORDER BY x.created_at DESC LIMIT 50`, [actor.workspaceId])).map((row) => toView(row, actor)),
    }));
  }

  /** @throws DomainError 'not-found', also for somebody else's */
  async open(actor: MemberActor, exportId: string): Promise<{ name: string; size: number; content: Readable }> {
    const key = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ file_key: string; contact_id: string }>(`SELECT file_key, contact_id FROM person_exports WHERE id = $1 AND requested_by = $2 AND state = 'ready' AND expires_at > now()`, [exportId, actor.memberId]);
      if (row === undefined) throw notFound('archive');
      await record(tx, [{ type: 'person-export.fetched', actor: actorOf(actor), subjectId: exportId, data: { contactId: row.contact_id } }]);
      return row.file_key;
    });
    this.pulse.publish('relay');
    return { name: 'personal-data.zip', size: (await this.files.size(key)) ?? 0, content: this.files.open(key) };
  }

  /** Those that nobody makes, and those whose days are over. */
  async due(): Promise<{ id: string; workspaceId: string }[]> {
    return this.database.asSystem(async (tx) => {
      const over = await tx.query<{ key: string }>(`UPDATE person_exports x SET state = 'expired', file_key = NULL FROM (SELECT id, file_key FROM person_exports WHERE state = 'ready' AND expires_at <= now() LIMIT 100 FOR UPDATE) o WHERE x.id = o.id RETURNING o.file_key AS key`);
      await tx.execute('INSERT INTO forgotten_files (key) SELECT unnest($1::text[]) ON CONFLICT (key) DO UPDATE SET since = now()', [over.map(({ key }) => key)]);
      return tx.query<{ id: string; workspaceId: string }>(`SELECT id, workspace_id AS "workspaceId" FROM person_exports WHERE state = 'waiting' AND updated_at < now() - interval '${LEFT_SECONDS} seconds' ORDER BY updated_at LIMIT 5`);
    });
  }

  /** To its end; safe to call twice, also at once. */
  async run(workspaceId: string, id: string): Promise<void> {
    await this.database.holding(`person export ${id}`, async () => {
      const asked = await this.database.inWorkspace(workspaceId, async (tx) => {
        const [row] = await tx.query<{ contact_id: string; locale: Locale; attempts: number; workspace: string; name: string }>(
          `UPDATE person_exports x SET attempts = attempts + 1, updated_at = now() FROM workspaces w, contacts p WHERE x.id = $1 AND x.state = 'waiting' AND w.id = x.workspace_id AND p.id = x.contact_id RETURNING x.contact_id, x.locale, x.attempts, w.name AS workspace, p.name`, [id]);
        return row === undefined ? undefined : { ...row, found: await survey(tx, [row.contact_id], { before: new Date() }) };
      });
      if (asked === undefined) return;
      try {
        const { found } = asked;
        const sets = { contacts: found.tree, identities: [...found.goes.identities, ...found.stays.identities], conversations: found.all, cases: [...found.goes.cases, ...found.stays.cases] };
        const entries = personArchive(this.database, this.files, { workspaceId, workspace: asked.workspace, name: asked.name, locale: asked.locale, sets, at: new Date() });
        const { key, sizeBytes } = await this.files.put(Readable.from(zipStream(entries)));
        await this.settle(workspaceId, id, { key, sizeBytes });
      } catch (error) {
        this.log.error({ exportId: id, ...errorFields(error) }, 'the archive of a person could not be made');
        if (asked.attempts >= MAX_ATTEMPTS) await this.settle(workspaceId, id, undefined);
        else throw error;
      }
    });
  }

  private async settle(workspaceId: string, id: string, made: { key: string; sizeBytes: number } | undefined): Promise<void> {
    const kept = await this.database.inWorkspace(workspaceId, async (tx) => {
      const touched = await tx.execute(
        `UPDATE person_exports SET state = $2, file_key = $3, size_bytes = $4, expires_at = now() + interval '${KEPT_DAYS} days', updated_at = now() WHERE id = $1 AND state = 'waiting'`, [id, made === undefined ? 'failed' : 'ready', made?.key ?? null, made?.sizeBytes ?? 0]);
      if (touched > 0) await record(tx, [{ type: made === undefined ? 'person-export.failed' : 'person-export.made', subjectId: id, data: {} }, directoryChanged({ kind: 'system', workspaceId }, 'privacy')], workspaceId);
      return touched > 0;
    });
    // Erased while it was being made.
    if (!kept && made !== undefined) await this.files.remove(made.key);
    this.pulse.publish('relay');
  }
}

async function one(tx: Tx, actor: MemberActor, id: string): Promise<PersonExportView> {
  const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM person_exports x JOIN contacts p ON p.id = x.contact_id WHERE x.id = $1`, [id]);
  if (row === undefined) throw notFound('archive');
  return toView(row, actor);
}

const toView = (row: Row, actor: MemberActor): PersonExportView => ({
  id: row.id, contactId: row.contact_id, name: row.name, locale: row.locale, state: row.state, sizeBytes: Number(row.size_bytes), requestedBy: row.requested_by, createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null, mine: row.requested_by === actor.memberId,
});
