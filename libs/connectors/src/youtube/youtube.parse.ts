import type { Delivery, Inbound, InboundMessage, Party, PublicPost } from '../contract';
import { kept, type Comment, type Video } from './youtube.payloads';
import type { YoutubeSettings } from './youtube.settings';

export function parse(delivery: Delivery, settings: YoutubeSettings): Inbound[] {
  const { data } = kept.safeParse(readJson(delivery.body));
  if (data === undefined) return [{ kind: 'ignored', reason: 'no comment of YouTube' }];
  const { comment, video } = data;
  const { snippet } = comment;
  const on = { videoId: snippet.videoId ?? data.on?.videoId, postId: snippet.postId ?? data.on?.postId };
  const parent = snippet.parentId ?? parentIn(comment.id);
  const author = authorOf(comment);
  const post = postOf(on, video, settings);
  const at = instant(snippet.publishedAt);
  const text = (snippet.textOriginal ?? snippet.textDisplay ?? '').trim();
  const link = linkTo(on, comment.id);
  const common = { kind: 'message', externalId: comment.id, at, text, visibility: 'public', post, ...(parent === undefined ? {} : { replyToExternalId: parent }), ...(link === undefined ? {} : { extra: { link } }) } as const;
  const edit: Inbound[] = snippet.updatedAt === undefined || Date.parse(snippet.updatedAt) === Date.parse(snippet.publishedAt) ? [] : [{ kind: 'edit', externalId: comment.id, at: instant(snippet.updatedAt), text }];
  if (author.id === settings.channelId) {
    if (parent === undefined) return [{ kind: 'ignored', reason: 'our own comment, to nobody in particular' }];
    return [{ ...common, echo: true, from: author, thread: { references: [parent] } }, ...edit];
  }
  const message: InboundMessage = { ...common, from: author, thread: { key: `${post.externalId}:${author.id}` } };
  return [message, ...edit, ...moderation(comment)];
}

/** Held back, or thrown away, by YouTube or by somebody in Studio; only the channel's owner is told. */
function moderation({ id, snippet }: Comment): Inbound[] {
  const at = instant(snippet.updatedAt ?? snippet.publishedAt);
  switch (snippet.moderationStatus) {
    case 'heldForReview':
    case 'likelySpam':
    case 'rejected':
      return [{ kind: 'moderation', externalId: id, at, hidden: true }];
    case 'published':
      return [{ kind: 'moderation', externalId: id, at, hidden: false }];
    default:
      return [];
  }
}

/** Replies carry the id of the comment above before a dot. */
export function parentIn(id: string): string | undefined {
  const dot = id.indexOf('.');
  return dot > 0 ? id.slice(0, dot) : undefined;
}

export function authorOf({ id, snippet }: Comment): Party {
  const name = snippet.authorDisplayName?.trim();
  return {
    // Of accounts that are gone no channel is told.
    id: snippet.authorChannelId?.value ?? `comment:${id}`,
    ...(name === undefined || name === '' ? {} : { name: name.replace(/^@/, '') }), ...(name?.startsWith('@') === true ? { handle: name } : {}),
    ...(isWebAddress(snippet.authorProfileImageUrl) ? { avatarRef: snippet.authorProfileImageUrl } : {}), verified: true,
  };
}

interface On { videoId: string | undefined; postId: string | undefined }

function postOf({ videoId, postId }: On, video: Video | undefined, { channelId, channelName }: YoutubeSettings): PublicPost {
  if (videoId !== undefined) {
    const told = video?.id === videoId ? video.snippet : undefined;
    const picture = [told?.thumbnails?.medium, told?.thumbnails?.high, told?.thumbnails?.default].map((one) => one?.url).find(isWebAddress);
    return {
      externalId: videoId, kind: 'video', url: `https://www.youtube.com/watch?v=${encodeURIComponent(videoId)}`,
      ...(told?.title === undefined ? {} : { title: told.title }), ...(told?.description === undefined || told.description === '' ? {} : { text: told.description.slice(0, 1_000).toWellFormed() }),
      ...(told?.channelId === undefined ? {} : { author: { id: told.channelId, ...(told.channelTitle === undefined ? {} : { name: told.channelTitle }) } }), ...(told?.publishedAt === undefined ? {} : { at: instant(told.publishedAt) }),
      ...(picture === undefined ? {} : { attachments: [{ key: 'thumbnail', name: 'thumbnail.jpg', contentType: 'image/jpeg', ref: picture }] }),
    };
  }
  if (postId !== undefined) return { externalId: postId, kind: 'post', url: `https://www.youtube.com/post/${encodeURIComponent(postId)}` };
  return { externalId: channelId, kind: 'post', url: `https://www.youtube.com/channel/${channelId}`, ...(channelName === '' ? {} : { title: channelName }) };
}

const linkTo = ({ videoId, postId }: On, commentId: string): string | undefined =>
  videoId !== undefined ? `https://www.youtube.com/watch?v=${encodeURIComponent(videoId)}&lc=${encodeURIComponent(commentId)}` : postId !== undefined ? `https://www.youtube.com/post/${encodeURIComponent(postId)}?lc=${encodeURIComponent(commentId)}` : undefined;
const isWebAddress = (value: unknown): value is string => typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
const instant = (at: string): string => new Date(at).toISOString();

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
