import { createHmac } from 'node:crypto';
import { buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type HttpFault } from '../conformance/http-faults';
import { consent } from './x.consent';
import { x } from './x.connector';
import { xSettings, type XSettings } from './x.settings';
import { handshake, split, verify } from './x.webhook';

const settings: XSettings = xSettings.parse({
  clientId: 'invented-client', clientSecret: 'invented-client-secret-5531', bearerToken: 'invented-bearer-5531', consumerSecret: 'invented-consumer-secret-5531', userId: '1111111111111111111', username: 'sklep_zimorodek',
  accessToken: 'invented-access-5531', refreshToken: 'invented-refresh-5531', accessExpiresAt: '2030-01-01T00:00:00.000Z',
});
const signed = (body: Buffer | string, secret = settings.clientSecret) => `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`;
const answered = (status: number, body: unknown = '', headers: Record<string, string> = {}): HttpFault => ({ answer: { status, headers, body } });
const refusal = (status: number, detail: string, more: object = {}) => answered(status, { title: 'Refused', detail, type: 'about:blank', status, ...more });
const delivery = (body: unknown) => ({ contentType: 'application/json', body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const reply = { visibility: 'public' as const, replyToExternalId: '2080765813578191301', threadKey: '2080765813578191301:42' };

connectorConformance(x, {
  folder: __dirname,
  settings,
  secrets: ['clientSecret', 'bearerToken', 'consumerSecret', 'accessToken', 'accessExpiresAt', 'refreshToken'],
  proof: { kind: 'signature', in: { header: 'x-twitter-webhooks-signature-oauth2' }, sign: (request, { clientSecret }) => ({ ...request, headers: { ...request.headers, 'x-twitter-webhooks-signature-oauth2': signed(request.body, clientSecret) } }) },
  malformed: [{ name: 'nothing of an activity', body: '{}' }, { name: 'a list', body: '[]' }, { name: 'an activity without a kind', body: '{"data":{"payload":{}}}' }, { name: 'an account that is no number', body: '{"for_user_id":"me"}' }],
  unknown: [
    { name: 'bytes that are no JSON', delivery: delivery('{"da') },
    { name: 'a list', delivery: delivery([]) },
    { name: 'an activity of tomorrow', delivery: delivery({ data: { event_type: 'thought.create', payload: {} } }) },
    { name: 'a mention without a post', delivery: delivery({ data: { event_type: 'post.mention.create', payload: null } }) },
    { name: 'a post without an author', delivery: delivery({ data: { event_type: 'post.mention.create', payload: { id: '1', text: 'x' } } }) },
    { name: 'a private event without content', delivery: delivery({ data: { event_type: 'dm.received', payload: {} } }) },
    { name: 'a private event of tomorrow', delivery: delivery({ data: { event_type: 'dm.received', payload: { direct_message_events: [{ type: 'telepathy', id: '5' }, 7] } } }) },
    { name: 'a deletion of nothing', delivery: delivery({ data: { event_type: 'post.delete', payload: { id: 'x' } } }) },
    { name: 'an older activity of tomorrow', delivery: delivery({ for_user_id: '1', hologram_events: [{}] }) },
    { name: 'an encrypted event without a sender', delivery: delivery({ data: { event_type: 'chat.received', payload: {} } }) },
  ],
  to: { id: '2222222222222222222' },
  outbound: { threadKey: '2222222222222222222' },
  accepts: {
    answer: () => ({ status: 201, body: { data: { dm_conversation_id: '1-2', dm_event_id: '77' } } }),
    shownText: (asked) => asked.filter(({ method }) => method === 'POST').map(({ body }) => (JSON.parse(body) as { text: string }).text).join(''),
  },
  errors: {
    'rate-limited': { http: answered(429, { title: 'Too Many Requests' }, { 'x-rate-limit-reset': String(Date.parse('2026-11-21T12:00:07Z') / 1000) }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: answered(500, 'oops'), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous', reason: 'no-answer' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous', reason: 'no-answer' },
    'credentials-refused': { http: answered(401, { title: 'Unauthorized', status: 401 }), kind: 'unauthorized' },
    forbidden: { http: refusal(403, 'You are not permitted to perform this action.'), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: refusal(400, 'One or more parameters to your request was invalid.'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'the day is used up', http: answered(429, {}, { 'x-rate-limit-reset': String(Date.parse('2026-11-21T12:00:07Z') / 1000), 'x-user-limit-24hour-remaining': '0', 'x-user-limit-24hour-reset': String(Date.parse('2026-11-22T00:00:00Z') / 1000) }), kind: 'unavailable', retryAfterMs: 12 * 3_600_000 },
    { when: 'X is overloaded', http: answered(503, 'busy'), kind: 'unavailable', reason: 'platform-busy' },
    { when: 'credits are used up', http: refusal(402, 'CreditsDepleted'), kind: 'unauthorized', reason: 'quota-used' },
    { when: 'the tariff is too small', http: refusal(403, 'When authenticating requests, you must use keys from a developer App that is attached to a Project.', { reason: 'client-not-enrolled' }), kind: 'unauthorized', reason: 'tier' },
    { when: 'the app may only read', http: refusal(403, 'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.'), kind: 'unauthorized', reason: 'scope-missing' },
    { when: 'the author did not name us', http: refusal(403, 'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.'), kind: 'rejected', reason: 'not-summoned', call: (connector, ctx) => connector.send(ctx, buildOutbound(reply)) },
    { when: 'the same text again', http: refusal(403, 'You are not allowed to create a Tweet with duplicate content.'), kind: 'rejected', reason: 'duplicate', call: (connector, ctx) => connector.send(ctx, buildOutbound(reply)) },
    { when: 'the post is gone', http: refusal(400, 'You attempted to reply to a Tweet that is deleted or not visible to you.'), kind: 'rejected', reason: 'message-gone', call: (connector, ctx) => connector.send(ctx, buildOutbound(reply)) },
    { when: 'the person takes no messages', http: refusal(403, 'You cannot send messages to this user.'), kind: 'rejected', reason: 'dm-not-allowed' },
    { when: 'the account is locked', http: refusal(403, 'To protect our users, your account is temporarily locked.'), kind: 'unauthorized', reason: 'account-suspended' },
    { when: 'another server', http: answered(404, '<html>'), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a redirect', http: answered(302), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'an answer that X would not give', http: answered(200, '[1]'), kind: 'ambiguous', reason: 'no-answer' },
    { when: 'a like that is switched off', http: answered(200, {}), kind: 'rejected', reason: 'act-not-offered', call: (connector, ctx) => connector.act?.(ctx, { kind: 'like', threadKey: '1:2', externalId: '3' }) ?? Promise.resolve() },
  ],
});

describe('who may be answered', () => {
  const send = async (rule: XSettings['replies'], summoned: string | undefined) => {
    const { http, asked } = faultyHttp(answered(201, { data: { id: '99', text: 'x' } }));
    const end = await x.send(buildContext({ ...settings, replies: rule }, { http }), buildOutbound({ ...reply, ...(summoned === undefined ? {} : { replyToExtra: { summoned } }) })).then(({ externalId }) => externalId, (error: { reason: string }) => error.reason);
    return { end, asked: asked.length };
  };

  it.each([
    ['summoned', 'mention', '99'], ['summoned', 'quote', '99'], ['summoned', 'reply', '99'], ['summoned', 'no', 'not-summoned'], ['summoned', undefined, '99'],
    ['strict', 'mention', '99'], ['strict', 'quote', '99'], ['strict', 'reply', 'not-summoned'], ['strict', 'no', 'not-summoned'],
    ['any', 'no', '99'],
  ] as const)('with the rule "%s", by "%s": %s', async (rule, summoned, end) => {
    expect(await send(rule, summoned)).toEqual({ end, asked: end === '99' ? 1 : 0 });
  });

  it('is refused before anything leaves when X would count too much', async () => {
    const { http, asked } = faultyHttp(answered(201, { data: { id: '99' } }));
    const ctx = buildContext(settings, { http });
    await expect(x.send(ctx, buildOutbound({ ...reply, text: '漢'.repeat(141) }))).rejects.toMatchObject({ kind: 'rejected', reason: 'text-too-long' });
    expect(asked).toEqual([]);
    await x.send(ctx, buildOutbound({ ...reply, text: '漢'.repeat(140) }));
    await x.send(ctx, buildOutbound({ ...reply, text: `https://example.com/${'a'.repeat(900)} ${'b'.repeat(256)}` }));
    expect(asked).toHaveLength(2);
  });
});

describe('the webhook', () => {
  const body = Buffer.from('{"for_user_id":"1"}');
  const given = (headers: Record<string, string>) => buildRequest({ headers, body });

  it('takes the signature of older apps too, but never without their secret', () => {
    const older = given({ 'x-twitter-webhooks-signature': signed(body, settings.consumerSecret) });
    expect(verify(older, settings)).toBe(true);
    expect(verify(older, { ...settings, consumerSecret: '' })).toBe(false);
    expect(verify(given({ 'x-twitter-webhooks-signature': signed(body, '') }), { ...settings, consumerSecret: '' })).toBe(false);
    expect(verify(given({ 'x-twitter-webhooks-signature-oauth2': signed(body, '') }), { ...settings, clientSecret: '' })).toBe(false);
  });

  it('does not fall back to the older signature when the newer is wrong', () => {
    expect(verify(given({ 'x-twitter-webhooks-signature-oauth2': 'sha256=AAAA', 'x-twitter-webhooks-signature': signed(body, settings.consumerSecret) }), settings)).toBe(false);
  });

  it('answers the challenge with the secret, and nothing else with it', () => {
    const challenge = buildRequest({ method: 'GET', query: { crc_token: 'abc' } });
    expect(JSON.parse(handshake(challenge, settings)?.body ?? '')).toEqual({ response_token: signed('abc') });
    expect(JSON.parse(handshake(challenge, { ...settings, clientSecret: '' })?.body ?? '')).toEqual({ response_token: signed('abc', settings.consumerSecret) });
    expect(handshake(challenge, { ...settings, clientSecret: '', consumerSecret: '' })).toBeUndefined();
    expect(handshake({ ...challenge, method: 'POST' }, settings)).toBeUndefined();
    expect(handshake(buildRequest({ method: 'GET' }), settings)).toBeUndefined();
  });

  it('names the account, since an app has one address for all', () => {
    expect(split(buildRequest({ body: Buffer.from('{"data":{"event_type":"dm.sent","event_uuid":"-5","filter":{"user_id":"42"},"payload":{}}}') }))).toMatchObject([{ externalId: 'dm.sent:-5', account: '42' }]);
    expect(x.account?.(settings)).toBe(settings.userId);
  });
});

describe('what a channel offers', () => {
  it('has both sides with direct messages, and is public without', () => {
    expect(x.capabilitiesOf?.(settings)).toMatchObject({ privateReply: {}, publicly: { maxTextLength: 280, public: true } });
    expect(x.capabilitiesOf?.({ ...settings, directMessages: false })).toMatchObject({ public: true, hide: true, maxTextLength: 280 });
    expect(x.capabilitiesOf?.({ ...settings, directMessages: false })).not.toHaveProperty('privateReply');
  });

  it('likes only where that is switched on', () => {
    expect(x.capabilitiesOf?.(settings).publicly?.like).toBeUndefined();
    expect(x.capabilitiesOf?.({ ...settings, likes: true }).publicly?.like).toBe(true);
  });

  it('asks in the consent for no more than that', () => {
    const scopes = (given: Partial<XSettings>) => new URL(consent.url({ clientId: 'c', ...given }, { redirectUrl: 'https://inbox.test/back', state: 's', codeChallenge: 'h' })).searchParams.get('scope')?.split(' ') ?? [];
    expect(scopes({})).toEqual(expect.arrayContaining(['dm.read', 'dm.write', 'offline.access', 'tweet.moderate.write', 'media.write']));
    expect(scopes({ directMessages: false })).not.toContain('dm.read');
    expect(scopes({})).not.toContain('like.write');
    expect(scopes({ likes: true })).toContain('like.write');
  });
});
