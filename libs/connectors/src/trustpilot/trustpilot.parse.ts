import { z } from 'zod';
import type { Delivery, Inbound, Json, PublicPost } from '../contract';
import { inboundOf } from '../reviews/reviews.inbound';
import { seenChangedAt } from '../reviews/reviews.poll';
import { reviewPayload, type ReviewPayload } from './trustpilot.payloads';
import type { TrustpilotSettings } from './trustpilot.settings';
import { parseEvent, parseJson } from './trustpilot.webhook';

export function parse(delivery: Delivery, settings: TrustpilotSettings): Inbound[] {
  const body = parseJson(delivery.body);
  if (typeof body !== 'object' || body === null) return [{ kind: 'ignored', reason: 'not JSON' }];
  if (!('review' in body)) return parseEvent(body);
  const { data: review } = reviewPayload.safeParse(body.review);
  if (review === undefined) return [{ kind: 'ignored', reason: 'a review without an id or a time' }];
  const { companyReply: reply, consumer } = review;
  const at = instant(review.createdAt);
  const name = (consumer?.displayName ?? consumer?.name ?? '').trim();
  const email = z.email().safeParse(review.referralEmail?.toLowerCase()).data;
  return inboundOf({
    id: review.id, at, changedAt: review.updatedAt == null ? undefined : instant(review.updatedAt), seenChangedAt: seenChangedAt(delivery), post: postOf(settings, review),
    author: { ...(consumer?.id === undefined ? {} : { id: consumer.id }), ...(name === '' ? {} : { name }), ...(review.language == null ? {} : { language: review.language }), ...(email === undefined ? {} : { email }) },
    stars: review.stars !== undefined && review.stars >= 1 && review.stars <= 5 ? review.stars : undefined,
    title: review.title ?? '', text: review.text ?? '', extra: factsOf(review, settings),
    reply: reply == null ? undefined : { text: reply.text, at: instant(reply.updatedAt ?? reply.createdAt ?? review.createdAt), from: brandOf(settings, review) },
  });
}

function factsOf({ id, referenceId, isVerified, status }: ReviewPayload, { webAddress }: TrustpilotSettings): Record<string, Json> {
  return {
    link: `${webAddress}/reviews/${encodeURIComponent(id)}`, ...(referenceId == null || referenceId === '' ? {} : { orderNumber: referenceId }), ...(isVerified === true ? { verified: true } : {}),
    ...(status == null || status === 'active' ? {} : { status }),
  };
}

const nameOf = ({ companyName }: TrustpilotSettings, { businessUnit }: ReviewPayload): string => (companyName !== '' ? companyName : (businessUnit?.displayName ?? ''));

function postOf(settings: TrustpilotSettings, review: ReviewPayload): PublicPost {
  const title = nameOf(settings, review);
  const page = review.businessUnit?.identifyingName;
  return { externalId: `business-unit/${settings.businessUnitId}`, kind: 'listing', ...(title === '' ? {} : { title }), ...(page == null || page === '' ? {} : { url: `${settings.webAddress}/review/${encodeURIComponent(page)}` }) };
}

function brandOf(settings: TrustpilotSettings, review: ReviewPayload) {
  const name = nameOf(settings, review);
  return { id: `business-unit/${settings.businessUnitId}`, ...(name === '' ? {} : { name }) };
}

const instant = (at: string): string => new Date(at).toISOString();
