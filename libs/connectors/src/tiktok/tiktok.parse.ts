import type { Delivery, Inbound, InboundAttachment, InboundMessage, Party, PublicPost } from '../contract';
import { readJson } from '../json';
import { commentUpdate, envelope, fetchedComment, fetchedMessage, message as messageSchema, read, unseen, type Comment, type CommentUpdate, type Message, type Video } from './tiktok.payloads';
import type { TiktokSettings } from './tiktok.settings';

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];

/** What TikTok told, or what was asked for. Pure. */
export function parse(delivery: Delivery, settings: TiktokSettings): Inbound[] {
  const body = readJson(delivery.body);
  if (typeof body === 'object' && body !== null && 'fetched' in body) return parseFetched(body, settings);
  const event = envelope.safeParse(body).data;
  if (event === undefined) return ignored('an event that is not as documented');
  if (event.user_openid != null && event.user_openid !== settings.businessId) return ignored('something of another account');
  // The content is JSON within JSON.
  const content = typeof event.content === 'string' ? readJson(event.content) : event.content;
  switch (event.event) {
    case 'im_receive_msg':
    case 'im_receive_msg_eu':
    case 'im_send_msg':
    case 'im_send_msg_eu': {
      if (!settings.messages) return ignored('a message, which this channel leaves out');
      const said = messageSchema.safeParse(content).data;
      return said === undefined ? ignored('a message that is not as documented') : [messageOf(said, { settings, names: {}, otherwise: event.create_time, sentByUs: event.event.startsWith('im_send') })];
    }
    case 'im_mark_read_msg': {
      const seen = read.safeParse(content).data;
      if (seen === undefined) return ignored('a receipt that is not as documented');
      if (seen.from_user?.id === settings.businessId) return ignored('we read it ourselves');
      return [{ kind: 'receipt', threadKey: seen.conversation_id, status: 'read', at: instant(seen.read.last_read_timestamp ?? event.create_time) }];
    }
    case 'comment.update': {
      const told = commentUpdate.safeParse(content).data;
      return told === undefined ? ignored('a comment that is not as documented') : settings.comments ? commentHappened({ ...told, timestamp: told.timestamp ?? event.create_time }) : ignored('a comment, which this channel leaves out');
    }
    case 'im_receive_high_intent_comment':
      return ignored('a comment that comes as a comment too');
    case 'authorization.removed':
      return ignored('the account withdrew its consent');
    default:
      return ignored(`an event of kind "${kindWord(event.event)}"`);
  }
}

function commentHappened(told: CommentUpdate): Inbound[] {
  const at = instant(told.timestamp);
  const externalId = told.comment_id;
  switch (told.comment_action) {
    case 'insert':
      // Neither who wrote it nor whether it was us is told.
      return [{ kind: 'pointer', ref: JSON.stringify(told) }];
    case 'delete':
      return [{ kind: 'deletion', externalId, at }];
    case 'set_to_hidden':
    case 'set_to_friends_only':
      return [{ kind: 'moderation', externalId, at, hidden: true }];
    case 'set_to_public':
      return [{ kind: 'moderation', externalId, at, hidden: false }];
    default:
      return ignored(`a change of a comment of kind "${kindWord(told.comment_action)}"`);
  }
}

function parseFetched(body: object, settings: TiktokSettings): Inbound[] {
  const found = fetchedComment.safeParse(body).data;
  if (found !== undefined) return commentOf(found.comment, found.video ?? undefined, settings);
  const kept = fetchedMessage.safeParse(body).data;
  if (kept !== undefined) return [messageOf(kept.message, { settings, names: kept.names, otherwise: undefined, sentByUs: false })];
  const told = unseen.safeParse(body).data?.told;
  if (told?.video_id == null) return ignored('something that TikTok does not show');
  const author = told.unique_identifier ?? `unknown-${told.comment_id}`;
  const text = told.text ?? '';
  return [{
    kind: 'message', externalId: told.comment_id, at: instant(told.timestamp), from: { id: author }, visibility: 'public', post: postOf(told.video_id, undefined), text,
    thread: { key: `${told.video_id}:${author}` }, ...(told.parent_comment_id == null ? {} : { replyToExternalId: told.parent_comment_id }), ...(text === '' ? { unsupported: 'comment' } : {}),
  }];
}

function commentOf(comment: Comment, video: Video | undefined, { businessId }: TiktokSettings): Inbound[] {
  const videoId = comment.video_id ?? video?.item_id;
  if (videoId === undefined) return ignored('a comment below nothing');
  const { comment_id: externalId, parent_comment_id: parent } = comment;
  const base = { kind: 'message' as const, externalId, at: instant(comment.create_time), visibility: 'public' as const, post: postOf(videoId, video), text: comment.text ?? '' };
  if (comment.owner === true) return parent == null ? ignored('our own comment below a video, in answer to nobody') : [{ ...base, echo: true, from: { id: businessId }, thread: { references: [parent] }, replyToExternalId: parent }];
  const author = comment.unique_identifier ?? comment.user_id ?? comment.username ?? `unknown-${externalId}`;
  const name = comment.display_name ?? comment.username ?? undefined;
  const attachments = linked('picture', comment.image_url, 'picture.jpg');
  return [
    {
      ...base, from: { id: author, ...(name === undefined ? {} : { name }), ...(comment.username == null ? {} : { handle: `@${comment.username}` }), ...avatarOf(comment.profile_image), verified: true }, thread: { key: `${videoId}:${author}` },
      ...(parent == null ? {} : { replyToExternalId: parent }), ...(attachments.length === 0 ? {} : { attachments }), ...(base.text === '' && attachments.length === 0 ? { unsupported: 'comment' } : {}),
    },
    ...(comment.status === 'HIDDEN' ? [{ kind: 'moderation' as const, externalId, at: base.at, hidden: true }] : []),
  ];
}

