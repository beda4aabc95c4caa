import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { InboundMessage, InboundReceipt } from '@kontuar/connectors/contract';
import type { Locale } from '@kontuar/contract';
import { errorFields, newId, Queues, type Log, type Tx, type Units } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { DomainError } from '../errors';
import { record } from '../history/history';
import type { HouseTaken } from '../house-mail/house-door';
import type { StoredFiles } from '../ingest/ledger.types';
import { findActors } from '../members/members.service';
import { Messages } from '../messages/messages.service';
import { LOG } from '../tokens';
import { refusalLetter, refusalWords } from './notice-letter';
import { keepNoticeMail } from './notice-mails';
import { readReply } from './reply-command';

interface MailRow { member_id: string; conversation_id: string | null; seq: number | null; open: boolean; email: string; locale: Locale; workspace: string; channel_id: string }
type Given = { message: InboundMessage; receipt?: InboundReceipt };

/** Replies of members to mails that told them of something. The token names one mail to one member; it works for a week, for that member's address, and for what they may do now. */
@Injectable()
export class NoticeReplies {
  constructor(private readonly messages: Messages, private readonly queues: Queues, @Inject(LOG) private readonly log: Log) {}

  async take(units: Units, workspaceId: string, mailId: string, given: Given, files: StoredFiles): Promise<HouseTaken> {
    const passed = (why: string): HouseTaken => ({ conversationId: null, kept: false, fileIds: [], ignored: why });
    const { message, receipt } = given;
    const { mail, actor } = await units.inWorkspace(workspaceId, (tx) => this.load(tx, mailId));
    if (receipt !== undefined) {
      if (receipt.status === 'failed') await units.inWorkspace(workspaceId, (tx) => tx.execute(`UPDATE house_mails SET status = 'failed', failure_code = $2, failure_detail = $3 WHERE id = $1 AND status <> 'queued'`, [mailId, receipt.code ?? 'bounced', (receipt.reason ?? '').slice(0, 1000)]));
      return passed(`a report that the mail was ${receipt.status}`);
    }
    if (mail === undefined) return passed('a reply to a mail that nobody remembers, or to a report');
    if (message.automatic !== undefined) return passed('an automatic reply to a notification');
    // Whoever else has the token got the mail from the member: it gives them nothing.
    if (message.from.id.toLowerCase() !== mail.email.toLowerCase()) return passed('a reply to a notification from another address than the member’s');
    if (message.authenticated === false) return passed('a reply to a notification that the sender’s own mail server disowns');
    if (actor === undefined) return passed('a reply to a notification from somebody who is not active any more');
    const reply = readReply(message.text);
    if (reply.text === '' && reply.to === 'team' && files.size === 0) return passed('an empty reply to a notification');
    const refused = mail.conversation_id === null ? 'no-conversation' : !mail.open ? 'expired' : reply.text === '' ? 'empty' : await this.say(units, actor, { ...mail, conversation_id: mail.conversation_id }, reply, message, files);
    if (refused === undefined) return { conversationId: mail.conversation_id, kept: true, fileIds: [] };
    await units.inWorkspace(workspaceId, (tx) => this.refuse(tx, workspaceId, mailId, mail, refused, message.text));
    return passed(`a reply to a notification that was refused: ${refused}`);
  }

  /** In the member's name and with the member's rights, as if they had written it on the screen. The same mail twice is said once. Answers why not. */
  private async say(units: Units, actor: MemberActor, mail: MailRow & { conversation_id: string }, reply: { to: 'team' | 'customer'; text: string }, message: InboundMessage, files: StoredFiles): Promise<string | undefined> {
    const clientId = `mail-${createHash('sha256').update(message.externalId).digest('hex').slice(0, 40)}`;
    try {
      const attachmentIds = await units.inWorkspace(actor.workspaceId, (tx) => this.upload(tx, actor, mail.conversation_id, clientId, message, files));
      await this.messages.post(actor, mail.conversation_id, {
        clientId, text: reply.text, private: reply.to === 'team', attachmentIds, mentions: [], sendNow: false, ...(reply.to === 'customer' && mail.seq !== null ? { sinceSeq: mail.seq } : {}),
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.log.info({ code: error.code, ...errorFields(error) }, 'a reply by mail was refused');
      return error.refusal === 'not-found' || error.refusal === 'forbidden' ? 'not-allowed' : error.code;
    }
  }

  /** What is attached becomes the member's upload; when the reply was taken before, nothing is kept twice. */
  private async upload(tx: Tx, actor: MemberActor, conversationId: string, clientId: string, message: InboundMessage, files: StoredFiles): Promise<string[]> {
    if ((await tx.query(`SELECT 1 FROM messages WHERE conversation_id = $1 AND client_id = $2`, [conversationId, clientId])).length > 0) return [];
    const ids: string[] = [];
    for (const attachment of (message.attachments ?? []).filter(({ inline }) => inline !== true).slice(0, 20)) {
      const stored = files.get(attachment);
      if (stored === undefined) continue;
      const id = newId();
      await tx.execute(
        `INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, size_bytes, state, file_key) VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7)`,
        [id, actor.workspaceId, `member:${actor.memberId}`, attachment.name, attachment.contentType, stored.sizeBytes, stored.key],
      );
      ids.push(id);
    }
    return ids;
  }

  private async load(tx: Tx, mailId: string): Promise<{ mail: MailRow | undefined; actor: MemberActor | undefined }> {
    const [mail] = await tx.query<MailRow>(
      `SELECT n.member_id, n.conversation_id, n.seq, n.reply_until > now() AS open, u.email, u.locale, w.name AS workspace, h.channel_id
       FROM notice_mails n JOIN house_mails h ON h.id = n.id JOIN memberships m ON m.id = n.member_id JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = n.workspace_id WHERE n.id = $1`,
      [mailId],
    );
    return { mail, actor: mail === undefined ? undefined : (await findActors(tx, [mail.member_id]))[0] };
  }

  /** Once for each mail, marked as automatic: a machine that answers everything gets no second answer. */
  private async refuse(tx: Tx, workspaceId: string, mailId: string, mail: MailRow, code: string, reply: string): Promise<void> {
    const first = await tx.execute(`UPDATE notice_mails SET refused_at = now() WHERE id = $1 AND refused_at IS NULL`, [mailId]);
    if (first === 0) return;
    await keepNoticeMail(tx, this.queues, { workspaceId, memberId: mail.member_id, channelId: mail.channel_id }, {
      conversationId: null, seq: null, parcel: `refused ${mailId}`, letter: refusalLetter({ locale: mail.locale, workspaceName: mail.workspace, reason: refusalWords(mail.locale, code), reply }),
    });
    await record(tx, [{ type: 'notice.reply-refused', subjectId: mail.member_id, ...(mail.conversation_id === null ? {} : { conversationId: mail.conversation_id }), data: { reason: code } }]);
  }
}
