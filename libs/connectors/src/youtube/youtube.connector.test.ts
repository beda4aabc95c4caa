import { buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import { consent } from './youtube.consent';
import { youtube } from './youtube.connector';
import { nextReset, spentToday } from './youtube.quota';
import { youtubeSettings, type YoutubeSettings } from './youtube.settings';

const settings: YoutubeSettings = youtubeSettings.parse({
  clientId: 'client.test', clientSecret: 'invented-client-secret-3307', refreshToken: 'invented-refresh-token-3307', channelId: 'UCshopshopshopshopshopsh', channelName: 'Zimorodek',
});
/** The token is given; everything else ends so. */
const after = (fault: HttpFault) => ({ url }: AskedRequest): HttpFault => (url.startsWith('https://oauth2.') ? { answer: { status: 200, body: { access_token: 'invented-access-token', expires_in: 3599 } } } : fault);
const answered = (status: number, body: object | string = '', headers: Record<string, string> = {}) => after({ answer: { status, headers, body } });
const refusal = (code: number, reason: string) => answered(code, { error: { code, message: 'Refused, see <a href="/youtube/v3">x</a>', errors: [{ domain: 'youtube.comment', reason, message: 'Refused' }] } });
const delivery = (body: unknown) => ({ contentType: 'application/json', body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });

connectorConformance(youtube, {
  folder: __dirname,
  settings,
  secrets: ['clientSecret', 'refreshToken', 'serviceAccount', 'spent'],
  unknown: [
    { name: 'bytes that are no JSON', delivery: delivery('{"co') },
    { name: 'a number', delivery: delivery('7') },
    { name: 'a comment without an id', delivery: delivery({ comment: { snippet: { publishedAt: '2026-11-20T10:00:00Z' } } }) },
    { name: 'a comment at no time', delivery: delivery({ comment: { id: 'x', snippet: { publishedAt: 'soon' } } }) },
  ],
  to: { id: 'UCannaannaannaannaannaan' },
  outbound: { threadKey: 'v:UCanna', replyToExternalId: 'Ugx1', visibility: 'public', postExternalId: 'v' },
  accepts: {
    answer: (request) => {
      const fault = after({ answer: { status: 200, body: { id: 'Ugx1.new' } } })(request);
      return 'answer' in fault ? fault.answer : { status: 500 };
    },
    shownText: (asked) => asked.filter(({ method, url }) => method === 'POST' && url.includes('/comments')).map(({ body }) => (JSON.parse(body) as { snippet: { textOriginal: string } }).snippet.textOriginal).join(''),
  },
  errors: {
    'rate-limited': { http: answered(429, { error: { status: 'RESOURCE_EXHAUSTED' } }, { 'retry-after': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: answered(500, 'oops'), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: after({ breaks: 'before-connect' }), kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: after({ breaks: 'after-writing' }), kind: 'ambiguous', reason: 'no-answer' },
    'timeout-after-writing': { http: after({ breaks: 'timeout' }), kind: 'ambiguous', reason: 'no-answer' },
    'credentials-refused': { http: answered(401, { error: { status: 'UNAUTHENTICATED' } }), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refusal(403, 'forbidden'), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: refusal(400, 'processingFailure'), kind: 'rejected', reason: 'text-refused' },
  },
  moreErrors: [
    // Noon in UTC is four in the morning there.
    { when: 'the units of the day are used up', http: refusal(403, 'quotaExceeded'), kind: 'unavailable', reason: 'quota-used', retryAfterMs: 20 * 3_600_000 },
    { when: 'too many at once', http: refusal(403, 'rateLimitExceeded'), kind: 'unavailable', reason: 'rate-limited' },
    { when: 'comments are switched off', http: refusal(403, 'commentsDisabled'), kind: 'rejected', reason: 'replies-disabled' },
    { when: 'the comment is gone', http: refusal(404, 'parentCommentNotFound'), kind: 'rejected', reason: 'message-gone' },
    { when: 'the text is too long for YouTube', http: refusal(400, 'commentTextTooLong'), kind: 'rejected', reason: 'text-too-long' },
    { when: 'the account has no channel', http: refusal(403, 'ineligibleAccount'), kind: 'unauthorized', reason: 'account-unfit' },
    { when: 'the consent is too narrow', http: refusal(403, 'insufficientPermissions'), kind: 'unauthorized', reason: 'scope-missing' },
    { when: 'the API is switched off', http: refusal(403, 'accessNotConfigured'), kind: 'unauthorized', reason: 'api-disabled' },
    { when: 'an answer that YouTube would not give', http: answered(200, '[1]'), kind: 'ambiguous', reason: 'no-answer' },
    { when: 'a like', http: answered(200, {}), kind: 'rejected', reason: 'unsupported', call: (connector, ctx) => connector.act?.(ctx, { kind: 'like', threadKey: 'v:a', externalId: 'Ugx1' }) ?? Promise.resolve() },
  ],
});

describe("Google's day", () => {
  it.each([
    ['in winter', '2026-11-21T12:00:00Z', '2026-11-22T08:00:00.000Z'],
    ['in summer', '2026-07-01T06:30:00Z', '2026-07-01T07:00:00.000Z'],
    ['on the day that is an hour short', '2026-03-08T09:00:00Z', '2026-03-09T07:00:00.000Z'],
    ['on the day that is an hour long', '2026-11-01T07:30:00Z', '2026-11-02T08:00:00.000Z'],
  ])('ends at midnight in California %s', (_when, now, reset) => expect(nextReset(new Date(now)).toISOString()).toBe(reset));

  it('begins with nothing spent', () => {
    const spent = JSON.stringify({ day: '2026-11-20', units: 500 });
    expect(spentToday({ spent }, new Date('2026-11-21T07:59:00Z'))).toBe(500);
    expect(spentToday({ spent }, new Date('2026-11-21T08:01:00Z'))).toBe(0);
    expect(spentToday({ spent: 'x' }, new Date())).toBe(0);
  });
});

it('names the author of a reply that is answered, and answers beside it', async () => {
  const { http, asked } = faultyHttp(answered(200, { id: 'Ugx1.z' }));
  const ctx = buildContext(settings, { http });
  await youtube.send(ctx, buildOutbound({ visibility: 'public', to: { id: 'UCx', handle: '@anna_n' }, replyToExternalId: 'Ugx1.9a', text: 'Yes' }));
  await youtube.send(ctx, buildOutbound({ visibility: 'public', to: { id: 'UCx', handle: '@anna_n' }, replyToExternalId: 'Ugx1', text: 'Yes' }));
  expect(asked.filter(({ url }) => url.includes('/comments')).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ snippet: { parentId: 'Ugx1', textOriginal: '@anna_n Yes' } }, { snippet: { parentId: 'Ugx1', textOriginal: 'Yes' } }]);
});

it('asks for offline access to comments', () => {
  const asked = new URL(consent.url({ clientId: 'c' }, { redirectUrl: 'https://inbox.test/back', state: 's', codeChallenge: 'h' }));
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({ client_id: 'c', scope: 'https://www.googleapis.com/auth/youtube.force-ssl', access_type: 'offline', prompt: 'consent' });
});
