import { createHash } from 'node:crypto';
import type { Automatic, Delivery, Inbound, InboundMessage, Json, Party } from '../contract';
import { readMeta, type DeliveryMeta } from './email.delivery';
import { loopMark, ownAddresses, trustedServer, type EmailSettings } from './email.settings';
import { readAddress, readAddresses } from './parse/addresses';
import { readAuthentication } from './parse/authentication';
import { automaticKind } from './parse/automatic';
import { readBody, type MailBody } from './parse/body';
import { readBounce, readDisposition, type BounceFacts } from './parse/bounce';
import { cleanLine } from './parse/clean-text';
import { messageTime, readDate, sentOffset } from './parse/dates';
import { decodeWords } from './parse/encoded-words';
import type { Headers } from './parse/headers';
import { Budget, limits } from './parse/limits';
import { parseMime, type Part } from './parse/mime';
import { splitBody } from './parse/split-body';
import { contentHash, messageIdOf } from './threading/ids';
import { readIssuedId } from './threading/reply-tokens';
import { readThread, unique } from './threading/thread-hint';

/** One raw mail to what the core understands. Pure: the same bytes give the same ids for ever. */
export function parseMail(delivery: Delivery, settings: EmailSettings): Inbound[] {
  if (delivery.body.length === 0) return [{ kind: 'ignored', reason: 'The mail is empty' }];
  const meta = readMeta(delivery.meta);
  const budget = new Budget();
  const root = parseMime(delivery.body, budget);
  if (root.headers.list.length === 0) return [{ kind: 'ignored', reason: 'This is not a mail: it has no headers' }];
  const reader = new MailReader({ root, meta, settings, delivery });
  return reader.read(budget);
}

interface Source { root: Part; meta: DeliveryMeta; settings: EmailSettings; delivery: Delivery }

class MailReader {
  private readonly headers: Headers;
  private readonly own: string[];
  private readonly subject: string;
  private readonly author: Party | undefined;
  private readonly replyTo: Party | undefined;

  constructor(private readonly source: Source) {
    this.headers = source.root.headers;
    this.own = ownAddresses(source.settings);
    this.subject = cleanLine(decodeWords(this.headers.get('subject') ?? ''), limits.subjectChars);
    const answers = readAddresses(this.headers.all('reply-to').join(', '));
    this.replyTo = answers.find((party) => !this.isOurs(party.id)) ?? answers[0];
    this.author = readAddress(this.headers.get('from')) ?? readAddress(this.headers.get('sender')) ?? this.replyTo ?? readAddress(this.headers.get('return-path'));
  }

  read(budget: Budget): Inbound[] {
    const { root } = this.source;
    const body = readBody(root);
    const plain = body.plain ?? splitBody(undefined, body.html, { isReply: false, isForward: true }).text;
    const bounce = readBounce(root, { subject: this.subject, from: this.author?.id, plain });
    const message = this.message(body, { bounce, truncated: body.truncated || budget.exceeded });
    if (bounce !== undefined) return [this.bounceReceipt(bounce, message)];
    const disposition = readDisposition(root);
    if (disposition?.displayed === true) return [{ kind: 'receipt', at: message.at, externalId: disposition.originalId, status: 'read', message }];
    return [message];
  }

  private bounceReceipt(bounce: BounceFacts, message: InboundMessage): Inbound {
    if (bounce.originalId === undefined || bounce.outcome === 'delayed') return message;
    if (bounce.outcome === 'delivered') return { kind: 'receipt', at: message.at, externalId: bounce.originalId, status: 'delivered', message };
    const recipients = bounce.recipients.length > 0 ? `${bounce.recipients.slice(0, 3).join(', ')}: ` : '';
    return { kind: 'receipt', at: message.at, externalId: bounce.originalId, status: 'failed', code: bounce.reason.code, reason: `${recipients}${bounce.reason.text}`, message };
  }

  private message(body: MailBody, facts: { bounce: BounceFacts | undefined; truncated: boolean }): InboundMessage {
    const { root, meta } = this.source;
    const thread = readThread(this.headers, this.own, meta.envelopeTo ?? []);
    const isReply = this.headers.has('in-reply-to') || this.headers.has('references') || /^\s*(re|aw|odp|sv|svar|vs|antw|antwort|res|rif|r|回复|回覆|答复|답장|회신|відп|отв|απ|σχετ|bls|tl|trả lời|ynt|vá|ha|atb|ref)\.?\s*([[(]\d+[\])])?\s*[:：]/i.test(this.subject);
    const isForward = /^\s*(fwd?|wg|tr|rv|pd|enc|i|doorst|vb|vs|fs|转发|轉寄|转寄|vl|pdl|fyi|továbbítás|yönlendirme|pfwd|przekazane|ile?t)\s*[:：]/i.test(this.subject) && !/^\s*re\s*:/i.test(this.subject);
    const split = facts.bounce === undefined
      ? splitBody(body.plain, body.html, { isReply, isForward })
      : { text: splitBody(body.plain, body.plain === undefined ? body.html : undefined, { isReply: false, isForward: true }).text, quoted: '', ...(body.html === undefined ? {} : { html: body.html }) };
    const id = messageIdOf(this.headers.get('message-id'));
    const automatic = this.automatic(facts.bounce);
    const original = facts.bounce?.originalId;
    const references = unique([...(original === undefined ? [] : [original]), ...(facts.bounce?.originalReferences ?? []), ...(thread.hint.references ?? [])]);
    const tokens = unique([...references.flatMap((reference) => readIssuedId(reference)?.token ?? []), ...(thread.hint.tokens ?? [])]);
    const people = this.people(id);
    const note = meta.fullSizeBytes === undefined ? '' : `[This mail has ${Math.round(meta.fullSizeBytes / 1_048_576)} MB: too large to fetch. Its text is shown as far as it was read; the attachments are in the mailbox.]`;
    const text = [split.text, note].filter((piece) => piece !== '').join('\n\n');
    return {
      kind: 'message',
      at: this.time().toISOString(),
      externalId: id ?? this.idOfUnnamed(),
      ...(id === undefined ? {} : { externalIdIfTaken: `${id}#${contentHash(this.headers, root.body)}` }),
      ...people,
      ...this.provenance(id),
      thread: { ...(tokens.length > 0 ? { tokens } : {}), ...(references.length > 0 ? { references } : {}) },
      ...(this.subject === '' ? {} : { subject: this.subject }),
      text,
      ...('html' in split && split.html !== undefined ? { html: split.html } : {}),
      ...(split.quoted === '' ? {} : { quoted: split.quoted }),
      ...('quotedHtml' in split && split.quotedHtml !== undefined ? { quotedHtml: split.quotedHtml } : {}),
      ...(thread.inReplyTo === undefined ? {} : { replyToExternalId: thread.inReplyTo }),
      ...(body.attachments.length === 0 ? {} : { attachments: meta.fullSizeBytes === undefined ? body.attachments : body.attachments.slice(0, -1) }),
      ...(automatic === undefined ? {} : { automatic }),
      threadState: { references: unique([...thread.chain, ...(thread.inReplyTo === undefined ? [] : [thread.inReplyTo]), ...(id === undefined ? [] : [id])]).slice(-20) },
      ...this.extra(body, facts.truncated),
    };
  }

