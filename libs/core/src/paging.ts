import type { Page } from '@kontuar/contract';
import { readCursor, writeCursor } from './cursor';
import { invalid } from './errors';

export interface PageRequest { cursor?: string | undefined; limit: number }

/** What a part of a key may be: a cursor is input like any other, and PostgreSQL refuses what it can't read. */
type KeyPart = (part: string) => boolean;
export const uuidKey: KeyPart = (part) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part);
export const instantKey: KeyPart = (part) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/.test(part) && !Number.isNaN(Date.parse(part));
export const numberKey: KeyPart = (part) => /^\d{1,18}$/.test(part);

/** Undefined on the first page. `shape` says of each part of the key what it is. @throws DomainError 'bad-cursor' */
export function readKey(cursor: string | undefined, shape: readonly KeyPart[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  const key = readCursor(cursor, shape.length).map(String);
  if (key.every((part, i) => shape[i]?.(part))) return key;
  throw invalid('bad-cursor', 'This cursor was not made by this list.');
}

/**
 * How many rows to read for a page, written into the statement: one more than are shown, and rounded up, so that few statements are made of it.
 * As a parameter it would cost a plan each time: without its value PostgreSQL takes a page for a tenth of the table, and never keeps the plan.
 */
export const rowsFor = (limit: number): number => [26, 51, 101].find((rows) => rows > limit) ?? limit + 1;

/** From `limit + 1` rows, or more, to a page: the one too many only says that there is more. */
export function toPage<R, V>(rows: readonly R[], limit: number, view: (row: R) => V, keyOf: (row: R) => readonly (string | number)[]): Page<V> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), nextCursor: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null };
}

/** Lists in the order of making: ids are UUIDv7. */
export const afterId = (page: PageRequest): string | null => readKey(page.cursor, [uuidKey])?.[0] ?? null;
export const toPageById = <R extends { id: string }, V>(rows: readonly R[], limit: number, view: (row: R) => V): Page<V> => toPage(rows, limit, view, (row) => [row.id]);
