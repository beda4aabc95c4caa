import { z } from 'zod';
import type { Inbound, InboundAttachment, InboundMessage, Party } from '../contract';
import { addressOf, attachmentsOf, fileOf } from './x.media-files';
import { dmEvent, includes as includesSchema, legacyMedia, legacyMessage, legacySign, user as userSchema, type LegacyMessage, type User } from './x.payloads';
import { brandOf, instant, partyOf, spelledOut } from './x.posts';
import type { XSettings } from './x.settings';
import { unescaped } from './x.text';

const record = z.record(z.string(), z.unknown()).catch({});
const list = z.array(z.unknown()).catch([]);
const payload = z.looseObject({ direct_message_events: list.optional(), direct_message_mark_read_events: list.optional(), direct_message_indicate_typing_events: list.optional(), users: record.optional() });

/** Private messages and what goes with them, in the shape in which they are delivered. */
export function inboundOfDirect(raw: unknown, settings: XSettings): Inbound[] {
  const { data } = payload.safeParse(raw);
  if (data === undefined) return [{ kind: 'ignored', reason: 'a private event without content' }];
  const users = usersIn(data.users ?? {});
  const told = [
    ...(data.direct_message_events ?? []).map((one): Inbound => legacy(one, users, settings)),
    ...(data.direct_message_mark_read_events ?? []).map((one): Inbound => sign(one, settings, (from, at) => ({ kind: 'receipt', threadKey: from, status: 'read', at }))),
    ...(data.direct_message_indicate_typing_events ?? []).map((one): Inbound => sign(one, settings, (from, at) => ({ kind: 'typing', from: users.get(from) ?? partyOf({ id: from }), threadKey: from, at }))),
  ];
  return told.length > 0 ? told : [{ kind: 'ignored', reason: 'a private event without content' }];
}

/** By id; sometimes each stands in an envelope of its own, and older apps hear older names. */
function usersIn(users: Record<string, unknown>): Map<string, Party> {
  const known = new Map<string, Party>();
  for (const [id, raw] of Object.entries(users)) {
    const inner = z.looseObject({ data: z.unknown().optional() }).safeParse(raw).data?.data ?? raw;
    const older = z.looseObject({ screen_name: z.string().optional(), profile_image_url_https: z.string().optional() }).safeParse(inner).data;
    const { data } = userSchema.safeParse(typeof inner === 'object' && inner !== null ? { username: older?.screen_name, profile_image_url: older?.profile_image_url_https, ...inner, id } : inner);
    if (data !== undefined) known.set(data.id, partyOf(data));
  }
  return known;
}

function sign(raw: unknown, settings: XSettings, told: (from: string, at: string) => Inbound): Inbound {
  const { data } = legacySign.safeParse(raw);
  if (data === undefined) return { kind: 'ignored', reason: 'a sign of nobody' };
  return data.sender_id === settings.userId ? { kind: 'ignored', reason: 'our own sign' } : told(data.sender_id, instant(data.created_timestamp));
}

function legacy(raw: unknown, users: Map<string, Party>, settings: XSettings): Inbound {
  const { data } = legacyMessage.safeParse(raw);
  if (data?.id === undefined) return { kind: 'ignored', reason: 'a private event without an id' };
  if (data.message_create === undefined) return { kind: 'ignored', reason: `a private event of the kind ${kindOf(data.type)}` };
  const { sender_id: sender, target, message_data: message } = data.message_create;
  const echo = sender === settings.userId;
  const other = echo ? target?.recipient_id : sender;
  if (other === undefined) return { kind: 'ignored', reason: 'our own private message, to nobody' };
  const party = users.get(other) ?? partyOf({ id: other });
  const { attachments, unsupported, beside } = attachmentOf(message.attachment, data.id);
  return {
    kind: 'message', externalId: data.id, at: instant(data.created_timestamp), visibility: 'private', thread: { key: other },
    ...(echo ? { echo: true, from: brandOf(settings), to: [party] } : { from: party }),
    text: unescaped(spelledOut(message.text, message.entities?.urls ?? [], ({ url }) => url === beside)),
    ...(attachments === undefined ? {} : { attachments }),
    ...(unsupported === undefined ? {} : { unsupported }),
    ...(message.quick_reply_response?.metadata === undefined ? {} : { extra: { quickReply: message.quick_reply_response.metadata } }),
  };
}

