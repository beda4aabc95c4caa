import { createHmac } from 'node:crypto';
import { connectorConformance } from '../conformance/conformance';
import { buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { faultyHttp, type AskedRequest, type HttpAnswer } from '../conformance/http-faults';
import type { Delivery } from '../contract';
import { linkedin } from './linkedin.connector';
import { linkedinSettings } from './linkedin.settings';
import { plainCommentary } from './linkedin.text';
import { handshake, verify } from './linkedin.webhook';

const settings = linkedinSettings.parse({
  clientId: '78inventedapp', clientSecret: 'inventedClientSecret4711', organizationId: '2414183', accessToken: 'AQinventedForTheConformanceSuite', applicationId: '201234567', memberId: 'adm0000001',
  apiUrl: 'https://linkedin.test', oauthUrl: 'https://sign-in.test/v2',
});
const activity = 'urn:li:activity:7094637247890620418';
const anna = `urn:li:comment:(${activity},1001)`;
const answer = (status: number, body: unknown = '', headers: Record<string, string> = {}): { answer: HttpAnswer } => ({ answer: { status, headers, body } });
const refused = (status: number, message: string, more: { code?: string; headers?: Record<string, string> } = {}) => answer(status, { message, status, ...(more.code === undefined ? {} : { code: more.code }) }, more.headers);
const delivery = (body: unknown): Delivery => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) });
const told = (notification: object): Delivery => delivery({ type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS', notification });
const hmac = (...parts: (string | Buffer)[]): string => parts.reduce((hash, part) => hash.update(part), createHmac('sha256', settings.clientSecret)).digest('hex');
const act = (kind: 'delete' | 'like' | 'unlike' | 'hide', externalId = anna) => (connector: typeof linkedin, ctx: Parameters<typeof linkedin.send>[0]): Promise<unknown> => connector.act?.(ctx, { kind, threadKey: `${activity}:urn:li:person:a`, externalId }) ?? Promise.resolve();

connectorConformance(linkedin, {
  folder: __dirname,
  settings,
  secrets: ['clientSecret', 'accessToken', 'refreshToken', 'tokenExpiresAt', 'refreshExpiresAt'],
  proof: { kind: 'signature', in: { header: 'x-li-signature' }, sign: (request, own) => ({ ...request, headers: { ...request.headers, 'x-li-signature': createHmac('sha256', own.clientSecret).update('hmacsha256=').update(request.body).digest('hex') } }) },
  malformed: [
    { name: 'no notifications', body: '{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"}' },
    { name: 'none of them', body: '{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[]}' },
    { name: 'notifications that are no objects', body: '{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[7]}' },
    { name: 'no type', body: '{"notifications":[{}]}' },
    { name: 'a list', body: '[{"type":"x","notifications":[{}]}]' },
    { name: 'a tower of brackets', body: '['.repeat(200_000) },
    { name: 'a tower within a notification', body: `{"type":"x","notifications":[{"action":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}` },
  ],
  unknown: [
    { name: 'an action of tomorrow', delivery: told({ action: 'LEVITATE', lastModifiedAt: 1 }) },
    { name: 'an action named like a trap', delivery: told({ action: '__proto__', generatedActivity: 'constructor' }) },
    { name: 'a notification without an action', delivery: told({ notificationId: 1 }) },
    { name: 'a comment without a name', delivery: told({ action: 'COMMENT', generatedActivity: 'urn:li:nothing:1' }) },
    { name: 'a deletion of nothing', delivery: told({ action: 'COMMENT_DELETE' }) },
    { name: 'a share without a name', delivery: told({ action: 'SHARE_MENTION' }) },
    { name: 'an event of another family', delivery: delivery({ type: 'LEAD_ACTION', notification: { action: 'CREATED' } }) },
    { name: 'something fetched of tomorrow', delivery: delivery({ fetched: 'dream' }) },
    { name: 'a notification that is null', delivery: delivery({ type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS', notification: null }) },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"ty') } },
    { name: 'a time that is none', delivery: told({ action: 'COMMENT_HOLOGRAM', generatedActivity: anna, lastModifiedAt: 1e300, decoratedGeneratedActivity: { comment: { owner: 'urn:li:person:a', text: 'when?' } } }) },
  ],
  to: { id: 'urn:li:person:a' },
  outbound: { visibility: 'public', threadKey: `${activity}:urn:li:person:a`, replyToExternalId: anna, postExternalId: activity },
  accepts: {
    answer: () => ({ status: 201, headers: { 'x-restli-id': '1002' }, body: { id: '1002', commentUrn: `urn:li:comment:(${activity},1002)` } }),
    shownText: (asked: AskedRequest[]) => asked.map(({ body }) => (JSON.parse(body) as { message: { text: string } }).message.text).join(''),
  },
  errors: {
    'rate-limited': { http: refused(429, 'Resource level throttle limit for calls to this resource is reached.', { headers: { 'retry-after': '7' } }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: refused(500, 'Internal Server Error'), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: refused(401, 'The token used in the request has been revoked by the user', { code: 'REVOKED_ACCESS_TOKEN' }), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refused(403, 'Not enough permissions to access: socialActions.CREATE', { code: 'ACCESS_DENIED' }), kind: 'unauthorized', reason: 'permission-missing' },
    'refused-content': { http: refused(422, 'ERROR :: /message :: field is required'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a connection that broke while the request was being written', http: { breaks: 'while-writing' }, kind: 'unavailable' },
    { when: 'too many comments in a minute', http: refused(429, 'Comment create throttled: creation rate limit exceeded for member'), kind: 'unavailable', reason: 'rate-limited', retryAfterMs: 60_000 },
    { when: 'the calls of a day', http: refused(429, 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.'), kind: 'unavailable', reason: 'quota-used', retryAfterMs: 12 * 3600_000 },
    { when: 'a version that has ended', http: refused(426, 'Requested version 20250101 is not active', { code: 'NONEXISTENT_VERSION' }), kind: 'unauthorized', reason: 'version-ended' },
    { when: 'a text that LinkedIn finds too long', http: refused(422, 'Comment text exceeds the maximum length of 1250'), kind: 'rejected', reason: 'text-too-long' },
    { when: 'closed comments', http: refused(403, 'Comments are disabled for this post'), kind: 'rejected', reason: 'comments-closed' },
    { when: 'a picture in a comment', http: refused(403, 'Unpermitted fields present in REQUEST_BODY: Data Processing Exception while processing fields [/content]'), kind: 'rejected', reason: 'refused' },
    { when: 'a comment that is gone', http: refused(404, 'Could not find entity'), kind: 'rejected', reason: 'gone' },
    { when: 'the same comment twice', http: refused(409, 'Duplicate comment'), kind: 'rejected', reason: 'duplicate' },
    { when: 'an address that is not LinkedIn', http: answer(404, '<html>nginx</html>'), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a redirect', http: answer(302, '', { location: 'https://elsewhere.test' }), kind: 'unavailable', reason: 'wrong-address' },
    { when: 'a 200 that is not LinkedIn', http: answer(200, '<html>Sign in to the hotel</html>'), kind: 'ambiguous' },
    { when: 'a 201 that names nothing', http: answer(201, {}), kind: 'ambiguous', reason: 'no-answer' },
    { when: 'an answer to nothing', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ visibility: 'public' })), kind: 'rejected', reason: 'chat-not-found' },
    { when: 'nothing but blanks', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ visibility: 'public', replyToExternalId: anna, text: ' \n' })), kind: 'rejected', reason: 'empty' },
    { when: 'a 5xx to an act, which may be repeated', http: answer(502, 'bad gateway'), call: act('like'), kind: 'unavailable' },
    { when: 'hiding, which LinkedIn has not', http: { breaks: 'before-connect' }, call: act('hide'), kind: 'rejected', reason: 'unsupported' },
    { when: 'deleting a post', http: { breaks: 'before-connect' }, call: act('delete', activity), kind: 'rejected', reason: 'unsupported' },
  ],
});

describe('the proof of a notification', () => {
  const body = Buffer.from('{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[{"action":"LIKE"}]}');
  const signed = (signature: string) => verify(buildRequest({ body, headers: { 'x-li-signature': signature } }), settings);

  it('is taken with the prefix in what is signed, or in the header', () => {
    expect(signed(hmac('hmacsha256=', body))).toBe(true);
    expect(signed(`hmacsha256=${hmac(body)}`)).toBe(true);
  });

  it('is not taken in a mixture of both', () => {
    expect(signed(hmac(body))).toBe(false);
    expect(signed(`hmacsha256=${hmac('hmacsha256=', body)}`)).toBe(false);
  });

  it('can not be had from the question that LinkedIn asks', () => {
    const ask = (challengeCode: string) => handshake(buildRequest({ method: 'GET', query: { challengeCode } }), settings);
    const code = '890e4665-4dfe-4ab1-b689-ed553bceeed0';
    expect(JSON.parse(ask(code)?.body ?? '')).toEqual({ challengeCode: code, challengeResponse: hmac(code) });
    for (const trap of [body.toString(), `hmacsha256=${body.toString()}`, `${code}{}`, '']) expect(ask(trap)).toBeUndefined();
  });
});

describe('an answer', () => {
  const asked = async (given: Parameters<typeof buildOutbound>[0]) => {
    const faulty = faultyHttp({ answer: { status: 201, headers: { 'x-restli-id': '1002' }, body: { id: '1002', commentUrn: `urn:li:comment:(${activity},1002)` } } });
    const sent = await linkedin.send(buildContext(settings, { http: faulty.http }), buildOutbound({ visibility: 'public', text: 'Dzień dobry', ...given }));
    return { sent, url: faulty.asked[0]?.url, headers: faulty.asked[0]?.headers, body: JSON.parse(faulty.asked[0]?.body ?? '') as unknown };
  };

  it('goes below the comment, its name encoded whole', async () => {
    const { sent, url, headers, body } = await asked({ replyToExternalId: anna, postExternalId: activity });
    expect(url).toBe('https://linkedin.test/rest/socialActions/urn%3Ali%3Aactivity%3A7094637247890620418/comments');
    expect(headers).toMatchObject({ 'linkedin-version': '202607', 'x-restli-protocol-version': '2.0.0' });
    expect(body).toEqual({ actor: 'urn:li:organization:2414183', object: activity, parentComment: anna, message: { text: 'Dzień dobry' } });
    expect(sent).toEqual({ externalId: `urn:li:comment:(${activity},1002)`, status: 'sent' });
  });

  it('to an answer goes below the comment above both', async () => {
    expect((await asked({ replyToExternalId: `urn:li:comment:(${activity},1005)`, replyToExtra: { parent: anna } })).body).toMatchObject({ parentComment: anna });
  });

  it('to a post that names us goes below that post, and is known by both of its names', async () => {
    const { sent, body } = await asked({ replyToExternalId: 'urn:li:share:77', postExternalId: 'urn:li:share:77' });
    expect(body).toEqual({ actor: 'urn:li:organization:2414183', object: 'urn:li:share:77', message: { text: 'Dzień dobry' } });
    expect(sent).toEqual({ externalId: `urn:li:comment:(${activity},1002)`, otherExternalIds: ['urn:li:comment:(urn:li:share:77,1002)'], status: 'sent' });
  });

  it('is as long as the settings allow', () => {
    expect(linkedin.capabilitiesOf?.({ ...settings, maxLength: 3000 })).toEqual({ maxTextLength: 3000 });
  });
});

describe('the words of a post', () => {
  it.each([
    ['@[Devtestco](urn:li:organization:2414183) hello', 'Devtestco hello'],
    ['{hashtag|\\#|kubki} i {hashtag|#|łódź}', '#kubki i #łódź'],
    ['\\(1\\) a\\_b \\@home \\\\o/', '(1) a_b @home \\o/'],
    ['nothing special [here](https://x.test)', 'nothing special [here](https://x.test)'],
    ['', ''],
  ])('%s', (written, shown) => {
    expect(plainCommentary(written)).toBe(shown);
  });
});
