import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpAnswer, type HttpFault } from '../conformance/http-faults';
import type { Delivery } from '../contract';
import { bluesky } from './bluesky.connector';
import { sessionMark, type BlueskySettings } from './bluesky.settings';

const now = new Date('2026-11-21T12:00:00Z');
const me = 'did:plc:ourshop7lipowy2dom4567ab';
const anna = 'did:plc:annaz6elinska2gdansk345c';
const parent = `at://${anna}/app.bsky.feed.post/3lbm22222aa2b`;
const login = { handle: 'domlipowy.pl', password: 'invented-app-password-4711', service: 'https://pds.test' };
const token = (exp: number, mark: string) => `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify({ sub: me, exp })).toString('base64url')}.${mark}`;
const settings: BlueskySettings = {
  pollEverySeconds: 5,
  ...login, directMessages: true, chatService: 'did:web:api.bsky.chat#bsky_chat', webAddress: 'https://bsky.app', did: me, server: 'https://pds.test',
  accessToken: token(Math.floor(now.getTime() / 1000) + 3600, 'access-signature-invented'), refreshToken: token(Math.floor(now.getTime() / 1000) + 90_000, 'refresh-signature-invented'), sessionOf: sessionMark(login),
};

const failed = (status: number, error: string, message: string, headers: Record<string, string> = {}): HttpFault => ({ answer: { status, headers, body: { error, message } } });
const view = { uri: parent, cid: 'bafyparent', author: { did: anna, handle: 'anna.bsky.social' }, record: { $type: 'app.bsky.feed.post', text: 'hm' }, indexedAt: '2026-11-20T10:00:00.000Z' };
const sentMessage = { id: '3kam9', rev: '222', text: 'x', sender: { did: me }, sentAt: '2026-11-21T12:00:00.000Z' };

/** Reading goes well, writing ends as told: the post is there, the answer to it fails. */
const whenPosting = (fault: HttpFault) => (request: AskedRequest): HttpFault => (request.url.includes('getPosts') ? { answer: { status: 200, body: { posts: [view] } } } : fault);
const publicly = { visibility: 'public' as const, replyToExternalId: parent, postExternalId: parent };
const post = (connector: typeof bluesky, ctx: Parameters<typeof bluesky.send>[0]) => connector.send(ctx, buildOutbound({ to: { id: anna }, ...publicly }));

