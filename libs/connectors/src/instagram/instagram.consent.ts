import { z } from 'zod';
import { ConnectorError, type Connector } from '../contract';
import { consentContext, consentedPages, consentSettings, consentUrl } from '../meta/meta.consent';
import { callGraph } from '../meta/meta.graph';
import { id } from '../meta/meta.json';
import { ofAccount, type InstagramContext } from './instagram.access';
import { instagramSettings, scopes, type InstagramSettings } from './instagram.settings';

const before = { accountId: '000', accessToken: 'before-the-consent-is-given' };
const one = z.looseObject({ access_token: z.string().min(1) });
const short = z.union([one, z.object({ data: z.array(one).min(1) }).transform(({ data }) => data[0] ?? { access_token: '' })]);
const long = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const me = z.looseObject({ user_id: id, username: z.string().nullish() });

const appOf = ({ appId, appSecret, instagramAppId, instagramAppSecret }: InstagramSettings) => ({ appId: instagramAppId === '' ? appId : instagramAppId, secret: instagramAppSecret === '' ? appSecret : instagramAppSecret });

/** Two products, two consent screens: Instagram's own opens one account, Facebook's opens pages and the accounts behind them. */
export const consent: NonNullable<Connector<InstagramSettings>['consent']> = {
  needs: ['appId', 'appSecret'],
  fills: ['accountId', 'accessToken', 'tokenExpiresAt'],
  whose: ({ accountId }) => accountId,
  redirect: ['https'],
  url: (given, request) => {
    const settings = consentSettings(given, instagramSettings, before);
    if (settings.login === 'facebook') {
      // The address of Instagram's screen is the default; Facebook's is another.
      const dialogUrl = settings.dialogUrl === 'https://www.instagram.com' ? 'https://www.facebook.com' : settings.dialogUrl;
      return consentUrl({ ...settings, dialogUrl }, { ...request, scopes: scopes.facebook });
    }
    const query = new URLSearchParams({ client_id: appOf(settings).appId, redirect_uri: request.redirectUrl, response_type: 'code', scope: scopes.instagram.join(','), state: request.state });
    return `${settings.dialogUrl}/oauth/authorize?${query.toString()}`;
  },
  exchange: async (given, answer) => {
    const ctx = consentContext(given, instagramSettings, before);
    if (ctx.settings.login !== 'facebook') return [await ownAccount(ctx, answer)];
    const pages = await consentedPages(ctx, answer);
    const opened = pages.flatMap(({ name, access_token: accessToken, instagram_business_account: account }) =>
      (account == null || accessToken == null ? [] : [{ label: account.username == null ? (name ?? account.id) : `@${account.username}`, settings: { accountId: account.id, accessToken, tokenExpiresAt: '' } }]));
    if (opened.length === 0) throw new ConnectorError('rejected', 'None of the pages has a professional Instagram account', { reason: 'nothing-chosen' });
    return opened;
  },
};

async function ownAccount(ctx: InstagramContext, { code, redirectUrl }: { code: string; redirectUrl: string }): Promise<{ label: string; settings: Partial<InstagramSettings> }> {
  const { appId, secret } = appOf(ctx.settings);
  const { access_token: first } = await callGraph(ctx, {
    method: 'POST', path: 'oauth/access_token', base: ctx.settings.tokenUrl, unversioned: true, token: '', result: short, what: 'the consent',
    // Instagram hangs "#_" on the code, which belongs to the address.
    form: { client_id: appId, client_secret: secret, grant_type: 'authorization_code', redirect_uri: redirectUrl, code: code.replace(/#_$/, '') },
  });
  const mine = ofAccount(ctx);
  const lasting = await callGraph(mine, { path: 'access_token', unversioned: true, query: { grant_type: 'ig_exchange_token', client_secret: secret, access_token: first }, token: first, result: long, what: 'the consent' });
  const account = await callGraph(mine, { path: 'me', query: { fields: 'user_id,username' }, token: lasting.access_token, result: me, what: 'the look at the account' });
  return {
    label: account.username == null ? account.user_id : `@${account.username}`,
    settings: { accountId: account.user_id, accessToken: lasting.access_token, tokenExpiresAt: new Date(ctx.now().getTime() + lasting.expires_in * 1000).toISOString() },
  };
}
