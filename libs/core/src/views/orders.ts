import type { AttributeSort, ConversationSort, NamedSort } from '@kontuar/contract';
import { writeCursor } from '../cursor';
import { instantKey, readKey, uuidKey } from '../paging';

type Direction = 'ASC' | 'DESC';
interface Part { sql: string; type: 'timestamptz' | 'smallint' | 'real' | 'numeric' | 'text'; direction: Direction; is: (part: string) => boolean }

const instant = (sql: string, direction: Direction): Part => ({ sql, type: 'timestamptz', direction, is: (part) => part === 'infinity' || part === '-infinity' || instantKey(part) });
const rank = (sql: string, direction: Direction): Part => ({ sql, type: 'smallint', direction, is: (part) => /^-?\d{1,4}$/.test(part) });

const score = (sql: string, direction: Direction): Part => ({ sql, type: 'real', direction, is: (part) => /^-?\d{1,2}(\.\d{1,12})?(e-\d{1,2})?$/.test(part) });

const latest = instant('c.last_message_at', 'DESC');
const latestFirst = [latest];

/** One line for each order; the id, in the direction of the last part, makes it total. Migration 0019 has the indexes. */
const orders: Record<NamedSort, readonly Part[]> = {
  recent: latestFirst,
  oldest: [instant('c.last_message_at', 'ASC')],
  // Whose turn it is not stands below, the latest first.
  waiting: [instant(`coalesce(c.waiting_since, 'infinity')`, 'ASC'), latest],
  priority: [rank('c.priority', 'DESC'), latest],
  // Unknown moods stand below all that are known.
  mood: [score('coalesce(c.mood_score, 2)', 'ASC'), latest],
  // What is not promised, or stands, is below.
  due: [instant(`coalesce(c.due_at, 'infinity')`, 'ASC'), latest],
  snooze: [instant(`coalesce(c.snoozed_until, 'infinity')`, 'ASC'), latest],
};

/** What of a text is compared: it stands in the cursor. */
const COMPARED = 40;

/**
 * By a field of the workspace's own: numbers, then words, options in the order in which they are offered; what has none stands below in both directions.
 * No index helps: the rows that the filter lets through are sorted.
 */
function attributeOrder(sort: AttributeSort, options: readonly string[], parameters: unknown[]): readonly Part[] {
  const [by = '', name = '', way] = sort.split(':');
  const column = by === 'attribute' ? 'c.attributes' : 'p.attributes';
  const key = `$${parameters.push(name)}::text`;
  const offered = `$${parameters.push(options)}::text[]`;
  const direction = way === 'desc' ? 'DESC' : 'ASC';
  const value = `${column}->${key}`;
  const place = (option: string) => `lpad(array_position(${offered}, ${option})::text, 4, '0')`;
  return [
    rank(`CASE WHEN ${column} ? ${key} THEN 0 ELSE 1 END`, 'ASC'),
    { sql: `CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${column}->>${key})::numeric ELSE 0 END`, type: 'numeric', direction, is: (part) => /^-?\d{1,20}(\.\d{1,30})?$/.test(part) },
    {
      sql: `(CASE jsonb_typeof(${value}) WHEN 'string' THEN coalesce(${place(`${column}->>${key}`)}, left(kontuar_plain(${column}->>${key}), ${COMPARED})) WHEN 'boolean' THEN ${column}->>${key}
        WHEN 'array' THEN coalesce((SELECT min(${place('e')}) FROM jsonb_array_elements_text(${value}) e), '') ELSE '' END) COLLATE "C"`,
      type: 'text', direction, is: (part) => part.length <= 2 * COMPARED,
    },
    latest,
  ];
}

/** Of which field an order is; undefined for the others. */
export function sortedField(sort: ConversationSort): { subject: 'conversation' | 'contact'; key: string } | undefined {
  const [by, key] = sort.split(':');
  return key === undefined ? undefined : { subject: by === 'attribute' ? 'conversation' : 'contact', key };
}

const partsOf = (sort: ConversationSort, options: readonly string[], parameters: unknown[]): readonly Part[] => (sort in orders ? orders[sort as NamedSort] : attributeOrder(sort as AttributeSort, options, parameters));

/** Two rows may share a millisecond: the cursor has the full precision of PostgreSQL. */
const exact = ({ sql, type }: Part): string =>
  type !== 'timestamptz' ? `(${sql})::text` : `CASE WHEN isfinite(${sql}) THEN to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE (${sql})::text END`;

export interface Paging { key: string; orderBy: string; after: string; cursorOf: (row: { id: string; sort_key: string[] }) => string }

/** How a list in that order goes on after a cursor; `options` of the field that it is sorted by. @throws DomainError 'bad-cursor' */
export function pagingOf(sort: ConversationSort, cursor: string | undefined, parameters: unknown[], options: readonly string[] = []): Paging {
  const parts = partsOf(sort, options, parameters);
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
