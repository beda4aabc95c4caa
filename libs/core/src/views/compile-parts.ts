import { dayOf, momentAt, type Moment } from '@kontuar/contract';
import { likeText } from '../contacts/like-text';

/** Appends a value and answers its place in the statement: nothing of a filter is ever written into SQL. */
export type Place = (value: unknown) => string;
export interface PartScope { place: Place; now: Date; timeZone: string }

export const uuids = (values: readonly string[]): string[] => values.filter((value) => value.includes('-') && value.length === 36);
export const some = (parts: readonly (string | false)[]): string => {
  const kept = parts.filter((part) => part !== false);
  return kept.length === 0 ? 'false' : kept.length === 1 ? String(kept[0]) : `(${kept.join(' OR ')})`;
};
export const unless = (negated: boolean, sql: string): string => (negated ? `(${sql}) IS NOT TRUE` : sql);

interface Node { by: string; of?: unknown }

/** The tree; what a condition comes to says `each`. */
export function compileTree<C extends Node>(filter: C | { by: 'all' | 'any'; of: unknown[] } | { by: 'not'; of: unknown }, each: (condition: C) => string): string {
  const inner = (node: unknown) => compileTree(node as C, each);
  switch (filter.by) {
    case 'all': return (filter.of as unknown[]).length === 0 ? 'true' : `(${(filter.of as unknown[]).map(inner).join(' AND ')})`;
    case 'any': return (filter.of as unknown[]).length === 0 ? 'false' : `(${(filter.of as unknown[]).map(inner).join(' OR ')})`;
    // Not NOT: what is null (nobody, no team) is not true, and belongs here.
    case 'not': return `(${inner(filter.of)}) IS NOT TRUE`;
    default: return each(filter as C);
  }
}

/** A condition about a field of the workspace's own. */
export type Keyed =
  | { is: 'any' | 'all' | 'none'; key: string; of: string[] } | { is: 'empty' | 'filled'; key: string } | { is: 'has'; key: string; text: string }
  | { is: 'atLeast' | 'atMost'; key: string; value: number } | { is: 'before' | 'after'; key: string; at: Moment };

/** `column`: the fields of one subject; `within`: how they reach the rows that are asked for. */
export function compileKeyed(condition: Keyed, { column, within }: { column: string; within: (condition: string) => string }, { place, now, timeZone }: PartScope): string {
  const key = `${place(condition.key)}::text`;
  const value = `${column}->${key}`;
  const words = `${column}->>${key}`;
  switch (condition.is) {
    // Not `within`: a contact without the field is what is asked for.
    case 'empty': return unless(true, within(`${column} ? ${key}`));
    case 'filled': return within(`${column} ? ${key}`);
    case 'any': return within(holds(condition.of, 'any', { value, words, place }));
    case 'none': return unless(true, within(holds(condition.of, 'any', { value, words, place })));
    case 'all': return within(holds(condition.of, 'all', { value, words, place }));
    case 'has': return within(`(jsonb_typeof(${value}) = 'string' AND kontuar_plain(${words}) LIKE '%' || kontuar_plain(${place(likeText(condition.text))}) || '%')`);
    case 'atLeast': case 'atMost': return within(`CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${words})::numeric ${condition.is === 'atLeast' ? '>=' : '<='} ${place(condition.value)}::numeric END`);
    case 'before': case 'after': return within(`((${words}) ~ '^\\d{4}-\\d{2}-\\d{2}$' AND (${words}) COLLATE "C" ${condition.is === 'before' ? '<' : '>='} ${place(dayOf(momentAt(condition.at, now, timeZone), timeZone))}::text)`);
    default: throw new Error(`no SQL for ${JSON.stringify(condition satisfies never)}`);
  }
}

/** A list holds what is in it, everything else is one value; numbers are compared as numbers. */
function holds(of: readonly string[], which: 'any' | 'all', { value, words, place }: { value: string; words: string; place: Place }): string {
  const all = `${place(of)}::text[]`;
  const numbers = of.map((each) => (/\S/.test(each) ? Number(each) : NaN));
  const comparable = which === 'any' ? numbers.filter(Number.isFinite) : numbers.every(Number.isFinite) ? numbers : [];
  const asNumber = comparable.length === 0 ? 'false' : `(${words})::numeric = ${which.toUpperCase()}(${place(comparable)}::numeric[])`;
  return `CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ${which === 'any' ? '?|' : '?&'} ${all} WHEN 'number' THEN ${asNumber} ELSE ${words} = ${which.toUpperCase()}(${all}) END`;
}

export type SetQuestion = { is: 'any' | 'all' | 'none'; of: string[] } | { is: 'empty' } | { is: 'filled' };
/** `column` is an array of `type`. */
export function compileSet(condition: SetQuestion, { column, type, within = (inner) => inner }: { column: string; type: string; within?: ((condition: string) => string) | undefined }, { place }: PartScope): string {
  switch (condition.is) {
    case 'any': return within(`${column} && ${place(condition.of)}::${type}`);
    case 'all': return within(`${column} @> ${place(condition.of)}::${type}`);
    case 'none': return unless(true, within(`${column} && ${place(condition.of)}::${type}`));
    case 'empty': return within(`cardinality(${column}) = 0`);
    case 'filled': return within(`cardinality(${column}) > 0`);
    default: throw new Error(`no SQL for ${JSON.stringify(condition satisfies never)}`);
  }
}

export type MomentQuestion = { is: 'before' | 'after'; at: Moment } | { is: 'empty' } | { is: 'filled' };
/** `asked`: a column of the row, or one of other rows and how they reach it. */
export function compileMoment(condition: MomentQuestion, asked: string | { column: string; within: (condition: string) => string }, { place, now, timeZone }: PartScope): string {
  if (typeof asked !== 'string') {
    const { column, within } = asked;
    // Not `within`: a row that nothing reaches has none either.
    return condition.is === 'empty' ? unless(true, within(`${column} IS NOT NULL`)) : within(compileMoment(condition, column, { place, now, timeZone }));
  }
  const column = asked;
  if (condition.is === 'empty') return `${column} IS NULL`;
  if (condition.is === 'filled') return `${column} IS NOT NULL`;
  const limit = place(momentAt(condition.at, now, timeZone));
  // `IS NOT NULL` makes partial indexes on what waits usable.
  return `(${column} IS NOT NULL AND ${column} ${condition.is === 'before' ? '<' : '>='} ${limit}::timestamptz)`;
}
