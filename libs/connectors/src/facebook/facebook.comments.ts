import type { Inbound, InboundAttachment, InboundMessage, Party, PublicPost } from '../contract';
import { publicKey } from '../meta/meta.ids';
import { instant, kindWord } from '../meta/meta.json';
import { change as changeSchema, fetchedComment, post as postSchema, type Change, type Comment, type Pointer } from './facebook.payloads';
import { fullPost, picture, thinPost } from './facebook.posts';

interface Where { page: string; time?: number }

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];
const posts = new Set(['post', 'status', 'photo', 'video', 'share', 'link', 'album', 'note', 'event']);

/** What happened below the page's posts, or where it was mentioned. Pure. */
export function parseChange(field: string, raw: unknown, where: Where): Inbound[] {
  const parsed = changeSchema.safeParse(raw);
  if (!parsed.success) return ignored(`a change of "${field}" that is not as documented`);
  const told = parsed.data;
  const at = instant(where.time, where.time);
  const mention = field === 'mention';
  const id = told.comment_id ?? (mention || posts.has(told.item ?? '') ? told.post_id : undefined) ?? undefined;
  if (told.item === 'reaction' || told.item === 'like') return reacted(told, where, at);
  if (id === undefined || (!mention && told.item !== 'comment' && !posts.has(told.item ?? ''))) return ignored(`a change of kind "${kindWord(told.item ?? 'nothing')}" on the page`);
  switch (told.verb ?? 'add') {
    case 'add':
      return added(told, id, { ...where, mention });
    case 'edited':
    case 'edit':
    case 'update':
      return told.message == null ? ignored('an edit that tells no text') : [{ kind: 'edit', externalId: id, at: instant(told.edited_time, where.time), text: told.message }];
    case 'remove':
    case 'delete':
      return [{ kind: 'deletion', externalId: id, at }];
    case 'hide':
    case 'unhide':
      return [{ kind: 'moderation', externalId: id, at, hidden: told.verb === 'hide' }];
    default:
      return ignored(`a change of kind "${kindWord(`${told.item ?? ''}-${told.verb ?? ''}`)}" on the page`);
  }
}

function authorOf({ from, sender_id: id, sender_name: name }: Change): Party | undefined {
  if (from) return person(from.id, from.name);
  return id == null ? undefined : person(id, name);
}

function person(id: string, name: string | null | undefined): Party {
  return { id, ...(name == null || name === '' ? {} : { name }), verified: true };
}

function added(told: Change, id: string, { page, time, mention }: Where & { mention: boolean }): Inbound[] {
  const author = authorOf(told);
  const postId = told.post_id ?? id;
  const at = instant(told.created_time, time);
  const isPost = id === postId;
  if (author?.id === page) {
    if (isPost) return ignored('our own post');
    const parent = told.parent_id ?? undefined;
    return parent === undefined || parent === postId ? ignored('our own comment below a post, in answer to nobody') : [echo(told.message ?? '', { id, at, page: author, parent, postId })];
  }
  const attachments = [told.photo == null || !URL.canParse(told.photo) ? [] : [picture('photo', told.photo, 'photo')], told.video == null || !URL.canParse(told.video) ? [] : [picture('video', told.video, 'video')]].flat();
  const text = told.message ?? '';
  const look: Pointer = { ...(isPost ? {} : { comment: id }), post: postId, at };
  // Meta leaves out what the app may not see, and stickers always.
  if (author === undefined || (text === '' && attachments.length === 0)) return [{ kind: 'pointer', ref: JSON.stringify({ ...look, told: { ...told, post: undefined } }) }];
  const post: PublicPost = isPost ? { ...thinPost(postId, told.post, told.permalink_url), text, author, at } : thinPost(postId, told.post);
  const message = said({ id, at, author, text, attachments, post, parent: told.parent_id ?? undefined, mention });
  return [
    message,
    ...(told.is_hidden === true ? [{ kind: 'moderation' as const, externalId: id, at, hidden: true }] : []),
    // The webhook does not tell what the post says; agents need to see it above the comment.
    ...(isPost ? [] : [{ kind: 'pointer' as const, ref: JSON.stringify(look) }]),
  ];
}

