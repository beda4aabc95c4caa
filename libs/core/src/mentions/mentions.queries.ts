import type { Tx } from '@kontuar/platform';

/** Whoever answers in the conversation has seen to what they were asked in it. Answers whose mentions are settled by that. */
export async function answeredMentions(tx: Tx, memberId: string, conversationId: string): Promise<string[]> {
  const rows = await tx.query<{ member_id: string }>(
    `UPDATE note_mentions n SET done_at = now(), done_by = $1, snoozed_until = NULL
     FROM note_mentions own WHERE own.member_id = $1 AND own.conversation_id = $2 AND own.done_at IS NULL AND n.message_id = own.message_id AND n.done_at IS NULL
       AND (n.member_id = own.member_id OR (NOT own.each AND NOT n.each AND n.via = own.via AND n.team_id IS NOT DISTINCT FROM own.team_id)) RETURNING n.member_id`,
    [memberId, conversationId],
  );
  return [...new Set(rows.map((row) => row.member_id))];
}
