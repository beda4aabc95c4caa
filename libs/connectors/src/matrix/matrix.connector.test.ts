import { connectorConformance } from '../conformance/conformance';
import { buildContext, buildOutbound } from '../conformance/builders';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import { matrix } from './matrix.connector';
import type { MatrixSettings } from './matrix.settings';

const settings: MatrixSettings = {
  homeserver: 'https://matrix.test', userId: '@support:acme.example', password: 'an-invented-password-of-the-matrix-suite', accessToken: 'an-invented-token-of-the-matrix-suite', refreshToken: 'an-invented-refresh-of-the-matrix-suite', deviceId: 'SUITE', joinInvites: true,
};
const said = (status: number, errcode: string, error: string, more: object = {}, headers: Record<string, string> = {}) => ({ answer: { status, headers, body: { errcode, error, ...more } } });
/** The room is not encrypted; what is sent ends as told. */
const sending = (fault: HttpFault) => (request: AskedRequest): HttpFault => (request.url.includes('m.room.encryption') ? said(404, 'M_NOT_FOUND', 'Event not found.') : fault);
const yes: HttpFault = { answer: { status: 200, body: { event_id: '$sent' } } };

connectorConformance(matrix, {
  folder: __dirname,
  settings,
  secrets: ['password', 'accessToken', 'refreshToken'],
  unknown: [
    { name: 'an event of tomorrow', delivery: delivery({ type: 'm.telepathy', event_id: '$1', sender: '@a:b', origin_server_ts: 1, content: { thought: 'hm' } }) },
    { name: 'a message of tomorrow', delivery: delivery({ type: 'm.room.message', event_id: '$1', sender: '@a:b', origin_server_ts: 1, content: { msgtype: 'm.hologram', body: 'hm' } }) },
    { name: 'an event of another program with words in it', delivery: delivery({ type: 'com.example.note', event_id: '$1', sender: '@a:b', origin_server_ts: 1, content: { body: 'hm' } }) },
    { name: 'a message without a kind', delivery: delivery({ type: 'm.room.message', event_id: '$1', sender: '@a:b', origin_server_ts: 1, content: { body: 7 } }) },
    { name: 'a message without a sender', delivery: delivery({ type: 'm.room.message', event_id: '$1', origin_server_ts: 1, content: { msgtype: 'm.text', body: 'x' } }) },
    { name: 'a message at no time', delivery: delivery({ type: 'm.room.message', event_id: '$1', sender: '@a:b', origin_server_ts: 9e15, content: { msgtype: 'm.text', body: 'x' } }) },
    { name: 'a picture whose address leads elsewhere', delivery: delivery({ type: 'm.room.message', event_id: '$1', sender: '@a:b', origin_server_ts: 1, content: { msgtype: 'm.image', body: 'x', url: 'https://evil.example/x' } }) },
    { name: 'an event that is null', delivery: delivery(null) },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"me') } },
  ],
  to: { id: '@anna:customer.example' },
  outbound: { threadKey: '!room:customer.example' },
  accepts: {
    answer: (request) => (request.url.includes('m.room.encryption') ? { status: 404, body: { errcode: 'M_NOT_FOUND', error: 'no' } } : { status: 200, body: { event_id: '$sent' } }),
    shownText: (asked) => asked.filter(({ url }) => url.includes('/send/')).map(({ body }) => (JSON.parse(body) as { body: string }).body).join(''), // what the connector wrote
  },
  errors: {
    'rate-limited': { http: sending(said(429, 'M_LIMIT_EXCEEDED', 'Too Many Requests', { retry_after_ms: 2000 }, { 'retry-after': '3' })), kind: 'unavailable', retryAfterMs: 3000 },
    'server-error': { http: sending(said(500, 'M_UNKNOWN', 'Internal server error')), kind: 'unavailable', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: sending({ breaks: 'after-writing' }), kind: 'unavailable' },
    'timeout-after-writing': { http: sending({ breaks: 'timeout' }), kind: 'unavailable' },
    'credentials-refused': { http: said(401, 'M_UNKNOWN_TOKEN', 'Unrecognised access token', { soft_logout: false }), kind: 'unauthorized' },
    forbidden: { http: sending(said(403, 'M_FORBIDDEN', "You don't have permission to post that to the room")), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: sending(said(413, 'M_TOO_LARGE', 'event too large')), kind: 'rejected', reason: 'text-too-long' },
  },
  moreErrors: [
    { when: 'a limit of an older server', http: sending(said(429, 'M_LIMIT_EXCEEDED', 'Too Many Requests', { retry_after_ms: 2500 })), kind: 'unavailable', retryAfterMs: 2500 },
    { when: 'a limit of a proxy', http: sending({ answer: { status: 429, headers: { 'retry-after': '5' }, body: '<html>slow down</html>' } }), kind: 'unavailable', retryAfterMs: 5000 },
    { when: 'a room that the account was removed from', http: sending(said(403, 'M_FORBIDDEN', 'User @support:acme.example not in room !room:customer.example')), kind: 'rejected', reason: 'removed-from-room' },
    { when: 'an account that is switched off', http: said(403, 'M_USER_DEACTIVATED', 'This account has been deactivated'), kind: 'unauthorized', reason: 'account-suspended' },
    { when: 'terms that nobody accepted', http: sending(said(403, 'M_CONSENT_NOT_GIVEN', 'Please see https://matrix.test/terms')), kind: 'rejected', reason: 'permission-missing' },
    { when: 'a room that is encrypted', http: { answer: { status: 200, body: { algorithm: 'm.megolm.v1.aes-sha2' } } }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '@a:b' }, threadKey: '!secret:b' })), kind: 'rejected', reason: 'unsupported' },
    { when: 'a page of a proxy in front', http: sending({ answer: { status: 502, body: '<html>Bad Gateway</html>' } }), kind: 'unavailable' },
    { when: 'a redirect', http: sending({ answer: { status: 302, body: '' } }), kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is no Matrix', http: sending({ answer: { status: 404, body: '<html>nginx</html>' } }), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'an error whose name is a trap', http: sending(said(400, '__proto__', 'hm')), kind: 'rejected', reason: 'refused' },
    { when: 'somebody who is no ID', http: yes, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'anna' } })), kind: 'rejected', reason: 'bad-address' },
    { when: 'silence while a room was made', http: (request) => (request.url.includes('createRoom') ? { breaks: 'timeout' } : request.url.includes('joined_rooms') ? { answer: { status: 200, body: { joined_rooms: [] } } } : said(404, 'M_NOT_FOUND', 'no')), call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '@a:b' } })), kind: 'ambiguous', reason: 'no-answer' },
    { when: 'a text of blanks', http: yes, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '@a:b' }, threadKey: '!r:b', text: ' \n' })), kind: 'rejected', reason: 'empty' },
    { when: 'a like, which Matrix has not', http: yes, call: (connector, ctx) => connector.act?.(ctx, { kind: 'like', threadKey: '!r:b', externalId: '$1' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    { when: 'a file that is gone', http: said(404, 'M_NOT_FOUND', 'Not found'), call: (connector, ctx) => connector.download?.(ctx, 'mxc://b/c') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
    { when: 'a file at no address of Matrix', http: yes, call: (connector, ctx) => connector.download?.(ctx, 'mxc://b/../c') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
  ],
});

it('answers in the thread in which the customer wrote, and as a reply where one was meant', async () => {
  const sent = async (given: Parameters<typeof buildOutbound>[0]) => {
    const { http, asked } = faultyHttp(sending(yes));
    await matrix.send(buildContext(settings, { http }), buildOutbound({ to: { id: '@a:b' }, threadKey: '!open:b', ...given }));
    return (JSON.parse(asked.at(-1)?.body ?? '{}') as Record<string, unknown>)['m.relates_to'];
  };
  expect(await sent({})).toBeUndefined();
  expect(await sent({ replyToExternalId: '$1' })).toEqual({ 'm.in_reply_to': { event_id: '$1' } });
  expect(await sent({ threadState: { thread: '$root', last: '$2' } })).toEqual({ rel_type: 'm.thread', event_id: '$root', is_falling_back: true, 'm.in_reply_to': { event_id: '$2' } });
  expect(await sent({ threadState: { thread: '$root', last: '$2' }, replyToExternalId: '$1' })).toEqual({ rel_type: 'm.thread', event_id: '$root', is_falling_back: false, 'm.in_reply_to': { event_id: '$1' } });
  expect(await sent({ threadState: { thread: null, last: '$2' } })).toBeUndefined();
});

function delivery(event: unknown) {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify({ me: '@support:acme.example', room: { id: '!room:customer.example' }, event })) };
}
