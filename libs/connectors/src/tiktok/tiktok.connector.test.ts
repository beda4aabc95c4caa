import { createHmac } from 'node:crypto';
import { connectorConformance } from '../conformance/conformance';
import { buildAttachment, buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { faultyHttp, type AskedRequest, type HttpAnswer } from '../conformance/http-faults';
import type { Delivery, Json } from '../contract';
import { tiktok } from './tiktok.connector';
import { tiktokSettings } from './tiktok.settings';
import { verify } from './tiktok.webhook';

const settings = tiktokSettings.parse({ appId: '7100000000000000001', appSecret: 'inventedAppSecret4711', businessId: '-000simulatedBusiness0001', accessToken: 'act.inventedForTheConformanceSuite', apiUrl: 'https://tiktok.test/v1.3' });
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): { answer: HttpAnswer } => ({ answer: { status, headers, body } });
const no = (code: number, message: string) => answer(200, { code, message, request_id: 'r', data: {} });
const yes = (data: object): HttpAnswer => ({ status: 200, body: { code: 0, message: 'OK', data } });
const event = (name: string, content: unknown): Delivery => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify({ event: name, user_openid: settings.businessId, create_time: 1, content: typeof content === 'string' ? content : JSON.stringify(content) })) });
const signature = (body: Buffer, secret: string, seconds = Math.floor(Date.now() / 1000)) => `t=${seconds},s=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`;
const said = (more: object) => event('im_receive_msg', { message_id: 'm', conversation_id: 'c', from_user: { id: 'a' }, ...more });
const below = { visibility: 'public' as const, threadKey: '7380:uniqueAnna', replyToExternalId: '7400', postExternalId: '7380' };

connectorConformance(tiktok, {
  folder: __dirname,
  settings,
  secrets: ['appSecret', 'accessToken', 'refreshToken', 'tokenExpiresAt', 'refreshExpiresAt'],
  proof: { kind: 'signature', in: { header: 'tiktok-signature' }, sign: (request, own) => ({ ...request, headers: { ...request.headers, 'tiktok-signature': signature(request.body, own.appSecret) } }) },
  malformed: [
    { name: 'no event', body: '{"content":"{}"}' },
    { name: 'no content', body: '{"event":"im_receive_msg"}' },
    { name: 'a content that is a number', body: '{"event":"im_receive_msg","content":7}' },
    { name: 'a list', body: '[{"event":"x","content":"{}"}]' },
    { name: 'a tower of brackets', body: '['.repeat(200_000) },
  ],
  unknown: [
    { name: 'an event of tomorrow', delivery: event('im_telepathy', {}) },
    { name: 'an event named like a trap', delivery: event('__proto__', {}) },
    { name: 'a content that is no JSON', delivery: event('im_receive_msg', '{"mess') },
    { name: 'a content that is a tower', delivery: event('im_receive_msg', `${'['.repeat(100_000)}${']'.repeat(100_000)}`) },
    { name: 'a message without an id', delivery: event('im_receive_msg', { conversation_id: 'c' }) },
    { name: 'a message of a new kind', delivery: said({ type: 'constructor' }) },
    { name: 'a message without a kind', delivery: said({}) },
    { name: 'a picture without one', delivery: said({ type: 'image', image: null }) },
    { name: 'a sticker at no address', delivery: said({ type: 'sticker', sticker: { url: 'nowhere' } }) },
    { name: 'a time that is none', delivery: said({ type: 'hologram', timestamp: 1e300 }) },
    { name: 'a receipt of nothing', delivery: event('im_mark_read_msg', {}) },
    { name: 'a comment without an id', delivery: event('comment.update', { comment_action: 'insert' }) },
    { name: 'a comment with an action of tomorrow', delivery: event('comment.update', { comment_id: '1', comment_action: 'levitate' }) },
    { name: 'something fetched of tomorrow', delivery: { contentType: 'application/json', body: Buffer.from('{"fetched":"dream"}') } },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"ev') } },
  ],
  to: { id: '-000anna' },
  outbound: { threadKey: 'conv+abc/==' },
  accepts: {
    answer: () => yes({ message: { message_id: 'm-1' } }),
    shownText: (asked: AskedRequest[]) => asked.map(({ body }) => (JSON.parse(body) as { text: { body: string } }).text.body).join(''),
  },
  errors: {
    'rate-limited': { http: answer(200, { code: 40100, message: 'Requests made too frequently.' }, { 'retry-after': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: no(50000, 'System error'), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: no(40105, 'Access token is incorrect or has been revoked.'), kind: 'unauthorized', reason: 'token-expired' },
    forbidden: { http: no(40001, 'No permission to operate the account.'), kind: 'unauthorized', reason: 'permission-missing' },
    'refused-content': { http: no(40002, 'text.body: Missing data for required field.'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a connection that broke while the request was being written', http: { breaks: 'while-writing' }, kind: 'unavailable' },
    { when: 'a 502 without a word', http: answer(502, '<html>bad gateway</html>'), kind: 'ambiguous' },
    { when: 'a 429 without a word', http: answer(429, 'slow', { 'retry-after': '3' }), kind: 'unavailable', retryAfterMs: 3000 },
    { when: 'a 200 that is not TikTok', http: answer(200, '<html>Sign in to the hotel</html>'), kind: 'ambiguous' },
    { when: 'a yes that names nothing', http: { answer: yes({ message: {} }) }, kind: 'ambiguous' },
    { when: 'a redirect', http: answer(302, '', { location: 'https://elsewhere.test' }), kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is not TikTok', http: answer(404, '<html>nginx</html>'), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a path that TikTok has not', http: no(40006, 'no schema found'), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a closed window', http: no(40002, 'The message cannot be sent outside of the 48-hour messaging window.'), kind: 'rejected', reason: 'window-closed' },
    { when: 'too many messages', http: no(40002, 'You have reached the maximum number of messages for this conversation'), kind: 'rejected', reason: 'message-cap' },
    { when: 'a person who blocked the account', http: no(40002, 'The recipient has blocked you'), kind: 'rejected', reason: 'blocked-by-user' },
    { when: 'a country without pictures', http: no(40002, 'This capability is not available in the region of the user'), kind: 'rejected', reason: 'not-available-here' },
    { when: 'nobody to write to', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound()), kind: 'rejected', reason: 'chat-not-found' },
    { when: 'nothing but blanks', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ threadKey: 'c', text: ' ' })), kind: 'rejected', reason: 'empty' },
    { when: 'a comment that is too long', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ ...below, text: 'a'.repeat(151) })), kind: 'rejected', reason: 'text-too-long' },
    { when: 'a file below a comment', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ ...below, attachments: [buildAttachment()] })), kind: 'rejected', reason: 'attachments-unsupported' },
    { when: 'a PDF', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ threadKey: 'c', attachments: [buildAttachment()] })), kind: 'rejected', reason: 'attachment-type' },
    { when: 'silence after a comment', http: { breaks: 'after-writing' }, call: (connector, ctx) => connector.send(ctx, buildOutbound(below)), kind: 'ambiguous' },
    { when: 'a comment that is gone', http: no(40002, 'The comment does not exist'), call: (connector, ctx) => connector.send(ctx, buildOutbound(below)), kind: 'rejected', reason: 'gone' },
    { when: 'a failure of an act, which may be repeated', http: no(50000, 'System error'), call: (connector, ctx) => connector.act?.(ctx, { kind: 'hide', threadKey: '7380:x', externalId: '7400' }) ?? Promise.resolve(), kind: 'unavailable' },
    { when: 'the deletion of a message', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'delete', threadKey: 'conv', externalId: 'm' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
  ],
});

