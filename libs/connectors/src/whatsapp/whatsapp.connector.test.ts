import { createHmac } from 'node:crypto';
import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { faultyHttp, type AskedRequest, type HttpAnswer } from '../conformance/http-faults';
import type { Delivery } from '../contract';
import { whatsapp } from './whatsapp.connector';
import { mediaKind } from './whatsapp.send';
import { whatsappSettings } from './whatsapp.settings';
import { templateBody, templateOf } from './whatsapp.templates';

const settings = whatsappSettings.parse({
  appId: '700000000000001', appSecret: 'inventedappsecret4712', phoneNumberId: '106000000000022', wabaId: '102000000000098', accessToken: 'EAAinventedForTheConformanceSuite', verifyToken: 'a word at both ends 4712', graphUrl: 'https://graph.test',
});
const refused = (status: number, code: number, more: { message?: string; details?: string } = {}): { answer: HttpAnswer } => ({
  answer: { status, headers: {}, body: { error: { message: more.message ?? `(#${code}) said no`, type: 'OAuthException', code, ...(more.details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details: more.details } }), fbtrace_id: 'A' } } },
});
const delivery = (item: object): Delivery => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', id: settings.wabaId, field: 'messages', ...item })) });
const said = (message: object): Delivery => delivery({ value: { metadata: { phone_number_id: settings.phoneNumberId }, messages: [{ id: 'wamid.X', from: '48600100200', timestamp: '1795264000', ...message }] } });
const sign = (body: Buffer, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const accepted: HttpAnswer = { status: 200, body: { messaging_product: 'whatsapp', contacts: [{ input: '48600100200', wa_id: '48600100200' }], messages: [{ id: 'wamid.SENT' }] } };

connectorConformance(whatsapp, {
  folder: __dirname,
  settings,
  secrets: ['appSecret', 'accessToken', 'verifyToken'],
  proof: {
    kind: 'signature',
    in: { header: 'x-hub-signature-256' },
    sign: (request, own) => ({ ...request, headers: { ...request.headers, 'x-hub-signature-256': sign(request.body, own.appSecret) } }),
  },
  malformed: [
    { name: 'no entries', body: '{"object":"whatsapp_business_account"}' },
    { name: 'a tower within a message', body: `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}}]}]}` },
  ],
  unknown: [
    { name: 'a message of tomorrow', delivery: said({ type: 'hologram', hologram: {} }) },
    { name: 'a message named like a trap', delivery: said({ type: '__proto__' }) },
    { name: 'a message named like another trap', delivery: said({ type: 'constructor' }) },
    { name: 'a message without a type', delivery: said({}) },
    { name: 'a text that is a number', delivery: said({ type: 'text', text: 4 }) },
    { name: 'a picture without an id', delivery: said({ type: 'image', image: {} }) },
    { name: 'a choice of tomorrow', delivery: said({ type: 'interactive', interactive: { type: 'wish', wish: {} } }) },
    { name: 'a reaction to nothing', delivery: said({ type: 'reaction', reaction: {} }) },
    { name: 'an edit into something unknown', delivery: said({ type: 'edit', edit: { original_message_id: 'w', message: { type: 'hologram' } } }) },
    { name: 'a system message of tomorrow', delivery: said({ type: 'system', system: { type: 'user_grew_wings', wa_id: '1' } }) },
    { name: 'a message of nobody', delivery: delivery({ value: { metadata: { phone_number_id: settings.phoneNumberId }, messages: [{ id: 'w', type: 'text', text: { body: 'x' } }] } }) },
    { name: 'a status of tomorrow', delivery: delivery({ value: { metadata: { phone_number_id: settings.phoneNumberId }, statuses: [{ id: 'w', status: 'dreamt' }] } }) },
    { name: 'a change of tomorrow', delivery: delivery({ field: 'telepathy', value: {} }) },
    { name: 'something of another number', delivery: delivery({ value: { metadata: { phone_number_id: '123456123' }, messages: [{ id: 'w', from: '1', type: 'text', text: { body: 'x' } }] } }) },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"obj') } },
  ],
  to: { id: '48600100200' },
  outbound: { threadKey: '48600100200', lastInboundAt: '2026-11-21T11:00:00Z' },
  accepts: {
    answer: () => accepted,
    shownText: (asked: AskedRequest[]) => asked.map(({ body }) => (JSON.parse(body) as { text: { body: string } }).text.body).join(''),
  },
  errors: {
    'rate-limited': { http: { answer: { ...refused(429, 130429).answer, headers: { 'retry-after': '7' } } }, kind: 'unavailable', retryAfterMs: 7000, reason: 'rate-limited' },
    'server-error': { http: refused(500, 131000), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: refused(401, 190), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: refused(403, 200), kind: 'unauthorized', reason: 'permission-missing' },
    'refused-content': { http: refused(400, 131009, { details: 'Parameter value is not valid' }), kind: 'rejected', reason: 'refused' },
  },
  moreErrors: [
    { when: 'a closed window', http: refused(400, 131047), kind: 'rejected', reason: 'window-closed' },
    { when: 'a window that we know to be closed', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '1' }, lastInboundAt: '2026-11-20T11:59:59Z' })), kind: 'rejected', reason: 'window-closed' },
    { when: 'a number without WhatsApp', http: refused(400, 131026), kind: 'rejected', reason: 'unknown-recipient' },
    { when: 'too many messages to one person', http: refused(400, 131056), kind: 'unavailable', reason: 'rate-limited' },
    { when: 'a limit for spam', http: refused(400, 131048), kind: 'rejected', reason: 'spam' },
    { when: 'a fault that passes', http: refused(503, 131016), kind: 'unavailable', reason: 'platform-busy' },
    { when: 'a locked account', http: refused(403, 131031), kind: 'unauthorized', reason: 'account-locked' },
    { when: 'a means of payment that is missing', http: refused(400, 131042), kind: 'unauthorized', reason: 'payment-missing' },
    { when: 'a template that is gone', http: refused(404, 132001), kind: 'rejected', reason: 'template-gone' },
    { when: 'values that do not fit the template', http: refused(400, 132000), kind: 'rejected', reason: 'template-values' },
    { when: 'an empty value', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '1' }, template: { id: '1', name: 'paczka', language: 'pl', values: { 1: ' ' } } })), kind: 'rejected', reason: 'template-values' },
    { when: 'a file that is gone', http: refused(400, 100), call: (connector, ctx) => connector.download?.(ctx, 'media:1') ?? Promise.resolve(), kind: 'rejected', reason: 'file-gone' },
    { when: 'a 5xx to a read mark, which may be repeated', http: { answer: { status: 502, body: 'bad gateway' } }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'read', threadKey: '1', externalId: 'w' }) ?? Promise.resolve(), kind: 'unavailable' },
    { when: 'a message that shall be taken back', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'delete', threadKey: '1', externalId: 'w' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
  ],
});

