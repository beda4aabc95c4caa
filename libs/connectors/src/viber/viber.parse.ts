import type { Delivery, Inbound, InboundAttachment, InboundMessage, Json, Party } from '../contract';
import { parseJson } from '../json';
import { callback as callbackSchema, message as messageSchema, type Callback, type Message, type User } from './viber.payloads';

/** Pure. One callback is one thing that happened. */
export function parse(delivery: Delivery): Inbound[] {
  const parsed = callbackSchema.safeParse(readJson(delivery.body));
  return [parsed.success ? read(parsed.data) : { kind: 'ignored', reason: 'no callback of Viber' }];
}

function read(callback: Callback): Inbound {
  const { event, message_token: token, user_id: userId, user, desc } = callback;
  const at = instant(callback.timestamp);
  switch (event) {
    case 'message':
      return said(callback, at);
    case 'delivered':
    case 'seen':
      if (token === undefined) break;
      return { kind: 'receipt', at, externalId: token, status: event === 'seen' ? 'read' : 'delivered' };
    case 'failed':
      if (token === undefined) break;
      return { kind: 'receipt', at, externalId: token, status: 'failed', code: 'undelivered', reason: `Viber did not deliver it${desc === undefined || desc === '' ? '' : `: ${desc.slice(0, 300)}`}` };
    case 'subscribed':
      if (user === undefined) break;
      return { kind: 'notice', at, threadKey: user.id, from: partyOf(user), notice: 'unblocked' };
    case 'unsubscribed':
      if (userId === undefined) break;
      return { kind: 'notice', at, threadKey: userId, from: { id: userId, verified: true }, notice: 'blocked' };
    case 'conversation_started':
      return { kind: 'ignored', reason: 'somebody opened the chat and wrote nothing' };
    case 'webhook':
      return { kind: 'ignored', reason: 'Viber asked whether we are there' };
  }
  return { kind: 'ignored', reason: `an event of kind "${named(event)}"` };
}

function said({ sender, message_token: token, message: body, silent }: Callback, at: string): Inbound {
  const parsed = messageSchema.safeParse(body);
  if (!parsed.success || sender === undefined || token === undefined) return { kind: 'ignored', reason: 'a message that is not as documented' };
  const content = contentOf(parsed.data, token);
  // A button that was told to be silent leaves no bubble in the customer's chat.
  const extra = { ...content.extra, ...(silent === true ? { silent: true } : {}) };
  const inbound: InboundMessage = {
    kind: 'message', externalId: token, at, from: partyOf(sender), thread: { key: sender.id }, text: content.text,
    ...(content.attachments.length === 0 ? {} : { attachments: content.attachments }),
    ...(content.text === '' && content.attachments.length === 0 ? { unsupported: named(parsed.data.type) } : {}),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  return inbound;
}

interface Content { text: string; attachments: InboundAttachment[]; extra: Record<string, Json> }

function contentOf(message: Message, token: string): Content {
  const { type, text = '', media, contact, location } = message;
  const file = (key: string, name: string, contentType: string): InboundAttachment[] =>
    media === undefined ? [] : [{ key, name: safeName(message.file_name) ?? name, contentType, ...(message.size === undefined ? {} : { sizeBytes: message.size }), ref: `media:${media}` }];
  switch (type) {
    case 'text':
      return { text, attachments: [], extra: {} };
    case 'url':
      return { text: [text, media].filter((part) => part !== undefined && part !== '').join('\n'), attachments: [], extra: {} };
    case 'picture':
      return { text, attachments: file('picture', `picture-${token}.jpg`, 'image/jpeg'), extra: {} };
    case 'video':
      return { text, attachments: file('video', `video-${token}.mp4`, 'video/mp4'), extra: {} };
    case 'file':
      return { text, attachments: file('file', `file-${token}`, 'application/octet-stream'), extra: {} };
    case 'sticker':
      return { text: media === undefined ? '🙂' : '', attachments: file('sticker', `sticker-${token}.png`, 'image/png'), extra: { sticker: { id: message.sticker_id ?? null } } };
    case 'contact': {
      if (contact === undefined) break;
      const [name, phone] = [contact.name ?? '', contact.phone_number ?? ''];
      return { text: `👤 ${[name, phone].filter((part) => part !== '').join(', ')}`, attachments: [], extra: { contact: { name, phone } } };
    }
    case 'location': {
      if (location === undefined) break;
      return { text: `📍 ${location.lat}, ${location.lon}`, attachments: [], extra: { location: { latitude: location.lat, longitude: location.lon } } };
    }
  }
  // Of a new kind, the words that it has are shown all the same.
  return { text, attachments: file('file', `file-${token}`, 'application/octet-stream'), extra: {} };
}

export function partyOf({ id, name, avatar, language }: User): Party {
  return {
    id,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(avatar === undefined ? {} : { avatarRef: `media:${avatar}` }),
    ...(language === undefined || language === '' ? {} : { language }),
    verified: true,
  };
}

function instant(milliseconds: number): string {
  return new Date(Math.min(Math.round(milliseconds), 4_102_444_800_000)).toISOString();
}

function named(kind: string): string {
  return kind.slice(0, 60).replace(/[^\w-]/g, '?') || 'nothing';
}

/** A file name is what the sender says it is: no path, no control or direction characters. */
function safeName(name: string | undefined): string | undefined {
  const clean = (name ?? '').split(/[/\\]/).at(-1)?.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim().slice(0, 200);
  return clean === undefined || clean === '' || /^\.+$/.test(clean) ? undefined : clean;
}

function readJson(body: Buffer): unknown {
  try {
    return parseJson(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
