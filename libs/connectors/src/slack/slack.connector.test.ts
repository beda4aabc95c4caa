import { createHmac } from 'node:crypto';
import { buildAttachment, buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import type { Delivery, RawRequest } from '../contract';
import { slack } from './slack.connector';
import { slackSettings, type SlackSettings } from './slack.settings';

const settings: SlackSettings = slackSettings.parse({
  clientId: '111.222', clientSecret: 'invented-client-secret-of-the-slack-suite', signingSecret: 'invented-signing-secret-of-the-slack-suite', teamId: 'T0SHOP0001',
  botToken: 'xoxb-invented-token-of-the-slack-suite', refreshToken: 'xoxe-1-invented-of-the-slack-suite', tokenExpiresAt: '2026-11-22T00:00:00.000Z', apiUrl: 'https://slack.test/api',
});
const told = (error: string, status = 200, headers: Record<string, string> = {}): HttpFault => ({ answer: { status, headers, body: { ok: false, error } } });
const sent = { status: 200, body: { ok: true, channel: 'D0DIRECT01', ts: '1763719300.000100' } };
const argsOf = (request: AskedRequest) => Object.fromEntries(new URLSearchParams(request.body));
const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function sign(request: RawRequest, { signingSecret }: SlackSettings, at = new Date()): RawRequest {
  const time = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${time}:`).update(request.body).digest('hex');
  return { ...request, headers: { ...request.headers, 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${signature}` } };
}

function event(body: unknown, more: object = {}): Delivery {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify({ type: 'event_callback', team_id: 'T0SHOP0001', api_app_id: 'A1', authorizations: [], event: body, ...more })) };
}

