import type { Delivery, Inbound, InboundAttachment, Json, PublicPost } from '../contract';
import { inboundOf, type Review } from '../reviews/reviews.inbound';
import { seenChangedAt } from '../reviews/reviews.poll';
import { reviewPayload, type ReviewPayload } from './google-business.payloads';
import { accountOf, parsePush } from './google-business.push';
import type { GoogleBusinessSettings } from './google-business.settings';

const stars: Readonly<Record<string, number | undefined>> = { ONE: 1, TWO: 2, THREE: 3, FOUR: 4, FIVE: 5 };

export function parse(delivery: Delivery, settings: GoogleBusinessSettings): Inbound[] {
  const body = parseJson(delivery.body.toString('utf8'));
  if (typeof body !== 'object' || body === null) return [{ kind: 'ignored', reason: 'not JSON' }];
  if (!('review' in body)) return parsePush(body, settings);
  const { data: review } = reviewPayload.safeParse(body.review);
  if (review === undefined) return [{ kind: 'ignored', reason: 'a review without an id or a time' }];
  const seen = seenChangedAt(delivery);
  return inboundOf(reviewOf(review, settings, seen));
}

function reviewOf(review: ReviewPayload, settings: GoogleBusinessSettings, seen: string | undefined): Review {
  const { text, translation } = originalOf(review.comment ?? '');
  const { reviewer, reviewReply: reply } = review;
  // Of somebody who stays anonymous Google says 'A Google user', in its own language.
  const name = reviewer?.displayName;
  const at = instant(review.createTime);
  const extra: Record<string, Json> = { ...(translation === undefined ? {} : { translation }), ...(isWebAddress(review.reviewReplyUrl) ? { link: review.reviewReplyUrl } : {}) };
  const post = postOf(settings);
  return {
    id: review.reviewId,
    author: { ...(name === undefined || name.trim() === '' ? {} : { name: name.trim() }), ...(reviewer?.isAnonymous !== true && isWebAddress(reviewer?.profilePhotoUrl) ? { avatarRef: reviewer.profilePhotoUrl } : {}) },
    stars: stars[review.starRating],
    text, at, changedAt: review.updateTime === undefined ? undefined : instant(review.updateTime), seenChangedAt: seen, post, extra,
    attachments: mediaOf(review.reviewMediaItems ?? []),
    reply: reply?.comment === undefined ? undefined : { text: reply.comment, at: reply.updateTime === undefined ? at : instant(reply.updateTime), from: brandOf(settings), ...judged(reply) },
  };
}

export const postOf = (settings: GoogleBusinessSettings): PublicPost => ({
  externalId: accountOf(settings), kind: 'listing',
  ...(settings.placeName === '' ? {} : { title: settings.placeName }), ...(settings.placeUrl === '' ? {} : { url: settings.placeUrl }),
});

const brandOf = (settings: GoogleBusinessSettings) => ({ id: accountOf(settings), ...(settings.placeName === '' ? {} : { name: settings.placeName }) });

function judged({ reviewReplyState: state, policyViolation }: NonNullable<ReviewPayload['reviewReply']>): { state?: 'pending' | 'published' | 'rejected'; why?: string } {
  switch (state) {
    case 'PENDING': return { state: 'pending' };
    case 'APPROVED': return { state: 'published' };
    case 'REJECTED': {
      const rule = violationOf(policyViolation);
      return { state: 'rejected', why: `Google looked at this answer and does not show it${rule === undefined ? '' : ` (${rule})`}: write it in other words` };
    }
    default: return {};
  }
}

/** 'OFF_TOPIC', or an object that holds such a word. */
function violationOf(told: unknown): string | undefined {
  const words = [told, ...(typeof told === 'object' && told !== null ? Object.values(told) : [])];
  const found = words.find((word): word is string => typeof word === 'string' && /^[A-Z][A-Z_]{2,60}$/.test(word) && !word.endsWith('UNSPECIFIED'));
  return found?.toLowerCase().replaceAll('_', ' ');
}

/** Google puts its translation beside what was written, in either order. */
export function originalOf(comment: string): { text: string; translation?: string } {
  const first = /^\(Translated by Google\)\s*([\s\S]*?)\s*\n+\(Original\)\s*\n([\s\S]*)$/.exec(comment);
  if (first !== null) return { text: first[2]?.trim() ?? '', translation: first[1]?.trim() ?? '' };
  const last = /^([\s\S]*?)\n\n\(Translated by Google\)\s*\n([\s\S]*)$/.exec(comment);
  if (last !== null) return { text: last[1]?.trim() ?? '', translation: last[2]?.trim() ?? '' };
  return { text: comment };
}

/** Pictures come as a small picture, films as one and an address to watch at. */
function mediaOf(items: readonly unknown[]): InboundAttachment[] {
  return items.slice(0, 20).flatMap((item, index): InboundAttachment[] => {
    if (typeof item !== 'object' || item === null) return [];
    const addresses = Object.entries(item).filter((entry): entry is [string, string] => isWebAddress(entry[1]));
    const [, picture] = addresses.find(([name]) => !/video/i.test(name)) ?? [];
    const isVideo = addresses.some(([name]) => /video/i.test(name));
    return picture === undefined ? [] : [{ key: String(index), name: `${isVideo ? 'video' : 'photo'}-${index + 1}.jpg`, contentType: 'image/jpeg', ref: picture }];
  });
}

const isWebAddress = (value: unknown): value is string => typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
const instant = (at: string): string => new Date(at).toISOString();

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
