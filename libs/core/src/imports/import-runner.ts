import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { builtinPurposes, type ImportMapping } from '@kontuar/contract';
import { Database, errorFields, Files, Secrets, type Log, type Pulse, type Tx } from '@kontuar/platform';
import type { SystemActor } from '../access/actor';
import { definitionsOf } from '../attributes/attributes';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { goneKey } from '../privacy/erase/gone-hash';
import { LOG, PULSE } from '../tokens';
import { conversationsIn, readConversation } from './chatwoot-shape';
import { jsonPieces } from './json-pieces';
import { readLine, type LineContext } from './read-line';
import { tableLines, type Line } from './read-table';
import { undoBatch } from './undo-import';
import { mayCome, masksOf } from './what-may-come';
import { writeConversations, type ReadConversation } from './write-conversations';
import { writePeople, type ReadPerson } from './write-people';

const BATCH = 500;
/** Of conversations, which are larger. */
const TALKS = 50;
/** One that no worker has moved for so long is looked at by the next; whoever is still at it holds its lock. */
const LEFT_SECONDS = 3;
/** More is counted and not kept. */
const MAX_PROBLEMS = 20_000;

interface Row { source: 'table' | 'chatwoot'; options: { channels?: Record<string, string> }; state: 'checking' | 'running' | 'undoing'; mode: 'good' | 'all'; file_key: string; encoding: string; delimiter: string; header: boolean; mapping: ImportMapping; handled: number; wrong: number; total: number }
type Ended = 'over' | 'done';

/**
 * Reads a file of customers. Each batch is one transaction with the count of what is done: a worker that dies loses nothing and nothing is done twice.
 * All or none: looked at to its end first, then written in one transaction.
 */