connectorConformance(slack, {
  folder: __dirname,
  settings,
  secrets: ['clientSecret', 'signingSecret', 'botToken', 'refreshToken', 'tokenExpiresAt'],
  proof: { kind: 'signature', in: { header: 'x-slack-signature' }, sign },
  malformed: [
    { name: 'no type', body: '{"event":{}}' },
    { name: 'an event that is a word', body: '{"type":"event_callback","event":"message"}' },
    { name: 'an event that is null', body: '{"type":"event_callback","event":null}' },
    { name: 'a list', body: '[]' },
    { name: 'a pressed button, which comes as a form', body: 'payload=%7B%22type%22%3A%22block_actions%22%7D', contentType: 'application/x-www-form-urlencoded' },
  ],
  unknown: [
    { name: 'an event of tomorrow', delivery: event({ type: 'telepathy', channel: { id: 'C1' } }) },
    { name: 'a message of tomorrow', delivery: event({ type: 'message', subtype: 'hologram', channel: 'D1', user: 'U1', ts: '1.000001' }) },
    { name: 'a message without a text', delivery: event({ type: 'message', channel: 'D1', user: 'U1', ts: '1.000001' }) },
    { name: 'a message of nobody', delivery: event({ type: 'message', channel: 'D1', text: 'x', ts: '1.000001' }) },
    { name: 'a message nowhere', delivery: event({ type: 'message', user: 'U1', text: 'x', ts: '1.000001' }) },
    { name: 'a message at no time', delivery: event({ type: 'message', channel: 'D1', user: 'U1', text: 'x', ts: 'now' }) },
    { name: 'an event without a type', delivery: event({ channel: 'D1' }) },
    { name: 'a change of nothing', delivery: event({ type: 'message', subtype: 'message_changed', channel: 'D1' }) },
    { name: 'a deletion of nothing', delivery: event({ type: 'message', subtype: 'message_deleted', channel: 'D1' }) },
    { name: 'a call of another kind', delivery: { contentType: 'application/json', body: Buffer.from('{"type":"quantum"}') } },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"ev') } },
  ],
  to: { id: 'U0ANNA0001' },
  outbound: { threadKey: 'D0DIRECT01' },
  accepts: { answer: () => sent, shownText: (asked) => asked.map((request) => plain(argsOf(request)['text'] ?? '')).join('') },
  errors: {
    'rate-limited': { http: told('ratelimited', 429, { 'retry-after': '30' }), kind: 'unavailable', retryAfterMs: 30_000, reason: 'rate-limited' },
    'server-error': { http: { answer: { status: 500, body: '' } }, kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: told('invalid_auth'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: { answer: { status: 200, body: { ok: false, error: 'missing_scope', needed: 'chat:write', provided: 'users:read' } } }, kind: 'unauthorized', reason: 'missing-scope' },
    'refused-content': { http: told('msg_too_long'), kind: 'rejected', reason: 'text-too-long' },
  },
  moreErrors: [
    { when: 'a word that is a no in status 200', http: told('restricted_action'), kind: 'rejected', reason: 'forbidden' },
    { when: 'a word of tomorrow', http: told('<b>nope</b>'), kind: 'rejected', reason: 'refused' },
    { when: 'a word that objects have by nature', http: told('constructor'), kind: 'rejected', reason: 'refused' },
    { when: 'an internal error, of which some may have happened', http: told('fatal_error'), kind: 'ambiguous' },
    { when: 'a service that is away', http: told('service_unavailable', 503), kind: 'unavailable', reason: 'server-error' },
    { when: 'the app having left the channel', http: told('not_in_channel'), kind: 'rejected', reason: 'not-in-channel' },
    { when: 'a page of a proxy in front', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'an answer that is no JSON', http: { answer: { status: 200, body: '<html>' } }, kind: 'ambiguous' },
    { when: 'a redirect', http: { answer: { status: 302, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'a token that has ended and cannot be renewed', http: ({ url }) => (url.endsWith('oauth.v2.access') ? told('invalid_refresh_token') : told('token_expired')), kind: 'unauthorized', reason: 'token-refused' },
    { when: 'a text of blanks', http: { answer: sent }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'U1' }, threadKey: 'D1', text: ' \n' })), kind: 'rejected', reason: 'empty' },
    { when: 'a thread of another platform', http: { answer: sent }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'U1' }, threadKey: '12/34' })), kind: 'rejected', reason: 'chat-not-found' },
    { when: 'a like, which Slack has not', http: { answer: sent }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'like', threadKey: 'D1', externalId: 'D1:1.000001' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    { when: 'an app that was removed', http: told('account_inactive'), call: (connector, ctx) => connector.lookup?.(ctx, 'access') ?? Promise.resolve(), kind: 'unauthorized', reason: 'token-refused' },
    { when: 'a file of another service', http: { answer: sent }, call: (connector, ctx) => connector.download?.(ctx, 'file:F1|https://files.slack.com.evil.example/x') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
    { when: 'a file that the app may not read', http: { answer: { status: 302, body: '' } }, call: (connector, ctx) => connector.download?.(ctx, 'file:F1|https://slack.test/files-pri/x') ?? Promise.resolve(), kind: 'unauthorized', reason: 'missing-scope' },
  ],
});

describe('the proof of Slack', () => {
  const request = buildRequest({ body: Buffer.from('{"type":"url_verification","challenge":"c-4711"}') });

  it('is worth nothing after five minutes, nor before its time', () => {
    const at = (minutes: number) => slack.webhook?.verify(sign(request, settings, new Date(Date.now() + minutes * 60_000)), settings);
    expect([at(0), at(-4), at(-6), at(6)]).toEqual([true, true, false, false]);
  });

  it('answers the challenge with the challenge', () => {
    expect(slack.webhook?.handshake?.(request, settings)).toEqual({ status: 200, contentType: 'text/plain', body: 'c-4711' });
  });

  it('keeps no older proof of Slack, and goes to the workspace that installed the app', () => {
    const body = { token: 'older', type: 'event_callback', team_id: 'T0PARTNER1', event_id: 'Ev1', authorizations: [{ team_id: 'T0SHOP0001', user_id: 'U1', is_bot: true }], event: { type: 'message' } };
    const [delivery] = slack.webhook?.split(buildRequest({ body: Buffer.from(JSON.stringify(body)) })) ?? [];
    expect(delivery).toMatchObject({ externalId: 'Ev1', account: 'T0SHOP0001' });
    expect(delivery?.body.toString('utf8')).not.toContain('older');
  });
});

