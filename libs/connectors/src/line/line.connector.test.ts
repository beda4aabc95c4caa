import { createHmac } from 'node:crypto';
import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import type { Connector, Context } from '../contract';
import { line } from './line.connector';
import { durationOf } from './line.duration';
import type { LineSettings } from './line.settings';

const settings: LineSettings = {
  channelId: '1650000001',
  channelSecret: 'an-invented-secret-of-the-line-suite',
  accessToken: 'an-invented-token-of-the-line-suite',
  answers: 'reply-first',
  replyTokenSeconds: 50,
  senderName: 'account',
  apiUrl: 'https://line.test',
  dataUrl: 'https://line-data.test',
  stickerUrl: 'https://stickers.test/{id}.png',
};
const failed = (status: number, message: string, headers: Record<string, string> = {}): HttpFault => ({ answer: { status, headers, body: { message } } });
const sent = { status: 200, body: { sentMessages: [{ id: '900' }] } };
/** Fresh by the clock of the suite. */
const fresh = { replyToken: 'token-of-the-last-message', at: Date.parse('2026-11-21T11:59:40Z') };
const answering = (connector: Connector<LineSettings>, ctx: Context<LineSettings>) => connector.send(ctx, buildOutbound({ to: { id: 'U1' }, threadKey: 'U1', threadState: fresh }));

connectorConformance(line, {
  folder: __dirname,
  settings,
  secrets: ['channelSecret', 'accessToken'],
  proof: {
    kind: 'signature',
    in: { header: 'x-line-signature' },
    sign: (request, own) => ({ ...request, headers: { ...request.headers, 'x-line-signature': createHmac('sha256', own.channelSecret).update(request.body).digest('base64') } }),
  },
  malformed: [
    { name: 'no events', body: '{"destination":"U1"}' },
    { name: 'events that are no list', body: '{"destination":"U1","events":{}}' },
    { name: 'no destination', body: '{"events":[]}' },
    { name: 'a list', body: '[]' },
    { name: 'a tower of brackets', body: '['.repeat(200_000) },
  ],
  unknown: [
    { name: 'an event of tomorrow', delivery: delivery({ type: 'telepathy', timestamp: 1, source: { type: 'user', userId: 'U1' } }) },
    { name: 'a message of tomorrow', delivery: delivery({ type: 'message', timestamp: 1, source: { type: 'user', userId: 'U1' }, message: { id: '1', type: 'hologram' } }) },
    { name: 'a text without a text', delivery: delivery({ type: 'message', timestamp: 1, source: { type: 'user', userId: 'U1' }, message: { id: '1', type: 'text' } }) },
    { name: 'a message of nobody', delivery: delivery({ type: 'message', timestamp: 1, message: { id: '1', type: 'text', text: 'x' } }) },
    { name: 'a message that is a number', delivery: delivery({ type: 'message', timestamp: 1, source: { type: 'user', userId: 'U1' }, message: 4 }) },
    { name: 'an event that is null', delivery: delivery(null) },
    { name: 'a postback without a number', delivery: delivery({ type: 'postback', timestamp: 1, source: { type: 'user', userId: 'U1' }, postback: { data: 'x' } }) },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"ev') } },
  ],
  to: { id: 'U1f0a8c3e5b7d9f2a4c6e8b0d1f3a5c7e' },
  accepts: { answer: () => sent, shownText: (asked: AskedRequest[]) => asked.map(({ body }) => textOf(body)).join('') },
  errors: {
    'rate-limited': { http: failed(429, 'The API rate limit has been exceeded. Try again later.', { 'retry-after': '4' }), kind: 'unavailable', retryAfterMs: 4000 },
    'server-error': { http: failed(500, 'Internal server error'), kind: 'unavailable', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'unavailable' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'unavailable' },
    'credentials-refused': { http: failed(401, 'Authentication failed. Confirm that the access token in the authorization header is valid.'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: failed(403, 'Access to this API is not available for your account'), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: failed(400, "The property, 'to', in the request body is invalid (line: -, column: -)"), kind: 'rejected', reason: 'unknown-recipient' },
  },
  moreErrors: [
    { when: 'the messages of the month used up', http: failed(429, 'You have reached your monthly limit.'), kind: 'rejected', reason: 'quota-used' },
    { when: 'silence after a reply, which has no key', http: { breaks: 'timeout' }, call: answering, kind: 'ambiguous', reason: 'no-answer' },
    { when: 'a 5xx to a reply', http: failed(500, 'Internal server error'), call: answering, kind: 'ambiguous' },
    { when: 'a limit on replies', http: failed(429, 'The API rate limit has been exceeded. Try again later.'), call: answering, kind: 'unavailable' },
    { when: 'a page of a proxy in front', http: { answer: { status: 502, body: '<html>Bad Gateway</html>' } }, kind: 'unavailable' },
    { when: 'a redirect', http: { answer: { status: 302, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is no LINE', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a text of blanks', http: { answer: sent }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'U1' }, text: ' \n' })), kind: 'rejected', reason: 'empty' },
    { when: 'a picture and no public address', http: { answer: sent }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'U1' }, attachments: [buildAttachment()] })), kind: 'rejected', reason: 'no-public-url' },
    { when: 'a recording that is being prepared', http: { answer: { status: 200, body: { status: 'processing' } } }, call: (connector, ctx) => connector.download?.(ctx, 'converted:7') ?? Promise.resolve(), kind: 'unavailable', reason: 'still-preparing', retryAfterMs: 5000 },
    { when: 'a file that LINE deleted', http: { answer: { status: 404, body: { message: 'Not found' } } }, call: (connector, ctx) => connector.download?.(ctx, 'content:7') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
    { when: 'an edit, which LINE has not', http: { answer: sent }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'edit', threadKey: 'U1', externalId: '7', text: 'x' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
  ],
});

