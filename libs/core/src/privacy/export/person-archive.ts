import type { Locale } from '@kontuar/contract';
import type { Database, Files } from '@kontuar/platform';
import { personData } from '../person-data';
import { bound, type Sets } from '../sets';
import { exportWords } from './export-words';
import type { ZipEntry } from './zip-stream';

/** As many rows as are in memory at once. */
const ROWS = 500;
const CONVERSATIONS = 20;
const ID: Key = { by: 'r.id', type: 'uuid' };

export interface ArchiveOf { workspaceId: string; workspace: string; name: string; locale: Locale; sets: Sets; at: Date }

/** What orders the rows of a query and tells one from the other: a page goes on behind the last row of the one before, however many there are. */
interface Key { by: string; type: 'uuid' | 'integer' | 'bigint' | 'timestamptz' | 'tid' }
interface Asked { columns: string; from: string; where: string; keys: readonly Key[] }

async function* rowsOf(database: Database, of: ArchiveOf, { columns, from, where, keys }: Asked): AsyncGenerator<Record<string, unknown>> {
  const shown = keys.map(({ by }, at) => `(${by})::text AS "key ${at}"`).join(', ');
  for (let after: unknown[] | undefined; ;) {
    const behind = after === undefined ? '' : ` AND (${keys.map(({ by }) => by).join(', ')}) > (${keys.map(({ type }, at) => `$${at + 1}::${type}`).join(', ')})`;
    const { sql, parameters } = bound(`SELECT ${columns}, ${shown} FROM ${from} WHERE ${where}${behind} ORDER BY ${keys.map(({ by }) => by).join(', ')} LIMIT ${ROWS}`, of.sets, after);
    const rows = await database.lookInWorkspace(of.workspaceId, (tx) => tx.query<Record<string, unknown>>(sql, parameters));
    for (const row of rows) yield Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('key ')));
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return;
    after = keys.map((_, at) => last[`key ${at}`]);
  }
}

/** Some conversations at a time, in the order in which they began: what is looked through for a page stays small. */
async function* partsOf(database: Database, of: ArchiveOf): AsyncGenerator<ArchiveOf> {
  let part: string[] = [];
  for await (const row of rowsOf(database, of, { columns: 'r.id', from: 'conversations r', where: 'r.id = ANY(:conversations)', keys: [{ by: 'r.created_at', type: 'timestamptz' }, ID] })) {
    part.push(String(row['id']));
    if (part.length < CONVERSATIONS) continue;
    yield { ...of, sets: { ...of.sets, conversations: part } };
    part = [];
  }
  if (part.length > 0) yield { ...of, sets: { ...of.sets, conversations: part } };
}

/** What every table that holds something of them gives, as one JSON object of lists. */
async function* json(database: Database, of: ArchiveOf): AsyncGenerator<string> {
  yield `{\n  "madeAt": ${JSON.stringify(of.at.toISOString())},\n  "by": ${JSON.stringify(of.workspace)}`;
  for (const { table, rows, exported } of personData) {
    if (exported === undefined) continue;
    yield `,\n  ${JSON.stringify(table)}: [`;
    let first = true;
    const asked = { columns: exported.map((column) => `r.${column}`).join(', '), from: `${table} r`, where: `(${rows})`, keys: keysOf(table) };
    const parts = table === 'messages' ? partsOf(database, of) : [of];
    for await (const part of parts) {
      for await (const row of rowsOf(database, part, asked)) {
        yield `${first ? '\n' : ',\n'}    ${JSON.stringify(row)}`;
        first = false;
      }
    }
    yield first ? ']' : '\n  ]';
  }
  yield '\n}\n';
}

/** Messages in the order in which they were said; of most tables the place of a row is enough to go on behind it. */
const keysOf = (table: string): readonly Key[] =>
  table === 'messages' ? [{ by: 'r.conversation_id', type: 'uuid' }, { by: 'r.seq', type: 'integer' }] : table === 'conversations' ? [{ by: 'r.created_at', type: 'timestamptz' }, ID] : [{ by: 'r.ctid', type: 'tid' }];