describe('whom a message goes to', () => {
  const bodyOf = async (given: Parameters<typeof buildOutbound>[0]) => {
    const { http, asked } = faultyHttp({ answer: accepted });
    const result = await whatsapp.send(buildContext(settings, { http }), buildOutbound({ lastInboundAt: '2026-11-21T11:00:00Z', ...given }));
    return { body: JSON.parse(asked.at(-1)?.body ?? '{}') as Record<string, unknown>, result };
  };
  it('is a number, a business-scoped id or a group, each in its own field', async () => {
    expect((await bodyOf({ to: { id: '48600100200' } })).body).toMatchObject({ recipient_type: 'individual', to: '48600100200' });
    expect((await bodyOf({ to: { id: 'PL.13491208655302741918' } })).body).toMatchObject({ recipient: 'PL.13491208655302741918' });
    expect((await bodyOf({ to: { id: 'PL.ENT.118157' } })).body).not.toHaveProperty('to');
    expect((await bodyOf({ to: { id: 'PL.1' }, threadKey: 'group:Y2Fw' })).body).toMatchObject({ recipient_type: 'group', to: 'Y2Fw' });
  });
  it('tells the thread in which the answer will come, when WhatsApp names the person otherwise', async () => {
    expect((await bodyOf({ to: { id: '+48 600' } })).result.threadKey).toBe('48600100200');
    expect((await bodyOf({ to: { id: '48600100200' }, threadKey: '48600100200' })).result).not.toHaveProperty('threadKey');
  });
  it('takes our own id along', async () => {
    expect((await bodyOf({ to: { id: '1' } })).body).toMatchObject({ biz_opaque_callback_data: '0197a0de-0000-7000-8000-0000000000aa' });
  });
});

describe('whose a thing is', () => {
  it('is told for each of several numbers in one call', () => {
    const of = (number: string) => ({ field: 'messages', value: { metadata: { phone_number_id: number }, messages: [{ id: number }, { id: `${number}b` }] } });
    const body = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [of('11'), of('22'), { field: 'account_update', value: {} }] }] }));
    expect(whatsapp.webhook?.split({ method: 'POST', url: '/', headers: {}, query: {}, body }).map(({ account }) => account)).toEqual(['11', '11', '22', '22', undefined]);
    expect(whatsapp.account?.(settings)).toBe('106000000000022');
  });
});

