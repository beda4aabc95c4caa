import { Inject, Injectable } from '@nestjs/common';
import type { MentionPatch, MentionQuery, MentionState, MentionView, Page } from '@kontuar/contract';
import { Database, Secrets, type Pulse } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { findConversationViews } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { instantKey, readKey, toPage, uuidKey } from '../paging';
import { PULSE } from '../tokens';
import { openMention } from './open-mention';

interface MentionRow {
  message_id: string; conversation_id: string; via: MentionView['via']; team_id: string | null; each: boolean; snoozed_until: Date | null; seen_at: Date | null; done_at: Date | null; done_by: string | null;
  text: string; author_id: string | null; author_name: string; seq: number; at: Date; deleted: boolean; exact: string; order_at: Date;
}
const stateOf = (row: MentionRow, now: Date): MentionState => (row.done_at !== null ? 'done' : row.snoozed_until !== null && row.snoozed_until > now ? 'snoozed' : 'open');
const wheres: Record<MentionState, { where: string; order: string }> = {
  open: { where: openMention('n'), order: 'n.at' },
  snoozed: { where: 'n.done_at IS NULL AND n.snoozed_until > now()', order: 'n.snoozed_until' },
  done: { where: 'n.done_at IS NOT NULL', order: 'n.done_at' },
};

/** Notes that name somebody are work for them, until it is done. */
@Injectable()
export class Mentions {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly conversations: Conversations, @Inject(PULSE) private readonly pulse: Pulse) {}

  async list(actor: MemberActor, query: MentionQuery): Promise<Page<MentionView>> {
    const { where, order } = wheres[query.state];
    const before = readKey(query.cursor, [instantKey, uuidKey]);
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.memberId, query.limit + 1];
      const visible = visibleConversations(actor, parameters);
      const after = before === undefined ? 'true' : `(${order}, n.message_id) < ($${parameters.push(before[0])}::timestamptz, $${parameters.push(before[1])}::uuid)`;
      const rows = await tx.query<MentionRow>(
        `SELECT n.message_id, n.conversation_id, n.via, n.team_id, n.each, n.snoozed_until, n.seen_at, n.done_at, n.done_by, CASE WHEN m.deleted_at IS NULL THEN left(m.text, 2000) ELSE '' END AS text, m.author_id, m.author_name, m.seq, m.at,
           m.deleted_at IS NOT NULL AS deleted, to_char(${order} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact, ${order} AS order_at
         FROM note_mentions n JOIN conversations c ON c.id = n.conversation_id JOIN messages m ON m.id = n.message_id
         WHERE n.member_id = $1 AND ${where} AND ${visible} AND ${after} ORDER BY ${order} DESC, n.message_id DESC LIMIT $2`, parameters);
      const views = new Map((await findConversationViews(tx, this.secrets, [...new Set(rows.map((row) => row.conversation_id))])).map((view) => [view.id, view]));
      const now = new Date();
      const page = toPage(rows, query.limit, (row) => row, (row) => [row.exact, row.message_id]);
      return {
        ...page,
        items: page.items.flatMap((row): MentionView[] => {
          const conversation = views.get(row.conversation_id);
          return conversation === undefined ? [] : [{
            id: row.message_id, conversation, note: { text: row.text, authorId: row.author_id, authorName: row.author_name, seq: row.seq, at: row.at.toISOString(), deleted: row.deleted },
            via: row.via, teamId: row.team_id, each: row.each, state: stateOf(row, now), snoozedUntil: row.snoozed_until?.toISOString() ?? null, seen: row.seen_at !== null, doneBy: row.done_by, doneAt: row.done_at?.toISOString() ?? null,
          }];
        }),
      };
    });
  }

  /** Done by one is done for all where whoever is first was asked; so is taking it up again. Putting off is everybody's own. */
  async change(actor: MemberActor, messageId: string, patch: MentionPatch): Promise<void> {
    if (patch.state === 'snoozed' && Date.parse(patch.until) <= Date.now()) throw invalid('snooze-past', 'Choose a time to come.');
    await this.conversations.unit(actor, async (tx) => {
      const [own] = await tx.query<{ conversation_id: string }>('SELECT conversation_id FROM note_mentions WHERE member_id = $1 AND message_id = $2', [actor.memberId, messageId]);
      if (own === undefined) throw notFound('mention');
      await this.conversations.allow(tx, actor, own.conversation_id, 'conversation.read');
      if (patch.state === 'snoozed') {
        await tx.execute('UPDATE note_mentions SET snoozed_until = $3, done_at = NULL, done_by = NULL WHERE member_id = $1 AND message_id = $2', [actor.memberId, messageId, patch.until]);
        this.conversations.mentionsChanged(tx, actor.workspaceId, [actor.memberId]);
        return;
      }
      const done = patch.state === 'done';
      const changed = await tx.query<{ member_id: string }>(
        `UPDATE note_mentions n SET done_at = CASE WHEN $3 THEN now() END, done_by = CASE WHEN $3 THEN $1::uuid END, snoozed_until = NULL
         FROM note_mentions own WHERE own.member_id = $1 AND own.message_id = $2 AND n.message_id = own.message_id AND (n.member_id = own.member_id OR (NOT own.each AND NOT n.each AND n.via = own.via AND n.team_id IS NOT DISTINCT FROM own.team_id))
           AND (n.done_at IS NULL) = $3 RETURNING n.member_id`,
        [actor.memberId, messageId, done],
      );
      if (changed.length > 0) await record(tx, [{ type: done ? 'mention.done' : 'mention.reopened', actor: actorOf(actor), conversationId: own.conversation_id, messageId }]);
      this.conversations.mentionsChanged(tx, actor.workspaceId, changed.map((row) => row.member_id));
    });
  }

  /** What was put off until now is work again, and says so. */
  async wake(): Promise<void> {
    const due = await this.database.lookAsSystem((tx) => tx.query<{ workspace_id: string; member_id: string; message_id: string }>(`SELECT workspace_id, member_id, message_id FROM note_mentions WHERE done_at IS NULL AND snoozed_until <= now() ORDER BY snoozed_until LIMIT 200`));
    for (const row of due) {
      await this.database.inWorkspace(row.workspace_id, async (tx) => {
        const [woken] = await tx.query<{ conversation_id: string }>(`UPDATE note_mentions SET snoozed_until = NULL, at = now(), seen_at = NULL WHERE member_id = $1 AND message_id = $2 AND done_at IS NULL AND snoozed_until <= now() RETURNING conversation_id`, [row.member_id, row.message_id]);
        if (woken === undefined) return;
        await record(tx, [{ type: 'notification', conversationId: woken.conversation_id, messageId: row.message_id, data: { kind: 'mention-due', memberIds: [row.member_id] } }], row.workspace_id);
        this.conversations.mentionsChanged(tx, row.workspace_id, [row.member_id]);
      });
    }
    if (due.length > 0) this.pulse.publish('relay');
  }
}
