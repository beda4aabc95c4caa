import { Inject, Injectable } from '@nestjs/common';
import type { ConversationMood, MessageView, MoodInput, MoodView, Posted } from '@kontuar/contract';
import { learn } from '@kontuar/language';
import { Database, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { lockConversations } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { conflict, notFound } from '../errors';
import { actorOf, record, type Happening } from '../history/history';
import { findMessageViews } from '../messages/message.view';
import { PULSE } from '../tokens';
import { changeLessons } from './lessons';
import { moodAfter } from './mood-after';

interface Target { conversation_id: string; seq: number; kind: string; direction: string; text: string; rating: MessageView['rating']; mood: MoodView | null; deleted_at: Date | null }

/** How far back the mood of a conversation is looked for. */
const RECENT = 30;

/** What people say of a customer's mood, which counts for more than what the machine read, and teaches it. */
@Injectable()
export class Moods {
  constructor(private readonly database: Database, private readonly conversations: Conversations, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  /** The same again changes nothing. */
  async correct(actor: MemberActor, messageId: string, { label }: MoodInput): Promise<Posted> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [found] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM messages WHERE id = $1`, [messageId]);
      if (found === undefined) throw notFound('message');
      await this.conversations.allow(tx, actor, found.conversation_id, 'conversation.triage');
      await lockConversations(tx, [found.conversation_id]);
      const [message] = await tx.query<Target>(`SELECT conversation_id, seq, kind, direction, text, rating, mood, deleted_at FROM messages WHERE id = $1`, [messageId]);
      if (message === undefined) throw notFound('message');
      if (message.kind !== 'message' || message.direction !== 'in' || message.deleted_at !== null) throw conflict('no-mood', 'Only what a customer wrote has a mood.');
      if (message.mood?.correctedBy == null || message.mood.label !== label) await this.take(tx, actor, messageId, message, label);
      return { message: (await findMessageViews(tx, this.secrets, [messageId]))[0] as MessageView, conversation: await this.conversations.view(tx, message.conversation_id) };
    });
  }

  private async take(tx: Tx, actor: MemberActor, messageId: string, message: Target, label: MoodInput['label']): Promise<void> {
    const score = { negative: -0.7, neutral: 0, positive: 0.7 }[label];
    const mood: MoodView = { label, score, confidence: 1, words: message.mood?.label === label ? message.mood.words : [], correctedBy: actor.memberId };
    await tx.execute(`UPDATE messages SET mood = $2 WHERE id = $1`, [messageId, JSON.stringify(mood)]);
    await changeLessons(tx, actor.workspaceId, (learnt) => learn(learnt, { text: message.text, label, stars: message.rating }));
    const happenings: Happening[] = [{ type: 'message.updated', actor: actorOf(actor), conversationId: message.conversation_id, messageId, data: { seq: message.seq, what: 'mood', from: message.mood?.label ?? null, to: label } }];
    if (await refreshMood(tx, message.conversation_id)) happenings.push({ type: 'conversation.updated', actor: actorOf(actor), conversationId: message.conversation_id, data: { what: 'mood' } });
    await record(tx, happenings);
    tx.afterCommit(() => { this.pulse.publish('relay'); });
  }
}

/** The mood of a conversation from its last messages; answers whether it changed. Callers hold the conversation. */
export async function refreshMood(tx: Tx, conversationId: string): Promise<boolean> {
  const rows = await tx.query<{ direction: 'in' | 'out'; mood: MoodView | null }>(
    `SELECT direction, mood FROM (SELECT seq, direction, mood FROM messages WHERE conversation_id = $1 AND kind = 'message' AND automatic IS NULL AND deleted_at IS NULL ORDER BY seq DESC LIMIT $2) recent ORDER BY seq`,
    [conversationId, RECENT],
  );
  let mood: ConversationMood | null = null;
  let answered = true;
  for (const row of rows) {
    if (row.direction === 'in' && row.mood !== null) mood = moodAfter(mood, row.mood, answered);
    answered = row.direction === 'out';
  }
  const changed = await tx.execute(
    `UPDATE conversations SET mood = $2, mood_score = $3, version = version + 1 WHERE id = $1 AND mood IS DISTINCT FROM $2::jsonb`,
    [conversationId, mood === null ? null : JSON.stringify(mood), mood?.score ?? null],
  );
  return changed > 0;
}
