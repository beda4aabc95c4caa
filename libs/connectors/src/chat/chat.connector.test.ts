import { buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { chat } from './chat.connector';
import { chatDeliveryId, chatPayload } from './chat.payloads';
import { chatSettings } from './chat.settings';

const settings = chatSettings.parse({ allowedOrigins: ['https://shop.example'], identitySecret: 'invented-identity-secret-of-32-chars' });
const json = (value: unknown) => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(value)) });

connectorConformance(chat, {
  folder: __dirname,
  settings,
  secrets: ['identitySecret'],
  receivesElsewhere: 'The widget API of our own hands the deliveries over',
  unknown: [
    { name: 'a kind of tomorrow', delivery: json({ v: 1, type: 'hologram', at: '2026-11-20T13:41:00.000Z', visitor: { id: 'v', verified: false } }) },
    { name: 'a later version', delivery: json({ v: 2, type: 'message' }) },
    { name: 'broken bytes', delivery: { contentType: 'application/json', body: Buffer.from('{"v":1') } },
  ],
  errors: { exempt: 'Nothing leaves the house: sending keeps the message where the visitor reads it' },
  to: { id: 'v_mJ3nT0aQx1' },
});

describe('website chat', () => {
  it('keeps an answer under its own id and says sent, not yet delivered', async () => {
    const ctx = buildContext(settings);
    const sent = await chat.send(ctx, buildOutbound({ messageId: 'm1' }));
    expect(sent).toEqual({ externalId: 'm1', status: 'sent' });
    expect(await chat.send(ctx, buildOutbound({ messageId: 'm1', attempt: 2 }))).toEqual(sent);
  });

  it('makes an identity secret once, when the channel is connected', async () => {
    const ctx = buildContext(chatSettings.parse({}));
    await chat.connect?.(ctx);
    const first = ctx.settings.identitySecret;
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    await chat.connect?.(ctx);
    expect(ctx.settings.identitySecret).toBe(first);
  });

  it('warns of an open list of websites and stays usable', async () => {
    const open = await chat.check(buildContext(chatSettings.parse({})));
    expect(open.state).toBe('ok');
    expect(open.steps.find((step) => step.id === 'sites')?.state).toBe('warning');
    const listed = await chat.check(buildContext(settings));
    expect(listed.steps.find((step) => step.id === 'sites')?.state).toBe('ok');
  });

  it.each([
    ['a colour by name', { accent: 'red' }], ['a script as address', { privacyUrl: 'javascript:alert(1)' }],
    ['a script as help page', { links: [{ title: 'x', url: 'javascript:alert(1)' }] }], ['a data address as way', { ways: [{ kind: 'web', title: 'x', url: 'data:text/html,x' }] }],
    ['hours that nobody understands', { hours: 'whenever' }], ['a time zone that does not exist', { timeZone: 'Mars/Olympus' }], ['a short identity secret', { identitySecret: 'short' }],
    ['an origin with a path', { allowedOrigins: ['https://shop.example/chat'] }], ['a wildcard for everything', { allowedOrigins: ['*'] }],
  ])('refuses %s in its settings', (_name, given) => {
    expect(chatSettings.safeParse(given).success).toBe(false);
  });

  it('gives a repeated message, rating and receipt the id of the first', () => {
    const visitor = { id: 'v_1', verified: false };
    const at = ['2026-11-20T13:41:00.000Z', '2026-11-20T13:41:05.000Z'];
    const ids = at.map((time) => chatDeliveryId(chatPayload.parse({ v: 1, type: 'message', at: time, visitor, clientId: 'c', text: 'x', attachments: [] })));
    expect(ids[0]).toBe(ids[1]);
    expect(chatDeliveryId(chatPayload.parse({ v: 1, type: 'message', at: at[0], visitor: { ...visitor, id: 'v_2' }, clientId: 'c', text: 'x', attachments: [] }))).not.toBe(ids[0]);
  });
});
