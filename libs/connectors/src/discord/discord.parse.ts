import type { Delivery, Inbound, InboundEdit, InboundMessage, Party, PublicPost } from '../contract';
import { contentOf } from './discord.content';
import { channelKey, directKey, messageId, roomKey, timeOf, uuidOf } from './discord.ids';
import { delivered, message as messageSchema, type Delivered, type DiscordMessage, type DiscordUser, type Place } from './discord.payloads';
import type { DiscordSettings } from './discord.settings';

/** Of all kinds of messages these are said by people: as such, in answer, and what an app was told to say. */
const spoken = new Set([0, 19, 20, 23]);
/** The last kind that we have read of; the others up to it are lines that Discord writes itself. */
const lastKnown = 46;

type Kept = Extract<Delivered, { what: 'message' | 'edit' }>;

/** Pure. What we don't know is ignored by name; what somebody said stays visible. */
export function parse(delivery: Delivery, settings: DiscordSettings): Inbound[] {
  const parsed = delivered.safeParse(readJson(delivery.body));
  if (!parsed.success) return [ignored('nothing that we keep of Discord')];
  const kept = parsed.data;
  switch (kept.what) {
    case 'message':
      return said(kept, settings);
    case 'edit':
      return edited(kept);
    case 'deletion':
      return [{ kind: 'deletion', externalId: messageId(kept.channel, kept.id), at: instant(kept.at) }];
    case 'reacted':
      return [{ kind: 'pointer', ref: `reactions:${kept.channel}:${kept.id}:${kept.user}:${kept.direct ? 'direct' : 'server'}` }];
    case 'reactions':
      return [{ kind: 'reaction', externalId: messageId(kept.channel, kept.id), at: instant(kept.at), from: { id: kept.user }, emojis: kept.emojis }];
    case 'typing':
      return [{ kind: 'typing', at: instant(kept.at), threadKey: directKey(kept.channel), from: { id: kept.user } }];
    case 'other':
      return [ignored(`an event of kind "${kept.event.slice(0, 60).replace(/[^\w.-]/g, '?')}"`)];
  }
}

function edited({ message: raw, me }: Kept): Inbound[] {
  const read = messageSchema.safeParse(raw);
  if (!read.success) return [ignored('an edit that is not as documented')];
  if (read.data.author?.id === me) return [ignored('our own edit')];
  const edit = editOf(read.data);
  return [edit ?? ignored('a preview was added')];
}

function editOf(message: DiscordMessage): InboundEdit | undefined {
  const { edited_timestamp: at, content } = message;
  if (typeof at !== 'string' || content === undefined) return undefined;
  return { kind: 'edit', externalId: messageId(message.channel_id, message.id), text: contentOf(message).text, at: instant(at) };
}

function said({ message: raw, me, place }: Kept, settings: DiscordSettings): Inbound[] {
  const read = messageSchema.safeParse(raw);
  if (!read.success) return [ignored('a message that is not as documented')];
  const message = read.data;
  const { author, type = 0 } = message;
  if (author === undefined) return [ignored('a message of nobody')];
  if (!spoken.has(type) && type <= lastKnown) return [ignored(`a line of kind ${type}`)];
  const ours = author.id === me;
  if (!ours && (author.bot === true || message.webhook_id !== undefined)) return [ignored('written by another bot')];
  const direct = place.kind === 'direct';
  const staff = !direct && (settings.staff.includes(author.id) || (message.member?.roles ?? []).some((role) => settings.staff.includes(role)));
  const { text, attachments, extra } = contentOf(message);
  const answered = message.message_reference?.type === 1 ? undefined : message.message_reference?.message_id;
  const replyTo = answered === undefined ? undefined : messageId(message.message_reference?.channel_id ?? message.channel_id, answered);
  const thread = threadOf(message, { place, echo: ours || staff, replyTo });
  if (thread === undefined) return [ignored('said by us to nobody in particular')];
  const own = ours ? uuidOf(message.nonce) : undefined;
  const inbound: InboundMessage = {
    kind: 'message',
    externalId: messageId(message.channel_id, message.id),
    at: message.timestamp === undefined ? new Date(timeOf(message.id)).toISOString() : instant(message.timestamp),
    from: partyOf(author, message.member?.nick),
    thread,
    text,
    visibility: direct ? 'private' : 'public',
    ...(direct ? {} : { post: postOf(place) }),
    ...(replyTo === undefined ? {} : { replyToExternalId: replyTo }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(spoken.has(type) && (text !== '' || attachments.length > 0) ? {} : { unsupported: spoken.has(type) ? 'empty' : `kind-${type}` }),
    ...(ours || staff ? { echo: true } : {}),
    ...(own === undefined ? {} : { messageId: own }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  const edit = ours ? undefined : editOf(message);
  return edit === undefined ? [inbound] : [inbound, edit];
}

/** In a channel each person has a conversation; what we say there belongs to whom it answers. */
function threadOf(message: DiscordMessage, { place, echo, replyTo }: { place: Place; echo: boolean; replyTo: string | undefined }): InboundMessage['thread'] | undefined {
  switch (place.kind) {
    case 'direct':
      return { key: directKey(place.id) };
    case 'thread':
      return { key: roomKey(place.id) };
    case 'channel':
      if (!echo) return { key: channelKey(place.id, message.author?.id ?? '') };
      return replyTo === undefined ? undefined : { references: [replyTo] };
  }
}

function postOf({ id, name, guild, kind }: Place): PublicPost {
  return {
    externalId: id, kind: 'post',
    ...(name === undefined ? {} : { title: kind === 'channel' ? `#${name}` : name }),
    ...(guild === undefined ? {} : { url: `https://discord.com/channels/${guild}/${id}` }),
  };
}

export function partyOf({ id, username, global_name: shown, avatar }: DiscordUser, nick?: string | null): Party {
  const name = [nick, shown, username].find((one) => typeof one === 'string' && one.trim() !== '');
  return {
    id,
    ...(typeof name === 'string' ? { name } : {}),
    ...(username === undefined || username === '' ? {} : { handle: `@${username}` }),
    ...(typeof avatar === 'string' && /^\w+$/.test(avatar) ? { avatarRef: `avatar:${id}:${avatar}` } : {}),
    verified: true,
  };
}

function instant(at: string): string {
  const time = Date.parse(at);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}

const ignored = (reason: string): Inbound => ({ kind: 'ignored', reason });

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
