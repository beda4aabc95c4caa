import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import { signJwt } from '../jwt';
import { consent } from './google-business.consent';
import { googleBusiness } from './google-business.connector';
import { isPushed, refreshKeys } from './google-business.push';
import { googleBusinessSettings, type GoogleBusinessSettings } from './google-business.settings';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...createPublicKey(keys.privateKey).export({ format: 'jwk' }), kid: 'g-1' };
const pushKeys = JSON.stringify({ from: 'https://keys.test/certs', at: new Date().toISOString(), keys: [jwk] });
const settings: GoogleBusinessSettings = googleBusinessSettings.parse({
  accountId: '101', locationId: '202', placeName: 'The shop', clientId: 'client.test', clientSecret: 'invented-client-secret-8812', refreshToken: 'invented-refresh-token-8812',
  serviceAccount: '', pushEmail: 'push@p.iam.gserviceaccount.com', keysUrl: 'https://keys.test/certs', pushKeys,
});
const url = 'https://inbox.test/hooks/google-business/1';
const claims = (more: object = {}) => {
  const seconds = Math.floor(Date.now() / 1000);
  return { iss: 'https://accounts.google.com', aud: url, email: settings.pushEmail, email_verified: true, iat: seconds, exp: seconds + 3600, ...more };
};
const bearer = (more?: object) => `Bearer ${signJwt(keys.privateKey, { algorithm: 'RS256', keyId: 'g-1', claims: claims(more) })}`;
const pushed = (authorization?: string) => buildRequest({ headers: authorization === undefined ? {} : { authorization }, publicUrl: url });
/** The token is given; everything else ends so. */
const after = (fault: HttpFault) => ({ url: asked }: AskedRequest): HttpFault => (asked.startsWith('https://oauth2.') ? { answer: { status: 200, body: { access_token: 'invented-access-token', expires_in: 3599 } } } : fault);
const answered = (status: number, body: object | string = '', headers: Record<string, string> = {}) => after({ answer: { status, headers, body } });
const refusal = (code: number, status: string, reason?: string, metadata?: object) => answered(code, { error: { code, status, message: 'Refused, see https://cloud.test {x}', details: reason === undefined ? [] : [{ '@type': 'x', reason, metadata }] } });
const delivery = (body: unknown) => ({ contentType: 'application/json', body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });

