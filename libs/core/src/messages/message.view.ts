import type { AttachmentView, MessageStatus, MessageView, Visibility } from '@kontuar/contract';
import { prepared, type Secrets, type Tx } from '@kontuar/platform';
import { fileUrl } from './file-links';

export const messageColumns = `m.id, m.conversation_id, m.seq, m.channel_id, m.kind, m.direction, m.status, m.failure_code, m.failure_detail, m.author_kind, m.author_id, m.author_name, m.author_address, m.author_verified,
  m.recipients, m.subject, m.text, m.html, m.quoted, m.quoted_html, m.reply_to_id, m.client_id, m.automatic, m.unsupported, m.mentions, m.reactions, m.extra, m.event_type, m.event_data,
  m.at, m.created_at, m.edited_at, m.deleted_at, m.send_at, m.delivered_at, m.read_at, m.visibility, m.rating, m.mood, m.language, m.moderation, m.template`;

interface Party { name: string | null; address: string }

export interface MessageRow {
  id: string; conversation_id: string; seq: number; channel_id: string; kind: 'message' | 'note' | 'event'; direction: 'in' | 'out' | 'none'; status: MessageStatus;
  failure_code: string | null; failure_detail: string | null; author_kind: 'contact' | 'member' | 'system' | 'elsewhere'; author_id: string | null; author_name: string; author_address: string | null; author_verified: boolean;
  recipients: { to?: Party[]; cc?: Party[] }; subject: string | null; text: string; html: string | null; quoted: string | null; quoted_html: string | null; reply_to_id: string | null; client_id: string | null;
  automatic: MessageView['automatic']; unsupported: string | null; mentions: string[]; reactions: { emoji: string; by: string }[]; extra: unknown; event_type: string | null; event_data: Record<string, unknown> | null;
  at: Date; created_at: Date; edited_at: Date | null; deleted_at: Date | null; send_at: Date | null; delivered_at: Date | null; read_at: Date | null;
  visibility: Visibility; rating: MessageView['rating']; mood: MessageView['mood']; language: string | null; moderation: Partial<Moderation> | null; template: MessageView['template'] | null;
}
export type Moderation = NonNullable<MessageView['moderation']>;

export interface AttachmentRow {
  id: string; message_id: string | null; name: string; content_type: string; size_bytes: string; inline: boolean; content_id: string | null;
  state: AttachmentView['state']; file_key: string | null; thumb_key: string | null; width: number | null; height: number | null;
}
export const attachmentColumns = 'id, message_id, name, content_type, size_bytes, inline, content_id, state, file_key, thumb_key, width, height';

export function toAttachmentView(row: AttachmentRow, secrets: Secrets): AttachmentView {
  return {
    id: row.id, name: row.name, contentType: row.content_type, sizeBytes: Number(row.size_bytes), inline: row.inline, contentId: row.content_id, state: row.state,
    url: row.state === 'ready' && row.file_key !== null ? fileUrl(secrets, row.id, 'file') : null,
    thumbnailUrl: row.thumb_key === null ? null : fileUrl(secrets, row.id, 'thumb'),
    width: row.width, height: row.height,
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function toMessageView(row: MessageRow, attachments: AttachmentView[]): MessageView {
  const failed = row.status === 'failed' || row.status === 'unknown' || (row.status === 'queued' && row.failure_code !== null);
  return {
    id: row.id, conversationId: row.conversation_id, seq: row.seq, channelId: row.channel_id, kind: row.kind, direction: row.direction, status: row.status,
    failure: failed ? { code: row.failure_code ?? row.status, detail: row.failure_detail ?? '' } : null,
    author: { kind: row.author_kind, id: row.author_id, name: row.author_name, address: row.author_address, avatarUrl: null, verified: row.author_verified },
    to: row.recipients.to ?? [], cc: row.recipients.cc ?? [], subject: row.subject,
    text: row.text, html: row.html, quoted: row.quoted, quotedHtml: row.quoted_html, replyToId: row.reply_to_id, attachments,
    reactions: row.reactions.map(({ emoji, by }) => ({ emoji, by })), automatic: row.automatic, unsupported: row.unsupported, mentions: row.mentions,
    // What we keep with our own messages is for taking them back, not for reading.
    extra: row.direction === 'in' || row.kind === 'note' ? row.extra : null,
    visibility: row.visibility, rating: row.rating, mood: row.deleted_at === null ? row.mood : null, language: row.language,
    moderation: row.moderation === null ? null : { hidden: row.moderation.hidden ?? false, liked: row.moderation.liked ?? false, pending: row.moderation.pending ?? null, failure: row.moderation.failure ?? null, ...(row.moderation.removed === true ? { removed: true } : {}) },
    template: row.template === null ? null : { id: row.template.id, name: row.template.name, language: row.template.language },
    clientId: row.client_id, editedAt: iso(row.edited_at), deletedAt: iso(row.deleted_at), at: row.at.toISOString(), createdAt: row.created_at.toISOString(),
    sendAt: row.status === 'queued' ? iso(row.send_at) : null, deliveredAt: iso(row.delivered_at), readAt: iso(row.read_at),
    event: row.event_type === null ? null : { type: row.event_type, data: row.event_data ?? {} },
  };
}

/** Two statements, however many messages. */
export async function messageViews(tx: Tx, secrets: Secrets, rows: readonly MessageRow[]): Promise<MessageView[]> {
  if (rows.length === 0) return [];
  return withAttachments(rows, await attachmentsOf(tx, rows.map((row) => row.id)), secrets);
}

const attachmentsOf = (tx: Tx, messageIds: readonly string[]): Promise<AttachmentRow[]> =>
  tx.query<AttachmentRow>(prepared(`SELECT ${attachmentColumns} FROM attachments WHERE message_id = ANY($1::uuid[]) ORDER BY message_id, position, id`), [messageIds]);

function withAttachments(rows: readonly MessageRow[], attachments: readonly AttachmentRow[], secrets: Secrets): MessageView[] {
  const byMessage = new Map<string, AttachmentView[]>();
  for (const row of attachments) {
    const list = byMessage.get(row.message_id ?? '') ?? [];
    list.push(toAttachmentView(row, secrets));
    byMessage.set(row.message_id ?? '', list);
  }
  return rows.map((row) => toMessageView(row, row.deleted_at === null ? (byMessage.get(row.id) ?? []) : []));
}

export async function findMessageViews(tx: Tx, secrets: Secrets, ids: readonly string[]): Promise<MessageView[]> {
  if (ids.length === 0) return [];
  const [rows, attachments] = await Promise.all([tx.query<MessageRow>(prepared(`SELECT ${messageColumns} FROM messages m WHERE m.id = ANY($1::uuid[])`), [ids]), attachmentsOf(tx, ids)]);
  return withAttachments(rows, attachments, secrets);
}
