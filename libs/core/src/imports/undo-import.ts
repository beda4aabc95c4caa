import type { Tx } from '@kontuar/platform';

const BATCH = 500;
/** Rows that every contact has or that its import wrote: they go with it and are no reason to stay. */
const own = ['contact_stats', 'identities', 'company_members', 'consents'];
/** In the database and to the microsecond: what the last batch wrote is as old as the end of the file. */
const ENDED = '(SELECT coalesce(ended_at, now()) FROM imports WHERE id = $1)';

/** Tables that say something of contacts: whatever they hold is a reason to stay. Read from the database, so that a table of tomorrow counts too. */
async function traces(tx: Tx): Promise<string> {
  const rows = await tx.query<{ table: string; column: string }>(
    `SELECT k.conrelid::regclass::text AS table, a.attname AS column FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[array_length(k.conkey, 1)]
     WHERE k.contype = 'f' AND k.confrelid = 'contacts'::regclass ORDER BY 1, 2`);
  const kept = rows.filter(({ table }) => !own.includes(table)).map(({ table, column }) => `(EXISTS (SELECT 1 FROM ${table} x WHERE x.${column} = p.id))`);
  return [
    ...kept, 'p.import_touched',
    // What they agreed to in this file goes with them; whatever they said since, or elsewhere, keeps them.
    `(EXISTS (SELECT 1 FROM consents x WHERE x.contact_id = p.id AND x.proof->>'importId' IS DISTINCT FROM p.import_id::text))`, '(EXISTS (SELECT 1 FROM identities i WHERE i.home_id = p.id))',
    // Another address or company since the file was through, or an address over which somebody wrote.
    `(EXISTS (SELECT 1 FROM identities i WHERE i.contact_id = p.id AND (i.last_seen_at IS NOT NULL OR i.home_id IS NOT NULL OR i.created_at > ${ENDED})))`,
    `(EXISTS (SELECT 1 FROM company_members m WHERE m.contact_id = p.id AND m.since > ${ENDED}))`,
  ].join(' OR ');
}

export async function undoTrial(tx: Tx, importId: string): Promise<{ go: number; stay: number }> {
  const [row] = await tx.query<{ all: number; stay: number }>(`SELECT count(*)::int AS all, count(*) FILTER (WHERE ${await traces(tx)})::int AS stay FROM contacts p WHERE p.import_id = $1`, [importId]);
  return { go: (row?.all ?? 0) - (row?.stay ?? 0), stay: row?.stay ?? 0 };
}

/** Some of those whom the file made: away, or no longer of the file because they have to stay. Companies that it made and that nobody is with go last. */
export async function undoBatch(tx: Tx, importId: string): Promise<{ gone: number; stayed: number; done: boolean }> {
  const people = await tx.query<{ id: string; stays: boolean }>(
    `SELECT p.id, (${await traces(tx)}) AS stays FROM (SELECT * FROM contacts WHERE import_id = $1 ORDER BY id LIMIT ${BATCH} FOR UPDATE) p`, [importId]);
  const [stay, go] = [people.filter(({ stays }) => stays).map(({ id }) => id), people.filter(({ stays }) => !stays).map(({ id }) => id)];
  if (stay.length > 0) await tx.execute('UPDATE contacts SET import_id = NULL WHERE id = ANY($1::uuid[])', [stay]);
  if (go.length > 0) await tx.execute('DELETE FROM contacts WHERE id = ANY($1::uuid[])', [go]);
  const done = people.length < BATCH;
  if (done) {
    await tx.execute(
      `DELETE FROM companies k WHERE k.import_id = $1 AND k.tax_id IS NULL AND k.note = '' AND k.domains = '{}' AND NOT EXISTS (SELECT 1 FROM company_members m WHERE m.company_id = k.id) AND k.updated_at = k.created_at`, [importId]);
    await tx.execute('UPDATE companies SET import_id = NULL WHERE import_id = $1', [importId]);
  }
  return { gone: go.length, stayed: stay.length, done };
}