  /**
   * Who wrote, and where an answer goes. A form on our own site sends as us with the customer in Reply-To: then the customer is the author.
   * Our own mail coming back (a copy, the Sent folder) is an echo.
   */
  private people(id: string | undefined): Pick<InboundMessage, 'from' | 'replyTo' | 'to' | 'cc' | 'echo'> {
    const { author, replyTo } = this;
    const to = readAddresses(this.headers.all('to').join(', '));
    const cc = readAddresses(this.headers.all('cc').join(', '));
    const isOwn = author !== undefined && this.own.includes(author.id);
    const echo = isOwn && (this.source.meta.role === 'sent' || (id !== undefined && readIssuedId(id) !== undefined));
    const foreignReply = replyTo !== undefined && !this.isOurs(replyTo.id) ? replyTo : undefined;
    const from = isOwn && !echo && foreignReply !== undefined ? foreignReply : author ?? { id: 'unknown@unknown.invalid', name: cleanLine(decodeWords(this.headers.get('from') ?? ''), limits.nameChars) || 'Unknown sender' };
    return {
      from,
      ...(foreignReply !== undefined && foreignReply.id !== from.id ? { replyTo: foreignReply } : {}),
      ...(to.length === 0 ? {} : { to }),
      ...(cc.length === 0 ? {} : { cc }),
      ...(echo ? { echo: true } : {}),
    };
  }

  /** Whether it is a mail of ours that came back, and what the server that took it found of its sender. */
  private provenance(id: string | undefined): Pick<InboundMessage, 'ownToken' | 'authenticated'> {
    const ownToken = id === undefined ? undefined : readIssuedId(id)?.token;
    const authenticated = readAuthentication(this.headers, trustedServer(this.source.settings), this.author?.id);
    return { ...(ownToken === undefined ? {} : { ownToken }), ...(authenticated === undefined ? {} : { authenticated }) };
  }

  private isOurs(address: string): boolean {
    return this.own.includes(address) || this.own.includes(address.replace(/\+[^@]*@/, '@'));
  }

  private automatic(bounce: BounceFacts | undefined): Automatic | undefined {
    if (bounce !== undefined) return 'bounce';
    const { contentType, type } = this.source.root;
    return automaticKind({ headers: this.headers, subject: this.subject, contentType: type, reportType: contentType.parameters.get('report-type')?.toLowerCase() ?? '', own: this.own, loopMark: loopMark(this.source.settings) });
  }

  private time(): Date {
    const received = this.headers.get('received');
    const semicolon = received?.lastIndexOf(';') ?? -1;
    const arrived = this.source.meta.arrivedAt === undefined ? undefined : new Date(this.source.meta.arrivedAt);
    return messageTime({
      date: readDate(this.headers.get('date')) ?? readDate(this.headers.get('resent-date')),
      received: received === undefined || semicolon < 0 ? undefined : readDate(received.slice(semicolon + 1)),
      arrived: arrived === undefined || Number.isNaN(arrived.getTime()) ? undefined : arrived,
      // Neither the mail nor its transport knows: only a delivery that was made by hand.
    }) ?? new Date();
  }

  private idOfUnnamed(): string {
    const { delivery } = this.source;
    return delivery.externalId?.startsWith('raw:') === true ? delivery.externalId : `raw:${createHash('sha256').update(delivery.body).digest('hex').slice(0, 40)}`;
  }

  private extra(body: MailBody, truncated: boolean): { extra?: Json } {
    const offset = sentOffset(this.headers.get('date'));
    const extra: Record<string, Json> = {
      ...(body.encrypted === undefined ? {} : { encrypted: body.encrypted }),
      ...(body.calendar === undefined ? {} : { calendar: body.calendar }),
      ...(truncated ? { truncated: true } : {}),
      // Where the writer's clock hangs; a hint at when they read.
      ...(offset === undefined ? {} : { sentOffset: offset }),
      ...(this.source.meta.fullSizeBytes === undefined ? {} : { fullSizeBytes: this.source.meta.fullSizeBytes }),
    };
    return Object.keys(extra).length === 0 ? {} : { extra };
  }
}
