import type { Outbound, Party } from '@kontuar/connectors/contract';
import type { Files, Secrets, Tx } from '@kontuar/platform';
import type { ChannelRow } from '../channels/channel.row';
import { replyToken } from '../messages/reply-token';

export interface LeavingMessage {
  id: string; conversation_id: string; workspace_id: string; seq: number; text: string; html: string | null; author_name: string; author_kind: string;
  recipients: { cc?: { name: string | null; address: string }[] }; reply_to_id: string | null; automatic: string | null; attempt: number;
}

interface ThreadRow { thread_key: string | null; thread_state: never; subject: string | null; external_id: string; handle: string | null; name: string | null; language: string | null; workspace: string; identity_id: string }
interface LastInbound { external_id: string | null; text: string; html: string | null; author_name: string; at: Date; reply_to: { id?: string; name?: string | null; address?: string } | null }

/** References grow with the thread; mail programs use the first and the last ones. */
const MAX_REFERENCES = 50;

/** Everything that a connector needs to send one message. */
export async function buildOutbound(tx: Tx, files: Files, secrets: Secrets, channel: ChannelRow, message: LeavingMessage): Promise<Outbound> {
  const [thread] = await tx.query<ThreadRow>(
    `SELECT c.thread_key, c.thread_state, c.subject, i.external_id, i.handle, i.name, i.id AS identity_id, p.language, w.name AS workspace
     FROM conversations c JOIN identities i ON i.id = c.identity_id JOIN contacts p ON p.id = c.contact_id JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = $1`,
    [message.conversation_id],
  );
  if (thread === undefined) throw new Error('the conversation is gone');
  const references = await tx.query<{ external_id: string }>(
    `SELECT external_id FROM (SELECT external_id, seq FROM messages WHERE conversation_id = $1 AND seq < $2 AND kind = 'message' AND external_id IS NOT NULL ORDER BY seq DESC LIMIT ${MAX_REFERENCES}) newest ORDER BY seq`,
    [message.conversation_id, message.seq],
  );
  // Only whom the conversation belongs to may name another address for answers: anybody can join a mail thread.
  const [inbound] = await tx.query<LastInbound>(
    `SELECT external_id, text, html, author_name, at, recipients->'replyTo' AS reply_to FROM messages
     WHERE conversation_id = $1 AND direction = 'in' AND kind = 'message' AND author_id = $2 AND deleted_at IS NULL AND automatic IS NULL ORDER BY seq DESC LIMIT 1`,
    [message.conversation_id, thread.identity_id],
  );
  const [answered] = message.reply_to_id === null ? [] : await tx.query<{ external_id: string | null }>(`SELECT external_id FROM messages WHERE id = $1`, [message.reply_to_id]);
  const attachments = await tx.query<{ name: string; content_type: string; size_bytes: string; inline: boolean; content_id: string | null; file_key: string }>(
    `SELECT name, content_type, size_bytes, inline, content_id, file_key FROM attachments WHERE message_id = $1 AND state = 'ready' AND file_key IS NOT NULL ORDER BY position, id`,
    [message.id],
  );
  const to: Party = inbound?.reply_to?.id === undefined
    ? { id: thread.external_id, ...(thread.name === null ? {} : { name: thread.name }), ...(thread.handle === null ? {} : { handle: thread.handle }) }
    : { id: inbound.reply_to.id, handle: inbound.reply_to.address ?? inbound.reply_to.id, ...(inbound.reply_to.name === null || inbound.reply_to.name === undefined ? {} : { name: inbound.reply_to.name }) };
  return {
    messageId: message.id,
    attempt: message.attempt,
    to,
    ...(message.recipients.cc === undefined || message.recipients.cc.length === 0 ? {} : { cc: message.recipients.cc.map((party) => ({ id: party.address, handle: party.address, ...(party.name === null ? {} : { name: party.name }) })) }),
    ...(thread.subject === null ? {} : { subject: thread.subject }),
    text: message.text,
    ...(message.html === null ? {} : { html: message.html }),
    attachments: attachments.map((row) => ({
      name: row.name, contentType: row.content_type, sizeBytes: Number(row.size_bytes), inline: row.inline, ...(row.content_id === null ? {} : { contentId: row.content_id }),
      open: () => Promise.resolve(files.open(row.file_key)),
    })),
    ...(thread.thread_key === null ? {} : { threadKey: thread.thread_key }),
    ...(thread.thread_state === null ? {} : { threadState: thread.thread_state }),
    ...(answered?.external_id == null ? {} : { replyToExternalId: answered.external_id }),
    references: references.map((row) => row.external_id),
    visibility: 'private',
    replyToken: replyToken(secrets, message.conversation_id, to.id),
    author: { name: message.author_name, workspace: thread.workspace },
    ...(thread.language === null ? {} : { language: thread.language }),
    ...(inbound === undefined ? {} : { quote: { text: inbound.text, author: inbound.author_name, at: inbound.at.toISOString(), ...(inbound.html === null ? {} : { html: inbound.html }) } }),
    ...(message.author_kind === 'system' ? { automatic: true } : {}),
  };
}
