import { createHash } from 'node:crypto';
import type { Inbound, InboundAttachment, InboundMessage, Json, Outbound, Party, PublicPost, Rating } from '../contract';

/** A review as every platform of reviews knows it, once its own names for things are gone. */
export interface Review {
  id: string;
  /** Where the platform names nobody, the review itself stands for who wrote it. */
  author: Omit<Party, 'id'> & { id?: string | undefined };
  /** Undefined where the platform does not say. */
  stars: number | undefined;
  title?: string | undefined;
  text: string;
  /** When it was written. */
  at: string;
  /** When it was last changed, where the platform says so… */
  changedAt?: string | undefined;
  /** …or when we saw that it had. */
  seenChangedAt?: string | undefined;
  post: PublicPost;
  attachments?: InboundAttachment[];
  extra?: Record<string, Json> | undefined;
  reply?: Reply | undefined;
}

/** The one answer of the business. */
export interface Reply {
  text: string;
  at: string;
  /** Platforms that read answers before they show them say how far they are. */
  state?: 'pending' | 'published' | 'rejected' | undefined;
  /** Plain words, when rejected. */
  why?: string | undefined;
  from: Party;
}

const best = 5;
/** A platform may note both at once, a moment apart. */
const sameMomentMs = 5_000;

/** Message, then what became of it: changed, answered, the answer shown or refused. Told again and again, it comes to the same. */
export function inboundOf(review: Review): Inbound[] {
  const { id, post, reply } = review;
  const author: Party = { ...review.author, id: review.author.id ?? id };
  const thread = { key: threadKeyOf(post.externalId, id) };
  const text = textOf(review);
  const rated = review.stars === undefined ? {} : { rating: { stars: review.stars, of: best } };
  const message: InboundMessage = {
    kind: 'message', externalId: id, at: review.at, from: author, thread, text, ...rated, visibility: 'public', post,
    ...(text === '' ? { unsupported: 'review' } : {}),
    ...(review.attachments === undefined || review.attachments.length === 0 ? {} : { attachments: review.attachments }),
    ...(review.extra === undefined || Object.keys(review.extra).length === 0 ? {} : { extra: review.extra }),
  };
  const inbound: Inbound[] = [message, editOf(review, { text, ...rated })];
  if (reply !== undefined && reply.text.trim() !== '') {
    const externalId = replyIdOf(id, reply.text);
    inbound.push({ kind: 'message', echo: true, externalId, at: reply.at, from: reply.from, to: [author], thread: { ...thread, references: [id] }, text: reply.text, replyToExternalId: id, visibility: 'public', post });
    if (reply.state === 'published') inbound.push({ kind: 'receipt', externalId, at: reply.at, status: 'delivered' });
    if (reply.state === 'rejected') inbound.push({ kind: 'receipt', externalId, at: reply.at, status: 'failed', code: 'text-refused', reason: reply.why ?? 'The platform looked at this answer and does not show it' });
  }
  return inbound;
}

/** Without `reopens` it changes nothing that is as it was, so that what we did not see changing is put right all the same. */
function editOf(review: Review, now: { text: string; rating?: Rating }): Inbound {
  const { id, at, changedAt, seenChangedAt, reply } = review;
  // The platform's time before ours: whichever way a change comes to us, it is the same one.
  const told = changedAt !== undefined && Date.parse(changedAt) - Date.parse(at) > 1_000 ? changedAt : undefined;
  const when = told ?? seenChangedAt ?? at;
  // Our own answer must not look like a change of the review.
  const byAnswer = seenChangedAt === undefined && reply !== undefined && Math.abs(Date.parse(reply.at) - Date.parse(when)) < sameMomentMs;
  const changed = (told !== undefined && !byAnswer) || seenChangedAt !== undefined;
  return { kind: 'edit', externalId: id, at: when, ...now, ...(changed ? { reopens: true } : {}) };
}

const threadKeyOf = (postId: string, reviewId: string): string => `${postId}:${reviewId}`;

/** Many people leave stars and no words: then the stars are what they said. */
function textOf({ title = '', text, stars }: Review): string {
  const words = [title.trim(), text.trim()].filter((part) => part !== '').join('\n\n');
  return words !== '' ? words : stars === undefined ? '' : starsText(stars);
}

function starsText(stars: number): string {
  const whole = Math.min(best, Math.max(0, Math.round(stars)));
  return '★'.repeat(whole) + '☆'.repeat(best - whole);
}

const separator = '#reply-';

/**
 * The answer has no id of its own: platforms keep one for each review and replace it. What was said makes it the same or another one, so that
 * an answer changed elsewhere is shown as said anew, and ours is known again however the platform breaks its lines.
 */
export function replyIdOf(reviewId: string, text: string): string {
  return `${reviewId}${separator}${createHash('sha256').update(text.normalize('NFC').replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 16)}`;
}

/** Which review a message belongs to: itself, or the one that our answer stands below. */
export function reviewIdOf(externalId: string): string {
  const at = externalId.lastIndexOf(separator);
  return at === -1 ? externalId : externalId.slice(0, at);
}

/** Which review is answered. */
export function answeredReview(message: Pick<Outbound, 'replyToExternalId' | 'threadKey' | 'postExternalId' | 'to'>): string {
  if (message.replyToExternalId !== undefined) return reviewIdOf(message.replyToExternalId);
  const prefix = message.postExternalId === undefined ? undefined : `${message.postExternalId}:`;
  return prefix !== undefined && message.threadKey?.startsWith(prefix) === true ? message.threadKey.slice(prefix.length) : message.to.id;
}
