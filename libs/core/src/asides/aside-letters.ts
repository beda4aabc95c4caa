import { Inject, Injectable } from '@nestjs/common';
import type { LetterChoices } from '@kontuar/contract';
import type { Outbound, Party } from '@kontuar/connectors/contract';
import { Files, Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import { lockConversations } from '../conversations/change';
import { record } from '../history/history';
import type { HouseLetters, HouseMailRow } from '../house-mail/letters';
import { houseToken } from '../house-mail/house-token';
import { signatureFor, signatureParts } from '../letters/signatures.service';
import { fileUrl } from '../messages/file-links';
import type { Outcome } from '../sending/outcome';
import { CONFIG } from '../tokens';
import { needsUs } from './need-us';
import { quoteAsHtml } from './quote';
import { asidesChanged } from './summary';

interface LetterRow {
  seq: number; text: string; html: string | null; letter: LetterChoices | null; quoted: string | null; channel_id: string; author_name: string; recipients: { to: { name: string | null; address: string }[] };
  subject: string; workspace: string; time_zone: string; conversation_id: string; opened_by: string;
}
interface Earlier { external_id: string | null; direction: 'in' | 'out'; text: string; html: string | null; author_name: string; at: Date; sender: string }

const MAX_REFERENCES = 50;

/** The mails of side conversations, and what becomes of one whose mail ended so or so. */
@Injectable()
export class AsideLetters implements HouseLetters {
  constructor(private readonly files: Files, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  async build(tx: Tx, mail: HouseMailRow): Promise<Outbound | { code: string; detail: string }> {
    const [row] = await tx.query<LetterRow>(
      `SELECT m.seq, m.text, m.html, m.letter, m.quoted, a.channel_id, m.author_name, m.recipients, a.subject, w.name AS workspace, w.time_zone, a.conversation_id, a.opened_by
       FROM aside_messages m JOIN asides a ON a.id = m.aside_id JOIN workspaces w ON w.id = a.workspace_id WHERE m.id = $1`,
      [mail.id],
    );
    const [to, ...alsoTo] = (row?.recipients.to ?? []).map(partyOf);
    if (row === undefined || to === undefined) return { code: 'gone', detail: 'The side conversation is gone.' };
    const earlier = await tx.query<Earlier>(
      `SELECT coalesce(h.external_id, m.external_id) AS external_id, m.direction, m.text, m.html, m.author_name, m.at, m.sender FROM aside_messages m LEFT JOIN house_mails h ON h.id = m.id
       WHERE m.aside_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT ${MAX_REFERENCES}`,
      [mail.subject_id, row.seq],
    );
    const said = earlier.filter(({ sender }) => sender !== 'machine');
    const [nearest] = said.filter(({ external_id }) => external_id !== null);
    const theirs = said.find(({ direction }) => direction === 'in');
    const files = await tx.query<{ id: string; name: string; content_type: string; size_bytes: string; inline: boolean; content_id: string | null; file_key: string }>(
      `SELECT id, name, content_type, size_bytes, inline, content_id, file_key FROM attachments WHERE aside_message_id = $1 AND state = 'ready' AND file_key IS NOT NULL ORDER BY position, id`, [mail.id]);
    const { publicUrl } = this.config.http;
    // In the house's own language: who reads it is not the customer.
    const signature = row.letter?.signature === false ? undefined : await signatureFor(tx, row.channel_id, null, { agent: row.author_name, workspace: row.workspace });
    if (signature !== undefined) await tx.execute(`UPDATE aside_messages SET signature = $2 WHERE id = $1`, [mail.id, signature.text]);
    return {
      messageId: mail.id, attempt: mail.attempt, to, ...(alsoTo.length === 0 ? {} : { alsoTo }), subject: row.subject,
      text: row.quoted === null ? row.text : `${row.text}\n\n${row.quoted}`,
      ...(row.html === null ? {} : { html: row.quoted === null ? row.html : `${row.html}${quoteAsHtml(row.quoted)}` }),
      attachments: [...files.map((file) => ({
        name: file.name, contentType: file.content_type, sizeBytes: Number(file.size_bytes), inline: file.inline, ...(file.content_id === null ? {} : { contentId: file.content_id }), open: () => Promise.resolve(this.files.open(file.file_key)),
        ...(publicUrl === undefined ? {} : { url: `${publicUrl}${fileUrl(this.secrets, file.id, 'file', { file: { name: file.name, contentType: file.content_type } })}` }),
      })), ...signatureParts(signature, this.files)],
      ...(nearest?.external_id == null ? {} : { replyToExternalId: nearest.external_id }),
      references: said.flatMap(({ external_id }) => external_id ?? []).reverse(),
      visibility: 'private',
      replyToken: houseToken(this.secrets, 'aside', mail.subject_id),
      author: { name: row.author_name, workspace: row.workspace },
      ...(signature === undefined ? {} : { signature: { text: signature.text, html: signature.html } }),
      ...(theirs === undefined ? {} : { quote: { text: theirs.text, ...(theirs.html === null ? {} : { html: theirs.html }), author: theirs.author_name, at: theirs.at.toISOString(), timeZone: row.time_zone } }),
    };
  }

  async hold(tx: Tx, mail: HouseMailRow): Promise<boolean> {
    const [aside] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM asides WHERE id = $1`, [mail.subject_id]);
    if (aside === undefined) return false;
    await lockConversations(tx, [aside.conversation_id]);
    return (await tx.query(`SELECT 1 FROM asides WHERE id = $1 FOR UPDATE`, [mail.subject_id])).length > 0;
  }

  async settled(tx: Tx, mail: HouseMailRow, outcome: Outcome): Promise<void> {
    const [aside] = await tx.query<{ id: string; conversation_id: string; subject: string; opened_by: string; author_id: string | null }>(
      `SELECT a.id, a.conversation_id, a.subject, a.opened_by, m.author_id FROM asides a JOIN aside_messages m ON m.id = $2 WHERE a.id = $1`, [mail.subject_id, mail.id]);
    if (aside === undefined) return;
    if (outcome.state === 'failed' || outcome.state === 'unknown' || (outcome.state === 'sent' && outcome.sent.warning !== undefined)) {
      const [row] = await lockConversations(tx, [aside.conversation_id]);
      if (row === undefined) return;
      const line = { type: 'aside-failed', data: { asideId: aside.id, subject: aside.subject, detail: (outcome.state === 'sent' ? outcome.sent.warning : outcome.detail)?.slice(0, 500) } } as const;
      await needsUs(tx, row, { asideId: aside.id, openedBy: aside.author_id ?? aside.opened_by, happening: 'aside.failed', messageId: mail.id, line });
      return;
    }
    if (outcome.state === 'sent') await record(tx, [{ type: 'aside.sent', conversationId: aside.conversation_id, subjectId: aside.id, data: { asideMessageId: mail.id } }]);
    await asidesChanged(tx, aside.conversation_id, [aside.id]);
  }
}

const partyOf = ({ name, address }: { name: string | null; address: string }): Party => ({ id: address, handle: address, ...(name === null ? {} : { name }) });
