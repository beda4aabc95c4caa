import { Injectable } from '@nestjs/common';
import type { VisitorMessage, VisitorThread, VisitorThreadQuery } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import { firstOf } from '../first-of';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';
import { ofThread } from '../sending/way-out';
import { waitOf } from './wait';
import { pictureUrl } from './pictures';

/** Whose thread: from the token and the channel that it names, never from a request. */
export interface Visitor { workspaceId: string; channelId: string; visitorId: string; identityScope: string }

interface ConversationRow {
  id: string; thread_id: string; threading: number; state: string; read_seq: number; assignee_id: string | null; agent_name: string | null; agent_avatar: string | null;
  waiting_since: Date | null; first_reply_at: Date | null; created_at: Date; resolved_at: Date | null;
}
interface MessageRow {
  id: string; seq: number; was_read: boolean; direction: 'in' | 'out'; author_kind: string; author_id: string | null; author_name: string; avatar_key: string | null;
  text: string; at: Date; edited_at: Date | null; deleted_at: Date | null; external_id: string | null; status: string; client_id: string | null;
}

const PAGE = 50;
/** What a visitor may ever see: what was said to them, once it left. Notes, lines of the house and what still waits are not for them. */
const visible = `m.kind = 'message' AND (m.direction = 'in' OR (m.direction = 'out' AND m.status IN ('sent', 'delivered', 'read')))`;

export const initialsOf = (name: string): string => name.split(/\s+/).filter(Boolean).slice(0, 2).map((part) => part[0]?.toUpperCase() ?? '').join('') || '?';

/** The visitor's side of a conversation. */
@Injectable()
export class VisitorThreads {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  async conversationId(visitor: Visitor): Promise<string | undefined> {
    return this.database.inWorkspace(visitor.workspaceId, async (tx) => (await current(tx, visitor))?.id);
  }

  /** Who among these threads these conversations belong to: for streams that were open before their conversation was. */
  async owners(conversationIds: readonly string[], threads: readonly { channelId: string; visitorId: string }[]): Promise<{ conversationId: string; channelId: string; visitorId: string }[]> {
    if (conversationIds.length === 0 || threads.length === 0) return [];
    const rows = await this.database.asSystem((tx) => tx.query<{ id: string; channel_id: string; thread_key: string }>(
      `SELECT coalesce(thread_to, id) AS id, channel_id, thread_key FROM conversations WHERE (id = ANY($1::uuid[]) OR thread_to = ANY($1::uuid[])) AND current AND thread_key = ANY($2)`,
      [conversationIds, threads.map((thread) => thread.visitorId)],
    ));
    return rows.map((row) => ({ conversationId: row.id, channelId: row.channel_id, visitorId: row.thread_key }));
  }

  async read(visitor: Visitor, query: VisitorThreadQuery): Promise<{ thread: VisitorThread; undelivered: string[] }> {
    return this.database.inWorkspace(visitor.workspaceId, async (tx) => {
      const conversation = await current(tx, visitor);
      if (conversation === undefined) return { thread: { conversation: null, messages: [], unread: 0, lastSeq: 0, hasBefore: false }, undelivered: [] };
      const forward = query.after !== undefined;
      const rows = await tx.query<MessageRow>(
        `SELECT m.id, m.place AS seq, m.conversation_id <> $4 OR m.seq <= $5 AS was_read, m.direction, m.author_kind, m.author_id, m.author_name, u.avatar_key, m.text, m.at, m.edited_at, m.deleted_at, m.external_id, m.status, m.extra->>'clientId' AS client_id
         FROM ${said(conversation)} m LEFT JOIN memberships b ON m.author_kind = 'member' AND b.id = m.author_id LEFT JOIN users u ON u.id = b.user_id
         WHERE ${visible} AND ${forward ? 'm.place > $2' : 'm.place < $2'} ORDER BY m.place ${forward ? 'ASC' : 'DESC'} LIMIT $3`,
        [conversation.thread_id, query.after ?? query.before ?? 2_147_483_647, PAGE + 1, conversation.id, conversation.read_seq],
      );
      const shown = rows.slice(0, PAGE);
      if (!forward) shown.reverse();
      const [totals] = await tx.query<{ last_seq: number | null; unread: number }>(
        `SELECT max(m.place)::int AS last_seq, count(*) FILTER (WHERE m.direction = 'out' AND m.status IN ('sent', 'delivered') AND m.deleted_at IS NULL)::int AS unread FROM ${said(conversation)} m WHERE ${visible}`,
        [conversation.thread_id],
      );
      const facts = await this.facts(tx, visitor, conversation);
      const wait = await waitOf(tx, visitor.channelId, conversation, new Date());
      const thread: VisitorThread = {
        conversation: {
          id: conversation.id, state: conversation.state === 'resolved' ? 'resolved' : 'open',
          agent: conversation.assignee_id === null || conversation.first_reply_at === null ? null : this.person(visitor.channelId, conversation.assignee_id, conversation.agent_name ?? '', conversation.agent_avatar),
          place: wait.place, estimateSeconds: wait.estimateSeconds,
          ratingAsked: conversation.state === 'resolved' && facts.asked,
          rated: facts.rated, emailConsent: facts.emailConsent, closedAt: conversation.resolved_at?.toISOString() ?? null,
        },
        messages: await this.views(tx, visitor, shown),
        unread: totals?.unread ?? 0, lastSeq: totals?.last_seq ?? 0, hasBefore: !forward && rows.length > PAGE,
      };
      return { thread, undelivered: shown.flatMap((row) => (row.status === 'sent' && row.external_id !== null ? row.external_id : [])) };
    });
  }

