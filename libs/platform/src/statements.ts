/** Each keeps some ten kilobytes in every connection that it ran on. */
const MOST = 200;

const names = new Map<string, string>();
let made = 0;

/**
 * Marks a statement that runs many times a second: PostgreSQL parses it once on each connection and, when that costs nothing, plans it once, too.
 * For those whose plan hangs on no value: a word that is searched for may be rare or common, and wants a plan of its own each time.
 */
export function prepared(sql: string): string {
  if (!names.has(sql) && names.size < MOST) names.set(sql, `kontuar_${++made}`);
  return sql;
}

/** The name under which a marked statement is kept. */
export const nameOf = (sql: string): string | undefined => names.get(sql);

/** A newer version changed its tables beside us, and what is kept no longer fits: from now on it is another statement. */
export function renew(sql: string): void {
  if (names.delete(sql)) prepared(sql);
}
