import { Injectable } from '@nestjs/common';
import type { WatchInput, WatchList } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { mayOn, type ConversationFacts } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { lockConversations } from '../conversations/change';
import { conflict } from '../errors';
import { actorOf, record } from '../history/history';
import { findActors } from '../members/members.service';

export type WatchReason = WatchList['members'][number]['why'];

/** Those are told who may read it now: a watch sleeps while the right is gone, and goes on when it comes back. */
export async function watchListOf(tx: Tx, reader: MemberActor, conversation: ConversationFacts): Promise<WatchList> {
  const rows = await tx.query<{ member_id: string; why: WatchReason; at: Date }>('SELECT member_id, why, at FROM watches WHERE conversation_id = $1 AND left_at IS NULL ORDER BY at, member_id', [conversation.id]);
  const able = new Set((await findActors(tx, rows.map((row) => row.member_id))).filter((actor) => mayOn(actor, 'conversation.read', conversation)).map((actor) => actor.memberId));
  const members = rows.filter((row) => able.has(row.member_id)).map((row) => ({ memberId: row.member_id, why: row.why, at: row.at.toISOString() }));
  return { watching: members.some((member) => member.memberId === reader.memberId), members };
}

/** Who is told of everything that happens in a conversation. */
@Injectable()
export class Watches {
  constructor(private readonly conversations: Conversations) {}

  async of(actor: MemberActor, conversationId: string): Promise<WatchList> {
    return this.conversations.unit(actor, async (tx) => watchListOf(tx, actor, await this.conversations.allow(tx, actor, conversationId, 'conversation.read')));
  }

  /** @throws 'cannot-read' for a colleague who would not be told, because they may not read it */
  async change(actor: MemberActor, conversationId: string, { watching, memberId = actor.memberId }: WatchInput): Promise<WatchList> {
    return this.conversations.unit(actor, async (tx) => {
      const facts = await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const own = memberId === actor.memberId;
      if (watching && !own) {
        const [colleague] = await findActors(tx, [memberId]);
        if (colleague === undefined || !mayOn(colleague, 'conversation.read', facts)) throw conflict('cannot-read', 'This colleague may not read the conversation, and would hear nothing of it.');
      }
      await lockConversations(tx, [conversationId]);
      const changed = watching
        ? await tx.execute(
          `INSERT INTO watches (workspace_id, conversation_id, member_id, why) VALUES ($1, $2, $3, $4)
           ON CONFLICT (conversation_id, member_id) DO UPDATE SET why = excluded.why, at = now(), left_at = NULL WHERE watches.left_at IS NOT NULL AND $5`, [actor.workspaceId, conversationId, memberId, own ? 'self' : 'colleague', own])
        : await tx.execute(
          `INSERT INTO watches (workspace_id, conversation_id, member_id, why, left_at) VALUES ($1, $2, $3, 'self', now()) ON CONFLICT (conversation_id, member_id) DO UPDATE SET left_at = now() WHERE watches.left_at IS NULL`, [actor.workspaceId, conversationId, memberId]);
      if (changed > 0) {
        await tx.execute('UPDATE conversations SET version = version + 1 WHERE id = $1', [conversationId]);
        await record(tx, [{ type: 'conversation.updated', actor: actorOf(actor), conversationId, data: { watch: { memberId, watching } } }]);
      }
      return watchListOf(tx, actor, facts);
    });
  }
}
