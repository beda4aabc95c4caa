import type { Tx } from '@kontuar/platform';

/** What counts as an answer. One that is scheduled for later is none yet; one that waits for the end of its pause or for its next try is. */
const answers = `status IN ('sending', 'sent', 'delivered', 'read', 'logged') OR (status = 'queued' AND (failure_code IS NOT NULL OR send_at < now() + interval '1 minute'))`;

/**
 * Whose last reply did not arrive, or perhaps not, goes on waiting for one: since when it waited before that reply, or since the reply when
 * we wrote first. Callers hold the conversations and tell that they changed.
 */
export async function waitAgain(tx: Tx, conversationIds: readonly string[]): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET waiting_since = unanswered.since
     FROM (
       SELECT m.conversation_id, coalesce(min((m.extra->'before'->>'waitingSince')::timestamptz), min(m.created_at)) AS since
       FROM messages m
       WHERE m.conversation_id = ANY($1::uuid[]) AND m.kind = 'message' AND m.direction = 'out' AND m.automatic IS NULL AND m.deleted_at IS NULL AND m.status IN ('failed', 'unknown')
         AND m.seq > coalesce((SELECT max(seq) FROM messages WHERE conversation_id = m.conversation_id AND kind = 'message' AND direction = 'out' AND automatic IS NULL AND deleted_at IS NULL AND (${answers})), 0)
       GROUP BY m.conversation_id
     ) unanswered
     WHERE c.id = unanswered.conversation_id AND c.waiting_since IS NULL`,
    [conversationIds],
  );
}

/** It arrived after all: as the last thing said it is the answer, and nothing of the row says that it failed. */
export async function waitNoMore(tx: Tx, messageId: string): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET preview_failed = false, waiting_since = CASE WHEN c.last_inbound_seq < m.seq THEN NULL ELSE c.waiting_since END, version = c.version + 1
     FROM messages m WHERE m.id = $1 AND c.id = m.conversation_id AND c.last_said_seq = m.seq`,
    [messageId],
  );
}
