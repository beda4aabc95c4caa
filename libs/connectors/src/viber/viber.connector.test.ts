import { createHmac } from 'node:crypto';
import { buildAttachment, buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import type { Outbound } from '../contract';
import { viber } from './viber.connector';
import { parseJson } from '../json';
import type { ViberSettings } from './viber.settings';

const settings: ViberSettings = { authToken: 'an-invented-token-of-the-viber-suite', senderName: 'Shop', senderAvatar: '', captionLength: 120, apiUrl: 'https://viber.test' };
const refused = (status: number, message: string, headers: Record<string, string> = {}): HttpFault => ({ answer: { status: 200, headers, body: { status, status_message: message } } });
const sent = { status: 200, body: '{"status":0,"status_message":"ok","message_token":5741311803571721087,"chat_hostname":"SN-CHAT-05_"}' };
const sign = (body: Buffer | string, token = settings.authToken) => createHmac('sha256', token).update(body).digest('hex');

connectorConformance(viber, {
  folder: __dirname,
  settings,
  secrets: ['authToken'],
  proof: { kind: 'signature', in: { header: 'x-viber-content-signature' }, sign: (request, own) => ({ ...request, headers: { ...request.headers, 'x-viber-content-signature': sign(request.body, own.authToken) } }) },
  malformed: [
    { name: 'no event', body: '{"timestamp":1}' },
    { name: 'no time', body: '{"event":"message"}' },
    { name: 'a list', body: '[]' },
    { name: 'a tower of brackets', body: '['.repeat(200_000) },
    { name: 'a string that never ends', body: `{"event":"${'\\"'.repeat(100_000)}` },
  ],
  unknown: [
    { name: 'an event of tomorrow', delivery: delivery({ event: 'telepathy', timestamp: 1 }) },
    { name: 'a message of nobody', delivery: delivery({ event: 'message', timestamp: 1, message_token: 1, message: { type: 'text', text: 'x' } }) },
    { name: 'a message without a number', delivery: delivery({ event: 'message', timestamp: 1, sender: { id: 'u' }, message: { type: 'text', text: 'x' } }) },
    { name: 'a message that is a number', delivery: delivery({ event: 'message', timestamp: 1, message_token: 1, sender: { id: 'u' }, message: 4 }) },
    { name: 'a text without a text', delivery: delivery({ event: 'message', timestamp: 1, message_token: 1, sender: { id: 'u' }, message: { type: 'text' } }) },
    { name: 'a picture without an address', delivery: delivery({ event: 'message', timestamp: 1, message_token: 1, sender: { id: 'u' }, message: { type: 'picture', media: 'file:///etc/passwd' } }) },
    { name: 'a receipt of nothing', delivery: delivery({ event: 'seen', timestamp: 1 }) },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"ev') } },
  ],
  to: { id: '01234567890A=' },
  accepts: { answer: () => sent, shownText: (asked: AskedRequest[]) => asked.map(({ body }) => (JSON.parse(body) as { text?: string }).text ?? '').join('') },
  errors: {
    'rate-limited': { http: refused(12, 'tooManyRequests', { 'retry-after': '5' }), kind: 'unavailable', retryAfterMs: 5000, reason: 'rate-limited' },
    'server-error': { http: { answer: { status: 500, body: '<html>oops</html>' } }, kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: refused(2, 'invalidAuthToken'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refused(6, 'receiverNotSubscribed'), kind: 'rejected', reason: 'opted-out' },
    'refused-content': { http: refused(3, 'badData'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'somebody who deleted Viber', http: refused(5, 'receiverNotRegistered'), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'a known name under a number of tomorrow', http: refused(77, 'receiverNotSubscribed'), kind: 'rejected', reason: 'opted-out' },
    { when: 'a known number with words of tomorrow', http: refused(12, 'slow down, please'), kind: 'unavailable', reason: 'rate-limited' },
    { when: 'a bot that is suspended', http: refused(9, 'publicAccountSuspended'), kind: 'unauthorized', reason: 'account-suspended' },
    { when: 'a webhook that is not set', http: refused(10, 'webhookNotSet'), kind: 'unauthorized', reason: 'webhook-not-set' },
    { when: 'money used up', http: refused(24, 'noBalance'), kind: 'rejected', reason: 'quota-used' },
    { when: 'a limit by status', http: { answer: { status: 429, body: '' } }, kind: 'unavailable' },
    { when: 'a 200 that is no answer of Viber', http: { answer: { status: 200, body: '<html>Sign in to the hotel</html>' } }, kind: 'ambiguous' },
    { when: 'a yes without a number', http: { answer: { status: 200, body: '{"status":0,"status_message":"ok"}' } }, kind: 'ambiguous' },
    { when: 'a redirect', http: { answer: { status: 302, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is no Viber', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a text of blanks', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'u' }, text: ' ' })), kind: 'rejected', reason: 'empty' },
    { when: 'a file and no public address', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'u' }, attachments: [buildAttachment()] })), kind: 'rejected', reason: 'no-public-url' },
    { when: 'a text of 30 KB in few characters', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'u' }, text: '\u0001'.repeat(7000) })), kind: 'rejected', reason: 'text-too-long' },
    {
      when: 'a limit after the first part: nothing is sent twice', kind: 'ambiguous', reason: 'partly-sent',
      http: ({ body }) => (body.includes('"type":"text"') ? { answer: sent } : refused(12, 'tooManyRequests')),
      call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'u' }, attachments: [buildAttachment({ url: 'https://shop.example/a.pdf' })] })),
    },
    { when: 'a file that Viber deleted', http: { answer: { status: 404, body: '' } }, call: (connector, ctx) => connector.download?.(ctx, 'media:https://dl-media.viber.com/x') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
    { when: 'a reference that is none', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.download?.(ctx, 'media:file:///etc/passwd') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
  ],
});

