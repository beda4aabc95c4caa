import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { saidByMany, type ImportBadLines, type ImportShape, type ImportStart, type ImportUndoTrial, type ImportView } from '@kontuar/contract';
import { Database, Files, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { definitionsOf } from '../attributes/attributes';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { guessByCells, guessDelimiter, guessEncoding, guessHeader, guessMapping, safeCell } from './csv-shape';
import { conversationsIn, readConversation } from './chatwoot-shape';
import { jsonPieces, NoJsonError } from './json-pieces';
import { firstLook, refuseWhatIsNoText, tableLines, type TableLook } from './read-table';
import { undoTrial } from './undo-import';

export const MAX_IMPORT_BYTES = 30 * 1024 * 1024;
const MAX_LINES = 200_000;
const SHOWN_PROBLEMS = 50;
/** Wrong lines that are handed back to be mended; more are mended in a second round. */
const MAX_BAD_LINES = 20_000;
const COLUMNS = `i.id, i.name, i.source, i.created_by AS "createdBy", i.state, i.mode, i.encoding, i.delimiter, i.header, i.headers, i.sample, i.mapping, i.total, coalesce(i.options->'inboxes', '[]') AS inboxes, coalesce(i.options->'channels', '{}') AS channels, i.handled, i.made, i.changed, i.same, i.wrong, i.gone, i.stayed,
  i.file_key IS NOT NULL AS "hasFile", i.created_at AS "createdAt", i.ended_at AS "endedAt",
  coalesce((SELECT jsonb_agg(jsonb_build_object('line', p.line, 'field', p.field, 'message', p.message) ORDER BY p.line, p.field) FROM (SELECT * FROM import_problems p WHERE p.import_id = i.id ORDER BY p.line, p.field LIMIT ${SHOWN_PROBLEMS}) p), '[]') AS problems`;
type Row = Omit<ImportView, 'createdAt' | 'endedAt'> & { createdAt: Date; endedAt: Date | null };
const toView = (row: Row): ImportView => ({ ...row, createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null });
const decoded = (bytes: Buffer, encoding: string): string => new TextDecoder(encoding).decode(bytes);

/** Customers from a CSV file: looked at, mapped, tried, and then read by a worker, batch by batch; taken back as long as nothing came of them. */
@Injectable()
export class Imports {
  constructor(private readonly database: Database, private readonly files: Files, private readonly queues: Queues) {}

  /** @throws DomainError 'no-csv', 'not-text', 'is-workbook', 'open-quote', 'too-many-columns', 'too-many-lines' */
  async take(actor: MemberActor, file: { name: string; bytes: Buffer }): Promise<ImportView> {
    if (/^\s*[[{]/.test(file.bytes.subarray(0, 200).toString('utf8').replace(/^\ufeff/, ''))) return this.takeConversations(actor, file);
    const encoding = guessEncoding(file.bytes);
    const text = decoded(file.bytes, encoding);
    refuseWhatIsNoText(file.bytes, text);
    const delimiter = guessDelimiter(text);
    const withHeader = await lookAt(text, { delimiter, header: true });
    const header = guessHeader(withHeader.headers) || withHeader.total === 0;
    const look = header ? withHeader : await lookAt(text, { delimiter, header });
    const { key } = await this.files.put(file.bytes);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = newId();
      await tx.execute('INSERT INTO imports (id, workspace_id, created_by, name, file_key, encoding, delimiter, header, headers, sample, mapping, total) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
        [id, actor.workspaceId, actor.memberId, file.name.slice(0, 200), key, encoding, delimiter, header, JSON.stringify(look.headers), JSON.stringify(look.sample), JSON.stringify(await guessOf(tx, look, header)), look.total]);
      await record(tx, [{ type: 'import.taken', actor: actorOf(actor), subjectId: id, data: { lines: look.total } }, directoryChanged(actor, 'imports', id)]);
      return find(tx, id);
    });
  }

  private async takeConversations(actor: MemberActor, file: { name: string; bytes: Buffer }): Promise<ImportView> {
    const { total, inboxes } = await lookAtConversations(file.bytes);
    const { key } = await this.files.put(file.bytes);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = newId();
      await tx.execute(`INSERT INTO imports (id, workspace_id, created_by, name, source, file_key, encoding, delimiter, headers, sample, mapping, options, total) VALUES ($1, $2, $3, $4, 'chatwoot', $5, 'utf-8', ',', '[]', '[]', '{}', $6, $7)`,
        [id, actor.workspaceId, actor.memberId, file.name.slice(0, 200), key, JSON.stringify({ inboxes, channels: {} }), total]);
      await record(tx, [{ type: 'import.taken', actor: actorOf(actor), subjectId: id, data: { conversations: total } }, directoryChanged(actor, 'imports', id)]);
      return find(tx, id);
    });
  }

  /** The same file read another way: its alphabet, what stands between columns, whether the first line names them. @throws DomainError as `take` */
  async reshape(actor: MemberActor, id: string, shape: ImportShape): Promise<ImportView> {
    const key = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => fileKey(tx, id));
    await this.mustStand(key);
    const chunks: Buffer[] = [];
    for await (const chunk of this.files.open(key)) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const text = decoded(bytes, shape.encoding);
    refuseWhatIsNoText(bytes, text);
    const look = await lookAt(text, shape);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const changed = await tx.execute(
        `UPDATE imports SET encoding = $2, delimiter = $3, header = $4, headers = $5, sample = $6, mapping = $7, total = $8, state = 'draft', handled = 0, made = 0, changed = 0, same = 0, wrong = 0, updated_at = now() WHERE id = $1 AND source = 'table' AND state IN ('draft', 'checked', 'refused', 'cancelled') AND NOT EXISTS (SELECT 1 FROM contacts p WHERE p.import_id = imports.id)`,
        [id, shape.encoding, shape.delimiter, shape.header, JSON.stringify(look.headers), JSON.stringify(look.sample), JSON.stringify(await guessOf(tx, look, shape.header)), look.total]);
      if (changed === 0) throw conflict('import-runs', 'This file is being read already.');
      await tx.execute('DELETE FROM import_problems WHERE import_id = $1', [id]);
      await record(tx, [directoryChanged(actor, 'imports', id)], actor.workspaceId);
      return find(tx, id);
    });
  }

  list(actor: MemberActor): Promise<{ items: ImportView[] }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await tx.query<Row>(`SELECT ${COLUMNS} FROM imports i WHERE i.workspace_id = $1 ORDER BY i.created_at DESC, i.id DESC LIMIT 50`, [actor.workspaceId])).map(toView) }));
  }

  get(actor: MemberActor, id: string): Promise<ImportView> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => find(tx, id));
  }

  /** A trial, or the real thing; from the first line. @throws DomainError 'import-runs', 'import-done', 'import-cleared' */
  start(actor: MemberActor, id: string, input: ImportStart): Promise<ImportView> {
    const targets = Object.values(input.mapping);
    const once = targets.filter((target) => !saidByMany.has(target));
    if (new Set(once).size < once.length) throw invalid('mapped-twice', 'Two columns cannot say the same.');
    const asTable = Object.keys(input.channels).length === 0;
    if (asTable && !targets.some((target) => ['name', 'firstName', 'lastName', 'email', 'phone'].includes(target))) throw invalid('nothing-mapped', 'Say which column holds the name, the email address or the phone number.');
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ state: ImportView['state']; source: ImportView['source'] }>('SELECT state, source FROM imports WHERE id = $1 FOR UPDATE', [id]);
      if (row === undefined) throw notFound('import');
      if (asTable !== (row.source === 'table')) throw invalid('nothing-mapped', 'Say which channel takes the conversations of which inbox.');
      await visibleChannels(tx, Object.values(input.channels));
      if (row.state === 'running' || row.state === 'checking' || row.state === 'undoing') throw conflict('import-runs', 'This file is being read already.');
      if (row.state === 'done' || row.state === 'undone') throw conflict('import-done', 'This file was read already. Upload it again to read it once more.');
      await fileKey(tx, id);
      await tx.execute('DELETE FROM import_problems WHERE import_id = $1', [id]);
      await tx.execute('UPDATE imports SET state = $2, mode = $3, mapping = $4, options = options || $5::jsonb, handled = 0, made = 0, changed = 0, same = 0, wrong = 0, ended_at = NULL, updated_at = now() WHERE id = $1', [id, input.trial ? 'checking' : 'running', input.mode, JSON.stringify(input.mapping), JSON.stringify(asTable ? {} : { channels: input.channels })]);
      await record(tx, [{ type: input.trial ? 'import.tried' : 'import.started', actor: actorOf(actor), subjectId: id, data: { mode: input.mode } }, directoryChanged(actor, 'imports', id)]);
      tx.afterCommit(() => { this.queues.poke('import', { workspaceId: actor.workspaceId, importId: id }); });
      return find(tx, id);
    });
  }

  /** What was read stays; nothing more is. */
  cancel(actor: MemberActor, id: string): Promise<ImportView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const touched = await tx.execute(`UPDATE imports SET state = 'cancelled', ended_at = now(), updated_at = now() WHERE id = $1 AND state IN ('draft', 'checking', 'checked', 'running')`, [id]);
      if (touched > 0) await record(tx, [{ type: 'import.cancelled', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'imports', id)]);
      return find(tx, id);
    });
  }

  /** Who would go and who would stay. What a file filled in at those who stood here already is not taken away. */
  undoTrial(actor: MemberActor, id: string): Promise<ImportUndoTrial> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const view = await find(tx, id);
      return { ...(await undoTrial(tx, id)), filled: view.state === 'checked' || view.state === 'draft' ? 0 : view.changed };
    });
  }

  /** @throws DomainError 'nothing-to-undo' */
  undo(actor: MemberActor, id: string): Promise<ImportView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const touched = await tx.execute(`UPDATE imports SET state = 'undoing', gone = 0, stayed = 0, updated_at = now() WHERE id = $1 AND state IN ('done', 'cancelled') AND EXISTS (SELECT 1 FROM contacts p WHERE p.import_id = imports.id)`, [id]);
      if (touched === 0) {
        await find(tx, id);
        throw conflict('nothing-to-undo', 'There is nothing to take back.');
      }
      await record(tx, [{ type: 'import.undo-asked', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'imports', id)]);
      tx.afterCommit(() => { this.queues.poke('import', { workspaceId: actor.workspaceId, importId: id }); });
      return find(tx, id);
    });
  }

  private async mustStand(key: string): Promise<void> {
    if ((await this.files.size(key)) === undefined) throw cleared();
  }

  /** The wrong lines as they stand in the file, with what is wrong with each. @throws DomainError 'import-cleared' */
  async badLines(actor: MemberActor, id: string): Promise<ImportBadLines> {
    const { view, key, problems } = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({
      view: await find(tx, id), key: await fileKey(tx, id),
      problems: await tx.query<{ line: number; field: string; message: string }>('SELECT line, field, message FROM import_problems WHERE import_id = $1 ORDER BY line, field', [id]),
    }));
    await this.mustStand(key);
    const of = new Map<number, typeof problems>();
    for (const problem of problems) of.set(problem.line, [...(of.get(problem.line) ?? []), problem]);
    const items: ImportBadLines['items'] = [];
    if (of.size > 0) {
      for await (const { line, cells } of tableLines(this.files.open(key), view)) {
        const wrong = of.get(line);
        if (wrong === undefined) continue;
        items.push({ line, cells, problems: wrong.map(({ field, message }) => ({ field, message })) });
        if (items.length >= Math.min(of.size, MAX_BAD_LINES)) break;
      }
    }
    return { headers: view.headers, items, more: view.wrong > items.length };
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

