import { z } from 'zod';
import { ConnectorError, type Health, type HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callWithAllowance, callX, type XContext } from './x.client';
import { accountOf } from './x.fetch';
import { listed, user as userSchema } from './x.payloads';

type Quota = NonNullable<Health['quotas']>[number];

const webhook = z.looseObject({ id: z.string(), url: z.string(), valid: z.boolean().catch(false) });
const webhooks = z.object({ data: z.array(webhook).catch([]).default([]) });
const subscription = z.looseObject({ subscription_id: z.string(), event_type: z.string(), filter: z.looseObject({ user_id: z.string().optional() }).catch({}), webhook_id: z.string().optional().catch(undefined) });
const subscriptions = z.object({ data: z.array(z.unknown()).catch([]).default([]), meta: z.looseObject({ next_token: z.string().optional() }).optional().catch(undefined) });
const usage = z.object({ data: z.looseObject({ project_cap: z.coerce.number(), project_usage: z.coerce.number(), cap_reset_day: z.coerce.number().optional().catch(undefined) }) });

/** What X is asked to tell. */
const wanted = ({ directMessages }: XContext['settings']): string[] => [
  'post.mention.create', 'post.reply.create', 'post.quote.create', 'post.create', 'post.delete', ...(directMessages ? ['dm.received', 'dm.sent', 'dm.read', 'dm.indicate_typing', 'chat.received'] : []),
];

export async function check(ctx: XContext): Promise<Health> {
  const quotas: Quota[] = [];
  const steps: HealthStep[] = [];
  for (const { id, label, run } of [
    { id: 'account', label: 'Access to the account', run: () => accountStep(ctx) },
    { id: 'mentions', label: 'Mentions and replies', run: () => mentionsStep(ctx, quotas) },
    { id: 'messages', label: 'Direct messages', run: () => messagesStep(ctx, quotas) },
    { id: 'webhook', label: 'Delivery within a second', run: () => webhookStep(ctx, quotas) },
  ]) {
    if (steps[0]?.state === 'failed') {
      steps.push({ id, label, state: 'skipped' });
      continue;
    }
    await tryStep(steps, { id, label }, run);
  }
  const { refreshToken, accessExpiresAt } = ctx.settings;
  return { state: worstOf(steps), steps, ...(refreshToken === '' && accessExpiresAt !== '' ? { expiresAt: accessExpiresAt } : {}), ...(quotas.length === 0 ? {} : { quotas }) };
}

async function accountStep(ctx: XContext): Promise<Found> {
  const { data } = await callX(ctx, { path: '/2/users/me', result: z.object({ data: userSchema }) });
  if (data.id !== accountOf(ctx)) return { state: 'failed', detail: `The access belongs to @${data.username ?? data.id}, another account than this channel's. Connect the account again.` };
  return { state: 'ok', detail: `The access belongs to @${data.username ?? data.id}.` };
}

async function mentionsStep(ctx: XContext, quotas: Quota[]): Promise<Found> {
  const { allowance } = await callWithAllowance(ctx, { path: `/2/users/${accountOf(ctx)}/mentions`, query: { max_results: '5' }, result: listed });
  if (allowance !== undefined) quotas.push(quotaOf('Looks for mentions in a quarter of an hour', allowance));
  return { state: 'ok', detail: 'Mentions and replies can be read.' };
}

async function messagesStep(ctx: XContext, quotas: Quota[]): Promise<Found> {
  if (!ctx.settings.directMessages) return { state: 'skipped', detail: 'Direct messages are switched off.' };
  const { allowance } = await callWithAllowance(ctx, { path: '/2/dm_events', query: { max_results: '1', event_types: 'MessageCreate' }, result: listed });
  if (allowance !== undefined) quotas.push(quotaOf('Looks for direct messages in a quarter of an hour', allowance));
  return { state: 'ok', detail: 'Direct messages can be read, but for those that X encrypts from end to end.' };
}

const quotaOf = (label: string, { limit, remaining, resetsAt }: { limit: number; remaining: number; resetsAt?: string }): Quota => ({ label, used: limit - remaining, limit, ...(resetsAt === undefined ? {} : { resetsAt }) });

