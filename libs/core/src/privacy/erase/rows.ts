import type { ErasureCount } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { personData, type Holding } from '../person-data';
import { bound, type Sets } from '../sets';

/** How many rows of a person each table holds; tables without any are left out. */
export async function countRows(tx: Tx, sets: Sets): Promise<ErasureCount[]> {
  const found: ErasureCount[] = [];
  for (const { table, name, rows } of personData) {
    const { sql, parameters } = bound(`SELECT count(*)::int AS n FROM ${table} r WHERE ${rows}`, sets);
    const [sum] = await tx.query<{ n: number }>(sql, parameters);
    if ((sum?.n ?? 0) > 0) found.push({ table, name, rows: sum?.n ?? 0 });
  }
  return found;
}

/** At most `limit` rows of one table; answers how many there were. */
export async function takeRows(tx: Tx, holding: Holding, sets: Sets, limit: number): Promise<number> {
  const few = bound(`SELECT r.ctid FROM ${holding.table} r WHERE ${holding.rows} LIMIT ${limit}`, sets);
  if (holding.erased === 'gone') return tx.execute(`DELETE FROM ${holding.table} WHERE ctid = ANY(ARRAY(${few.sql}))`, few.parameters);
  // Blanking may be done twice; rows that are blank already are found again, so it is done in one go.
  const all = bound(`UPDATE ${holding.table} r SET ${holding.set ?? ''} WHERE ${holding.rows}`, sets);
  return tx.execute(all.sql, all.parameters);
}

/** Counts by table as people read them. */
export function countViews(counts: Readonly<Record<string, number>>): ErasureCount[] {
  const more: Record<string, ErasureCount['name']> = {
    elsewhere: { en: 'messages in other conversations', pl: 'wiadomości w innych rozmowach' }, help_misses: { en: 'searches in vain', pl: 'nieudane wyszukiwania' },
    exports: { en: 'exported files', pl: 'wyeksportowane pliki' }, imports: { en: 'imported files', pl: 'zaimportowane pliki' }, mood_lessons: { en: 'lessons about moods', pl: 'lekcje o nastrojach' },
  };
  return Object.entries(counts).filter(([, rows]) => rows > 0).map(([table, rows]) => ({ table, rows, name: personData.find((one) => one.table === table)?.name ?? more[table] ?? { en: table, pl: table } }));
}
