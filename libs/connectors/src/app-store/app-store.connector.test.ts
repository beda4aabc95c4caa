import { generateKeyPairSync } from 'node:crypto';
import { buildContext } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp } from '../conformance/http-faults';
import { tokenOf } from './app-store.client';
import { appStore } from './app-store.connector';
import { appStoreSettings, type AppStoreSettings } from './app-store.settings';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const settings: AppStoreSettings = appStoreSettings.parse({
  appId: '1234567890', issuerId: '57246542-96fe-1a63-e053-0824d011072a', keyId: '2X9R4HXF34', appName: 'The app',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim(),
});
const answered = (status: number, body: object | string = '', headers: Record<string, string> = {}) => ({ answer: { status, headers, body } });
const refusal = (status: number, code: string, headers: Record<string, string> = {}) => answered(status, { errors: [{ status: String(status), code, detail: 'Refused {x}, see https://apple.test' }] }, headers);
const delivery = (body: unknown) => ({ contentType: 'application/json', body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const responseOf = (body: string) => (JSON.parse(body) as { data: { attributes: { responseBody: string } } }).data.attributes.responseBody;

connectorConformance(appStore, {
  folder: __dirname,
  settings,
  secrets: ['privateKey'],
  unknown: [
    { name: 'bytes that are no JSON', delivery: delivery('{"re') },
    { name: 'another resource', delivery: delivery({ review: { type: 'customerHolograms', id: '1' } }) },
    { name: 'a review at no time', delivery: delivery({ review: { type: 'customerReviews', id: '1', attributes: { createdDate: 'soon' } } }) },
    { name: 'a list', delivery: delivery([]) },
  ],
  to: { id: 'a-1' },
  outbound: { threadKey: 'app/1234567890:a-1', replyToExternalId: 'a-1', visibility: 'public', postExternalId: 'app/1234567890' },
  accepts: { answer: () => ({ status: 201, body: { data: { type: 'customerReviewResponses', id: 'r' } } }), shownText: (asked) => asked.map(({ body }) => responseOf(body)).join('') },
  errors: {
    'rate-limited': { http: refusal(429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: answered(502, '<html>'), kind: 'unavailable', reason: 'platform-busy' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    // An answer is put, not added: the same one again does no harm.
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'unavailable', reason: 'no-answer' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'unavailable', reason: 'no-answer' },
    'credentials-refused': { http: refusal(401, 'NOT_AUTHORIZED'), kind: 'unauthorized', reason: 'key-refused' },
    forbidden: { http: refusal(403, 'FORBIDDEN_ERROR'), kind: 'unauthorized', reason: 'forbidden' },
    'refused-content': { http: refusal(409, 'ENTITY_ERROR.ATTRIBUTE.INVALID'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'an hour that is used up', http: refusal(429, 'RATE_LIMIT_EXCEEDED', { 'x-rate-limit': 'user-hour-lim:3500;user-hour-rem:0;' }), kind: 'unavailable', retryAfterMs: 300_000, reason: 'rate-limited' },
    { when: 'an agreement that nobody accepted', http: refusal(403, 'FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED'), kind: 'unauthorized', reason: 'agreement-missing' },
    { when: 'a review that is gone', http: refusal(404, 'NOT_FOUND'), kind: 'rejected', reason: 'message-gone' },
    { when: 'a moment at which nothing may change', http: refusal(409, 'STATE_ERROR'), kind: 'rejected', reason: 'not-possible-now' },
    { when: 'another server', http: answered(404, '<html>'), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a redirect', http: answered(301), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'an answer that is not Apple’s', http: answered(200, 'ok'), kind: 'unavailable', reason: 'not-understood' },
  ],
});

const inside = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('the token', () => {
  it('is for App Store Connect, for less than twenty minutes, and made once for many calls', () => {
    const ctx = buildContext(settings);
    const token = tokenOf(ctx);
    const { iss, aud, exp, iat } = inside(token);
    expect({ iss, aud }).toEqual({ iss: settings.issuerId, aud: 'appstoreconnect-v1' });
    expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(1200);
    expect(tokenOf(ctx)).toBe(token);
    expect(tokenOf({ ...ctx, now: () => new Date(ctx.now().getTime() + 20 * 60_000) })).not.toBe(token);
  });

  it('names nobody but a person when the key is one person’s', () => {
    expect(inside(tokenOf(buildContext({ ...settings, issuerId: '' })))).toMatchObject({ sub: 'user' });
  });

  it.each([['no key', 'AuthKey.p8'], ['a key of another kind', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()]])('refuses %s in words', (_name, wrong) => {
    expect(() => tokenOf(buildContext({ ...settings, privateKey: wrong }))).toThrow('paste the whole text of the .p8 file');
  });
});

it('asks for the next page at its own address, wherever the platform says that it is', async () => {
  const { http, asked } = faultyHttp(({ url }) => ({ answer: { status: 200, body: { data: [], links: url.includes('cursor') ? {} : { next: 'https://evil.test/v1/steal?cursor=abc' } } } }));
  for await (const _page of appStore.poll?.(buildContext(settings, { http }), undefined) ?? []) expect(_page.deliveries).toEqual([]);
  expect(asked.map(({ url }) => new URL(url).host)).toEqual(['api.appstoreconnect.apple.com', 'api.appstoreconnect.apple.com']);
  expect(asked[1]?.url).toContain('cursor=abc');
});
