import { connectorConformance } from '../conformance/conformance';
import { buildContext, buildOutbound } from '../conformance/builders';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import { googlePlay } from './google-play.connector';
import { googlePlaySettings, type GooglePlaySettings } from './google-play.settings';

const settings: GooglePlaySettings = googlePlaySettings.parse({ packageName: 'com.example.app', appName: 'The app', clientId: 'client.test', clientSecret: 'invented-client-secret-5521', refreshToken: 'invented-refresh-token-5521' });
const after = (fault: HttpFault) => ({ url }: AskedRequest): HttpFault => (url.startsWith('https://oauth2.') ? { answer: { status: 200, body: { access_token: 'invented-access-token', expires_in: 3599 } } } : fault);
const answered = (status: number, body: object | string = '', headers: Record<string, string> = {}) => after({ answer: { status, headers, body } });
const refusal = (code: number, status: string) => answered(code, { error: { code, status, message: 'Refused' } });
const delivery = (body: unknown) => ({ contentType: 'application/json', body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const outbound = { threadKey: 'app/com.example.app:gp:1', replyToExternalId: 'gp:1', visibility: 'public' as const, postExternalId: 'app/com.example.app' };

connectorConformance(googlePlay, {
  folder: __dirname,
  settings,
  secrets: ['serviceAccount', 'clientSecret', 'refreshToken'],
  unknown: [
    { name: 'bytes that are no JSON', delivery: delivery('{"re') },
    { name: 'no review', delivery: delivery({}) },
    { name: 'a review without an id', delivery: delivery({ review: { comments: [] } }) },
    { name: 'a time beyond all times', delivery: delivery({ review: { reviewId: 'x', comments: [{ userComment: { text: 'Hm', lastModified: { seconds: '999999999999999' } } }] } }) },
  ],
  to: { id: 'gp:1' },
  outbound,
  accepts: {
    answer: (request) => {
      const fault = after({ answer: { status: 200, body: { result: { lastEdited: { seconds: '1' } } } } })(request);
      return 'answer' in fault ? fault.answer : { status: 500 };
    },
    shownText: (asked) => asked.filter(({ url }) => url.endsWith(':reply')).map(({ body }) => (JSON.parse(body) as { replyText: string }).replyText).join(''),
  },
  errors: {
    'rate-limited': { http: answered(429, { error: { status: 'RESOURCE_EXHAUSTED' } }, { 'retry-after': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: answered(500, 'busy'), kind: 'unavailable', reason: 'platform-busy' },
    'connection-refused': { http: after({ breaks: 'before-connect' }), kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: after({ breaks: 'after-writing' }), kind: 'unavailable', reason: 'no-answer' },
    'timeout-after-writing': { http: after({ breaks: 'timeout' }), kind: 'unavailable', reason: 'no-answer' },
    'credentials-refused': { http: refusal(401, 'UNAUTHENTICATED'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refusal(403, 'PERMISSION_DENIED'), kind: 'unauthorized', reason: 'forbidden' },
    'refused-content': { http: refusal(400, 'INVALID_ARGUMENT'), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a review that is gone', http: refusal(404, 'NOT_FOUND'), kind: 'rejected', reason: 'message-gone' },
    { when: 'HTML, which Google would cut out unseen', http: answered(200, {}), call: (connector, ctx) => connector.send(ctx, buildOutbound({ ...outbound, text: 'Use <b>this</b>' })), kind: 'rejected', reason: 'text-refused' },
  ],
});

it('takes longer answers where the settings say that Google does', async () => {
  const { http } = faultyHttp(after({ answer: { status: 200, body: {} } }));
  expect(googlePlay.capabilitiesOf?.({ ...settings, maxTextLength: 500 })).toEqual({ maxTextLength: 500 });
  await expect(googlePlay.send(buildContext({ ...settings, maxTextLength: 500 }, { http }), buildOutbound({ ...outbound, text: 'x'.repeat(500) }))).resolves.toBeDefined();
});

it('says when Google changed the words, and knows them again as changed', async () => {
  const { http } = faultyHttp(after({ answer: { status: 200, body: { result: { replyText: 'Thank you 2' } } } }));
  const send = (text: string) => googlePlay.send(buildContext(settings, { http }), buildOutbound({ ...outbound, text }));
  const [changed, same] = [await send('Thank you > 2'), await send(' Thank  you\n2 ')];
  expect(changed).toMatchObject({ warning: 'The platform changed the words of this answer. It now reads: Thank you 2' });
  expect(same).toEqual({ externalId: changed.externalId });
});
