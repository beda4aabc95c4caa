import type { ConversationCount, ConversationSort, ConversationView, Filter, Page } from '@kontuar/contract';
import type { Secrets, Tx } from '@kontuar/platform';
import { definitionsOf } from '../attributes/attributes';
import { visibleConversations } from '../access/can';
import { conversationColumns, conversationJoins, toConversationView, type ConversationViewRow } from '../conversations/conversation.view';
import { invalid } from '../errors';
import { compileFilter, type FilterContext } from './compile';
import { pagingOf, sortedField } from './orders';
import { withinTime } from './within-time';

/** What is counted exactly; more is told as "999+". */
export const COUNTED_UP_TO = 999;
const COUNT_MS = 1500;
const LIST_MS = 8000;

/** WHERE of what the reader may see and the filter wants. */
function where(filter: Filter, context: FilterContext, parameters: unknown[]): string {
  parameters.push(context.actor.workspaceId);
  const own = `c.workspace_id = $${parameters.length} AND c.merged_into IS NULL AND NOT c.kept_apart`;
  return `${own} AND ${visibleConversations(context.actor, parameters)} AND ${compileFilter(filter, context, parameters)}`;
}

/** One statement a page: the rows are chosen by an index of their order, and only they are dressed. */
export async function findByFilter(tx: Tx, secrets: Secrets, context: FilterContext, query: { filter: Filter; sort: ConversationSort; cursor?: string | undefined; limit: number }): Promise<Page<ConversationView>> {
  const parameters: unknown[] = [];
  const matches = where(query.filter, context, parameters);
  const field = sortedField(query.sort);
  const options = field === undefined ? [] : (await definitionsOf(tx, field.subject, [field.key])).flatMap((definition) => definition.options.map(({ value }) => value));
  const paging = pagingOf(query.sort, query.cursor, parameters, options);
  parameters.push(query.limit + 1);
  const rows = await withinTime(tx, LIST_MS, () => tx.query<ConversationViewRow & { sort_key: string[] }>(
    `SELECT ${conversationColumns}, ${paging.key} FROM conversations c ${conversationJoins}
     WHERE ${matches} AND ${paging.after} ORDER BY ${paging.orderBy} LIMIT $${parameters.length}`,
    parameters,
  ));
  if (rows === undefined) throw invalid('filter-too-slow', 'This filter takes too long. Narrow it, for example by state, team or time.');
  const last = rows[query.limit - 1];
  return { items: rows.slice(0, query.limit).map((row) => toConversationView(row, secrets)), nextCursor: rows.length > query.limit && last !== undefined ? paging.cursorOf(last) : null };
}

export async function countByFilter(tx: Tx, context: FilterContext, filter: Filter): Promise<ConversationCount> {
  const parameters: unknown[] = [];
  const matches = where(filter, context, parameters);
  const rows = await withinTime(tx, COUNT_MS, () => tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM (SELECT 1 FROM conversations c WHERE ${matches} LIMIT ${COUNTED_UP_TO + 1}) counted`, parameters));
  if (rows === undefined) return { count: null, more: true };
  const n = rows[0]?.n ?? 0;
  return { count: Math.min(n, COUNTED_UP_TO), more: n > COUNTED_UP_TO };
}

/** Ids of what matches, at most `limit`, oldest conversation first; undefined when it takes too long. `among`: only these. */
export async function idsByFilter(tx: Tx, context: FilterContext, filter: Filter, options: { limit: number; among?: readonly string[]; withinMs?: number }): Promise<string[] | undefined> {
  const parameters: unknown[] = [];
  const matches = where(filter, context, parameters);
  const among = options.among === undefined ? '' : ` AND c.id = ANY($${parameters.push(options.among)}::uuid[])`;
  const rows = await withinTime(tx, options.withinMs ?? COUNT_MS, () => tx.query<{ id: string }>(`SELECT c.id FROM conversations c WHERE ${matches}${among} ORDER BY c.id LIMIT $${parameters.push(options.limit)}`, parameters));
  return rows?.map((row) => row.id);
}
