import { buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpAnswer, type HttpFault } from '../conformance/http-faults';
import type { Delivery } from '../contract';
import { reddit } from './reddit.connector';
import { waitInWords } from './reddit.errors';
import { redditSettings, userAgentOf } from './reddit.settings';

const settings = redditSettings.parse({
  clientId: 'client-of-the-suite', clientSecret: 'invented-secret-4711', username: 'Dom_Lipowy', refreshToken: 'invented-refresh-4712', accessToken: 'invented-access-4713', accessExpiresAt: '2027-01-01T00:00:00.123Z',
});
const kept = (body: unknown): Delivery => ({ contentType: 'application/json', body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const thing = (kind: string, data: object): Delivery => kept({ me: 'Dom_Lipowy', site: 'https://www.reddit.com', thing: { kind, data } });
const failed = (status: number, headers: Record<string, string> = {}, body: unknown = { message: 'no', error: status }): HttpFault => ({ answer: { status, headers, body } });
const said = (code: string, words: string): HttpFault => ({ answer: { status: 200, body: { json: { errors: [[code, words, null]] } } } });
const form = ({ body }: AskedRequest): Record<string, string> => Object.fromEntries(new URLSearchParams(body));
const taken: HttpAnswer = { status: 200, body: { json: { errors: [], data: { things: [{ kind: 't4', data: { name: 't4_new' } }] } } } };
const outbound = { threadKey: 'anna_n', replyToExternalId: 't4_l1' };

connectorConformance(reddit, {
  folder: __dirname,
  settings,
  secrets: ['clientSecret', 'refreshToken', 'accessToken', 'accessExpiresAt'],
  unknown: [
    { name: 'bytes that are no JSON', delivery: kept('{"what') },
    { name: 'something else of ours', delivery: kept({ what: 'weather' }) },
    { name: 'a comment without a name', delivery: thing('t1', { body: 'x', created_utc: 1 }) },
    { name: 'a comment below nothing', delivery: thing('t1', { name: 't1_a', author: 'x', body: 'x', created_utc: 1 }) },
    { name: 'a name that is no name', delivery: thing('t1', { name: 't1_a; DROP', author: 'x', body: 'x', created_utc: 1 }) },
    { name: 'a thing of tomorrow by nobody', delivery: thing('t6', { name: 't6_a', created_utc: 1 }) },
    { name: 'a thing of tomorrow by somebody', delivery: thing('t9', { name: 't9_a', author: 'Anna', created_utc: 1 }) },
    { name: 'a private message of ours to nobody', delivery: thing('t4', { name: 't4_a', author: 'dom_lipowy', body: 'x', created_utc: 1 }) },
  ],
  to: { id: 'anna_n', handle: 'u/Anna_N' },
  outbound,
  accepts: { answer: () => taken, shownText: (asked) => asked.map((one) => form(one)['text'] ?? '').join('') },
  errors: {
    'rate-limited': { http: failed(429, { 'x-ratelimit-reset': '7' }), kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: failed(500), kind: 'ambiguous', reason: 'platform-failed' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous', reason: 'no-answer' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous', reason: 'no-answer' },
    'credentials-refused': { http: ({ url }) => (url.includes('access_token') ? failed(400, {}, { error: 'invalid_grant' }) : failed(401)), kind: 'unauthorized', reason: 'invalid-grant' },
    forbidden: { http: failed(403), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { http: said('TOO_LONG', 'this is too long (max: 10000)'), kind: 'rejected', reason: 'text-too-long' },
  },
  moreErrors: [
    { when: 'a limit told inside an answer', http: said('RATELIMIT', 'you are doing that too much. Try again in 9 minutes.'), kind: 'unavailable', retryAfterMs: 570_000, reason: 'rate-limited' },
    { when: 'a limit told by a proxy', http: failed(429, { 'retry-after': '3' }, '<html>'), kind: 'unavailable', retryAfterMs: 3000 },
    { when: 'a consent that lacks a scope', http: failed(403, { 'www-authenticate': 'Bearer realm="reddit", error="insufficient_scope"' }), kind: 'unauthorized', reason: 'scope-missing' },
    { when: 'an application that is not approved', http: failed(403, {}, '<html>blocked by network security'), kind: 'unauthorized', reason: 'api-not-granted' },
    { when: 'a locked thread', http: said('THREAD_LOCKED', 'comments are locked'), kind: 'rejected', reason: 'topic-closed' },
    { when: 'an archived thread', http: said('TOO_OLD', "that's a piece of history now"), kind: 'rejected', reason: 'topic-closed' },
    { when: 'a comment that is gone', http: said('DELETED_COMMENT', 'that comment has been deleted'), kind: 'rejected', reason: 'message-gone' },
    { when: 'somebody who takes no messages', http: said('RESTRICTED_TO_PM', "User doesn't accept direct messages."), kind: 'rejected', reason: 'blocked-by-user' },
    { when: 'a ban in the subreddit', http: said('SUBREDDIT_NOTALLOWED', "you aren't allowed to post there."), kind: 'rejected', reason: 'forbidden' },
    { when: 'a refusal that we never saw', http: said('MOON_WRONG', 'the moon {is} wrong: https://x.test'), kind: 'rejected', reason: 'refused' },
    { when: 'an answer that is none', http: { answer: { status: 200, body: '<html>' } }, kind: 'ambiguous', reason: 'not-understood' },
    { when: 'a redirect', http: failed(302, { location: '/subreddits/search' }), kind: 'unavailable', reason: 'wrong-address' },
    { when: 'a public answer to nothing', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ visibility: 'public' })), kind: 'rejected', reason: 'message-gone' },
    { when: 'a private answer to nobody', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'deleted:t1_a' }, replyToExternalId: 't1_a' })), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'hiding without being a moderator', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'hide', threadKey: 'x', externalId: 't1_a' }) ?? Promise.resolve(), kind: 'rejected', reason: 'not-offered' },
    { when: 'taking back a private message', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'delete', threadKey: 'x', externalId: 't4_a' }) ?? Promise.resolve(), kind: 'rejected', reason: 'not-offered' },
    { when: 'an act on what is no name', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'delete', threadKey: 'x', externalId: '../me' }) ?? Promise.resolve(), kind: 'rejected', reason: 'message-gone' },
  ],
});

