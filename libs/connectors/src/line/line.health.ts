import { z } from 'zod';
import { ConnectorError, type Health, type HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callLine, type LineContext } from './line.client';
import { botInfo, consumption, quota, tokenVerified, webhookEndpoint, webhookTest } from './line.payloads';

/** Beyond that a token counts as one that does not end. */
const endlessSeconds = 400 * 24 * 3600;

export async function check(ctx: LineContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const token = await tryStep(steps, { id: 'token', label: 'Access to LINE' }, () => tokenStep(ctx));
  if (token.state === 'failed') {
    steps.push({ id: 'receive', label: 'Messages coming in', state: 'skipped' });
    return { state: 'failed', steps };
  }
  await tryStep(steps, { id: 'receive', label: 'Messages coming in' }, () => receiveStep(ctx));
  const quotas: NonNullable<Health['quotas']> = [];
  await tryStep(steps, { id: 'quota', label: 'Messages of this month' }, () => quotaStep(ctx, quotas));
  const expiresAt = await expiry(ctx);
  return { state: worstOf(steps), steps, ...(expiresAt === undefined ? {} : { expiresAt }), ...(quotas.length === 0 ? {} : { quotas }) };
}

async function tokenStep(ctx: LineContext): Promise<Found> {
  const bot = await callLine(ctx, { method: 'GET', path: '/v2/bot/info', result: botInfo, effect: 'repeatable' });
  const name = bot.basicId === undefined ? bot.displayName : `${bot.displayName} (${bot.basicId})`;
  const chat = bot.chatMode === 'chat' ? ' What is answered in LINE’s own chat window is not told to Kontuar.' : '';
  return { state: 'ok', detail: `The access belongs to ${name}.${chat}` };
}

async function receiveStep(ctx: LineContext): Promise<Found> {
  if (ctx.webhookUrl === undefined) return { state: 'skipped', detail: 'LINE can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  let endpoint: { endpoint: string; active: boolean };
  try {
    endpoint = await callLine(ctx, { method: 'GET', path: '/v2/bot/channel/webhook/endpoint', result: webhookEndpoint, effect: 'repeatable' });
  } catch (error) {
    // Never set: LINE says so by 404.
    if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
    return { state: 'warning', detail: 'LINE does not know our address yet. Saving or reconnecting the channel tells it.' };
  }
  if (endpoint.endpoint !== ctx.webhookUrl) {
    const host = URL.canParse(endpoint.endpoint) ? new URL(endpoint.endpoint).host : 'an unknown address';
    return { state: 'warning', detail: `LINE sends the messages of this account to another address (${host}). Saving or reconnecting the channel brings them here.` };
  }
  if (!endpoint.active) return { state: 'failed', detail: 'The webhook is switched off at LINE. Switch "Use webhook" on, in the LINE Developers Console under "Messaging API".' };
  const tried = await callLine(ctx, { path: '/v2/bot/channel/webhook/test', body: { endpoint: ctx.webhookUrl }, result: webhookTest, effect: 'repeatable', timeoutMs: 15_000 });
  if (tried.success !== true) {
    const why = tried.statusCode === 401 ? 'its signature did not match, so look at the channel secret' : (tried.reason ?? tried.detail ?? 'no reason given').slice(0, 200);
    return { state: 'failed', detail: `LINE tried our address and failed: ${why}.` };
  }
  return { state: 'ok', detail: 'LINE delivers to our webhook.' };
}

async function quotaStep(ctx: LineContext, quotas: NonNullable<Health['quotas']>): Promise<Found> {
  const limit = await callLine(ctx, { method: 'GET', path: '/v2/bot/message/quota', result: quota, effect: 'repeatable' });
  if (limit.type !== 'limited' || limit.value === undefined) return { state: 'ok', detail: 'The account has no monthly limit.' };
  const { totalUsage: used } = await callLine(ctx, { method: 'GET', path: '/v2/bot/message/quota/consumption', result: consumption, effect: 'repeatable' });
  quotas.push({ label: 'Pushed messages this month', used, limit: limit.value });
  if (used >= limit.value) return { state: 'warning', detail: 'The messages of this month are used up: only answers within a minute of the customer’s message arrive.' };
  if (used >= limit.value * 0.9) return { state: 'warning', detail: `${used} of ${limit.value} messages of this month are used.` };
  return { state: 'ok', detail: `${used} of ${limit.value} messages of this month are used.` };
}

/** Only a pasted token can end; those that Kontuar asks for are renewed. */
async function expiry(ctx: LineContext): Promise<string | undefined> {
  const { accessToken } = ctx.settings;
  if (accessToken === '') return undefined;
  try {
    const { expires_in: seconds } = await callLine(ctx, { path: '/v2/oauth/verify', form: { access_token: accessToken }, result: tokenVerified, effect: 'repeatable' });
    if (seconds === undefined || seconds <= 0 || seconds > endlessSeconds) return undefined;
    return new Date(ctx.now().getTime() + seconds * 1000).toISOString();
  } catch (error) {
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
}

export async function connect(ctx: LineContext): Promise<void> {
  if (ctx.webhookUrl === undefined) throw new ConnectorError('rejected', 'LINE can only call us: it needs a public https address of Kontuar (KONTUAR_PUBLIC_URL)', { reason: 'no-public-url' });
  await callLine(ctx, { method: 'PUT', path: '/v2/bot/channel/webhook/endpoint', body: { endpoint: ctx.webhookUrl }, result: z.unknown(), effect: 'repeatable' });
}
