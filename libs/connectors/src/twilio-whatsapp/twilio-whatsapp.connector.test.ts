import { createHmac } from 'node:crypto';
import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpFault } from '../conformance/http-faults';
import type { Outbound, RawRequest } from '../contract';
import { signedFields } from '../twilio/twilio.webhook';
import { twilioWhatsapp } from './twilio-whatsapp.connector';
import type { TwilioWhatsappSettings } from './twilio-whatsapp.settings';

const settings: TwilioWhatsappSettings = {
  accountSid: 'AC0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  authToken: 'an-invented-auth-token-of-the-whatsapp-suite',
  sender: '+48732000001',
  windowHours: 24,
  apiUrl: 'https://api.twilio.com',
  messagingUrl: 'https://messaging.twilio.com',
  contentUrl: 'https://content.twilio.com',
};
const failed = (status: number, code: number, message: string): HttpFault => ({ answer: { status, body: { code, message, status } } });
const made = { status: 201, body: { sid: 'SM00000000000000000000000000000900', status: 'queued', error_code: null } };
const form = (fields: Record<string, string>) => ({ contentType: 'application/x-www-form-urlencoded', body: Buffer.from(new URLSearchParams(fields).toString()) });
const template = { id: `HX${'a'.repeat(32)}`, name: 'parcel_sent', language: 'pl', values: { 1: 'Ania' } };

connectorConformance(twilioWhatsapp, {
  folder: __dirname,
  settings,
  secrets: ['authToken'],
  proof: {
    kind: 'signature',
    in: { header: 'x-twilio-signature' },
    sign: (request: RawRequest, own) => {
      const called = { ...request, publicUrl: `https://inbox.example${request.url}` };
      return { ...called, headers: { ...request.headers, 'x-twilio-signature': createHmac('sha1', own.authToken).update(called.publicUrl + (signedFields(called) ?? '')).digest('base64') } };
    },
  },
  webhookContentType: 'application/x-www-form-urlencoded',
  malformed: [{ name: 'no message', body: 'From=whatsapp%3A%2B48600100200&Body=hello' }],
  unknown: [
    { name: 'a kind of tomorrow', delivery: form({ MessageSid: 'SM1', From: 'whatsapp:+48600100200', MessageType: 'hologram' }) },
    { name: 'a step of tomorrow', delivery: form({ MessageSid: 'SM1', MessageStatus: 'teleported' }) },
    { name: 'a kind whose name is a trap', delivery: form({ MessageSid: 'SM1', From: 'whatsapp:+48600100200', MessageType: '<b>\u0000' }) },
  ],
  to: { id: '+48600100200' },
  accepts: { answer: () => made, shownText: (asked: AskedRequest[]) => asked.map(({ body }) => new URLSearchParams(body).get('Body') ?? '').join('') },
  errors: {
    'rate-limited': { http: failed(429, 20429, 'Too Many Requests'), kind: 'unavailable', reason: 'rate-limited' },
    'server-error': { http: failed(503, 20503, 'Service unavailable'), kind: 'ambiguous' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: failed(401, 20003, 'Authenticate'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: failed(400, 63007, 'Twilio could not find a Channel with the specified From address'), kind: 'rejected', reason: 'wrong-sender' },
    'refused-content': { http: failed(400, 63016, 'Failed to send freeform message because you are outside the allowed window'), kind: 'rejected', reason: 'window-closed' },
  },
  moreErrors: [
    { when: 'a window that has closed, before anything leaves', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '+48600100200' }, lastInboundAt: '2026-11-20T11:59:59Z' })), kind: 'rejected', reason: 'window-closed' },
    { when: 'a template that is not approved', http: failed(400, 21655, 'The ContentSid is invalid'), call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '+48600100200' }, template })), kind: 'rejected', reason: 'template-refused' },
    { when: 'an edit, which Twilio has not', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'edit', threadKey: '1', externalId: '1', text: 'x' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    {
      when: 'a second file that fails: the customer has the first', kind: 'rejected', reason: 'partly-sent',
      http: ({ body }) => (new URLSearchParams(body).has('Body') ? { answer: made } : failed(400, 63019, 'Media failed to download')),
      call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '+48600100200' }, text: 'x', attachments: ['1', '2'].map((name) => buildAttachment({ name, contentType: 'image/png', url: 'https://shop.example/a' })) })),
    },
    {
      when: 'a limit after the first file: nothing is sent twice', kind: 'ambiguous', reason: 'partly-sent',
      http: ({ body }) => (new URLSearchParams(body).has('Body') ? { answer: made } : failed(429, 20429, 'Too Many Requests')),
      call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '+48600100200' }, text: 'x', attachments: [buildAttachment({ url: 'https://shop.example/a' })] })),
    },
  ],
});

