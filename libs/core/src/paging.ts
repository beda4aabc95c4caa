import type { Page } from '@kontuar/contract';
import { invalid } from './errors';

export interface PageRequest { cursor?: string | undefined; limit: number }

type Key = readonly (string | number)[];

/** A cursor is the key of the last row that was handed out: lists page by key, so that nothing is skipped when rows come and go. */
export const encodeCursor = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Undefined on the first page. `shape` has one pattern for each part of the key. @throws DomainError 'invalid-cursor' */
export function decodeCursor(cursor: string | undefined, shape: readonly RegExp[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === shape.length && key.every((part, i) => shape[i]?.test(String(part)))) return key.map(String);
  } catch {
    // Falls through to the one refusal: a client made this up or cut it.
  }
  throw invalid('invalid-cursor', 'This cursor does not come from an answer of this list.');
}

export const uuidKey = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const instantKey = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|\+00:?(00)?)$/;
export const numberKey = /^\d{1,18}$/;

/** From `limit + 1` rows to a page: the one too many only says that there is more. */
export function toPage<R, V>(rows: readonly R[], limit: number, view: (row: R) => V, keyOf: (row: R) => Key): Page<V> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
