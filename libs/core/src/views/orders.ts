import type { ConversationSort } from '@kontuar/contract';
import { writeCursor } from '../cursor';
import { instantKey, readKey, uuidKey } from '../paging';

type Direction = 'ASC' | 'DESC';
interface Part { sql: string; type: 'timestamptz' | 'smallint' | 'real'; direction: Direction; is: (part: string) => boolean }

const instant = (sql: string, direction: Direction): Part => ({ sql, type: 'timestamptz', direction, is: (part) => part === 'infinity' || part === '-infinity' || instantKey(part) });
const rank = (sql: string, direction: Direction): Part => ({ sql, type: 'smallint', direction, is: (part) => /^-?\d{1,4}$/.test(part) });

const score = (sql: string, direction: Direction): Part => ({ sql, type: 'real', direction, is: (part) => /^-?\d{1,2}(\.\d{1,12})?(e-\d{1,2})?$/.test(part) });

const latest = instant('c.last_message_at', 'DESC');
const latestFirst = [latest];

/** One line for each order; the id, in the direction of the last part, makes it total. Migration 0019 has the indexes. */
const orders: Record<ConversationSort, readonly Part[]> = {
  recent: latestFirst,
  oldest: [instant('c.last_message_at', 'ASC')],
  // Whose turn it is not stands below, the latest first.
  waiting: [instant(`coalesce(c.waiting_since, 'infinity')`, 'ASC'), latest],
  priority: [rank('c.priority', 'DESC'), latest],
  // Unknown moods stand below all that are known.
  mood: [score('coalesce(c.mood_score, 2)', 'ASC'), latest],
  snooze: [instant(`coalesce(c.snoozed_until, 'infinity')`, 'ASC'), latest],
};

/** Two rows may share a millisecond: the cursor has the full precision of PostgreSQL. */
const exact = ({ sql, type }: Part): string =>
  type !== 'timestamptz' ? `(${sql})::text` : `CASE WHEN isfinite(${sql}) THEN to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE (${sql})::text END`;

export interface Paging { key: string; orderBy: string; after: string; cursorOf: (row: { id: string; sort_key: string[] }) => string }

/** How a list in that order goes on after a cursor. @throws DomainError 'bad-cursor' */
export function pagingOf(sort: ConversationSort, cursor: string | undefined, parameters: unknown[]): Paging {
  const parts = orders[sort];
  const idDirection = parts.at(-1)?.direction ?? 'DESC';
  const values = readKey(cursor, [...parts.map((part) => part.is), uuidKey]);
  return {
    key: `ARRAY[${parts.map(exact).join(', ')}] AS sort_key`,
    orderBy: [...parts.map(({ sql, direction }) => `${sql} ${direction}`), `c.id ${idDirection}`].join(', '),
    after: values === undefined ? 'true' : after(parts, idDirection, values, parameters),
    cursorOf: (row) => writeCursor([...row.sort_key, row.id]),
  };
}

/** Behind (a, b, id) where each part has a direction of its own: a > $1, or a = $1 and b < $2, or … The first comparison, said apart, lets an index begin there. */
function after(parts: readonly Part[], idDirection: Direction, values: readonly string[], parameters: unknown[]): string {
  const columns = [...parts.map(({ sql, type, direction }) => ({ sql, type: type as string, direction })), { sql: 'c.id', type: 'uuid', direction: idDirection }];
  const places = columns.map(({ type }, i) => `$${parameters.push(values[i])}::${type}`);
  const beyond = (i: number): string => `${columns[i]?.sql} ${columns[i]?.direction === 'ASC' ? '>' : '<'} ${places[i]}`;
  const from = (i: number): string => (i === columns.length - 1 ? beyond(i) : `(${beyond(i)} OR (${columns[i]?.sql} = ${places[i]} AND ${from(i + 1)}))`);
  return `(${columns[0]?.sql} ${columns[0]?.direction === 'ASC' ? '>=' : '<='} ${places[0]} AND ${from(0)})`;
}
