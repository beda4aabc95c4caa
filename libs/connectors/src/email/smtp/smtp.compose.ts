import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import { ConnectorError, type Json, type Outbound, type OutboundAttachment, type Party } from '../../contract';
import { loopMark, type EmailSettings } from '../email.settings';
import { asciiDomain } from '../parse/addresses';
import { cleanFileName, cleanLine } from '../parse/clean-text';
import { escapeHtml } from '../parse/html-tree';
import { withoutSuffix } from '../threading/ids';
import { issueMessageId, plusAddress } from '../threading/reply-tokens';
import { quoteHtml, quoteText } from './smtp.quote';

export interface ComposedMail {
  messageId: string;
  raw: Buffer;
  envelope: { from: string; to: string[] };
  references: string[];
}

export const maxMessageBytes = 25 * 1024 * 1024;
export const maxAttachments = 50;
/** The first mail of a thread and its latest ones: enough for every client, short enough for every server. */
const maxReferences = 20;
const maxReferencesChars = 1_800;

/** The bytes that are sent. The same message gives the same Message-ID on each attempt, so that a double is recognised as one. */
export async function composeMail(message: Outbound, settings: EmailSettings, now: Date): Promise<ComposedMail> {
  const messageId = issueMessageId({ token: message.replyToken, messageId: message.messageId }, asciiDomain(settings.address));
  const recipients = recipientsOf(message);
  const declared = message.attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, 0);
  if (declared > maxMessageBytes) throw tooLarge();
  if (message.attachments.length > maxAttachments) throw new ConnectorError('rejected', `An email takes ${maxAttachments} attachments at most`, { reason: 'too-many-attachments' });
  const references = referencesOf(message);
  const inReplyTo = (message.replyToExternalId === undefined ? undefined : withoutSuffix(message.replyToExternalId)) ?? references.at(-1);
  const replyTo = settings.plusAddressing ? plusAddress(settings.address, message.replyToken) : undefined;
  const mail: Mail.Options = {
    messageId,
    date: now,
    from: { name: senderName(message, settings), address: settings.address },
    to: recipients.to,
    ...(recipients.cc.length === 0 ? {} : { cc: recipients.cc }),
    ...(replyTo === undefined ? {} : { replyTo: { name: senderName({ ...message, automatic: true }, settings), address: replyTo } }),
    subject: subjectOf(message),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references.length === 0 ? {} : { references }),
    text: textOf(message),
    html: htmlOf(message),
    attachments: await Promise.all(message.attachments.map(attachmentOf)),
    headers: headersOf(message, settings, inReplyTo !== undefined),
    disableFileAccess: true,
    disableUrlAccess: true,
    textEncoding: 'quoted-printable',
  };
  const raw = await new MailComposer(mail).compile().build();
  if (raw.length > maxMessageBytes * 1.4) throw tooLarge();
  return { messageId, raw, envelope: { from: settings.address, to: recipients.all }, references };
}

function tooLarge(): ConnectorError {
  return new ConnectorError('rejected', `The attachments are too large for an email: ${maxMessageBytes / 1_048_576} MB together at most`, { reason: 'too-large' });
}

interface Mailbox { name: string; address: string }

function recipientsOf(message: Outbound): { to: Mailbox[]; cc: Mailbox[]; all: string[] } {
  const seen = new Set<string>();
  const once = (mailbox: Mailbox): boolean => {
    const known = seen.has(mailbox.address.toLowerCase());
    seen.add(mailbox.address.toLowerCase());
    return !known;
  };
  const to = [message.to, ...(message.alsoTo ?? [])].map(mailboxOf).filter(once);
  const cc = (message.cc ?? []).map(mailboxOf).filter(once);
  return { to, cc, all: [...to, ...cc].map((mailbox) => mailbox.address) };
}

