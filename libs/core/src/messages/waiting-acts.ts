import type { MessageActKind } from '@kontuar/contract';
import type { Queues, Tx } from '@kontuar/platform';
import { record } from '../history/history';

interface About { id: string; conversation_id: string; seq: number }

/** What takes an act back, where one does. */
export const oppositeOf: Partial<Record<MessageActKind, MessageActKind>> = { hide: 'unhide', unhide: 'hide', like: 'unlike', unlike: 'like' };

/** Of something that was asked for: nobody has told the platform yet, so nobody will; or it is too late for that; or it was never asked for. Callers hold the conversation. */
export async function withdrawAct(tx: Tx, message: About, kind: MessageActKind, { byRule = false } = {}): Promise<'withdrawn' | 'under-way' | 'not-asked'> {
  const withdrawn = await tx.execute(`UPDATE message_acts SET state = 'failed', done_at = now(), error_code = 'taken-back' WHERE message_id = $1 AND kind = $2 AND state = 'pending' AND attempts = 0 AND (hit_id IS NOT NULL OR NOT $3)`, [message.id, kind, byRule]);
  if (withdrawn === 0) return (await tx.query(`SELECT 1 FROM message_acts WHERE message_id = $1 AND kind = $2 AND state = 'pending'`, [message.id, kind])).length > 0 ? 'under-way' : 'not-asked';
  await tx.execute(`UPDATE messages SET moderation = coalesce(moderation, '{}') || '{"pending": null, "failure": null}' WHERE id = $1`, [message.id]);
  await record(tx, [{ type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: 'act-failed', kind, code: 'taken-back' } }]);
  return 'withdrawn';
}

/** What waited for a paused channel leaves as soon as it runs again. */
export async function letActsGo(tx: Tx, queues: Queues, channelId: string): Promise<void> {
  const acts = await tx.query<{ id: string; lane_id: string | null }>(
    `UPDATE message_acts a SET next_attempt_at = now() FROM messages m WHERE m.id = a.message_id AND m.channel_id = $1 AND a.state = 'pending' AND a.error_code = 'channel-paused' RETURNING a.id, a.lane_id`, [channelId]);
  tx.afterCommit(() => {
    for (const { id, lane_id: lane } of acts) if (lane === null) queues.poke('act', { actId: id });
    for (const lane of new Set(acts.flatMap(({ lane_id: one }) => one ?? []))) queues.poke('act-by-rule', { channelId: lane });
  });
}
