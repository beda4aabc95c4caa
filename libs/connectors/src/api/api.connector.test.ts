import { connectorConformance } from '../conformance/conformance';
import { buildRequest } from '../conformance/builders';
import { api } from './api.connector';
import type { ApiSettings } from './api.settings';
import { signatureHeader, signatureOf, verify } from './api.signature';

const settings: ApiSettings = { endpoint: 'https://platform.test/kontuar', secret: 'invented-for-the-conformance-suite', account: '' };
const signed = (body: Buffer, secret = settings.secret, seconds = Math.floor(Date.now() / 1000)) => ({ [signatureHeader]: signatureOf(secret, body, seconds) });
const answered = (status: number, body: object | string = '', headers: Record<string, string> = {}) => ({ answer: { status, headers, body } });
const delivery = (event: unknown) => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(event)) });

connectorConformance(api, {
  folder: __dirname,
  settings,
  secrets: ['secret'],
  proof: { kind: 'signature', in: { header: signatureHeader }, sign: (request, own) => ({ ...request, headers: { ...request.headers, ...signed(request.body, own.secret) } }) },
  malformed: [
    { name: 'an event without a kind', body: '{"id":"1"}' },
    { name: 'no events', body: '{"events":[]}' },
    { name: 'more than a hundred', body: JSON.stringify({ events: Array.from({ length: 101 }, () => ({ kind: 'message' })) }) },
    { name: 'a list', body: '[{"kind":"message"}]' },
    { name: 'a kind that is a number', body: '{"kind":7}' },
  ],
  unknown: [
    { name: 'an event of tomorrow', delivery: delivery({ kind: 'hologram' }) },
    { name: 'a kind whose name is a trap', delivery: delivery({ kind: '__proto__' }) },
    { name: 'a kind of every object', delivery: delivery({ kind: 'constructor' }) },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"ki') } },
    { name: 'a time that is none', delivery: delivery({ kind: 'deletion', id: 'x', at: 'tomorrow' }) },
    { name: 'a phone number that is none', delivery: delivery({ kind: 'message', id: 'x', text: 'hm', from: { id: 'a', phone: '12' } }) },
    { name: 'a file that is nowhere', delivery: delivery({ kind: 'message', id: 'x', from: { id: 'a' }, files: [{ name: 'a', contentType: 'b/c' }] }) },
  ],
  to: { id: 'u-1' },
  outbound: { threadKey: 'u-1' },
  accepts: { answer: () => ({ status: 200, body: { id: 'theirs-1' } }), shownText: (asked) => asked.map(({ body }) => (JSON.parse(body) as { text: string }).text).join('') },
  errors: {
    'rate-limited': { http: answered(429, '', { 'retry-after': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: answered(503, 'busy'), kind: 'unavailable', reason: 'endpoint-failed' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    // Receivers know a message by its id, so that it may be sent again.
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'unavailable' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'unavailable' },
    'credentials-refused': { http: answered(401), kind: 'unauthorized', reason: 'signature-refused' },
    forbidden: { http: answered(403), kind: 'unauthorized', reason: 'signature-refused' },
    'refused-content': { http: answered(422, { reason: 'number-unknown', message: 'This number does not exist.' }), kind: 'rejected', reason: 'number-unknown' },
  },
  moreErrors: [
    { when: 'an endpoint that is gone', http: answered(404), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a redirect', http: answered(302, '', { location: 'https://elsewhere.test' }), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a refusal without words', http: answered(400, '<html>'), kind: 'rejected', reason: 'refused' },
    { when: 'a reason that is no code', http: answered(400, { reason: 'A whole sentence!' }), kind: 'rejected', reason: 'refused' },
  ],
});

describe('the proof of an event', () => {
  const body = Buffer.from('{"kind":"typing"}');
  const request = (headers: Record<string, string>) => buildRequest({ method: 'POST', headers, body });

  it('is refused when it is older than five minutes, or from the future', () => {
    const now = Math.floor(Date.now() / 1000);
    expect(verify(request(signed(body)), settings)).toBe(true);
    expect(verify(request(signed(body, settings.secret, now - 301)), settings)).toBe(false);
    expect(verify(request(signed(body, settings.secret, now + 302)), settings)).toBe(false);
  });

  it('may be the secret itself as a bearer token, but never beside a wrong signature', () => {
    expect(verify(request({ authorization: `Bearer ${settings.secret}` }), settings)).toBe(true);
    expect(verify(request({ authorization: 'Bearer something-else' }), settings)).toBe(false);
    expect(verify(request({ authorization: `Bearer ${settings.secret}`, [signatureHeader]: 't=1,v1=00' }), settings)).toBe(false);
  });
});