function mailboxOf(party: Party): Mailbox {
  const address = cleanLine(party.id, 320);
  if (!/^[^\s@<>",;:\\]+@[^\s@<>",;:\\]+$/.test(address)) throw new ConnectorError('rejected', `${address === '' ? 'An empty text' : address} is not an email address`, { reason: 'unknown-recipient' });
  return { name: cleanLine(party.name ?? '', 120).replace(/[<>"]/g, ''), address: `${address.slice(0, address.lastIndexOf('@'))}@${asciiDomain(address)}` };
}

function senderName(message: Outbound, settings: EmailSettings): string {
  const team = cleanLine(settings.displayName || message.author.workspace, 120);
  const agent = cleanLine(message.author.name, 120);
  if (message.automatic === true || agent === '' || settings.senderName === 'team') return team;
  return settings.senderName === 'agent' || team === '' ? agent : `${agent} (${team})`;
}

function subjectOf(message: Outbound): string {
  const subject = cleanLine(message.subject ?? '', 900);
  const answers = message.replyToExternalId !== undefined || message.references.length > 0;
  if (!answers) return subject;
  return /^\s*(re|aw|odp|sv|vs|antw|r|res|rif)\s*(\[\d+\])?\s*:/i.test(subject) ? subject : `Re: ${subject}`.trim();
}

function referencesOf(message: Outbound): string[] {
  const given = message.references.length > 0 ? message.references : stateReferences(message.threadState);
  const ids = [...new Set([...given, ...(message.replyToExternalId === undefined ? [] : [message.replyToExternalId])].flatMap((id) => withoutSuffix(id) ?? []))];
  const kept = ids.length <= maxReferences ? ids : [ids[0] as string, ...ids.slice(-(maxReferences - 1))];
  while (kept.length > 2 && kept.join(' ').length > maxReferencesChars) kept.splice(1, 1);
  return kept;
}

function stateReferences(state: Json | undefined): string[] {
  if (state === undefined || state === null || typeof state !== 'object' || Array.isArray(state)) return [];
  const { references } = state;
  return Array.isArray(references) ? references.filter((id): id is string => typeof id === 'string') : [];
}

function headersOf(message: Outbound, settings: EmailSettings, answers: boolean): Record<string, string> {
  return {
    'X-Kontuar-Loop': loopMark(settings),
    ...(message.language !== undefined && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(message.language) ? { 'Content-Language': message.language } : {}),
    // RFC 3834: only for what nobody typed. On a person's answer it would stop the customer's own vacation notice from being useful.
    ...(message.unsubscribeUrl === undefined ? {} : { 'List-Unsubscribe': `<${message.unsubscribeUrl.replace(/[<>\s]/g, '')}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    ...(message.automatic === true ? { 'Auto-Submitted': answers ? 'auto-replied' : 'auto-generated', 'X-Auto-Response-Suppress': 'All' } : {}),
  };
}

function textOf(message: Outbound): string {
  const quote = message.quote === undefined ? '' : `\n\n${quoteText(message.quote, message.language)}`;
  // The mark by which mail programs know a signature, and leave it out when they quote.
  const signature = message.signature === undefined || message.signature.text === '' ? '' : `\n\n-- \n${message.signature.text}`;
  return `${message.text.replace(/\r\n?/g, '\n')}${signature}${quote}\n`;
}

function htmlOf(message: Outbound): string {
  const body = message.html ?? `<div>${escapeHtml(message.text.replace(/\r\n?/g, '\n')).replace(/\n/g, '<br>\n')}</div>`;
  const signature = message.signature === undefined ? '' : `\n<div class="kontuar_signature"><br><div>-- </div>\n${message.signature.html}</div>`;
  const quote = message.quote === undefined ? '' : `\n${quoteHtml(message.quote, message.language)}`;
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n${body}${signature}${quote}\n</body></html>`;
}

async function attachmentOf(attachment: OutboundAttachment): Promise<Mail.Attachment> {
  const inline = attachment.inline === true && attachment.contentId !== undefined;
  return {
    filename: cleanFileName(attachment.name, 'attachment'),
    contentType: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(attachment.contentType) ? attachment.contentType : 'application/octet-stream',
    content: await attachment.open(),
    contentDisposition: inline ? 'inline' : 'attachment',
    ...(attachment.contentId === undefined ? {} : { cid: cleanLine(attachment.contentId, 500).replace(/[<>\s]/g, '') }),
  };
}
