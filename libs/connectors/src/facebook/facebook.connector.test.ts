import { createHmac } from 'node:crypto';
import { connectorConformance } from '../conformance/conformance';
import { buildContext, buildOutbound } from '../conformance/builders';
import { faultyHttp, type AskedRequest, type HttpAnswer } from '../conformance/http-faults';
import type { Delivery, Inbound } from '../contract';
import { facebook } from './facebook.connector';
import { facebookSettings } from './facebook.settings';

const settings = facebookSettings.parse({
  appId: '700000000000001', appSecret: 'inventedappsecret4711', pageId: '100000000000077', accessToken: 'EAAinventedForTheConformanceSuite', verifyToken: 'a word at both ends 4711', graphUrl: 'https://graph.test',
});
const refused = (status: number, code: number, more: { subcode?: number; message?: string; headers?: Record<string, string>; transient?: true } = {}): { answer: HttpAnswer } => ({
  answer: { status, headers: more.headers ?? {}, body: { error: { message: more.message ?? `(#${code}) said no`, type: 'OAuthException', code, error_subcode: more.subcode, is_transient: more.transient, fbtrace_id: 'A' } } },
});
const delivery = (item: object): Delivery => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify({ object: 'page', id: settings.pageId, time: 1, ...item })) });
const said = (message: object): Delivery => delivery({ messaging: { sender: { id: '24000000000000001' }, recipient: { id: settings.pageId }, timestamp: 1795264000000, message } });
const sign = (body: Buffer, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

connectorConformance(facebook, {
  folder: __dirname,
  settings,
  secrets: ['appSecret', 'accessToken', 'verifyToken'],
  proof: {
    kind: 'signature',
    in: { header: 'x-hub-signature-256' },
    sign: (request, own) => ({ ...request, headers: { ...request.headers, 'x-hub-signature-256': sign(request.body, own.appSecret) } }),
  },
  malformed: [
    { name: 'no entries', body: '{"object":"page"}' },
    { name: 'entries that are no list', body: '{"object":"page","entry":{}}' },
    { name: 'no object', body: '{"entry":[]}' },
    { name: 'a list', body: '[{"object":"page","entry":[]}]' },
    { name: 'a tower of brackets', body: '['.repeat(200_000) },
    { name: 'a tower within an entry', body: `{"object":"page","entry":[{"id":"1","changes":[{"field":"feed","value":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}]}` },
  ],
  unknown: [
    { name: 'an event of tomorrow', delivery: delivery({ messaging: { sender: { id: '1' }, recipient: { id: '2' }, timestamp: 1, telepathy: {} } }) },
    { name: 'a change of tomorrow', delivery: delivery({ field: 'telepathy', value: {} }) },
    { name: 'a message of a new kind', delivery: said({ mid: 'm_1', hologram: {} }) },
    { name: 'an attachment of a new kind', delivery: said({ mid: 'm_1', attachments: [{ type: 'hologram', payload: { url: 'https://scontent.xx.fbcdn.net/h' } }] }) },
    { name: 'an attachment named like a trap', delivery: said({ mid: 'm_1', attachments: [{ type: 'constructor', payload: {} }, { type: '__proto__' }] }) },
    { name: 'an event named like a trap', delivery: { contentType: 'application/json', body: Buffer.from(`{"object":"page","id":"${settings.pageId}","messaging":{"sender":{"id":"1"},"recipient":{"id":"2"},"constructor":{},"toString":1}}`) } },
    { name: 'an attachment that is a number', delivery: said({ mid: 'm_1', attachments: [7] }) },
    { name: 'a message that is null', delivery: delivery({ messaging: { sender: { id: '1' }, message: null } }) },
    { name: 'a message that Meta can not show', delivery: said({ mid: 'm_1', is_unsupported: true }) },
    { name: 'a comment without an id', delivery: delivery({ field: 'feed', value: { item: 'comment', verb: 'add' } }) },
    { name: 'a comment with a verb of tomorrow', delivery: delivery({ field: 'feed', value: { item: 'comment', verb: 'levitate', comment_id: '1_2', post_id: '1' } }) },
    { name: 'a like of the page', delivery: delivery({ field: 'feed', value: { item: 'like', verb: 'add', user_id: 1 } }) },
    { name: 'something of another page', delivery: { contentType: 'application/json', body: Buffer.from('{"object":"page","id":"5","messaging":{"message":{"mid":"m","text":"x"}}}') } },
    { name: 'something that is no page', delivery: { contentType: 'application/json', body: Buffer.from('{"object":"instagram","id":"5","field":"comments"}') } },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"obj') } },
    { name: 'a fetched thing of tomorrow', delivery: delivery({ fetched: 'dream', value: {} }) },
  ],
  to: { id: '24000000000000001' },
  outbound: { threadKey: '24000000000000001', lastInboundAt: '2026-11-21T11:00:00Z' },
  accepts: {
    answer: () => ({ status: 200, body: { recipient_id: '24000000000000001', message_id: 'm_sent' } }),
    shownText: (asked: AskedRequest[]) => asked.map(({ body }) => (JSON.parse(body) as { message: { text: string } }).message.text).join(''),
  },
  errors: {
    'rate-limited': { http: refused(400, 613, { headers: { 'x-business-use-case-usage': '{"100000000000077":[{"type":"messenger","call_count":100,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":7}]}' } }), kind: 'unavailable', retryAfterMs: 420_000, reason: 'rate-limited' },
    'server-error': { http: { answer: { status: 500, body: '<html>Sorry, something went wrong.</html>' } }, kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: refused(401, 190, { subcode: 463, message: 'Error validating access token: Session has expired' }), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refused(403, 200, { message: '(#200) Requires pages_messaging permission' }), kind: 'unauthorized', reason: 'permission-missing' },
    'refused-content': { http: refused(400, 100, { message: '(#100) Invalid parameter' }), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a connection that broke while the request was being written', http: { breaks: 'while-writing' }, kind: 'unavailable' },
    { when: 'a closed window', http: refused(400, 10, { subcode: 2018278 }), kind: 'rejected', reason: 'window-closed' },
    { when: 'a person who blocked the page', http: refused(400, 551, { subcode: 1545041 }), kind: 'rejected', reason: 'blocked-by-user' },
    { when: 'a person who never wrote', http: refused(400, 100, { subcode: 2018001 }), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'a page that was restricted', http: refused(400, 10, { subcode: 1893063 }), kind: 'rejected', reason: 'page-restricted' },
    { when: 'a missing permission told by code 10', http: refused(400, 10, { message: '(#10) Application does not have permission for this action' }), kind: 'unauthorized', reason: 'permission-missing' },
    { when: 'an app secret of another app', http: refused(400, 100, { message: 'Invalid appsecret_proof provided in the API argument' }), kind: 'unauthorized', reason: 'app-secret-wrong' },
    { when: 'a fault that Meta calls temporary', http: refused(500, 2, { transient: true }), kind: 'unavailable', reason: 'platform-busy' },
    { when: 'an unknown error, behind which the message may have arrived', http: refused(500, 1), kind: 'ambiguous', reason: 'no-answer' },
    { when: 'a limit told by the status alone', http: { answer: { status: 429, headers: { 'retry-after': '3' }, body: 'slow down' } }, kind: 'unavailable', retryAfterMs: 3000 },
    { when: 'a 200 that is no answer of the Graph API', http: { answer: { status: 200, body: '<html>Sign in to the hotel</html>' } }, kind: 'ambiguous' },
    { when: 'a redirect', http: { answer: { status: 302, headers: { location: 'https://elsewhere.test' }, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is no Graph API', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a block for breaking the rules', http: refused(400, 368), kind: 'rejected', reason: 'policy' },
    { when: 'a 5xx to an act, which may be repeated', http: { answer: { status: 502, body: 'bad gateway' } }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'hide', threadKey: '1_2:3', externalId: '2_4' }) ?? Promise.resolve(), kind: 'unavailable' },
    { when: 'hiding that Meta does not confirm', http: { answer: { status: 200, body: { success: false } } }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'hide', threadKey: '1_2:3', externalId: '2_4' }) ?? Promise.resolve(), kind: 'unavailable' },
    { when: 'a second private answer to a comment', http: refused(400, 10900), call: (connector, ctx) => connector.send(ctx, buildOutbound({ threadKey: '1_2:3', replyToExternalId: '2_4' })), kind: 'rejected', reason: 'already-replied' },
    { when: 'a public answer to nothing', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ visibility: 'public', threadKey: '1_2:3' })), kind: 'rejected', reason: 'chat-not-found' },
    { when: 'a public answer that is too long', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ visibility: 'public', threadKey: '1_2:3', replyToExternalId: '2_4', text: 'a'.repeat(8001) })), kind: 'rejected', reason: 'text-too-long' },
    { when: 'a private message that shall be taken back', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'delete', threadKey: '3', externalId: 'm_1' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
  ],
});

