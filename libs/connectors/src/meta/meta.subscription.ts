import { z } from 'zod';
import { ConnectorError } from '../contract';
import { appToken, callGraph, confirmed, segment, type MetaContext } from './meta.graph';
import type { Found } from './meta.health';
import { expectedVerifyToken } from './meta.settings';

const subscriptions = z.object({ data: z.array(z.looseObject({ object: z.string(), callback_url: z.string().optional(), active: z.boolean().optional(), fields: z.array(z.looseObject({ name: z.string() })).optional().catch(undefined) })) });

/** Tells Meta where the app is called. One address for each kind of object: whichever channel connects last is called for all of them, and hands on. */
export async function subscribeApp(ctx: MetaContext, { object, fields }: { object: string; fields: readonly string[] }): Promise<void> {
  const { settings, webhookUrl } = ctx;
  if (webhookUrl === undefined || settings.verifyToken !== '') return;
  await callGraph(ctx, {
    method: 'POST', path: `${segment(settings.appId)}/subscriptions`, token: appToken(settings), result: confirmed, what: 'the subscription', timeoutMs: 60_000,
    body: { object, callback_url: webhookUrl, verify_token: expectedVerifyToken(settings), fields: fields.join(','), include_values: true },
  });
}

/** Whether Meta would call us: the app's address, and that it wants to hear of everything. */
export async function subscriptionStep(ctx: MetaContext, { object, fields }: { object: string; fields: readonly string[] }): Promise<Found> {
  if (ctx.webhookUrl === undefined) {
    return { state: 'warning', detail: 'Meta can tell us nothing before Kontuar has a public address (KONTUAR_PUBLIC_URL) and the channel is saved.' };
  }
  const { data } = await callGraph(ctx, { path: `${segment(ctx.settings.appId)}/subscriptions`, token: appToken(ctx.settings), result: subscriptions, what: 'the look at the webhook' });
  const ours = data.find((one) => one.object === object);
  if (ours?.callback_url === undefined || ours.active === false) return { state: 'warning', detail: 'Meta does not know our address yet. Reconnect the channel.' };
  if (!sameDoor(ours.callback_url, ctx.webhookUrl)) {
    return { state: 'warning', detail: `Meta delivers what happens to another address (${hostOf(ours.callback_url)}). Reconnecting the channel brings it here.` };
  }
  const unasked = ours.fields === undefined ? [] : fields.filter((field) => !ours.fields?.some(({ name }) => name === field));
  if (unasked.length > 0) return { state: 'warning', detail: `Meta was not asked for everything (${unasked.join(', ')}). Reconnect the channel.` };
  return ours.callback_url === ctx.webhookUrl
    ? { state: 'ok', detail: 'Meta delivers to our webhook.' }
    : { state: 'ok', detail: 'Meta delivers to our webhook by way of another channel of the same app.' };
}

/** Another channel of ours is as good: what comes in is handed to the channel of its account. */
function sameDoor(callback: string, ours: string): boolean {
  const room = (url: string) => url.slice(0, url.lastIndexOf('/') + 1);
  return callback === ours || room(callback) === room(ours);
}

/** The path of a stranger's webhook often holds a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an unknown address';
}

/** Taking back what may be gone already: a withdrawn token needs no farewell. */
export async function unlessGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConnectorError) || (error.kind !== 'unauthorized' && error.reason !== 'gone' && error.reason !== 'refused')) throw error;
  }
}