@Injectable()
export class ImportRunner {
  constructor(private readonly database: Database, private readonly files: Files, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  private stopped = false;

  /** Between two batches; whoever starts next goes on there. */
  stop(): void {
    this.stopped = true;
  }

  async due(): Promise<{ id: string; workspaceId: string }[]> {
    return this.database.asSystem((tx) => tx.query<{ id: string; workspaceId: string }>(
      `SELECT id, workspace_id AS "workspaceId" FROM imports WHERE state IN ('checking', 'running', 'undoing') AND updated_at < now() - interval '${LEFT_SECONDS} seconds' ORDER BY updated_at LIMIT 5`));
  }

  /** To its end; safe to call twice, also at once. */
  async run(workspaceId: string, id: string): Promise<void> {
    await this.database.holding(`import ${id}`, async () => {
      const row = await this.database.lookInWorkspace(workspaceId, (tx) => rowOf(tx, id));
      if (row === undefined) return;
      try {
        if (row.source === 'chatwoot') await this.conversations(workspaceId, id, row);
        else if (row.state === 'undoing') await this.undo(workspaceId, id);
        else if (row.state === 'running' && row.mode === 'all') await this.allOrNone(workspaceId, id, row);
        else await this.byBatches(workspaceId, id, row);
      } catch (error) {
        // Nothing but another file would help: whoever waits for it is told.
        if (isRefusal(error)) await this.database.inWorkspace(workspaceId, async (tx) => {
          await tx.execute(`UPDATE imports SET state = 'failed', ended_at = now(), updated_at = now() WHERE id = $1`, [id]);
          await record(tx, [{ type: 'import.failed', subjectId: id }, directoryChanged({ kind: 'system', workspaceId }, 'imports', id)], workspaceId);
          tx.afterCommit(() => { this.pulse.publish('relay'); });
        });
        this.log.error({ importId: id, ...errorFields(error) }, 'a file of customers could not be read to its end; trying again');
        throw error;
      }
    });
  }

  private async byBatches(workspaceId: string, id: string, row: Row): Promise<void> {
    for await (const lines of batches(tableLines(this.files.open(row.file_key), row, row.handled))) {
      const ended = await this.database.inWorkspace(workspaceId, async (tx): Promise<Ended | undefined> => {
        const now = await rowOf(tx, id, 'FOR UPDATE');
        // Cancelled, or begun anew.
        if (this.stopped || now === undefined || now.state !== row.state) return 'over';
        const { good, wrong } = await look(tx, workspaceId, id, row.mapping, lines, now.wrong);
        const written = await writePeople(tx, workspaceId, good, { trial: row.state === 'checking', importId: id });
        const clashes = await keepProblems(tx, workspaceId, id, written.problems, now.wrong + wrong);
        const handled = now.handled + lines.length;
        const done = handled >= now.total;
        await tx.execute(`UPDATE imports SET handled = $2, made = made + $3, changed = changed + $4, same = same + $5, wrong = wrong + $6, state = $7, ended_at = ${done ? 'now()' : 'NULL'}, updated_at = now() WHERE id = $1`,
          [id, handled, written.made, written.changed, written.same, wrong + clashes, done ? (row.state === 'checking' ? 'checked' : 'done') : row.state]);
        await this.tell(tx, { kind: 'system', workspaceId }, id, { handled, made: written.made, changed: written.changed, people: row.state === 'running' && done });
        return done ? 'done' : undefined;
      });
      if (ended !== undefined) return;
    }
    // The file holds fewer lines than were counted: it is over all the same.
    await this.database.inWorkspace(workspaceId, (tx) => tx.execute('UPDATE imports SET state = $3, ended_at = now(), updated_at = now() WHERE id = $1 AND state = $2', [id, row.state, row.state === 'checking' ? 'checked' : 'done']));
  }

  private async conversations(workspaceId: string, id: string, row: Row): Promise<void> {
    for await (const values of batches(valuesOf(this.files.open(row.file_key), row.handled), TALKS)) {
      const over = await this.database.inWorkspace(workspaceId, async (tx): Promise<boolean> => {
        const now = await rowOf(tx, id, 'FOR UPDATE');
        if (this.stopped || now === undefined || now.state !== row.state) return true;
        const read: ReadConversation[] = [];
        const bad: { line: number; field: string; message: string }[] = [];
        values.forEach((value, at) => {
          const conversation = readConversation(value);
          if (conversation === undefined) bad.push({ line: now.handled + at + 1, field: 'conversation', message: 'This is no conversation of Chatwoot with its messages.' });
          else read.push({ line: now.handled + at + 1, conversation });
        });
        const channelOf = now.options.channels ?? {};
        const { good, gone } = await mayCome(tx, read, { channelOf, erasedKey: goneKey(this.secrets) });
        const written = await writeConversations(tx, workspaceId, id, channelOf, good, { trial: row.state === 'checking' });
        const wrong = await keepProblems(tx, workspaceId, id, [...bad, ...written.problems], now.wrong);
        const handled = now.handled + values.length;
        const done = handled >= now.total;
        await tx.execute(`UPDATE imports SET handled = $2, made = made + $3, changed = changed + $4, same = same + $5, wrong = wrong + $6, state = $7, ended_at = ${done ? 'now()' : 'NULL'}, updated_at = now() WHERE id = $1`,
          [id, handled, written.made, written.changed, written.same + gone, wrong, done ? (row.state === 'checking' ? 'checked' : 'done') : row.state]);
        await this.tell(tx, { kind: 'system', workspaceId }, id, { handled, made: written.made, changed: written.changed, people: row.state === 'running' && done });
        return done;
      });
      if (over) return;
    }
    await this.database.inWorkspace(workspaceId, (tx) => tx.execute('UPDATE imports SET state = $3, ended_at = now(), updated_at = now() WHERE id = $1 AND state = $2', [id, row.state, row.state === 'checking' ? 'checked' : 'done']));
  }

  private async allOrNone(workspaceId: string, id: string, row: Row): Promise<void> {
    // Anew from the first line: what was looked at by a worker that died says nothing about the lines behind it.
    await this.database.inWorkspace(workspaceId, async (tx) => {
      await tx.execute('DELETE FROM import_problems WHERE import_id = $1', [id]);
      await tx.execute('UPDATE imports SET handled = 0, wrong = 0, made = 0, changed = 0, same = 0, updated_at = now() WHERE id = $1', [id]);
    });
    await this.database.inWorkspace(workspaceId, async (tx) => {
      const now = await rowOf(tx, id, 'FOR UPDATE');
      if (now === undefined || now.state !== 'running') return;
      let [handled, wrong, made, changed, same] = [0, 0, 0, 0, 0];
      await tx.execute('SAVEPOINT whole');
      const problems: { line: number; field: string; message: string }[] = [];
      for await (const lines of batches(tableLines(this.files.open(row.file_key), row))) {
        const context = await contextOf(tx);
        const read = lines.map(({ line, cells }) => ({ line, ...readLine(cells, row.mapping, context) }));
        const bad = read.filter((each) => each.problems.length > 0);
        wrong += bad.length;
        problems.push(...bad.flatMap(({ line, problems: all }) => all.map((problem) => ({ line, ...problem }))).slice(0, MAX_PROBLEMS - problems.length));
        handled += lines.length;
        // Once one line is wrong the others are only looked at.
        const written = await writePeople(tx, workspaceId, read.filter((each) => each.problems.length === 0), { trial: wrong > 0, importId: id });
        problems.push(...written.problems);
        wrong += new Set(written.problems.map(({ line }) => line)).size;
        made += written.made;
        changed += written.changed;
        same += written.same;
      }
      if (wrong > 0) {
        await tx.execute('ROLLBACK TO SAVEPOINT whole');
        [made, changed, same] = [0, 0, 0];
      }
      await keepProblems(tx, workspaceId, id, problems, 0);
      await tx.execute('UPDATE imports SET handled = $2, made = $3, changed = $4, same = $5, wrong = $6, state = $7, ended_at = now(), updated_at = now() WHERE id = $1', [id, handled, made, changed, same, wrong, wrong > 0 ? 'refused' : 'done']);
      await this.tell(tx, { kind: 'system', workspaceId }, id, { handled, made, changed, people: wrong === 0 });
    });
  }

  private async tell(tx: Tx, actor: SystemActor, id: string, { people, ...data }: { handled: number; made: number; changed: number; people: boolean }): Promise<void> {
    await record(tx, [{ type: 'import.read', subjectId: id, data }, directoryChanged(actor, 'imports', id), ...(people ? [directoryChanged(actor, 'contacts')] : [])], actor.workspaceId);
    tx.afterCommit(() => { this.pulse.publish('relay'); });
  }

  /** Whom this file made and of whom nothing came since; the others are counted and stay. */
  private async undo(workspaceId: string, id: string): Promise<void> {
    for (let over = false; !over;) {
      over = await this.database.inWorkspace(workspaceId, async (tx) => {
        const now = await rowOf(tx, id, 'FOR UPDATE');
        if (this.stopped || now?.state !== 'undoing') return true;
        const { gone, stayed, done } = await undoBatch(tx, id);
        await tx.execute('UPDATE imports SET gone = gone + $2, stayed = stayed + $3, state = $4, updated_at = now() WHERE id = $1', [id, gone, stayed, done ? 'undone' : 'undoing']);
        await record(tx, [{ type: done ? 'import.undone' : 'import.undoing', subjectId: id, data: { gone, stayed } }, directoryChanged({ kind: 'system', workspaceId }, 'imports', id), directoryChanged({ kind: 'system', workspaceId }, 'contacts')], workspaceId);
        tx.afterCommit(() => { this.pulse.publish('relay'); });
        return done;
      });
    }
  }
}

/** The database will not take what is in the file, however often it is tried; or the file is no more. */
const isRefusal = (error: unknown): boolean => error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(2[23]\d{3}|ENOENT)$/.test(error.code);

/** Conversations, one after the other, behind those that were read. */
async function* valuesOf(content: Readable, skip: number): AsyncGenerator<unknown> {
  let index = 0;
  for await (const piece of jsonPieces(content)) {
    for (const value of conversationsIn(piece)) {
      if (index >= skip) yield value;
      index += 1;
    }
  }
}

async function* batches<T>(lines: AsyncIterable<T>, size = BATCH): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function rowOf(tx: Tx, id: string, lock = ''): Promise<Row | undefined> {
  return (await tx.query<Row>(`SELECT source, options, state, mode, file_key, encoding, delimiter, header, mapping, handled, wrong, total FROM imports WHERE id = $1 AND state IN ('checking', 'running', 'undoing') ${lock}`, [id]))[0];
}

async function contextOf(tx: Tx): Promise<LineContext> {
  return {
    mask: await masksOf(tx),
    timeZone: (await tx.query<{ zone: string }>('SELECT time_zone AS zone FROM workspaces WHERE id = $1', [tx.workspaceId]))[0]?.zone ?? 'UTC',
    definitions: (await definitionsOf(tx, 'contact')).filter(({ archived }) => !archived),
    kinds: await tx.query<LineContext['kinds'][number]>('SELECT key, name FROM customer_kinds WHERE archived_at IS NULL'),
    purposes: new Set([...builtinPurposes.map(({ key }) => key as string), ...(await tx.query<{ key: string }>('SELECT key FROM consent_purposes WHERE archived_at IS NULL')).map(({ key }) => key)]),
  };
}

async function look(tx: Tx, workspaceId: string, id: string, mapping: ImportMapping, lines: readonly Line[], before: number): Promise<{ good: ReadPerson[]; wrong: number }> {
  const context = await contextOf(tx);
  const read = lines.map(({ line, cells }) => ({ line, ...readLine(cells, mapping, context) }));
  const bad = read.filter((each) => each.problems.length > 0);
  await keepProblems(tx, workspaceId, id, bad.flatMap(({ line, problems }) => problems.map((problem) => ({ line, ...problem }))), before);
  return { good: read.filter((each) => each.problems.length === 0), wrong: bad.length };
}

/** Answers how many lines they are about. */
async function keepProblems(tx: Tx, workspaceId: string, id: string, problems: readonly { line: number; field: string; message: string }[], before: number): Promise<number> {
  const kept = problems.slice(0, Math.max(0, MAX_PROBLEMS - before));
  if (kept.length > 0) await tx.execute('INSERT INTO import_problems (workspace_id, import_id, line, field, message) SELECT $1, $2, line, field, message FROM jsonb_to_recordset($3::jsonb) AS r (line integer, field text, message text) ON CONFLICT DO NOTHING', [workspaceId, id, JSON.stringify(kept)]);
  return new Set(problems.map(({ line }) => line)).size;
}
