import type { InboundAttachment } from '../../contract';
import { decodeText, normaliseCharset } from './charset';
import { cleanFileName, cleanLine, cleanText } from './clean-text';
import { describeCalendar } from './calendar';
import { decodeWords } from './encoded-words';
import { limits } from './limits';
import type { Part } from './mime';
import { unflow } from './plain-lines';
import { readTnef } from './tnef';
import { clearTail, decodeTransfer } from './transfer-encoding';

export interface MailBody {
  plain?: string;
  html?: string;
  attachments: InboundAttachment[];
  /** The text is encrypted, and only the attachments can be kept. */
  encrypted?: 'pgp' | 'smime';
  calendar?: Record<string, string>;
  /** Something was left out because a limit was reached. */
  truncated: boolean;
}

export function decodedBody(part: Part): Buffer {
  return decodeTransfer(part.body, part.headers.get('content-transfer-encoding') ?? '');
}

function decodedText(part: Part): Buffer {
  const encoding = part.headers.get('content-transfer-encoding') ?? '';
  const tail = /base64/i.test(encoding) ? clearTail(part.body) : part.body.length;
  return tail < part.body.length ? Buffer.concat([decodeTransfer(part.body.subarray(0, tail), encoding), Buffer.from('\n'), part.body.subarray(tail)]) : decodedBody(part);
}

/** Chooses what is shown as the text of a mail, and what lies beside it. */
export function readBody(root: Part): MailBody {
  const reader = new BodyReader();
  reader.read(root);
  return reader.finish();
}

class BodyReader {
  private readonly plain: string[] = [];
  private readonly html: string[] = [];
  private readonly attachments: InboundAttachment[] = [];
  private encrypted: MailBody['encrypted'];
  private calendar: Record<string, string> | undefined;
  private truncated = false;
  private tnefPlain: string | undefined;
  private tnefHtml: string | undefined;

  read(part: Part): void {
    if (part.children.length > 0) this.readMultipart(part);
    else this.readLeaf(part);
  }

  private readMultipart(part: Part): void {
    if (part.type === 'multipart/encrypted') this.encrypted = 'pgp';
    if (part.type === 'multipart/alternative') {
      this.readAlternative(part);
      return;
    }
    if (part.type === 'multipart/related') {
      const start = part.contentType.parameters.get('start')?.replace(/^<|>$/g, '');
      const main = part.children.find((child) => start !== undefined && contentId(child) === start) ?? part.children[0];
      if (main !== undefined) this.read(main);
      for (const child of part.children) if (child !== main) this.readAside(child);
      return;
    }
    for (const child of part.children) this.read(child);
  }

  /** The forms are the same message: each kind of text is taken once, the last (richest) one of its kind. */
  private readAlternative(part: Part): void {
    const lastOf = (type: string): Part | undefined => [...part.children].reverse().find((child) => child.type === type && !isAttached(child));
    const chosen = new Set([lastOf('text/plain'), lastOf('text/html')]);
    for (const child of part.children) {
      if (chosen.has(child) || child.children.length > 0) this.read(child);
      else if (child.type === 'text/plain' || child.type === 'text/html' || child.type === 'text/watch-html' || child.type === 'text/x-amp-html' || child.type === 'text/enriched') continue;
      else this.readLeaf(child);
    }
  }

  private readAside(part: Part): void {
    if (part.children.length > 0) for (const child of part.children) this.readAside(child);
    else this.attach(part);
  }

  private readLeaf(part: Part): void {
    if (part.type === 'text/plain' && !isAttached(part)) this.takePlain(part);
    else if (part.type === 'text/html' && !isAttached(part)) this.takeHtml(part);
    else if ((part.type === 'text/enriched' || part.type === 'text/richtext') && !isAttached(part)) this.plain.push(stripEnriched(this.textOf(part)));
    else if (isTnef(part)) this.takeTnef(part);
    else this.attach(part);
  }

  private textOf(part: Part): string {
    return cleanText(decodeText(decodedText(part), part.contentType.parameters.get('charset')));
  }

  private takePlain(part: Part): void {
    const parameters = part.contentType.parameters;
    let text = this.textOf(part);
    if (parameters.get('format')?.toLowerCase() === 'flowed') text = unflow(text, parameters.get('delsp')?.toLowerCase() === 'yes');
    if (isWholeDocument(text)) {
      this.html.push(this.capped(text, { part, limit: limits.htmlChars, name: 'message.html' }));
      return;
    }
    if (/^-----BEGIN PGP MESSAGE-----$/m.test(text)) this.encrypted = 'pgp';
    const { rest, files } = takeUuencoded(text);
    for (const file of files) this.add({ key: `${part.path}/${file.name}`, name: file.name, contentType: 'application/octet-stream', content: file.content });
    this.plain.push(this.capped(rest, { part, limit: limits.textChars, name: 'message.txt' }));
  }

