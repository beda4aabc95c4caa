import { Inject, Injectable } from '@nestjs/common';
import { capabilitiesFor, type MessageInput, type MessagePage, type MessageQuery, type MessageView, type Posted, type PostedOrHeld } from '@kontuar/contract';
import { Database, prepared, Queues, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel, type ChannelRow } from '../channels/channel.row';
import { Macros } from '../canned/macros.service';
import { Templates } from '../channels/templates.service';
import { answersMoved } from '../cases/answers';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { SharedDrafts } from '../drafts/shared-drafts.service';
import { bringBack, usedUpAs, useUp } from '../drafts/use-up';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { goesOnIn, refuseMerged } from '../moves/merged';
import { recountPrivateReplies } from '../sending/answer-rules';
import { holderOf, wayOut, type WayOut } from '../sending/way-out';
import { answeredMentions } from '../mentions/mentions.queries';
import { addNote } from './add-note';
import { approvalFor, type Approval } from '../approvals/asked';
import { backToPlan } from '../planned/back-to-plan';
import { holdBack } from '../planned/hold-back';
import { heldView } from '../planned/planned.row';
import { wakeAt } from '../planned/wake';
import { isTimeZone } from '../time-zones/wall-clock';
import { PULSE } from '../tokens';
import { letListenersHear } from '../supervision/supervised';
import { refuseTakenOver } from '../supervision/taken-over';
import { prepareAnswer, type PreparedAnswer } from './answer';
import { inlinePictures } from './inline-pictures';
import { enqueue } from './message-acts.service';
import { findMessageViews, messageColumns, messageViews, type MessageRow } from './message.view';
import { leads, placeAnswer } from './place-answer';
import { keepRevision, restorePreview } from './preview';
import { keepSentWith, undoSentWith, type SentExtra } from './sent-with';
import { undoSecondsOf } from './undo-window';

/** A message, or an answer that waits. */
type Stored = { messageId: string } | { plannedId: string };