async function lookAt(text: string, shape: { delimiter: string; header: boolean }): Promise<TableLook> {
  const look = await firstLook(text, shape);
  if (look.total < 1) throw invalid('no-csv', 'There is a line of headings and at least one line below it in such a file.');
  if (look.total > MAX_LINES) throw invalid('too-many-lines', `At most ${MAX_LINES} lines are read at once. Split the file.`);
  return look;
}

/** How many there are, and in which inboxes. @throws DomainError 'no-conversations' */
async function lookAtConversations(bytes: Buffer): Promise<{ total: number; inboxes: ImportView['inboxes'] }> {
  const inboxes = new Map<string, ImportView['inboxes'][number]>();
  let total = 0;
  try {
    for await (const piece of jsonPieces(Readable.from(slices(bytes)))) {
      for (const value of conversationsIn(piece)) {
        total += 1;
        const conversation = readConversation(value);
        if (conversation === undefined) continue;
        const inbox = inboxes.get(conversation.inbox_id) ?? { id: conversation.inbox_id, channel: conversation.meta.channel.replace(/^Channel::/, '').slice(0, 60), conversations: 0 };
        inbox.conversations += 1;
        inboxes.set(conversation.inbox_id, inbox);
      }
    }
  } catch (error) {
    if (!(error instanceof NoJsonError) && !(error instanceof TypeError)) throw error;
    throw invalid('no-conversations', 'This JSON cannot be read to its end. Export the conversations once more.');
  }
  if (inboxes.size === 0) throw invalid('no-conversations', 'There is no conversation of Chatwoot with its messages in this file.');
  return { total, inboxes: [...inboxes.values()].sort((a, b) => b.conversations - a.conversations).slice(0, 200) };
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1024 * 1024) yield bytes.subarray(at, at + 1024 * 1024);
}

async function visibleChannels(tx: Tx, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  const [row] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM channels WHERE deleted_at IS NULL AND id = ANY($1::uuid[])', [wanted]);
  if ((row?.n ?? 0) < wanted.length) throw notFound('channel');
}

async function guessOf(tx: Tx, look: TableLook, header: boolean): Promise<Record<string, string>> {
  if (!header) return guessByCells(look.sample);
  return guessMapping(look.headers, (await definitionsOf(tx, 'contact')).filter(({ archived }) => !archived));
}

const cleared = () => conflict('import-cleared', 'This file was removed some time after it was read. Upload it again.');

async function fileKey(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.query<{ key: string | null }>('SELECT file_key AS key FROM imports WHERE id = $1', [id]);
  if (row === undefined) throw notFound('import');
  if (row.key === null) throw cleared();
  return row.key;
}

async function find(tx: Tx, id: string): Promise<ImportView> {
  const [row] = await tx.query<Row>(`SELECT ${COLUMNS} FROM imports i WHERE i.id = $1`, [id]);
  if (row === undefined) throw notFound('import');
  return toView(row);
}