describe('sending', () => {
  it('writes in the thread, marks it as ours, and leaves no word that Slack would read as its own', async () => {
    const { http, asked } = faultyHttp({ answer: sent });
    await slack.send(buildContext(settings, { http }), buildOutbound({ threadKey: 'C0HELP0001:1763719203.000200', text: '<!channel> *see* a & b' }));
    expect(argsOf(asked[0]!)).toEqual({
      channel: 'C0HELP0001', thread_ts: '1763719203.000200', text: '&lt;!channel&gt; *see* a &amp; b', mrkdwn: 'false',
      metadata: JSON.stringify({ event_type: 'kontuar_message', event_payload: { message_id: buildOutbound().messageId } }),
    });
  });

  it('asks with the token in a header only, and shows nobody but Slack the token', async () => {
    const { http, asked } = faultyHttp({ answer: { status: 200, body: 'bytes' } });
    const ctx = buildContext(settings, { http });
    await slack.download?.(ctx, 'avatar:https://avatars.example/x.png');
    await slack.download?.(ctx, 'file:F1|https://files.slack.com/x');
    expect(asked.map(({ headers }) => headers['authorization'])).toEqual([undefined, `Bearer ${settings.botToken}`]);
  });

  it('shows the agent’s name where that is wanted, but never on what nobody wrote', async () => {
    const { http, asked } = faultyHttp({ answer: sent });
    const ctx = buildContext({ ...settings, senderName: 'agent' as const }, { http });
    await slack.send(ctx, buildOutbound({ threadKey: 'D0DIRECT01' }));
    await slack.send(ctx, buildOutbound({ threadKey: 'D0DIRECT01', automatic: true }));
    expect(asked.map((request) => argsOf(request)['username'])).toEqual(['Ola', undefined]);
  });

  it('completes an upload once, and after silence asks the file where it stands', async () => {
    const answers: Record<string, HttpFault> = {
      'files.getUploadURLExternal': { answer: { status: 200, body: { ok: true, upload_url: 'https://slack.test/up/1', file_id: 'F0NEW00001' } } },
      1: { answer: { status: 200, body: 'OK' } },
      'files.completeUploadExternal': { breaks: 'timeout' },
      'files.info': { answer: { status: 200, body: { ok: true, file: { id: 'F0NEW00001', shares: { private: { D0DIRECT01: [{ ts: '1763719400.000100' }] } } } } } },
    };
    const { http, asked } = faultyHttp(({ url }) => answers[url.split('/').at(-1) ?? ''] ?? { breaks: 'before-connect' });
    const result = await slack.send(buildContext(settings, { http }), buildOutbound({ threadKey: 'D0DIRECT01', attachments: [buildAttachment()] }));
    expect(result).toMatchObject({ externalId: 'D0DIRECT01:F0NEW00001', otherExternalIds: ['D0DIRECT01:1763719400.000100'] });
    expect(asked.filter(({ url }) => url.endsWith('completeUploadExternal'))).toHaveLength(1);
    expect(asked[1]?.headers['authorization']).toBeUndefined();
  });
});

describe('the consent', () => {
  it('leads to Slack with the permissions that the check looks for', () => {
    const url = new URL(slack.consent?.url({ clientId: '111.222', consentUrl: 'https://slack.com/oauth/v2/authorize', senderName: 'agent' }, { redirectUrl: 'https://inbox.example/back', state: 's', codeChallenge: 'c' }) ?? '');
    expect(url.origin + url.pathname).toBe('https://slack.com/oauth/v2/authorize');
    expect(url.searchParams.get('scope')?.split(',')).toEqual(expect.arrayContaining(['chat:write', 'chat:write.customize', 'files:read']));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ client_id: '111.222', redirect_uri: 'https://inbox.example/back', state: 's' });
  });
});
