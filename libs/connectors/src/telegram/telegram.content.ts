import type { InboundAttachment, Json } from '../contract';
import { formatted } from './telegram.entities';
import type { Message } from './telegram.payloads';

/** What a message says, whatever its kind. `unsupported`: a kind that is new to us. `service`: Telegram's own line, nobody wrote it. */
export interface Content {
  text: string;
  html?: string;
  attachments: InboundAttachment[];
  extra: Record<string, Json>;
  unsupported?: string;
  service?: string;
}

export function contentOf(message: Message, raw: Record<string, unknown>): Content {
  const body = message.text !== undefined ? formatted(message.text, message.entities) : formatted(message.caption ?? '', message.caption_entities);
  const attachments = attachmentsOf(message);
  const { line, extra } = cardOf(message);
  const text = [body.text, line].filter((part) => part !== undefined && part !== '').join('\n');
  const content: Content = { text, attachments, extra };
  if (body.html !== undefined && line === undefined) content.html = body.html;
  if (text === '' && attachments.length === 0) {
    const kind = kindOf(raw);
    if (kind === undefined || isService(kind)) content.service = kind ?? 'empty message';
    else content.unsupported = kind;
  }
  return content;
}

/** Things that are no text and no file, put into words that need no language. */
function cardOf(message: Message): { line?: string; extra: Record<string, Json> } {
  const { location, venue, contact, poll, dice, game, sticker } = message;
  const spot = ({ latitude, longitude }: { latitude: number; longitude: number }) => `${latitude}, ${longitude}`;
  if (venue) {
    const { latitude, longitude } = venue.location;
    return { line: `📍 ${[venue.title, venue.address, spot(venue.location)].filter((part) => part !== '').join(', ')}`, extra: { location: { latitude, longitude, title: venue.title, address: venue.address } } };
  }
  if (location) {
    const { latitude, longitude, live_period: livePeriod } = location;
    return { line: `📍 ${spot(location)}`, extra: { location: { latitude, longitude, ...(livePeriod === undefined ? {} : { live: true }) } } };
  }
  if (contact) {
    const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
    return { line: `👤 ${name}, ${contact.phone_number}`, extra: { contact: { name, phone: contact.phone_number, ...(contact.user_id === undefined ? {} : { telegramId: String(contact.user_id) }) } } };
  }
  if (poll) {
    const options = poll.options.map((option) => option.text);
    return { line: [`📊 ${poll.question}`, ...options.map((option) => `• ${option}`)].join('\n'), extra: { poll: { question: poll.question, options } } };
  }
  if (dice) return { line: `${dice.emoji} ${dice.value}`, extra: { dice: { emoji: dice.emoji, value: dice.value } } };
  if (game) return { line: `🎮 ${game.title}`, extra: { game: { title: game.title } } };
  if (sticker) return { ...(sticker.emoji === undefined ? {} : { line: sticker.emoji }), extra: { sticker: { emoji: sticker.emoji ?? null } } };
  return { extra: {} };
}

interface File { file_id: string; file_size?: number | undefined; file_name?: string | undefined; mime_type?: string | undefined }

function attachmentsOf(message: Message): InboundAttachment[] {
  const stem = (kind: string) => `${kind}-${message.message_id}`;
  // Telegram repeats an animation as a document, for clients of before animations.
  const document = message.animation ? undefined : message.document;
  const sticker = message.sticker;
  const largest = message.photo?.reduce((best, one) => (one.width * one.height > best.width * best.height ? one : best));
  const found: (InboundAttachment | undefined)[] = [
    largest && attachment('photo', largest, { name: `${stem('photo')}.jpg`, contentType: 'image/jpeg' }),
    message.live_photo && attachment('live-photo', message.live_photo, { name: `${stem('live-photo')}.mp4`, contentType: 'video/mp4' }),
    message.animation && attachment('animation', message.animation, { name: `${stem('animation')}.mp4`, contentType: 'video/mp4' }),
    message.video && attachment('video', message.video, { name: `${stem('video')}.mp4`, contentType: 'video/mp4' }),
    message.video_note && attachment('video-note', message.video_note, { name: `${stem('video-note')}.mp4`, contentType: 'video/mp4' }),
    message.voice && attachment('voice', message.voice, { name: `${stem('voice')}.ogg`, contentType: 'audio/ogg' }),
    message.audio && attachment('audio', message.audio, { name: `${songName(message.audio) ?? stem('audio')}.mp3`, contentType: 'audio/mpeg' }),
    document && attachment('document', document, { name: stem('document'), contentType: 'application/octet-stream' }),
    sticker && attachment('sticker', sticker, stickerType(sticker, stem('sticker'))),
  ];
  return found.filter((one) => one !== undefined);
}

