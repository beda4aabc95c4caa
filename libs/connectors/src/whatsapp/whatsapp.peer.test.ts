/** The real connector against the played platform, over real sockets. */
import { text as readText } from 'node:stream/consumers';
import { Harness, reasonOf } from '../../../../test/platforms/meta/meta.harness';
import { whatsappPlatform } from '../../../../test/platforms/whatsapp/whatsapp.platform';
import { buildAttachment, buildOutbound } from '../conformance/builders';
import { whatsapp } from './whatsapp.connector';

const peer = new Harness(whatsapp, whatsappPlatform);
beforeAll(() => peer.open());
afterAll(() => peer.close());
beforeEach(async () => {
  await peer.begin();
  await whatsapp.connect?.(peer.ctx);
});
afterEach(async () => expect(await peer.end()).toEqual([]));
const reply = (given: Parameters<typeof buildOutbound>[0] = {}) => buildOutbound({ lastInboundAt: peer.clock.toISOString(), ...given });

describe('connecting', () => {
  it('gives the number an address of its own, passes the question, and finds everything in order', async () => {
    expect(peer.platform.sim.subscribed?.()).toBe(peer.url);
    expect(await peer.platform.handshake()).toBe(true);
    const health = await whatsapp.check(peer.ctx);
    expect(health.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['number ok', 'app ok', 'account ok', 'receive ok']);
    await whatsapp.disconnect?.(peer.ctx);
    expect(peer.platform.requests.at(-1)?.parsed).toEqual({ webhook_configuration: { override_callback_uri: '' } });
  });

  it('says which permission is missing, and that a token ends', async () => {
    peer.platform.sim.desk.scopes = ['whatsapp_business_messaging'];
    expect((await whatsapp.check(peer.ctx)).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('whatsapp_business_management') });
    peer.platform.sim.desk.scopes.push('whatsapp_business_management');
    peer.platform.sim.desk.expiresAt = Date.parse('2026-11-22T13:00:00Z') / 1000;
    expect(await whatsapp.check(peer.ctx)).toMatchObject({ state: 'warning', expiresAt: '2026-11-22T13:00:00.000Z' });
    peer.ctx.settings = { ...peer.ctx.settings, accessToken: 'EAAanotherTokenAltogether' };
    expect((await whatsapp.check(peer.ctx)).steps.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
  });
});

it('reads what people do under the ids that the platform gave', async () => {
  const { sim } = peer.platform;
  const lena = sim.customer('Lena Wójcik');
  const said = sim.say({ from: lena, text: 'Pęknięte', media: [{ name: 'box.jpg', contentType: 'image/jpeg', bytes: Buffer.from('torn box') }, { name: 'Faktura.pdf', contentType: 'application/pdf', bytes: Buffer.from('invoice') }] });
  const messages = await peer.happen(said);
  expect(messages).toMatchObject([
    { kind: 'message', externalId: said.externalId, text: 'Pęknięte', from: { id: lena.id, name: 'Lena Wójcik', aliases: ['48600100001'], phone: '+48600100001' }, thread: { key: lena.id } },
    { kind: 'message', attachments: [{ name: 'Faktura.pdf' }] },
  ]);
  const [photo, invoice] = messages.map((one) => (one.kind === 'message' ? (one.attachments?.[0]?.ref ?? '') : ''));
  expect([await readText(await whatsapp.download!(peer.ctx, photo!)), await readText(await whatsapp.download!(peer.ctx, invoice!))]).toEqual(['torn box', 'invoice']);
  expect(await reasonOf(whatsapp.download!(peer.ctx, 'media:404'))).toBe('rejected file-gone');
  expect(await peer.happen(sim.edit!(said.externalId, 'Całe'))).toMatchObject([{ kind: 'edit', externalId: said.externalId, text: 'Całe' }]);
  expect(await peer.happen(sim.react!(said.externalId, lena, '🔥'))).toMatchObject([{ kind: 'reaction', externalId: said.externalId, emojis: ['🔥'] }]);
  expect(await peer.happen(sim.remove(said.externalId))).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
});

it('keeps a person whose number is withheld, and follows them to a new id', async () => {
  const { sim } = peer.platform;
  const lena = sim.customer('Lena');
  await peer.happen(sim.say({ from: lena, text: 'hej' }));
  sim.withhold(lena);
  expect(await peer.happen(sim.say({ from: lena, text: 'znów ja' }))).toMatchObject([{ from: { id: lena.id }, thread: { key: lena.id } }]);
  await whatsapp.send(peer.ctx, reply({ to: { id: lena.id }, threadKey: lena.id }));
  expect(sim.accepted).toMatchObject([{ to: lena.id }]);
  await peer.read();
  const before = lena.id;
  expect(await peer.happen(sim.rotate(lena))).toMatchObject([{ kind: 'identity', previousId: before, from: { id: lena.id } }]);
});