describe('the window of Messenger', () => {
  const sendAt = async (lastInboundAt: string | undefined, given: { automatic?: true; humanAgent?: boolean } = {}) => {
    const { http, asked } = faultyHttp({ answer: { status: 200, body: { recipient_id: '3', message_id: 'm_1' } } });
    const ctx = buildContext({ ...settings, humanAgent: given.humanAgent ?? true }, { http });
    try {
      await facebook.send(ctx, buildOutbound({ to: { id: '3' }, ...(lastInboundAt === undefined ? {} : { lastInboundAt }), ...(given.automatic ? { automatic: true } : {}) }));
    } catch (error) {
      return (error as { reason: string }).reason;
    }
    const body = JSON.parse(asked[0]?.body ?? '{}') as { messaging_type: string; tag?: string };
    return `${body.messaging_type} ${body.tag ?? ''}`.trim();
  };

  it.each([
    ['within a day', '2026-11-20T12:00:00Z', {}, 'RESPONSE'],
    ['a moment later', '2026-11-20T11:59:59Z', {}, 'MESSAGE_TAG HUMAN_AGENT'],
    ['within seven days', '2026-11-14T12:00:00Z', {}, 'MESSAGE_TAG HUMAN_AGENT'],
    ['past seven days', '2026-11-14T11:59:59Z', {}, 'window-closed'],
    ['a rule after a day', '2026-11-20T11:00:00Z', { automatic: true as const }, 'window-closed'],
    ['without the permission after a day', '2026-11-20T11:00:00Z', { humanAgent: false }, 'window-closed'],
    ['when nobody knows', undefined, {}, 'RESPONSE'],
  ])('%s', async (_when, lastInboundAt, given, expected) => {
    expect(await sendAt(lastInboundAt, given)).toBe(expected);
  });

  it('is no longer than a day for those without the permission', () => {
    expect({ ...facebook.capabilities, ...facebook.capabilitiesOf?.({ ...settings, humanAgent: false }) }.lateReplyHours).toBe(24);
  });
});