const escape = (text: unknown): string => String(text ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The same for people, without a script and without anything from elsewhere. */
async function* page(database: Database, of: ArchiveOf): AsyncGenerator<string> {
  const w = exportWords(of.locale);
  const day = (at: unknown) => (at instanceof Date ? at.toISOString().slice(0, 16).replace('T', ' ') : escape(at));
  yield `<!doctype html><html lang="${of.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(w.title)}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c2226;background:#fff}h1{font-size:1.6rem}h2{margin-top:2rem;border-bottom:1px solid #ccd3d6}h3{margin:1.5rem 0 .5rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dd{margin:0}article{margin:.6rem 0;padding:.5rem .8rem;border-left:3px solid #9aa6ab}article.you{border-color:#026271}p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}small{color:#4d5a60}</style></head><body><h1>${escape(w.title)}</h1><p><small>${escape(w.made)} ${of.at.toISOString().slice(0, 10)} ${escape(w.by)} ${escape(of.workspace)}. ${escape(w.hint)}</small></p>`;
  yield `<h2>${escape(w.person)}</h2><dl>`;
  for await (const row of rowsOf(database, of, { columns: 'r.name, r.language, r.company, r.note', from: 'contacts r', where: 'r.id = ANY(:contacts)', keys: [ID] })) {
    for (const [key, value] of Object.entries(row)) if (value !== null && value !== '') yield `<dt>${escape(key)}</dt><dd>${escape(value)}</dd>`;
  }
  yield `</dl><h2>${escape(w.addresses)}</h2><ul>`;
  for await (const row of rowsOf(database, of, { columns: 'r.scope, coalesce(r.handle, r.external_id) AS address', from: 'identities r', where: 'r.id = ANY(:identities)', keys: [ID] })) yield `<li>${escape(row['scope'])}: ${escape(row['address'])}</li>`;
  yield `</ul><h2>${escape(w.consents)}</h2><ul>`;
  for await (const row of rowsOf(database, of, { columns: `r.purpose, r.given, r.at, r.proof->>'text' AS words`, from: 'consents r', where: 'r.contact_id = ANY(:contacts)', keys: [{ by: 'r.at', type: 'timestamptz' }, ID] })) yield `<li>${day(row['at'])}: ${escape(row['purpose'])} – ${row['given'] === true ? w.yes : w.no}${row['words'] === null ? '' : ` <small>${escape(row['words'])}</small>`}</li>`;
  yield `</ul><h2>${escape(w.cases)}</h2><ul>`;
  for await (const row of rowsOf(database, of, { columns: 'r.code, r.subject, r.product, r.state, r.received_on::text AS received', from: 'cases r', where: 'r.id = ANY(:cases)', keys: [{ by: 'r.number', type: 'bigint' }, ID] })) yield `<li>${escape(row['code'])} (${escape(row['received'])}): ${escape(row['subject'])} ${escape(row['product'])}</li>`;
  yield `</ul><h2>${escape(w.conversations)}</h2>`;
  const said = {
    columns: 'c.number, c.subject AS about, r.at, r.kind, r.author_kind, r.author_name, r.text', from: 'messages r JOIN conversations c ON c.id = r.conversation_id', where: `r.conversation_id = ANY(:conversations) AND r.kind <> 'event' AND r.deleted_at IS NULL`,
    keys: [{ by: 'c.created_at', type: 'timestamptz' }, { by: 'r.conversation_id', type: 'uuid' }, { by: 'r.seq', type: 'integer' }] as const,
  };
  let conversation: unknown;
  for await (const part of partsOf(database, of)) {
    for await (const row of rowsOf(database, part, said)) {
      if (row['number'] !== conversation) {
        conversation = row['number'];
        yield `<h3>${escape(w.numbered)} ${escape(row['number'])}${row['about'] === null ? '' : `: ${escape(row['about'])}`}</h3>`;
      }
      const theirs = row['author_kind'] === 'contact';
      yield `<article${theirs ? ' class="you"' : ''}><small>${day(row['at'])} · ${escape(row['kind'] === 'note' ? w.note : theirs ? w.you : w.us)}${theirs ? '' : ` (${escape(row['author_name'])})`}</small><p>${escape(row['text'])}</p></article>`;
    }
  }
  yield `<p><small>${escape(w.more)}</small></p></body></html>\n`;
}

/** A name that no program that unpacks takes for a way out of its folder. */
const safe = (name: string): string => name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '_').slice(-120) || 'file';

/** What goes into the archive: a page for people, data for programs, and every file that came from them or went to them. */
export async function* personArchive(database: Database, files: Files, of: ArchiveOf): AsyncGenerator<ZipEntry> {
  yield { name: of.locale === 'pl' ? 'przeczytaj.html' : 'read-me.html', at: of.at, content: page(database, of) };
  yield { name: 'data.json', at: of.at, content: json(database, of) };
  const rows = personData.find(({ table }) => table === 'attachments')?.rows ?? 'false';
  for await (const row of rowsOf(database, of, { columns: 'r.id, r.name, r.file_key', from: 'attachments r', where: `(${rows}) AND r.state = 'ready' AND r.file_key IS NOT NULL`, keys: [ID] })) {
    const key = String(row['file_key']);
    // Gone meanwhile: its line in data.json says that it was there.
    if ((await files.size(key)) === undefined) continue;
    yield { name: `files/${String(row['id']).slice(-12)}-${safe(String(row['name']))}`, at: of.at, content: files.open(key), packed: true };
  }
}
