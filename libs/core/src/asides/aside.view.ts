import type { AsideMessageView, AsidePerson, AsideState, AsideView } from '@kontuar/contract';
import type { Secrets, Tx } from '@kontuar/platform';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';

interface AsideRow {
  id: string; conversation_id: string; channel_id: string; subject: string; state: AsideState; opened_by: string; opened_by_name: string;
  last_seq: number; read_seq: number; version: number; last_at: Date; created_at: Date; done_at: Date | null;
  people: AsidePerson[]; last: { text: string; authorName: string } | null; failed: boolean;
}

const asideColumns = `
  a.id, a.conversation_id, a.channel_id, a.subject, a.state, a.opened_by, a.opened_by_name, a.last_seq, a.read_seq, a.version, a.last_at, a.created_at, a.done_at,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('address', p.address, 'name', p.name, 'kind', p.kind) ORDER BY p.joined_at, p.position), '[]') FROM aside_people p WHERE p.aside_id = a.id) AS people,
  (SELECT jsonb_build_object('text', left(m.text, 200), 'authorName', m.author_name) FROM aside_messages m WHERE m.aside_id = a.id AND m.sender <> 'machine' ORDER BY m.seq DESC LIMIT 1) AS last,
  EXISTS (SELECT 1 FROM house_mails h WHERE h.subject_id = a.id AND h.purpose = 'aside' AND (h.status IN ('failed', 'unknown') OR (h.status = 'sent' AND h.failure_code IS NOT NULL))) AS failed`;

const toView = (row: AsideRow): AsideView => ({
  id: row.id, conversationId: row.conversation_id, channelId: row.channel_id, subject: row.subject, state: row.state, people: row.people,
  openedBy: { id: row.opened_by, name: row.opened_by_name }, lastSeq: row.last_seq, unread: row.read_seq < row.last_seq,
  preview: { text: (row.last?.text ?? '').replace(/\s+/g, ' ').trim(), authorName: row.last?.authorName ?? '', failed: row.failed },
  version: row.version, lastAt: row.last_at.toISOString(), createdAt: row.created_at.toISOString(), doneAt: row.done_at?.toISOString() ?? null,
});

/** Those that wait for us first, then the latest. */
export async function asidesOf(tx: Tx, conversationId: string): Promise<AsideView[]> {
  const rows = await tx.query<AsideRow>(`SELECT ${asideColumns} FROM asides a WHERE a.conversation_id = $1 ORDER BY array_position(ARRAY['ours', 'theirs', 'done'], a.state), a.last_at DESC LIMIT 100`, [conversationId]);
  return rows.map(toView);
}

export async function asideOf(tx: Tx, id: string): Promise<AsideView | undefined> {
  const [row] = await tx.query<AsideRow>(`SELECT ${asideColumns} FROM asides a WHERE a.id = $1`, [id]);
  return row === undefined ? undefined : toView(row);
}

interface MessageRow {
  id: string; aside_id: string; seq: number; direction: 'in' | 'out'; author_id: string | null; author_name: string; author_address: string | null; sender: AsideMessageView['sender'];
  recipients: { to?: AsideMessageView['to']; cc?: AsideMessageView['cc'] }; text: string; html: string | null; signature: string | null; quoted: string | null; client_id: string | null; automatic: string | null; at: Date;
  status: AsideMessageView['status'] | null; failure_code: string | null; failure_detail: string | null; due_at: Date | null; attempt: number | null;
}

const messageColumns = `m.id, m.aside_id, m.seq, m.direction, m.author_id, m.author_name, m.author_address, m.sender, m.recipients, m.text, m.html, m.signature, m.quoted, m.client_id, m.automatic, coalesce(h.sent_at, m.at) AS at,
  h.status, h.failure_code, h.failure_detail, h.due_at, h.attempt`;

/** The newest 200, or the one that is asked for. */
export async function asideMessages(tx: Tx, secrets: Secrets, asideId: string, messageId?: string): Promise<AsideMessageView[]> {
  const rows = await tx.query<MessageRow>(
    `SELECT ${messageColumns} FROM aside_messages m LEFT JOIN house_mails h ON h.id = m.id WHERE m.aside_id = $1 AND ($2::uuid IS NULL OR m.id = $2) ORDER BY m.seq DESC LIMIT 200`, [asideId, messageId ?? null]);
  const files = await tx.query<AttachmentRow & { aside_message_id: string }>(`SELECT ${attachmentColumns}, aside_message_id FROM attachments WHERE aside_message_id = ANY($1::uuid[]) ORDER BY position, id`, [rows.map(({ id }) => id)]);
  return rows.reverse().map((row): AsideMessageView => ({
    id: row.id, asideId: row.aside_id, seq: row.seq, direction: row.direction, status: row.status ?? 'received',
    failure: row.failure_code === null ? null : { code: row.failure_code, detail: row.failure_detail ?? '' },
    author: { id: row.author_id, name: row.author_name, address: row.author_address }, sender: row.sender, to: row.recipients.to ?? [], cc: row.recipients.cc ?? [],
    text: row.text, html: row.html, signature: row.signature, quoted: row.quoted, attachments: files.filter((file) => file.aside_message_id === row.id).map((file) => toAttachmentView(file, secrets)), automatic: row.automatic,
    clientId: row.client_id, at: row.at.toISOString(),
    sendAt: row.status === 'queued' && row.attempt === 0 ? (row.due_at?.toISOString() ?? null) : null,
  }));
}
