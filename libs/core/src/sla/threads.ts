import type { Tx } from '@kontuar/platform';
import type { LockedConversation } from '../conversations/change';
import { foldThread, type FoldLine, type FoundPromise } from './thread-fold';

/** Of a longer thread, what was said last: promises older than that are over. */
const LINES = 2000;
/** An answer counts once the platform has it, or somebody says that they gave it; not while it may still be taken back, failed, or nobody knows. */
const TAKEN = `('sent', 'delivered', 'read', 'logged')`;

interface LineRow { conversation_id: string; id: string; at: Date; kind: 'message' | 'event'; direction: 'in' | 'out' | 'none'; author_kind: string; event_type: string | null; by: string | null; place: number }

/** What conversations say of promises: read from their threads as they are now. */
export async function findPromised(tx: Tx, conversations: readonly Pick<LockedConversation, 'id' | 'state' | 'resolved_at' | 'first_reply_at' | 'merged_into'>[]): Promise<Map<string, FoundPromise[]>> {
  const rows = await tx.query<LineRow>(
    `SELECT k.id AS conversation_id, m.id, m.at, m.kind, m.direction, m.author_kind, m.event_type, m.by, m.place FROM unnest($1::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT n.id, n.at, n.kind, n.direction, n.author_kind, n.event_type, n.event_data->>'by' AS by, n.seq, (row_number() OVER (ORDER BY n.seq DESC))::int AS place FROM messages n WHERE n.conversation_id = k.id AND (
         (n.kind = 'message' AND n.automatic IS NULL AND (n.direction = 'in' OR (n.direction = 'out' AND n.author_kind IN ('member', 'elsewhere') AND n.status IN ${TAKEN})))
         -- What was done to another conversation before its lines came here was not done to this one.
         OR (n.kind = 'event' AND n.posted_in IS NULL AND n.event_type IN ('resolved', 'reopened', 'snoozed', 'pending', 'woken')))
       ORDER BY n.seq DESC LIMIT ${LINES}
     ) m ORDER BY k.id, m.seq`, [conversations.map(({ id }) => id)]);
  const lines = new Map<string, { lines: FoldLine[]; cut: boolean }>();
  for (const row of rows) {
    const thread = lines.get(row.conversation_id) ?? { lines: [], cut: false };
    lines.set(row.conversation_id, thread);
    thread.lines.push(...linesOf(row));
    if (row.place >= LINES) thread.cut = true;
  }
  return new Map(conversations.map((conversation) => {
    const thread = lines.get(conversation.id);
    if (thread === undefined || conversation.merged_into !== null) return [conversation.id, []] as const;
    const since = conversation.resolved_at ?? thread.lines.at(-1)?.at ?? new Date();
    return [conversation.id, foldThread(thread.lines, { state: conversation.state, since }, thread.cut && conversation.first_reply_at !== null)] as const;
  }));
}

function linesOf({ id, at, kind, direction, author_kind: author, event_type: event, by }: LineRow): FoldLine[] {
  if (kind === 'message') return [direction === 'in' ? { id, at, what: 'in' } : { id, at, what: 'out', by: author }];
  // A review or comment was changed by its writer: as good as new words.
  if (by === 'edit') return [{ id, at, what: event === 'reopened' ? 'reopened' : 'woken', by: 'contact' }, { id, at, what: 'in' }];
  return [{ id, at, what: event as FoldLine['what'], ...(by === null ? {} : { by }) }];
}
