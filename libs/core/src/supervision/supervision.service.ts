import { Inject, Injectable } from '@nestjs/common';
import type { ConversationChange, HeardDraft, Supervision, TakeOverInput, Whisper, WhisperInput } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { changeConversations } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { qualitySettingsOf } from '../quality/settings';
import { PULSE } from '../tokens';
import { LISTENING, listenersOf, tellSupervised } from './supervised';
import { takeoverOf } from './taken-over';

interface WhisperRow { id: string; conversation_id: string; from_id: string; to_id: string; text: string; at: Date; seen_at: Date | null }
const whisperColumns = 'id, conversation_id, from_id, to_id, text, at, seen_at';

/**
 * Leading from beside a conversation: listening, whispering, taking over, handing back. Each stands in the history, whatever the workspace shows to agents;
 * none of it is a message.
 */
@Injectable()
export class Supervisions {
  constructor(private readonly database: Database, private readonly conversations: Conversations, @Inject(PULSE) private readonly pulse: Pulse) {}

  async get(actor: MemberActor, conversationId: string): Promise<Supervision> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      return this.view(tx, actor, conversationId);
    });
  }

  /** Begins, or goes on: asked again it is a sign of life. */
  async listen(actor: MemberActor, conversationId: string): Promise<Supervision> {
    return this.conversations.unit(actor, async (tx) => {
      const { assignee_id: assigneeId } = await this.conversations.allow(tx, actor, conversationId, 'conversation.supervise');
      const [known] = await tx.query<{ fresh: boolean }>(`SELECT ${LISTENING} AS fresh FROM listens WHERE conversation_id = $1 AND member_id = $2 AND ended_at IS NULL FOR UPDATE`, [conversationId, actor.memberId]);
      if (known?.fresh === true) await tx.execute('UPDATE listens SET alive_at = now() WHERE conversation_id = $1 AND member_id = $2 AND ended_at IS NULL', [conversationId, actor.memberId]);
      else {
        if (known !== undefined) await this.end(tx, actor, conversationId);
        const made = await tx.execute('INSERT INTO listens (id, workspace_id, conversation_id, member_id) VALUES ($1, $2, $3, $4) ON CONFLICT (conversation_id, member_id) WHERE ended_at IS NULL DO UPDATE SET alive_at = now()', [newId(), actor.workspaceId, conversationId, actor.memberId]);
        if (made > 0) {
          await record(tx, [{ type: 'listening.began', actor: actorOf(actor), conversationId }]);
          const { listenersShown } = await qualitySettingsOf(tx, actor.workspaceId);
          tellSupervised(tx, this.pulse, [listenersShown ? assigneeId : null, ...(await listenersOf(tx, conversationId))], { conversationId });
        }
      }
      return this.view(tx, actor, conversationId);
    });
  }

  async listenNoMore(actor: MemberActor, conversationId: string): Promise<void> {
    await this.conversations.unit(actor, async (tx) => {
      // Who lost sight of it may still leave; who was never there learns nothing.
      if (!(await this.end(tx, actor, conversationId))) await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
    });
  }

  /** At once, to the colleague who talks with the customer. */
  async whisper(actor: MemberActor, conversationId: string, { text, toId }: WhisperInput): Promise<Whisper> {
    return this.conversations.unit(actor, async (tx) => {
      const { assignee_id: assigneeId } = await this.conversations.allow(tx, actor, conversationId, 'conversation.supervise');
      const to = toId ?? assigneeId;
      if (to === null) throw conflict('nobody-to-hear', 'Nobody leads this conversation; name who shall hear it.');
      if (to === actor.memberId) throw invalid('to-oneself', 'This would be heard by yourself alone.');
      if ((await tx.query('SELECT 1 FROM memberships WHERE id = $1 AND active', [to])).length === 0) throw notFound('member');
      const [row] = await tx.query<WhisperRow>(`INSERT INTO whispers (id, workspace_id, conversation_id, from_id, to_id, text, at) VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp()) RETURNING ${whisperColumns}`, [newId(), actor.workspaceId, conversationId, actor.memberId, to, text]);
      if (row === undefined) throw notFound('conversation');
      await record(tx, [{ type: 'whispered', actor: actorOf(actor), conversationId, subjectId: row.id, data: { toId: to } }, { type: 'notification', actor: actorOf(actor), conversationId, data: { kind: 'whispered', memberIds: [to] } }]);
      tellSupervised(tx, this.pulse, [to, actor.memberId], { conversationId });
      return toWhisper(row);
    });
  }

  async seen(actor: MemberActor, whisperId: string): Promise<Whisper> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<WhisperRow>(`UPDATE whispers SET seen_at = coalesce(seen_at, now()) WHERE id = $1 AND to_id = $2 RETURNING ${whisperColumns}`, [whisperId, actor.memberId]);
      if (row === undefined) throw notFound('whisper');
      tellSupervised(tx, this.pulse, [row.from_id, row.to_id], { conversationId: row.conversation_id });
      return toWhisper(row);
    });
  }

  /** In one step: the conversation is theirs, and whose it was can answer no more. An answer that was sent before it stays sent. @throws conversation-moved */
  async takeOver(actor: MemberActor, conversationId: string, { version }: TakeOverInput): Promise<ConversationChange> {
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.supervise');
      const from = row.assignee_id;
      await this.conversations.refuseMoved(tx, row, version);
      if (from === null || from === actor.memberId) throw conflict('nothing-to-take-over', 'Nobody else leads this conversation; take it as any other.');
      const steps = await changeConversations(tx, actor, [row], () => ({ assignee_id: actor.memberId, ...(row.state === 'snoozed' ? { state: 'open' as const } : {}) }), { reason: 'take-over' });
      await tx.execute('UPDATE takeovers SET ended_at = now() WHERE conversation_id = $1 AND ended_at IS NULL', [conversationId]);
      await tx.execute('INSERT INTO takeovers (id, workspace_id, conversation_id, by_id, from_id) VALUES ($1, $2, $3, $4, $5)', [newId(), actor.workspaceId, conversationId, actor.memberId, from]);
      await this.end(tx, actor, conversationId);
      await record(tx, [{ type: 'conversation.taken-over', actor: actorOf(actor), conversationId, subjectId: from }, { type: 'notification', actor: actorOf(actor), conversationId, data: { kind: 'taken-over', memberIds: [from] } }]);
      tellSupervised(tx, this.pulse, [from, actor.memberId, ...(await listenersOf(tx, conversationId))], { conversationId });
      return this.conversations.changed(tx, actor, conversationId, steps);
    });
  }

  /** To whom it was taken from. */
  async handBack(actor: MemberActor, conversationId: string): Promise<ConversationChange> {
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.supervise');
      const takeover = await takeoverOf(tx, conversationId);
      if (takeover === undefined) throw conflict('nothing-to-hand-back', 'This conversation was not taken over.');
      if ((await tx.query('SELECT 1 FROM memberships WHERE id = $1 AND active', [takeover.from_id])).length === 0) throw notFound('member');
      const steps = await changeConversations(tx, actor, [row], () => ({ assignee_id: takeover.from_id }), { reason: 'hand-back' });
      await tx.execute('UPDATE takeovers SET ended_at = now() WHERE id = $1', [takeover.id]);
      await record(tx, [{ type: 'conversation.handed-back', actor: actorOf(actor), conversationId, subjectId: takeover.from_id }]);
      tellSupervised(tx, this.pulse, [takeover.from_id, takeover.by_id, actor.memberId], { conversationId });
      return this.conversations.changed(tx, actor, conversationId, steps);
    });
  }

  private async end(tx: Tx, actor: MemberActor, conversationId: string): Promise<boolean> {
    const ended = await tx.query<{ assignee_id: string | null }>(
      'UPDATE listens l SET ended_at = now() FROM conversations c WHERE c.id = l.conversation_id AND l.conversation_id = $1 AND l.member_id = $2 AND l.ended_at IS NULL RETURNING c.assignee_id', [conversationId, actor.memberId]);
    if (ended.length === 0) return false;
    await record(tx, [{ type: 'listening.ended', actor: actorOf(actor), conversationId }]);
    const { listenersShown } = await qualitySettingsOf(tx, actor.workspaceId);
    tellSupervised(tx, this.pulse, [listenersShown ? (ended[0]?.assignee_id ?? null) : null, actor.memberId], { conversationId });
    return true;
  }

  private async view(tx: Tx, actor: MemberActor, conversationId: string): Promise<Supervision> {
    const [listens, whispers, takeover, settings] = await Promise.all([
      tx.query<{ member_id: string; started_at: Date }>(`SELECT member_id, started_at FROM listens WHERE conversation_id = $1 AND ${LISTENING} ORDER BY started_at`, [conversationId]),
      tx.query<WhisperRow>(`SELECT ${whisperColumns} FROM whispers WHERE conversation_id = $1 AND at > now() - interval '12 hours' AND ((to_id = $2 AND seen_at IS NULL) OR from_id = $2) ORDER BY at DESC LIMIT 20`, [conversationId, actor.memberId]),
      takeoverOf(tx, conversationId),
      qualitySettingsOf(tx, actor.workspaceId),
    ]);
    const supervises = can(actor, 'conversation.supervise');
    const listening = listens.some((row) => row.member_id === actor.memberId);
    return {
      listeners: listens.filter((row) => row.member_id === actor.memberId || supervises || settings.listenersShown).map((row) => ({ memberId: row.member_id, since: row.started_at.toISOString() })),
      whispers: whispers.reverse().map(toWhisper),
      takenOver: takeover === undefined ? null : { byId: takeover.by_id, fromId: takeover.from_id, at: takeover.at.toISOString() },
      drafts: listening && supervises && settings.draftsHeard ? await heardDrafts(tx, conversationId, actor.memberId) : [],
      listening, draftsHeard: settings.draftsHeard,
    };
  }
}

