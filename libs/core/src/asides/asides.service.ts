import { Injectable } from '@nestjs/common';
import type { AsideAddressQuery, AsideAnswerInput, AsideBook, AsideChange, AsideInput, AsideList, AsidePatch, AsidePerson, AsideThread, AsideView, AttachmentView, Verb } from '@kontuar/contract';
import { Database, Files, newId, Queues, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, visibleConversations } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { CHANNEL_COLUMNS, findChannel, type ChannelRow } from '../channels/channel.row';
import type { LockedConversation } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { conflict, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { queueHouseMail } from '../house-mail/letters';
import { shownSignature } from '../letters/signatures.service';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';
import { fitting } from '../messages/answer';
import { undoSecondsOf } from '../messages/undo-window';
import { Connectors } from '../tokens';
import { asideMessages, asideOf, asidesOf } from './aside.view';
import { addressBook, ownAddresses, peopleOf, type Recipient } from './people';
import { copyFiles, filesToCopy, say, type CopiedFile } from './say';
import { asideLine, asidesChanged } from './summary';

interface AsideRow { id: string; conversation_id: string; channel_id: string; state: AsideView['state']; last_seq: number; read_seq: number }

/** Side conversations by email about a conversation: with a colleague, a supplier, a warehouse. Whoever may read and answer the conversation, may here. */
@Injectable()
export class Asides {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly contexts: ChannelContexts,
    private readonly connectors: Connectors,
    private readonly files: Files,
    private readonly queues: Queues,
    private readonly secrets: Secrets,
  ) {}

  async list(actor: MemberActor, conversationId: string): Promise<AsideList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      return { items: await asidesOf(tx, conversationId) };
    });
  }

  async thread(actor: MemberActor, id: string): Promise<AsideThread> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const aside = await this.seen(tx, actor, id);
      await this.conversations.allow(tx, actor, aside.conversation_id, 'conversation.read');
      return { aside: (await asideOf(tx, id)) as AsideView, messages: await asideMessages(tx, this.secrets, id) };
    });
  }

  async book(actor: MemberActor, { q }: AsideAddressQuery): Promise<AsideBook> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const channels = await tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.deleted_at IS NULL AND NOT c.paused ORDER BY c.created_at`);
      const [workspace] = await tx.query<{ name: string }>(`SELECT name FROM workspaces WHERE id = $1`, [actor.workspaceId]);
      const usable: AsideBook['channels'] = [];
      for (const channel of channels.filter((each) => this.carriesLetters(each) && can(actor, 'conversation.start', { kind: 'channel', channelId: each.id }))) {
        usable.push({ id: channel.id, name: channel.name, signature: await shownSignature(tx, this.secrets, { channelId: channel.id, language: null }, { agent: actor.name, workspace: workspace?.name ?? '' }) });
      }
      return { items: await addressBook(tx, actor, q, (parameters) => visibleConversations(actor, parameters)), channels: usable };
    });
  }

  /** The same client id again answers with what the first one made. */
  async open(actor: MemberActor, conversationId: string, input: AsideInput): Promise<AsideChange> {
    const copies = await this.copies(actor, conversationId, 'conversation.reply', input.fileIds);
    return this.keeping(copies, () => this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.reply');
      const [existing] = await tx.query<{ id: string }>(`SELECT id FROM asides WHERE conversation_id = $1 AND client_id = $2`, [conversationId, input.clientId]);
      if (existing !== undefined) return { kept: false, answer: await this.changed(tx, existing.id, conversationId) };
      const channel = await this.usable(tx, actor, input.channelId);
      const people = await this.peopleOf(tx, row, input.to);
      const id = newId();
      await tx.execute(
        `INSERT INTO asides (id, workspace_id, conversation_id, channel_id, subject, opened_by, opened_by_name, client_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, actor.workspaceId, conversationId, channel.id, input.subject.replace(/\s+/g, ' '), actor.memberId, actor.name, input.clientId],
      );
      await addPeople(tx, actor.workspaceId, id, people);
      const messageId = await this.said(tx, actor, channel, { ...input, asideId: id, conversationId, people }, copies);
      await asideLine(tx, conversationId, { type: 'aside-opened', data: { asideId: id, subject: input.subject, with: people.map(({ name, address }) => name ?? address).slice(0, 5) }, actor });
      await asidesChanged(tx, conversationId, [id], [{ type: 'aside.opened', actor: actorOf(actor), conversationId, subjectId: id, data: { channelId: channel.id, people: people.length } }]);
      return { kept: true, answer: await this.changed(tx, id, conversationId, messageId) };
    }));
  }

  async answer(actor: MemberActor, id: string, input: AsideAnswerInput): Promise<AsideChange> {
    const { conversation_id: conversationId } = await this.database.inWorkspace(actor.workspaceId, (tx) => this.seen(tx, actor, id));
    const copies = await this.copies(actor, conversationId, 'conversation.reply', input.fileIds);
    return this.keeping(copies, () => this.conversations.unit(actor, async (tx) => {
      const { aside, row } = await this.held(tx, actor, id, 'conversation.reply');
      const [existing] = await tx.query<{ id: string }>(`SELECT id FROM aside_messages WHERE aside_id = $1 AND client_id = $2`, [id, input.clientId]);
      if (existing !== undefined) return { kept: false, answer: await this.changed(tx, id, row.id, existing.id) };
      const channel = await this.usable(tx, actor, aside.channel_id);
      await addPeople(tx, actor.workspaceId, id, await this.peopleOf(tx, row, input.to));
      const { people } = (await asideOf(tx, id)) as AsideView;
      const messageId = await this.said(tx, actor, channel, { ...input, asideId: id, conversationId: row.id, people }, copies);
      await asidesChanged(tx, row.id, [id], [{ type: 'aside.answered', actor: actorOf(actor), conversationId: row.id, subjectId: id, data: { asideMessageId: messageId, people: people.length } }]);
      return { kept: true, answer: await this.changed(tx, id, row.id, messageId) };
    }));
  }

  async patch(actor: MemberActor, id: string, { state }: AsidePatch): Promise<AsideChange> {
    return this.conversations.unit(actor, async (tx) => {
      const { aside, row } = await this.held(tx, actor, id, 'conversation.reply');
      if (aside.state !== state) {
        await tx.execute(`UPDATE asides SET state = $2, done_at = CASE WHEN $2 = 'done' THEN now() END, read_seq = last_seq WHERE id = $1`, [id, state]);
        await asidesChanged(tx, row.id, [id], [{ type: 'aside.moved', actor: actorOf(actor), conversationId: row.id, subjectId: id, data: { from: aside.state, to: state } }]);
      }
      return this.changed(tx, id, row.id);
    });
  }

  /** Seen by one of us is seen by us. */
  async read(actor: MemberActor, id: string): Promise<void> {
    await this.conversations.unit(actor, async (tx) => {
      const { aside, row } = await this.held(tx, actor, id, 'conversation.read');
      if (aside.read_seq >= aside.last_seq) return;
      await tx.execute(`UPDATE asides SET read_seq = last_seq WHERE id = $1`, [id]);
      await asidesChanged(tx, row.id, [id]);
    });
  }

  async retry(actor: MemberActor, messageId: string, confirm: boolean): Promise<AsideChange> {
    return this.conversations.unit(actor, async (tx) => {
      const { asideId, row } = await this.heldOf(tx, actor, messageId);
      const [mail] = await tx.query<{ status: string }>(`SELECT status FROM house_mails WHERE id = $1 FOR UPDATE`, [messageId]);
      if (mail?.status === 'unknown' && !confirm) throw conflict('may-have-arrived', 'It is not certain that this did not arrive: they may get it twice.');
      if (mail === undefined || (mail.status !== 'failed' && mail.status !== 'unknown')) throw conflict('not-failed', 'This message has not failed, so there is nothing to send again.');
      await tx.execute(`UPDATE house_mails SET status = 'queued', attempt = 0, due_at = now(), failure_code = NULL, failure_detail = NULL WHERE id = $1`, [messageId]);
      await tx.execute(`UPDATE asides SET state = 'theirs' WHERE id = $1 AND state = 'ours'`, [asideId]);
      await asidesChanged(tx, row.id, [asideId], [{ type: 'aside.retried', actor: actorOf(actor), conversationId: row.id, subjectId: asideId, data: { asideMessageId: messageId } }]);
      tx.afterCommit(() => { this.queues.poke('house-mail', { subjectId: asideId }); });
      return this.changed(tx, asideId, row.id, messageId);
    });
  }

  /** While it waits for the end of its pause. The whole side conversation goes when it was the first. */
  async takeBack(actor: MemberActor, messageId: string): Promise<void> {
    const goes = await this.conversations.unit(actor, async (tx) => {
      const { asideId, row } = await this.heldOf(tx, actor, messageId);
      const gone = await tx.execute(`DELETE FROM house_mails WHERE id = $1 AND status = 'queued' AND attempt = 0`, [messageId]);
      if (gone === 0) throw conflict('already-sent', 'This message has left already.');
      const files = await tx.query<{ file_key: string | null; thumb_key: string | null }>(`DELETE FROM attachments WHERE aside_message_id = $1 RETURNING file_key, thumb_key`, [messageId]);
      await tx.execute(`DELETE FROM aside_messages WHERE id = $1`, [messageId]);
      // What they said last is what is to be done again.
      await tx.execute(`UPDATE asides a SET state = CASE WHEN EXISTS (SELECT 1 FROM aside_messages m WHERE m.aside_id = a.id AND m.sender NOT IN ('ours', 'machine') AND m.seq > coalesce((SELECT max(o.seq) FROM aside_messages o WHERE o.aside_id = a.id AND o.sender = 'ours'), 0)) THEN 'ours' ELSE 'theirs' END WHERE id = $1`, [asideId]);
      const ended = await tx.execute(`DELETE FROM asides a WHERE a.id = $1 AND NOT EXISTS (SELECT 1 FROM aside_messages m WHERE m.aside_id = a.id)`, [asideId]);
      if (ended > 0) await forgetLines(tx, actor, row.id, asideId);
      await asidesChanged(tx, row.id, [asideId], [{ type: 'aside.taken-back', actor: actorOf(actor), conversationId: row.id, subjectId: asideId, data: { asideMessageId: messageId } }]);
      return files.flatMap((file) => [file.file_key, file.thumb_key]).filter((key) => key !== null);
    });
    await Promise.all(goes.map((key) => this.files.remove(key)));
  }

  /** A copy of a file that came in a side conversation, as an upload of one's own: for the answer to the customer. */
  async copyFile(actor: MemberActor, conversationId: string, fileId: string): Promise<AttachmentView> {
    const [copy] = await this.copies(actor, conversationId, 'conversation.reply', [fileId]);
    if (copy === undefined) throw notFound('file');
    const [row] = await this.database.inWorkspace(actor.workspaceId, (tx) => tx.query<AttachmentRow>(
      `INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, size_bytes, state, file_key, thumb_key, width, height)
       SELECT $1, workspace_id, $2, name, content_type, size_bytes, 'ready', $3, $4, width, height FROM attachments WHERE id = $5 RETURNING ${attachmentColumns}`,
      [newId(), `member:${actor.memberId}`, copy.key, copy.thumb, fileId],
    ));
    if (row === undefined) throw notFound('file');
    return toAttachmentView(row, this.secrets);
  }

  private async said(tx: Tx, actor: MemberActor, channel: ChannelRow, said: AsideAnswerInput & { asideId: string; conversationId: string; people: readonly AsidePerson[] }, copies: readonly CopiedFile[]): Promise<string> {
    const capabilities = this.contexts.capabilitiesOf(channel);
    const { attachments, undoSendSeconds } = capabilities;
    const messageId = await say(tx, actor, { ...said, ...fitting(capabilities, said) }, copies, attachments === false ? { maxCount: 0, maxBytes: 0 } : attachments);
    await queueHouseMail(tx, this.queues, {
      id: messageId, workspaceId: actor.workspaceId, channelId: channel.id, purpose: 'aside', subjectId: said.asideId,
      delayMs: said.sendNow ? 0 : (await undoSecondsOf(tx, actor, undoSendSeconds)) * 1000,
    });
    return messageId;
  }

  private carriesLetters(channel: ChannelRow): boolean {
    return this.connectors.find(channel.connector_id)?.addresses !== undefined && this.contexts.capabilitiesOf(channel).subject;
  }

  /** @throws not-found for a channel that this member may not write from, and for one that sends no letters */
  private async usable(tx: Tx, actor: MemberActor, channelId: string): Promise<ChannelRow> {
    const channel = await findChannel(tx, channelId);
    if (channel === undefined || !can(actor, 'conversation.start', { kind: 'channel', channelId })) throw notFound('channel');
    if (!this.carriesLetters(channel)) throw conflict('no-letters', 'This channel sends no email.');
    return channel;
  }

  private async peopleOf(tx: Tx, row: LockedConversation, to: readonly Recipient[]): Promise<AsidePerson[]> {
    return to.length === 0 ? [] : peopleOf(tx, row, to, await ownAddresses(tx, this.contexts, this.connectors));
  }

  private async copies(actor: MemberActor, conversationId: string, verb: Verb, ids: readonly string[]): Promise<CopiedFile[]> {
    if (ids.length === 0) return [];
    return copyFiles(this.files, await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, verb);
      return filesToCopy(tx, conversationId, [...new Set(ids)]);
    }));
  }

  /** Copies that no row points to are removed again. */
  private async keeping(copies: readonly CopiedFile[], work: () => Promise<{ kept: boolean; answer: AsideChange }>): Promise<AsideChange> {
    let kept = false;
    try {
      const done = await work();
      kept = done.kept;
      return done.answer;
    } finally {
      if (!kept) await Promise.all(copies.flatMap(({ key, thumb }) => [key, thumb]).filter((key) => key !== null).map((key) => this.files.remove(key)));
    }
  }

  private async seen(tx: Tx, actor: MemberActor, id: string): Promise<AsideRow> {
    const [aside] = await tx.query<AsideRow>(`SELECT id, conversation_id, channel_id, state, last_seq, read_seq FROM asides WHERE id = $1`, [id]);
    if (aside === undefined) throw notFound('side conversation');
    await this.conversations.allow(tx, actor, aside.conversation_id, 'conversation.read');
    return aside;
  }

  /** The conversation first, as everybody locks. */
  private async held(tx: Tx, actor: MemberActor, id: string, verb: Verb): Promise<{ aside: AsideRow; row: LockedConversation }> {
    const before = await this.seen(tx, actor, id);
    const row = await this.conversations.locked(tx, actor, before.conversation_id, verb);
    const [aside] = await tx.query<AsideRow>(`SELECT id, conversation_id, channel_id, state, last_seq, read_seq FROM asides WHERE id = $1 AND conversation_id = $2 FOR UPDATE`, [id, row.id]);
    if (aside === undefined) throw notFound('side conversation');
    return { aside, row };
  }

  private async heldOf(tx: Tx, actor: MemberActor, messageId: string): Promise<{ asideId: string; row: LockedConversation }> {
    const [message] = await tx.query<{ aside_id: string }>(`SELECT aside_id FROM aside_messages WHERE id = $1 AND direction = 'out'`, [messageId]);
    if (message === undefined) throw notFound('message');
    return { asideId: message.aside_id, row: (await this.held(tx, actor, message.aside_id, 'conversation.reply')).row };
  }

  private async changed(tx: Tx, id: string, conversationId: string, messageId?: string): Promise<AsideChange> {
    return {
      aside: (await asideOf(tx, id)) as AsideView,
      message: messageId === undefined ? null : ((await asideMessages(tx, this.secrets, id, messageId))[0] ?? null),
      conversation: await this.conversations.view(tx, conversationId),
    };
  }
}