function attachmentOf(raw: NonNullable<LegacyMessage['message_create']>['message_data']['attachment'], messageId: string): { attachments?: InboundAttachment[]; unsupported?: string; beside?: string | undefined } {
  if (raw === undefined) return {};
  const { data: media } = legacyMedia.safeParse(raw.media);
  if (raw.type !== 'media' || media === undefined) return { unsupported: kindOf(raw.type) };
  const url = addressOf({ type: media.type, url: media.media_url_https, variants: media.video_info?.variants ?? [] });
  const key = media.id_str ?? 'media';
  return { beside: media.url, attachments: [fileOf({ key, type: media.type, index: 0, ref: url === undefined ? { dm: messageId, media: key } : { url } })] };
}

/** A private message as it is listed: the same ids, other names. */
export function inboundOfListed(raw: unknown, rawIncludes: unknown, settings: XSettings): Inbound[] {
  const { data: event } = dmEvent.safeParse(raw);
  if (event === undefined) return [{ kind: 'ignored', reason: 'a private event without an id' }];
  if (event.event_type !== 'MessageCreate') return [{ kind: 'ignored', reason: `a private event of the kind ${kindOf(event.event_type)}` }];
  const included = includesSchema.parse(rawIncludes ?? {});
  const sender = event.sender_id;
  if (sender === undefined) return [{ kind: 'ignored', reason: 'a private message of nobody' }];
  const echo = sender === settings.userId;
  const key = threadOf(event.dm_conversation_id, settings.userId) ?? sender;
  const person = (id: string): Party => partyOf(included.users.find((one: User) => one.id === id) ?? { id });
  const files = event.attachments?.media_keys ?? [];
  const message: InboundMessage = {
    kind: 'message', externalId: event.id, at: instant(event.created_at), visibility: 'private', thread: { key },
    ...(echo ? { echo: true, from: brandOf(settings), ...(key.startsWith('group:') ? {} : { to: [person(key)] }) } : { from: person(sender) }),
    text: unescaped(spelledOut(event.text, event.entities?.urls ?? [], (link) => files.length > 0 && (link.media_key !== undefined || /\/(photo|video)\/\d+$|\/messages\/media\/\d+$/.test(link.expanded_url ?? '')))),
    ...(files.length === 0 ? {} : { attachments: attachmentsOf(files, included, { dm: event.id }) }),
  };
  return [message];
}

/** Between two: 'a-b', told apart by who we are. Of several people the room has a number of its own. */
export function threadOf(conversation: string | undefined, userId: string): string | undefined {
  const [, one, other] = /^(\d+)-(\d+)$/.exec(conversation ?? '') ?? [];
  if (one !== undefined && other !== undefined) return one === userId ? other : one;
  return conversation !== undefined && /^\d+$/.test(conversation) ? `group:${conversation}` : undefined;
}

const chat = z.looseObject({ id: z.string().min(1).max(100), sender_id: z.string().regex(/^\d{1,25}$/), created_at_msec: z.string().optional(), conversation_id: z.string().optional() });

/** Encrypted from end to end: that somebody wrote is all that can be known here. */
export function inboundOfChat(raw: unknown, settings: XSettings): Inbound[] {
  const { data } = chat.safeParse(raw);
  if (data === undefined) return [{ kind: 'ignored', reason: 'an encrypted event without a sender' }];
  if (data.sender_id === settings.userId) return [{ kind: 'ignored', reason: 'our own encrypted message' }];
  return [{
    kind: 'message', externalId: `chat:${data.id}`, at: instant(data.created_at_msec), visibility: 'private', from: partyOf({ id: data.sender_id }), thread: { key: data.sender_id }, text: '', unsupported: 'encrypted-message',
    extra: { link: `https://x.com/messages/${data.sender_id}` },
  }];
}

const kindOf = (kind: string): string => kind.replace(/[^\w.-]/g, '?').slice(0, 60) || 'unknown';
