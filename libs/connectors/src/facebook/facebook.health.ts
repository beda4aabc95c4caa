import { z } from 'zod';
import { ConnectorError, type Health } from '../contract';
import { askGraph, callGraph, confirmed, segment } from '../meta/meta.graph';
import { expiryWarning, missingScopes, Steps, type Found } from '../meta/meta.health';
import { id } from '../meta/meta.json';
import { subscribeApp, subscriptionStep, unlessGone } from '../meta/meta.subscription';
import { tokenFacts } from '../meta/meta.token';
import { quotasOf, usageOf, type Usage } from '../meta/meta.usage';
import { meanings } from './facebook.errors';
import type { FacebookContext } from './facebook.fetch';
import { fieldsOf, scopes, youngFields } from './facebook.settings';

const me = z.looseObject({ id, name: z.string().nullish() });
const subscribed = z.object({ data: z.array(z.looseObject({ id: id.optional().catch(undefined), subscribed_fields: z.array(z.string()).optional().catch(undefined) })) });

/** Each step by name, in plain words, also before the channel is saved. */
export async function check(ctx: FacebookContext): Promise<Health> {
  const { settings } = ctx;
  const steps = new Steps();
  let usages: Usage[] = [];
  let expiresAt: string | undefined;
  const token = await steps.add({ id: 'token', label: 'Page access token' }, async () => {
    const { data, headers } = await askGraph(ctx, { path: 'me', query: { fields: 'id,name' }, result: me, what: 'the look at the page', meanings });
    usages = usageOf(headers);
    if (data.id === settings.pageId) return { state: 'ok', detail: `The token belongs to the page ${data.name ?? data.id}.` };
    return { state: 'failed', detail: `The token belongs to ${data.name ?? data.id} and not to this page. Take the token of the page itself.` };
  });
  const later = [{ id: 'app', label: 'App and permissions' }, { id: 'page', label: 'The page tells the app' }, { id: 'receive', label: 'Messages coming in' }];
  if (token.state === 'failed') later.forEach((step) => steps.skip(step));
  else {
    await steps.add(later[0] ?? token, async () => {
      const facts = await tokenFacts(ctx);
      expiresAt = facts.expiresAt;
      if (!facts.valid) return { state: 'failed', detail: 'Meta no longer accepts the access token. Connect the channel again.' };
      if (facts.appId !== undefined && facts.appId !== settings.appId) return { state: 'failed', detail: 'The token was made for another app than this one. Take the app’s own, or change the app.' };
      const missing = missingScopes(facts.scopes, settings.publicPosts ? scopes : scopes.slice(0, 3));
      if (missing.length > 0) return { state: 'warning', detail: `The token lacks permissions (${missing.join(', ')}). Connect the page again and agree to them.` };
      const ending = expiryWarning(facts.expiresAt, ctx.now());
      return ending === undefined ? { state: 'ok', detail: 'The token and the permissions are in order.' } : { state: 'warning', detail: ending };
    });
    await steps.add(later[1] ?? token, () => pageStep(ctx));
    await steps.add(later[2] ?? token, () => subscriptionStep(ctx, { object: 'page', fields: fieldsOf(settings).filter((field) => !youngFields.includes(field)) }));
  }
  return { state: steps.state(), steps: steps.list, ...(expiresAt === undefined ? {} : { expiresAt }), ...quotasOf(usages) };
}

async function pageStep(ctx: FacebookContext): Promise<Found> {
  const { appId, pageId } = ctx.settings;
  const { data } = await callGraph(ctx, { path: `${segment(pageId)}/subscribed_apps`, result: subscribed, what: 'the look at the page', meanings });
  const ours = data.find((app) => app.id === appId);
  if (!ours) return { state: 'warning', detail: 'The page does not tell the app anything yet. Saving or reconnecting the channel asks it to.' };
  const unasked = ours.subscribed_fields === undefined ? [] : fieldsOf(ctx.settings).filter((field) => !youngFields.includes(field) && !ours.subscribed_fields?.includes(field));
  return unasked.length === 0 ? { state: 'ok' } : { state: 'warning', detail: `The page was not asked for everything (${unasked.join(', ')}). Reconnect the channel.` };
}

export async function connect(ctx: FacebookContext): Promise<void> {
  const fields = fieldsOf(ctx.settings);
  const ask = async (wanted: string[]): Promise<void> => {
    await subscribeApp(ctx, { object: 'page', fields: wanted });
    await callGraph(ctx, { method: 'POST', path: `${segment(ctx.settings.pageId)}/subscribed_apps`, body: { subscribed_fields: wanted.join(',') }, result: confirmed, what: 'the subscription', meanings });
  };
  try {
    await ask(fields);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'refused') throw error;
    await ask(fields.filter((field) => !youngFields.includes(field)));
  }
}

/** The app's own address stays: other pages of the same app may be called there. */
export async function disconnect(ctx: FacebookContext): Promise<void> {
  await unlessGone(() => callGraph(ctx, { method: 'DELETE', path: `${segment(ctx.settings.pageId)}/subscribed_apps`, result: confirmed, what: 'the farewell', meanings }));
}