describe('the proof of an event', () => {
  it('is refused when it is older than five minutes, or from the future', () => {
    const body = Buffer.from('{"event":"x"}');
    const at = (seconds: number) => verify(buildRequest({ body, headers: { 'tiktok-signature': signature(body, settings.appSecret, Math.floor(Date.now() / 1000) + seconds) } }), settings);
    expect([0, -290, -302, 302].map(at)).toEqual([true, true, false, false]);
  });
});

describe('what TikTok takes after a message', () => {
  const send = async (own: Partial<typeof settings>, given: { lastInboundAt?: string; threadState?: Json }) => {
    const { http } = faultyHttp({ answer: yes({ message: { message_id: 'm-1' } }) });
    return tiktok.send(buildContext({ ...settings, ...own }, { http }), buildOutbound({ threadKey: 'c', ...given })).then((sent) => sent.threadState ?? 'sent', (error: unknown) => (error as { reason: string }).reason);
  };

  it('is an answer within so many hours', async () => {
    expect(await send({}, { lastInboundAt: '2026-11-19T12:00:00Z' })).toBe('sent');
    expect(await send({}, { lastInboundAt: '2026-11-19T11:59:59Z' })).toBe('window-closed');
    expect(await send({ windowHours: 72 }, { lastInboundAt: '2026-11-19T11:59:59Z' })).toBe('sent');
    expect(tiktok.capabilitiesOf?.({ ...settings, windowHours: 72, commentLength: 1200 })).toMatchObject({ replyWindowHours: 72, publicly: { maxTextLength: 1200, hide: true } });
  });

  it('is so many answers until the next message, where that is set', async () => {
    const lastInboundAt = '2026-11-21T11:00:00Z';
    expect(await send({ messageCap: 2 }, { lastInboundAt })).toEqual({ since: lastInboundAt, count: 1 });
    expect(await send({ messageCap: 2 }, { lastInboundAt, threadState: { since: lastInboundAt, count: 1 } })).toEqual({ since: lastInboundAt, count: 2 });
    expect(await send({ messageCap: 2 }, { lastInboundAt, threadState: { since: lastInboundAt, count: 2 } })).toBe('message-cap');
    expect(await send({ messageCap: 2 }, { lastInboundAt: '2026-11-21T11:30:00Z', threadState: { since: lastInboundAt, count: 2 } })).toMatchObject({ count: 1 });
  });
});
