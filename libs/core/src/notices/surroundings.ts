import type { Tx } from '@kontuar/platform';
import type { ConversationFacts, MessageFacts, Surroundings, ToldEvent } from './occasions';

/** Everything that the events of a batch need to be understood, in a handful of statements. */
export async function findSurroundings(tx: Tx, events: readonly ToldEvent[]): Promise<Surroundings> {
  const conversationIds = [...new Set(events.flatMap((event) => event.conversation_id ?? []))];
  const messageIds = [...new Set(events.flatMap((event) => event.message_id ?? []))];
  const alarmed = events.some((event) => event.type === 'channel.health');
  const led = events.some((event) => event.type === 'article.submitted' || event.type === 'lessons.due');
  const [conversations, messages, watches, wanting, keepers, leads] = await Promise.all([
    tx.query<ConversationFacts>(`SELECT id, channel_id, assignee_id, team_id FROM conversations WHERE id = ANY($1::uuid[])`, [conversationIds]),
    messageIds.length === 0 ? [] : tx.query<MessageFacts>(
      `SELECT m.id, m.kind, m.direction, m.seq, m.automatic, m.author_id, m.deleted_at IS NOT NULL AS deleted,
         CASE WHEN m.kind = 'note' THEN ARRAY(SELECT n.member_id FROM note_mentions n WHERE n.message_id = m.id) ELSE '{}' END AS mentioned
       FROM messages m WHERE m.id = ANY($1::uuid[])`, [messageIds]),
    tx.query<{ conversation_id: string; member_id: string; at: Date }>(`SELECT conversation_id, member_id, at FROM watches WHERE conversation_id = ANY($1::uuid[]) AND left_at IS NULL`, [conversationIds]),
    messageIds.length === 0 ? [] : tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND jsonb_array_length(coalesce(notices->'ways'->'unassigned', '[]')) > 0`),
    alarmed ? tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND role IN ('owner', 'admin')`) : [],
    led ? tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND role IN ('owner', 'admin', 'supervisor')`) : [],
  ]);
  const watchers = new Map<string, { memberId: string; since: Date }[]>();
  for (const row of watches) watchers.set(row.conversation_id, [...(watchers.get(row.conversation_id) ?? []), { memberId: row.member_id, since: row.at }]);
  return {
    conversations: new Map(conversations.map((row) => [row.id, row])), messages: new Map(messages.map((row) => [row.id, row])), watchers,
    wantUnassigned: wanting.map((row) => row.id), keepers: keepers.map((row) => row.id), leads: leads.map((row) => row.id),
  };
}
