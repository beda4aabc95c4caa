import { finished } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse';
import type { ImportStart, ImportView } from '@kontuar/contract';
import { Database, Files, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { definitionsOf } from '../attributes/attributes';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { decodeCsv, guessDelimiter, guessMapping, safeCell } from './csv-shape';

export const MAX_IMPORT_BYTES = 30 * 1024 * 1024;
const MAX_LINES = 200_000;
const SHOWN_PROBLEMS = 50;
const COLUMNS = `i.id, i.name, i.state, i.mode, i.encoding, i.delimiter, i.headers, i.sample, i.mapping, i.total, i.handled, i.made, i.changed, i.wrong, i.created_at AS "createdAt",
  coalesce((SELECT jsonb_agg(jsonb_build_object('line', p.line, 'field', p.field, 'message', p.message) ORDER BY p.line, p.field) FROM (SELECT * FROM import_problems p WHERE p.import_id = i.id ORDER BY p.line, p.field LIMIT ${SHOWN_PROBLEMS}) p), '[]') AS problems`;
type Row = Omit<ImportView, 'createdAt'> & { createdAt: Date };
const toView = (row: Row): ImportView => ({ ...row, createdAt: row.createdAt.toISOString() });

/** Customers from a CSV file: looked at, mapped, tried, and then read by a worker, batch by batch. */
@Injectable()
export class Imports {
  constructor(private readonly database: Database, private readonly files: Files, private readonly queues: Queues) {}

  /** @throws DomainError 'no-csv', 'too-many-lines' */
  async take(actor: MemberActor, file: { name: string; bytes: Buffer }): Promise<ImportView> {
    const { text, encoding } = decodeCsv(file.bytes);
    if (text.includes('\0')) throw invalid('no-csv', 'This is no CSV file. Save the table as CSV and try again.');
    const delimiter = guessDelimiter(text);
    const { total, headers, sample } = await firstLook(text, delimiter);
    if (total < 1) throw invalid('no-csv', 'There is a line of headings and at least one line below it in such a file.');
    if (total > MAX_LINES) throw invalid('too-many-lines', `At most ${MAX_LINES} lines are read at once. Split the file.`);
    const { key } = await this.files.put(Buffer.from(text, 'utf8'));
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = newId();
      const fields = (await definitionsOf(tx, 'contact')).filter(({ archived }) => !archived);
      await tx.execute('INSERT INTO imports (id, workspace_id, created_by, name, file_key, encoding, delimiter, headers, sample, mapping, total) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
        [id, actor.workspaceId, actor.memberId, file.name.slice(0, 200), key, encoding, delimiter, JSON.stringify(headers), JSON.stringify(sample), JSON.stringify(guessMapping(headers, fields)), total]);
      await record(tx, [{ type: 'import.taken', actor: actorOf(actor), subjectId: id, data: { lines: total } }, directoryChanged(actor, 'imports', id)]);
      return find(tx, id);
    });
  }

  list(actor: MemberActor): Promise<{ items: ImportView[] }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await tx.query<Row>(`SELECT ${COLUMNS} FROM imports i WHERE i.workspace_id = $1 ORDER BY i.created_at DESC, i.id DESC LIMIT 20`, [actor.workspaceId])).map(toView) }));
  }

  get(actor: MemberActor, id: string): Promise<ImportView> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => find(tx, id));
  }

  /** A trial, or the real thing; from the first line. @throws DomainError 'import-runs' */
  start(actor: MemberActor, id: string, input: ImportStart): Promise<ImportView> {
    const targets = Object.values(input.mapping);
    if (new Set(targets).size < targets.length) throw invalid('mapped-twice', 'Two columns cannot say the same.');
    if (!targets.some((target) => target === 'name' || target === 'email' || target === 'phone')) throw invalid('nothing-mapped', 'Say which column holds the name, the email address or the phone number.');
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ state: ImportView['state'] }>('SELECT state FROM imports WHERE id = $1 FOR UPDATE', [id]);
      if (row === undefined) throw notFound('import');
      if (row.state === 'running' || row.state === 'checking') throw conflict('import-runs', 'This file is being read already.');
      if (row.state === 'done') throw conflict('import-done', 'This file was read already. Upload it again to read it once more.');
      await tx.execute('DELETE FROM import_problems WHERE import_id = $1', [id]);
      await tx.execute('UPDATE imports SET state = $2, mode = $3, mapping = $4, handled = 0, made = 0, changed = 0, wrong = 0, updated_at = now() WHERE id = $1', [id, input.trial ? 'checking' : 'running', input.mode, JSON.stringify(input.mapping)]);
      await record(tx, [{ type: input.trial ? 'import.tried' : 'import.started', actor: actorOf(actor), subjectId: id, data: { mode: input.mode } }, directoryChanged(actor, 'imports', id)]);
      tx.afterCommit(() => { this.queues.poke('import', { workspaceId: actor.workspaceId, importId: id }); });
      return find(tx, id);
    });
  }

  /** What was read stays; nothing more is. */
  cancel(actor: MemberActor, id: string): Promise<ImportView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const touched = await tx.execute(`UPDATE imports SET state = 'cancelled', updated_at = now() WHERE id = $1 AND state IN ('draft', 'checking', 'checked', 'running')`, [id]);
      if (touched > 0) await record(tx, [{ type: 'import.cancelled', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'imports', id)]);
      return find(tx, id);
    });
  }

  /** Every line that was wrong, as CSV. */
  report(actor: MemberActor, id: string): Promise<string> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await find(tx, id);
      const rows = await tx.query<{ line: number; field: string; message: string }>('SELECT line, field, message FROM import_problems WHERE import_id = $1 ORDER BY line, field', [id]);
      return ['line,field,message', ...rows.map(({ line, field, message }) => [String(line), field, message].map(safeCell).join(','))].join('\r\n');
    });
  }
}

/** Others are served between the pieces of a large file. */
const PIECE = 128 * 1024;

/** The headings, the first lines, and how many there are; only these are kept. @throws DomainError 'no-csv' */
async function firstLook(text: string, delimiter: string): Promise<{ total: number; headers: string[]; sample: string[][] }> {
  const seen = { total: -1, headers: [] as string[], sample: [] as string[][] };
  const parser = parse({
    delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, bom: true,
    on_record: (cells: string[]) => {
      seen.total += 1;
      if (seen.total === 0) seen.headers = cells.slice(0, 200).map((cell) => cell.trim().slice(0, 200));
      else if (seen.total <= 5) seen.sample.push(cells.slice(0, 200).map((cell) => cell.slice(0, 200)));
      return null;
    },
  }).resume();
  const read = finished(parser);
  try {
    for (let at = 0; at < text.length && !parser.destroyed; at += PIECE) {
      parser.write(text.slice(at, at + PIECE));
      await turn();
    }
    parser.end();
    await read;
  } catch {
    read.catch(() => undefined);
    throw invalid('no-csv', 'This is no CSV file. Save the table as CSV and try again.');
  }
  return seen;
}

async function find(tx: Tx, id: string): Promise<ImportView> {
  const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM imports i WHERE i.id = $1`, [id]);
  if (row === undefined) throw notFound('import');
  return toView(row);
}
