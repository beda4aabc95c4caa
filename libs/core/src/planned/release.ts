import type { Capabilities } from '@kontuar/connectors/contract';
import type { Queues, Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { actorOf, record } from '../history/history';
import { placeAnswer } from '../messages/place-answer';
import { keepSentWith } from '../messages/sent-with';
import { answeredThread, findAnswered, isRefused, wayOf } from '../sending/answer-rules';
import { holderOf } from '../sending/way-out';
import { refreshPlan } from './plan';
import type { PlannedRow } from './planned.row';

export interface Release {
  /** Undefined: the channel is gone. */
  capabilities: Capabilities | undefined;
  /** The pause in which it can be taken back: of a person who lets it go; a time that was chosen long before needs none. */
  undoSeconds: number;
}

/**
 * Turns a planned answer into a message, in one transaction with its end as a plan: it cannot become two. Where the platform would not take it any
 * more it becomes one all the same, and fails in the thread with its reason and its ways out. Callers hold the conversation and have claimed the row.
 */
export async function release(tx: Tx, queues: Queues, actor: Actor, row: LockedConversation, planned: PlannedRow, { capabilities, undoSeconds }: Release): Promise<string | undefined> {
  if (capabilities === undefined) {
    await endPlanned(tx, actor, planned, 'cancelled', 'channel-gone');
    return undefined;
  }
  const now = new Date();
  const replyTo = await findAnswered(tx, row.id, planned.reply_to_id);
  const way = await wayOf(tx, await answeredThread(tx, holderOf(planned)), capabilities, { side: planned.visibility, replyTo, template: planned.template !== null, byPerson: true, messageId: null }, now);
  const messageId = await placeAnswer(tx, queues, actor, row, {
    author: { id: planned.author_id, name: planned.author_name },
    answer: {
      visibility: planned.visibility, replyToId: isRefused(way) ? planned.reply_to_id : (way.replyToId ?? (replyTo?.visibility === planned.visibility ? replyTo.id : null)), privately: !isRefused(way) && way.privately,
      text: planned.text, html: planned.html, letter: planned.letter ?? undefined, template: planned.template,
    },
    way: { threadId: holderOf(planned), channelId: planned.channel_id }, cc: planned.cc, clientId: planned.client_id ?? `planned:${planned.id}`, logOnly: false, sendAt: new Date(now.getTime() + undoSeconds * 1000), now,
  });
  await tx.execute(`UPDATE attachments SET message_id = $2, planned_id = NULL WHERE planned_id = $1`, [planned.id, messageId]);
  await tx.execute(`UPDATE planned_answers SET state = 'released', message_id = $2, due_at = NULL, ended_at = now(), version = version + 1 WHERE id = $1`, [planned.id, messageId]);
  await record(tx, [{ type: 'planned.released', actor: actorOf(actor), conversationId: row.id, messageId, subjectId: planned.id, data: { by: actor.kind === 'member' ? 'member' : 'timer', ...(planned.decided_by === null ? {} : { approvedBy: planned.decided_by, authorId: planned.author_id }) } }], planned.workspace_id);
  await refreshPlan(tx, planned.workspace_id, [row.id], actor);
  if (planned.then_state !== null) {
    const state = planned.then_state === 'resolve' ? 'resolved' : 'pending';
    await keepSentWith(tx, messageId, await changeConversations(tx, actor, await lockConversations(tx, [row.id]), () => ({ state })));
  }
  return messageId;
}

/** It does not leave. What it says stays, and its files with it. Callers hold the conversation and refresh its plan. */
export async function endPlanned(tx: Tx, actor: Actor | undefined, planned: PlannedRow, state: 'cancelled' | 'withdrawn', reason: string): Promise<void> {
  await tx.execute(`UPDATE planned_answers SET state = $2, reason = $3, due_at = NULL, ended_at = now(), version = version + 1 WHERE id = $1`, [planned.id, state, reason]);
  await record(tx, [{ type: 'planned.ended', ...(actor === undefined ? {} : { actor: actorOf(actor) }), conversationId: planned.conversation_id, subjectId: planned.id, data: { state, reason } }], planned.workspace_id);
}
