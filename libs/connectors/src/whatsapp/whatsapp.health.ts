import { z } from 'zod';
import { ConnectorError, type Health } from '../contract';
import { askGraph, callGraph, confirmed, segment } from '../meta/meta.graph';
import { expiryWarning, missingScopes, Steps, type Found } from '../meta/meta.health';
import { id } from '../meta/meta.json';
import { expectedVerifyToken } from '../meta/meta.settings';
import { subscribeApp, subscriptionStep, unlessGone } from '../meta/meta.subscription';
import { tokenFacts } from '../meta/meta.token';
import { quotasOf, usageOf, type Usage } from '../meta/meta.usage';
import { meanings } from './whatsapp.errors';
import type { WhatsAppContext } from './whatsapp.send';
import { fields, scopes, youngFields } from './whatsapp.settings';

const object = 'whatsapp_business_account';
const maybe = z.string().nullish().catch(undefined);
const number = z.looseObject({ id, display_phone_number: maybe, verified_name: maybe, quality_rating: maybe, webhook_configuration: z.looseObject({ phone_number: maybe, whatsapp_business_account: maybe, application: maybe }).nullish().catch(undefined) });
const subscribed = z.object({ data: z.array(z.looseObject({ whatsapp_business_api_data: z.looseObject({ id: id.optional().catch(undefined) }).nullish().catch(undefined) })) });

/** Each step by name, in plain words, also before the channel is saved. */
export async function check(ctx: WhatsAppContext): Promise<Health> {
  const { settings } = ctx;
  const steps = new Steps();
  let usages: Usage[] = [];
  let expiresAt: string | undefined;
  let calledAt: string | undefined;
  const first = await steps.add({ id: 'number', label: 'Phone number' }, async () => {
    const { data, headers } = await askGraph(ctx, { path: segment(settings.phoneNumberId), query: { fields: 'id,display_phone_number,verified_name,quality_rating,webhook_configuration' }, result: number, what: 'the look at the number', meanings });
    usages = usageOf(headers);
    calledAt = data.webhook_configuration?.phone_number ?? undefined;
    const name = [data.verified_name, data.display_phone_number].filter(Boolean).join(', ');
    if (data.quality_rating === 'RED') return { state: 'warning', detail: `The number is ${name}. WhatsApp rates its quality as low: customers block or report its messages.` };
    return { state: 'ok', detail: `The number is ${name}.` };
  });
  const later = { app: { id: 'app', label: 'App and permissions' }, account: { id: 'account', label: 'The account tells the app' }, receive: { id: 'receive', label: 'Messages coming in' } };
  if (first.state === 'failed') Object.values(later).forEach((step) => steps.skip(step));
  else {
    await steps.add(later.app, async () => {
      const facts = await tokenFacts(ctx);
      expiresAt = facts.expiresAt;
      if (!facts.valid) return { state: 'failed', detail: 'Meta no longer accepts the access token. Connect the channel again.' };
      if (facts.appId !== undefined && facts.appId !== settings.appId) return { state: 'failed', detail: 'The token was made for another app than this one. Take the app’s own, or change the app.' };
      const missing = missingScopes(facts.scopes, scopes);
      if (missing.length > 0) return { state: 'warning', detail: `The token lacks permissions (${missing.join(', ')}). Make a new one with them.` };
      const ending = expiryWarning(facts.expiresAt, ctx.now());
      return ending === undefined ? { state: 'ok', detail: 'The token and the permissions are in order.' } : { state: 'warning', detail: ending };
    });
    await steps.add(later.account, async () => {
      const { data } = await callGraph(ctx, { path: `${segment(settings.wabaId)}/subscribed_apps`, result: subscribed, what: 'the look at the account', meanings });
      return data.some((one) => one.whatsapp_business_api_data?.id === settings.appId) ? { state: 'ok' } : { state: 'warning', detail: 'The account does not tell the app anything yet. Saving or reconnecting the channel asks it to.' };
    });
    await steps.add(later.receive, () => receiveStep(ctx, calledAt));
  }
  return { state: steps.state(), steps: steps.list, ...(expiresAt === undefined ? {} : { expiresAt }), ...quotasOf(usages) };
}

/** A number may have an address of its own, which then counts before the app's. */
async function receiveStep(ctx: WhatsAppContext, calledAt: string | undefined): Promise<Found> {
  const app = await subscriptionStep(ctx, { object, fields });
  return ctx.webhookUrl !== undefined && calledAt === ctx.webhookUrl && app.state === 'warning' ? { state: 'ok', detail: 'Meta delivers to our webhook.' } : app;
}

export async function connect(ctx: WhatsAppContext): Promise<void> {
  const { settings, webhookUrl } = ctx;
  try {
    await subscribeApp(ctx, { object, fields: [...fields, ...youngFields] });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'refused') throw error;
    await subscribeApp(ctx, { object, fields });
  }
  await callGraph(ctx, { method: 'POST', path: `${segment(settings.wabaId)}/subscribed_apps`, body: {}, result: confirmed, what: 'the subscription', meanings });
  if (webhookUrl === undefined || settings.verifyToken !== '') return;
  await override(ctx, { override_callback_uri: webhookUrl, verify_token: expectedVerifyToken(settings) });
}

async function override(ctx: WhatsAppContext, configuration: Record<string, string>): Promise<void> {
  await callGraph(ctx, { method: 'POST', path: segment(ctx.settings.phoneNumberId), body: { webhook_configuration: configuration }, result: confirmed, what: 'the webhook of the number', meanings, timeoutMs: 60_000 });
}

/** The account goes on telling the app: it may have other numbers. */
export async function disconnect(ctx: WhatsAppContext): Promise<void> {
  if (ctx.webhookUrl === undefined || ctx.settings.verifyToken !== '') return;
  await unlessGone(() => override(ctx, { override_callback_uri: '' }));
}
