import { z } from 'zod';
import type { InboundAttachment, InboundMessage, Json } from '../contract';

export interface Said extends Pick<InboundMessage, 'text' | 'quoted' | 'attachments' | 'automatic' | 'unsupported' | 'extra'> {
  /** '/me waves' */
  emote?: boolean;
}

const string = z.string().optional().catch(undefined);
const info = z.object({ mimetype: string, size: z.number().optional().catch(undefined) }).optional().catch(undefined);
const message = z.object({ msgtype: string, body: string, filename: string, url: string, file: z.unknown().optional(), geo_uri: string, info });
type Message = z.infer<typeof message>;

const usualTypes: Record<string, string> = { 'm.image': 'image/jpeg', 'm.audio': 'audio/ogg', 'm.video': 'video/mp4', 'm.sticker': 'image/png' };
const longest = 100_000;

/** What somebody said; undefined when it was nothing. */
export function contentOf(type: string, content: Record<string, unknown>): Said | undefined {
  const read = message.parse(content);
  const body = (read.body ?? '').slice(0, longest);
  if (type === 'm.sticker') return withFile('m.sticker', read, '');
  if (type === 'm.call.invite') return { text: '', unsupported: 'call' };
  if (/poll\.start$/.test(type)) return { text: question(content), unsupported: 'poll' };
  if (/(poll\.(response|end)|beacon)$/.test(type)) return undefined;
  if (type !== 'm.room.message') return body === '' && !type.startsWith('m.') ? undefined : { text: body, unsupported: type.slice(0, 100) };
  switch (read.msgtype) {
    case 'm.text':
      return body === '' ? undefined : withoutFallback(body, content);
    // Programs say these, and nobody may answer them by a program.
    case 'm.notice':
      return body === '' ? undefined : { ...withoutFallback(body, content), automatic: 'auto-reply' };
    case 'm.emote':
      return { ...withoutFallback(body, content), emote: true };
    case 'm.image':
    case 'm.file':
    case 'm.audio':
    case 'm.video':
      return withFile(read.msgtype, read, body);
    case 'm.location':
      return { text: body === '' ? (read.geo_uri ?? '') : body, ...place(read.geo_uri) };
    case 'm.server_notice':
      return { text: body, automatic: 'bulk' };
    case undefined:
      // What a redaction left over.
      return Object.keys(content).length === 0 ? undefined : { text: body, unsupported: 'a message without a kind' };
    default:
      return { text: body, unsupported: read.msgtype.slice(0, 100) };
  }
}

function withFile(kind: string, read: Message, body: string): Said {
  // Encrypted files carry their key with them, in rooms that are encrypted; here one is a mistake of an app.
  if (read.url === undefined || !/^mxc:\/\/[^/]+\/[\w.~-]+$/.test(read.url)) return { text: '', unsupported: read.file === undefined ? 'a file without an address' : 'end-to-end encrypted file' };
  const caption = read.filename !== undefined && read.filename !== body ? body : '';
  const type = read.info?.mimetype?.trim() ?? '';
  const name = (read.filename ?? (caption === '' ? read.body : undefined) ?? '').replaceAll(/[/\\]/g, '_').trim().slice(0, 200);
  const attachment: InboundAttachment = {
    key: read.url, ref: read.url, name: name === '' ? kind.slice(2) : name,
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : (usualTypes[kind] ?? 'application/octet-stream'),
    ...(read.info?.size === undefined || !Number.isSafeInteger(read.info.size) || read.info.size < 0 ? {} : { sizeBytes: read.info.size }),
  };
  return { text: kind === 'm.sticker' ? '' : caption, attachments: [attachment], ...(kind === 'm.sticker' && read.body !== undefined ? { extra: { sticker: read.body.slice(0, 200) } } : {}) };
}

/** Older apps repeat above a reply what it answers, each line after '> '. */
function withoutFallback(body: string, content: Record<string, unknown>): Said {
  const about = content['m.relates_to'];
  const replies = typeof about === 'object' && about !== null && 'm.in_reply_to' in about;
  const lines = body.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('> '));
  if (!replies || !/^> (\* )?<@/.test(body) || end < 0) return { text: body };
  const quoted = lines.slice(0, end).map((line) => line.slice(2)).join('\n').replace(/^(\* )?<@[^>]*> ?/, '');
  return { text: lines.slice(end).join('\n').replace(/^\n/, ''), ...(quoted === '' ? {} : { quoted }) };
}

function place(uri: string | undefined): { extra?: Json } {
  const found = /^geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)/.exec(uri ?? '');
  return found === null ? {} : { extra: { location: { latitude: Number(found[1]), longitude: Number(found[2]) } } };
}

const poll = z.object({ question: z.object({ 'org.matrix.msc1767.text': string, 'm.text': z.union([z.string(), z.array(z.object({ body: z.string() }))]).optional().catch(undefined), body: string }).optional().catch(undefined) }).optional().catch(undefined);

function question(content: Record<string, unknown>): string {
  const asked = poll.parse(content['m.poll'] ?? content['m.poll.start'] ?? content['org.matrix.msc3381.poll.start'])?.question;
  const text = asked?.['m.text'];
  return (asked?.['org.matrix.msc1767.text'] ?? (Array.isArray(text) ? text[0]?.body : text) ?? asked?.body ?? '').slice(0, 2000);
}
