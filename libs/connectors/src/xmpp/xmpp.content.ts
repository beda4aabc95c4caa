import { createHash } from 'node:crypto';
import type { InboundAttachment, Json } from '../contract';
import { NS } from './xmpp.namespaces';
import { childOf, childrenOf, textOf, type Element } from './xmpp.xml';

export interface Content { text: string; quoted?: string; subject?: string; attachments?: InboundAttachment[]; extra?: Json }

const mostFiles = 20;
/** Addresses tell types by their endings only; what is told besides wins. */
const types: Record<string, string> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', avif: 'image/avif', heic: 'image/heic', svg: 'image/svg+xml', mp4: 'video/mp4', webm: 'video/webm', mov: 'video/quicktime',
  mp3: 'audio/mpeg', m4a: 'audio/mp4', ogg: 'audio/ogg', oga: 'audio/ogg', opus: 'audio/ogg', wav: 'audio/wav', pdf: 'application/pdf', zip: 'application/zip', txt: 'text/plain', csv: 'text/csv', vcf: 'text/vcard',
};

/** What somebody wrote; undefined when nothing was. */
export function contentOf(message: Element): Content | undefined {
  const body = textOf(childrenOf(message, 'body').find((one) => one.attrs['xml:lang'] === undefined) ?? childOf(message, 'body'));
  const subject = textOf(childOf(message, 'subject')).trim().slice(0, 500);
  const attachments = filesOf(message);
  const { text, quoted } = withoutFallback(message, body);
  const shown = attachments.some(({ ref }) => ref === text.trim()) ? '' : text;
  if (shown.trim() === '' && attachments.length === 0 && subject === '') return undefined;
  const place = /^geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)/.exec(shown.trim());
  return {
    text: shown,
    ...(quoted === '' ? {} : { quoted }),
    ...(subject === '' ? {} : { subject }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(place === null ? {} : { extra: { location: { latitude: Number(place[1]), longitude: Number(place[2]) } } }),
  };
}

/** Replies repeat what they answer, for apps that know no replies: marked as such, by places counted in characters (XEP-0428). */
function withoutFallback(message: Element, body: string): { text: string; quoted: string } {
  const marked = childrenOf(message, 'fallback', NS.fallback).filter(({ attrs }) => attrs['for'] === NS.reply || attrs['for'] === undefined);
  const part = childOf(marked[0], 'body');
  if (childOf(message, 'reply', NS.reply) === undefined || part === undefined) return { text: body, quoted: '' };
  const characters = [...body];
  const start = Number(part.attrs['start'] ?? 0);
  const end = Number(part.attrs['end'] ?? characters.length);
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > characters.length) return { text: body, quoted: '' };
  const quoted = characters.slice(start, end).join('').replace(/^> ?/gm, '').trim();
  return { text: [...characters.slice(0, start), ...characters.slice(end)].join('').replace(/^\n+/, ''), quoted };
}

/** Links beside the text (XEP-0066), and what newer apps tell of the file behind them (XEP-0447). */
function filesOf(message: Element): InboundAttachment[] {
  const found = new Map<string, InboundAttachment>();
  for (const sharing of childrenOf(message, 'file-sharing', NS.sharing)) {
    const file = childOf(sharing, 'file', NS.fileMetadata);
    const url = webAddress(childOf(childOf(sharing, 'sources'), 'url-data', NS.urlData)?.attrs['target']);
    if (url === undefined) continue;
    const type = textOf(childOf(file, 'media-type')).trim();
    const size = Number(textOf(childOf(file, 'size')) || Number.NaN);
    found.set(url, attachment(url, { name: textOf(childOf(file, 'name')).trim(), type: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : undefined, size: Number.isSafeInteger(size) && size >= 0 ? size : undefined }));
  }
  for (const link of childrenOf(message, 'x', NS.oob)) {
    const url = webAddress(textOf(childOf(link, 'url')).trim());
    if (url !== undefined && !found.has(url)) found.set(url, attachment(url, {}));
  }
  return [...found.values()].slice(0, mostFiles);
}

function attachment(url: string, { name = '', type, size }: { name?: string; type?: string | undefined; size?: number | undefined }): InboundAttachment {
  const last = decoded(new URL(url).pathname.split('/').filter((part) => part !== '').at(-1) ?? '');
  const shown = (name === '' ? last : name).replaceAll(/[/\\]/g, '_').slice(0, 200) || 'file';
  const ending = /\.([a-z0-9]{2,4})$/i.exec(shown)?.[1]?.toLowerCase() ?? '';
  return { key: createHash('sha256').update(url).digest('hex').slice(0, 24), name: shown, contentType: type ?? types[ending] ?? 'application/octet-stream', ref: url, ...(size === undefined ? {} : { sizeBytes: size }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 4000 || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return text;
}
