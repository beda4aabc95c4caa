import { decodeWith } from './charset';
import { decompressRtf, rtfToText } from './rtf';

/** winmail.dat: what Outlook wraps a "rich text" mail into (MS-OXTNEF). Only what a reader needs: body and attachments. */
export interface TnefContent {
  text?: string;
  html?: string;
  attachments: { name: string; contentType?: string; contentId?: string; content: Buffer }[];
}

const signature = 0x223e9f78;
const attribute = { codepage: 0x9007, messageProperties: 0x9003, body: 0x800c, attachStart: 0x9002, attachTitle: 0x8010, attachData: 0x800f, attachProperties: 0x9005 } as const;
const property = { body: 0x1000, rtf: 0x1009, html: 0x1013, codepage: 0x3fde, attachData: 0x3701, attachLongName: 0x3707, attachName: 0x3704, attachMime: 0x370e, attachContentId: 0x3712, displayName: 0x3001 } as const;
const maxAttachments = 200;

/** `undefined` when it is no TNEF. Broken or cut data gives what could be read before the break. */
export function readTnef(data: Buffer): TnefContent | undefined {
  if (data.length < 6 || data.readUInt32LE(0) !== signature) return undefined;
  const content: TnefContent = { attachments: [] };
  let charset = 'windows-1252';
  let attachment: { name?: string; longName?: string; contentType?: string; contentId?: string; content?: Buffer } | undefined;
  const finish = (): void => {
    if (attachment?.content === undefined || content.attachments.length >= maxAttachments) return;
    content.attachments.push({
      name: attachment.longName ?? attachment.name ?? '', content: attachment.content,
      ...(attachment.contentType === undefined ? {} : { contentType: attachment.contentType }),
      ...(attachment.contentId === undefined ? {} : { contentId: attachment.contentId }),
    });
  };
  let at = 6;
  while (at + 9 <= data.length) {
    const id = data.readUInt16LE(at + 1);
    const length = data.readUInt32LE(at + 5);
    const start = at + 9;
    if (start + length > data.length) break;
    const value = data.subarray(start, start + length);
    at = start + length + 2;
    switch (id) {
      case attribute.codepage:
        if (value.length >= 4) charset = codepage(value.readUInt32LE(0));
        break;
      case attribute.body:
        content.text = decodeWith(value, charset).replace(/(?<!\0)\0+$/, '');
        break;
      case attribute.messageProperties:
        readMessageProperties(value, content, charset);
        break;
      case attribute.attachStart:
        finish();
        attachment = {};
        break;
      case attribute.attachTitle:
        if (attachment !== undefined) attachment.name = decodeWith(value, charset).replace(/\0.*$/s, '');
        break;
      case attribute.attachData:
        if (attachment !== undefined) attachment.content = value;
        break;
      case attribute.attachProperties:
        if (attachment !== undefined) Object.assign(attachment, attachmentFacts(value, charset));
        break;
      default:
    }
  }
  finish();
  return content;
}

function readMessageProperties(value: Buffer, content: TnefContent, outerCharset: string): void {
  const properties = readProperties(value, outerCharset);
  const page = properties.get(property.codepage);
  const charset = page instanceof Buffer && page.length >= 4 ? codepage(page.readUInt32LE(0)) : outerCharset;
  const html = properties.get(property.html);
  if (html instanceof Buffer) content.html = decodeWith(html, charset);
  else if (typeof html === 'string') content.html = html;
  const body = properties.get(property.body);
  if (typeof body === 'string' && body !== '') content.text = body;
  const rtf = properties.get(property.rtf);
  if (rtf instanceof Buffer) {
    const plain = decompressRtf(rtf);
    if (plain === undefined) return;
    const { text, html: fromRtf } = rtfToText(plain);
    if (fromRtf !== undefined) content.html ??= fromRtf;
    else if (text !== '') content.text ??= text;
  }
}

function attachmentFacts(value: Buffer, charset: string): { longName?: string; contentType?: string; contentId?: string; content?: Buffer } {
  const properties = readProperties(value, charset);
  const text = (id: number): string | undefined => {
    const found = properties.get(id);
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const longName = text(property.attachLongName) ?? text(property.displayName);
  const contentType = text(property.attachMime)?.toLowerCase();
  const contentId = text(property.attachContentId)?.replace(/^<|>$/g, '');
  const data = properties.get(property.attachData);
  return {
    ...(longName === undefined ? {} : { longName }),
    ...(contentType !== undefined && /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? { contentType } : {}),
    ...(contentId === undefined ? {} : { contentId }),
    // An embedded object begins with the interface id of what it is; the bytes after it are the file.
    ...(data instanceof Buffer && data.length > 16 ? { content: data.subarray(16) } : {}),
  };
}

const fixedSizes: Record<number, number> = { 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0a: 4, 0x0b: 4, 0x14: 8, 0x40: 8, 0x48: 16 };

/** A MAPI property list. Strings are decoded, everything else stays bytes. */
function readProperties(data: Buffer, charset: string): Map<number, string | Buffer> {
  const found = new Map<number, string | Buffer>();
  if (data.length < 4) return found;
  let at = 4;
  const align = (size: number): number => (size + 3) & ~3;
  for (let left = Math.min(data.readUInt32LE(0), 2_000); left > 0 && at + 4 <= data.length; left -= 1) {
    const type = data.readUInt16LE(at);
    const id = data.readUInt16LE(at + 2);
    at += 4;
    if (id >= 0x8000) {
      // Named property: a GUID, then either a number or a name.
      if (at + 24 > data.length) return found;
      const kind = data.readUInt32LE(at + 16);
      at += kind === 0 ? 24 : 24 + align(data.readUInt32LE(at + 20));
    }
    const multiple = (type & 0x1000) !== 0;
    const base = type & 0x0fff;
    const fixed = fixedSizes[base];
    const variable = base === 0x1e || base === 0x1f || base === 0x0d || base === 0x102;
    if (!variable && fixed === undefined) return found;
    let count = 1;
    if (multiple || variable) {
      if (at + 4 > data.length) return found;
      count = data.readUInt32LE(at);
      at += 4;
    }
    for (let index = 0; index < count; index += 1) {
      let size = fixed ?? 0;
      if (variable) {
        if (at + 4 > data.length) return found;
        size = data.readUInt32LE(at);
        at += 4;
      }
      if (at + size > data.length) return found;
      const value = data.subarray(at, at + size);
      at += align(size);
      if (index > 0) continue;
      if (base === 0x1f) found.set(id, value.toString('utf16le').replace(/(?<!\0)\0+$/, ''));
      else if (base === 0x1e) found.set(id, decodeWith(value, charset).replace(/(?<!\0)\0+$/, ''));
      else found.set(id, value);
    }
  }
  return found;
}

function codepage(number: number): string {
  const known: Record<number, string> = { 65001: 'utf-8', 65000: 'utf-7', 20127: 'windows-1252', 28591: 'windows-1252', 28592: 'iso-8859-2', 20866: 'koi8-r', 21866: 'koi8-u', 932: 'shift_jis', 936: 'gb18030', 949: 'euc-kr', 950: 'big5', 874: 'windows-874', 1200: 'utf-16le', 50220: 'iso-2022-jp' };
  return known[number] ?? (number >= 1250 && number <= 1258 ? `windows-${number}` : 'windows-1252');
}
