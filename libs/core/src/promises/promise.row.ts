import type { GivenPromise, GivenPromiseState } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';

export interface PromiseRow {
  id: string; workspace_id: string; conversation_id: string; text: string; due_at: Date; remind_at: Date | null; reminded_at: Date | null; owner_id: string | null; created_by: string | null; message_id: string | null; since_seq: number;
  state: GivenPromiseState; ended_at: Date | null; ended_by: string | null; look_at: Date | null; version: number; created_at: Date;
}
export const promiseColumns = 'g.id, g.workspace_id, g.conversation_id, g.text, g.due_at, g.remind_at, g.reminded_at, g.owner_id, g.created_by, g.message_id, g.since_seq, g.state, g.ended_at, g.ended_by, g.look_at, g.version, g.created_at';

interface ShownRow extends PromiseRow { number: number; contact_id: string; contact_name: string; answered_since: boolean; exact: string }

/** With whose it is and whether something was said since; `where` over `given_promises g` and its `conversations c`. */
export async function findPromises(tx: Tx, where: string, parameters: unknown[], rest = 'ORDER BY g.due_at, g.id LIMIT 200'): Promise<(GivenPromise & { exact: string })[]> {
  const rows = await tx.query<ShownRow>(
    `SELECT ${promiseColumns}, c.number, c.contact_id, p.name AS contact_name, to_char(g.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact,
       EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = g.conversation_id AND m.seq > g.since_seq AND m.kind = 'message' AND m.direction = 'out' AND m.author_kind = 'member' AND m.id IS DISTINCT FROM g.message_id AND m.status NOT IN ('failed', 'queued')) AS answered_since
     FROM given_promises g JOIN conversations c ON c.id = g.conversation_id JOIN contacts p ON p.id = c.contact_id WHERE ${where} ${rest}`, parameters);
  return rows.map((row) => ({
    id: row.id, conversationId: row.conversation_id, conversationNumber: row.number, contactId: row.contact_id, contactName: row.contact_name, text: row.text, dueAt: row.due_at.toISOString(), remindAt: row.remind_at?.toISOString() ?? null,
    ownerId: row.owner_id, createdBy: row.created_by, createdAt: row.created_at.toISOString(), messageId: row.message_id, state: row.state, endedAt: row.ended_at?.toISOString() ?? null,
    late: row.state === 'kept' && row.ended_at !== null && row.ended_at >= row.due_at, answeredSince: row.answered_since, version: row.version, exact: row.exact,
  }));
}

/** The next moment at which somebody looks: the reminder that was not given yet, or the end. */
export const nextLook = (row: Pick<PromiseRow, 'remind_at' | 'reminded_at' | 'due_at'>): Date => (row.remind_at !== null && row.reminded_at === null && row.remind_at < row.due_at ? row.remind_at : row.due_at);
