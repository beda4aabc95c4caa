/** Each keeps some ten kilobytes in every connection that it ran on. */
const MOST = 300;

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

const MANY = 25;
const MOST_COUNTED = 2_000;
const asked = new Map<string, number>();

/**
 * For units that a process does by itself, again and again: a statement that comes for the 25th time is kept from then on. Not for what people ask, whose
 * plans may hang on what they look for; and a text of several statements cannot be kept.
 */
export function recurring(sql: string): void {
  if (names.has(sql) || names.size >= MOST || sql.includes(';')) return;
  const times = (asked.get(sql) ?? 0) + 1;
  if (times < MANY) {
    if (asked.size >= MOST_COUNTED) asked.clear();
    asked.set(sql, times);
    return;
  }
  asked.delete(sql);
  prepared(sql);
}

/** The name under which a marked statement is kept. */
export const nameOf = (sql: string): string | undefined => names.get(sql);

/** A newer version changed its tables beside us, and what is kept no longer fits: from now on it is another statement. */
export function renew(sql: string): void {
  if (names.delete(sql)) prepared(sql);
}