async function webhookStep(ctx: XContext, quotas: Quota[]): Promise<Found> {
  const { bearerToken, pollEverySeconds } = ctx.settings;
  const looks = pollEverySeconds === 0 ? { state: 'warning' as const, words: 'X is not asked either, so that nothing comes in.' } : { state: 'skipped' as const, words: `X is asked every ${pollEverySeconds} seconds instead.` };
  if (bearerToken === '') return { state: looks.state, detail: `Without the bearer token of the app X delivers nothing. ${looks.words}` };
  if (ctx.webhookUrl === undefined) return { state: 'warning', detail: 'X can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  const used = await callX(ctx, { path: '/2/usage/tweets', as: 'app', result: usage }).catch(() => undefined);
  if (used !== undefined && used.data.project_cap > 0) quotas.push({ label: 'Posts read this month', used: used.data.project_usage, limit: used.data.project_cap, ...resetOf(used.data.cap_reset_day, ctx.now()) });
  const hook = await knownWebhook(ctx, ctx.webhookUrl);
  if (hook === undefined) return { state: 'warning', detail: 'X does not know our address yet. Saving or reconnecting the channel tells it.' };
  if (!hook.valid) return { state: 'warning', detail: 'X tried our address and it did not answer as it should: look at the OAuth client secret, then save or reconnect the channel.' };
  const missing = await missingEvents(ctx, hook.id);
  return missing.length === 0 ? { state: 'ok', detail: 'X delivers to our webhook.' } : { state: 'warning', detail: `X does not deliver ${missing.join(', ')}. Saving or reconnecting the channel asks for it.` };
}

function resetOf(day: number | undefined, now: Date): { resetsAt?: string } {
  if (day === undefined || day < 1 || day > 31) return {};
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + (now.getUTCDate() >= day ? 1 : 0), day));
  return { resetsAt: next.toISOString() };
}

/** An app has few addresses, so that channels of one installation share one: every event names its account. */
async function knownWebhook(ctx: XContext, url: string): Promise<z.infer<typeof webhook> | undefined> {
  const { data } = await callX(ctx, { path: '/2/webhooks', as: 'app', result: webhooks });
  const home = /^.*\/hooks\/[^/]+\//.exec(url)?.[0];
  return data.find((one) => one.url === url) ?? data.find((one) => home !== undefined && one.url.startsWith(home));
}

async function known(ctx: XContext): Promise<z.infer<typeof subscription>[]> {
  const found: z.infer<typeof subscription>[] = [];
  let token: string | undefined;
  do {
    const page = await callX(ctx, { path: '/2/activity/subscriptions', as: 'app', query: { max_results: '1000', pagination_token: token }, result: subscriptions });
    found.push(...page.data.flatMap((raw) => subscription.safeParse(raw).data ?? []));
    token = page.meta?.next_token;
  } while (token !== undefined && found.length < 100_000);
  return found.filter(({ filter }) => filter.user_id === ctx.settings.userId);
}

async function missingEvents(ctx: XContext, webhookId: string): Promise<string[]> {
  const there = await known(ctx);
  return wanted(ctx.settings).filter((type) => !there.some((one) => one.event_type === type && one.webhook_id === webhookId));
}

/** Tells X our address and what to deliver there; all of it may be done again. */
export async function connect(ctx: XContext): Promise<void> {
  const { bearerToken, userId } = ctx.settings;
  if (bearerToken === '' || userId === '' || ctx.webhookUrl === undefined) return;
  const hook = (await knownWebhook(ctx, ctx.webhookUrl)) ?? (await register(ctx, ctx.webhookUrl));
  if (!hook.valid) await callX(ctx, { method: 'PUT', path: `/2/webhooks/${hook.id}`, as: 'app', result: z.unknown() });
  for (const type of await missingEvents(ctx, hook.id)) {
    // What only the account may see is asked for in its name.
    await callX(ctx, { method: 'POST', path: '/2/activity/subscriptions', json: { event_type: type, filter: { user_id: userId }, tag: 'kontuar', webhook_id: hook.id }, result: z.unknown() }).catch((error: unknown) => {
      // Some tariffs leave some of it out; what is missing the check says.
      if (!(error instanceof ConnectorError) || error.kind === 'unavailable') throw error;
      ctx.log.warn({ type, reason: error.reason }, 'X does not deliver this');
    });
  }
}

async function register(ctx: XContext, url: string): Promise<z.infer<typeof webhook>> {
  const answer = await callX(ctx, { method: 'POST', path: '/2/webhooks', as: 'app', json: { url }, result: z.union([z.object({ data: webhook }).transform(({ data }) => data), webhook]) });
  // X has tried it by now, else it had refused.
  return { ...answer, valid: true };
}

/** Ends what was asked for this account; the address stays while others use it. */
export async function disconnect(ctx: XContext): Promise<void> {
  const { bearerToken, userId } = ctx.settings;
  if (bearerToken === '' || userId === '' || ctx.webhookUrl === undefined) return;
  const hook = await knownWebhook(ctx, ctx.webhookUrl);
  for (const { subscription_id: id, webhook_id: webhookId } of await known(ctx)) {
    if (webhookId !== undefined && webhookId === hook?.id) await callX(ctx, { method: 'DELETE', path: `/2/activity/subscriptions/${encodeURIComponent(id)}`, result: z.unknown() });
  }
  if (hook?.url === ctx.webhookUrl) {
    const { data } = await callX(ctx, { path: '/2/activity/subscriptions', as: 'app', query: { max_results: '1000' }, result: subscriptions });
    const inUse = data.some((raw) => subscription.safeParse(raw).data?.webhook_id === hook.id);
    if (!inUse) await callX(ctx, { method: 'DELETE', path: `/2/webhooks/${hook.id}`, as: 'app', result: z.unknown() });
  }
}
