import type { Inbound, InboundAttachment, InboundMessage, Party, PublicPost } from '../contract';
import { formatRef, publicKey } from '../meta/meta.ids';
import { instant } from '../meta/meta.json';
import { fileAt } from '../meta/meta.media';
import { change as changeSchema, fetchedComment, fetchedMention, mention as mentionSchema, type Change, type Comment, type Medium, type Pointer } from './instagram.payloads';

interface Where { account: string; time?: number }

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];

const person = (id: string, username: string | null | undefined): Party => ({ id, ...(username == null || username === '' ? {} : { handle: `@${username}` }), verified: true });

/** Comments tell neither their time nor what stands above them: the time is the call's, the post is looked up. */
export function parseComment(field: string, raw: unknown, { account, time }: Where): Inbound[] {
  const { data: told } = changeSchema.safeParse(raw);
  const id = told?.id ?? told?.comment_id;
  const mediaId = told?.media?.id;
  if (!told || id == null || mediaId == null) return ignored(`a change of "${field}" that is not as documented`);
  const at = instant(time, time);
  if (told.from?.id === account) return told.parent_id == null ? ignored('our own comment, in answer to nobody') : [echo(id, { at, account, text: told.text ?? '', username: told.from.username, parent: told.parent_id, mediaId })];
  const look: Pointer = { media: mediaId, comment: id, at };
  if (told.from?.id == null) return [{ kind: 'pointer', ref: JSON.stringify({ ...look, told }) }];
  return [
    said({ id, at, author: person(told.from.id, told.from.username), text: told.text ?? '', parent: told.parent_id, post: thinPost(mediaId, told.media), live: field === 'live_comments' }),
    { kind: 'pointer', ref: JSON.stringify({ ...look, told: { from: told.from, parent_id: told.parent_id, media: told.media } }) },
  ];
}

/** A mention tells two ids and nothing else. */
export function parseMention(raw: unknown, { time }: Where): Inbound[] {
  const { data } = mentionSchema.safeParse(raw);
  if (!data) return ignored('a mention that is not as documented');
  const look: Pointer = { media: data.media_id, mention: true, at: instant(time, time), ...(data.comment_id == null ? {} : { comment: data.comment_id }) };
  return [{ kind: 'pointer', ref: JSON.stringify(look) }];
}

function said({ id, at, author, text, parent, post, live = false }: { id: string; at: string; author: Party; text: string; parent?: string | null | undefined; post: PublicPost; live?: boolean }): InboundMessage {
  return {
    kind: 'message', externalId: id, at, from: author, visibility: 'public', post, text, thread: { key: publicKey(post.externalId, author.id) },
    ...(parent == null || parent === post.externalId ? {} : { replyToExternalId: parent }),
    // A GIF or a sticker, which Instagram keeps from apps.
    ...(text === '' ? { unsupported: 'comment' } : {}),
    ...(live ? { extra: { live: true } } : {}),
  };
}

/** What the account itself wrote below a customer's comment goes into that customer's conversation, or nowhere. */
function echo(id: string, { at, account, text, username, parent, mediaId }: { at: string; account: string; text: string; username: string | null | undefined; parent: string; mediaId: string }): InboundMessage {
  return { kind: 'message', externalId: id, at, from: person(account, username), echo: true, visibility: 'public', thread: { references: [parent] }, replyToExternalId: parent, post: { externalId: mediaId, kind: 'post' }, text };
}

function kindOf(product: string | null | undefined, isAd = false): PublicPost['kind'] {
  if (isAd || product === 'AD') return 'ad';
  return product === 'STORY' ? 'story' : product === 'REELS' || product === 'IGTV' ? 'video' : 'post';
}

function thinPost(mediaId: string, told: Change['media']): PublicPost {
  return { externalId: mediaId, kind: kindOf(told?.media_product_type, told?.ad_id != null), ...(told?.ad_title == null ? {} : { title: told.ad_title }) };
}

function fullPost(media: Medium, told?: Change['media']): PublicPost {
  const thin = thinPost(media.id, told ?? { media_product_type: media.media_product_type });
  const picture = media.media_type === 'VIDEO' ? media.thumbnail_url : (media.media_url ?? media.thumbnail_url);
  const attachments: InboundAttachment[] = picture == null || !URL.canParse(picture) ? [] : [{ key: 'picture', ...fileAt(picture, 'image', 'post'), ref: formatRef({ url: picture }) }];
  return {
    ...thin,
    ...(media.permalink == null ? {} : { url: media.permalink }), ...(media.caption == null ? {} : { text: media.caption }), ...(media.timestamp == null ? {} : { at: instant(media.timestamp) }),
    ...(media.username == null ? {} : { author: person(media.owner?.id ?? `@${media.username}`, media.username) }), ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/** Who wrote it, as far as Instagram tells. */
function authorOf(comment: Comment | undefined, id: string, told?: Change['from']): Party {
  const username = comment?.from?.username ?? comment?.username ?? told?.username;
  const known = comment?.from?.id ?? told?.id;
  if (known != null) return person(known, username);
  return username == null || username === '' ? { id: `unknown-${id}` } : person(`@${username}`, username);
}

/** A comment that `lookup` or `history` fetched: the same message as the webhook's, told whole. */
export function parseFetchedComment(raw: unknown, { account }: Where): Inbound[] {
  const { data } = fetchedComment.safeParse(raw);
  if (!data) return ignored('a fetched comment that is not as documented');
  const { comment, media, mediaId, told } = data;
  const at = instant(comment.timestamp);
  const parent = comment.parent_id ?? told?.parent_id;
  const author = authorOf(comment, comment.id, told?.from);
  if (author.id === account) return parent == null ? ignored('our own comment, in answer to nobody') : [echo(comment.id, { at, account, text: comment.text ?? '', username: comment.username, parent, mediaId })];
  return [
    said({ id: comment.id, at, author, text: comment.text ?? '', parent, post: media ? { ...fullPost(media, told?.media), externalId: mediaId } : thinPost(mediaId, told?.media) }),
    ...(comment.hidden === true ? [{ kind: 'moderation' as const, externalId: comment.id, at, hidden: true }] : []),
  ];
}

export function parseFetchedMention(raw: unknown, { account }: Where): Inbound[] {
  const { data } = fetchedMention.safeParse(raw);
  if (!data) return ignored('a fetched mention that is not as documented');
  const { media, comment, mediaId, commentId } = data;
  const id = commentId ?? mediaId;
  const author = commentId === undefined ? authorOf(undefined, id, { id: media?.owner?.id ?? null, username: media?.username }) : authorOf(comment, id);
  if (author.id === account) return ignored('we mention ourselves');
  const text = (commentId === undefined ? media?.caption : comment?.text) ?? '';
  const time = commentId === undefined ? media?.timestamp : comment?.timestamp;
  const message = said({ id, at: time == null ? data.at : instant(time), author, text, post: media ? { ...fullPost(media), externalId: mediaId } : { externalId: mediaId, kind: 'post' } });
  return [{ ...message, extra: { mention: true }, threadState: { mention: { media: mediaId, ...(commentId === undefined ? {} : { comment: commentId }) } } }];
}
