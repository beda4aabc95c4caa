import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Delivery, type Health, type Json, type Outbound, type Page, type Sent } from '../contract';
import { answerReview, withdrawAnswer } from '../reviews/reviews.answer';
import { checkSteps, type Found } from '../reviews/reviews.health';
import { replyIdOf } from '../reviews/reviews.inbound';
import { deliveryOf, pollReviews, reviewHistory, type Listed } from '../reviews/reviews.poll';
import { accessToken, callTrustpilot, type TrustpilotContext } from './trustpilot.client';
import { businessUnit, replied, reviewList, reviewPayload, type ReviewPayload } from './trustpilot.payloads';

const unitGone = { kind: 'unauthorized', reason: 'wrong-business-unit', words: 'Trustpilot does not know this business unit: look at its ID' } as const;
const reviewGone = { kind: 'rejected', reason: 'message-gone', words: 'This review is not there any more: its author or Trustpilot took it away' } as const;
const perPage = 100;

/** Newest first. */
async function* list(ctx: TrustpilotContext): AsyncIterable<Listed[]> {
  for (let page = 1; ; page += 1) {
    const { reviews } = await callTrustpilot(ctx, { path: `/v1/private/business-units/${ctx.settings.businessUnitId}/reviews`, query: { orderBy: 'createdat.desc', perPage: String(perPage), page: String(page) }, result: reviewList, notFound: unitGone });
    yield reviews.flatMap((raw): Listed[] => {
      const { data } = reviewPayload.safeParse(raw);
      return data === undefined ? [] : [{ id: data.id, at: new Date(data.createdAt), said: [data.stars ?? 0, data.title ?? '', data.text ?? ''], body: bodyOf(raw) }];
    });
    if (reviews.length < perPage) return;
  }
}

const restless = new Set(['links', 'numberOfLikes', 'numberOfReviews']);
/** What changes all the time and is nothing to read is left out. */
const bodyOf = (raw: unknown): Json => JSON.parse(JSON.stringify({ review: raw }, (key, value: unknown) => (restless.has(key) ? undefined : value))) as Json; // it came as JSON

export const poll = (ctx: TrustpilotContext, cursor: Json | undefined): AsyncIterable<Page> => pollReviews(ctx, cursor, () => list(ctx));
export const history = (ctx: TrustpilotContext, since: Date): AsyncIterable<Delivery[]> => reviewHistory(() => list(ctx), since);

/** One that is gone by now leaves nothing to read. */
export async function lookup(ctx: TrustpilotContext, reviewId: string): Promise<Delivery[]> {
  const raw = await reviewAt(ctx, reviewId);
  return raw === undefined ? [] : [deliveryOf(bodyOf(raw))];
}

async function reviewAt(ctx: TrustpilotContext, reviewId: string): Promise<ReviewPayload | undefined> {
  return callTrustpilot(ctx, { path: `/v1/private/reviews/${encodeURIComponent(reviewId)}`, result: reviewPayload, notFound: reviewGone }).catch((error: unknown) => {
    if (error instanceof ConnectorError && error.reason === 'message-gone') return undefined;
    throw error;
  });
}

const replyPath = (reviewId: string): string => `/v1/private/reviews/${encodeURIComponent(reviewId)}/reply`;
const removeReply = (ctx: TrustpilotContext, reviewId: string) => callTrustpilot(ctx, { method: 'DELETE', path: replyPath(reviewId), result: z.unknown(), notFound: reviewGone });

export const send = (ctx: TrustpilotContext, message: Outbound, capabilities: Capabilities): Promise<Sent> => answerReview(message, capabilities, async (reviewId, text) => {
  const { replacing, businessUserId } = ctx.settings;
  if (message.attempt > 1 || replacing === 'delete-first') {
    const standing = (await reviewAt(ctx, reviewId))?.companyReply?.text;
    // The last try arrived, and only its answer did not.
    if (standing !== undefined && replyIdOf(reviewId, standing) === replyIdOf(reviewId, text)) return standing;
    if (standing !== undefined && replacing === 'delete-first') await removeReply(ctx, reviewId);
  }
  const { reply } = await callTrustpilot(ctx, { method: 'POST', path: replyPath(reviewId), json: { message: text, authorBusinessUserId: businessUserId }, result: replied, notFound: reviewGone });
  return reply?.message ?? reply?.text ?? undefined;
});

export const act = (ctx: TrustpilotContext, action: Action): Promise<void> => withdrawAnswer(action, {
  standing: async (reviewId) => (await reviewAt(ctx, reviewId))?.companyReply?.text,
  remove: async (reviewId) => { await removeReply(ctx, reviewId); },
});

export function check(ctx: TrustpilotContext): Promise<Health> {
  return checkSteps([
    { id: 'access', label: 'Access to Trustpilot', run: async () => { await accessToken(ctx); return { state: 'ok' }; } },
    { id: 'business-unit', label: 'The business unit', run: async () => { const name = await companyName(ctx); return { state: 'ok', ...(name === '' ? {} : { detail: `The API key opens ${name}.` }) }; } },
    {
      id: 'reviews', label: 'Its reviews', run: async () => {
        await callTrustpilot(ctx, { path: `/v1/private/business-units/${ctx.settings.businessUnitId}/reviews`, query: { perPage: '1' }, result: reviewList, notFound: unitGone });
        return { state: 'ok' };
      },
    },
    { id: 'webhook', label: 'Reviews within seconds', run: () => Promise.resolve(webhookStep(ctx)) },
  ]);
}

function webhookStep({ settings: { webhookProof, webhookSecret }, webhookUrl }: TrustpilotContext): Found {
  if (webhookProof === 'off') return { state: 'skipped', detail: 'Reviews are asked for every few minutes. With webhooks they come within seconds.' };
  if (webhookSecret.length < 24) return { state: 'warning', detail: 'Webhooks are refused: their secret needs at least 24 letters.' };
  if (webhookUrl === undefined) return { state: 'skipped', detail: 'Trustpilot can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  return { state: 'ok' };
}

async function companyName(ctx: TrustpilotContext): Promise<string> {
  const unit = await callTrustpilot(ctx, { path: `/v1/business-units/${ctx.settings.businessUnitId}`, result: businessUnit, notFound: unitGone });
  return unit.displayName ?? unit.name?.identifying ?? '';
}

/** The name stands above every review. */
export async function connect(ctx: TrustpilotContext): Promise<void> {
  if (ctx.settings.companyName !== '') return;
  const name = await companyName(ctx);
  if (name !== '') await ctx.secrets.update(() => Promise.resolve({ companyName: name.slice(0, 300) }));
}
