import { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { callGraph, pagesOf, type MetaContext } from './meta.graph';
import { id } from './meta.json';
import type { MetaSettings } from './meta.settings';

/** The consent screen of Facebook Login. What it opens are pages, each with a token of its own that does not end by itself. */
export function consentUrl({ dialogUrl, apiVersion, appId }: { dialogUrl: string; apiVersion: string; appId: string }, { redirectUrl, state, scopes }: { redirectUrl: string; state: string; scopes: readonly string[] }): string {
  const query = new URLSearchParams({ client_id: appId, redirect_uri: redirectUrl, state, response_type: 'code', scope: scopes.join(',') });
  return `${dialogUrl}/${apiVersion}/dialog/oauth?${query.toString()}`;
}

const granted = z.object({ access_token: z.string().min(1) });
const page = z.looseObject({
  id, name: z.string().nullish(), access_token: z.string().nullish(), tasks: z.array(z.string()).nullish().catch(undefined),
  instagram_business_account: z.looseObject({ id, username: z.string().nullish() }).nullish().catch(undefined),
});
export type ConsentedPage = z.infer<typeof page>;

/** The code of the consent becomes a token of the person, that one a longer one, and that one the tokens of the pages. */
export async function consentedPages(ctx: MetaContext, { code, redirectUrl }: { code: string; redirectUrl: string }): Promise<ConsentedPage[]> {
  const { appId, appSecret } = ctx.settings;
  const exchange = (query: Record<string, string>) => callGraph(ctx, { path: 'oauth/access_token', query: { client_id: appId, client_secret: appSecret, ...query }, token: `${appId}|${appSecret}`, result: granted, what: 'the consent' });
  const short = await exchange({ redirect_uri: redirectUrl, code });
  const long = await exchange({ grant_type: 'fb_exchange_token', fb_exchange_token: short.access_token });
  const pages: ConsentedPage[] = [];
  const theirs: MetaContext = { ...ctx, settings: { ...ctx.settings, accessToken: long.access_token } };
  for await (const list of pagesOf(theirs, { path: 'me/accounts', query: { fields: 'id,name,access_token,tasks,instagram_business_account{id,username}', limit: '100' } })) {
    for (const one of list) {
      const { data } = page.safeParse(one);
      if (data) pages.push(data);
    }
  }
  if (pages.length === 0) throw new ConnectorError('rejected', 'No page was opened: choose at least one in the consent', { reason: 'nothing-chosen' });
  return pages;
}

/** Before a channel exists there is no more than the app: the rest of its settings, still empty in the form, is filled in for the while. */
export function consentSettings<S extends MetaSettings>(settings: Partial<S>, schema: { parse(value: unknown): S }, placeholders: Partial<S>): S {
  const given = Object.entries(settings).filter(([name, value]) => !(name in placeholders && (value === '' || value === undefined || value === null)));
  return schema.parse({ ...placeholders, ...Object.fromEntries(given) });
}

export function consentContext<S extends MetaSettings>({ secrets: _secrets, settings, ...ctx }: Context<Partial<S>>, schema: { parse(value: unknown): S }, placeholders: Partial<S>): Context<S> {
  const whole = consentSettings(settings, schema, placeholders);
  return { ...ctx, settings: whole, secrets: { update: () => Promise.resolve(whole) } };
}
