import { Injectable } from '@nestjs/common';
import type { Linked, LinkInput, LinkKind, LinkView } from '@kontuar/contract';
import { newId, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { lockConversations } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { findConversationViews, mayOn } from '../conversations/conversations.queries';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { goesOnIn } from './merged';

type Stored = 'related' | 'duplicate' | 'cause';
interface LinkRow { id: string; own: string; other: string; kind: Stored; forth: boolean; member_id: string; created_at: Date; channel_id: string; assignee_id: string | null; team_id: string | null }

/** As it is kept, and which end is meant by it. */
const kept: Record<LinkKind, { kind: Stored; forth: boolean }> = {
  'related': { kind: 'related', forth: true }, 'duplicate-of': { kind: 'duplicate', forth: true }, 'has-duplicate': { kind: 'duplicate', forth: false }, 'caused-by': { kind: 'cause', forth: true }, 'cause-of': { kind: 'cause', forth: false },
};
const shown = (kind: Stored, forth: boolean): LinkKind => (kind === 'related' ? 'related' : kind === 'duplicate' ? (forth ? 'duplicate-of' : 'has-duplicate') : forth ? 'caused-by' : 'cause-of');

/** Conversations that belong together and stay apart; both show it. */
@Injectable()
export class Links {
  constructor(private readonly conversations: Conversations, private readonly secrets: Secrets) {}

  /** Those that the reader may see. What was linked with a conversation that went up in this one is linked with this one. */
  async list(actor: MemberActor, conversationId: string): Promise<{ items: LinkView[] }> {
    return this.conversations.unit(actor, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      return { items: await this.views(tx, actor, conversationId) };
    });
  }

  /** Two are linked once: another kind takes the place of the first. */
  async add(actor: MemberActor, conversationId: string, input: LinkInput): Promise<Linked> {
    if (input.otherId === conversationId) throw invalid('same-conversation', 'A conversation cannot be linked with itself.');
    return this.conversations.unit(actor, async (tx) => {
      await this.both(tx, actor, conversationId, input.otherId);
      const { kind, forth } = kept[input.kind];
      const ends = forth ? [conversationId, input.otherId] : [input.otherId, conversationId];
      const [same] = await tx.query<{ id: string; kind: Stored; conversation_id: string }>(
        'SELECT id, kind, conversation_id FROM conversation_links WHERE least(conversation_id, other_id) = least($1::uuid, $2::uuid) AND greatest(conversation_id, other_id) = greatest($1::uuid, $2::uuid) AND removed_at IS NULL', ends);
      if (same !== undefined && same.kind === kind && (kind === 'related' || same.conversation_id === ends[0])) return { items: await this.views(tx, actor, conversationId), undoToken: same.id };
      const id = newId();
      if (same !== undefined) await tx.execute('UPDATE conversation_links SET removed_at = now() WHERE id = $1', [same.id]);
      await tx.execute('INSERT INTO conversation_links (id, workspace_id, conversation_id, other_id, kind, member_id) VALUES ($1, $2, $3, $4, $5, $6)', [id, actor.workspaceId, ...ends, kind, actor.memberId]);
      await this.tell(tx, actor, 'conversation.linked', ends as [string, string], { linkId: id, kind });
      return { items: await this.views(tx, actor, conversationId), undoToken: id };
    });
  }

  async remove(actor: MemberActor, conversationId: string, linkId: string): Promise<Linked> {
    return this.conversations.unit(actor, async (tx) => {
      const ends = await this.ends(tx, actor, linkId);
      if (!ends.includes(conversationId) && !(await Promise.all(ends.map((id) => goesOnIn(tx, id)))).includes(conversationId)) throw notFound('link');
      const removed = await tx.execute('UPDATE conversation_links SET removed_at = now() WHERE id = $1 AND removed_at IS NULL', [linkId]);
      if (removed > 0) await this.tell(tx, actor, 'conversation.unlinked', ends, { linkId });
      return { items: await this.views(tx, actor, conversationId), undoToken: linkId };
    });
  }

  /** Undefined when the token is none of ours. A link goes, one that was taken away comes back. */
  async undo(actor: MemberActor, token: string): Promise<{ restored: number } | undefined> {
    return this.conversations.unit(actor, async (tx) => {
      const [link] = await tx.query<{ removed_at: Date | null }>('SELECT removed_at FROM conversation_links WHERE id = $1', [token]);
      if (link === undefined) return undefined;
      const ends = await this.ends(tx, actor, token);
      if (link.removed_at !== null) {
        const [other] = await tx.query(
          'SELECT 1 FROM conversation_links WHERE least(conversation_id, other_id) = least($1::uuid, $2::uuid) AND greatest(conversation_id, other_id) = greatest($1::uuid, $2::uuid) AND removed_at IS NULL', [...ends]);
        if (other !== undefined) throw conflict('linked-again', 'Somebody linked these two again since.');
      }
      await tx.execute('UPDATE conversation_links SET removed_at = CASE WHEN removed_at IS NULL THEN now() END WHERE id = $1', [token]);
      await this.tell(tx, actor, link.removed_at === null ? 'conversation.unlinked' : 'conversation.linked', ends, { linkId: token, undone: true });
      return { restored: 1 };
    });
  }

  /** Held, in sight, and the actor's to change. */
  private async both(tx: Tx, actor: MemberActor, one: string, other: string): Promise<void> {
    await lockConversations(tx, [one, other]);
    for (const id of [one, other]) await this.conversations.allow(tx, actor, id, 'conversation.triage');
  }

  private async ends(tx: Tx, actor: MemberActor, linkId: string): Promise<[string, string]> {
    const [link] = await tx.query<{ conversation_id: string; other_id: string }>('SELECT conversation_id, other_id FROM conversation_links WHERE id = $1', [linkId]);
    if (link === undefined) throw notFound('link');
    const ends: [string, string] = [link.conversation_id, link.other_id];
    await lockConversations(tx, ends);
    for (const id of ends) await this.conversations.allow(tx, actor, await goesOnIn(tx, id), 'conversation.triage').catch(() => { throw notFound('link'); });
    return ends;
  }

  private async tell(tx: Tx, actor: MemberActor, type: string, [one, other]: [string, string], data: Record<string, unknown>): Promise<void> {
    const on = [await goesOnIn(tx, one), await goesOnIn(tx, other)];
    await tx.execute('UPDATE conversations SET version = version + 1 WHERE id = ANY($1::uuid[])', [on]);
    await record(tx, [
      { type, actor: actorOf(actor), conversationId: one, subjectId: other, data },
      ...[...new Set(on)].map((conversationId) => ({ type: 'conversation.updated', actor: actorOf(actor), conversationId, data: { links: true } })),
    ]);
  }

  private async views(tx: Tx, actor: MemberActor, conversationId: string): Promise<LinkView[]> {
    const rows = await tx.query<LinkRow>(
      `WITH RECURSIVE own AS (SELECT $1::uuid AS id UNION SELECT c.id FROM conversations c JOIN own ON c.merged_into = own.id),
       links AS (
         SELECT l.*, true AS forth, l.other_id AS far FROM conversation_links l JOIN own ON own.id = l.conversation_id WHERE l.removed_at IS NULL
         UNION ALL SELECT l.*, false, l.conversation_id FROM conversation_links l JOIN own ON own.id = l.other_id WHERE l.removed_at IS NULL
       )
       SELECT DISTINCT ON (c.id) l.id, l.kind, l.forth, l.member_id, l.created_at, c.id AS other, c.channel_id, c.assignee_id, c.team_id FROM links l JOIN conversations c ON c.id = kontuar_goes_on_in(l.far)
       WHERE c.id <> $1 ORDER BY c.id, l.created_at DESC LIMIT 100`,
      [conversationId],
    );
    const seen = rows.filter((row) => mayOn(actor, 'conversation.read', { id: row.other, channel_id: row.channel_id, assignee_id: row.assignee_id, team_id: row.team_id }));
    const views = new Map((await findConversationViews(tx, this.secrets, seen.map((row) => row.other))).map((view) => [view.id, view]));
    return seen.flatMap((row) => {
      const conversation = views.get(row.other);
      return conversation === undefined ? [] : [{ id: row.id, kind: shown(row.kind, row.forth), conversation, byId: row.member_id, at: row.created_at.toISOString() }];
    }).sort((a, b) => a.at.localeCompare(b.at));
  }
}
