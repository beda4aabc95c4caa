import { connectorConformance } from '../conformance/conformance';
import { ConnectorError } from '../contract';
import { email } from './email.connector';
import { emailSettings } from './email.settings';
import { smtpError, type SmtpPhase } from './smtp/smtp.errors';

const settings = emailSettings.parse({
  address: 'support@acme.test', user: 'support@acme.test', password: 'invented-password-4711', smtpPassword: 'invented-smtp-4712', oauthClientSecret: 'invented-client-4713',
  oauthRefreshToken: 'invented-refresh-4714', oauthAccessToken: 'invented-access-4715', webhookKey: 'invented-key-4716', imapHost: 'imap.acme.test', smtpHost: 'smtp.acme.test',
});

/** What nodemailer rejects with in such a situation; the real servers are in email.peer.test.ts. */
const fails = (facts: { code?: string; response?: string; message?: string }, phase: SmtpPhase) => () =>
  Promise.reject(smtpError(Object.assign(new Error(facts.message ?? 'failed'), facts, facts.response === undefined ? {} : { responseCode: Number(facts.response.slice(0, 3)) }), phase, 'smtp.acme.test'));

connectorConformance(email, {
  folder: __dirname,
  settings,
  secrets: ['password', 'smtpPassword', 'oauthClientSecret', 'oauthRefreshToken', 'oauthAccessToken', 'webhookKey'],
  proof: { kind: 'secret', in: { query: 'key' }, sign: (request, given) => ({ ...request, query: { ...request.query, key: given.webhookKey } }) },
  webhookContentType: 'message/rfc822',
  malformed: [
    { name: 'JSON', body: '{"from":"anna@customer.test"}' },
    { name: 'prose', body: 'Hello, this is not a mail.\nNote: it has a colon' },
    { name: 'a form', body: 'From: a@b.test\nTo: c@d.test\n\nx', contentType: 'multipart/form-data; boundary=x' },
  ],
  unknown: [{ name: 'bytes that are no mail', delivery: { contentType: 'message/rfc822', body: Buffer.from([0, 1, 2, 255, 254, 10, 13]) } }],
  to: { id: 'anna@customer.test' },
  errors: {
    'rate-limited': { kind: 'unavailable', retryAfterMs: 600_000, provoke: fails({ code: 'EENVELOPE', response: '450 4.7.1 Too many messages, sending rate exceeded' }, 'envelope') },
    'server-error': { kind: 'unavailable', retryAfterMs: 180_000, provoke: fails({ code: 'EMESSAGE', response: '451 4.3.0 Internal error' }, 'handed-over') },
    'connection-refused': { kind: 'unavailable', provoke: fails({ code: 'ECONNREFUSED' }, 'connecting') },
    'connection-lost-after-writing': { kind: 'ambiguous', provoke: fails({ code: 'ECONNECTION', message: 'Connection closed unexpectedly' }, 'handed-over') },
    'timeout-after-writing': { kind: 'ambiguous', provoke: fails({ code: 'ETIMEDOUT', message: 'Timeout' }, 'handed-over') },
    'credentials-refused': { kind: 'unauthorized', provoke: fails({ code: 'EAUTH', response: '535 5.7.8 Username and Password not accepted' }, 'login') },
    forbidden: { kind: 'rejected', reason: 'sender-refused', provoke: fails({ code: 'EENVELOPE', response: '553 5.7.1 Sender address rejected: not owned by user' }, 'envelope') },
    'refused-content': { kind: 'rejected', reason: 'spam', provoke: fails({ code: 'EMESSAGE', response: '554 5.7.1 Message rejected as spam' }, 'handed-over') },
  },
  moreErrors: [
    { when: 'the sign-in server of the mail server is away', kind: 'unavailable', provoke: fails({ code: 'EAUTH', response: '454 4.7.0 Temporary authentication failure: Connection lost' }, 'login') },
    { when: 'the daily allowance is used up', kind: 'unavailable', retryAfterMs: 3_600_000, provoke: fails({ code: 'EMESSAGE', response: '550 5.4.5 Daily user sending limit exceeded' }, 'handed-over') },
    { when: 'the line breaks before the message', kind: 'unavailable', provoke: fails({ code: 'ECONNECTION', message: 'Connection closed' }, 'envelope') },
  ],
});

describe('the key of the webhook', () => {
  const request = { method: 'POST', url: '/', headers: {}, body: Buffer.from('From: a@b.test\nTo: c@d.test\n\nx') };
  it('is never "no key means yes"', () => {
    expect(email.webhook?.verify({ ...request, query: {} }, { ...settings, webhookKey: '' })).toBe(false);
    expect(email.webhook?.verify({ ...request, query: { key: '' } }, { ...settings, webhookKey: '' })).toBe(false);
  });

  it('makes the same mail one delivery, however it came', () => {
    const split = (body: string): string | undefined => email.webhook?.split({ ...request, query: {}, headers: { 'content-type': 'message/rfc822' }, body: Buffer.from(body) })[0]?.externalId;
    const mail = 'From: a@b.test\nMessage-ID: <x@b.test>\nSubject: x\n\nHello\n';
    expect(split(`Received: from one\n${mail}`)).toBe(split(`Received: from two\r\n${mail.replace(/\n/g, '\r\n')}`));
    expect(split(mail)).not.toBe(split(mail.replace('Hello', 'Other')));
    expect(() => split('x')).toThrow(ConnectorError);
  });
});