connectorConformance(bluesky, {
  folder: __dirname,
  settings,
  secrets: ['password', 'accessToken', 'refreshToken', 'sessionOf'],
  unknown: [
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"what') } },
    { name: 'something else of ours', delivery: kept({ what: 'weather', me }) },
    { name: 'a notification that is a number', delivery: kept({ what: 'notification', me, notification: 4 }) },
    { name: 'a notification of tomorrow', delivery: kept({ what: 'notification', me, notification: notification('telepathy', { $type: 'app.bsky.feed.post', text: 'hm' }) }) },
    { name: 'a mention in a record of a new kind', delivery: kept({ what: 'notification', me, notification: notification('mention', { $type: 'app.bsky.feed.hologram', waves: 3 }) }) },
    { name: 'a mention in no record at all', delivery: kept({ what: 'notification', me, notification: notification('mention', null) }) },
    { name: 'a post with an embed of a new kind and no word', delivery: kept({ what: 'notification', me, notification: notification('reply', { $type: 'app.bsky.feed.post', text: '', embed: { $type: 'app.bsky.embed.hologram' } }) }) },
    { name: 'a like of nothing', delivery: kept({ what: 'notification', me, notification: notification('like', {}) }) },
    { name: 'an own post that is no post', delivery: kept({ what: 'own-post', me, post: [] }) },
    { name: 'a chat event of tomorrow', delivery: kept({ what: 'direct-message', me, event: { $type: 'chat.bsky.convo.defs#logTelepathy', rev: '22', convoId: 'x' } }) },
    { name: 'a chat event that is a list', delivery: kept({ what: 'direct-message', me, event: [] }) },
    { name: 'a chat message that is a number', delivery: kept({ what: 'direct-message', me, event: { $type: 'chat.bsky.convo.defs#logCreateMessage', rev: '22', convoId: 'x', message: 4 } }) },
    { name: 'a line of the chat itself', delivery: kept({ what: 'direct-message', me, event: { $type: 'chat.bsky.convo.defs#logCreateMessage', rev: '22', convoId: 'x', message: { $type: 'chat.bsky.convo.defs#systemMessageView', id: 'y', sender: { did: anna }, data: {} } } }) },
    { name: 'a direct message with nothing in it', delivery: kept({ what: 'direct-message', me, event: { $type: 'chat.bsky.convo.defs#logCreateMessage', rev: '22', convoId: 'x', message: { $type: 'chat.bsky.convo.defs#hologramView', id: 'y', sender: { did: anna } } } }) },
  ],
  to: { id: anna },
  outbound: { threadKey: '3kaconvo2aa22' },
  accepts: {
    answer: (): HttpAnswer => ({ status: 200, body: sentMessage }),
    shownText: (asked) => asked.map(({ body }) => (JSON.parse(body) as { message: { text: string } }).message.text).join(''), // what the connector wrote
  },
  errors: {
    'rate-limited': { http: failed(429, 'RateLimitExceeded', 'Rate Limit Exceeded', { 'ratelimit-reset': String(now.getTime() / 1000 + 7) }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: failed(500, 'InternalServerError', 'Internal Server Error'), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: failed(401, 'AuthenticationRequired', 'Invalid identifier or password'), kind: 'unauthorized', reason: 'password-refused' },
    forbidden: { http: failed(403, 'Forbidden', 'You may not'), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: failed(400, 'InvalidRequest', 'Input/message/text must not be longer than 1000 graphemes'), kind: 'rejected', reason: 'text-too-long' },
  },
  moreErrors: [
    { when: 'silence after a post, which has a key of its own', http: whenPosting({ breaks: 'timeout' }), call: post, kind: 'unavailable', reason: 'no-answer' },
    { when: 'a server error after a post', http: whenPosting(failed(502, 'UpstreamFailure', 'x')), call: post, kind: 'unavailable', reason: 'no-answer' },
    { when: 'a connection that broke while the message was being written', http: { breaks: 'while-writing' }, kind: 'unavailable' },
    { when: 'a limit with a number of seconds', http: failed(429, 'RateLimitExceeded', 'x', { 'retry-after': '3' }), kind: 'unavailable', retryAfterMs: 3000 },
    { when: 'a limit told by a page of a proxy', http: { answer: { status: 429, body: '<html>slow down</html>' } }, kind: 'unavailable' },
    { when: 'a page that is no answer', http: { answer: { status: 200, body: '<html>Sign in to the hotel</html>' } }, kind: 'ambiguous' },
    { when: 'a redirect', http: { answer: { status: 302, headers: { location: 'https://elsewhere.test' }, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address at which nothing of the network is', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'a suspended account', http: failed(401, 'AccountTakedown', 'Account has been taken down'), kind: 'unauthorized', reason: 'account-suspended' },
    { when: 'a password with a second factor', http: failed(401, 'AuthFactorTokenRequired', 'A sign in code has been sent'), kind: 'unauthorized', reason: 'second-factor' },
    { when: 'a password without direct messages', http: failed(401, 'InvalidToken', 'Bad token method'), kind: 'rejected', reason: 'permission-missing' },
    { when: 'a block', http: failed(400, 'BlockedActor', 'block between recipient and sender'), kind: 'rejected', reason: 'blocked-by-user' },
    { when: 'somebody who takes no messages', http: failed(400, 'MessagesDisabled', 'recipient has disabled incoming messages'), kind: 'rejected', reason: 'messages-disabled' },
    { when: 'somebody who takes messages of those they follow', http: failed(400, 'InvalidRequest', 'recipient requires incoming messages to come from someone they follow'), kind: 'rejected', reason: 'messages-disabled' },
    { when: 'a conversation that is closed', http: failed(400, 'ConvoLocked', 'x'), kind: 'rejected', reason: 'chat-not-found' },
    { when: 'a refusal with words that we never saw', http: failed(400, 'TheMoonIsWrong', 'look up'), kind: 'rejected', reason: 'refused' },
    { when: 'a post that is gone', http: { answer: { status: 200, body: { posts: [] } } }, call: post, kind: 'rejected', reason: 'message-gone' },
    { when: 'a thread that lets nobody answer', http: { answer: { status: 200, body: { posts: [{ ...view, viewer: { replyDisabled: true } }] } } }, call: post, kind: 'rejected', reason: 'replies-disabled' },
    { when: 'a change, which the network has not', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'edit', threadKey: '', externalId: parent, text: 'x' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    { when: 'taking back a direct message', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'delete', threadKey: '', externalId: 'a:b' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    { when: 'a picture that is gone', http: { answer: { status: 404, body: 'x' } }, call: (connector, ctx) => connector.download?.(ctx, 'https://cdn.test/x') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
    { when: 'a picture at an address of a trap', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.download?.(ctx, 'file:///etc/passwd') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
  ],
});

describe('a post', () => {
  const asking = async (given: Parameters<typeof buildOutbound>[0]) => {
    const { http, asked } = faultyHttp((request) =>
      request.url.includes('getPosts') ? { answer: { status: 200, body: { posts: [view] } } }
      : request.url.includes('uploadBlob') ? { answer: { status: 200, body: { blob: { $type: 'blob', ref: { $link: 'bafkrei' }, mimeType: 'image/png', size: 3 } } } }
      : { answer: { status: 200, body: { uri: `at://${me}/app.bsky.feed.post/new`, cid: 'bafynew' } } });
    const end = await bluesky.send(buildContext(settings, { http }), buildOutbound({ to: { id: anna }, ...publicly, ...given })).then(() => 'sent', (error: { reason?: string }) => error.reason);
    return { end, asked };
  };

  it('has limits of its own: 300 letters as people see them, four pictures', async () => {
    const family = '👨‍👩‍👧';
    expect((await asking({ text: `${family.repeat(100)}${'ż'.repeat(200)}` })).end).toBe('sent');
    expect(await asking({ text: 'ż'.repeat(301) })).toEqual({ end: 'text-too-long', asked: [] });
    const pictures = (count: number) => Array.from({ length: count }, (_, index) => buildAttachment({ name: `${index}.png`, contentType: 'image/png' }));
    expect((await asking({ text: '', attachments: pictures(4) })).end).toBe('sent');
    expect(await asking({ attachments: pictures(5) })).toEqual({ end: 'too-many-attachments', asked: [] });
    expect(await asking({ attachments: [buildAttachment()] })).toEqual({ end: 'attachment-type', asked: [] });
    expect(await asking({ text: ' \n' })).toEqual({ end: 'empty', asked: [] });
  });

  it('is the same record at every try, made when the message was', async () => {
    const [first, second] = [await asking({ attempt: 1 }), await asking({ attempt: 2 })];
    expect(second.asked.at(-1)?.body).toBe(first.asked.at(-1)?.body);
    expect(JSON.parse(first.asked.at(-1)?.body ?? '')).toMatchObject({ rkey: expect.stringMatching(/^[2-7a-z]{13}$/), record: { createdAt: '2025-06-24T07:36:33.024Z', reply: { root: { uri: parent }, parent: { uri: parent } } } });
  });
});

describe('its session', () => {
  const opened = { did: me, handle: 'domlipowy.pl', accessJwt: token(Math.floor(now.getTime() / 1000) + 3600, 'new'), refreshJwt: 'r2', didDoc: { id: me, service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: 'https://morel.host.test/' }] } };
  const listed = { answer: { status: 200, body: { notifications: [], handle: 'x', convos: [] } } };

  it('goes on at the server that the sign-in names', async () => {
    const { http, asked } = faultyHttp((request) => (request.url.includes('createSession') ? { answer: { status: 200, body: opened } } : listed));
    const ctx = buildContext({ ...settings, accessToken: '', refreshToken: '', sessionOf: '', did: '', server: '' }, { http });
    expect((await bluesky.check(ctx)).state).toBe('ok');
    expect(asked.map(({ url }) => url.split('?')[0])).toEqual([
      'https://pds.test/xrpc/com.atproto.server.createSession', 'https://morel.host.test/xrpc/com.atproto.server.getSession',
      'https://morel.host.test/xrpc/app.bsky.notification.listNotifications', 'https://morel.host.test/xrpc/chat.bsky.convo.listConvos',
    ]);
    expect(asked[3]?.headers['atproto-proxy']).toBe('did:web:api.bsky.chat#bsky_chat');
    expect(ctx.settings).toMatchObject({ did: me, server: 'https://morel.host.test' });
  });

  it('is renewed once when two calls find it refused at the same time', async () => {
    const { http, asked } = faultyHttp((request) =>
      request.url.includes('refreshSession') ? { answer: { status: 200, body: opened } }
      : request.headers['authorization'] === `Bearer ${settings.accessToken}` ? failed(400, 'ExpiredToken', 'Token has expired')
      : { answer: { status: 200, body: sentMessage } });
    const ctx = buildContext(settings, { http });
    let turn: Promise<unknown> = Promise.resolve();
    const update = ctx.secrets.update;
    ctx.secrets.update = (change) => {
      const mine = turn.then(() => update(change));
      turn = mine;
      return mine;
    };
    await Promise.all([1, 2].map((n) => bluesky.send(ctx, buildOutbound({ to: { id: anna }, threadKey: 'convo', text: String(n) }))));
    expect(asked.filter(({ url }) => url.includes('refreshSession'))).toHaveLength(1);
    expect(asked.find(({ url }) => url.includes('refreshSession'))?.headers['authorization']).toBe(`Bearer ${settings.refreshToken}`);
  });

  it('does not sign in with a password when the server is only down', async () => {
    const { http, asked } = faultyHttp({ answer: { status: 503, body: 'x' } });
    await expect(bluesky.send(buildContext({ ...settings, accessToken: token(1, 'old') }, { http }), buildOutbound({ to: { id: anna }, threadKey: 'convo' }))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(asked.filter(({ url }) => url.includes('createSession'))).toEqual([]);
  });
});

describe('what PostgreSQL can not hold', () => {
  it('is replaced, one unit for one', async () => {
    const evil = 'a\u0000b\ud800c';
    const read = await bluesky.parse(kept({ what: 'notification', me, notification: { ...notification('mention', { $type: 'app.bsky.feed.post', text: evil }), author: { did: anna, handle: evil, displayName: evil } } }), settings);
    expect(read[0]).toMatchObject({ text: 'a\ufffdb\ufffdc', from: { name: 'a\ufffdb\ufffdc' } });
    expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud800/i);
  });
});

function notification(reason: string, record: unknown) {
  return { uri: parent, cid: 'bafy', author: { did: anna, handle: 'anna.bsky.social' }, reason, record, isRead: false, indexedAt: '2026-11-20T10:00:01.000Z' };
}

function kept(body: object): Delivery {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}
