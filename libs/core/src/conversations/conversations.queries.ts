import type { ConversationCounts, ConversationQuery, ConversationView, Page } from '@kontuar/contract';
import { prepared, type Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, visibleConversations } from '../access/can';
import { openMention } from '../mentions/open-mention';
import { rowsFor } from '../paging';
import { pagingOf } from '../views/orders';
import { conversationColumns, conversationJoins, toConversationView, type ConversationViewRow } from './conversation.view';

/** One statement, no row needs another. Each view has a partial index that ends in the sort key (migrations 0003 and 0019); the orders are those of saved views. */
export async function listConversations(tx: Tx, secrets: Secrets, actor: MemberActor, query: ConversationQuery): Promise<Page<ConversationView>> {
  const parameters: unknown[] = [actor.workspaceId];
  // What a campaign began stands in no list before it is answered; with its person it is shown.
  const where = ['c.workspace_id = $1', query.contactId === undefined ? 'c.merged_into IS NULL AND NOT c.kept_apart' : 'c.merged_into IS NULL', visibleConversations(actor, parameters)];
  const add = (condition: (n: string) => string, value: unknown) => {
    parameters.push(value);
    where.push(condition(`$${parameters.length}`));
  };
  if (query.state !== undefined) add((n) => `c.state = ${n}`, query.state);
  else if (query.view === 'snoozed') where.push(`c.state = 'snoozed'`);
  else if (query.view === 'resolved') where.push(`c.state = 'resolved'`);
  else if (query.contactId === undefined && query.view !== 'mentions') where.push(`c.state IN ('open', 'pending')`);

  if (query.view === 'mine') add((n) => `c.assignee_id = ${n}`, actor.memberId);
  if (query.view === 'unassigned') where.push('c.assignee_id IS NULL');
  if (query.view === 'waiting') where.push('c.waiting_since IS NOT NULL');
  if (query.view === 'mentions') add((n) => `c.id IN (SELECT n.conversation_id FROM note_mentions n WHERE n.member_id = ${n} AND ${openMention('n')})`, actor.memberId);
  if (query.channelId !== undefined) add((n) => `c.channel_id = ${n}`, query.channelId);
  if (query.teamId !== undefined) add((n) => `c.team_id = ${n}`, query.teamId);
  if (query.assigneeId !== undefined) add((n) => `c.assignee_id = ${n}`, query.assigneeId);
  if (query.contactId !== undefined) add((n) => `c.contact_id = ${n}`, query.contactId);
  if (query.labelId !== undefined) add((n) => `c.label_ids @> ARRAY[${n}::uuid]`, query.labelId);
  if (query.q !== undefined && query.q !== '') {
    const number = /^#?(\d{1,9})$/.exec(query.q)?.[1];
    parameters.push(query.q, number === undefined ? -1 : Number(number));
    where.push(`(c.contact_id IN (SELECT kontuar_search_contacts($${parameters.length - 1}, 500)) OR c.id = (SELECT kontuar_goes_on_in(n.id) FROM conversations n WHERE n.workspace_id = $1 AND n.number = $${parameters.length}) OR kontuar_plain(coalesce(c.subject, '')) LIKE '%' || kontuar_plain($${parameters.length - 1}) || '%')`);
  }

  const paging = pagingOf(query.sort, query.cursor, parameters);
  const sql = `SELECT ${conversationColumns}, ${paging.key} FROM conversations c ${conversationJoins}
     WHERE ${where.join(' AND ')} AND ${paging.after} ORDER BY ${paging.orderBy} LIMIT ${rowsFor(query.limit)}`;
  // The views come again and again; what somebody looks for wants a plan of its own.
  const rows = await tx.query<ConversationViewRow & { sort_key: string[] }>(query.q === undefined ? prepared(sql) : sql, parameters);
  const last = rows[query.limit - 1];
  return { items: rows.slice(0, query.limit).map((row) => toConversationView(row, secrets)), nextCursor: rows.length > query.limit && last !== undefined ? paging.cursorOf(last) : null };
}

