import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import type { Delivery } from '../contract';
import { discord } from './discord.connector';
import { madeAt, nonceOf, snowflakeAt, timeOf, uuidOf } from './discord.ids';
import { routeOf } from './discord.limits';
import { discordSettings, intentsOf, type DiscordSettings } from './discord.settings';

const settings: DiscordSettings = discordSettings.parse({ botToken: 'invented.token.of.the.discord.suite', privateChannels: '1441999999999999999', apiUrl: 'https://discord.test/api/v10', cdnUrl: 'https://cdn.test', mediaUrl: 'https://media.test' });
const told = (status: number, code: number, message: string, more: object = {}): HttpFault => ({ answer: { status, body: { code, message, ...more } } });
const posted = { status: 200, body: { id: '1443000000000000001', channel_id: '1441000000000000001' } };
const direct = '1441000000000000001';
const bodyOf = (request: AskedRequest) => JSON.parse(request.body) as Record<string, unknown>;
const kept = (body: unknown): Delivery => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) });
const message = (given: object) => kept({ what: 'message', me: '9', place: { kind: 'direct', id: direct }, message: { id: '1', channel_id: direct, author: { id: '2', username: 'anna' }, timestamp: '2025-11-21T12:00:00Z', ...given } });

connectorConformance(discord, {
  folder: __dirname,
  settings,
  secrets: ['botToken', 'privateChannels'],
  unknown: [
    { name: 'an event of tomorrow', delivery: kept({ what: 'other', event: 'TELEPATHY_CREATE' }) },
    { name: 'a message of a kind of tomorrow', delivery: message({ type: 99 }) },
    { name: 'a message with nothing in it', delivery: message({}) },
    { name: 'a message of nobody', delivery: message({ author: null, content: 'x' }) },
    { name: 'a message without an id', delivery: message({ id: null, content: 'x' }) },
    { name: 'a message that is a number', delivery: kept({ what: 'message', me: '9', place: { kind: 'direct', id: direct }, message: 4 }) },
    { name: 'something that we never kept', delivery: kept({ what: 'dreamt' }) },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"wh') } },
  ],
  to: { id: '1200000000000000001' },
  outbound: { threadKey: direct },
  accepts: { answer: () => posted, shownText: (asked) => asked.map((request) => String(bodyOf(request)['content'])).join('') },
  errors: {
    'rate-limited': { http: { answer: { status: 429, headers: { 'retry-after': '7' }, body: { message: 'You are being rate limited.', retry_after: 6.457, global: false } } }, kind: 'unavailable', retryAfterMs: 6457, reason: 'rate-limited' },
    'server-error': { http: { answer: { status: 502, body: '<html>' } }, kind: 'unavailable', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    // The number that goes along makes a second try the same message.
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'unavailable' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'unavailable' },
    'credentials-refused': { http: told(401, 0, '401: Unauthorized'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: told(403, 50_013, 'Missing Permissions'), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: told(400, 50_035, 'Invalid Form Body', { errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] } } }), kind: 'rejected', reason: 'text-too-long' },
  },
  moreErrors: [
    { when: 'somebody who takes no messages', http: told(403, 50_007, 'Cannot send messages to this user'), kind: 'rejected', reason: 'blocked-by-user' },
    { when: 'a slow mode, whatever its status', http: told(400, 20_016, 'Slowmode', { retry_after: 3 }), kind: 'unavailable', retryAfterMs: 3000 },
    { when: 'rules of the server', http: told(400, 200_000, 'Message was blocked by automatic moderation'), kind: 'rejected', reason: 'text-refused' },
    { when: 'a locked thread', http: told(403, 160_005, 'Thread is locked'), kind: 'rejected', reason: 'chat-closed' },
    { when: 'a number of tomorrow', http: told(400, 999_999, 'Cannot {do} <that>'), kind: 'rejected', reason: 'refused' },
    { when: 'an answer that is no JSON', http: { answer: { status: 200, body: '<html>' } }, kind: 'unavailable' },
    { when: 'a redirect', http: { answer: { status: 302, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is no Discord', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a text of blanks', http: { answer: posted }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '1' }, threadKey: direct, text: ' \n' })), kind: 'rejected', reason: 'empty' },
    { when: 'a thread of another platform', http: { answer: posted }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '1' }, threadKey: '../../users/@me' })), kind: 'rejected', reason: 'chat-not-found' },
    { when: 'a recipient who is no ID', http: { answer: posted }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'anna#1234' } })), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'a message to hide', http: { answer: posted }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'hide', threadKey: direct, externalId: `${direct}:1` }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    { when: 'a gateway that is not Discord’s', http: { answer: { status: 200, body: { url: 'wss://gateway.discord.gg.evil.example', session_start_limit: { total: 1, remaining: 1, reset_after: 1 } } } }, call: (connector, ctx) => connector.stream?.(ctx, undefined, () => Promise.resolve(), new AbortController().signal) ?? Promise.resolve(), kind: 'unavailable', reason: 'wrong-address' },
    { when: 'too many connections today', http: { answer: { status: 200, body: { url: 'wss://gateway.discord.gg', session_start_limit: { total: 1000, remaining: 0, reset_after: 60_000 } } } }, call: (connector, ctx) => connector.stream?.(ctx, undefined, () => Promise.resolve(), new AbortController().signal) ?? Promise.resolve(), kind: 'unavailable', retryAfterMs: 60_000 },
    { when: 'a file that is gone', http: { answer: { status: 404, body: { code: 10_008, message: 'Unknown Message' } } }, call: (connector, ctx) => connector.download?.(ctx, `file:${direct}:1:2|https://cdn.test/x`) ?? Promise.resolve(), kind: 'rejected', reason: 'message-gone' },
  ],
});

