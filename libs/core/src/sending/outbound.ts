import type { LetterChoices } from '@kontuar/contract';
import type { Capabilities, Json, Outbound, Party, Visibility } from '@kontuar/connectors/contract';
import type { Files, Secrets, Tx } from '@kontuar/platform';
import { lastOwnWords, type ReplyTo } from '../conversations/answers-to';
import { signatureFor, signatureParts } from '../letters/signatures.service';
import { fileUrl } from '../messages/file-links';
import { replyToken } from '../messages/reply-token';
import { holderOf, ofThread } from './way-out';

export interface LeavingMessage {
  id: string; conversation_id: string; thread_id: string | null; workspace_id: string; seq: number; text: string; html: string | null; author_name: string; author_kind: string;
  recipients: { cc?: { name: string | null; address: string }[] }; reply_to_id: string | null; automatic: string | null; attempt: number;
  visibility: Visibility; template: NonNullable<Outbound['template']> | null; letter: LetterChoices | null; channel_id: string;
}

export interface OutboundNeeds { files: Files; secrets: Secrets; publicUrl: string | undefined; letters: Capabilities['letters'] | undefined }

interface ThreadRow { thread_key: string | null; thread_state: Json | null; subject: string | null; external_id: string; handle: string | null; name: string | null; language: string | null; workspace: string; time_zone: string; identity_id: string; aliases: string[]; has_public: boolean; last_at: Date | null; post: string | null; whole: boolean }
interface LastInbound { external_id: string | null; text: string; html: string | null; author_name: string; at: Date; reply_to: ReplyTo | null }

/** References grow with the thread; mail programs use the first and the last ones. */
const MAX_REFERENCES = 50;

/** Everything that a connector needs to send one message. */
export async function buildOutbound(tx: Tx, { files, secrets, publicUrl, letters }: OutboundNeeds, message: LeavingMessage): Promise<Outbound> {
  const threadId = holderOf(message);
  const [thread] = await tx.query<ThreadRow>(
    `SELECT c.thread_key, c.thread_state, c.subject, i.id AS identity_id, i.external_id, i.handle, i.name, ARRAY(SELECT a.external_id FROM identity_aliases a WHERE a.identity_id = i.id) AS aliases, p.language, w.name AS workspace, w.time_zone,
       c.has_public, CASE WHEN c.has_public THEN c.last_private_at ELSE c.last_inbound_at END AS last_at, (SELECT o.external_id FROM public_posts o WHERE o.id = c.post_id) AS post,
       NOT EXISTS (SELECT 1 FROM conversations part WHERE part.id = $2 AND part.part_of = c.id) AS whole
     FROM conversations c JOIN identities i ON i.id = c.identity_id JOIN contacts p ON p.id = c.contact_id JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = $1`,
    [threadId, message.conversation_id],
  );
  if (thread === undefined) throw new Error('the conversation is gone');
  const references = await tx.query<{ external_id: string }>(
    `SELECT external_id FROM (SELECT external_id, created_at, seq FROM messages m WHERE ${ofThread('$1')} AND (conversation_id <> $3 OR seq < $2) AND kind = 'message' AND external_id IS NOT NULL
       ORDER BY created_at DESC, seq DESC LIMIT ${MAX_REFERENCES}) newest ORDER BY created_at, seq`,
    [threadId, message.seq, message.conversation_id],
  );
  const [inbound] = await tx.query<LastInbound>(
    `SELECT m.external_id, m.text, m.html, m.author_name, m.at, m.recipients->'replyTo' AS reply_to FROM conversations c JOIN conversations w ON w.id = $2 JOIN messages m ON ${lastOwnWords('c', 'w')} WHERE c.id = $1 ORDER BY m.seq DESC LIMIT 1`,
    [message.conversation_id, threadId],
  );
  const [answered] = message.reply_to_id === null ? [] : await tx.query<{ external_id: string | null; visibility: Visibility; extra: Json }>(`SELECT external_id, visibility, CASE WHEN direction = 'in' THEN extra END AS extra FROM messages WHERE id = $1`, [message.reply_to_id]);
  const side = await sideOf(tx, thread, message, answered?.visibility === 'public');
  const attachments = await tx.query<{ id: string; name: string; content_type: string; size_bytes: string; inline: boolean; content_id: string | null; file_key: string }>(
    `SELECT id, name, content_type, size_bytes, inline, content_id, file_key FROM attachments WHERE message_id = $1 AND state = 'ready' AND file_key IS NOT NULL ORDER BY position, id`,
    [message.id],
  );
  const to: Party = message.visibility === 'public' || inbound?.reply_to?.id === undefined
    ? side.to
    : { id: inbound.reply_to.id, handle: inbound.reply_to.address ?? inbound.reply_to.id, ...(inbound.reply_to.name === null || inbound.reply_to.name === undefined ? {} : { name: inbound.reply_to.name }) };
  const byPerson = message.author_kind === 'member' && message.automatic === null;
  const signature = letters === undefined || !byPerson || message.letter?.signature === false ? undefined : await signatureFor(tx, message.channel_id, thread.language, { agent: message.author_name, workspace: thread.workspace });
  // Kept with what was sent, folded as a customer's own signature is.
  if (signature !== undefined) await tx.execute(`UPDATE messages SET quoted = $2, quoted_html = $3 WHERE id = $1`, [message.id, signature.text, signature.html]);
  // Only letters let one choose; where replies quote by themselves, they go on doing so.
  const quotes = letters === undefined || (message.letter?.quote ?? letters.quoting === 'always');
  return {
    messageId: message.id,
    attempt: message.attempt,
    to,
    ...(message.recipients.cc === undefined || message.recipients.cc.length === 0 ? {} : { cc: message.recipients.cc.map((party) => ({ id: party.address, handle: party.address, ...(party.name === null ? {} : { name: party.name }) })) }),
    ...(thread.subject === null ? {} : { subject: thread.subject }),
    text: message.text,
    ...(message.html === null ? {} : { html: message.html }),
    attachments: [...attachments.map((row) => ({
      name: row.name, contentType: row.content_type, sizeBytes: Number(row.size_bytes), inline: row.inline, ...(row.content_id === null ? {} : { contentId: row.content_id }),
      open: () => Promise.resolve(files.open(row.file_key)),
      ...(publicUrl === undefined ? {} : { url: `${publicUrl}${fileUrl(secrets, row.id, 'file', { file: { name: row.name, contentType: row.content_type } })}` }),
    })), ...signatureParts(signature, files)],
    ...(side.threadKey === null ? {} : { threadKey: side.threadKey }),
    ...(side.threadState === null ? {} : { threadState: side.threadState }),
    ...(answered?.external_id == null ? {} : { replyToExternalId: answered.external_id, ...(answered.extra === null ? {} : { replyToExtra: answered.extra }) }),
    references: references.map((row) => row.external_id),
    visibility: message.visibility,
    ...(thread.post === null || side.inPrivateThread ? {} : { postExternalId: thread.post }),
    ...(thread.last_at === null ? {} : { lastInboundAt: thread.last_at.toISOString() }),
    ...(message.template === null ? {} : { template: message.template }),
    // A part of a split conversation is answered there; what went up in another is found from its own thread.
    replyToken: replyToken(secrets, thread.whole ? threadId : message.conversation_id, to.id),
    author: { name: message.author_name, workspace: thread.workspace },
    ...(thread.language === null ? {} : { language: thread.language }),
    ...(signature === undefined ? {} : { signature: { text: signature.text, html: signature.html } }),
    ...(inbound === undefined || !quotes ? {} : { quote: { text: inbound.text, author: inbound.author_name, at: inbound.at.toISOString(), timeZone: thread.time_zone, ...(inbound.html === null ? {} : { html: inbound.html }) } }),
    ...(message.author_kind === 'system' ? { automatic: true } : {}),
  };
}

