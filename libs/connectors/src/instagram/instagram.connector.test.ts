import { createHmac } from 'node:crypto';
import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpAnswer } from '../conformance/http-faults';
import type { Delivery } from '../contract';
import { instagram } from './instagram.connector';
import { instagramSettings, type InstagramSettings } from './instagram.settings';

const settings = instagramSettings.parse({
  appId: '700000000000001', appSecret: 'inventedappsecret4713', instagramAppId: '800000000000001', instagramAppSecret: 'inventedinstagram4713', accountId: '17841400000000077', accessToken: 'IGAAinventedForTheConformanceSuite',
  verifyToken: 'a word at both ends 4713', graphUrl: 'https://graph.test', instagramUrl: 'https://ig.test', tokenUrl: 'https://api-ig.test', tokenExpiresAt: '2027-01-15T00:00:00Z',
});
const refused = (status: number, code: number, more: { subcode?: number; message?: string } = {}): { answer: HttpAnswer } => ({
  answer: { status, headers: {}, body: { error: { message: more.message ?? `(#${code}) said no`, type: 'OAuthException', code, error_subcode: more.subcode, fbtrace_id: 'A' } } },
});
const delivery = (item: object): Delivery => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify({ object: 'instagram', id: settings.accountId, time: 1795264000, ...item })) });
const said = (message: object): Delivery => delivery({ messaging: { sender: { id: '1700000000000001' }, recipient: { id: settings.accountId }, timestamp: 1795264000000, message } });
const sign = (body: Buffer, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const to = { to: { id: '1700000000000001' }, threadKey: '1700000000000001', lastInboundAt: '2026-11-21T11:00:00Z' };

connectorConformance(instagram, {
  folder: __dirname,
  settings,
  secrets: ['appSecret', 'instagramAppSecret', 'accessToken', 'verifyToken'],
  proof: {
    kind: 'signature',
    in: { header: 'x-hub-signature-256' },
    sign: (request, own) => ({ ...request, headers: { ...request.headers, 'x-hub-signature-256': sign(request.body, own.appSecret) } }),
  },
  malformed: [{ name: 'no entries', body: '{"object":"instagram"}' }, { name: 'a list', body: '[{"object":"instagram","entry":[]}]' }],
  unknown: [
    { name: 'an event of tomorrow', delivery: delivery({ messaging: { sender: { id: '1' }, recipient: { id: '2' }, timestamp: 1, telepathy: {} } }) },
    { name: 'a change of tomorrow', delivery: delivery({ field: 'telepathy', value: {} }) },
    { name: 'a message of a new kind', delivery: said({ mid: 'a', hologram: {} }) },
    { name: 'an attachment of a new kind', delivery: said({ mid: 'a', attachments: [{ type: 'constructor', payload: { url: 'x' } }] }) },
    { name: 'a comment without a post', delivery: delivery({ field: 'comments', value: { id: '1', from: { id: '2' } } }) },
    { name: 'a mention of nothing', delivery: delivery({ field: 'mentions', value: {} }) },
    { name: 'something of another account', delivery: { contentType: 'application/json', body: Buffer.from('{"object":"instagram","id":"5","field":"comments","value":{}}') } },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"obj') } },
    { name: 'a fetched thing of tomorrow', delivery: delivery({ fetched: 'dream', value: {} }) },
  ],
  to: { id: '1700000000000001' },
  outbound: { threadKey: '1700000000000001', lastInboundAt: '2026-11-21T11:00:00Z' },
  accepts: {
    answer: () => ({ status: 200, body: { recipient_id: '1700000000000001', message_id: 'aWdfZ' } }),
    shownText: (asked: AskedRequest[]) => asked.map(({ body }) => (JSON.parse(body) as { message: { text: string } }).message.text).join(''),
  },
  errors: {
    'rate-limited': { http: { answer: { ...refused(400, 613).answer, headers: { 'retry-after': '7' } } }, kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: { answer: { status: 500, body: 'oops' } }, kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: refused(401, 190), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refused(403, 230, { message: '(#230) Requires instagram_manage_messages permission' }), kind: 'unauthorized', reason: 'permission-missing' },
    'refused-content': { http: refused(400, 100, { message: '(#100) Invalid parameter' }), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a closed window', http: refused(400, 10, { subcode: 2534022 }), kind: 'rejected', reason: 'window-closed' },
    { when: 'a person who never wrote', http: refused(400, 100, { subcode: 2534014 }), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'a second private answer to a comment', http: refused(400, 100, { subcode: 2534014 }), call: (connector, ctx) => connector.send(ctx, buildOutbound({ threadKey: '1:2', replyToExternalId: '178' })), kind: 'rejected', reason: 'already-replied' },
    { when: 'a picture past 8 MB', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ ...to, attachments: [buildAttachment({ contentType: 'image/png', sizeBytes: 9 * 1024 * 1024 })] })), kind: 'rejected', reason: 'attachment-too-big' },
    { when: 'a file that Meta could not fetch from us', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ ...to, attachments: [buildAttachment()] })), kind: 'rejected', reason: 'no-public-url' },
    { when: 'a file in a public answer', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ visibility: 'public', threadKey: '1:2', replyToExternalId: '178', attachments: [buildAttachment()] })), kind: 'rejected', reason: 'attachments-unsupported' },
    { when: 'a like of a comment, for which there is no call', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'like', threadKey: '1:2', externalId: '178' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
  ],
});