describe('an answer', () => {
  const sentText = async (text: string, writing: 'typed' | 'markdown' = 'typed') => {
    const { http, asked } = faultyHttp({ answer: taken });
    const end = await reddit.send(buildContext({ ...settings, writing }, { http }), buildOutbound({ ...outbound, text })).then(() => 'sent', (error: { reason?: string }) => error.reason);
    return end === 'sent' ? form(asked[0] ?? { method: '', url: '', body: '', headers: {} })['text'] : end;
  };

  it.each([
    ['5*3 = 15, *not* 16', '5\\*3 = 15, \\*not\\* 16'],
    ['# 1 in mugs', '\\# 1 in mugs'],
    ['one\ntwo\n\nthree', 'one  \ntwo\n\nthree'],
    ['1. first', '1\\. first'],
    ['- dash\n> more', '\\- dash  \n\\> more'],
    ['see https://shop.example/a_b_c and u/my_name_ or r/my_sub', 'see https://shop.example/a_b_c and u/my_name_ or r/my_sub'],
    ['my_file_name & &amp; <b>', 'my\\_file\\_name & \\&amp; \\<b>'],
    ['      far in', '   far in'],
    ['-5 degrees', '-5 degrees'],
  ])('shows %j as it was typed', async (text, expected) => {
    expect(await sentText(text)).toBe(expected);
  });

  it('leaves Markdown alone when that is wished', async () => {
    expect(await sentText('**bold**\n# Title', 'markdown')).toBe('**bold**\n# Title');
  });

  it('is refused when the signs that keep it as typed make it too long', async () => {
    expect(await sentText('*'.repeat(5_001))).toBe('text-too-long');
    expect(await sentText('*'.repeat(5_001), 'markdown')).toBe('*'.repeat(5_001));
  });

  it('carries a User-Agent of its own, and never our token in its address', async () => {
    const { http, asked } = faultyHttp({ answer: taken });
    await reddit.send(buildContext(settings, { http }), buildOutbound(outbound));
    expect(asked[0]?.headers['user-agent']).toBe('web:kontuar-client-of-the-suite:1 (by /u/Dom_Lipowy)');
    expect(asked.map(({ url }) => url).join()).not.toContain('4713');
    expect(userAgentOf({ ...settings, userAgent: 'web:mine:2 (by /u/me)' })).toBe('web:mine:2 (by /u/me)');
  });
});

describe('a wait in words', () => {
  it.each([
    ['Take a break for 9 minutes before trying again.', 570_000], ['Try again in 45 seconds.', 46_000], ['Take a break for 1 second', 2_000], ['in 300 milliseconds', 301], ['2 hours', 7_230_000],
    ['later', undefined],
  ])('%j', (words, expected) => {
    expect(waitInWords(words).retryAfterMs).toBe(expected);
  });
});

describe('its consent and its settings', () => {
  it('asks for a lasting access and for what is needed, not more', () => {
    const url = new URL(reddit.consent?.url({ clientId: 'abc' }, { redirectUrl: 'https://inbox.test/back', state: 'st', codeChallenge: 'c' }) ?? '');
    expect(Object.fromEntries(url.searchParams)).toEqual({ client_id: 'abc', response_type: 'code', state: 'st', redirect_uri: 'https://inbox.test/back', duration: 'permanent', scope: 'identity read privatemessages submit edit history' });
    expect(reddit.consent?.url({ clientId: 'abc', moderate: true }, { redirectUrl: 'https://inbox.test/back', state: 'st', codeChallenge: 'c' })).toContain('modposts');
  });

  it('takes names as people write them', () => {
    expect(redditSettings.parse({ ...settings, username: '/u/My_Shop', subreddits: ['r/mugs', 'https://www.reddit.com/r/tea'] })).toMatchObject({ username: 'My_Shop', subreddits: ['mugs', 'tea'] });
    for (const subreddits of [['a b'], ['mugs/new'], ['../api']]) expect(redditSettings.safeParse({ ...settings, subreddits }).success).toBe(false);
    expect(redditSettings.safeParse({ ...settings, userAgent: 'a\r\nb' }).success).toBe(false);
  });

  it('offers hiding to moderators only', () => {
    expect(reddit.capabilitiesOf?.(settings)).toEqual({});
    expect(reddit.capabilitiesOf?.({ ...settings, moderate: true })).toMatchObject({ publicly: { hide: true, edit: true } });
  });
});
