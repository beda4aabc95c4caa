import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Delivery, type Health, type Json, type Outbound, type Page, type Sent } from '../contract';
import { answerReview, withdrawAnswer } from '../reviews/reviews.answer';
import { checkSteps } from '../reviews/reviews.health';
import { pollReviews, reviewHistory, type Listed } from '../reviews/reviews.poll';
import { callAppStore, callWithQuota, tokenOf, type AppStoreContext, type Quota } from './app-store.client';
import { app, kept, one, page, responseResource, reviewResource, type ResponseResource } from './app-store.payloads';

const appGone = { kind: 'unauthorized', reason: 'wrong-app', words: 'Apple knows no such app for this key: look at the Apple ID of the app' } as const;
const reviewGone = { kind: 'rejected', reason: 'message-gone', words: 'This review is not there any more: its author or Apple took it away' } as const;

/** Newest first. */
async function* list(ctx: AppStoreContext): AsyncIterable<Listed[]> {
  let cursor: string | undefined;
  do {
    const { data, included, links } = await callAppStore(ctx, { path: `/v1/apps/${ctx.settings.appId}/customerReviews`, query: { sort: '-createdDate', include: 'response', limit: '200', cursor }, result: page, notFound: appGone });
    const responses = new Map(included.flatMap((raw) => {
      const read = responseResource.safeParse(raw).data;
      return read === undefined ? [] : [[read.id, { raw, read }] as const];
    }));
    const byReview = new Map([...responses.values()].flatMap(({ read, raw }) => (read.relationships?.review?.data == null ? [] : [[read.relationships.review.data.id, raw] as const])));
    yield data.flatMap((raw): Listed[] => {
      const review = reviewResource.safeParse(raw).data;
      if (review === undefined) return [];
      const { id, attributes: { createdDate, rating, title, body }, relationships } = review;
      const response = responses.get(relationships?.response?.data?.id ?? '')?.raw ?? byReview.get(id);
      return [{ id, at: new Date(createdDate), said: [rating ?? 0, title ?? '', body ?? ''], body: bodyOf(raw, response) }];
    });
    cursor = nextCursor(links.next);
  } while (cursor !== undefined);
}

/** The next page stands at an address of Apple's; ours stays the one of the settings. */
function nextCursor(next: string | undefined): string | undefined {
  return next !== undefined && URL.canParse(next) ? (new URL(next).searchParams.get('cursor') ?? undefined) : undefined;
}

/** Links of a resource say nothing about it. */
const bodyOf = (review: unknown, response: unknown): Json => JSON.parse(JSON.stringify({ review, ...(response === undefined ? {} : { response }) }, (key, value: unknown) => (key === 'links' ? undefined : value))) as Json; // it came as JSON

export const poll = (ctx: AppStoreContext, cursor: Json | undefined): AsyncIterable<Page> => pollReviews(ctx, cursor, () => list(ctx));
export const history = (ctx: AppStoreContext, since: Date): AsyncIterable<Delivery[]> => reviewHistory(() => list(ctx), since);

export const send = (ctx: AppStoreContext, message: Outbound, capabilities: Capabilities): Promise<Sent> => answerReview(message, capabilities, async (reviewId, responseBody) => {
  const json = { data: { type: 'customerReviewResponses', attributes: { responseBody }, relationships: { review: { data: { type: 'customerReviews', id: reviewId } } } } };
  return (await callAppStore(ctx, { method: 'POST', path: '/v1/customerReviewResponses', json, result: kept, notFound: reviewGone })).data.attributes?.responseBody;
});

export async function act(ctx: AppStoreContext, action: Action): Promise<void> {
  let standing: ResponseResource | undefined;
  await withdrawAnswer(action, {
    standing: async (reviewId) => {
      standing = await responseOf(ctx, reviewId);
      return standing?.attributes.responseBody;
    },
    remove: async () => {
      await callAppStore(ctx, { method: 'DELETE', path: `/v1/customerReviewResponses/${encodeURIComponent(standing?.id ?? '')}`, result: z.unknown(), notFound: reviewGone }).catch(unlessGone);
    },
  });
}

async function responseOf(ctx: AppStoreContext, reviewId: string): Promise<ResponseResource | undefined> {
  const found = await callAppStore(ctx, { path: `/v1/customerReviews/${encodeURIComponent(reviewId)}`, query: { include: 'response' }, result: one, notFound: reviewGone }).catch(unlessGone);
  return found?.included.map((raw) => responseResource.safeParse(raw).data).find((response) => response !== undefined);
}

function unlessGone(error: unknown): undefined {
  if (error instanceof ConnectorError && error.reason === 'message-gone') return undefined;
  throw error;
}

export async function check(ctx: AppStoreContext): Promise<Health> {
  let quota: Quota | undefined;
  const health = await checkSteps([
    { id: 'key', label: 'Key of App Store Connect', run: () => Promise.resolve().then(() => { tokenOf(ctx); return { state: 'ok' as const }; }) },
    { id: 'app', label: 'The app', run: async () => ({ state: 'ok', detail: `The key opens ${(await appOf(ctx)).name}.` }) },
    {
      id: 'reviews', label: 'Its reviews', run: async () => {
        ({ quota } = await callWithQuota(ctx, { path: `/v1/apps/${ctx.settings.appId}/customerReviews`, query: { limit: '1' }, result: page, notFound: appGone }));
        return { state: 'ok' };
      },
    },
  ]);
  return quota === undefined ? health : { ...health, quotas: [{ label: 'Requests within an hour', ...quota }] };
}

async function appOf(ctx: AppStoreContext): Promise<{ name: string }> {
  return (await callAppStore(ctx, { path: `/v1/apps/${ctx.settings.appId}`, query: { 'fields[apps]': 'name,bundleId' }, result: app, notFound: appGone })).data.attributes;
}

/** The name stands above every review. */
export async function connect(ctx: AppStoreContext): Promise<void> {
  if (ctx.settings.appName !== '') return;
  const { name } = await appOf(ctx);
  await ctx.secrets.update(() => Promise.resolve({ appName: name.slice(0, 300) }));
}
