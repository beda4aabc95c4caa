/**
 * The parts of the Bot API that we read (https://core.telegram.org/bots/api, version 10). Ids have at most 52 significant bits,
 * so numbers hold them. A part that is not as documented is dropped (`lenient`), never the message around it.
 */
import { z } from 'zod';

const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
/** PostgreSQL stores no NUL and no half of a surrogate pair. Replaced one for one, for entities count units. */
export const storable = (value: string) => value.replaceAll('\u0000', '\ufffd').replace(/\p{Cs}/gu, '\ufffd');
const text = z.string().transform(storable);
const integer = z.number().int();

const connection = z.string().regex(/^[\w-]{1,128}$/);

export const user = z.object({
  id: integer,
  is_bot: lenient(z.boolean()),
  first_name: text.catch(''),
  last_name: lenient(text),
  username: lenient(text),
  language_code: lenient(text),
  can_read_all_group_messages: lenient(z.boolean()),
});
export type User = z.infer<typeof user>;

const chat = z.object({
  id: integer,
  type: z.string().catch('private'),
  title: lenient(text),
  username: lenient(text),
  first_name: lenient(text),
  last_name: lenient(text),
});
export type Chat = z.infer<typeof chat>;

const entity = z.object({
  type: z.string(),
  offset: integer.min(0),
  length: integer.min(0),
  url: lenient(text),
  language: lenient(text),
});
export type Entity = z.infer<typeof entity>;
const entities = lenient(z.array(entity).max(2000));

const file = {
  file_id: text.pipe(z.string().min(1).max(500)),
  file_size: lenient(integer.min(0)),
};
const photo = lenient(z.array(z.object({ ...file, width: integer, height: integer })).min(1));
const media = lenient(z.object({ ...file, file_name: lenient(text), mime_type: lenient(text), title: lenient(text), performer: lenient(text) }));
const location = z.object({ latitude: z.number(), longitude: z.number(), live_period: lenient(integer) });

const origin = z.object({
  type: z.string(),
  date: lenient(integer),
  sender_user: lenient(user),
  sender_user_name: lenient(text),
  sender_chat: lenient(chat),
  chat: lenient(chat),
});
export type Origin = z.infer<typeof origin>;

export const message = z.object({
  message_id: integer,
  date: integer.min(0),
  edit_date: lenient(integer.min(0)),
  chat,
  from: lenient(user),
  sender_chat: lenient(chat),
  message_thread_id: lenient(integer),
  is_topic_message: lenient(z.boolean()),
  business_connection_id: lenient(connection),
  is_from_offline: lenient(z.boolean()),
  media_group_id: lenient(text),
  forward_origin: lenient(origin),
  reply_to_message: lenient(z.object({ message_id: integer, chat: lenient(chat) })),
  external_reply: lenient(z.object({ origin: lenient(origin), chat: lenient(chat), message_id: lenient(integer) })),
  quote: lenient(z.object({ text })),
  text: lenient(text),
  entities,
  caption: lenient(text),
  caption_entities: entities,
  photo,
  live_photo: media,
  animation: media,
  audio: media,
  document: media,
  video: media,
  video_note: media,
  voice: media,
  sticker: lenient(z.object({ ...file, emoji: lenient(text), is_animated: lenient(z.boolean()), is_video: lenient(z.boolean()) })),
  contact: lenient(z.object({ phone_number: text, first_name: text.catch(''), last_name: lenient(text), user_id: lenient(integer) })),
  dice: lenient(z.object({ emoji: text, value: integer })),
  game: lenient(z.object({ title: text, description: lenient(text) })),
  poll: lenient(z.object({ question: text, options: z.array(z.object({ text })).max(100) })),
  location: lenient(location),
  venue: lenient(z.object({ location, title: text, address: text.catch('') })),
  migrate_to_chat_id: lenient(integer),
});
export type Message = z.infer<typeof message>;

const reactionType = z.object({ type: z.string(), emoji: lenient(text) });
export type ReactionType = z.infer<typeof reactionType>;
export const messageReaction = z.object({
  chat,
  message_id: integer,
  date: integer.min(0),
  user: lenient(user),
  actor_chat: lenient(chat),
  new_reaction: z.array(reactionType),
});
export type MessageReaction = z.infer<typeof messageReaction>;

const member = z.object({ status: z.string(), is_member: lenient(z.boolean()) });
export const chatMemberUpdated = z.object({
  chat,
  from: user,
  date: integer.min(0),
  old_chat_member: member,
  new_chat_member: member,
});
export type ChatMemberUpdated = z.infer<typeof chatMemberUpdated>;

export const businessMessagesDeleted = z.object({ business_connection_id: connection, chat, message_ids: z.array(integer).max(1000) });

export const businessConnection = z.object({ id: connection, user, is_enabled: z.boolean() });

/** An update holds its id and one further member, named after its kind. */
export const update = z.looseObject({ update_id: integer.min(0) });
export type Update = z.infer<typeof update>;

export const apiFailure = z.object({
  ok: z.literal(false),
  error_code: lenient(integer),
  description: lenient(z.string()),
  parameters: lenient(z.object({ retry_after: lenient(z.number().min(0)), migrate_to_chat_id: lenient(integer) })),
});
export type ApiFailure = z.infer<typeof apiFailure>;
export const apiSuccess = z.object({ ok: z.literal(true), result: z.unknown() });

export const sentMessage = z.object({ message_id: integer, chat: z.object({ id: integer }) });
export const fileAnswer = z.object({ file_path: z.string().optional(), file_size: lenient(integer) });
export const profilePhotos = z.object({ photos: z.array(z.array(z.object({ file_id: z.string(), width: integer, height: integer }))) });
export const webhookInfo = z.object({
  url: z.string(),
  pending_update_count: integer.catch(0),
  last_error_date: lenient(integer),
  last_error_message: lenient(z.string()),
  allowed_updates: lenient(z.array(z.string())),
});