it('takes a signature made with either secret, and none made with an empty one', async () => {
  const body = Buffer.from('{}');
  const signed = (secret: string) => instagram.webhook?.verify({ method: 'POST', url: '/', query: {}, body, headers: { 'x-hub-signature-256': sign(body, secret) } }, { ...settings, instagramAppSecret: secret === '' ? '' : settings.instagramAppSecret });
  expect([await signed(settings.appSecret), await signed(settings.instagramAppSecret), await signed(''), await signed('another')]).toEqual([true, true, false, false]);
});

describe('the access of Instagram Login', () => {
  const attempt = async (given: Partial<InstagramSettings>, renewal: HttpAnswer) => {
    const { http, asked } = faultyHttp(({ url }) => ({ answer: url.includes('refresh_access_token') ? renewal : { status: 200, body: { recipient_id: '1', message_id: 'aWdfZ' } } }));
    const ctx = buildContext({ ...settings, ...given }, { http });
    await instagram.send(ctx, buildOutbound(to));
    return { urls: asked.map(({ url }) => new URL(url).pathname), auth: asked.at(-1)?.headers['authorization'], settings: ctx.settings };
  };
  const renewal = { status: 200, body: { access_token: 'IGAArenewed-and-much-fresher', token_type: 'bearer', expires_in: 5_184_000 } };

  it('is renewed weeks before its end, once, and the new token is the one that is used', async () => {
    const { urls, auth, settings: after } = await attempt({ tokenExpiresAt: '2026-12-21T12:00:00Z' }, renewal);
    expect([urls, auth]).toEqual([['/refresh_access_token', '/v25.0/me/messages'], 'Bearer IGAArenewed-and-much-fresher']);
    expect(after).toMatchObject({ accessToken: 'IGAArenewed-and-much-fresher', tokenExpiresAt: '2027-01-20T12:00:00.000Z' });
  });
  it('is left alone while it is young, or of the other product', async () => {
    expect((await attempt({}, renewal)).urls).toEqual(['/v25.0/me/messages']);
    expect((await attempt({ login: 'facebook', tokenExpiresAt: '2026-11-22T12:00:00Z' }, renewal)).urls).toEqual(['/v25.0/me/messages']);
  });
  it('does its work with the old token when it can not be renewed', async () => {
    const { auth } = await attempt({ tokenExpiresAt: '2026-11-30T12:00:00Z' }, refused(400, 100).answer);
    expect(auth).toBe(`Bearer ${settings.accessToken}`);
  });
});

describe('the consent', () => {
  const app = { appId: settings.appId, appSecret: settings.appSecret, instagramAppId: settings.instagramAppId, instagramAppSecret: settings.instagramAppSecret, graphUrl: settings.graphUrl, instagramUrl: settings.instagramUrl, tokenUrl: settings.tokenUrl, accountId: '', accessToken: '' };
  const request = { redirectUrl: 'https://inbox.test/back', state: 's', codeChallenge: 'c' };
  const answer = { code: 'abc#_', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v' };

  it('of Instagram opens the account, with a lasting token', async () => {
    const url = new URL(instagram.consent?.url(app, request) ?? '');
    expect([url.origin, url.pathname, url.searchParams.get('client_id')]).toEqual(['https://www.instagram.com', '/oauth/authorize', settings.instagramAppId]);
    const { http, asked } = faultyHttp(({ url: at }) => ({ answer: { status: 200, body: at.includes('/oauth/') ? { data: [{ access_token: 'short', user_id: 1 }] } : at.includes('/me') ? { user_id: '17841400000000077', username: 'sklep' } : { access_token: 'IGAAlasting-for-sixty-days', expires_in: 5_184_000 } } }));
    expect(await instagram.consent?.exchange(buildContext<Partial<InstagramSettings>>(app, { http }), answer)).toEqual([{ label: '@sklep', settings: { accountId: '17841400000000077', accessToken: 'IGAAlasting-for-sixty-days', tokenExpiresAt: '2027-01-20T12:00:00.000Z' } }]);
    expect(new URLSearchParams(asked[0]?.body).get('code')).toBe('abc');
    expect(asked.map(({ url: at }) => new URL(at).origin)).toEqual(['https://api-ig.test', 'https://ig.test', 'https://ig.test']);
  });
  it('of Facebook opens the accounts behind the pages', async () => {
    expect(new URL(instagram.consent?.url({ ...app, login: 'facebook' }, request) ?? '').origin).toBe('https://www.facebook.com');
    const { http } = faultyHttp(({ url: at }) => ({ answer: { status: 200, body: at.includes('me/accounts') ? { data: [{ id: '1', name: 'Sklep', access_token: 'EAApage-token-of-the-shop', instagram_business_account: { id: '17841', username: 'sklep' } }, { id: '2', name: 'Bez', access_token: 'x' }] } : { access_token: 'user' } } }));
    expect(await instagram.consent?.exchange(buildContext<Partial<InstagramSettings>>({ ...app, login: 'facebook' }, { http }), answer)).toEqual([{ label: '@sklep', settings: { accountId: '17841', accessToken: 'EAApage-token-of-the-shop', tokenExpiresAt: '' } }]);
  });
});
