import { z } from 'zod';
import { ConnectorError, type Connector, type Health, type HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callTiktok, currentToken, grant, type TiktokContext } from './tiktok.client';
import { account, tokenInfo, webhook } from './tiktok.payloads';
import { scopesFor, tiktokSettings, type TiktokSettings } from './tiktok.settings';

const day = 24 * 3600_000;
const fields = JSON.stringify(['username', 'display_name']);
const nameOf = (ctx: TiktokContext) => callTiktok(ctx, { path: '/business/get/', query: { business_id: ctx.settings.businessId, fields }, result: account });
const eventsOf = ({ messages, comments }: TiktokSettings): string[] => [...(messages ? ['DIRECT_MESSAGE'] : []), ...(comments ? ['COMMENT'] : [])];

/** Each step by name, also before the channel is saved. */
export async function check(ctx: TiktokContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const add = (id: string, label: string, run: () => Promise<Found>): Promise<HealthStep> => tryStep(steps, { id, label }, run);
  const first = await add('account', 'The account', async () => {
    const { username, display_name: name } = await nameOf(ctx);
    return { state: 'ok', detail: `The account is ${name ?? username ?? ctx.settings.businessId}.` };
  });
  if (first.state === 'failed') steps.push({ id: 'token', label: 'Access and permissions', state: 'skipped' }, { id: 'receive', label: 'What TikTok tells', state: 'skipped' });
  else {
    await add('token', 'Access and permissions', () => tokenStep(ctx));
    await add('receive', 'What TikTok tells', () => receiveStep(ctx));
  }
  const { refreshToken, refreshExpiresAt, tokenExpiresAt } = ctx.settings;
  const expiresAt = refreshToken === '' ? tokenExpiresAt : refreshExpiresAt;
  return { state: worstOf(steps), steps, ...(expiresAt === '' ? {} : { expiresAt }) };
}

async function tokenStep(ctx: TiktokContext): Promise<Found> {
  const { appId, refreshToken, refreshExpiresAt } = ctx.settings;
  const { scope } = await callTiktok(ctx, { path: '/tt_user/token_info/get/', json: { app_id: appId, access_token: await currentToken(ctx) }, result: tokenInfo });
  const granted = scope?.split(/[\s,]+/);
  const missing = granted === undefined ? [] : scopesFor(ctx.settings).filter((one) => !granted.includes(one));
  if (missing.length > 0) return { state: 'warning', detail: `The access lacks permissions (${missing.join(', ')}). Connect the account again and agree to them.` };
  if (refreshToken === '') return { state: 'warning', detail: 'Without a refresh token the access ends within a day. Connect with TikTok instead.' };
  const days = refreshExpiresAt === '' ? undefined : Math.floor((Date.parse(refreshExpiresAt) - ctx.now().getTime()) / day);
  if (days !== undefined && days < 14) return { state: 'warning', detail: days <= 0 ? 'The access ends today. Connect the channel again.' : `The access ends in ${days} ${days === 1 ? 'day' : 'days'}. Connect the channel again before that.` };
  return { state: 'ok', detail: 'The access and the permissions are in order.' };
}

async function receiveStep(ctx: TiktokContext): Promise<Found> {
  if (ctx.webhookUrl === undefined) return { state: 'warning', detail: 'TikTok can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  const { appId: app_id, appSecret: secret } = ctx.settings;
  const told = await Promise.all(eventsOf(ctx.settings).map(async (event_type) => {
    const kept = await callTiktok(ctx, { path: '/business/webhook/list/', query: { app_id, secret, event_type }, result: webhook });
    return { event_type, url: kept.callback_url ?? '' };
  }));
  const missing = told.filter(({ url }) => url === '').map(({ event_type }) => event_type);
  if (missing.length > 0) return { state: 'warning', detail: `TikTok does not tell us of everything yet (${missing.join(', ')}). Saving or reconnecting the channel asks it to.` };
  const other = told.find(({ url }) => url !== ctx.webhookUrl);
  // One address serves all accounts of an app: another channel's is as good.
  if (other !== undefined && (!URL.canParse(other.url) || new URL(other.url).host !== new URL(ctx.webhookUrl).host)) return { state: 'warning', detail: `TikTok tells another address (${URL.canParse(other.url) ? new URL(other.url).host : 'unknown'}). Saving or reconnecting the channel brings it here.` };
  return { state: 'ok', detail: 'TikTok delivers to our webhook.' };
}

export async function connect(ctx: TiktokContext): Promise<void> {
  if (ctx.webhookUrl === undefined) return;
  const { appId: app_id, appSecret: secret } = ctx.settings;
  for (const event_type of eventsOf(ctx.settings)) await callTiktok(ctx, { path: '/business/webhook/update/', json: { app_id, secret, event_type, callback_url: ctx.webhookUrl }, result: z.unknown() });
}

const before = { businessId: 'before-the-consent', accessToken: 'before-the-consent' };
function whole(settings: Partial<TiktokSettings>): TiktokSettings {
  const given = Object.entries(settings).filter(([name, value]) => !(name in before && (value === '' || value == null)));
  return tiktokSettings.parse({ ...before, ...Object.fromEntries(given) });
}

export const consent: NonNullable<Connector<TiktokSettings>['consent']> = {
  needs: ['appId', 'appSecret'],
  fills: ['businessId', 'accessToken', 'refreshToken', 'tokenExpiresAt', 'refreshExpiresAt'],
  whose: ({ businessId }) => businessId,
  redirect: ['https', 'no-port', 'slash'],
  url(given, { redirectUrl, state }) {
    const settings = whole(given);
    const url = new URL(`${settings.consentUrl}/`);
    // Without the last one TikTok sends those who agreed before straight back, with no code.
    for (const [name, value] of Object.entries({ client_key: settings.appId, response_type: 'code', scope: scopesFor(settings).join(','), redirect_uri: redirectUrl, state, disable_auto_auth: '1' })) url.searchParams.set(name, value);
    return url.toString();
  },
  async exchange({ secrets: _secrets, settings: given, ...rest }, { code, redirectUrl }) {
    const own = whole(given);
    const { openId, ...granted } = await grant(rest, own.apiUrl, { path: '/tt_user/oauth2/token/', json: { client_id: own.appId, client_secret: own.appSecret, grant_type: 'authorization_code', auth_code: code, redirect_uri: redirectUrl } });
    if (openId === undefined) throw new ConnectorError('rejected', 'TikTok did not say which account it is: start again', { reason: 'nothing-chosen' });
    const settings = { ...own, ...granted, businessId: openId };
    const ctx: TiktokContext = { ...rest, settings, secrets: { update: () => Promise.resolve(settings) } };
    const { username, display_name: name } = await nameOf(ctx).catch(() => ({ username: undefined, display_name: undefined }));
    return [{ label: username == null ? (name ?? openId) : `@${username}`, settings: { businessId: openId, ...granted } }];
  },
};
