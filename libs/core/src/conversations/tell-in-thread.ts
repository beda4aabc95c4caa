import { newId, type Tx } from '@kontuar/platform';
import { record } from '../history/history';

export interface Told { conversation_id: string; workspace_id: string }
export interface ThreadLine { conversationId: string; type: string; data: Record<string, unknown> }

/** A line in the thread that the system tells. Callers hold the conversation. */
export const tellInThread = (tx: Tx, message: Told, type: string, data: Record<string, unknown>): Promise<void> =>
  tellInThreads(tx, message.workspace_id, [{ conversationId: message.conversation_id, type, data }]);

/** Lines in any number of threads, in their order. Callers hold the conversations. */
export async function tellInThreads(tx: Tx, workspaceId: string, lines: readonly ThreadLine[]): Promise<void> {
  if (lines.length === 0) return;
  const counts = new Map<string, number>();
  const numbered = lines.map((line) => {
    const place = (counts.get(line.conversationId) ?? 0) + 1;
    counts.set(line.conversationId, place);
    return { ...line, id: newId(), place };
  });
  const rows = await tx.query<{ id: string; last_seq: number }>(
    `UPDATE conversations c SET read_seq = CASE WHEN read_seq >= last_seq THEN last_seq + n.count ELSE read_seq END, last_seq = last_seq + n.count, version = version + 1
     FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, count integer) WHERE c.id = n.id RETURNING c.id, c.last_seq`, [JSON.stringify([...counts].map(([id, count]) => ({ id, count })))]);
  const last = new Map(rows.map(({ id, last_seq: seq }) => [id, seq]));
  const placed = numbered.flatMap(({ place, ...line }) => {
    const end = last.get(line.conversationId);
    return end === undefined ? [] : [{ ...line, seq: end - (counts.get(line.conversationId) ?? 0) + place }];
  });
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, event_type, event_data, at)
     SELECT c.workspace_id, l.id, c.id, c.channel_id, l.seq, 'event', 'none', 'logged', 'system', l.type, l.data, now()
     FROM jsonb_to_recordset($1::jsonb) AS l (id uuid, "conversationId" uuid, seq integer, type text, data jsonb) JOIN conversations c ON c.id = l."conversationId"`, [JSON.stringify(placed)]);
  await record(tx, placed.map(({ conversationId, id, seq, type }) => ({ type: 'message.created', conversationId, messageId: id, data: { seq, event: type } })), workspaceId);
}