/** From the counter rows, never by counting conversations; one's own are added where neither channel nor team shows them. */
export async function countConversations(tx: Tx, actor: MemberActor): Promise<ConversationCounts> {
  const parameters: unknown[] = [actor.workspaceId, actor.memberId];
  const visible = visibleConversations(actor, parameters);
  const all = actor.channelIds === 'all';
  if (!all) parameters.push(actor.channelIds, actor.teamIds);
  const shared = all ? 'true' : `(t.channel_id = ANY($${parameters.length - 1}::uuid[]) OR coalesce(t.team_id = ANY($${parameters.length}::uuid[]), false))`;
  const [views] = await tx.query<Record<'mine' | 'unassigned' | 'waiting' | 'all' | 'snoozed', string> & { teams: Record<string, number> | null; channels: Record<string, number> | null; mentions: string; oldest: Date | null }>(
    prepared(`WITH own AS MATERIALIZED (
       SELECT t.channel_id, t.team_id, t.state, t.waiting, sum(t.delta)::int AS n FROM conversation_counts t WHERE t.workspace_id = $1 AND t.assignee_id = $2 AND t.state <> 'resolved' GROUP BY 1, 2, 3, 4
     ), sums AS MATERIALIZED (
       SELECT t.channel_id, t.team_id, t.assigned, t.state, t.waiting, sum(t.delta)::int AS n FROM conversation_totals t WHERE t.workspace_id = $1 AND t.state <> 'resolved' AND ${shared} GROUP BY 1, 2, 3, 4, 5
       ${all ? '' : `UNION ALL SELECT t.channel_id, t.team_id, true, t.state, t.waiting, t.n FROM own t WHERE NOT ${shared}`}
     ), active AS (SELECT * FROM sums WHERE state IN ('open', 'pending'))
     SELECT coalesce((SELECT sum(n) FROM own WHERE state IN ('open', 'pending')), 0) AS mine,
       coalesce((SELECT sum(n) FROM active WHERE NOT assigned), 0) AS unassigned,
       coalesce((SELECT sum(n) FROM active WHERE waiting), 0) AS waiting,
       coalesce((SELECT sum(n) FROM active), 0) AS all,
       coalesce((SELECT sum(n) FROM sums WHERE state = 'snoozed'), 0) AS snoozed,
       (SELECT jsonb_object_agg(team_id, n) FROM (SELECT team_id, sum(n) AS n FROM active WHERE team_id IS NOT NULL GROUP BY 1) t) AS teams,
       (SELECT jsonb_object_agg(channel_id, n) FROM (SELECT channel_id, sum(n) AS n FROM active GROUP BY 1) t) AS channels,
       (SELECT count(*) FROM note_mentions n JOIN conversations c ON c.id = n.conversation_id WHERE n.member_id = $2 AND ${openMention('n')} AND ${visible}) AS mentions,
       (SELECT c.waiting_since FROM conversations c WHERE c.workspace_id = $1 AND c.state = 'open' AND c.assignee_id IS NULL AND c.waiting_since IS NOT NULL AND ${visible} ORDER BY c.waiting_since LIMIT 1) AS oldest`),
    parameters,
  );
  return {
    views: {
      mine: Number(views?.mine ?? 0), unassigned: Number(views?.unassigned ?? 0), waiting: Number(views?.waiting ?? 0),
      all: Number(views?.all ?? 0), mentions: Number(views?.mentions ?? 0), snoozed: Number(views?.snoozed ?? 0),
    },
    oldestUnassignedAt: views?.oldest?.toISOString() ?? null,
    teams: views?.teams ?? {},
    channels: views?.channels ?? {},
  };
}

/** Folds appended deltas into one row for each key; what has been folded stays untouched. Readers see the same sums before, during and after. */
export async function foldCounts(tx: Tx): Promise<void> {
  await fold(tx, 'conversation_counts', 'workspace_id, channel_id, team_id, assignee_id, state, waiting');
  await fold(tx, 'conversation_totals', 'workspace_id, channel_id, team_id, assigned, state, waiting');
}

async function fold(tx: Tx, table: string, key: string): Promise<void> {
  await tx.execute(
    `WITH loose AS (SELECT ctid FROM (SELECT ctid, delta, count(*) OVER (PARTITION BY ${key}) AS rows FROM ${table}) counted WHERE rows > 1 OR delta = 0),
     gone AS (DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM ${table} WHERE ctid = ANY (ARRAY (SELECT ctid FROM loose)) FOR UPDATE SKIP LOCKED) RETURNING *)
     INSERT INTO ${table} (${key}, delta) SELECT ${key}, sum(delta) FROM gone GROUP BY ${key} HAVING sum(delta) <> 0`,
  );
}

export interface ConversationFacts { id: string; channel_id: string; assignee_id: string | null; team_id: string | null }

/** May the actor do this to that conversation? */
export const mayOn = (actor: MemberActor, verb: Parameters<typeof can>[1], row: ConversationFacts): boolean =>
  can(actor, verb, { kind: 'conversation', channelId: row.channel_id, assigneeId: row.assignee_id, teamId: row.team_id });

const viewsWhere = (condition: string): string => prepared(`SELECT ${conversationColumns} FROM conversations c ${conversationJoins} WHERE ${condition}`);
const THESE = viewsWhere('c.id = ANY($1::uuid[])');
/** PostgreSQL takes a plan for a list of one as cheaper than the one it keeps for lists, and makes it anew each time: ten times the price of the row. */
const THIS_ONE = viewsWhere('c.id = $1');

export async function findConversationViews(tx: Tx, secrets: Secrets, ids: readonly string[]): Promise<ConversationView[]> {
  if (ids.length === 0) return [];
  const rows = ids.length === 1 ? await tx.query<ConversationViewRow>(THIS_ONE, [...ids]) : await tx.query<ConversationViewRow>(THESE, [ids]);
  return rows.map((row) => toConversationView(row, secrets));
}
