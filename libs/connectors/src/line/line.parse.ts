import type { Delivery, Inbound, InboundAttachment, InboundMessage, Json, Party } from '../contract';
import { callback, event as eventSchema, message as messageSchema, type Event, type Message, type Source } from './line.payloads';

/** Pure. One delivery holds one event; what we don't know is ignored by name, what somebody said stays visible. */
export function parse(delivery: Delivery): Inbound[] {
  const parsed = callback.safeParse(readJson(delivery.body));
  if (!parsed.success || parsed.data.events.length === 0) return [{ kind: 'ignored', reason: 'no event of LINE' }];
  return parsed.data.events.map((one) => {
    const event = eventSchema.safeParse(one);
    return event.success ? read(event.data) : { kind: 'ignored', reason: 'an event that is not as documented' };
  });
}

function read(event: Event): Inbound {
  const { source } = event;
  const at = instant(event.timestamp);
  const threadKey = source === undefined ? undefined : threadOf(source);
  if (event.type === 'unsend' && event.unsend) return { kind: 'deletion', externalId: event.unsend.messageId, at };
  if (source === undefined || threadKey === undefined) return { kind: 'ignored', reason: `an event of kind "${named(event.type)}" of nobody` };
  const from = partyOf(source, threadKey);
  switch (event.type) {
    case 'message': {
      const message = messageSchema.safeParse(event.message);
      return message.success ? said(event, message.data, { threadKey, from }) : { kind: 'ignored', reason: 'a message that is not as documented' };
    }
    case 'postback':
      if (!event.postback || event.webhookEventId === undefined) break;
      return {
        kind: 'message', externalId: event.webhookEventId, at, from, thread: { key: threadKey }, threadState: stateOf(event, undefined),
        text: `▶ ${event.postback.data}`,
        extra: { postback: { data: event.postback.data, ...(event.postback.params ? { params: event.postback.params } : {}) } },
      };
    case 'follow':
      return { kind: 'notice', at, threadKey, from, notice: 'unblocked', data: { friend: event.follow?.isUnblocked === true ? 'again' : 'new' } };
    case 'unfollow':
      return { kind: 'notice', at, threadKey, from, notice: 'blocked' };
    case 'join':
      return { kind: 'notice', at, threadKey, from, notice: 'unblocked', data: { joined: true } };
    case 'leave':
      return { kind: 'notice', at, threadKey, from, notice: 'blocked', data: { removed: true } };
  }
  return { kind: 'ignored', reason: `an event of kind "${named(event.type)}"` };
}

function said(event: Event, message: Message, { threadKey, from }: { threadKey: string; from: Party }): InboundMessage {
  const content = contentOf(message);
  const extra: Record<string, Json> = { ...content.extra, ...(event.mode === 'standby' ? { standby: true } : {}), ...(message.quoteToken === undefined ? {} : { quoteToken: message.quoteToken }) };
  return {
    kind: 'message',
    externalId: message.id,
    at: instant(event.timestamp),
    from,
    thread: { key: threadKey },
    threadState: stateOf(event, message),
    text: content.text,
    ...(message.quotedMessageId === undefined ? {} : { replyToExternalId: message.quotedMessageId }),
    ...(content.attachments.length === 0 ? {} : { attachments: content.attachments }),
    ...(content.text === '' && content.attachments.length === 0 ? { unsupported: named(message.type) } : {}),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

/** In standby another program holds the conversation, and a reply token would not be ours to use. */
function stateOf(event: Event, message: Message | undefined): Json {
  return {
    ...(event.replyToken === undefined || event.mode === 'standby' ? {} : { replyToken: event.replyToken, at: event.timestamp }),
    ...(message?.markAsReadToken === undefined ? {} : { markAsReadToken: message.markAsReadToken }),
  };
}

interface Content { text: string; attachments: InboundAttachment[]; extra: Record<string, Json> }

function contentOf(message: Message): Content {
  const none: Content = { text: '', attachments: [], extra: {} };
  switch (message.type) {
    case 'text':
      return { ...none, text: message.text ?? '', extra: mentionsOf(message) };
    case 'image':
      return { ...none, attachments: [media(message, { key: 'image', name: `image-${message.id}.jpg`, contentType: 'image/jpeg' })], extra: message.imageSet ? { album: message.imageSet.id } : {} };
    case 'video':
      return { ...none, attachments: [media(message, { key: 'video', name: `video-${message.id}.mp4`, contentType: 'video/mp4' })] };
    case 'audio':
      return { ...none, attachments: [media(message, { key: 'audio', name: `audio-${message.id}.m4a`, contentType: 'audio/mp4' })] };
    case 'file':
      return { ...none, attachments: [media(message, { key: 'file', name: safeName(message.fileName) ?? `file-${message.id}`, contentType: 'application/octet-stream' })] };
    case 'location': {
      if (message.latitude === undefined || message.longitude === undefined) return none;
      const { title, address, latitude, longitude } = message;
      const line = [title, address, `${latitude}, ${longitude}`].filter((part) => part !== undefined && part !== '').join(', ');
      return { ...none, text: `📍 ${line}`, extra: { location: { latitude, longitude, ...(title === undefined ? {} : { title }), ...(address === undefined ? {} : { address }) } } };
    }
    case 'sticker': {
      if (message.stickerId === undefined) return none;
      const { stickerId, packageId, keywords, text } = message;
      return {
        text: text ?? '',
        attachments: [{ key: 'sticker', name: `sticker-${stickerId}.png`, contentType: 'image/png', ref: `sticker:${stickerId}` }],
        extra: { sticker: { id: stickerId, ...(packageId === undefined ? {} : { package: packageId }), ...(keywords === undefined ? {} : { keywords }) } },
      };
    }
    default:
      return none;
  }
}

function media(message: Message, as: { key: string; name: string; contentType: string }): InboundAttachment {
  const elsewhere = message.contentProvider?.type === 'external' ? message.contentProvider.originalContentUrl : undefined;
  // Videos and recordings are converted at LINE first, which takes a while.
  const waits = as.key === 'video' || as.key === 'audio';
  return {
    ...as,
    ...(message.fileSize === undefined ? {} : { sizeBytes: message.fileSize }),
    ref: elsewhere === undefined ? `${waits ? 'converted' : 'content'}:${message.id}` : `external:${elsewhere}`,
  };
}

function mentionsOf(message: Message): Record<string, Json> {
  const mentioned = (message.mention?.mentionees ?? []).map(({ type, index, length, userId, isSelf }) => ({
    text: (message.text ?? '').slice(index, index + length),
    ...(type === 'all' ? { all: true } : {}),
    ...(userId === undefined ? {} : { id: userId }),
    ...(isSelf === true ? { us: true } : {}),
  }));
  return mentioned.length === 0 ? {} : { mentions: mentioned };
}

/** A group and a room are rooms in which several people talk; alone, the person is the thread. */
function threadOf({ groupId, roomId, userId }: Source): string | undefined {
  return groupId ?? roomId ?? userId;
}

function partyOf({ type, groupId, roomId, userId }: Source, threadKey: string): Party {
  // Old apps tell nothing of who spoke in a group: then the group itself did.
  if (userId === undefined) return { id: threadKey, avatarRef: `avatar:${type}:${threadKey}` };
  const where = groupId === undefined ? (roomId === undefined ? 'user' : `room:${roomId}`) : `group:${groupId}`;
  return { id: userId, avatarRef: `avatar:${where}:${userId}`, verified: true };
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
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