/** Of those who answer, as far as their browsers have told; notes are not listened to. */
async function heardDrafts(tx: Tx, conversationId: string, listenerId: string): Promise<HeardDraft[]> {
  const rows = await tx.query<{ member_id: string; text: string; updated_at: Date }>(
    `SELECT member_id, text, updated_at FROM drafts WHERE conversation_id = $1 AND member_id <> $2 AND NOT private AND btrim(text) <> '' AND updated_at > now() - interval '12 hours' ORDER BY updated_at DESC LIMIT 5`, [conversationId, listenerId]);
  return rows.map((row) => ({ memberId: row.member_id, text: row.text, at: row.updated_at.toISOString() }));
}

const toWhisper = (row: WhisperRow): Whisper => ({ id: row.id, conversationId: row.conversation_id, fromId: row.from_id, toId: row.to_id, text: row.text, at: row.at.toISOString(), seenAt: row.seen_at?.toISOString() ?? null });

/** Those who closed their window without a word: ended when they were last there, so that the audit says how long somebody listened. */
export async function endLapsedListening(tx: Tx): Promise<void> {
  const lapsed = await tx.query<{ workspace_id: string; conversation_id: string; member_id: string; alive_at: Date }>(`UPDATE listens SET ended_at = alive_at WHERE ended_at IS NULL AND alive_at < now() - interval '2 minutes' RETURNING workspace_id, conversation_id, member_id, alive_at`);
  for (const row of lapsed) await record(tx, [{ type: 'listening.ended', actor: { kind: 'member', id: row.member_id }, conversationId: row.conversation_id, data: { at: row.alive_at.toISOString() } }], row.workspace_id);
}
