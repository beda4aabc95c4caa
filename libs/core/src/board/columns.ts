import type { BoardBy, BoardView, ConversationView } from '@kontuar/contract';
import { prepared, type Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { conversationColumns, conversationJoins, toConversationView, type ConversationViewRow } from '../conversations/conversation.view';
import { pagingOf } from '../views/orders';

/** What a screen shows of a column before anybody scrolls; the rest comes by the column's own list. */
const FIRST_ROWS = 12;
export const UNASSIGNED = 'unassigned';

const keyOf: Record<BoardBy, string> = { members: 'assignee_id', teams: 'team_id', channels: 'channel_id' };

/** The first rows of every column, longest waiting first, as the lists of the inbox have them: one statement, in which each column is a short walk along an index of what is open. */
export async function boardColumns(tx: Tx, secrets: Secrets, actor: MemberActor, by: BoardBy, keys: readonly string[]): Promise<BoardView['columns']> {
  const parameters: unknown[] = [actor.workspaceId, keys];
  const visible = visibleConversations(actor, parameters);
  const paging = pagingOf('waiting', undefined, parameters);
  const open = `c.workspace_id = $1 AND c.state IN ('open', 'pending') AND c.merged_into IS NULL AND NOT c.kept_apart AND ${visible}`;
  const top = (where: string) => `SELECT c.* FROM conversations c WHERE ${open} AND ${where} ORDER BY ${paging.orderBy} LIMIT ${FIRST_ROWS + 1}`;
  const rows = await tx.query<ConversationViewRow & { sort_key: string[]; column_key: string | null }>(
    prepared(`SELECT t.column_key, ${conversationColumns}, ${paging.key} FROM (
       SELECT NULL::uuid AS column_key, u.id FROM (${top('c.assignee_id IS NULL')}) u
       UNION ALL SELECT k.id AS column_key, x.id FROM unnest($2::uuid[]) AS k (id) CROSS JOIN LATERAL (${top(`c.${keyOf[by]} = k.id`)}) x
     ) t JOIN conversations c ON c.id = t.id ${conversationJoins} ORDER BY t.column_key NULLS FIRST, ${paging.orderBy}`),
    parameters,
  );
  const of = new Map<string, { row: ConversationViewRow & { sort_key: string[] }; view: ConversationView }[]>();
  for (const row of rows) {
    const key = row.column_key ?? UNASSIGNED;
    of.set(key, [...(of.get(key) ?? []), { row, view: toConversationView(row, secrets) }]);
  }
  return [UNASSIGNED, ...keys].map((key) => {
    const found = of.get(key) ?? [];
    const last = found[FIRST_ROWS - 1];
    return { key, rows: { items: found.slice(0, FIRST_ROWS).map(({ view }) => view), nextCursor: found.length > FIRST_ROWS && last !== undefined ? paging.cursorOf(last.row) : null } };
  });
}

/** Whom or what the columns stand for: members who answer customers, or have work; teams; channels that the reader sees. */
export async function columnKeys(tx: Tx, actor: MemberActor, by: BoardBy): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    by === 'members' ? `SELECT m.id FROM memberships m WHERE m.workspace_id = $1 AND m.active AND m.role <> 'brand_analyst' ORDER BY m.id`
      : by === 'teams' ? `SELECT t.id FROM teams t WHERE t.workspace_id = $1 AND t.kind <> 'group' ORDER BY t.name, t.id`
        : `SELECT c.id FROM channels c WHERE c.workspace_id = $1 AND c.deleted_at IS NULL AND ($2::uuid[] IS NULL OR c.id = ANY($2)) ORDER BY c.name, c.id`,
    by === 'channels' ? [actor.workspaceId, actor.channelIds === 'all' ? null : actor.channelIds] : [actor.workspaceId]);
  return rows.map(({ id }) => id);
}
