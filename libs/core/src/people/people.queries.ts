import type { PeopleFilter, PeopleSort, PersonRow, Page } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { contactViews, visibleContacts } from '../contacts/contact.view';
import { likeText } from '../contacts/like-text';
import { visibleConversations } from '../access/can';
import { invalid } from '../errors';
import { instantKey, readKey, toPage, uuidKey } from '../paging';
import { withinTime } from '../views/within-time';
import { compilePeople, type PeopleContext } from './compile-people';

const LIST_MS = 8000;
const COUNT_MS = 1500;
/** What is counted exactly; more is told as "9999+". */
export const PEOPLE_COUNTED_UP_TO = 9999;
/** How many hits of a search are looked at. */
const FOUND_AT_MOST = 2000;

export interface PeopleAsked { filter: PeopleFilter; q?: string | undefined }

/** WHERE of whom the reader may know and the filter wants, over `contacts p JOIN contact_stats s`; the join is needed where it names `s`. */
export function peopleWhere({ filter, q }: PeopleAsked, context: PeopleContext, parameters: unknown[]): string {
  parameters.push(context.actor.workspaceId);
  const own = `p.workspace_id = $${parameters.length} AND p.merged_into IS NULL`;
  const words = q === undefined || q === '' ? '' : ` AND p.id IN (SELECT kontuar_search_contacts($${parameters.push(likeText(q))}, ${FOUND_AT_MOST}))`;
  return `${own}${words} AND ${visibleContacts(context.actor, parameters)} AND ${compilePeople(filter, context, parameters)}`;
}

/** Counts are looked up only for what asks for them: names of columns come from here alone, never from a filter. */
const withStats = (matches: string, needed = false): string => `contacts p${needed || /\bs\.\w/.test(matches) ? ' JOIN contact_stats s ON s.contact_id = p.id' : ''}`;

const nameKey = (part: string): boolean => part.length <= 400 && !part.includes('\0');
const exact = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
/** Each order has its index; a page goes on behind the last row of the one before. */
const orders: Record<PeopleSort, { key: string; type: string; shown: string; part: (part: string) => boolean; than: '<' | '>'; by: string }> = {
  recent: { key: 's.active_at', type: 'timestamptz', shown: exact('s.active_at'), part: instantKey, than: '<', by: 's.active_at DESC, s.contact_id DESC' },
  created: { key: 'p.created_at', type: 'timestamptz', shown: exact('p.created_at'), part: instantKey, than: '<', by: 'p.created_at DESC, p.id DESC' },
  name: { key: 'p.sort_name', type: 'text COLLATE "C"', shown: 'p.sort_name', part: nameKey, than: '>', by: 'p.sort_name, p.id' },
};

export async function findPeople(tx: Tx, context: PeopleContext, asked: PeopleAsked & { sort: PeopleSort; cursor?: string | undefined; limit: number }): Promise<Page<PersonRow>> {
  const parameters: unknown[] = [];
  const matches = peopleWhere(asked, context, parameters);
  const order = orders[asked.sort];
  const [from, id] = readKey(asked.cursor, [order.part, uuidKey]) ?? [];
  // On the order's own table: `s` holds one row for each contact, under the same id.
  const idOf = asked.sort === 'recent' ? 's.contact_id' : 'p.id';
  const after = from === undefined ? '' : ` AND (${order.key}, ${idOf}) ${order.than} ($${parameters.push(from)}::${order.type}, $${parameters.push(id)}::uuid)`;
  const rows = await withinTime(tx, LIST_MS, () => tx.query<{ id: string; exact: string }>(
    `SELECT p.id, ${order.shown} AS exact FROM ${withStats(matches, asked.sort === 'recent')} WHERE ${matches}${after} ${asked.sort === 'recent' ? `AND s.workspace_id = p.workspace_id` : ''} ORDER BY ${order.by} LIMIT $${parameters.push(asked.limit + 1)}`, parameters));
  if (rows === undefined) throw invalid('filter-too-slow', 'This filter takes too long. Narrow it, for example by kind, company or time.');
  const ids = rows.slice(0, asked.limit).map((row) => row.id);
  const [views, facts] = [new Map((await contactViews(tx, ids)).map((view) => [view.id, view])), await countsOf(tx, context, ids)];
  return toPage(rows, asked.limit, (row): PersonRow => ({ contact: views.get(row.id) as PersonRow['contact'], conversations: 0, lastSeenAt: null, open: 0, ...facts.get(row.id) }), (row) => [row.exact, row.id]);
}

/** As they are this moment, of those that the reader may see. */
async function countsOf(tx: Tx, context: PeopleContext, ids: readonly string[]): Promise<Map<string, { conversations: number; lastSeenAt: string | null; open: number }>> {
  if (ids.length === 0) return new Map();
  const parameters: unknown[] = [ids];
  const rows = await tx.query<{ id: string; n: number; open: number; seen: Date | null }>(
    `SELECT c.contact_id AS id, count(*)::int AS n, count(*) FILTER (WHERE c.state IN ('open', 'pending'))::int AS open, max(c.last_inbound_at) AS seen
     FROM conversations c WHERE c.contact_id = ANY($1::uuid[]) AND c.merged_into IS NULL AND ${visibleConversations(context.actor, parameters)} GROUP BY 1`, parameters);
  return new Map(rows.map((row) => [row.id, { conversations: row.n, lastSeenAt: row.seen?.toISOString() ?? null, open: row.open }]));
}

export async function countPeople(tx: Tx, context: PeopleContext, asked: PeopleAsked): Promise<{ count: number | null; more: boolean }> {
  const parameters: unknown[] = [];
  const matches = peopleWhere(asked, context, parameters);
  const rows = await withinTime(tx, COUNT_MS, () => tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT 1 FROM ${withStats(matches)} WHERE ${matches} LIMIT ${PEOPLE_COUNTED_UP_TO + 1}) counted`, parameters));
  if (rows === undefined) return { count: null, more: true };
  const n = rows[0]?.n ?? 0;
  return { count: Math.min(n, PEOPLE_COUNTED_UP_TO), more: n > PEOPLE_COUNTED_UP_TO };
}