  private takeHtml(part: Part): void {
    let html = this.textOf(part);
    const declared = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{3,30})/i.exec(html.slice(0, 4_096))?.[1];
    if (part.contentType.parameters.get('charset') === undefined && declared !== undefined && normaliseCharset(declared) !== '') html = cleanText(decodeText(decodedText(part), declared));
    this.html.push(this.capped(html, { part, limit: limits.htmlChars, name: 'message.html' }));
  }

  /** A body too long to show is cut, and kept whole as an attachment. */
  private capped(text: string, { part, limit, name }: { part: Part; limit: number; name: string }): string {
    if (text.length <= limit) return text;
    this.truncated = true;
    this.add({ key: `${part.path}/body`, name, contentType: name.endsWith('html') ? 'text/html' : 'text/plain', content: Buffer.from(text, 'utf8') });
    return text.slice(0, limit);
  }

  private takeTnef(part: Part): void {
    const content = readTnef(decodedBody(part));
    if (content === undefined || (content.attachments.length === 0 && content.text === undefined && content.html === undefined)) {
      this.attach(part);
      return;
    }
    this.tnefPlain ??= content.text === undefined ? undefined : cleanText(content.text);
    this.tnefHtml ??= content.html === undefined ? undefined : cleanText(content.html);
    for (const [index, file] of content.attachments.entries()) {
      this.add({
        key: `${part.path}/${index + 1}`, name: cleanFileName(file.name, `attachment-${index + 1}`), contentType: file.contentType ?? typeByName(file.name), content: file.content,
        ...(file.contentId === undefined ? {} : { contentId: file.contentId }),
      });
    }
  }

  private attach(part: Part): void {
    if (part.type === 'application/pkcs7-mime' || part.type === 'application/x-pkcs7-mime') {
      const kind = part.contentType.parameters.get('smime-type')?.toLowerCase() ?? '';
      if (kind !== 'certs-only') this.encrypted = 'smime';
    }
    if (part.type === 'text/calendar') this.calendar ??= describeCalendar(this.textOf(part));
    const isMessage = part.type === 'message/rfc822' || part.type === 'message/global';
    const content = decodedBody(part);
    const id = contentId(part);
    this.add({ key: part.path, name: attachmentName(part, isMessage ? content : undefined), contentType: part.type, content, ...(id === undefined ? {} : { contentId: id }) });
  }

  private add(attachment: InboundAttachment & { content: Buffer }): void {
    if (this.attachments.length >= limits.attachments) {
      this.truncated = true;
      return;
    }
    this.attachments.push({ ...attachment, sizeBytes: attachment.content.length });
  }

  finish(): MailBody {
    const plain = this.plain.filter((text) => text.trim() !== '').join('\n\n');
    const htmlParts = this.html.filter((text) => text.trim() !== '');
    const html = htmlParts.length > 0 ? htmlParts.join('\n<br>\n') : this.tnefHtml;
    const shownPlain = plain !== '' ? plain : this.tnefPlain;
    const referenced = html === undefined ? new Set<string>() : referencedIds(html);
    return {
      ...(shownPlain === undefined || shownPlain === '' ? {} : { plain: shownPlain }),
      ...(html === undefined ? {} : { html }),
      attachments: this.attachments.map((attachment) => (attachment.contentId !== undefined && referenced.has(attachment.contentId) ? { ...attachment, inline: true } : attachment)),
      truncated: this.truncated,
      ...(this.encrypted === undefined ? {} : { encrypted: this.encrypted }),
      ...(this.calendar === undefined ? {} : { calendar: this.calendar }),
    };
  }
}

/** Scripts that send HTML and forget to say so. */
function isWholeDocument(text: string): boolean {
  return /^\s{0,200}<(?:!doctype html|html)[\s>]/i.test(text.slice(0, 300)) && /<\/(?:html|body)>\s{0,200}$/i.test(text.slice(-300));
}

function isAttached(part: Part): boolean {
  if (part.disposition.value === 'attachment') return true;
  const named = part.disposition.parameters.has('filename') || part.contentType.parameters.has('name');
  // A named text beside others is a file; a named text that is the only one is the body of a careless mailer.
  return named && part.parent !== undefined && part.parent.type !== 'multipart/alternative' && part.parent.children[0] !== part;
}

function isTnef(part: Part): boolean {
  return part.type === 'application/ms-tnef' || part.type === 'application/vnd.ms-tnef' || /^winmail\.dat$/i.test(part.disposition.parameters.get('filename') ?? part.contentType.parameters.get('name') ?? '');
}

export function contentId(part: Part): string | undefined {
  const id = part.headers.get('content-id')?.trim().replace(/^<|>$/g, '').trim();
  return id === undefined || id === '' ? undefined : cleanLine(id, 500);
}