it('answers with files, points at the message, and reads every receipt as of our own message', async () => {
  const { sim } = peer.platform;
  const lena = sim.customer();
  const said = sim.say({ from: lena, text: 'hej' });
  await peer.happen(said);
  const message = reply({ to: { id: lena.id }, threadKey: lena.id, replyToExternalId: said.externalId, text: 'Proszę', attachments: [buildAttachment({ name: 'a.jpg', contentType: 'image/jpeg' }), buildAttachment(), buildAttachment({ name: 'v.ogg', contentType: 'audio/ogg' })] });
  const sent = await whatsapp.send(peer.ctx, message);
  expect(sim.accepted).toMatchObject([{ externalId: sent.externalId, text: 'Proszę', mediaCount: 1 }, { text: '', mediaCount: 1 }, { mediaCount: 1 }]);
  expect(await peer.read()).toMatchObject([{ kind: 'receipt', status: 'sent', messageId: message.messageId }, { status: 'sent' }, { status: 'sent' }]);
  expect(await peer.happen(sim.delivered!(sent.externalId))).toMatchObject([{ kind: 'receipt', externalId: sent.externalId, status: 'delivered', messageId: message.messageId }]);
  expect(await peer.happen(sim.read!(sent.externalId))).toMatchObject([{ status: 'read' }]);
  expect(await peer.happen(sim.failed!(sent.externalId, 'no such number'))).toMatchObject([{ status: 'failed', code: 'unknown-recipient' }]);
  expect(await peer.happen(sim.answeredElsewhere!(lena, 'z telefonu'))).toMatchObject([{ kind: 'message', echo: true, text: 'z telefonu', thread: { key: lena.id } }]);
  await whatsapp.act?.(peer.ctx, { kind: 'read', threadKey: lena.id, externalId: said.externalId });
  await whatsapp.act?.(peer.ctx, { kind: 'typing', threadKey: lena.id, threadState: { last: said.externalId } });
  await whatsapp.act?.(peer.ctx, { kind: 'typing', threadKey: lena.id });
  expect(sim.marks).toEqual([{ messageId: said.externalId, typing: false }, { messageId: said.externalId, typing: true }]);
  for (const kind of ['like', 'unlike'] as const) await whatsapp.act?.(peer.ctx, { kind, threadKey: lena.id, externalId: said.externalId });
  expect(sim.accepted.slice(-2).map(({ text, kind }) => `${kind ?? ''} ${text}`)).toEqual(['reaction 👍', 'reaction ']);
});

it('puts a long text before its files, for a caption holds 1024 characters', async () => {
  const lena = peer.platform.sim.customer();
  await peer.happen(peer.platform.sim.say({ from: lena, text: 'hej' }));
  await whatsapp.send(peer.ctx, reply({ to: { id: lena.id }, text: 'x'.repeat(1025), attachments: [buildAttachment()] }));
  expect(peer.platform.sim.accepted.map(({ text, mediaCount }) => [text.length, mediaCount])).toEqual([[1025, 0], [0, 1]]);
});

it('opens a conversation by a template, and says in which thread the answer will come', async () => {
  const { sim } = peer.platform;
  const lena = sim.customer();
  const [template] = await whatsapp.templates!(peer.ctx);
  expect(template).toMatchObject({ name: 'paczka', state: 'approved', variables: [{ key: '1', example: 'Lena' }, { key: '2', example: '17' }] });
  const to = { to: { id: lena.phone }, text: 'Cześć Lena, paczka 17 jedzie.' };
  expect(await reasonOf(whatsapp.send(peer.ctx, buildOutbound(to)))).toBe('rejected window-closed');
  const named = { id: template!.id, name: 'paczka', language: 'pl' };
  const sent = await whatsapp.send(peer.ctx, buildOutbound({ ...to, template: { ...named, values: { 1: 'Lena', 2: '17' } } }));
  expect(sent.threadKey).toBe(lena.id);
  expect(sim.accepted).toMatchObject([{ kind: 'template', to: lena.id }]);
  expect(await reasonOf(whatsapp.send(peer.ctx, buildOutbound({ ...to, template: { ...named, values: { 1: 'Lena' } } })))).toBe('rejected template-values');
  expect(await reasonOf(whatsapp.send(peer.ctx, buildOutbound({ ...to, template: { ...named, language: 'de', values: {} } })))).toBe('rejected template-gone');
});

it('tells a partly sent answer from one that never left', async () => {
  const lena = peer.platform.sim.customer();
  await peer.happen(peer.platform.sim.say({ from: lena, text: 'hej' }));
  const both = reply({ to: { id: lena.id }, attachments: [buildAttachment({ name: 'v.ogg', contentType: 'audio/ogg' })] });
  peer.platform.failNext({ failure: 'server-error', fits: ({ path }) => path.endsWith('/media') });
  expect(await reasonOf(whatsapp.send(peer.ctx, both))).toBe('unavailable platform-busy');
  expect(peer.platform.sim.accepted).toEqual([]);
  peer.platform.failNext({ failure: 'rate-limited', fits: ({ body }) => body.includes('"audio"') });
  expect(await reasonOf(whatsapp.send(peer.ctx, both))).toBe('ambiguous partly-sent');
  peer.platform.failNext({ breaks: 'after-reading', afterAccepting: true });
  expect(await reasonOf(whatsapp.send(peer.ctx, reply({ to: { id: lena.id } })))).toBe('ambiguous no-answer');
  expect(await peer.read()).toContainEqual(expect.objectContaining({ kind: 'receipt', status: 'sent', messageId: both.messageId }));
});

it.each([['rate-limited', 'unavailable rate-limited'], ['server-error', 'unavailable platform-busy'], ['token-expired', 'unauthorized token-refused'], ['forbidden', 'unauthorized permission-missing'], ['window-closed', 'rejected window-closed'], ['blocked', 'rejected unknown-recipient'], ['too-long', 'rejected text-too-long']] as const)('says what %s means', async (failure, expected) => {
  const lena = peer.platform.sim.customer();
  await peer.happen(peer.platform.sim.say({ from: lena, text: 'hej' }));
  peer.platform.failNext({ failure });
  expect(await reasonOf(whatsapp.send(peer.ctx, reply({ to: { id: lena.id } })))).toBe(expected);
});
