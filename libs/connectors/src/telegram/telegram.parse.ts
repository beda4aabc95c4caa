import type { Delivery, Inbound, InboundMessage, Json, Party } from '../contract';
import { contentOf } from './telegram.content';
import { formatThread, messageIdOf } from './telegram.ids';
import {
  businessConnection, businessMessagesDeleted, chatMemberUpdated, message as messageSchema, messageReaction, update as updateSchema,
  type Chat, type ChatMemberUpdated, type Message, type MessageReaction, type Origin, type ReactionType, type User,
} from './telegram.payloads';
import { botId, type TelegramSettings } from './telegram.settings';

/** Pure. One update is one thing that happened; what we don't know is ignored with its name, never thrown. */
export function parseUpdate(delivery: Delivery, settings: TelegramSettings): Inbound[] {
  const parsed = updateSchema.safeParse(readJson(delivery.body));
  if (!parsed.success) return [{ kind: 'ignored', reason: 'not an update of the Bot API' }];
  const { update_id: updateId, ...kinds } = parsed.data;
  const [kind, body] = Object.entries(kinds)[0] ?? ['nothing', undefined];
  switch (kind) {
    case 'message':
    case 'business_message':
      return read(kind, body, { schema: messageSchema, to: (message) => [messageFrom(message, { raw: body, settings })] });
    case 'edited_message':
    case 'edited_business_message':
      return read(kind, body, { schema: messageSchema, to: (message) => [editFrom(message, { raw: body, updateId })] });
    case 'message_reaction':
      return read(kind, body, { schema: messageReaction, to: (reaction) => [reactionFrom(reaction)] });
    case 'my_chat_member':
      return read(kind, body, { schema: chatMemberUpdated, to: (change) => [noticeFrom(change)] });
    case 'business_connection':
      // It concerns no conversation; what follows for answers, Telegram says when one is sent.
      return read(kind, body, { schema: businessConnection, to: ({ is_enabled: on, user }) => [{ kind: 'ignored', reason: `the business account of user ${user.id} ${on ? 'lets' : 'no longer lets'} our bot answer for it` }] });
    case 'deleted_business_messages':
      return read(kind, body, {
        schema: businessMessagesDeleted,
        to: ({ chat, business_connection_id: connection, message_ids: ids }) =>
          // The update does not say when. A time that has not come is replaced by the core's own.
          ids.map((id) => ({ kind: 'deletion', externalId: messageIdOf({ chatId: chat.id, messageId: id, connection }), at: '9999-12-31T23:59:59.000Z' })),
      });
    default:
      return [{ kind: 'ignored', reason: `an update of kind "${kind.slice(0, 60).replace(/[^\w-]/g, '?')}"` }];
  }
}

interface Schema<T> { safeParse(value: unknown): { success: true; data: T } | { success: false } }

function read<T>(kind: string, body: unknown, { schema, to }: { schema: Schema<T>; to: (value: T) => Inbound[] }): Inbound[] {
  const parsed = schema.safeParse(body);
  return parsed.success ? to(parsed.data) : [{ kind: 'ignored', reason: `an update of kind "${kind}" that is not as documented` }];
}