describe('leaving by reply or push', () => {
  const send = async (threadState: object, given: Partial<LineSettings>, behave: (request: AskedRequest) => HttpFault) => {
    const { http, asked } = faultyHttp(behave);
    const result = await line.send(buildContext({ ...settings, ...given }, { http }), buildOutbound({ to: { id: 'U1' }, threadKey: 'U1', threadState: JSON.parse(JSON.stringify(threadState)) }));
    return { result, paths: asked.map(({ url }) => new URL(url).pathname.split('/').at(-1)), asked };
  };

  it('uses the free token while it is fresh, and pushes afterwards', async () => {
    expect((await send(fresh, {}, () => ({ answer: sent }))).paths).toEqual(['reply']);
    expect((await send({ ...fresh, at: fresh.at - 60_000 }, {}, () => ({ answer: sent }))).paths).toEqual(['push']);
    expect((await send(fresh, { answers: 'push' }, () => ({ answer: sent }))).paths).toEqual(['push']);
    expect((await send({}, {}, () => ({ answer: sent }))).paths).toEqual(['push']);
  });

  it('pushes when the token turns out to be used, under our own id as the key', async () => {
    const { paths, asked } = await send(fresh, {}, ({ url }) => (url.endsWith('/reply') ? failed(400, 'Invalid reply token') : { answer: sent }));
    expect(paths).toEqual(['reply', 'push']);
    expect(asked[1]?.headers['x-line-retry-key']).toBe(buildOutbound().messageId);
  });

  it('takes "we had that already" for success, with the ids of the first time', async () => {
    const { result } = await send({}, {}, () => ({ answer: { status: 409, body: { message: 'The retry key is already accepted', sentMessages: [{ id: '901' }, { id: '902' }] } } }));
    expect(result).toMatchObject({ externalId: '901', otherExternalIds: ['902'], status: 'sent' });
  });
});

describe('the length of a recording', () => {
  it('is read from an MP4 header of either width', () => {
    const short = Buffer.alloc(48);
    short.write('mvhd', 4);
    short.writeUInt32BE(1000, 20);
    short.writeUInt32BE(4_100, 24);
    expect(durationOf(short, 'audio/mp4')).toBe(4_100);
    const long = Buffer.alloc(60);
    long.write('mvhd', 4);
    long.writeUInt8(1, 8);
    long.writeUInt32BE(600, 28);
    long.writeBigUInt64BE(1_200n, 32);
    expect(durationOf(long, 'audio/x-m4a')).toBe(2_000);
  });

  it('is worked out from the bit rate of an MP3, behind its tags', () => {
    const tag = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 20, ...Array.from({ length: 20 }, () => 0xff)]);
    const frames = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(15_996)]);
    expect(durationOf(Buffer.concat([tag, frames]), 'audio/mpeg')).toBe(1_000);
  });

  it('is unknown for anything else, and for a header that lies', () => {
    const zero = Buffer.alloc(48);
    zero.write('mvhd', 4);
    for (const bytes of [Buffer.alloc(0), Buffer.from('mvhd'), zero, Buffer.alloc(500)]) {
      expect([durationOf(bytes, 'audio/mp4'), durationOf(bytes, 'audio/mpeg')]).toEqual([undefined, undefined]);
    }
  });
});

function delivery(event: unknown) {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify({ destination: 'U0', events: [event] })) };
}

function textOf(body: string): string {
  const { messages } = JSON.parse(body) as { messages: { text: string }[] }; // what the connector wrote
  return messages.map(({ text }) => text).join('');
}