function attachment(key: string, file: File, otherwise: { name: string; contentType: string }): InboundAttachment {
  const type = file.mime_type?.trim().toLowerCase();
  return {
    key,
    name: safeName(file.file_name) ?? otherwise.name,
    contentType: type !== undefined && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : otherwise.contentType,
    ...(file.file_size === undefined ? {} : { sizeBytes: file.file_size }),
    ref: file.file_id,
  };
}

function stickerType(sticker: { is_animated?: boolean | undefined; is_video?: boolean | undefined }, stem: string) {
  if (sticker.is_animated === true) return { name: `${stem}.tgs`, contentType: 'application/gzip' };
  if (sticker.is_video === true) return { name: `${stem}.webm`, contentType: 'video/webm' };
  return { name: `${stem}.webp`, contentType: 'image/webp' };
}

function songName(audio: { title?: string | undefined; performer?: string | undefined }): string | undefined {
  return safeName([audio.performer, audio.title].filter(Boolean).join(' - '));
}

/** A file name is what the sender says it is: no path, no control or direction characters. */
function safeName(name: string | undefined): string | undefined {
  const clean = (name ?? '')
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, 200);
  return clean === undefined || clean === '' || /^\.+$/.test(clean) ? undefined : clean;
}

/** Members of every message, which say nothing about its kind. */
const envelope = new Set([
  'message_id', 'date', 'edit_date', 'chat', 'from', 'sender_chat', 'sender_boost_count', 'sender_business_bot', 'sender_tag', 'message_thread_id',
  'direct_messages_topic', 'business_connection_id', 'guest_query_id', 'guest_bot_caller_user', 'guest_bot_caller_chat', 'forward_origin', 'is_topic_message',
  'is_automatic_forward', 'reply_to_message', 'external_reply', 'quote', 'reply_to_story', 'reply_to_checklist_task_id', 'reply_to_poll_option_id', 'via_bot',
  'has_protected_content', 'is_from_offline', 'is_paid_post', 'media_group_id', 'author_signature', 'paid_star_count', 'link_preview_options',
  'suggested_post_info', 'effect_id', 'show_caption_above_media', 'has_media_spoiler', 'reply_markup', 'text', 'entities', 'caption', 'caption_entities',
  // Before Bot API 7.0.
  'forward_from', 'forward_from_chat', 'forward_from_message_id', 'forward_signature', 'forward_sender_name', 'forward_date',
]);

function kindOf(raw: Record<string, unknown>): string | undefined {
  return Object.keys(raw).find((key) => !envelope.has(key))?.slice(0, 60).replace(/[^\w-]/g, '?');
}

/** What happened to the chat rather than what somebody said in it. */
const service = new Set([
  'new_chat_members', 'left_chat_member', 'chat_owner_left', 'chat_owner_changed', 'new_chat_title', 'new_chat_photo', 'delete_chat_photo', 'group_chat_created',
  'supergroup_chat_created', 'channel_chat_created', 'message_auto_delete_timer_changed', 'migrate_from_chat_id', 'pinned_message', 'connected_website',
  'write_access_allowed', 'proximity_alert_triggered', 'boost_added', 'chat_background_set', 'forum_topic_created', 'forum_topic_edited', 'forum_topic_closed',
  'forum_topic_reopened', 'general_forum_topic_hidden', 'general_forum_topic_unhidden', 'video_chat_scheduled', 'video_chat_started', 'video_chat_ended',
  'video_chat_participants_invited', 'giveaway_created', 'giveaway_completed', 'checklist_tasks_done', 'checklist_tasks_added', 'direct_message_price_changed',
  'paid_message_price_changed', 'managed_bot_created', 'poll_option_added', 'poll_option_deleted',
  'suggested_post_approved', 'suggested_post_approval_failed', 'suggested_post_declined', 'suggested_post_paid', 'suggested_post_refunded',
]);

function isService(kind: string): boolean {
  return service.has(kind);
}