/** Reading a thread and answering in it. */
@Injectable()
export class Messages {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly queues: Queues,
    private readonly conversations: Conversations,
    private readonly contexts: ChannelContexts,
    private readonly templates: Templates,
    private readonly macros: Macros,
    private readonly sharedDrafts: SharedDrafts,
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  /** The newest page, or the one before or after a seq; always in the order of the thread. One range scan of the primary key. */
  async page(actor: MemberActor, conversationId: string, query: MessageQuery): Promise<MessagePage> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const forward = query.after !== undefined;
      // Asked for together; who may not see the conversation gets neither.
      const read = (id: string) => Promise.all([
        tx.query<MessageRow>(
          prepared(`SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND ${forward ? 'm.seq > $2' : 'm.seq < $2'} ORDER BY m.seq ${forward ? 'ASC' : 'DESC'} LIMIT $3`),
          [id, query.after ?? query.before ?? 2_147_483_647, query.limit + 1],
        ),
        this.conversations.allow(tx, actor, id, 'conversation.read'),
      ]);
      const [own, { merged_into: mergedInto }] = await read(conversationId);
      const rows = mergedInto === null ? own : (await read(await goesOnIn(tx, conversationId)))[0];
      const more = rows.length > query.limit;
      const items = rows.slice(0, query.limit);
      if (!forward) items.reverse();
      return { items: await messageViews(tx, this.secrets, items), hasBefore: forward ? (query.after ?? 0) > 0 : more, hasAfter: forward ? more : query.before !== undefined };
    });
  }

  /** A reply or a private note. The same client id again answers with what the first one made. */
  async post(actor: MemberActor, conversationId: string, input: MessageInput): Promise<PostedOrHeld> {
    if (input.template !== undefined && !input.private) await this.templates.know(actor, conversationId, input.template.id);
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.held(tx, actor, conversationId, 'conversation.read');
      const [existing] = await tx.query<{ id: string; conversation_id: string }>(`SELECT id, conversation_id FROM messages WHERE coalesce(posted_in, conversation_id) = $1 AND client_id = $2`, [conversationId, input.clientId]);
      // It may have been moved since: then as far as the reader sees it there.
      if (existing !== undefined) {
        if (existing.conversation_id !== conversationId) await this.conversations.allow(tx, actor, existing.conversation_id, 'conversation.read');
        return this.posted(tx, existing.conversation_id, existing.id);
      }
      await refuseMerged(tx, row);
      const [waiting] = await tx.query<{ id: string }>(`SELECT id FROM planned_answers WHERE conversation_id = $1 AND client_id = $2`, [conversationId, input.clientId]);
      if (waiting !== undefined) return heldView(tx, this.secrets, actor, waiting.id);
      if (!can(actor, input.private ? 'conversation.note' : 'conversation.reply', { kind: 'conversation', channelId: row.channel_id, assigneeId: row.assignee_id, teamId: row.team_id })) throw forbidden();
      if (!input.private) await refuseTakenOver(tx, actor, conversationId);
      // Before anything is said: an answer that cannot close what it closes stays with its author.
      if (!input.private && input.then === 'resolve' && row.state !== 'resolved') await this.conversations.refuseIncomplete(tx, row);
      const then = input.then ?? (input.macroId === undefined ? undefined : await this.macros.thenOf(tx, actor, input.macroId));
      const shared = input.sharedDraft === undefined || input.private ? undefined : await useUp(tx, actor, conversationId, input.sharedDraft);
      this.conversations.mentionsChanged(tx, actor.workspaceId, await answeredMentions(tx, actor.memberId, conversationId));
      const stored = input.private ? await this.note(tx, actor, row, input) : await this.reply(tx, actor, row, { ...input, then });
      if (shared === undefined) {
        await tx.execute(`DELETE FROM drafts WHERE conversation_id = $1 AND member_id = $2`, [conversationId, actor.memberId]);
        await letListenersHear(tx, this.pulse, { workspaceId: actor.workspaceId, conversationId, memberId: actor.memberId, text: '' });
      } else {
        await usedUpAs(tx, actor, shared, stored);
        this.sharedDrafts.tellEnded(tx, actor, shared, { channelId: row.channel_id, assigneeId: row.assignee_id, teamId: row.team_id }, 'sent', input.text);
      }
      const changed = input.macroId === undefined ? [] : (await this.macros.applyIn(tx, actor, conversationId, input.macroId, { leavesLater: 'plannedId' in stored })).steps;
      if ('plannedId' in stored) return heldView(tx, this.secrets, actor, stored.plannedId);
      if (input.then !== undefined) {
        const state = input.then === 'resolve' ? 'resolved' : 'pending';
        changed.push(...await changeConversations(tx, actor, await lockConversations(tx, [conversationId]), () => ({ state })));
      }
      await keepSentWith(tx, stored.messageId, changed);
      return this.posted(tx, conversationId, stored.messageId);
    });
  }

  private async note(tx: Tx, actor: MemberActor, row: LockedConversation, input: MessageInput): Promise<Stored> {
    const id = await addNote(tx, actor, row.id, { text: input.text, mentions: input.mentions, groups: input.mentionGroups ?? [], clientId: input.clientId });
    await this.attach(tx, actor, { messageId: id }, input);
    return { messageId: id };
  }

  private async reply(tx: Tx, actor: MemberActor, row: LockedConversation, input: MessageInput): Promise<Stored> {
    await this.refuseStale(tx, actor, row, input.sinceSeq);
    const way = await wayOut(tx, row.id, input.replyToId ?? null);
    const channel = await findChannel(tx, way.channelId);
    if (channel === undefined) throw conflict('channel-gone', 'This channel was removed; nothing can be sent over it.');
    const sendAt = input.sendAt === undefined ? null : new Date(Math.max(Date.now(), Date.parse(input.sendAt)));
    const answer = await prepareAnswer(tx, this.contexts.capabilitiesOf(channel), { id: row.id, way }, input, sendAt ?? new Date());
    const { capabilities } = answer;
    const maxBytes = capabilities.attachments === false ? undefined : capabilities.attachments.maxBytes;
    const logOnly = capabilities.logOnly === true;
    const cc = capabilities.cc ? (input.cc ?? []) : [];
    const approval = logOnly ? undefined : await approvalFor(tx, actor, { ...row, channel_id: way.channelId }, answer.visibility);
    if (!logOnly && (approval !== undefined || sendAt !== null)) return { plannedId: await this.holdBack(tx, actor, row, input, { answer, cc, approval, sendAt, maxBytes, way }) };
    const now = new Date();
    const undoSeconds = input.sendNow ? 0 : await undoSecondsOf(tx, actor, capabilities.undoSendSeconds);
    const messageId = await placeAnswer(tx, this.queues, actor, row, { author: { id: actor.memberId, name: actor.name }, answer, way, cc, clientId: input.clientId, logOnly, sendAt: new Date(now.getTime() + undoSeconds * 1000), now });
    await this.attach(tx, actor, { messageId }, input, maxBytes, answer.html);
    return { messageId };
  }

  /** It waits for its time, or for somebody who says yes: no message yet, and the customer goes on waiting. */
  private async holdBack(tx: Tx, actor: MemberActor, row: LockedConversation, input: MessageInput, { answer, cc, approval, sendAt, maxBytes, way }: { answer: PreparedAnswer; cc: string[]; approval: Approval | undefined; sendAt: Date | null; maxBytes: number | undefined; way: WayOut }): Promise<string> {
    if (input.timeZone !== undefined && !isTimeZone(input.timeZone)) throw invalid('unknown-time-zone', 'There is no such time zone.');
    const plannedId = await holdBack(tx, actor, {
      workspaceId: actor.workspaceId, conversationId: row.id, way, author: { id: actor.memberId, name: actor.name }, answer, cc, clientId: input.clientId, then: input.then,
      sendAt, timeZone: input.timeZone ?? null, ifCustomerWrites: input.ifCustomerWrites ?? 'cancel', sinceSeq: row.last_seq, approval,
    }, new Date());
    await this.attach(tx, actor, { plannedId }, input, maxBytes, answer.html);
    await leads(tx, actor, row, actor.memberId);
    if (approval === undefined && sendAt !== null) wakeAt(tx, this.queues, 'planned', plannedId, sendAt);
    if (approval?.clock.dueAt != null) wakeAt(tx, this.queues, 'planned', plannedId, approval.clock.dueAt);
    return plannedId;
  }

  /** What arrived since the agent began to write stops a reply once: never a silent double answer. */
  private async refuseStale(tx: Tx, actor: MemberActor, row: LockedConversation, sinceSeq: number | undefined): Promise<void> {
    if (sinceSeq === undefined || row.last_said_seq <= sinceSeq) return;
    const rows = await tx.query<MessageRow>(
      `SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND m.seq > $2 AND m.kind = 'message' AND m.deleted_at IS NULL AND NOT (m.author_kind = 'member' AND m.author_id = $3) ORDER BY m.seq LIMIT 20`,
      [row.id, sinceSeq, actor.memberId],
    );
    if (rows.length > 0) throw conflict('stale-reply', 'The conversation went on while you were writing.', { messages: await messageViews(tx, this.secrets, rows), lastSeq: row.last_seq });
  }

  /** Only what this member uploaded and nobody used yet, and what was put into the shared draft that is sent. */
  private async attach(tx: Tx, actor: MemberActor, to: { messageId: string } | { plannedId: string }, { attachmentIds: ids, sharedDraft }: MessageInput, maxBytes?: number, html: string | null = null): Promise<void> {
    if (ids.length === 0) return;
    const [messageId, plannedId] = 'messageId' in to ? [to.messageId, null] : [null, to.plannedId];
    const rows = await tx.query<{ id: string; name: string; size_bytes: string }>(
      // Those of an answer that was overtaken go with its text, which is a draft again.
      `UPDATE attachments a SET message_id = $1, planned_id = $4, position = r.position, inline = a.id = ANY($6::uuid[]), content_id = CASE WHEN a.id = ANY($6::uuid[]) THEN a.id || '@kontuar' END FROM unnest($2::uuid[]) WITH ORDINALITY AS r (id, position)
       WHERE a.id = r.id AND a.message_id IS NULL AND (CASE WHEN a.shared_draft_id IS NULL OR $5::uuid IS NULL THEN a.uploaded_by = $3 ELSE a.shared_draft_id = $5 END) AND (a.planned_id IS NULL OR EXISTS (SELECT 1 FROM planned_answers p WHERE p.id = a.planned_id AND p.state IN ('cancelled', 'withdrawn')))
       RETURNING a.id, a.name, a.size_bytes`,
      [messageId, ids, `member:${actor.memberId}`, plannedId, sharedDraft?.id ?? null, inlinePictures(html)],
    );
    if (rows.length < new Set(ids).size) throw notFound('uploaded file');
    const large = rows.find((row) => maxBytes !== undefined && Number(row.size_bytes) > maxBytes);
    if (large !== undefined) throw invalid('attachment-too-large', `“${large.name}” is larger than this channel takes (${Math.floor((maxBytes ?? 0) / 1024 / 1024)} MB).`);
  }

  /**
   * Takes a reply back while it waits, and answers with what it said. Once it left, only channels whose platform can delete do so.
   */
  async takeBack(actor: MemberActor, messageId: string): Promise<{ taken: 'back' | 'deleted'; message: MessageView }> {
    const result = await this.conversations.unit(actor, async (tx) => {
      const message = await this.own(tx, actor, messageId);
      const row = await this.conversations.locked(tx, actor, message.conversation_id, 'conversation.read');
      const [before] = await findMessageViews(tx, this.secrets, [messageId]);
      const [claimed] = await tx.query<{ extra: SentExtra | null }>(
        // Not the seq: a thread has no holes. The place stays, as a line that no screen shows.
        `UPDATE messages SET kind = 'event', direction = 'none', status = 'logged', event_type = 'taken-back', event_data = '{}', text = '', html = NULL, send_at = NULL, client_id = NULL
         WHERE id = $1 AND status = 'queued' RETURNING extra`,
        [messageId],
      );
      if (claimed === undefined) return { before, conversationId: row.id, channelId: row.channel_id };
      await answersMoved(tx, this.queues, [messageId]);
      await backToPlan(tx, actor, messageId);
      await tx.execute(`UPDATE attachments SET message_id = NULL WHERE message_id = $1`, [messageId]);
      await bringBack(tx, actor, row, { messageId });
      // Before the clock is set back: reopening starts it anew.
      await undoSentWith(tx, actor, claimed.extra);
      await restorePreview(tx, row.id, claimed.extra?.before?.waitingSince ?? null);
      await recountPrivateReplies(tx, holderOf(message));
      await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: row.id, messageId, data: { seq: message.seq, what: 'taken-back' } }, { type: 'conversation.updated', actor: actorOf(actor), conversationId: row.id, data: { takenBack: message.seq } }]);
      return { before, conversationId: row.id, channelId: row.channel_id, done: true };
    });
    if (result.before === undefined) throw notFound('message');
    if (result.done === true) return { taken: 'back', message: result.before };
    return { taken: 'deleted', message: await this.deleteSent(actor, result.before, result.channelId) };
  }

  /** Asks the platform to delete what already left; the place stays and says so. */
  private async deleteSent(actor: MemberActor, { id: messageId, visibility }: MessageView, channelId: string): Promise<MessageView> {
    return this.conversations.unit(actor, async (tx) => {
      const channel = (await findChannel(tx, channelId)) as ChannelRow;
      if (!capabilitiesFor(this.contexts.capabilitiesOf(channel), visibility).delete) throw conflict('already-sent', 'This message has left already, and this channel cannot take it back.');
      // The conversation first, as everybody locks: a receipt of this message may come in at this moment.
      await tx.query(`SELECT 1 FROM conversations WHERE id = (SELECT conversation_id FROM messages WHERE id = $1) FOR NO KEY UPDATE`, [messageId]);
      const [row] = await tx.query<{ conversation_id: string; seq: number }>(
        `UPDATE messages SET deleted_at = now() WHERE id = $1 AND status IN ('sent', 'delivered', 'read') AND deleted_at IS NULL RETURNING conversation_id, seq`,
        [messageId],
      );
      if (row === undefined) throw conflict('already-sent', 'This message is being sent this very moment.');
      await keepRevision(tx, messageId);
      await tx.execute(`UPDATE messages SET text = '', html = NULL WHERE id = $1`, [messageId]);
      await restorePreview(tx, row.conversation_id, null);
      await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: row.conversation_id, messageId, data: { seq: row.seq, what: 'deleted' } }, { type: 'conversation.updated', actor: actorOf(actor), conversationId: row.conversation_id }]);
      await enqueue(tx, this.queues, actor, { id: messageId, ...row }, 'delete');
      return (await findMessageViews(tx, this.secrets, [messageId]))[0] as MessageView;
    });
  }

  async sendNow(actor: MemberActor, messageId: string): Promise<Posted> {
    return this.conversations.unit(actor, async (tx) => {
      const message = await this.own(tx, actor, messageId);
      const touched = await tx.execute(`UPDATE messages SET send_at = now() WHERE id = $1 AND status = 'queued'`, [messageId]);
      if (touched === 0) throw conflict('already-sent', 'This message has left already.');
      tx.afterCommit(() => { this.queues.poke('send', { conversationId: message.conversation_id }); });
      await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: message.conversation_id, messageId, data: { seq: message.seq, what: 'send-now' } }]);
      return this.posted(tx, message.conversation_id, messageId);
    });
  }

  /** Sends again what failed; what may have arrived only when a person says so. */
  async retry(actor: MemberActor, messageId: string, confirm: boolean): Promise<Posted> {
    return this.conversations.unit(actor, async (tx) => {
      const message = await this.own(tx, actor, messageId);
      if (message.status === 'unknown' && !confirm) throw conflict('may-have-arrived', 'It is not certain that this did not arrive: the customer may get it twice.');
      const touched = await tx.execute(`UPDATE messages SET status = 'queued', send_at = now(), failure_code = NULL, failure_detail = NULL WHERE id = $1 AND status IN ('failed', 'unknown')`, [messageId]);
      if (touched === 0) throw conflict('not-failed', 'This message has not failed, so there is nothing to send again.');
      await recountPrivateReplies(tx, holderOf(message));
      await answersMoved(tx, this.queues, [messageId]);
      await tx.execute(`UPDATE conversations SET preview_failed = false, version = version + 1 WHERE id = $1`, [message.conversation_id]);
      tx.afterCommit(() => { this.queues.poke('send', { conversationId: message.conversation_id }); });
      await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: message.conversation_id, messageId, data: { seq: message.seq, what: 'retry' } }, { type: 'conversation.updated', actor: actorOf(actor), conversationId: message.conversation_id }]);
      return this.posted(tx, message.conversation_id, messageId);
    });
  }

  private async own(tx: Tx, actor: MemberActor, messageId: string): Promise<{ conversation_id: string; thread_id: string | null; seq: number; status: string }> {
    const find = async () => (await tx.query<{ conversation_id: string; thread_id: string | null; seq: number; status: string; direction: string }>(`SELECT conversation_id, thread_id, seq, status, direction FROM messages WHERE id = $1`, [messageId]))[0];
    const found = await find();
    if (found === undefined) throw notFound('message');
    await this.conversations.allow(tx, actor, found.conversation_id, 'conversation.reply');
    // Held as everybody holds it who changes its messages: a receipt may come in at this moment.
    await lockConversations(tx, [found.conversation_id]);
    const message = await find();
    if (message === undefined || message.conversation_id !== found.conversation_id) throw conflict('message-moved', 'This message was moved to another conversation a moment ago.');
    if (message.direction !== 'out') throw conflict('not-ours', 'Only our own messages can be changed.');
    return message;
  }

  private async posted(tx: Tx, conversationId: string, messageId: string): Promise<Posted> {
    const [message] = await findMessageViews(tx, this.secrets, [messageId]);
    return { message: message as MessageView, conversation: await this.conversations.view(tx, conversationId) };
  }
}
