import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { ExportInput, Locale, PeopleFilter } from '@kontuar/contract';
import { Database, errorFields, Files, type Log, type Pulse } from '@kontuar/platform';
import { can } from '../access/can';
import { definitionsOf } from '../attributes/attributes';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { Members } from '../members/members.service';
import { peopleContext } from '../people/people.service';
import { LOG, PULSE } from '../tokens';
import { exportTable } from './export-table';
import { exportedPeople } from './exported-people';

/** So many are in memory at a time. */
const PAGE = 500;
/** Told every so many pages. */
const TELL_EVERY = 8;
const KEPT_HOURS = 24;
/** Files of imports are kept a while, for the wrong lines. */
const KEPT_IMPORT_DAYS = 14;

interface Row { created_by: string; format: ExportInput['format']; asked: { filter: PeopleFilter; q: string; locale: Locale } }
class Over extends Error {}

/** Writes files of customers, page by page: neither the file nor everybody stands in memory. A worker that dies leaves nothing, and the next begins anew. */
@Injectable()
export class ExportRunner {
  private stopped = false;

  constructor(private readonly database: Database, private readonly files: Files, private readonly members: Members, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  /** Whoever starts next begins it anew. */
  stop(): void {
    this.stopped = true;
  }

  async due(): Promise<{ id: string; workspaceId: string }[]> {
    return this.database.asSystem((tx) => tx.query<{ id: string; workspaceId: string }>(`SELECT id, workspace_id AS "workspaceId" FROM exports WHERE state = 'running' AND updated_at < now() - interval '5 seconds' ORDER BY updated_at LIMIT 5`));
  }

  async run(workspaceId: string, id: string): Promise<void> {
    await this.database.holding(`export ${id}`, async () => {
      const row = await this.database.lookInWorkspace(workspaceId, async (tx) => (await tx.query<Row>(`SELECT created_by, format, asked FROM exports WHERE id = $1 AND state = 'running'`, [id]))[0]);
      if (row === undefined) return;
      let handled = 0;
      try {
        const file = await this.files.put(Readable.from(this.lines(workspaceId, id, row, (count) => { handled = count; })));
        const kept = await this.database.inWorkspace(workspaceId, async (tx) => {
          const changed = await tx.execute(`UPDATE exports SET state = 'done', handled = $2, total = $2, file_key = $3, size_bytes = $4, expires_at = now() + interval '${KEPT_HOURS} hours', updated_at = now() WHERE id = $1 AND state = 'running'`, [id, handled, file.key, file.sizeBytes]);
          if (changed > 0) await record(tx, [{ type: 'export.written', subjectId: id, data: { people: handled, bytes: file.sizeBytes } }, directoryChanged({ kind: 'system', workspaceId }, 'imports', id)], workspaceId);
          tx.afterCommit(() => { this.pulse.publish('relay'); });
          return changed > 0;
        });
        if (!kept) await this.files.remove(file.key);
      } catch (error) {
        if (error instanceof Over) return;
        this.log.error({ exportId: id, ...errorFields(error) }, 'a file of customers could not be written to its end; trying again');
        throw error;
      }
    });
  }

  /** Files that nobody may fetch any more, and files of imports that were read long ago. */
  async clear(): Promise<void> {
    const keys = await this.database.asSystem(async (tx) => [
      ...(await tx.query<{ key: string }>(`WITH over AS (SELECT id, file_key AS key FROM exports WHERE file_key IS NOT NULL AND expires_at < now() FOR UPDATE SKIP LOCKED) UPDATE exports e SET file_key = NULL FROM over WHERE e.id = over.id RETURNING over.key`)),
      ...(await tx.query<{ key: string }>(`WITH over AS (SELECT id, file_key AS key FROM imports WHERE file_key IS NOT NULL AND state NOT IN ('checking', 'running', 'undoing') AND updated_at < now() - interval '${KEPT_IMPORT_DAYS} days' FOR UPDATE SKIP LOCKED)
        UPDATE imports i SET file_key = NULL, sample = '[]' FROM over WHERE i.id = over.id RETURNING over.key`)),
    ]);
    for (const { key } of keys) await this.files.remove(key);
    await this.database.asSystem((tx) => tx.execute(`DELETE FROM exports WHERE created_at < now() - interval '30 days'`));
  }

  private async *lines(workspaceId: string, id: string, { created_by: memberId, format, asked }: Row, told: (handled: number) => void): AsyncGenerator<string> {
    const fields = await this.database.lookInWorkspace(workspaceId, async (tx) => (await definitionsOf(tx, 'contact')).filter(({ archived }) => !archived));
    const table = exportTable(fields, asked.locale);
    if (format === 'csv') yield table.heading;
    let [handled, page, after] = [0, 0, null as string | null];
    for (;;) {
      const people = await this.database.lookInWorkspace(workspaceId, async (tx) => {
        // Whoever may no longer have it gets no more of it.
        const actor = await this.members.byId(tx, memberId);
        if (this.stopped || actor === undefined || !can(actor, 'contact.export')) return undefined;
        return exportedPeople(tx, await peopleContext(tx, actor), asked, after, PAGE);
      });
      if (people === undefined) {
        if (!this.stopped) await this.database.inWorkspace(workspaceId, (tx) => tx.execute(`UPDATE exports SET state = 'failed', updated_at = now() WHERE id = $1`, [id]));
        throw new Over();
      }
      if (people.length > 0) yield people.map((person) => (format === 'csv' ? table.line(person) : `${JSON.stringify(person)}\n`)).join('');
      handled += people.length;
      told(handled);
      after = people.at(-1)?.id ?? after;
      if (people.length < PAGE) return;
      page += 1;
      if (page % TELL_EVERY === 0) await this.tell(workspaceId, id, handled);
    }
  }

  private async tell(workspaceId: string, id: string, handled: number): Promise<void> {
    await this.database.inWorkspace(workspaceId, async (tx) => {
      if ((await tx.execute(`UPDATE exports SET handled = $2, updated_at = now() WHERE id = $1 AND state = 'running'`, [id, handled])) === 0) throw new Over();
      await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'imports', id)], workspaceId);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    });
  }
}