interface Side { to: Party; threadKey: string | null; threadState: Json | null; inPrivateThread: boolean }

const partyOf = (row: Pick<ThreadRow, 'external_id' | 'name' | 'handle' | 'aliases'>): Party => ({
  id: row.external_id, ...(row.name === null ? {} : { name: row.name }), ...(row.handle === null ? {} : { handle: row.handle }), ...(row.aliases.length === 0 ? {} : { aliases: row.aliases }),
});

/**
 * Whom it goes to, and in which of the platform's threads. The private side of a public conversation has a thread of its own, and there the platform
 * may know the same person by another id; a private reply has no thread yet.
 */
async function sideOf(tx: Tx, thread: ThreadRow, message: LeavingMessage, answersPublic: boolean): Promise<Side> {
  const own: Side = { to: partyOf(thread), threadKey: thread.thread_key, threadState: thread.thread_state, inPrivateThread: false };
  if (message.visibility === 'public' || !thread.has_public) return own;
  if (answersPublic) return { ...own, threadKey: null, threadState: null };
  const [link] = await tx.query<{ thread_key: string; thread_state: Json | null }>(`SELECT thread_key, thread_state FROM thread_links WHERE conversation_id = $1 ORDER BY created_at DESC LIMIT 1`, [holderOf(message)]);
  const [speaker] = await tx.query<Pick<ThreadRow, 'external_id' | 'name' | 'handle' | 'aliases'>>(
    `SELECT i.external_id, i.handle, i.name, ARRAY(SELECT a.external_id FROM identity_aliases a WHERE a.identity_id = i.id) AS aliases FROM messages m JOIN identities i ON i.id = m.author_id
     WHERE ${ofThread('$1')} AND m.direction = 'in' AND m.kind = 'message' AND m.visibility = 'private' ORDER BY m.created_at DESC, m.seq DESC LIMIT 1`,
    [holderOf(message)],
  );
  return { to: speaker === undefined ? own.to : partyOf(speaker), threadKey: link?.thread_key ?? own.threadKey, threadState: link === undefined ? own.threadState : link.thread_state, inPrivateThread: true };
}
