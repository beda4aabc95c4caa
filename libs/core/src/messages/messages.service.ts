import { Inject, Injectable } from '@nestjs/common';
import { capabilitiesFor, type MessageInput, type MessagePage, type MessageQuery, type MessageView, type Posted } from '@kontuar/contract';
import { Database, newId, Queues, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel, type ChannelRow } from '../channels/channel.row';
import { Templates } from '../channels/templates.service';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import { recountPrivateReplies } from '../sending/answer-rules';
import { addNote } from './add-note';
import { prepareAnswer } from './answer';
import { enqueue } from './message-acts.service';
import { findMessageViews, messageColumns, messageViews, type MessageRow } from './message.view';
import { keepRevision, restorePreview } from './preview';

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
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  /** The newest page, or the one before or after a seq; always in the order of the thread. One range scan of the primary key. */
  async page(actor: MemberActor, conversationId: string, query: MessageQuery): Promise<MessagePage> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const forward = query.after !== undefined;
      const rows = await tx.query<MessageRow>(
        `SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND ${forward ? 'm.seq > $2' : 'm.seq < $2'} ORDER BY m.seq ${forward ? 'ASC' : 'DESC'} LIMIT $3`,
        [conversationId, query.after ?? query.before ?? 2_147_483_647, query.limit + 1],
      );
      const more = rows.length > query.limit;
      const items = rows.slice(0, query.limit);
      if (!forward) items.reverse();
      return { items: await messageViews(tx, this.secrets, items), hasBefore: forward ? (query.after ?? 0) > 0 : more, hasAfter: forward ? more : query.before !== undefined };
    });
  }

  /** A reply or a private note. The same client id again answers with what the first one made. */
  async post(actor: MemberActor, conversationId: string, input: MessageInput): Promise<Posted> {
    if (input.template !== undefined && !input.private) await this.templates.know(actor, conversationId, input.template.id);
    return this.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.read');
      const [existing] = await tx.query<{ id: string }>(`SELECT id FROM messages WHERE conversation_id = $1 AND client_id = $2`, [conversationId, input.clientId]);
      if (existing !== undefined) return this.posted(tx, conversationId, existing.id);
      if (!can(actor, input.private ? 'conversation.note' : 'conversation.reply', { kind: 'conversation', channelId: row.channel_id, assigneeId: row.assignee_id, teamId: row.team_id })) throw forbidden();
      const id = input.private ? await this.note(tx, actor, row, input) : await this.reply(tx, actor, row, input);
      await tx.execute(`DELETE FROM drafts WHERE conversation_id = $1 AND member_id = $2`, [conversationId, actor.memberId]);
      if (input.then !== undefined) {
        const [now] = await lockConversations(tx, [conversationId]);
        const state = input.then === 'resolve' ? 'resolved' : 'pending';
        await changeConversations(tx, actor, [now as LockedConversation], () => ({ state }));
      }
      return this.posted(tx, conversationId, id);
    });
  }

  private async note(tx: Tx, actor: MemberActor, row: LockedConversation, input: MessageInput): Promise<string> {
    const id = await addNote(tx, actor, row.id, { text: input.text, mentions: input.mentions, clientId: input.clientId });
    await this.attach(tx, actor, id, input.attachmentIds);
    return id;
  }

  private async reply(tx: Tx, actor: MemberActor, row: LockedConversation, input: MessageInput): Promise<string> {
    await this.refuseStale(tx, actor, row, input.sinceSeq);
    const channel = await findChannel(tx, row.channel_id);
    if (channel === undefined) throw conflict('channel-gone', 'This channel was removed; nothing can be sent over it.');
    const answer = await prepareAnswer(tx, this.contexts.capabilitiesOf(channel), row, input);
    const { capabilities } = answer;
    const now = new Date();
    const sendAt = await this.leaveAt(tx, actor, input, capabilities.undoSendSeconds, now);
    const logOnly = capabilities.logOnly === true;
    const id = newId();
    const before = { waitingSince: row.waiting_since, assigneeId: row.assignee_id };
    await tx.execute(
      `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, recipients, text, html, reply_to_id, client_id, extra, at, send_at, visibility, template)
       VALUES ($1, $2, $3, $4, $5, 'message', 'out', $6, 'member', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        actor.workspaceId, id, row.id, row.channel_id, row.last_seq + 1, logOnly ? 'logged' : 'queued', actor.memberId, actor.name,
        JSON.stringify({ cc: (capabilities.cc ? (input.cc ?? []) : []).map((address) => ({ name: null, address })) }),
        answer.text, answer.html, answer.replyToId, input.clientId, JSON.stringify({ before }), now, logOnly ? null : sendAt,
        answer.visibility, answer.template === null ? null : JSON.stringify(answer.template),
      ],
    );
    await this.attach(tx, actor, id, input.attachmentIds, capabilities.attachments === false ? undefined : capabilities.attachments.maxBytes);
    // A scheduled message answers nothing yet: the customer goes on waiting until it leaves.
    const leavesNow = input.sendAt === undefined;
    await tx.execute(
      `UPDATE conversations SET last_seq = last_seq + 1, version = version + 1, last_message_at = $2, last_said_seq = last_seq + 1, first_reply_at = coalesce(first_reply_at, $2),
         waiting_since = CASE WHEN $5 THEN NULL ELSE waiting_since END, preview_text = $3, preview_kind = 'outbound', preview_author = $4, preview_failed = false, read_seq = greatest(read_seq, last_seq + 1),
         private_reply_seq = CASE WHEN $6 THEN last_seq + 1 ELSE private_reply_seq END WHERE id = $1`,
      [row.id, now, answer.text.replace(/\s+/g, ' ').trim().slice(0, 200), actor.name, leavesNow, answer.privately],
    );
    await record(tx, [{ type: 'message.created', actor: actorOf(actor), conversationId: row.id, messageId: id, data: { seq: row.last_seq + 1, direction: 'out' } }]);
    if (row.assignee_id === null) {
      // Who answers, leads.
      const [fresh] = await lockConversations(tx, [row.id]);
      await changeConversations(tx, actor, [fresh as LockedConversation], () => ({ assignee_id: actor.memberId }), { reason: 'answered' });
    }
    if (!logOnly) {
      const delayMs = Math.max(0, sendAt.getTime() - now.getTime());
      if (delayMs < 3_600_000) tx.afterCommit(() => { this.queues.poke('send', { conversationId: row.id }, delayMs); });
    }
    return id;
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

  private async leaveAt(tx: Tx, actor: MemberActor, input: MessageInput, channelSeconds: number, now: Date): Promise<Date> {
    if (input.sendAt !== undefined) return new Date(Math.max(now.getTime(), Date.parse(input.sendAt)));
    if (input.sendNow) return now;
    const [member] = await tx.query<{ undo_send_seconds: number | null }>(`SELECT undo_send_seconds FROM memberships WHERE id = $1`, [actor.memberId]);
    // A live chat has no pause unless the member asks for more than none everywhere; there a message is deleted instead.
    const seconds = channelSeconds === 0 ? 0 : (member?.undo_send_seconds ?? channelSeconds);
    return new Date(now.getTime() + seconds * 1000);
  }

  /** Only what this member uploaded and nobody used yet. */
  private async attach(tx: Tx, actor: MemberActor, messageId: string, ids: readonly string[], maxBytes?: number): Promise<void> {
    if (ids.length === 0) return;
    const rows = await tx.query<{ id: string; name: string; size_bytes: string }>(
      `UPDATE attachments a SET message_id = $1, position = r.position FROM unnest($2::uuid[]) WITH ORDINALITY AS r (id, position)
       WHERE a.id = r.id AND a.message_id IS NULL AND a.uploaded_by = $3 RETURNING a.id, a.name, a.size_bytes`,
      [messageId, ids, `member:${actor.memberId}`],
    );
    if (rows.length < new Set(ids).size) throw notFound('uploaded file');
    const large = rows.find((row) => maxBytes !== undefined && Number(row.size_bytes) > maxBytes);
    if (large !== undefined) throw invalid('attachment-too-large', `“${large.name}” is larger than this channel takes (${Math.floor((maxBytes ?? 0) / 1024 / 1024)} MB).`);
  }

  /**
   * Takes a reply back while it waits, and answers with what it said. Once it left, only channels whose platform can delete do so.
   */
  async takeBack(actor: MemberActor, messageId: string): Promise<{ taken: 'back' | 'deleted'; message: MessageView }> {
    const result = await this.unit(actor, async (tx) => {
      const message = await this.own(tx, actor, messageId);
      const row = await this.conversations.locked(tx, actor, message.conversation_id, 'conversation.read');
      const [before] = await findMessageViews(tx, this.secrets, [messageId]);
      const [claimed] = await tx.query<{ extra: { before?: { waitingSince: string | null } } | null }>(
        // Not the seq: a thread has no holes. The place stays, as a line that no screen shows.
        `UPDATE messages SET kind = 'event', direction = 'none', status = 'logged', event_type = 'taken-back', event_data = '{}', text = '', html = NULL, send_at = NULL, client_id = NULL
         WHERE id = $1 AND status = 'queued' RETURNING extra`,
        [messageId],
      );
      if (claimed === undefined) return { before, conversationId: row.id, channelId: row.channel_id };
      await tx.execute(`UPDATE attachments SET message_id = NULL WHERE message_id = $1`, [messageId]);
      await restorePreview(tx, row.id, claimed.extra?.before?.waitingSince ?? null);
      await recountPrivateReplies(tx, row.id);
      await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: row.id, messageId, data: { seq: message.seq, what: 'taken-back' } }, { type: 'conversation.updated', actor: actorOf(actor), conversationId: row.id, data: { takenBack: message.seq } }]);
      return { before, conversationId: row.id, channelId: row.channel_id, done: true };
    });
    if (result.before === undefined) throw notFound('message');
    if (result.done === true) return { taken: 'back', message: result.before };
    return { taken: 'deleted', message: await this.deleteSent(actor, result.before, result.channelId) };
  }

  /** Asks the platform to delete what already left; the place stays and says so. */
  private async deleteSent(actor: MemberActor, { id: messageId, visibility }: MessageView, channelId: string): Promise<MessageView> {
    return this.unit(actor, async (tx) => {
      const channel = (await findChannel(tx, channelId)) as ChannelRow;
      if (!capabilitiesFor(this.contexts.capabilitiesOf(channel), visibility).delete) throw conflict('already-sent', 'This message has left already, and this channel cannot take it back.');
      // The conversation first, as everybody locks: a receipt of this message may come in at this moment.
      await tx.query(`SELECT 1 FROM conversations WHERE id = (SELECT conversation_id FROM messages WHERE id = $1) FOR UPDATE`, [messageId]);
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
    return this.unit(actor, async (tx) => {
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
    return this.unit(actor, async (tx) => {
      const message = await this.own(tx, actor, messageId);
      if (message.status === 'unknown' && !confirm) throw conflict('may-have-arrived', 'It is not certain that this did not arrive: the customer may get it twice.');
      const touched = await tx.execute(`UPDATE messages SET status = 'queued', send_at = now(), failure_code = NULL, failure_detail = NULL WHERE id = $1 AND status IN ('failed', 'unknown')`, [messageId]);
      if (touched === 0) throw conflict('not-failed', 'This message has not failed, so there is nothing to send again.');
      await recountPrivateReplies(tx, message.conversation_id);
      await tx.execute(`UPDATE conversations SET preview_failed = false, version = version + 1 WHERE id = $1`, [message.conversation_id]);
      tx.afterCommit(() => { this.queues.poke('send', { conversationId: message.conversation_id }); });
      await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: message.conversation_id, messageId, data: { seq: message.seq, what: 'retry' } }, { type: 'conversation.updated', actor: actorOf(actor), conversationId: message.conversation_id }]);
      return this.posted(tx, message.conversation_id, messageId);
    });
  }

  private async own(tx: Tx, actor: MemberActor, messageId: string): Promise<{ conversation_id: string; seq: number; status: string }> {
    const [message] = await tx.query<{ conversation_id: string; seq: number; status: string; direction: string }>(`SELECT conversation_id, seq, status, direction FROM messages WHERE id = $1`, [messageId]);
    if (message === undefined) throw notFound('message');
    await this.conversations.allow(tx, actor, message.conversation_id, 'conversation.reply');
    // Held as everybody holds it who changes its messages: a receipt may come in at this moment.
    await lockConversations(tx, [message.conversation_id]);
    if (message.direction !== 'out') throw conflict('not-ours', 'Only our own messages can be changed.');
    return message;
  }

  private async posted(tx: Tx, conversationId: string, messageId: string): Promise<Posted> {
    const [message] = await findMessageViews(tx, this.secrets, [messageId]);
    return { message: message as MessageView, conversation: await this.conversations.view(tx, conversationId) };
  }

  private unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      return work(tx);
    });
  }
}
