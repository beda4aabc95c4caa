import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Context, type Delivery, type Json, type Outbound, type Page, type Sent } from '../contract';
import { callGoogle } from '../google/google.client';
import { answerReview, withdrawAnswer } from '../reviews/reviews.answer';
import { deliveryOf, pollReviews, reviewHistory, type Listed } from '../reviews/reviews.poll';
import { withoutRequest } from '../transport';
import { keptReply, reviewList, reviewPayload } from './google-business.payloads';
import { originalOf } from './google-business.parse';
import { refreshKeys } from './google-business.push';
import { scope, type GoogleBusinessSettings } from './google-business.settings';

type GoogleBusinessContext = Context<GoogleBusinessSettings>;

const reviewGone = { kind: 'rejected', reason: 'message-gone', words: 'This review is not there any more: its author or Google took it away' } as const;
const placeGone = { kind: 'unauthorized', reason: 'wrong-place', words: 'Google does not know this place in this account, or the account that Kontuar uses may not see it' } as const;

const reviewsUrl = ({ apiUrl, accountId, locationId }: GoogleBusinessSettings): string => `${apiUrl}/v4/accounts/${accountId}/locations/${locationId}/reviews`;
const reviewUrl = (settings: GoogleBusinessSettings, reviewId: string): string => `${reviewsUrl(settings)}/${encodeURIComponent(reviewId)}`;

/** Newest change first. */
async function* list(ctx: GoogleBusinessContext): AsyncIterable<Listed[]> {
  let pageToken: string | undefined;
  do {
    const page = await callGoogle(ctx, { url: reviewsUrl(ctx.settings), query: { pageSize: '50', orderBy: 'updateTime desc', pageToken }, scope, result: reviewList, notFound: placeGone });
    yield page.reviews.flatMap((raw): Listed[] => {
      const { data } = reviewPayload.safeParse(raw);
      return data === undefined ? [] : [{ id: data.reviewId, at: new Date(data.updateTime ?? data.createTime), said: [data.starRating, originalOf(data.comment ?? '').text.trim()], body: bodyOf(raw) }];
    });
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && pageToken !== '');
}

const bodyOf = (raw: unknown): Json => ({ review: raw as Json }); // it came as JSON

export async function* poll(ctx: GoogleBusinessContext, cursor: Json | undefined): AsyncIterable<Page> {
  await refreshKeys(ctx).catch((error: unknown) => { ctx.log.warn({ error: error instanceof Error ? error.message : '' }, 'pushes are checked with older keys'); });
  yield* pollReviews(ctx, cursor, () => list(ctx));
}

export const history = (ctx: GoogleBusinessContext, since: Date): AsyncIterable<Delivery[]> => reviewHistory(() => list(ctx), since);

/** One that is gone by now leaves nothing to read. */
export async function lookup(ctx: GoogleBusinessContext, reviewId: string): Promise<Delivery[]> {
  const raw = await review(ctx, reviewId);
  return raw === undefined ? [] : [deliveryOf(bodyOf(raw))];
}

async function review(ctx: GoogleBusinessContext, reviewId: string): Promise<unknown> {
  try {
    return await callGoogle(ctx, { url: reviewUrl(ctx.settings, reviewId), scope, result: z.looseObject({ reviewId: z.string() }), notFound: reviewGone });
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === 'message-gone') return undefined;
    throw error;
  }
}

export const send = (ctx: GoogleBusinessContext, message: Outbound, capabilities: Capabilities): Promise<Sent> => answerReview(message, capabilities, async (reviewId, text) => {
  const kept = await callGoogle(ctx, { method: 'PUT', url: `${reviewUrl(ctx.settings, reviewId)}/reply`, json: { comment: text }, scope, result: keptReply, notFound: reviewGone });
  return kept.comment;
});

export const act = (ctx: GoogleBusinessContext, action: Action): Promise<void> => withdrawAnswer(action, {
  standing: async (reviewId) => reviewPayload.safeParse(await review(ctx, reviewId)).data?.reviewReply?.comment,
  remove: async (reviewId) => { await callGoogle(ctx, { method: 'DELETE', url: `${reviewUrl(ctx.settings, reviewId)}/reply`, scope, result: z.unknown(), notFound: reviewGone }); },
});

/** Pictures stand open on the web; our token stays here. */
export async function download(ctx: GoogleBusinessContext, ref: string): Promise<Readable> {
  try {
    return (await ctx.http.get<Readable>(ref, { responseType: 'stream' })).data;
  } catch (error) {
    throw new ConnectorError('unavailable', 'The picture could not be fetched from Google', { reason: 'file-unavailable', cause: withoutRequest(error) });
  }
}

/** One call that shows whether reviews can be read, and how many there are. */
export async function countReviews(ctx: GoogleBusinessContext): Promise<number | undefined> {
  return (await callGoogle(ctx, { url: reviewsUrl(ctx.settings), query: { pageSize: '1', orderBy: 'updateTime desc' }, scope, result: reviewList, notFound: placeGone })).totalReviewCount;
}