const send = async (given: Partial<Outbound>) => {
  const { http, asked } = faultyHttp({ answer: made });
  await twilioWhatsapp.send(buildContext(settings, { http }), buildOutbound({ to: { id: '+48600100200' }, ...given }));
  return asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
};

describe('sending', () => {
  it('writes to and from WhatsApp, also to people without a number', async () => {
    expect(await send({ text: 'x' })).toEqual([{ To: 'whatsapp:+48600100200', From: 'whatsapp:+48732000001', Body: 'x' }]);
    expect(await send({ to: { id: 'PL.1234567890' }, text: 'x' })).toMatchObject([{ To: 'whatsapp:PL.1234567890' }]);
  });

  it('sends a template with its values outside of the window, and no words of ours', async () => {
    expect(await send({ text: 'Hello Ania', template, lastInboundAt: '2020-01-01T00:00:00Z' })).toEqual([{ To: 'whatsapp:+48600100200', From: 'whatsapp:+48732000001', ContentSid: template.id, ContentVariables: '{"1":"Ania"}' }]);
  });

  it('puts words below a picture and before a document, one file in each message', async () => {
    const [picture, document] = [buildAttachment({ contentType: 'image/jpeg', url: 'https://shop.example/p' }), buildAttachment({ url: 'https://shop.example/d' })];
    const shown = async (attachments: Outbound['attachments']) => (await send({ text: 'x', attachments })).map(({ Body, MediaUrl }) => [Body, MediaUrl]);
    expect(await shown([picture, document])).toEqual([['x', picture.url], [undefined, document.url]]);
    expect(await shown([document, picture])).toEqual([['x', undefined], [undefined, document.url], [undefined, picture.url]]);
  });
});

describe('templates', () => {
  const content = (given: object) => ({ sid: template.id, friendly_name: 'parcel', language: 'pl', variables: { 1: 'Ania' }, types: { 'twilio/text': { body: 'Cześć {{1}}, paczka {{2}} jedzie.' } }, approval_requests: { name: 'parcel_sent', category: 'UTILITY', status: 'approved' }, ...given });
  const read = async (pages: object[]) => {
    const { http, asked } = faultyHttp(({ url }) => ({ answer: { status: 200, body: pages[Number(new URL(url).searchParams.get('Page') ?? 0)] } }));
    return { found: await twilioWhatsapp.templates?.(buildContext(settings, { http })), asked };
  };

  it('are read from every page, with variables from the list and from the text', async () => {
    const { found } = await read([
      { contents: [content({})], meta: { next_page_url: 'https://content.twilio.com/v1/ContentAndApprovals?PageSize=100&Page=1' } },
      { contents: [content({ sid: 'HX2', approval_requests: { status: 'rejected' } }), { no: 'template' }, content({ sid: 'HX3', types: {} })], meta: { next_page_url: null } },
    ]);
    expect(found).toEqual([
      { id: template.id, name: 'parcel_sent', language: 'pl', category: 'utility', state: 'approved', body: 'Cześć {{1}}, paczka {{2}} jedzie.', variables: [{ key: '1', where: 'body', example: 'Ania' }, { key: '2', where: 'body' }] },
      expect.objectContaining({ id: 'HX2', name: 'parcel', state: 'rejected' }),
    ]);
  });

  it('have headers and buttons with variables of their own', async () => {
    const types = { 'whatsapp/card': { header_text: 'Order {{1}}', body: 'It is on its way.', footer: 'The shop', actions: [{ type: 'URL', title: 'Track', url: 'https://shop.example/{{2}}' }, { type: 'QUICK_REPLY', title: 'Thanks' }] } };
    const { found } = await read([{ contents: [content({ types, variables: {}, approval_requests: null })], meta: {} }]);
    expect(found).toMatchObject([{
      state: 'pending', header: { kind: 'text', text: 'Order {{1}}' }, footer: 'The shop', buttons: [{ kind: 'url', text: 'Track', url: 'https://shop.example/{{2}}' }, { kind: 'quick_reply', text: 'Thanks' }],
      variables: [{ key: '1', where: 'header' }, { key: '2', where: 'button' }],
    }]);
  });

  it('are not asked for at an address that an answer makes up', async () => {
    const { asked } = await read([{ contents: [], meta: { next_page_url: 'https://evil.example/v1/ContentAndApprovals?Page=0' } }]);
    expect(asked).toHaveLength(1);
  });
});
