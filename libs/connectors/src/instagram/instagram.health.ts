import { z } from 'zod';
import { ConnectorError, type Health } from '../contract';
import { askGraph, callGraph, confirmed } from '../meta/meta.graph';
import { expiryWarning, missingScopes, Steps, type Found } from '../meta/meta.health';
import { id } from '../meta/meta.json';
import { subscribeApp, subscriptionStep, unlessGone } from '../meta/meta.subscription';
import { tokenFacts } from '../meta/meta.token';
import { quotasOf, usageOf, type Usage } from '../meta/meta.usage';
import { keepAccess, ofAccount, type InstagramContext } from './instagram.access';
import { meanings } from './instagram.errors';
import { fieldsOf, scopes, youngFields } from './instagram.settings';

const maybe = z.string().nullish().catch(undefined);
const me = z.looseObject({ id: id.nullish().catch(undefined), user_id: id.nullish().catch(undefined), username: maybe, name: maybe, instagram_business_account: z.looseObject({ id, username: maybe }).nullish().catch(undefined) });
const subscribed = z.object({ data: z.array(z.looseObject({ subscribed_fields: z.array(z.string()).optional().catch(undefined) })) });

/** Each step by name, in plain words, also before the channel is saved. */
export async function check(given: InstagramContext): Promise<Health> {
  const ctx = await keepAccess(given, { learn: true });
  const { settings } = ctx;
  const byFacebook = settings.login === 'facebook';
  const steps = new Steps();
  let usages: Usage[] = [];
  let expiresAt: string | undefined = settings.tokenExpiresAt === '' ? undefined : settings.tokenExpiresAt;
  const first = await steps.add({ id: 'token', label: 'Access token' }, async () => {
    const fields = byFacebook ? 'id,name,instagram_business_account{id,username}' : 'user_id,username';
    const { data, headers } = await askGraph(ofAccount(ctx), { path: 'me', query: { fields }, result: me, what: 'the look at the account', meanings });
    usages = usageOf(headers);
    const account = byFacebook ? data.instagram_business_account : { id: data.user_id ?? data.id, username: data.username };
    if (account?.id === settings.accountId) return { state: 'ok', detail: `The token belongs to @${account.username ?? account.id}.` };
    if (byFacebook && !account) return { state: 'failed', detail: `The page ${data.name ?? ''} has no Instagram account, or the token does not open it.` };
    return { state: 'failed', detail: `The token belongs to @${account?.username ?? account?.id ?? 'another account'} and not to this account.` };
  });
  const later = { app: { id: 'app', label: 'App and permissions' }, account: { id: 'account', label: 'The account tells the app' }, receive: { id: 'receive', label: 'Messages coming in' } };
  if (first.state === 'failed') Object.values(later).forEach((step) => steps.skip(step));
  else {
    await steps.add(later.app, async () => {
      if (byFacebook) {
        const facts = await tokenFacts(ctx);
        expiresAt = facts.expiresAt;
        if (!facts.valid) return { state: 'failed', detail: 'Meta no longer accepts the access token. Connect the channel again.' };
        const missing = missingScopes(facts.scopes, scopes.facebook);
        if (missing.length > 0) return { state: 'warning', detail: `The token lacks permissions (${missing.join(', ')}). Connect the account again and agree to them.` };
      }
      const ending = expiryWarning(expiresAt, ctx.now());
      return ending === undefined ? { state: 'ok', detail: 'The token and the permissions are in order.' } : { state: 'warning', detail: ending };
    });
    await steps.add(later.account, () => accountStep(ctx));
    await steps.add(later.receive, () => subscriptionStep(ctx, { object: 'instagram', fields: fieldsOf(settings).filter((field) => !youngFields.includes(field)) }));
  }
  return { state: steps.state(), steps: steps.list, ...(expiresAt === undefined ? {} : { expiresAt }), ...quotasOf(usages) };
}

async function accountStep(ctx: InstagramContext): Promise<Found> {
  const { data } = await callGraph(ofAccount(ctx), { path: 'me/subscribed_apps', result: subscribed, what: 'the look at the account', meanings });
  return data.length > 0 ? { state: 'ok' } : { state: 'warning', detail: 'The account does not tell the app anything yet. Saving or reconnecting the channel asks it to.' };
}

export async function connect(given: InstagramContext): Promise<void> {
  const ctx = await keepAccess(given, { learn: true });
  const wanted = fieldsOf(ctx.settings);
  const old = wanted.filter((field) => !youngFields.includes(field));
  await lenient(wanted, old, (fields) => subscribeApp(ctx, { object: 'instagram', fields })).catch((error: unknown) => {
    if (ctx.settings.login === 'facebook' || !(error instanceof ConnectorError) || error.kind === 'unavailable') throw error;
    // For Instagram Login it may be possible by hand only; the check tells whether it was done.
    ctx.log.warn({ reason: error.reason }, 'Meta takes the webhook of Instagram Login by hand only');
  });
  // Through its page an account tells nothing until the page tells the app something.
  const [all, some] = ctx.settings.login === 'facebook' ? [['messages', 'feed'], ['feed']] : [wanted, old];
  await lenient(all, some, (fields) => callGraph(ofAccount(ctx), { method: 'POST', path: 'me/subscribed_apps', body: { subscribed_fields: fields.join(',') }, result: confirmed, what: 'the subscription', meanings }));
}

async function lenient(wanted: string[], less: string[], ask: (fields: string[]) => Promise<unknown>): Promise<void> {
  try {
    await ask(wanted);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'refused') throw error;
    await ask(less);
  }
}

/** The page may serve a channel of its own, so it goes on telling the app. */
export async function disconnect(ctx: InstagramContext): Promise<void> {
  if (ctx.settings.login === 'facebook') return;
  await unlessGone(() => callGraph(ofAccount(ctx), { method: 'DELETE', path: 'me/subscribed_apps', result: confirmed, what: 'the farewell', meanings }));
}