function messageFrom(message: Message, { raw, settings }: { raw: unknown; settings: TelegramSettings }): Inbound {
  const sender = senderOf(message);
  if (sender.id === botId(settings)) return { kind: 'ignored', reason: 'written by our own bot' };
  if (message.chat.type === 'channel') return { kind: 'ignored', reason: 'a post of a broadcast channel' };
  const content = contentOf(message, recordOf(raw));
  if (message.migrate_to_chat_id !== undefined) return migrated(message, message.migrate_to_chat_id);
  if (content.service !== undefined) return { kind: 'ignored', reason: `a service message (${content.service})` };

  const extra: Record<string, Json> = { ...content.extra, ...circumstances(message) };
  const replyTo = answered(message);
  const inbound: InboundMessage = {
    kind: 'message',
    externalId: externalId(message),
    at: instant(message.date),
    from: sender,
    thread: { key: threadKey(message) },
    text: content.text,
    ...(content.html === undefined ? {} : { html: content.html }),
    ...(message.quote === undefined ? {} : { quoted: message.quote.text }),
    ...(replyTo === undefined ? {} : { replyToExternalId: replyTo }),
    ...(content.attachments.length === 0 ? {} : { attachments: content.attachments }),
    ...(content.unsupported === undefined ? {} : { unsupported: content.unsupported }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  // In a business chat the owner's own messages come along: the chat's id is the customer's.
  if (message.business_connection_id !== undefined && sender.id !== String(message.chat.id)) {
    // Greetings and "away" messages: Telegram sends them for the owner, and nobody has answered by them.
    return { ...inbound, echo: true, to: [chatParty(message.chat)], ...(message.is_from_offline === true ? { automatic: 'auto-reply' } : {}) };
  }
  return inbound;
}

function editFrom(message: Message, { raw, updateId }: { raw: unknown; updateId: number }): Inbound {
  const content = contentOf(message, recordOf(raw));
  if (content.service !== undefined || content.unsupported !== undefined) return { kind: 'ignored', reason: `an edit of kind "${content.service ?? content.unsupported ?? ''}"` };
  return {
    kind: 'edit',
    externalId: externalId(message),
    // Telegram counts seconds; two edits within one are told apart by the order of their updates.
    at: instant((message.edit_date ?? message.date) + (updateId % 1000) / 1000),
    text: content.text,
    ...(content.html === undefined ? {} : { html: content.html }),
  };
}

function reactionFrom(reaction: MessageReaction): Inbound {
  const from = reaction.user ? userParty(reaction.user) : reaction.actor_chat ? chatParty(reaction.actor_chat) : undefined;
  if (!from) return { kind: 'ignored', reason: 'a reaction of nobody' };
  return {
    kind: 'reaction',
    externalId: messageIdOf({ chatId: reaction.chat.id, messageId: reaction.message_id }),
    at: instant(reaction.date),
    from,
    emojis: [...new Set(reaction.new_reaction.map(emojiOf))],
  };
}

function emojiOf(reaction: ReactionType): string {
  if (reaction.type === 'paid') return '⭐';
  // A custom emoji is a picture that only Telegram can draw.
  return reaction.emoji ?? '✨';
}

function noticeFrom(change: ChatMemberUpdated): Inbound {
  const isIn = ({ status, is_member: stillIn }: { status: string; is_member?: boolean | undefined }) =>
    status === 'restricted' ? stillIn !== false : ['member', 'administrator', 'creator'].includes(status);
  const was = isIn(change.old_chat_member);
  const is = isIn(change.new_chat_member);
  if (was === is) return { kind: 'ignored', reason: 'a change of the rights of our bot' };
  if (change.chat.type === 'channel') return { kind: 'ignored', reason: 'our bot joined or left a broadcast channel' };
  // In a group an admin threw the bot out: that is no wish of theirs to hear nothing from us.
  const from = change.chat.type === 'private' ? userParty(change.from) : chatParty(change.chat);
  return { kind: 'notice', at: instant(change.date), threadKey: formatThread({ chatId: change.chat.id }), from, notice: is ? 'unblocked' : 'blocked' };
}

/** The old group's last line. The core keeps `threadState`, so that answers from the old conversation reach the new group. */
function migrated(message: Message, toChatId: number): Inbound {
  return {
    kind: 'message',
    externalId: externalId(message),
    at: instant(message.date),
    from: senderOf(message),
    thread: { key: threadKey(message) },
    threadState: { chatId: String(toChatId) },
    text: `➡️ ${message.chat.title ?? message.chat.id} → ${toChatId}`,
    automatic: 'bulk',
    extra: { groupMigratedTo: String(toChatId) },
  };
}

function circumstances(message: Message): Record<string, Json> {
  const inGroup = message.chat.type === 'group' || message.chat.type === 'supergroup';
  const forwarded = message.forward_origin;
  const external = message.external_reply;
  return {
    ...(inGroup && message.chat.title !== undefined ? { group: message.chat.title } : {}),
    ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
    ...(forwarded ? { forwardedFrom: { name: originName(forwarded), ...(forwarded.date === undefined ? {} : { at: instant(forwarded.date) }) } } : {}),
    ...(external ? { repliesTo: { name: external.chat?.title ?? (external.origin ? originName(external.origin) : '') } } : {}),
  };
}

function originName(origin: Origin): string {
  if (origin.sender_user) return fullName(origin.sender_user) ?? String(origin.sender_user.id);
  return origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? '';
}

function answered(message: Message): string | undefined {
  const to = message.reply_to_message;
  // In a topic, everything formally answers the line that opened the topic.
  if (!to || (message.is_topic_message === true && to.message_id === message.message_thread_id)) return undefined;
  return messageIdOf({ chatId: to.chat?.id ?? message.chat.id, messageId: to.message_id, connection: message.business_connection_id });
}

function externalId(message: Message): string {
  return messageIdOf({ chatId: message.chat.id, messageId: message.message_id, connection: message.business_connection_id });
}

function threadKey(message: Message): string {
  // Without `is_topic_message` the member names a mere chain of replies.
  const topicId = message.is_topic_message === true ? message.message_thread_id : undefined;
  return formatThread({ chatId: message.chat.id, topicId, connection: message.business_connection_id });
}

/** Anonymous group admins and channels write as a chat; `from` is then a stand-in of Telegram's. */
function senderOf(message: Message): Party {
  if (message.sender_chat) return chatParty(message.sender_chat);
  return message.from ? userParty(message.from) : chatParty(message.chat);
}

function userParty(user: User): Party {
  const name = fullName(user);
  return {
    id: String(user.id),
    ...(name === undefined ? {} : { name }),
    ...(user.username === undefined ? {} : { handle: `@${user.username}` }),
    ...(user.language_code === undefined ? {} : { language: user.language_code }),
    avatarRef: `avatar:${user.id}`,
    verified: true,
  };
}

function chatParty(chat: Chat): Party {
  const name = chat.title ?? fullName({ first_name: chat.first_name ?? '', last_name: chat.last_name });
  return {
    id: String(chat.id),
    ...(name === undefined ? {} : { name }),
    ...(chat.username === undefined ? {} : { handle: `@${chat.username}` }),
    verified: true,
  };
}

function fullName(user: { first_name: string; last_name?: string | undefined }): string | undefined {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ').trim();
  return name === '' ? undefined : name;
}

function instant(seconds: number): string {
  // Past the year 2100 it is a fault or a joke, and neither PostgreSQL nor a screen wants it.
  return new Date(Math.round(Math.min(seconds, 4_102_444_800) * 1000)).toISOString();
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