function said({ id, at, author, text, attachments, post, parent, mention = false }: { id: string; at: string; author: Party; text: string; attachments: InboundAttachment[]; post: PublicPost; parent?: string | undefined; mention?: boolean }): InboundMessage {
  return {
    kind: 'message', externalId: id, at, from: author, visibility: 'public', post, text, thread: { key: publicKey(post.externalId, author.id) },
    ...(parent === undefined || parent === post.externalId || parent === id ? {} : { replyToExternalId: parent }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(text === '' && attachments.length === 0 ? { unsupported: 'comment' } : {}),
    ...(mention ? { extra: { mention: true } } : {}),
  };
}

/** What the page itself wrote below a customer's comment goes into that customer's conversation, or nowhere. */
function echo(text: string, { id, at, page, parent, postId }: { id: string; at: string; page: Party; parent: string; postId: string }): InboundMessage {
  return { kind: 'message', externalId: id, at, from: page, echo: true, visibility: 'public', thread: { references: [parent] }, replyToExternalId: parent, post: { externalId: postId, kind: 'post' }, text };
}

const emojis = new Map([['like', '👍'], ['love', '❤️'], ['care', '🤗'], ['haha', '😆'], ['wow', '😮'], ['sorry', '😢'], ['sad', '😢'], ['anger', '😡'], ['angry', '😡'], ['pride', '🏳️‍🌈'], ['thankful', '🌼']]);

function reacted(told: Change, { page }: Where, at: string): Inbound[] {
  const author = authorOf(told);
  if (told.comment_id == null) return ignored('a reaction to a post');
  if (author === undefined) return ignored('a reaction of nobody');
  const on = told.verb !== 'remove' && told.verb !== 'delete';
  if (author.id === page) return [{ kind: 'moderation', externalId: told.comment_id, at, liked: on }];
  return [{ kind: 'reaction', externalId: told.comment_id, at, from: author, emojis: on ? [emojis.get(told.reaction_type ?? 'like') ?? '👍'] : [] }];
}

/** A comment that `lookup` or `history` fetched, with the post above it: the same message as the webhook's, told whole. */
export function parseFetchedComment(raw: unknown, { page }: Where): Inbound[] {
  const parsed = fetchedComment.safeParse(raw);
  if (!parsed.success) return ignored('a fetched comment that is not as documented');
  const { comment, post, postId } = parsed.data;
  const at = instant(comment.created_time);
  const parent = comment.parent?.id;
  if (comment.from?.id === page) {
    return parent === undefined || parent === postId ? ignored('our own comment below a post, in answer to nobody') : [echo(comment.message ?? '', { id: comment.id, at, page: person(page, comment.from.name), parent, postId })];
  }
  const author = comment.from ? person(comment.from.id, comment.from.name) : nobody(comment.id);
  const { attachments, link } = filesOf(comment);
  const text = [comment.message ?? '', link].filter((line): line is string => line !== undefined && line !== '').join('\n');
  return [
    said({ id: comment.id, at, author, text, attachments, parent, post: post ? fullPost(post, postId) : { externalId: postId, kind: 'post' } }),
    ...(comment.is_hidden === true ? [{ kind: 'moderation' as const, externalId: comment.id, at, hidden: true }] : []),
  ];
}

/** A post of a visitor, or one that mentions the page. */
export function parseFetchedPost(raw: unknown, { page }: Where): Inbound[] {
  const parsed = postSchema.safeParse(raw);
  if (!parsed.success) return ignored('a fetched post that is not as documented');
  const post = parsed.data;
  if (post.from?.id === page) return ignored('our own post');
  const full = fullPost(post, post.id);
  return [said({ id: post.id, at: instant(post.created_time), author: post.from ? person(post.from.id, post.from.name) : nobody(post.id), text: full.text ?? '', attachments: full.attachments ?? [], post: full })];
}

/** What Meta told and would not show: an agent sees at least that there is something, and where. */
export function parseUnseen(raw: unknown): Inbound[] {
  const { data: told } = changeSchema.safeParse(raw);
  const id = told?.comment_id ?? told?.post_id;
  if (!told || id == null) return ignored('something that Meta does not show');
  const postId = told.post_id ?? id;
  const message = said({ id, at: instant(told.created_time), author: authorOf(told) ?? nobody(id), text: told.message ?? '', attachments: [], post: thinPost(postId, undefined, told.permalink_url ?? `https://www.facebook.com/${postId}`), parent: told.parent_id ?? undefined });
  return [message];
}

function nobody(id: string): Party {
  return { id: `unknown-${id}` };
}

function filesOf(comment: Comment): { attachments: InboundAttachment[]; link?: string } {
  const { attachment } = comment;
  if (!attachment) return { attachments: [] };
  const video = attachment.media?.source;
  const image = attachment.media?.image?.src;
  if (typeof video === 'string' && URL.canParse(video)) return { attachments: [picture('video', video, 'video')] };
  const isLink = attachment.type === 'share' || (attachment.type ?? '').endsWith('_share') && attachment.type !== 'animated_image_share';
  if (!isLink && typeof image === 'string' && URL.canParse(image)) return { attachments: [picture('photo', image, 'photo')] };
  const link = attachment.url ?? undefined;
  return { attachments: [], ...(link === undefined || (comment.message ?? '').includes(link) ? {} : { link }) };
}
