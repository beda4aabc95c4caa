import { ConnectorError, type Capabilities, type Context, type Delivery, type Health, type Json, type Outbound, type Page, type Sent } from '../contract';
import { callGoogle } from '../google/google.client';
import { googleToken } from '../google/google.token';
import { answerReview } from '../reviews/reviews.answer';
import { checkSteps } from '../reviews/reviews.health';
import { pollReviews, reviewHistory, type Listed } from '../reviews/reviews.poll';
import { latestOf, replied, reviewList, reviewPayload } from './google-play.payloads';
import { scope, type GooglePlaySettings } from './google-play.settings';

type GooglePlayContext = Context<GooglePlaySettings>;

const appGone = { kind: 'unauthorized', reason: 'wrong-app', words: 'Google Play knows no such app for this access: look at the package name, and at the users of the Play Console' } as const;
const reviewGone = { kind: 'rejected', reason: 'message-gone', words: 'This review is not there any more: its author or Google took it away' } as const;

const reviewsUrl = ({ apiUrl, packageName }: GooglePlaySettings): string => `${apiUrl}/androidpublisher/v3/applications/${packageName}/reviews`;

/** Newest change first; seven days and no more. */
async function* list(ctx: GooglePlayContext): AsyncIterable<Listed[]> {
  let token: string | undefined;
  do {
    const { reviews, tokenPagination } = await callGoogle(ctx, { url: reviewsUrl(ctx.settings), query: { maxResults: '100', token }, scope, result: reviewList, notFound: appGone });
    yield reviews.flatMap((raw): Listed[] => {
      const review = reviewPayload.safeParse(raw).data;
      const theirs = review === undefined ? undefined : latestOf(review).theirs;
      if (review === undefined || theirs === undefined) return [];
      return [{ id: review.reviewId, at: theirs.lastModified, said: [theirs.starRating ?? 0, theirs.originalText ?? theirs.text], body: bodyOf(raw) }];
    });
    token = tokenPagination?.nextPageToken;
  } while (token !== undefined && token !== '');
}

/** How many like a review changes all the time and is nothing to read. */
const bodyOf = (raw: unknown): Json => JSON.parse(JSON.stringify({ review: raw }, (key, value: unknown) => (key === 'thumbsUpCount' || key === 'thumbsDownCount' ? undefined : value))) as Json; // it came as JSON

export const poll = (ctx: GooglePlayContext, cursor: Json | undefined): AsyncIterable<Page> => pollReviews(ctx, cursor, () => list(ctx));
export const history = (ctx: GooglePlayContext, since: Date): AsyncIterable<Delivery[]> => reviewHistory(() => list(ctx), since);

export async function send(ctx: GooglePlayContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  return answerReview(message, capabilities, async (reviewId, replyText) => {
    // Google cuts what looks like HTML out of an answer, and says nothing.
    if (/<\/?[a-z][^>]*>/i.test(replyText)) throw new ConnectorError('rejected', 'Google Play takes HTML out of answers: write without < and >', { reason: 'text-refused' });
    const { result } = await callGoogle(ctx, { method: 'POST', url: `${reviewsUrl(ctx.settings)}/${encodeURIComponent(reviewId)}:reply`, json: { replyText }, scope, result: replied, notFound: reviewGone });
    return result?.replyText;
  });
}

export function check(ctx: GooglePlayContext): Promise<Health> {
  return checkSteps([
    { id: 'access', label: 'Access to Google', run: async () => { await googleToken(ctx, scope); return { state: 'ok' }; } },
    {
      id: 'reviews', label: 'Reviews of the app', run: async () => {
        const { reviews } = await callGoogle(ctx, { url: reviewsUrl(ctx.settings), query: { maxResults: '1' }, scope, result: reviewList, notFound: appGone });
        return reviews.length > 0 ? { state: 'ok' } : { state: 'ok', detail: 'Nobody left a review with words within the last seven days.' };
      },
    },
  ]);
}
