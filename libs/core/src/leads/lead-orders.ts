import type { LeadQuery } from '@kontuar/contract';
import { instantKey, numberKey, readKey, uuidKey } from '../paging';
import type { ListedLead } from './lead.view';

/** Before any moment: what has no next step stands first, because nobody will be reminded of it. */
const NO_STEP = '0001-01-01T00:00:00.000Z';
const nextKey = `coalesce(l.next_at, '${NO_STEP}'::timestamptz)`;
export const coins = '(coalesce(l.worth_amount, 0) * 100)::bigint';

export type Placed = ListedLead & { stage_at: number; coins: string };

/** Each order with the key that a cursor goes on from. */
export function keysOf({ sort, cursor }: LeadQuery, stageAt: string, place: (value: unknown) => string): { key: (row: Placed) => (string | number)[]; after: string; orderBy: string } {
  const nextOf = (row: ListedLead) => row.next_at?.toISOString() ?? NO_STEP;
  if (sort === 'newest') {
    const from = readKey(cursor, [numberKey]);
    return { key: (row) => [row.number], after: from === undefined ? 'true' : `l.number < ${place(Number(from[0]))}::bigint`, orderBy: 'l.number DESC' };
  }
  if (sort === 'worth') {
    const from = readKey(cursor, [numberKey, uuidKey]);
    return { key: (row) => [row.coins, row.id], after: from === undefined ? 'true' : `(${coins}, l.id) < (${place(from[0])}::bigint, ${place(from[1])}::uuid)`, orderBy: `${coins} DESC, l.id DESC` };
  }
  if (sort === 'next') {
    const from = readKey(cursor, [instantKey, uuidKey]);
    return { key: (row) => [nextOf(row), row.id], after: from === undefined ? 'true' : `(${nextKey}, l.id) > (${place(from[0])}::timestamptz, ${place(from[1])}::uuid)`, orderBy: `${nextKey}, l.id` };
  }
  const from = readKey(cursor, [numberKey, instantKey, uuidKey]);
  return { key: (row) => [row.stage_at, nextOf(row), row.id], after: from === undefined ? 'true' : `(${stageAt}, ${nextKey}, l.id) > (${place(Number(from[0]))}::int, ${place(from[1])}::timestamptz, ${place(from[2])}::uuid)`, orderBy: `${stageAt}, ${nextKey}, l.id` };
}
