import type { Queues, Tx } from '@kontuar/platform';
import { newId } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { actorOf, record } from '../history/history';
import type { WayOut } from '../sending/way-out';
import { watchAlong } from '../watches/watch-along';
import type { PreparedAnswer } from './answer';

export interface PlacedAnswer {
  author: { id: string; name: string };
  answer: Omit<PreparedAnswer, 'capabilities'>;
  way: WayOut;
  cc: readonly string[];
  clientId: string;
  /** Only kept, never sent: a call, a visit. */
  logOnly: boolean;
  sendAt: Date;
  now: Date;
}

/** Puts an answer into the thread, from which it leaves at its time. Callers hold the conversation. Answers the message's id. */
export async function placeAnswer(tx: Tx, queues: Queues, actor: Actor, row: LockedConversation, placed: PlacedAnswer): Promise<string> {
  const { author, answer, way, logOnly, sendAt, now } = placed;
  const id = newId();
  const before = { waitingSince: row.waiting_since, assigneeId: row.assignee_id };
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, recipients, text, html, reply_to_id, client_id, extra, at, send_at, visibility, template, letter, thread_id)
     VALUES ($1, $2, $3, $4, $5, 'message', 'out', $6, 'member', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      row.workspace_id, id, row.id, way.channelId, row.last_seq + 1, logOnly ? 'logged' : 'queued', author.id, author.name, JSON.stringify({ cc: placed.cc.map((address) => ({ name: null, address })) }),
      answer.text, answer.html, answer.replyToId, placed.clientId, JSON.stringify({ before }), now, logOnly ? null : sendAt, answer.visibility, answer.template === null ? null : JSON.stringify(answer.template),
      answer.letter === undefined ? null : JSON.stringify(answer.letter),
      way.threadId === row.id ? null : way.threadId,
    ],
  );
  await tx.execute(
    `UPDATE conversations SET last_seq = last_seq + 1, version = version + 1, last_message_at = $2, last_said_seq = last_seq + 1, first_reply_at = coalesce(first_reply_at, $2),
       waiting_since = NULL, preview_text = $3, preview_kind = 'outbound', preview_author = $4, preview_failed = false, read_seq = greatest(read_seq, last_seq + 1) WHERE id = $1`,
    [row.id, now, answer.text.replace(/\s+/g, ' ').trim().slice(0, 200), author.name],
  );
  if (answer.privately) await tx.execute(`UPDATE conversations SET private_reply_seq = $2 WHERE id = $1`, [way.threadId, row.last_seq + 1]);
  await record(tx, [{ type: 'message.created', actor: actorOf(actor), conversationId: row.id, messageId: id, data: { seq: row.last_seq + 1, direction: 'out' } }], row.workspace_id);
  await leads(tx, actor, row, author.id);
  await watchAlong(tx, row.workspace_id, row.id, [author.id], 'wrote');
  if (!logOnly) {
    const delayMs = Math.max(0, sendAt.getTime() - now.getTime());
    if (delayMs < 3_600_000) tx.afterCommit(() => { queues.poke('send', { conversationId: row.id }, delayMs); });
  }
  return id;
}

/** Who answers, leads. */
export async function leads(tx: Tx, actor: Actor, row: LockedConversation, memberId: string): Promise<void> {
  if (row.assignee_id !== null) return;
  if (!(actor.kind === 'member' && actor.memberId === memberId) && (await tx.query(`SELECT 1 FROM memberships WHERE id = $1 AND active`, [memberId])).length === 0) return;
  const [fresh] = await lockConversations(tx, [row.id]);
  if (fresh?.assignee_id === null) await changeConversations(tx, actor, [fresh], () => ({ assignee_id: memberId }), { reason: 'answered' });
}
