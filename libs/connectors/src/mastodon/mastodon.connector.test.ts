import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type HttpAnswer, type HttpFault } from '../conformance/http-faults';
import type { Delivery } from '../contract';
import { mastodon } from './mastodon.connector';
import { serverFacts, type MastodonSettings } from './mastodon.settings';

const facts = { ...serverFacts.parse({}), domain: 'miasto.example', account: '109001', handle: 'domlipowy' };
const settings: MastodonSettings = { server: 'https://miasto.test', accessToken: 'invented-token-of-the-suite-4711', answers: 'same', facts: JSON.stringify(facts) };
const failed = (status: number, error: string, headers: Record<string, string> = {}): HttpFault => ({ answer: { status, headers, body: { error } } });
const threadState = { acct: 'anna@las.example', visibility: 'public', warning: '' };
const account = { id: '110002', acct: 'anna@las.example' };
const posted: HttpAnswer = { status: 200, body: { id: '115600000000000009', created_at: '2026-11-21T12:00:00.000Z', visibility: 'direct', content: '', account: { id: '109001', acct: 'domlipowy' } } };
const wrote = (body: string) => JSON.parse(body) as { status: string; visibility: string; in_reply_to_id?: string; spoiler_text?: string; media_ids?: string[] }; // what the connector wrote