/** A thread has no holes: the line that told of it stays as one that no screen shows. */
async function forgetLines(tx: Tx, actor: MemberActor, conversationId: string, asideId: string): Promise<void> {
  const lines = await tx.query<{ id: string; seq: number }>(`UPDATE messages SET event_type = 'taken-back', event_data = '{}' WHERE conversation_id = $1 AND kind = 'event' AND event_data->>'asideId' = $2 RETURNING id, seq`, [conversationId, asideId]);
  await record(tx, lines.map(({ id, seq }) => ({ type: 'message.updated', actor: actorOf(actor), conversationId, messageId: id, data: { seq, what: 'taken-back' } })));
}

async function addPeople(tx: Tx, workspaceId: string, asideId: string, people: readonly AsidePerson[]): Promise<void> {
  if (people.length === 0) return;
  await tx.execute(
    `INSERT INTO aside_people (workspace_id, aside_id, address, name, kind, position) SELECT $1, $2, r.address, r.name, r.kind, r.position
     FROM jsonb_to_recordset($3::jsonb) AS r (address text, name text, kind text, position integer) ON CONFLICT (aside_id, address) DO UPDATE SET name = coalesce(excluded.name, aside_people.name)`,
    [workspaceId, asideId, JSON.stringify(people.map((person, position) => ({ ...person, position })))],
  );
}
