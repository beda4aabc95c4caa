import type { Delivery, Inbound, InboundAttachment, InboundMessage, Party, PublicPost } from '../contract';
import { readJson } from '../json';
import { fetchedComment, fetchedPost, notification as notificationSchema, unseen, type Comment, type DecoratedPerson, type Notification, type Post, type Told } from './linkedin.payloads';
import type { LinkedinSettings } from './linkedin.settings';
import { plainCommentary } from './linkedin.text';
import { addressOf, commentOf, isPost, normalComment, organizationUrn, publicKey } from './linkedin.urns';

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];

/** What happened on the page, as it was told or as it was fetched. Pure. */
export function parse(delivery: Delivery, settings: LinkedinSettings): Inbound[] {
  const body = readJson(delivery.body);
  if (typeof body !== 'object' || body === null) return ignored('bytes that are no JSON');
  const page = organizationUrn(settings.organizationId);
  if ('fetched' in body) return parseFetched(body, page);
  if (!('type' in body) || body.type !== 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS') return ignored('an event that is not of a page');
  const parsed = notificationSchema.safeParse('notification' in body ? body.notification : undefined);
  if (!parsed.success) return ignored('a notification that is not as documented');
  const told = parsed.data;
  if (told.organizationalEntity != null && accountOf(told.organizationalEntity) !== settings.organizationId) return ignored('something of another page');
  return happened(told, settings, page);
}

/** A page, and the part of a page that is a brand, are named differently and numbered alike. */
export const accountOf = (urn: string): string => /:(\d+)$/.exec(urn)?.[1] ?? urn;

function happened(told: Notification, { shares }: LinkedinSettings, page: string): Inbound[] {
  switch (told.action) {
    case 'COMMENT':
    case 'COMMENT_MENTION':
    case 'ADMIN_COMMENT':
      return commented(told, page);
    case 'COMMENT_EDIT':
      return edited(told);
    case 'COMMENT_DELETE': {
      const id = commentNamed(told);
      return id === undefined ? ignored('the deletion of something without a name') : [{ kind: 'deletion', externalId: id, at: instant(told.lastModifiedAt) }];
    }
    case 'SHARE':
    case 'SHARE_MENTION':
      return shared(told, page, { shares });
    case 'LIKE':
      return ignored('a like');
    default: {
      const text = wordsOf(told.decoratedGeneratedActivity?.comment);
      const said = text === '' ? [] : commented(told, page);
      return said.length === 0 ? ignored(`an action of kind "${kindWord(told.action)}"`) : said.map((one) => (one.kind === 'message' ? { ...one, unsupported: kindWord(told.action) } : one));
    }
  }
}

const commentNamed = (told: Notification): string | undefined => normalComment(told.generatedActivity) ?? normalComment(told.decoratedGeneratedActivity?.comment?.entity);
/** Everything that is needed to ask for the rest. */
const pointer = (told: Notification): Inbound[] => [{ kind: 'pointer', ref: JSON.stringify(told) }];
const ownerOf = (told: Told | null | undefined): string | undefined => told?.owner ?? told?.actor ?? undefined;
const wordsOf = (told: Told | null | undefined): string => told?.text ?? told?.message?.text ?? '';
const parentOf = (told: Told | null | undefined): string | undefined => normalComment(told?.parentComment) ?? normalComment(told?.object);

function commented(told: Notification, page: string): Inbound[] {
  const id = commentNamed(told);
  if (id === undefined) return ignored('a comment without a name');
  const comment = told.decoratedGeneratedActivity?.comment;
  const owner = ownerOf(comment) ?? (told.action === 'ADMIN_COMMENT' ? page : undefined);
  const text = wordsOf(comment);
  const parent = parentOf(comment);
  const postId = postOf(told, id);
  const at = instant(told.lastModifiedAt);
  if (owner === undefined || text === '') return pointer(told);
  // Of our own comments only those that answer somebody belong anywhere, and whom they answer is seldom told.
  if (owner === page || told.action === 'ADMIN_COMMENT') return parent === undefined ? pointer(told) : [echo({ id, at, page, parent, postId, text })];
  return [said({ id, at, author: partyOf(owner, personOf(comment)), text, post: postAbove(told, postId), parent, mention: told.action === 'COMMENT_MENTION' })];
}

/** The name under which a notification knows the post is the one that the product keeps. */
function postOf(told: Notification, commentId: string): string {
  const thread = commentOf(commentId)?.thread ?? commentId;
  return isPost(told.sourcePost) ? told.sourcePost : thread;
}

function edited(told: Notification): Inbound[] {
  const id = commentNamed(told);
  const text = wordsOf(told.decoratedGeneratedActivity?.comment);
  if (id === undefined) return ignored('the edit of something without a name');
  return text === '' ? pointer(told) : [{ kind: 'edit', externalId: id, at: instant(told.lastModifiedAt), text }];
}

/** Somebody wrote a post of their own: it names the page, or shares what the page posted. */
function shared(told: Notification, page: string, { shares }: { shares: boolean }): Inbound[] {
  const share = told.decoratedGeneratedActivity?.share;
  const id = [told.generatedActivity, share?.entity].find(isPost);
  if (id === undefined) return ignored('a share without a name');
  const owner = ownerOf(share);
  if (owner === page) return ignored('our own post');
  const text = wordsOf(share);
  if (told.action === 'SHARE' && (!shares || (share != null && text === ''))) return ignored('a post of the page that somebody shared');
  if (owner === undefined || text === '') return pointer(told);
  const author = partyOf(owner, personOf(share));
  const at = instant(told.lastModifiedAt);
  return [said({ id, at, author, text, post: { externalId: id, kind: 'post', url: addressOf(id), text, author, at }, mention: told.action === 'SHARE_MENTION' })];
}

function parseFetched(body: object, page: string): Inbound[] {
  const comment = fetchedComment.safeParse(body).data;
  if (comment !== undefined) return fromComment(comment, page);
  const post = fetchedPost.safeParse(body).data;
  if (post !== undefined) return fromPost(post, page);
  const told = unseen.safeParse(body).data?.notification;
  return told === undefined ? ignored('something fetched that is not as documented') : hidden(told, page);
}

/** The comment itself, asked for: the same message as the notification's, told whole. */
function fromComment({ comment, notification: told, post }: { comment: Comment; notification: Notification; post?: Post | undefined }, page: string): Inbound[] {
  const id = commentNamed(told) ?? normalComment(comment.commentUrn ?? comment.$URN);
  if (id === undefined) return ignored('a comment without a name');
  const text = comment.message?.text ?? '';
  const owner = comment.actor ?? comment.created?.actor ?? ownerOf(told.decoratedGeneratedActivity?.comment) ?? undefined;
  const parent = normalComment(comment.parentComment) ?? normalComment(comment.object);
  const at = instant(comment.created?.time ?? told.lastModifiedAt);
  const postId = postOf(told, id);
  if (owner === page) return parent === undefined ? ignored('our own comment below a post, in answer to nobody') : [echo({ id, at, page, parent, postId, text })];
  const author = owner === undefined ? nobody(id) : partyOf(owner, comment['actor~'] ?? personOf(told.decoratedGeneratedActivity?.comment));
  const changed = comment.lastModified?.time ?? 0;
  return [
    said({ id, at, author, text, attachments: picturesOf(comment), post: { ...postAbove(told, postId), ...(post === undefined ? {} : thinPost(post, postId)) }, parent, mention: told.action === 'COMMENT_MENTION' }),
    ...(told.action === 'COMMENT_EDIT' && text !== '' ? [{ kind: 'edit' as const, externalId: id, at: instant(changed === 0 ? told.lastModifiedAt : changed), text }] : []),
  ];
}

function fromPost({ post, notification: told }: { post: Post; notification: Notification }, page: string): Inbound[] {
  const id = [told.generatedActivity, post.id].find(isPost);
  if (id === undefined) return ignored('a share without a name');
  const text = plainCommentary(post.commentary ?? '');
  if (post.author === page) return ignored('our own post');
  if (told.action === 'SHARE' && text === '') return ignored('a post of the page that somebody shared');
  const author = post.author == null ? nobody(id) : partyOf(post.author, undefined);
  const at = instant(post.publishedAt ?? post.createdAt ?? told.lastModifiedAt);
  return [said({ id, at, author, text, post: { ...thinPost(post, id), author, at }, mention: told.action === 'SHARE_MENTION' })];
}

/** What LinkedIn told of and does not show: an agent sees at least that there is something, and where. */
function hidden(told: Notification, page: string): Inbound[] {
  const id = commentNamed(told) ?? [told.generatedActivity].find(isPost);
  if (id === undefined || told.action === 'COMMENT_EDIT' || told.action === 'ADMIN_COMMENT') return ignored('something that LinkedIn does not show');
  const activity = told.decoratedGeneratedActivity;
  const owner = ownerOf(activity?.comment) ?? ownerOf(activity?.share);
  if (owner === page) return ignored('something of our own that LinkedIn does not show');
  const postId = commentOf(id) === undefined ? id : postOf(told, id);
  return [said({ id, at: instant(told.lastModifiedAt), author: owner === undefined ? nobody(id) : partyOf(owner, undefined), text: wordsOf(activity?.comment), post: postAbove(told, postId), parent: parentOf(activity?.comment) })];
}

function said({ id, at, author, text, post, parent, attachments = [], mention = false }: { id: string; at: string; author: Party; text: string; post: PublicPost; parent?: string | undefined; attachments?: InboundAttachment[]; mention?: boolean }): InboundMessage {
  const above = parent === undefined || parent === id ? undefined : parent;
  return {
    kind: 'message', externalId: id, at, from: author, visibility: 'public', post, text, thread: { key: publicKey(post.externalId, author.id) },
    ...(above === undefined ? {} : { replyToExternalId: above }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(text === '' && attachments.length === 0 ? { unsupported: 'comment' } : {}),
    // Answers hang below the comment at the top, never below one another.
    ...(above !== undefined || mention ? { extra: { ...(above === undefined ? {} : { parent: above }), ...(mention ? { mention: true } : {}) } } : {}),
  };
}

function echo({ id, at, page, parent, postId, text }: { id: string; at: string; page: string; parent: string; postId: string; text: string }): InboundMessage {
  return { kind: 'message', externalId: id, at, from: { id: page }, echo: true, visibility: 'public', thread: { references: [parent] }, replyToExternalId: parent, post: { externalId: postId, kind: 'post', url: addressOf(postId) }, text };
}

const personOf = (told: Told | null | undefined): DecoratedPerson => told?.['owner~'] ?? told?.['actor~'] ?? told?.decoratedOwner ?? told?.decoratedActor;

export function partyOf(id: string, person: DecoratedPerson): Party {
  const name = person?.localizedName ?? person?.name ?? [person?.localizedFirstName, person?.localizedLastName].filter((part) => part != null && part !== '').join(' ');
  return { id, ...(name === '' ? {} : { name }), ...(person?.vanityName == null || person.vanityName === '' ? {} : { handle: person.vanityName }), verified: true };
}

const nobody = (id: string): Party => ({ id: `unknown-${id}` });

function postAbove(told: Notification, postId: string): PublicPost {
  const post = told.decoratedSourcePost;
  const text = wordsOf(post);
  const owner = ownerOf(post);
  return {
    externalId: postId, kind: post?.mediaCategory === 'VIDEO' ? 'video' : 'post', url: addressOf(postId),
    ...(text === '' ? {} : { text }), ...(post?.title == null || post.title === '' ? {} : { title: post.title }), ...(owner === undefined ? {} : { author: { id: owner } }),
  };
}

function thinPost(post: Post, postId: string): PublicPost {
  const text = plainCommentary(post.commentary ?? '');
  return { externalId: postId, kind: post.adContext == null ? 'post' : 'ad', url: addressOf(postId), ...(text === '' ? {} : { text }), ...(post.author == null ? {} : { author: { id: post.author } }) };
}

function picturesOf(comment: Comment): InboundAttachment[] {
  return (comment.content ?? []).flatMap(({ url }, index) => (url == null || !URL.canParse(url) ? [] : [{ key: String(index), name: `picture-${index + 1}.jpg`, contentType: 'image/jpeg', ref: url }]));
}

/** Past the year 2100 it is a fault or a joke. */
function instant(time: number | null | undefined): string {
  return new Date(time == null || !Number.isFinite(time) || time < 0 ? 0 : Math.min(time, 4_102_444_800_000)).toISOString();
}

const kindWord = (word: string): string => word.slice(0, 60).replace(/[^\w-]/g, '?');