describe('templates', () => {
  const stored = {
    id: '920070352646140', name: 'paczka', language: 'pl', status: 'APPROVED', category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Zamówienie {{1}}', example: { header_text: ['A-12'] } },
      { type: 'BODY', text: 'Cześć {{1}}, paczka {{2}} jedzie.', example: { body_text: [['Lena', '17']] } },
      { type: 'FOOTER', text: 'Sklep' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'OK' }, { type: 'URL', text: 'Śledź', url: 'https://example.test/{{1}}', example: ['https://example.test/17'] }, { type: 'COPY_CODE', text: 'Kod', example: 'WIOSNA' }] },
    ],
  };
  it('are read with a key for each variable that says where it belongs', () => {
    expect(templateOf(stored)).toEqual([{
      id: '920070352646140', name: 'paczka', language: 'pl', category: 'utility', state: 'approved', header: { kind: 'text', text: 'Zamówienie {{header.1}}' }, body: 'Cześć {{1}}, paczka {{2}} jedzie.', footer: 'Sklep',
      buttons: [{ kind: 'quick_reply', text: 'OK' }, { kind: 'url', text: 'Śledź', url: 'https://example.test/{{button.1.url}}' }, { kind: 'copy_code', text: 'Kod' }],
      variables: [
        { key: 'header.1', where: 'header', example: 'A-12' }, { key: '1', where: 'body', example: 'Lena' }, { key: '2', where: 'body', example: '17' },
        { key: 'button.1.url', where: 'button', example: 'https://example.test/17' }, { key: 'button.2.code', where: 'button', example: 'WIOSNA' },
      ],
    }]);
  });
  it('become components from their values alone', () => {
    expect(templateBody({ id: '1', name: 'paczka', language: 'pl', values: { 'header.1': 'A-12', 2: '17', 1: 'Lena', 'button.1.url': '17', 'button.2.code': 'WIOSNA' } })).toEqual({
      name: 'paczka', language: { code: 'pl' },
      components: [
        { type: 'header', parameters: [{ type: 'text', text: 'A-12' }] },
        { type: 'body', parameters: [{ type: 'text', text: 'Lena' }, { type: 'text', text: '17' }] },
        { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: '17' }] },
        { type: 'button', sub_type: 'copy_code', index: '2', parameters: [{ type: 'coupon_code', coupon_code: 'WIOSNA' }] },
      ],
    });
  });
  it('keep names of variables, order ten after nine, and take a picture for the header by its address', () => {
    expect(templateBody({ id: '1', name: 'n', language: 'pl', values: { first_name: 'Lena', 'header.image': 'https://example.test/p.jpg' } })).toMatchObject({
      components: [{ type: 'header', parameters: [{ type: 'image', image: { link: 'https://example.test/p.jpg' } }] }, { type: 'body', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Lena' }] }],
    });
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [String(index + 1), `v${index + 1}`]));
    expect(JSON.stringify(templateBody({ id: '1', name: 'n', language: 'pl', values: many }))).toMatch(/v9"\},\{"type":"text","text":"v10/);
  });
  it('are left out when they need what we can not fill in', () => {
    expect(templateOf({ ...stored, components: [...stored.components, { type: 'CAROUSEL', cards: [] }] })).toEqual([]);
    expect(templateOf({ ...stored, components: [{ type: 'HEADER', format: 'LOCATION' }, ...stored.components.slice(1)] })).toEqual([]);
    expect(templateOf({ name: 'x' })).toEqual([]);
    expect(templateOf({ ...stored, status: 'PAUSED' })).toMatchObject([{ state: 'paused' }]);
    expect(templateOf({ ...stored, status: 'LIMIT_EXCEEDED' })).toMatchObject([{ state: 'rejected' }]);
  });
  it('go out after the window, with a warning when WhatsApp holds them back', async () => {
    const { http, asked } = faultyHttp({ answer: { status: 200, body: { messages: [{ id: 'w', message_status: 'held_for_quality_assessment' }] } } });
    const sent = await whatsapp.send(buildContext(settings, { http }), buildOutbound({ to: { id: '1' }, lastInboundAt: '2026-01-01T00:00:00Z', text: 'x'.repeat(5000), template: { id: '1', name: 'hello_world', language: 'en_US', values: {} } }));
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } });
    expect(sent.warning).toMatch(/holds this template back/);
  });
});

it('shows as a picture, a sound or a film only what WhatsApp shows as such', () => {
  const kind = (contentType: string, sizeBytes = 1000) => mediaKind(buildAttachment({ contentType, sizeBytes }));
  expect([kind('image/jpeg'), kind('image/jpeg', 6 * 1024 * 1024), kind('image/webp'), kind('video/mp4'), kind('video/mp4', 17 * 1024 * 1024), kind('audio/ogg; codecs=opus'), kind('application/pdf')])
    .toEqual(['image', 'document', 'document', 'video', 'document', 'audio', 'document']);
});

it('replaces what PostgreSQL can not hold', async () => {
  const inbound = await whatsapp.parse(said({ type: 'text', text: { body: 'a\u0000b\ud800c' } }), settings);
  expect(inbound).toMatchObject([{ text: 'a\ufffdb\ufffdc' }]);
});