const avatarOf = (url: string | null | undefined): { avatarRef?: string } => (url != null && URL.canParse(url) ? { avatarRef: url } : {});

export function postOf(videoId: string, video: Video | undefined): PublicPost {
  const pictures = linked('thumbnail', video?.thumbnail_url, 'video.jpg');
  return {
    externalId: videoId, kind: 'video', ...(video?.share_url == null ? {} : { url: video.share_url }), ...(video?.caption == null || video.caption === '' ? {} : { text: video.caption }),
    ...(video?.create_time == null ? {} : { at: instant(video.create_time) }), ...(pictures.length === 0 ? {} : { attachments: pictures }),
  };
}

interface Where { settings: TiktokSettings; names: Record<string, string>; otherwise: number | null | undefined; sentByUs: boolean }

function messageOf(said: Message, { settings: { businessId }, names, otherwise, sentByUs }: Where): InboundMessage {
  const ours = said.from_user == null ? sentByUs : said.from_user.id === businessId;
  const them = ours ? { id: said.to_user?.id ?? said.conversation_id, word: said.to } : { id: said.from_user?.id ?? said.conversation_id, word: said.from };
  const customer = partyOf(them, names, ours ? undefined : said.unique_identifier);
  const { text, attachments, unsupported, extra } = contentOf(said);
  const quoted = said.referenced_message_info?.referenced_message_id;
  return {
    kind: 'message', externalId: said.message_id, at: instant(said.timestamp ?? otherwise), from: ours ? { id: businessId } : customer, thread: { key: said.conversation_id }, text, visibility: 'private',
    ...(ours ? { echo: true, to: [customer] } : {}), ...(quoted == null ? {} : { replyToExternalId: quoted }), ...(attachments.length === 0 ? {} : { attachments }),
    ...(unsupported === undefined ? {} : { unsupported }), ...(extra === undefined ? {} : { extra }), ...(said.auto_message_type == null ? {} : { automatic: 'auto-reply' as const }),
  };
}

function partyOf({ id, word }: { id: string; word: string | null | undefined }, names: Record<string, string>, alias: string | null | undefined): Party {
  // Some see an id here, and some a name.
  const handle = word == null || word === '' || word === id ? undefined : word;
  const name = Object.hasOwn(names, id) ? names[id] : handle;
  return { id, ...(name === undefined ? {} : { name }), ...(handle === undefined ? {} : { handle: `@${handle.replace(/^@/, '')}` }), ...(alias == null || alias === id ? {} : { aliases: [alias] }), verified: true };
}

interface Content { text: string; attachments: InboundAttachment[]; unsupported?: string; extra?: { shared: true } }

function contentOf(said: Message): Content {
  const kind = (said.type ?? said.message_type ?? '').toLowerCase();
  const file = (type: 'image' | 'video', mediaId: string | null | undefined): InboundAttachment[] => (mediaId == null ? [] : [{
    key: type, name: type === 'image' ? 'image.jpg' : 'video.mp4', contentType: type === 'image' ? 'image/jpeg' : 'video/mp4',
    ref: JSON.stringify({ conversation: said.conversation_id, message: said.message_id, media: mediaId, type: type.toUpperCase() }),
  }]);
  const found = ((): Content | undefined => {
    switch (kind) {
      case 'text': return said.text?.body == null ? undefined : { text: said.text.body, attachments: [] };
      case 'image': return { text: '', attachments: file('image', said.image?.media_id) };
      case 'video': return { text: '', attachments: file('video', said.video?.media_id) };
      case 'sticker': return { text: '', attachments: linked('sticker', said.sticker?.url, 'sticker.webp') };
      case 'emoji': return { text: '', attachments: linked('emoji', said.emoji?.url, 'emoji.webp') };
      case 'share_post': return said.share_post?.embed_url == null ? undefined : { text: said.share_post.embed_url, attachments: [], extra: { shared: true } };
      case 'template': return said.template?.title == null ? undefined : { text: said.template.title, attachments: [] };
      default: return undefined;
    }
  })();
  return found === undefined || (found.text === '' && found.attachments.length === 0) ? { text: said.text?.body ?? '', attachments: [], unsupported: kindWord(kind === '' ? 'message' : kind) } : found;
}

function linked(key: string, url: string | null | undefined, name: string): InboundAttachment[] {
  return url == null || !URL.canParse(url) ? [] : [{ key, name, contentType: name.endsWith('.webp') ? 'image/webp' : 'image/jpeg', ref: url }];
}

/** Seconds in one place and milliseconds in the next. */
function instant(time: number | null | undefined): string {
  if (time == null || !Number.isFinite(time) || time < 0) return new Date(0).toISOString();
  return new Date(Math.min(time < 100_000_000_000 ? time * 1000 : time, 4_102_444_800_000)).toISOString();
}

const kindWord = (word: string): string => word.slice(0, 60).replace(/[^\w.-]/g, '?');