function referencedIds(html: string): Set<string> {
  const ids = new Set<string>();
  for (const match of html.matchAll(/cid:([^"'\s>)]{1,500})/gi)) {
    const id = (match[1] ?? '').replace(/&amp;/g, '&');
    ids.add(id);
    try {
      ids.add(decodeURIComponent(id));
    } catch {
      // A lone '%' is part of the id.
    }
  }
  return ids;
}

const extensions: Record<string, string> = { 'text/plain': 'txt', 'text/html': 'html', 'text/calendar': 'ics', 'text/csv': 'csv', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/webp': 'webp', 'image/heic': 'heic', 'application/pdf': 'pdf', 'message/rfc822': 'eml', 'message/global': 'eml', 'application/pgp-signature': 'asc', 'application/pgp-encrypted': 'pgp', 'application/pkcs7-signature': 'p7s', 'application/x-pkcs7-signature': 'p7s', 'application/pkcs7-mime': 'p7m', 'application/x-pkcs7-mime': 'p7m', 'message/delivery-status': 'txt', 'text/rfc822-headers': 'txt', 'application/zip': 'zip', 'audio/mpeg': 'mp3', 'video/mp4': 'mp4', 'text/vcard': 'vcf', 'text/x-vcard': 'vcf' };
const fixedNames: Record<string, string> = { 'text/calendar': 'invite.ics', 'message/delivery-status': 'delivery-status.txt', 'message/disposition-notification': 'read-receipt.txt', 'text/rfc822-headers': 'original-headers.txt', 'application/pgp-signature': 'signature.asc', 'application/pkcs7-signature': 'smime.p7s', 'application/x-pkcs7-signature': 'smime.p7s' };

function attachmentName(part: Part, message: Buffer | undefined): string {
  const given = part.disposition.parameters.get('filename') ?? part.contentType.parameters.get('name') ?? '';
  const extension = extensions[part.type] ?? 'bin';
  if (given.trim() !== '') return cleanFileName(decodeWords(given), `attachment.${extension}`);
  if (message !== undefined) {
    const subject = /^subject:[ \t]*([^\r\n]{0,300})/im.exec(message.subarray(0, 16 * 1024).toString('latin1'))?.[1];
    const shown = subject === undefined ? '' : cleanLine(decodeWords(subject), 80).replace(/[\\/]/g, '-');
    return cleanFileName(shown === '' ? 'message.eml' : `${shown}.eml`, 'message.eml');
  }
  const described = part.headers.get('content-description');
  if (described !== undefined && /\.[a-z0-9]{2,5}$/i.test(described)) return cleanFileName(decodeWords(described), `attachment.${extension}`);
  return fixedNames[part.type] ?? `${part.type.split('/')[0] === 'image' ? 'image' : 'attachment'}-${part.path.replace(/^1\./, '').replace(/\./g, '-')}.${extension}`;
}

function typeByName(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const known: Record<string, string> = { pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', txt: 'text/plain', doc: 'application/msword', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', xls: 'application/vnd.ms-excel', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', zip: 'application/zip', html: 'text/html', ics: 'text/calendar' };
  return known[extension] ?? 'application/octet-stream';
}

function stripEnriched(text: string): string {
  return text.replace(/<param>[^<]{0,500}<\/param>/gi, '').replace(/<<|<\/?[a-z-]{1,40}>/gi, (tag) => (tag === '<<' ? '<' : ''));
}

/** Files that old mailers wrote into the text itself. */
function takeUuencoded(text: string): { rest: string; files: { name: string; content: Buffer }[] } {
  const files: { name: string; content: Buffer }[] = [];
  if (!/^begin [0-7]{3,4} \S/m.test(text)) return { rest: text, files };
  const kept: string[] = [];
  const lines = text.split('\n');
  const lastEnd = lines.lastIndexOf('end');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    const begin = index < lastEnd && files.length < 50 ? /^begin [0-7]{3,4} (.{1,200})$/.exec(line) : null;
    // The first data line says its own length; without that it is just a sentence that begins with "begin".
    if (begin === null || !isUuLine(lines[index + 1] ?? '')) {
      kept.push(line);
      continue;
    }
    const end = lines.indexOf('end', index);
    const content = decodeTransfer(Buffer.from(lines.slice(index, end + 1).join('\n'), 'latin1'), 'x-uuencode');
    files.push({ name: cleanFileName(begin[1] ?? '', 'attachment.bin'), content });
    index = end;
  }
  return { rest: kept.join('\n'), files };
}

function isUuLine(line: string): boolean {
  const length = (line.charCodeAt(0) - 32) & 63;
  return /^[ -`]{2,}$/.test(line) && Math.ceil(length / 3) * 4 <= line.length && line.length <= Math.ceil(length / 3) * 4 + 3;
}
