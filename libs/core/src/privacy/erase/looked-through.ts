import type { Files, Tx } from '@kontuar/platform';
import { decoder } from '../../imports/read-table';

/** Raw deliveries of their conversations, held back or not, and those that name them. Bytes are searched as they came: what a mail encodes is found by its headers. */
export async function takeDeliveries(tx: Tx, conversations: readonly string[], words: readonly string[], limit: number): Promise<number> {
  return tx.execute(
    `DELETE FROM deliveries WHERE ctid = ANY(ARRAY(SELECT d.ctid FROM deliveries d WHERE d.state <> 'received' AND (d.conversation_id = ANY($1::uuid[]) OR EXISTS (SELECT 1 FROM unnest($2::text[]) w WHERE position(convert_to(w, 'UTF8') IN d.body) > 0)) LIMIT $3))`,
    [conversations, words, limit]);
}

/** What somebody looked for in vain, where it names them. */
export async function takeSearches(tx: Tx, words: readonly string[]): Promise<number> {
  return tx.execute(`DELETE FROM help_misses h WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) w WHERE position(kontuar_plain(w) IN kontuar_plain(h.words)) > 0)`, [words]);
}

/** Files of customers that were read already: they go with the first of their people who is erased. A file that is being read right now is looked at again. */
export async function importsWith(tx: Tx, files: Files, words: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string; file_key: string; encoding: string; waits: boolean }>(`SELECT id, file_key, encoding, state IN ('checking', 'running', 'undoing') AS waits FROM imports WHERE file_key <> ''`);
  const found: string[] = [];
  for (const row of rows) {
    if (row.waits || !(await mentions(files, row.file_key, words, row.encoding))) continue;
    found.push(row.id);
  }
  return found;
}

export async function emptyImports(tx: Tx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await tx.execute(`DELETE FROM import_problems WHERE import_id = ANY($1::uuid[])`, [ids]);
  return tx.execute(`UPDATE imports SET file_key = NULL, sample = '[]', state = CASE WHEN state IN ('draft', 'checked') THEN 'cancelled' ELSE state END WHERE id = ANY($1::uuid[])`, [ids]);
}

/** Piece by piece, with enough of the last one to find what lies across the cut. */
async function mentions(files: Files, key: string, words: readonly string[], encoding = 'utf-8'): Promise<boolean> {
  const wanted = words.map((word) => word.toLowerCase());
  const longest = Math.max(0, ...wanted.map((word) => word.length));
  let tail = '';
  try {
    // Files of imports are kept as they came, in whatever alphabet.
    const bytes = files.open(key);
    const content = bytes.on('error', (error) => content.destroy(error)).pipe(decoder(encoding)).setEncoding('utf8');
    for await (const piece of content) {
      const text = tail + String(piece).toLowerCase();
      if (wanted.some((word) => text.includes(word))) return true;
      tail = text.slice(-longest);
    }
  } catch {
    // The file is gone already.
    return false;
  }
  return false;
}

/** Files of everybody that members fetched; removed by the caller once the rows say that there is none. */
export async function exportsWith(tx: Tx, files: Files, words: readonly string[]): Promise<{ id: string; key: string }[]> {
  const rows = await tx.query<{ id: string; key: string }>('SELECT id, file_key AS key FROM exports WHERE file_key IS NOT NULL');
  const found: { id: string; key: string }[] = [];
  for (const row of rows) if (await mentions(files, row.key, words)) found.push(row);
  return found;
}

export async function emptyExports(tx: Tx, ids: readonly string[], words: readonly string[]): Promise<number> {
  // Whom they were asked for, in words.
  await tx.execute(`UPDATE exports SET asked = asked - 'q' WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) w WHERE position(lower(w) IN lower(asked::text)) > 0)`, [words]);
  return tx.execute('UPDATE exports SET file_key = NULL, expires_at = now() WHERE id = ANY($1::uuid[])', [ids]);
}
