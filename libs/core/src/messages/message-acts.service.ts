import { Inject, Injectable } from '@nestjs/common';
import { capabilitiesFor, type MessageActKind, type MessageView, type Posted, type Visibility } from '@kontuar/contract';
import type { Capabilities } from '@kontuar/connectors/contract';
import { Database, newId, Queues, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { approvalFor } from '../approvals/asked';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import { lockConversations } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import { findMessageViews, type Moderation } from './message.view';
import { textLength } from './text-length';
import { oppositeOf, withdrawAct } from './waiting-acts';

interface Target {
  id: string; conversation_id: string; channel_id: string; seq: number; kind: string; direction: 'in' | 'out' | 'none'; status: string; visibility: Visibility; external_id: string | null; deleted_at: Date | null; text: string;
  moderation: Partial<Moderation> | null; team_id: string | null;
}

/** What members ask the platform to do to something that stands there: like, hide, delete, edit. It is done once the platform says so. */
@Injectable()
export class MessageActs {
  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly conversations: Conversations,
    private readonly queues: Queues,
    private readonly secrets: Secrets,
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  /** The same again changes nothing; another one waits for the first. */
  async ask(actor: MemberActor, messageId: string, kind: MessageActKind, text?: string): Promise<Posted> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      const message = await this.held(tx, actor, messageId);
      const channel = await findChannel(tx, message.channel_id);
      if (channel === undefined) throw conflict('channel-gone', 'This channel was removed; nothing can be done on it.');
      // What a second pair of eyes has to see before it leaves is not changed behind their back afterwards.
      if (kind === 'edit' && (await approvalFor(tx, actor, { channel_id: message.channel_id, assignee_id: null, team_id: message.team_id }, message.visibility)) !== undefined) throw conflict('approval-needed', 'Your answers are looked at before they leave. Ask somebody who approves them to change this one.');
      refuse(message, capabilitiesFor(this.contexts.capabilitiesOf(channel), message.visibility), kind, text);
      if (!(await this.stands(tx, message, kind))) await enqueue(tx, this.queues, actor, message, kind, text);
      return { message: (await findMessageViews(tx, this.secrets, [messageId]))[0] as MessageView, conversation: await this.conversations.view(tx, message.conversation_id) };
    });
  }

  /** Files of it that could not be had are asked for once more, from the beginning. */
  async fetchFiles(actor: MemberActor, messageId: string): Promise<MessageView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [message] = await tx.query<{ conversation_id: string; seq: number }>('SELECT conversation_id, seq FROM messages WHERE id = $1', [messageId]);
      if (message === undefined) throw notFound('message');
      await this.conversations.allow(tx, actor, message.conversation_id, 'conversation.note');
      const files = await tx.query<{ id: string }>(`UPDATE attachments SET state = 'pending', attempts = 0, error = NULL, next_attempt_at = now() WHERE message_id = $1 AND state = 'failed' RETURNING id`, [messageId]);
      if (files.length > 0) {
        await record(tx, [{ type: 'message.updated', conversationId: message.conversation_id, messageId, data: { seq: message.seq, what: 'attachment' } }]);
        tx.afterCommit(() => {
          this.pulse.publish('relay');
          for (const { id } of files) this.queues.poke('media', { attachmentId: id });
        });
      }
      return (await findMessageViews(tx, this.secrets, [messageId]))[0] as MessageView;
    });
  }

  private async held(tx: Tx, actor: MemberActor, messageId: string): Promise<Target> {
    const columns = 'id, conversation_id, channel_id, seq, kind, direction, status, visibility, external_id, deleted_at, text, moderation';
    const [found] = await tx.query<Target>(`SELECT ${columns} FROM messages WHERE id = $1`, [messageId]);
    if (found === undefined) throw notFound('message');
    const facts = await this.conversations.allow(tx, actor, found.conversation_id, 'message.act');
    await lockConversations(tx, [found.conversation_id]);
    const [target] = await tx.query<Omit<Target, 'team_id'>>(`SELECT ${columns} FROM messages WHERE id = $1`, [messageId]);
    if (target?.conversation_id !== found.conversation_id) throw conflict('message-moved', 'This message was moved to another conversation a moment ago.');
    return { ...target, team_id: facts.team_id };
  }

  /** It is so already, or is being done. */
  private async stands(tx: Tx, message: Target, kind: MessageActKind): Promise<boolean> {
    const [pending] = await tx.query<{ kind: MessageActKind }>(`SELECT kind FROM message_acts WHERE message_id = $1 AND state = 'pending'`, [message.id]);
    if (pending !== undefined) {
      if (pending.kind === kind && kind !== 'edit') return true;
      // What waits is just not asked for: the platform knows nothing of it yet.
      if (pending.kind !== oppositeOf[kind] || (await withdrawAct(tx, message, pending.kind)) !== 'withdrawn') throw underWay();
    }
    const { hidden = false, liked = false } = message.moderation ?? {};
    return (kind === 'hide' && hidden) || (kind === 'unhide' && !hidden) || (kind === 'like' && liked) || (kind === 'unlike' && !liked);
  }
}

/** Pending at once for everybody who looks; a job does it. Callers hold the conversation. */
export async function enqueue(tx: Tx, queues: Queues, actor: MemberActor, message: { id: string; conversation_id: string; seq: number }, kind: MessageActKind, text?: string): Promise<void> {
  const actId = newId();
  const asked = await tx.execute(`INSERT INTO message_acts (id, workspace_id, message_id, kind, text, member_id) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (message_id) WHERE state = 'pending' DO NOTHING`, [actId, actor.workspaceId, message.id, kind, text ?? null, actor.memberId]);
  if (asked === 0) throw underWay();
  await tx.execute(`UPDATE messages SET moderation = coalesce(moderation, '{}') || jsonb_build_object('pending', $2::text, 'failure', NULL) WHERE id = $1`, [message.id, kind]);
  await record(tx, [{ type: 'message.updated', actor: actorOf(actor), conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: 'act-asked', kind } }]);
  tx.afterCommit(() => { queues.poke('act', { actId }); });
}

const underWay = () => conflict('act-under-way', 'Something else is being done to this message. Try again in a moment.');
const notOffered = () => conflict('act-not-offered', 'This channel does not offer that.');

function refuse(message: Target, capabilities: Omit<Capabilities, 'publicly'>, kind: MessageActKind, text: string | undefined): void {
  if (message.kind !== 'message') throw conflict('act-not-offered', 'Only messages can be changed on the platform.');
  const ours = message.direction === 'out';
  const offered: Record<MessageActKind, boolean> = {
    like: !ours && message.visibility === 'public' && capabilities.like === true, unlike: !ours && message.visibility === 'public' && capabilities.like === true,
    hide: !ours && message.visibility === 'public' && capabilities.hide === true, unhide: !ours && message.visibility === 'public' && capabilities.hide === true,
    delete: ours ? capabilities.delete : message.visibility === 'public' && capabilities.deleteOthers === true,
    edit: ours && capabilities.edit,
  };
  if (!offered[kind]) throw notOffered();
  if (message.deleted_at !== null) throw conflict('already-deleted', 'This message was deleted already.');
  if (message.external_id === null || !['received', 'sent', 'delivered', 'read'].includes(message.status)) throw conflict('not-on-platform', 'This message has not reached the platform yet.');
  const length = textLength(text ?? '', capabilities);
  if (capabilities.maxTextLength !== undefined && length > capabilities.maxTextLength) throw invalid('text-too-long', `This channel takes ${capabilities.maxTextLength} characters; the text has ${length}.`, { max: capabilities.maxTextLength, length });
}
