import { createHmac } from 'node:crypto';
import { buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import { trustpilot } from './trustpilot.connector';
import { trustpilotSettings, type TrustpilotSettings } from './trustpilot.settings';
import { isProved } from './trustpilot.webhook';

const settings: TrustpilotSettings = trustpilotSettings.parse({
  businessUnitId: '507f191e810c19729de860ea', businessUserId: '507f191e810c19729de860eb', apiKey: 'invented-key', apiSecret: 'invented-secret-77310', webhookProof: 'key', webhookSecret: 'invented-webhook-secret-77310',
});
const after = (fault: HttpFault) => ({ url }: AskedRequest): HttpFault => (url.endsWith('/accesstoken') ? { answer: { status: 200, body: { access_token: 'invented-access-token', expires_in: '359999' } } } : fault);
const answered = (status: number, body: object | string = '', headers: Record<string, string> = {}) => after({ answer: { status, headers, body } });
const refusal = (status: number, message: string) => answered(status, { message });
const delivery = (body: unknown) => ({ contentType: 'application/json', body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const outbound = { threadKey: 'business-unit/507f191e810c19729de860ea:t1', replyToExternalId: 't1', visibility: 'public' as const, postExternalId: 'business-unit/507f191e810c19729de860ea' };

connectorConformance(trustpilot, {
  folder: __dirname,
  settings,
  secrets: ['apiSecret', 'webhookSecret'],
  proof: { kind: 'secret', in: { query: 'key' }, sign: (request, own) => ({ ...request, url: `${request.url}?key=${own.webhookSecret}`, query: { ...request.query, key: own.webhookSecret } }) },
  malformed: [{ name: 'no events', body: '{"events":[]}' }, { name: 'a list', body: '[]' }, { name: 'an event without a name', body: '{"events":[{}]}' }],
  unknown: [
    { name: 'bytes that are no JSON', delivery: delivery('{"re') },
    { name: 'a review without an id', delivery: delivery({ review: { createdAt: '2026-11-20T10:00:00Z' } }) },
    { name: 'an event of tomorrow', delivery: delivery({ eventName: 'service-hologram-projected', eventData: { id: 'x' } }) },
    { name: 'an event whose name is code', delivery: delivery({ eventName: '<script>', eventData: 7 }) },
  ],
  to: { id: 't1' },
  outbound,
  accepts: {
    answer: (request) => {
      const fault = after({ answer: { status: 201, body: '' } })(request);
      return 'answer' in fault ? fault.answer : { status: 500 };
    },
    shownText: (asked) => asked.filter(({ url }) => url.endsWith('/reply')).map(({ body }) => (JSON.parse(body) as { message: string }).message).join(''),
  },
  errors: {
    'rate-limited': { http: answered(429, { message: 'Rate limit quota violation.' }, { 'retry-after': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: answered(502, '<html>'), kind: 'unavailable', reason: 'platform-busy' },
    'connection-refused': { http: after({ breaks: 'before-connect' }), kind: 'unavailable', reason: 'unreachable' },
    // Before it is tried again, the review is asked whether the answer stands there.
    'connection-lost-after-writing': { http: after({ breaks: 'after-writing' }), kind: 'unavailable', reason: 'no-answer' },
    'timeout-after-writing': { http: after({ breaks: 'timeout' }), kind: 'unavailable', reason: 'no-answer' },
    'credentials-refused': { http: refusal(401, 'Access Token expired'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refusal(403, 'No access'), kind: 'unauthorized', reason: 'forbidden' },
    'refused-content': { http: refusal(400, 'Invalid {reply}'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a review that has an answer already', http: refusal(409, 'The review has a reply'), kind: 'rejected', reason: 'already-answered' },
    { when: 'a review that is gone', http: refusal(404, 'Not found'), kind: 'rejected', reason: 'message-gone' },
    { when: 'another server', http: answered(404, '<html>'), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'too many, as the gateway says it', http: answered(403, { fault: { faultstring: 'Rate limit quota violation. Quota limit exceeded.' } }), kind: 'unavailable', reason: 'rate-limited' },
    { when: 'a key that is wrong', http: { answer: { status: 401, body: { message: 'Invalid client' } } }, call: (connector, ctx) => connector.send({ ...ctx, settings: { ...ctx.settings, apiKey: 'another' } }, buildOutbound(outbound)), kind: 'unauthorized', reason: 'key-refused' },
  ],
});

describe('the proof of a webhook', () => {
  const body = Buffer.from('{"events":[]}');
  const secret = settings.webhookSecret;
  const mac = createHmac('sha256', secret).update(body);
  const digest = mac.digest();
  const proved = (given: Partial<TrustpilotSettings>, headers: Record<string, string>, query: Record<string, string> = {}) => isProved(buildRequest({ headers, query, body }), { ...settings, ...given });

  it('is a signature over the body where that is chosen, in hex or base64, with or without its name', () => {
    const by = (signature: string, header = 'x-trustpilot-signature') => proved({ webhookProof: 'signature' }, { [header]: signature });
    expect([digest.toString('hex'), digest.toString('hex').toUpperCase(), digest.toString('base64'), `sha256=${digest.toString('hex')}`].map((one) => by(one))).toEqual([true, true, true, true]);
    expect([by(''), by('00'), by(digest.toString('hex'), 'x-other'), proved({ webhookProof: 'signature' }, {}, { key: secret })]).toEqual([false, false, false, false]);
    expect(proved({ webhookProof: 'signature', signatureHeader: 'x-other' }, { 'x-other': digest.toString('hex') })).toBe(true);
  });

  it('is a password in the address where that is chosen', () => {
    const basic = (credentials: string) => proved({ webhookProof: 'basic' }, { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` });
    expect([basic(`t:${secret}`), basic(`t:${secret}x`), basic(secret), proved({ webhookProof: 'basic' }, {})]).toEqual([true, false, false, false]);
  });

  it('is never given while webhooks are off, or by a secret that can be guessed', () => {
    expect(proved({ webhookProof: 'off' }, {}, { key: secret })).toBe(false);
    expect(proved({ webhookSecret: '' }, {}, { key: '' })).toBe(false);
    expect(proved({ webhookSecret: 'short' }, {}, { key: 'short' })).toBe(false);
    expect(proved({}, {}, { key: secret })).toBe(true);
  });
});

it('does not post an answer twice whose first try arrived', async () => {
  const { http, asked } = faultyHttp(after({ answer: { status: 200, body: { id: 't1', createdAt: '2026-11-20T10:00:00Z', companyReply: { text: 'Your parcel leaves today.' } } } }));
  await trustpilot.send(buildContext(settings, { http }), buildOutbound({ ...outbound, attempt: 2 }));
  expect(asked.filter(({ method, url }) => method === 'POST' && url.endsWith('/reply'))).toEqual([]);
});