describe('sending', () => {
  it('carries our own number, answers the message, and calls nobody', async () => {
    const { http, asked } = faultyHttp({ answer: posted });
    const sent = await discord.send(buildContext(settings, { http }), buildOutbound({ threadKey: direct, replyToExternalId: `${direct}:77`, text: '@everyone look' }));
    expect(bodyOf(asked[0]!)).toEqual({ content: '@everyone look', nonce: nonceOf(buildOutbound().messageId), enforce_nonce: true, allowed_mentions: { parse: [], replied_user: false }, message_reference: { message_id: '77', fail_if_not_exists: false } });
    expect(sent).toEqual({ externalId: `${direct}:1443000000000000001`, status: 'sent' });
  });

  it('tells in private what answers a public question, in a chat that this opens', async () => {
    const { http, asked } = faultyHttp(({ url }) => ({ answer: url.endsWith('/users/@me/channels') ? { status: 200, body: { id: direct, type: 1 } } : posted }));
    const sent = await discord.send(buildContext(settings, { http }), buildOutbound({ to: { id: '1200000000000000001' }, postExternalId: '1441000000000000002', replyToExternalId: '1441000000000000002:77', visibility: 'private' }));
    expect(sent.threadKey).toBe(direct);
    expect(bodyOf(asked[1]!)).not.toHaveProperty('message_reference');
    const where = await discord.send(buildContext(settings, { http }), buildOutbound({ threadKey: '1441000000000000002:1200000000000000001', postExternalId: '1441000000000000002', visibility: 'public' }));
    expect([where.externalId, new URL(asked.at(-1)!.url).pathname]).toEqual(['1441000000000000002:1443000000000000001', '/api/v10/channels/1441000000000000002/messages']);
  });

  it('looks whether it arrived, when Discord has forgotten the number by then', async () => {
    const arrived = { id: '1443000000000000009', channel_id: direct, author: { id: '900000000000000002' }, content: 'Your parcel leaves today.', attachments: [] };
    const { http, asked } = faultyHttp(({ method, url }) => ({ answer: url.endsWith('/users/@me') ? { status: 200, body: { id: '900000000000000002' } } : method === 'GET' ? { status: 200, body: [arrived] } : posted }));
    const late = buildOutbound({ threadKey: direct, attempt: 5 });
    expect((await discord.send(buildContext(settings, { http }), late)).externalId).toBe(`${direct}:1443000000000000009`);
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect((await discord.send(buildContext(settings, { http }), { ...late, text: 'Something else' })).externalId).toBe(`${direct}:1443000000000000001`);
  });

  it('sends files beside what describes them', async () => {
    const { http, asked } = faultyHttp({ answer: posted });
    await discord.send(buildContext(settings, { http }), buildOutbound({ threadKey: direct, attachments: [buildAttachment({ name: 'a "b".pdf' })] }));
    expect(asked[0]?.body).toContain('name="files[0]"; filename="a %22b%22.pdf"');
    expect(asked[0]?.body).toContain('"attachments":[{"id":"0","filename":"a \\"b\\".pdf"}]');
  });

  it('does not ask again before the time that Discord named, for that channel alone', async () => {
    const { http, asked } = faultyHttp(({ url }) => ({ answer: url.includes('/1441000000000000007/') ? { status: 429, body: { message: 'slow', retry_after: 60, global: false } } : posted }));
    const ctx = buildContext(settings, { http });
    const limited = discord.send(ctx, buildOutbound({ threadKey: '1441000000000000007' }));
    await expect(limited).rejects.toMatchObject({ retryAfterMs: 60_000 });
    await expect(discord.send(ctx, buildOutbound({ threadKey: '1441000000000000007' }))).rejects.toMatchObject({ reason: 'rate-limited' });
    await discord.send(ctx, buildOutbound({ threadKey: direct }));
    expect(asked).toHaveLength(2);
  });
});

describe('numbers', () => {
  it('keep our id within 25 characters, and give it back', () => {
    const uuid = '0197a0de-0000-7000-8000-0000000000aa';
    expect([nonceOf(uuid).length, uuidOf(nonceOf(uuid)), uuidOf('hello'), uuidOf(12)]).toEqual([22, uuid, undefined, undefined]);
    expect(new Date(madeAt(uuid)).toISOString()).toMatch(/^2025-06-/);
  });

  it('tell their time, exact beyond what a JavaScript number holds', () => {
    expect(timeOf('175928847299117063')).toBe(1_462_015_105_796);
    expect(timeOf(snowflakeAt(1_763_719_200_123))).toBe(1_763_719_200_123);
    expect(snowflakeAt(0)).toBe('0');
  });

  it('count limits for each channel, and not for each message', () => {
    expect([routeOf('GET', '/channels/12/messages/34'), routeOf('GET', '/channels/12/messages/35'), routeOf('GET', '/channels/13/messages/35'), routeOf('GET', '/users/5')])
      .toEqual(['GET /channels=12/messages/:id', 'GET /channels=12/messages/:id', 'GET /channels=13/messages/:id', 'GET /users/:id']);
  });
});

it('asks for the privilege to read servers only where servers are read', () => {
  const content = 1 << 15;
  expect([intentsOf({ channels: [], directMessages: true }) & content, intentsOf({ channels: ['1'], directMessages: false }) & content]).toEqual([0, content]);
  expect(intentsOf({ channels: ['1'], directMessages: true })).toBe(1 + 512 + 1024 + 4096 + 8192 + 16_384 + 32_768);
});