describe('numbers beyond 2^53', () => {
  it('are read as text, wherever they stand, and nothing else is touched', () => {
    const text = '{"a":4912661846655238145,"b":[-4912661846655238145,12],"c":"4912661846655238145 \\" 4912661846655238145","d":1.2345678901234567,"e":12345678901234567e2,"f":1e-1234567890123456,"g":123456789012345}';
    expect(parseJson(text)).toEqual({
      a: '4912661846655238145', b: ['-4912661846655238145', 12], c: '4912661846655238145 " 4912661846655238145', d: 1.2345678901234567, e: 12345678901234567e2, f: 0, g: 123456789012345,
    });
  });

  it.each(['', '{"a":', '"', '"\\', '4912661846655238145 4912661846655238145', '[4912661846655238145'])('leave broken JSON broken: %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('are read in time that grows with the text', () => {
    const began = performance.now();
    expect(() => parseJson(`{"a":"${'\\"'.repeat(2_000_000)}`)).toThrow(SyntaxError);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('name a message of ours', async () => {
    const { http } = faultyHttp({ answer: sent });
    expect((await viber.send(buildContext(settings, { http }), buildOutbound({ to: { id: 'u' } }))).externalId).toBe('5741311803571721087');
  });
});

it('takes the proof from the address where a proxy drops the header', () => {
  const body = Buffer.from('{"event":"webhook","timestamp":1}');
  expect(viber.webhook?.verify(buildRequest({ body, query: { sig: sign(body) } }), settings)).toBe(true);
  expect(viber.webhook?.verify(buildRequest({ body, query: { sig: sign('x') } }), settings)).toBe(false);
});

describe('sending', () => {
  const send = async (given: Partial<Outbound>, own: Partial<ViberSettings> = {}) => {
    const { http, asked } = faultyHttp({ answer: sent });
    await viber.send(buildContext({ ...settings, ...own }, { http }), buildOutbound({ to: { id: 'u' }, ...given }));
    return asked.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  };
  const url = 'https://shop.example/a';

  it('shows the name of the channel, or of the workspace, cut to what Viber takes', async () => {
    expect(await send({ text: 'x' })).toEqual([{ receiver: 'u', min_api_version: 1, sender: { name: 'Shop' }, tracking_data: buildOutbound().messageId, type: 'text', text: 'x' }]);
    const [body] = await send({ author: { name: 'Ola', workspace: 'ż'.repeat(40) } }, { senderName: '', senderAvatar: 'https://shop.example/face.png' });
    expect(body?.['sender']).toEqual({ name: 'ż'.repeat(28), avatar: 'https://shop.example/face.png' });
  });

  it('puts a short text below a picture, and a longer one before it', async () => {
    const picture = buildAttachment({ contentType: 'image/png', url });
    expect((await send({ text: 'x', attachments: [picture] })).map(({ type, text }) => [type, text])).toEqual([['picture', 'x']]);
    expect((await send({ text: 'x'.repeat(121), attachments: [picture] })).map(({ type }) => type)).toEqual(['text', 'picture']);
    expect((await send({ text: '', attachments: [picture, picture] })).map(({ type }) => type)).toEqual(['picture', 'picture']);
  });

  it('sends as a file what is no picture or video for Viber', async () => {
    const bodies = await send({ text: '', attachments: [buildAttachment({ contentType: 'image/png', sizeBytes: 1024 * 1024 + 1, url }), buildAttachment({ contentType: 'video/mp4', name: 'a.mp4', url }), buildAttachment({ name: `${'n'.repeat(300)}.pdf`, url })] });
    expect(bodies.map(({ type, size, file_name: name }) => [type, size, typeof name === 'string' ? name.length : 0])).toEqual([['file', 1024 * 1024 + 1, 11], ['video', 24, 0], ['file', 24, 256]]);
    expect(String(bodies[2]?.['file_name']).endsWith('.pdf')).toBe(true);
  });
});

function delivery(callback: object) {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify(callback)) };
}