connectorConformance(googleBusiness, {
  folder: __dirname,
  // The audience stands in the settings, since the suite knows no public address.
  settings: { ...settings, pushAudience: url },
  secrets: ['serviceAccount', 'clientSecret', 'refreshToken', 'pushKeys'],
  proof: { kind: 'secret', in: { header: 'authorization' }, sign: (request) => ({ ...request, headers: { ...request.headers, authorization: bearer() } }) },
  malformed: [{ name: 'no message', body: '{}' }, { name: 'a list', body: '[]' }, { name: 'data that is not base64', body: '{"message":{"data":"*"}}' }],
  unknown: [
    { name: 'bytes that are no JSON', delivery: delivery('{"re') },
    { name: 'a number', delivery: delivery('7') },
    { name: 'a review without an id', delivery: delivery({ review: { createTime: '2026-11-20T10:00:00Z' } }) },
    { name: 'a review at no time', delivery: delivery({ review: { reviewId: 'x', createTime: 'soon' } }) },
    { name: 'an announcement of tomorrow', delivery: delivery({ message: { messageId: '1', data: Buffer.from('{"notificationType":"HOLOGRAM"}').toString('base64') } }) },
  ],
  to: { id: 'r-1' },
  outbound: { threadKey: 'locations/202:r-1', replyToExternalId: 'r-1', visibility: 'public', postExternalId: 'locations/202' },
  accepts: {
    answer: (request) => {
      const fault = after({ answer: { status: 200, body: { updateTime: '2026-11-20T12:00:00Z' } } })(request);
      return 'answer' in fault ? fault.answer : { status: 500 };
    },
    shownText: (asked) => asked.filter(({ method }) => method === 'PUT').map(({ body }) => (JSON.parse(body) as { comment: string }).comment).join(''),
  },
  errors: {
    'rate-limited': { http: answered(429, { error: { status: 'RESOURCE_EXHAUSTED' } }, { 'retry-after': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: answered(503, 'busy'), kind: 'unavailable', reason: 'platform-busy' },
    'connection-refused': { http: after({ breaks: 'before-connect' }), kind: 'unavailable', reason: 'unreachable' },
    // An answer is put, not added: the same one again does no harm.
    'connection-lost-after-writing': { http: after({ breaks: 'after-writing' }), kind: 'unavailable', reason: 'no-answer' },
    'timeout-after-writing': { http: after({ breaks: 'timeout' }), kind: 'unavailable', reason: 'no-answer' },
    'credentials-refused': { http: refusal(401, 'UNAUTHENTICATED'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refusal(403, 'PERMISSION_DENIED'), kind: 'unauthorized', reason: 'forbidden' },
    'refused-content': { http: refusal(400, 'INVALID_ARGUMENT'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a quota that Google has not granted yet', http: refusal(429, 'RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED', { quota_limit_value: '0' }), kind: 'unauthorized', reason: 'api-not-granted' },
    { when: 'an API that is switched off', http: refusal(403, 'PERMISSION_DENIED', 'SERVICE_DISABLED'), kind: 'unauthorized', reason: 'api-disabled' },
    { when: 'a consent that is too narrow', http: refusal(403, 'PERMISSION_DENIED', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'), kind: 'unauthorized', reason: 'scope-missing' },
    { when: 'too many in the older wording', http: answered(403, { error: { errors: [{ reason: 'userRateLimitExceeded' }] } }), kind: 'unavailable', reason: 'rate-limited' },
    { when: 'a place that is not verified', http: refusal(400, 'FAILED_PRECONDITION'), kind: 'rejected', reason: 'not-possible-now' },
    { when: 'a review that is gone', http: refusal(404, 'NOT_FOUND'), kind: 'rejected', reason: 'message-gone' },
    { when: 'another server', http: answered(404, '<html>'), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a redirect', http: answered(302), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'an answer that is no JSON object', http: answered(200, '[1]'), kind: 'unavailable', reason: 'not-understood' },
    { when: 'a withdrawn consent', http: { answer: { status: 400, body: { error: 'invalid_grant' } } }, kind: 'unauthorized', reason: 'invalid-grant', call: (connector, ctx) => connector.send({ ...ctx, settings: { ...ctx.settings, refreshToken: 'another-one-that-ended' } }, buildOutbound({ replyToExternalId: 'r-1' })) },
  ],
});

describe('a push', () => {
  it('counts only from our own service account, for our own address, while it holds', () => {
    expect(isPushed(pushed(bearer()), settings)).toBe(true);
    expect(isPushed(pushed(bearer({ email: 'somebody@else.iam.gserviceaccount.com' })), settings)).toBe(false);
    expect(isPushed(pushed(bearer({ email_verified: false })), settings)).toBe(false);
    expect(isPushed(pushed(bearer({ aud: 'https://other.test' })), settings)).toBe(false);
    expect(isPushed(pushed(bearer({ iss: 'https://accounts.evil.test' })), settings)).toBe(false);
    expect(isPushed(pushed(bearer({ exp: Math.floor(Date.now() / 1000) - 120 })), settings)).toBe(false);
    expect(isPushed(pushed(), settings)).toBe(false);
  });

  it('counts from nobody without keys, without a service account, and without knowing our own address', () => {
    expect(isPushed(pushed(bearer()), { ...settings, pushKeys: '' })).toBe(false);
    expect(isPushed(pushed(bearer()), { ...settings, pushKeys: '{"keys":"x"}' })).toBe(false);
    expect(isPushed(pushed(bearer({ email: '' })), { ...settings, pushEmail: '' })).toBe(false);
    expect(isPushed(buildRequest({ headers: { authorization: bearer() } }), settings)).toBe(false);
    expect(isPushed(buildRequest({ headers: { authorization: bearer() } }), { ...settings, pushAudience: url })).toBe(true);
  });

  it('names the place, so that one subscription serves all places of an account', () => {
    const body = Buffer.from(JSON.stringify({ message: { messageId: '5', data: Buffer.from(JSON.stringify({ reviewName: 'accounts/7/locations/303/reviews/x' })).toString('base64') } }));
    expect(googleBusiness.webhook?.split(buildRequest({ body }))).toMatchObject([{ externalId: 'push:5', account: 'locations/303' }]);
    expect(googleBusiness.account?.(settings)).toBe('locations/202');
  });

  it('is checked with keys that are fetched before, and again after some hours', async () => {
    const { http, asked } = faultyHttp({ answer: { status: 200, body: { keys: [jwk, { kty: 'EC' }] } } });
    const ctx = buildContext({ ...settings, pushKeys: '' }, { http, now: () => new Date() });
    await refreshKeys(ctx);
    await refreshKeys(ctx);
    expect(asked.map((one) => one.url)).toEqual(['https://keys.test/certs']);
    expect(isPushed(pushed(bearer()), ctx.settings)).toBe(true);
    await refreshKeys({ ...ctx, settings: ctx.settings, now: () => new Date(Date.now() + 4 * 3_600_000) });
    expect(asked).toHaveLength(2);
  });
});

describe('the consent', () => {
  it('asks for offline access to the Business Profile', () => {
    const asked = new URL(consent.url({ clientId: 'c' }, { redirectUrl: 'https://inbox.test/back', state: 's', codeChallenge: 'h' }));
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({ client_id: 'c', scope: 'https://www.googleapis.com/auth/business.manage', access_type: 'offline', prompt: 'consent', code_challenge_method: 'S256' });
  });
});
