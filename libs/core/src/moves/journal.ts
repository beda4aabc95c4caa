import type { MoveObstacle } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { Step } from '../conversations/change';
import { actorOf, record } from '../history/history';
import type { Along } from './goes-along';

/** What the way back needs to know beside the messages. */
export interface MoveFacts {
  /** How the conversation stood that went up in another. */
  from?: { state: string; snoozedUntil: string | null; waitingSince: string | null; resolvedAt: string | null };
  /** The waiting of the one that goes on, before and after. */
  waiting?: { before: string | null; after: string | null };
  /** Where threads went before. */
  routes: { id: string; before: string | null }[];
  /** Of a merge: what stood there already of these threads, and how many messages there were then. */
  stood?: string[];
  count?: number;
  /** What the one that goes on took over. */
  steps: Step[];
  along: Along;
  /** Fields of the workspace's own that the one that goes on lacked. */
  filled?: Record<string, unknown>;
  /** The act made the conversation to which it moved. */
  opened: boolean;
}

export interface MoveRow {
  id: string; act_id: string; kind: 'merge' | 'split' | 'move'; from_id: string; to_id: string; member_id: string; member_name: string; message_ids: string[]; facts: MoveFacts; created_at: Date; undone_at: Date | null;
}
export const moveColumns = 'id, act_id, kind, from_id, to_id, member_id, member_name, message_ids, facts, created_at, undone_at';

export async function remember(tx: Tx, actor: MemberActor, move: { actId: string; kind: MoveRow['kind']; fromId: string; toId: string; messageIds: readonly string[]; facts: MoveFacts }): Promise<string> {
  const id = newId();
  await tx.execute(
    `INSERT INTO conversation_moves (id, workspace_id, act_id, kind, from_id, to_id, member_id, member_name, message_ids, facts, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())`,
    [id, actor.workspaceId, move.actId, move.kind, move.fromId, move.toId, actor.memberId, actor.name, move.messageIds, JSON.stringify(move.facts)],
  );
  return id;
}

/** A line in the thread that says who did it. Callers hold the conversation. */
export async function tellAct(tx: Tx, actor: MemberActor, conversationId: string, type: string, data: Record<string, unknown>): Promise<void> {
  const id = newId();
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE conversations SET read_seq = CASE WHEN read_seq >= last_seq THEN last_seq + 1 ELSE read_seq END, last_seq = last_seq + 1, version = version + 1 WHERE id = $1 RETURNING last_seq AS seq`, [conversationId]);
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, event_type, event_data, at, created_at)
     SELECT workspace_id, $2, id, channel_id, $3, 'event', 'none', 'logged', 'member', $4, $5, $6, $7, now(), clock_timestamp() FROM conversations WHERE id = $1`,
    [conversationId, id, row?.seq, actor.memberId, actor.name, type, JSON.stringify(data)],
  );
  await record(tx, [{ type: 'message.created', actor: actorOf(actor), conversationId, messageId: id, data: { seq: row?.seq, event: type } }]);
}

export interface Ends { from: { merged_into: string | null; number: number }; to: { id: string; merged_into: string | null; number: number } }

/** Why it cannot be taken back any more, as things stand; null: it can. */
export function obstacleTo(move: Pick<MoveRow, 'kind' | 'to_id' | 'undone_at' | 'facts'>, { from, to }: Ends): MoveObstacle | null {
  if (move.undone_at !== null) return { code: 'already-undone', detail: 'This was taken back already.' };
  if (to.merged_into !== null) return { code: 'merged-further', detail: `#${to.number} was merged into another conversation since. Take that back first.` };
  // A merge is undone where it happened; whatever else was moved can only go back to a conversation that is still there.
  if (move.kind !== 'merge' && from.merged_into !== null) return { code: 'merged-further', detail: `#${from.number} was merged into another conversation since. Take that back first.` };
  if (move.kind === 'merge' && from.merged_into !== move.to_id) return { code: 'merged-elsewhere', detail: `#${from.number} does not stand in #${to.number} any more.` };
  return null;
}
