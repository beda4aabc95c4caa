import { createHash, createHmac } from 'node:crypto';
import { buildAttachment, buildContext, buildOutbound, buildRequest } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import type { Outbound, RawRequest } from '../contract';
import { segmentsOf } from '../twilio/twilio.segments';
import { signedFields } from '../twilio/twilio.webhook';
import { sms } from './sms.connector';
import type { SmsSettings } from './sms.settings';

const settings: SmsSettings = {
  accountSid: 'AC0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  authToken: 'an-invented-auth-token-of-the-sms-suite',
  sender: '+48732000000',
  files: 'auto',
  optOutWords: true,
  smartEncoding: false,
  tellSegments: 4,
  apiUrl: 'https://api.twilio.com',
  messagingUrl: 'https://messaging.twilio.com',
};
const failed = (status: number, code: number, message: string, headers: Record<string, string> = {}): HttpFault => ({ answer: { status, headers, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } } });
const made = { status: 201, body: { sid: 'SM00000000000000000000000000000900', status: 'queued', error_code: null, num_segments: '1' } };
const form = (fields: Record<string, string>) => ({ contentType: 'application/x-www-form-urlencoded', body: Buffer.from(new URLSearchParams(fields).toString()) });
const sign = (request: RawRequest, own: { authToken: string }, url = `https://inbox.example${request.url}`): RawRequest => {
  const public_ = { ...request, publicUrl: url };
  return { ...public_, headers: { ...request.headers, 'x-twilio-signature': createHmac('sha1', own.authToken).update(url + (signedFields(public_) ?? '')).digest('base64') } };
};