describe('whose a thing is', () => {
  const webhook = facebook.webhook!;
  it('is told for each of several pages in one call', () => {
    const body = Buffer.from(JSON.stringify({ object: 'page', entry: [{ id: '1', messaging: [{}] }, { id: '2', changes: [{ field: 'feed', value: {} }] }, { id: '0', changes: [{ field: 'feed', value: {} }] }] }));
    expect(webhook.split({ method: 'POST', url: '/', headers: {}, query: {}, body }).map(({ account }) => account)).toEqual(['1', '2', undefined]);
    expect(facebook.account?.(settings)).toBe('100000000000077');
  });

  it('is answered to the question that Meta asks first, to the right word only', () => {
    const ask = (token: string, method = 'GET') => webhook.handshake?.({ method, url: '/', headers: {}, body: Buffer.alloc(0), query: { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': token } }, settings);
    expect(ask('a word at both ends 4711')).toEqual({ status: 200, contentType: 'text/plain', body: '1158201444' });
    expect(ask('another')?.status).toBe(403);
    expect(ask('')?.status).toBe(403);
    expect(ask('a word at both ends 4711', 'POST')).toBeUndefined();
  });
});

describe('what PostgreSQL can not hold', () => {
  it('is replaced wherever it stands', async () => {
    const evil = 'a\u0000b\ud800c';
    const inbound: Inbound[] = [
      ...(await facebook.parse(said({ mid: evil, text: evil, quick_reply: { payload: evil }, attachments: [{ type: evil }] }), settings)),
      ...(await facebook.parse(delivery({ field: 'feed', value: { item: 'comment', verb: 'add', comment_id: '1_2', post_id: evil, from: { id: '3', name: evil }, message: evil } }), settings)),
      ...(await facebook.parse(delivery({ field: evil, value: {} }), settings)),
    ];
    expect(inbound).toMatchObject([{ text: 'a\ufffdb\ufffdc' }, { text: 'a\ufffdb\ufffdc' }, { kind: 'pointer' }, { kind: 'ignored' }]);
    expect(JSON.stringify(inbound)).not.toMatch(/\\u0000|\\ud800/i);
  });
});

describe('the consent of Facebook', () => {
  it('opens several pages at once, each with a token of its own', async () => {
    const { http, asked } = faultyHttp(({ url }) => ({
      answer: url.includes('me/accounts')
        ? { status: 200, body: { data: [{ id: '1001', name: 'Sklep', access_token: 'EAApage-of-the-shop-1001' }, { id: '1002', name: 'Bez tokenu' }] } }
        : { status: 200, body: { access_token: url.includes('fb_exchange_token=') ? 'long' : 'short', token_type: 'bearer' } },
    }));
    const { consent } = facebook;
    const app = { appId: settings.appId, appSecret: settings.appSecret, graphUrl: settings.graphUrl, pageId: '', accessToken: '' };
    const url = new URL(consent?.url(app, { redirectUrl: 'https://inbox.test/back', state: 's', codeChallenge: 'c' }) ?? '');
    expect([url.origin, url.pathname, url.searchParams.get('client_id'), url.searchParams.get('state')]).toEqual(['https://www.facebook.com', '/v25.0/dialog/oauth', settings.appId, 's']);
    const opened = await consent?.exchange(buildContext<Partial<typeof settings>>(app, { http }), { code: 'c', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v' });
    expect(opened).toEqual([{ label: 'Sklep', settings: { pageId: '1001', accessToken: 'EAApage-of-the-shop-1001' } }]);
    expect(asked.map(({ headers }) => headers['authorization'])).toEqual([`Bearer ${settings.appId}|${settings.appSecret}`, `Bearer ${settings.appId}|${settings.appSecret}`, 'Bearer long']);
  });
});