connectorConformance(mastodon, {
  folder: __dirname,
  settings,
  secrets: ['accessToken'],
  unknown: [
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"what') } },
    { name: 'something else of ours', delivery: kept({ what: 'weather' }) },
    { name: 'an event of tomorrow', delivery: kept({ what: 'other', event: 'telepathy\u0000' }) },
    { name: 'a notification that is a list', delivery: kept({ what: 'notification', notification: [] }) },
    { name: 'a notification of tomorrow', delivery: kept({ what: 'notification', notification: { id: '1', type: 'telepathy', account } }) },
    { name: 'a mention by nobody', delivery: kept({ what: 'notification', notification: { id: '1', type: 'mention' } }) },
    { name: 'a mention in a post of a new shape', delivery: kept({ what: 'notification', notification: { id: '1', type: 'mention', account, status: { id: '7', hologram: 3 } } }) },
    { name: 'a mention whose id is no id', delivery: kept({ what: 'notification', notification: { id: '1', type: 'mention', account, status: { id: '7; DROP', visibility: 'public', content: 'x', account } } }) },
    { name: 'a favourite of nothing', delivery: kept({ what: 'notification', notification: { id: '1', type: 'favourite', account } }) },
    { name: 'an own post that is none', delivery: kept({ what: 'own', status: 4 }) },
    { name: 'an edit that is none', delivery: kept({ what: 'edit', status: null }) },
  ],
  to: { id: '110002', handle: '@anna@las.example' },
  outbound: { threadKey: '110002', threadState },
  accepts: {
    answer: () => posted,
    shownText: (asked) => asked.map(({ body }) => wrote(body).status.replace('@anna@las.example ', '')).join(''),
  },
  errors: {
    'rate-limited': { http: failed(429, 'Too many requests', { 'x-ratelimit-reset': '2026-11-21T12:00:07.000Z' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: failed(500, 'Internal'), kind: 'unavailable', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'unavailable', reason: 'no-answer' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'unavailable', reason: 'no-answer' },
    'credentials-refused': { http: failed(401, 'The access token was revoked'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: failed(403, 'This action is not allowed'), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: failed(422, 'Validation failed: Text character limit of 500 exceeded'), kind: 'rejected', reason: 'text-too-long' },
  },
  moreErrors: [
    { when: 'a token without the right to write', http: failed(403, 'This action is outside the authorized scopes'), kind: 'unauthorized', reason: 'scope-missing' },
    { when: 'a suspended account', http: failed(403, 'Your login is currently disabled'), kind: 'unauthorized', reason: 'account-suspended' },
    { when: 'a limit whose end is a number of seconds since 1970', http: failed(429, 'x', { 'x-ratelimit-reset': String(Date.parse('2026-11-21T12:00:09Z') / 1000) }), kind: 'unavailable', retryAfterMs: 9000 },
    { when: 'a limit told by a page of a proxy', http: { answer: { status: 429, headers: { 'retry-after': '3' }, body: '<html>' } }, kind: 'unavailable', retryAfterMs: 3000 },
    { when: 'a page that is no answer', http: { answer: { status: 200, body: '<html>Sign in to the hotel</html>' } }, kind: 'unavailable', reason: 'no-answer' },
    { when: 'a redirect', http: { answer: { status: 301, headers: { location: 'https://elsewhere.test' }, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is no Mastodon server', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'a post that is gone', http: failed(404, 'The post you are trying to reply to does not appear to exist.'), kind: 'rejected', reason: 'message-gone' },
    { when: 'a server under repair', http: failed(503, 'Service unavailable', { 'retry-after': '60' }), kind: 'unavailable', retryAfterMs: 60_000 },
    { when: 'a refusal with words that we never saw', http: failed(422, 'The moon is wrong'), kind: 'rejected', reason: 'refused' },
    { when: 'hiding, which nobody can', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'hide', threadKey: '1', externalId: '1' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    { when: 'an act on what is no id', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'delete', threadKey: '1', externalId: '../accounts' }) ?? Promise.resolve(), kind: 'rejected', reason: 'message-gone' },
    { when: 'a file that is gone', http: { answer: { status: 404, body: 'x' } }, call: (connector, ctx) => connector.download?.(ctx, 'https://files.test/x.png') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
  ],
});

describe('a post', () => {
  const asking = async (given: Parameters<typeof buildOutbound>[0], more: Partial<typeof facts> = {}, own: Partial<MastodonSettings> = {}) => {
    const { http, asked } = faultyHttp({ answer: posted });
    const ctx = buildContext({ ...settings, facts: JSON.stringify({ ...facts, ...more }), ...own }, { http });
    const end = await mastodon.send(ctx, buildOutbound({ to: { id: '110002' }, threadState, ...given })).then(() => 'sent', (error: { reason?: string }) => error.reason);
    return { end, asked };
  };

  it('counts addresses as 23, and of a mention only the name', async () => {
    // 32 of the 500 are kept free for the name of whom it answers.
    const fits = `${'ż'.repeat(468 - 24)} https://shop.example/${'a'.repeat(300)}`;
    expect((await asking({ text: fits })).end).toBe('sent');
    expect(await asking({ text: `${fits} !` })).toMatchObject({ end: 'text-too-long', asked: [] });
    expect((await asking({ text: '👨‍👩‍👧'.repeat(468) })).end).toBe('sent');
    expect((await asking({ text: 'a'.repeat(2_968) }, { maxCharacters: 3_000 })).end).toBe('sent');
    const somebody = { ...threadState, acct: `${'n'.repeat(30)}@${'d'.repeat(200)}.example` };
    expect((await asking({ text: 'a'.repeat(468), threadState: somebody })).end).toBe('sent');
    expect((await asking({ text: 'a'.repeat(468), threadState: { ...somebody, acct: `n${somebody.acct}` } })).end).toBe('text-too-long');
  });

  it('names whom it answers, once', async () => {
    for (const [text, expected] of [['Hello', '@anna@las.example Hello'], ['Hello @Anna@las.example!', 'Hello @Anna@las.example!'], ['ask @anna@las.example.org', '@anna@las.example ask @anna@las.example.org']] as const) {
      expect(wrote((await asking({ text })).asked[0]?.body ?? '').status).toBe(expected);
    }
  });

  it('is as public as the question, or quieter when that is wished, and private what only followers saw', async () => {
    const visibility = async (state: string, side: 'public' | 'private', answers: 'same' | 'unlisted' = 'same') =>
      wrote((await asking({ visibility: side, threadState: { ...threadState, visibility: state }, threadKey: side === 'public' ? '1:110002' : '110002' }, {}, { answers })).asked[0]?.body ?? '').visibility;
    expect([await visibility('public', 'public'), await visibility('unlisted', 'public'), await visibility('public', 'public', 'unlisted'), await visibility('private', 'private'), await visibility('public', 'private')])
      .toEqual(['public', 'unlisted', 'unlisted', 'direct', 'direct']);
  });

  it('warns of what the question warned of, and counts the warning', async () => {
    const state = { ...threadState, warning: 'food' };
    expect(wrote((await asking({ text: 'Sorry', threadState: state })).asked[0]?.body ?? '')).toMatchObject({ spoiler_text: 'food', sensitive: true });
    expect((await asking({ text: 'a'.repeat(468), threadState: { ...state, warning: 'food '.repeat(9) } })).end).toBe('text-too-long');
  });

  it('carries our own id, the same at every try', async () => {
    const [first, second] = [await asking({ attempt: 1 }), await asking({ attempt: 2 })];
    expect(first.asked[0]?.headers['idempotency-key']).toBe('0197a0de-0000-7000-8000-0000000000aa');
    expect([second.asked[0]?.headers['idempotency-key'], second.asked[0]?.body]).toEqual([first.asked[0]?.headers['idempotency-key'], first.asked[0]?.body]);
  });

  it('takes one film or several pictures, and nothing heavier than the server does', async () => {
    const file = (contentType: string, sizeBytes = 3) => buildAttachment({ contentType, sizeBytes });
    expect(await asking({ attachments: [file('video/mp4'), file('image/png')] })).toEqual({ end: 'too-many-attachments', asked: [] });
    expect(await asking({ attachments: [file('image/png', 17 * 1024 * 1024)] })).toEqual({ end: 'attachment-too-big', asked: [] });
    expect(await asking({ attachments: [file('image/heic')] }, { mediaTypes: ['image/png'] })).toEqual({ end: 'attachment-type', asked: [] });
    expect(await asking({ text: ' ' })).toEqual({ end: 'empty', asked: [] });
  });

  it('shows in the composer what this very server takes', () => {
    expect(mastodon.capabilitiesOf?.({ ...settings, facts: JSON.stringify({ ...facts, maxCharacters: 5_000, maxMedia: 8 }) })).toMatchObject({ maxTextLength: 4_968, linkLength: 23, attachments: { maxCount: 8 } });
    expect(mastodon.capabilitiesOf?.({ ...settings, facts: 'broken' })).toMatchObject({ maxTextLength: 468 });
  });
});

describe('a file', () => {
  it('is followed where the server hands it on, never in a circle and never to another protocol', async () => {
    const via = (to: string) => faultyHttp(({ url }) => ({ answer: url.includes('/media_proxy/') ? { status: 302, headers: { location: to }, body: '' } : { status: 200, body: 'bytes' } }));
    const { http, asked } = via('/files/x.png');
    const stream = await mastodon.download!(buildContext(settings, { http }), 'https://miasto.test/media_proxy/1/original');
    stream.destroy();
    expect(asked.map(({ url, headers }) => [url, headers['authorization']])).toEqual([['https://miasto.test/media_proxy/1/original', undefined], ['https://miasto.test/files/x.png', undefined]]);
    for (const to of ['/media_proxy/1/original', 'file:///etc/passwd']) {
      await expect(mastodon.download!(buildContext(settings, { http: via(to).http }), 'https://miasto.test/media_proxy/1/original')).rejects.toMatchObject({ kind: 'rejected', reason: 'file-gone' });
    }
  });
});

describe('its settings', () => {
  it('take a server as people write it', () => {
    expect(mastodon.settings.parse({ server: 'mastodon.social/', accessToken: 'abcdefgh' })).toMatchObject({ server: 'https://mastodon.social' });
    for (const server of ['', 'ftp://x.pl', 'https://user@x.pl', 'x y']) expect(mastodon.settings.safeParse({ server, accessToken: 'abcdefgh' }).success).toBe(false);
  });
});

describe('what PostgreSQL can not hold', () => {
  it('is replaced, one unit for one', async () => {
    const evil = 'a\u0000b\ud800c';
    const read = await mastodon.parse(kept({ what: 'notification', notification: { id: '1', type: 'mention', account, status: { id: '7', visibility: 'direct', content: evil, spoiler_text: evil, account: { ...account, display_name: evil } } } }), settings);
    expect(read[0]).toMatchObject({ text: '⚠️ a\ufffdb\ufffdc\n\na\ufffdb\ufffdc', from: { name: 'a\ufffdb\ufffdc' } });
    expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud800/i);
  });
});

function kept(body: object): Delivery {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify({ me: '109001', domain: 'miasto.example', ...body })) };
}
