import { capabilitiesFor } from '@kontuar/contract';
import { newId, type Queues, type Tx } from '@kontuar/platform';
import type { ChannelContexts } from '../channels/channel-contexts';
import type { ChannelRow } from '../channels/channel.row';
import { record } from '../history/history';
import { textLength } from '../messages/text-length';
import { answeredThread, findAnswered, isRefused, wayOf } from '../sending/answer-rules';
import { wayOut } from '../sending/way-out';

interface Said { conversationId: string; messageId: string; text: string; hitId: string }

/**
 * A private word of the house to who wrote a comment, where the platform takes one. It answers nobody's question, so nothing about the conversation moves but its end.
 * Answers why not. Callers hold the conversation.
 */
export async function answerPrivately(tx: Tx, deps: { queues: Queues; contexts: ChannelContexts }, workspaceId: string, channel: ChannelRow, said: Said): Promise<{ code: string } | undefined> {
  if (channel.paused) return { code: 'channel-paused' };
  const all = deps.contexts.capabilitiesOf(channel);
  const capabilities = capabilitiesFor(all, 'private');
  const out = await wayOut(tx, said.conversationId, said.messageId);
  const way = await wayOf(tx, await answeredThread(tx, out.threadId), all, { side: 'private', replyTo: await findAnswered(tx, said.conversationId, said.messageId), template: false, byPerson: false, messageId: null });
  if (isRefused(way)) return { code: way.code };
  if (capabilities.maxTextLength !== undefined && textLength(said.text, capabilities) > capabilities.maxTextLength) return { code: 'text-too-long' };
  const id = newId();
  const [after] = await tx.query<{ seq: number; name: string }>(
    `UPDATE conversations c SET read_seq = CASE WHEN read_seq >= last_seq THEN last_seq + 1 ELSE read_seq END, last_seq = last_seq + 1, version = version + 1 FROM workspaces w WHERE c.id = $1 AND w.id = c.workspace_id RETURNING c.last_seq AS seq, w.name`, [said.conversationId]);
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_name, text, reply_to_id, client_id, automatic, at, send_at, visibility, thread_id)
     VALUES ($1, $2, $3, $4, $5, 'message', 'out', 'queued', 'system', $6, $7, $8, $9, 'auto-reply', now(), now(), 'private', $10)`,
    [workspaceId, id, said.conversationId, out.channelId, after?.seq, after?.name, said.text, way.replyToId, `moderation:${said.hitId}`, out.threadId === said.conversationId ? null : out.threadId]);
  if (way.privately) await tx.execute(`UPDATE conversations SET private_reply_seq = $2 WHERE id = $1`, [out.threadId, after?.seq]);
  await record(tx, [{ type: 'message.created', conversationId: said.conversationId, messageId: id, data: { seq: after?.seq, direction: 'out' } }], workspaceId);
  tx.afterCommit(() => { deps.queues.poke('send', { conversationId: said.conversationId }); });
  return undefined;
}
