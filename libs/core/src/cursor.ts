import { invalid } from './errors';

/** Where a list goes on: the sort values of its last row. Opaque to clients. */
export const writeCursor = (values: readonly unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** @throws DomainError 'bad-cursor' */
export function readCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string' || typeof value === 'number')) return values as (string | number)[];
  } catch {
    // Not ours; told below.
  }
  throw invalid('bad-cursor', 'This cursor was not made by this list.');
}