  /** Our messages up to `seq` that are not known to be read, oldest first, by the ids that receipts use. */
  async unreadUpTo(visitor: Visitor, seq: number): Promise<string[]> {
    return this.database.inWorkspace(visitor.workspaceId, async (tx) => {
      const conversation = await current(tx, visitor);
      if (conversation === undefined) return [];
      const rows = await tx.query<{ external_id: string }>(
        `SELECT m.external_id FROM ${said(conversation)} m WHERE m.place <= $2 AND m.direction = 'out' AND m.external_id IS NOT NULL AND m.status IN ('sent', 'delivered') ORDER BY m.place LIMIT 200`,
        [conversation.thread_id, seq],
      );
      return rows.map((row) => row.external_id);
    });
  }

  /** What the person told us before, so that a message without it does not take it away again. */
  async known(visitor: Visitor): Promise<{ name: string | null; handle: string | null }> {
    return this.database.inWorkspace(visitor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ name: string | null; handle: string | null }>(`SELECT name, handle FROM identities WHERE workspace_id = $1 AND scope = $2 AND external_id = $3`, [visitor.workspaceId, visitor.identityScope, visitor.visitorId]);
      return row ?? { name: null, handle: null };
    });
  }

  person(channelId: string, memberId: string, name: string, avatarKey: string | null): { name: string; avatarUrl: string | null; initials: string } {
    return { name, initials: initialsOf(name), avatarUrl: avatarKey === null ? null : pictureUrl(this.secrets, channelId, { id: memberId, avatarKey }) };
  }

  private async views(tx: Tx, visitor: Visitor, rows: readonly MessageRow[]): Promise<VisitorMessage[]> {
    const attachments = rows.length === 0 ? [] : await tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE message_id = ANY($1::uuid[]) AND state NOT IN ('blocked', 'gone') ORDER BY message_id, position, id`, [rows.map((row) => row.id)]);
    const prefix = `${visitor.visitorId}:`;
    return rows.map((row) => ({
      id: row.id, seq: row.seq, from: row.direction === 'in' ? 'visitor' as const : 'agent' as const,
      clientId: row.direction === 'in' ? row.client_id ?? (row.external_id?.startsWith(prefix) === true ? row.external_id.slice(prefix.length) : null) : null,
      author: row.direction === 'in' ? null : this.person(visitor.channelId, row.author_id ?? '', row.author_name, row.author_kind === 'member' ? row.avatar_key : null),
      text: row.deleted_at === null ? row.text : '', at: row.at.toISOString(), deleted: row.deleted_at !== null, edited: row.edited_at !== null,
      attachments: row.deleted_at !== null ? [] : attachments.filter((one) => one.message_id === row.id).map((one) => {
        const { id, name, contentType, sizeBytes, url, thumbnailUrl } = toAttachmentView(one, this.secrets);
        return { id, name, contentType, sizeBytes, url, thumbnailUrl };
      }),
      status: row.direction === 'in' && row.was_read ? 'read' as const : 'sent' as const,
    }));
  }

  private async facts(tx: Tx, visitor: Visitor, conversation: ConversationRow): Promise<{ rated: boolean; asked: boolean; emailConsent: boolean }> {
    const [row] = await tx.query<{ rated: boolean; asked: boolean; email_consent: boolean }>(
      `SELECT bool_or(m.event_type = 'rated' AND m.conversation_id = ANY($1::uuid[])) AS rated,
              EXISTS (SELECT 1 FROM surveys v WHERE v.conversation_id = $4 AND v.kind = 'rating' AND v.state = 'asked' AND v.message_id IS NULL AND v.answer_until > now()) AS asked,
              bool_or(m.event_type = 'email-consent' AND m.conversation_id = ANY($1::uuid[])) AS email_consent
       FROM messages m
       WHERE (m.conversation_id = ANY(ARRAY(SELECT unnest(ARRAY[c.id, c.thread_to]) FROM conversations c WHERE c.channel_id = $2 AND c.thread_key = $3)) OR m.thread_id = ANY(ARRAY(SELECT c.id FROM conversations c WHERE c.channel_id = $2 AND c.thread_key = $3)))
         AND m.kind = 'event' AND m.event_type IN ('rated', 'email-consent')`,
      [[conversation.id, conversation.thread_id], visitor.channelId, visitor.visitorId, conversation.id],
    );
    return { rated: row?.rated ?? false, asked: row?.asked ?? false, emailConsent: row?.email_consent ?? false };
  }
}

/**
 * What was said in the visitor's thread and nothing else, wherever agents put it: conversations of other people may have become one with it. There
 * places count along the thread, beyond all numbers from before, so that what is new is always behind what a visitor has. $1 is who holds the thread.
 */
const said = ({ threading }: ConversationRow): string => (threading === 0
  ? '(SELECT m.*, m.seq AS place FROM messages m WHERE m.conversation_id = $1)'
  : `(SELECT m.*, (1000000 + row_number() OVER (ORDER BY m.created_at, m.id))::int AS place FROM messages m WHERE ${ofThread('$1')} AND (m.kind = 'message' OR m.event_type = 'taken-back'))`);

async function current(tx: Tx, visitor: Visitor): Promise<ConversationRow | undefined> {
  const [row] = await tx.query<ConversationRow>(
    `SELECT c.id, h.id AS thread_id, h.threading, c.state, c.read_seq, c.assignee_id, u.name AS agent_name, u.avatar_key AS agent_avatar, c.waiting_since, c.first_reply_at, c.created_at, c.resolved_at
     FROM conversations h JOIN conversations c ON c.id = ${firstOf('h.thread_to', 'h.id')} LEFT JOIN memberships b ON b.id = c.assignee_id LEFT JOIN users u ON u.id = b.user_id
     WHERE h.channel_id = $1 AND h.thread_key = $2 AND h.current`,
    [visitor.channelId, visitor.visitorId],
  );
  return row;
}