connectorConformance(sms, {
  folder: __dirname,
  settings,
  secrets: ['authToken'],
  proof: { kind: 'signature', in: { header: 'x-twilio-signature' }, sign },
  webhookContentType: 'application/x-www-form-urlencoded',
  malformed: [
    { name: 'no message', body: 'AccountSid=AC1&Body=hello' },
    { name: 'JSON', body: '{"MessageSid":"SM00000000000000000000000000000001"}', contentType: 'application/json' },
    { name: 'a number that is no number of Twilio', body: 'MessageSid=..%2F..&Body=x' },
    { name: 'bytes that are no text', body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) },
  ],
  unknown: [
    { name: 'a step of tomorrow', delivery: form({ MessageSid: 'SM1', MessageStatus: 'teleported' }) },
    { name: 'a message of nobody', delivery: form({ MessageSid: 'SM1', Body: 'x' }) },
    { name: 'a message with nothing in it', delivery: form({ MessageSid: 'SM1', From: '+48600100200' }) },
    { name: 'media without an address', delivery: form({ MessageSid: 'SM1', From: '+48600100200', NumMedia: '3' }) },
    { name: 'a number of media that is none', delivery: form({ MessageSid: 'SM1', From: '+48600100200', NumMedia: '1e9' }) },
    { name: 'something from elsewhere', delivery: form({ CallSid: 'CA1' }) },
    { name: 'history that is none', delivery: { contentType: 'application/json', body: Buffer.from('{"message":') } },
  ],
  to: { id: '+48600100200' },
  accepts: { answer: () => made, shownText: (asked: AskedRequest[]) => asked.map(({ body }) => new URLSearchParams(body).get('Body') ?? '').join('') },
  errors: {
    'rate-limited': { http: failed(429, 20429, 'Too Many Requests', { 'retry-after': '3' }), kind: 'unavailable', retryAfterMs: 3000, reason: 'rate-limited' },
    'server-error': { http: failed(500, 20500, 'An internal server error has occurred'), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: failed(401, 20003, 'Authenticate'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: failed(400, 21610, 'Attempt to send to unsubscribed recipient'), kind: 'rejected', reason: 'opted-out' },
    'refused-content': { http: failed(400, 21211, "The 'To' number is not a valid phone number."), kind: 'rejected', reason: 'unknown-recipient' },
  },
  moreErrors: [
    { when: 'a landline', http: failed(400, 21614, "'To' number is not a valid mobile number"), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'a country that is closed', http: failed(400, 21408, 'Permission to send an SMS has not been enabled'), kind: 'rejected', reason: 'region-refused' },
    { when: 'a sender of somebody else', http: failed(400, 21660, 'Mismatch between the From number and the account'), kind: 'rejected', reason: 'wrong-sender' },
    { when: 'a number of tomorrow', http: failed(400, 29999, 'The moon is wrong'), kind: 'rejected', reason: 'refused' },
    { when: 'a permission that is missing', http: failed(403, 20999, 'Forbidden'), kind: 'rejected', reason: 'forbidden' },
    { when: 'an account that is suspended', http: failed(401, 20005, 'Account not active'), kind: 'unauthorized' },
    { when: 'a message that Twilio fails at once', http: { answer: { status: 201, body: { sid: 'SM1', status: 'failed', error_code: 30007 } } }, kind: 'rejected', reason: 'filtered' },
    { when: 'a page of a proxy in front', http: { answer: { status: 502, body: '<html>Bad Gateway</html>' } }, kind: 'ambiguous' },
    { when: 'a 200 that is no answer of Twilio', http: { answer: { status: 200, body: '<html>Sign in to the hotel</html>' } }, kind: 'ambiguous' },
    { when: 'a redirect', http: { answer: { status: 302, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'an address that is no Twilio', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a recipient that is no number', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: 'anna@example.com' } })), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'a file and no public address', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '+48600100200' }, attachments: [buildAttachment()] })), kind: 'rejected', reason: 'no-public-url' },
    { when: 'a text of blanks', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '+48600100200' }, text: ' ' })), kind: 'rejected', reason: 'empty' },
    { when: 'a file that Twilio deleted', http: { answer: { status: 404, body: '' } }, call: (connector, ctx) => connector.download?.(ctx, 'media:MM00000000000000000000000000000001/ME00000000000000000000000000000001') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
    { when: 'a reference that is none', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.download?.(ctx, 'media:../../x') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
  ],
});

describe('the signature', () => {
  const request = buildRequest({ url: '/hooks/sms/1?message=0197', query: { message: '0197' }, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: Buffer.from('b=2&a=1&b=1&b=2&c=+x%20') });

  it('is computed over the address, the query with it, and over each field once, by name', () => {
    const expected = createHmac('sha1', settings.authToken).update('https://inbox.example/hooks/sms/1?message=0197' + 'a1' + 'b1' + 'b2' + 'c x ').digest('base64');
    const signed = { ...request, publicUrl: 'https://inbox.example/hooks/sms/1?message=0197', headers: { ...request.headers, 'x-twilio-signature': expected } };
    expect(sms.webhook?.verify(signed, settings)).toBe(true);
    expect(sms.webhook?.verify({ ...signed, publicUrl: 'https://inbox.example/hooks/sms/2?message=0197' }, settings)).toBe(false);
    expect(sms.webhook?.verify({ ...signed, publicUrl: 'https://inbox.example/hooks/sms/1?message=0198' }, settings)).toBe(false);
  });

  it('is right with and without the standard port, and not with another', () => {
    const bare = 'https://inbox.example/hooks/sms/1?message=0197';
    const ported = bare.replace('.example', '.example:443');
    const other = bare.replace('.example', '.example:8443');
    for (const [signedAs, called] of [[bare, ported], [ported, bare], [other, other]] as const) {
      expect(sms.webhook?.verify({ ...sign(request, settings, signedAs), publicUrl: called }, settings)).toBe(true);
    }
    expect(sms.webhook?.verify({ ...sign(request, settings, bare), publicUrl: other }, settings)).toBe(false);
  });

  it('proves nothing without a public address, or with a host that only the request claims', () => {
    const { publicUrl: _none, ...claimed } = { ...sign(request, settings), headers: { ...sign(request, settings).headers, host: 'inbox.example' } };
    expect(sms.webhook?.verify(claimed, settings)).toBe(false);
  });

  it('of JSON covers the body by its hash in the address', () => {
    const body = Buffer.from('{"a":1}');
    const url = `https://inbox.example/hooks/sms/1?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    const json = buildRequest({ headers: { 'content-type': 'application/json', 'x-twilio-signature': createHmac('sha1', settings.authToken).update(url).digest('base64') }, body, publicUrl: url });
    expect(sms.webhook?.verify(json, settings)).toBe(true);
    expect(sms.webhook?.verify({ ...json, body: Buffer.from('{"a":2}') }, settings)).toBe(false);
    const without = 'https://inbox.example/hooks/sms/1';
    expect(sms.webhook?.verify({ ...json, publicUrl: without, headers: { ...json.headers, 'x-twilio-signature': createHmac('sha1', settings.authToken).update(without).digest('base64') } }, settings)).toBe(false);
  });

  it('is thanked with an empty document, for Twilio reads the answer as what to do', () => {
    expect(sms.webhook?.answer).toEqual({ status: 200, contentType: 'text/xml', body: expect.stringMatching(/<Response\/>$/) });
  });
});

describe('how many SMS a text is', () => {
  it.each([
    ['', 'GSM-7', 0], ['a'.repeat(160), 'GSM-7', 1], ['a'.repeat(161), 'GSM-7', 2], ['a'.repeat(306), 'GSM-7', 2], ['a'.repeat(307), 'GSM-7', 3],
    ['€'.repeat(80), 'GSM-7', 1], ['€'.repeat(81), 'GSM-7', 2], [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3], ['ñü@Ω'.repeat(40), 'GSM-7', 1],
    ['ł'.repeat(70), 'UCS-2', 1], ['ł'.repeat(71), 'UCS-2', 2], [`${'ł'.repeat(134)}`, 'UCS-2', 2], ['🧾'.repeat(35), 'UCS-2', 1], ['🧾'.repeat(67), 'UCS-2', 3], ['`', 'UCS-2', 1],
  ] as const)('%#', (text, encoding, segments) => {
    expect(segmentsOf(text)).toMatchObject({ encoding, segments });
  });
});

describe('sending', () => {
  const send = async (given: Partial<Outbound>, own: Partial<SmsSettings> = {}, webhookUrl?: string) => {
    const { http, asked } = faultyHttp({ answer: made });
    const sent = await sms.send(buildContext({ ...settings, ...own }, { http, ...(webhookUrl === undefined ? {} : { webhookUrl }) }), buildOutbound({ to: { id: '+48600100200' }, ...given }));
    return { sent, fields: [...new URLSearchParams(asked[0]?.body ?? '')] };
  };

  it('asks for reports at an address that carries our own id', async () => {
    const { fields } = await send({ text: 'x' }, {}, 'https://inbox.example/hooks/sms/1');
    expect(fields).toEqual([['To', '+48600100200'], ['From', '+48732000000'], ['Body', 'x'], ['StatusCallback', `https://inbox.example/hooks/sms/1?message=${buildOutbound().messageId}`]]);
  });

  it('understands numbers as people write them, and keeps the thread under the number', async () => {
    const { fields, sent } = await send({ to: { id: '0048 600 (100)-200' } });
    expect(fields[0]).toEqual(['To', '+48600100200']);
    expect(sent.threadKey).toBe('+48600100200');
    expect((await send({ threadKey: '+48600100200' })).sent.threadKey).toBeUndefined();
  });

  it('answers from the number of a service that was written to', async () => {
    const sender = `MG${'1'.repeat(32)}`;
    expect((await send({ text: 'x', threadState: { to: '+48732000009' } }, { sender })).fields).toEqual([['To', '+48600100200'], ['MessagingServiceSid', sender], ['From', '+48732000009'], ['Body', 'x']]);
    expect((await send({ text: 'x' }, { sender })).fields.map(([name]) => name)).toEqual(['To', 'MessagingServiceSid', 'Body']);
  });

  it('sends files as MMS in America and as links elsewhere', async () => {
    const attachments = [buildAttachment({ name: 'a.png', contentType: 'image/png', url: 'https://shop.example/a' }), buildAttachment({ name: 'b.pdf', url: 'https://shop.example/b' })];
    const america = await send({ to: { id: '+14155550123' }, text: 'x', attachments }, { sender: '+14155550199' });
    expect(america.fields.filter(([name]) => name === 'MediaUrl' || name === 'Body')).toEqual([['Body', 'x'], ['MediaUrl', 'https://shop.example/a'], ['MediaUrl', 'https://shop.example/b']]);
    const europe = await send({ text: 'x', attachments });
    expect(europe.fields).toContainEqual(['Body', 'x\na.png: https://shop.example/a\nb.pdf: https://shop.example/b']);
    expect(europe.sent.warning).toContain('links');
  });

  it('refuses an MMS that no network would carry', async () => {
    const big = buildAttachment({ sizeBytes: 600 * 1024, url: 'https://shop.example/a' });
    await expect(send({ attachments: [big] }, { files: 'mms' })).rejects.toMatchObject({ kind: 'rejected', reason: 'attachment-too-big' });
    const pictures = Array.from({ length: 2 }, () => buildAttachment({ contentType: 'image/png', sizeBytes: 3 * 1024 * 1024, url: 'https://shop.example/a' }));
    await expect(send({ attachments: pictures }, { files: 'mms' })).rejects.toMatchObject({ reason: 'attachment-too-big' });
  });

  it('tells what was paid for when a text is cut into many', async () => {
    expect((await send({ text: 'a'.repeat(460) })).sent.warning).toBe('It left as 4 SMS.');
    expect((await send({ text: 'ł'.repeat(202) })).sent.warning).toContain('4 SMS, since');
    expect((await send({ text: 'a'.repeat(459) })).sent.warning).toBeUndefined();
  });

  it('takes each kind of sender and no other', () => {
    const takes = (sender: string) => sms.settings.safeParse({ ...settings, sender }).success;
    expect(['+48 732 000 000', '0048732000000', '55512', `MG${'a'.repeat(32)}`, 'My Shop', 'Shop24'].map(takes)).toEqual([true, true, true, true, true, true]);
    expect(['', '48732000000', 'A name that is long', 'Sklep żółw', '+0123'].map(takes)).toEqual([false, false, false, false, false]);
    expect(sms.settings.parse({ ...settings, sender: '00 48 732-000-000' }).sender).toBe('+48732000000');
  });
});
