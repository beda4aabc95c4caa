import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { viberPlatform, type ViberSimulation } from '../../../../test/platforms/viber/viber.platform';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Context } from '../contract';
import { viber } from './viber.connector';
import type { ViberSettings } from './viber.settings';

let platform: Platform<ViberSimulation>;
let sim: ViberSimulation;
let receiver: Receiver;
let ctx: TestContext<ViberSettings>;

beforeEach(async () => {
  platform = await startPlatform(viberPlatform);
  sim = platform.sim;
  receiver = await startReceiver(viber, () => ctx.settings);
  ctx = contextFor({});
  await viber.connect?.(ctx);
});
afterEach(async () => {
  await platform.close();
  await receiver.close();
  expect(platform.violations).toEqual([]);
});

function contextFor(settings: Partial<ViberSettings>, given: Partial<Context<ViberSettings>> = {}): TestContext<ViberSettings> {
  return buildContext(viber.settings.parse({ ...sim.settings(), ...settings }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: receiver.url, ...given });
}
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

it('tells Viber our address, which Viber calls before it agrees', async () => {
  expect(sim.subscribed()).toBe(receiver.url);
  expect(await platform.handshake()).toBe(true);
  expect(receiver.deliveries).toEqual([]);
  expect(await viber.check(ctx)).toMatchObject({ state: 'ok', steps: [{ id: 'token', state: 'ok' }, { id: 'receive', detail: 'Viber delivers to our webhook.' }] });
});

it('says why it does not work: an address that nobody answers, a wrong token, somebody else’s webhook', async () => {
  expect(await failure(viber.connect!(contextFor({}, { webhookUrl: 'http://127.0.0.1:1/hooks/viber/1' })))).toMatchObject({ kind: 'rejected', reason: 'bad-webhook' });
  expect((await viber.check(contextFor({ authToken: 'mistyped-mistyped-mistyped' }))).steps.map(({ state }) => state)).toEqual(['failed', 'skipped']);
  expect((await viber.check(contextFor({}, { webhookUrl: 'https://other.example/hooks/viber/2' }))).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('another address') });
});

it('takes its webhook away with the channel, and leaves that of somebody else', async () => {
  await viber.disconnect?.(contextFor({}, { webhookUrl: 'https://other.example/hooks/viber/2' }));
  expect(sim.subscribed()).toBe(receiver.url);
  await viber.disconnect?.(contextFor({ authToken: 'mistyped-mistyped-mistyped' }));
  await viber.disconnect?.(ctx);
  expect(sim.subscribed()).toBeUndefined();
});

it('takes a message, answers, and hears that it arrived and was read', async () => {
  const olena = sim.customer('Олена');
  const said = sim.say({ from: olena, text: 'Добрий день 👋' });
  await platform.happen(said);
  const message = await receiver.message();
  expect(message).toMatchObject({ externalId: said.externalId, text: 'Добрий день 👋', from: { id: olena.id, name: 'Олена', language: 'uk' } });
  expect((await buffer(await viber.download!(ctx, message.from.avatarRef!))).toString()).toBe('a face');
  const first = await viber.send(ctx, buildOutbound({ to: message.from, threadKey: olena.id, text: 'Вже їде' }));
  const second = await viber.send(ctx, buildOutbound({ to: message.from, threadKey: olena.id, text: 'Завтра' }));
  // Neighbours, which a JavaScript number would make one.
  expect(BigInt(second.externalId) - BigInt(first.externalId)).toBe(1n);
  expect(sim.accepted.map(({ text, externalId }) => [text, externalId])).toEqual([['Вже їде', first.externalId], ['Завтра', second.externalId]]);
  await platform.happen({ events: [...sim.delivered(first.externalId).events, ...sim.read(first.externalId).events, ...sim.failed(second.externalId, 'device is off').events] });
  expect(await receiver.inbound()).toMatchObject([
    { kind: 'receipt', status: 'delivered', externalId: first.externalId }, { kind: 'receipt', status: 'read', externalId: first.externalId },
    { kind: 'receipt', status: 'failed', externalId: second.externalId, reason: 'Viber did not deliver it: device is off' },
  ]);
});

it('asks for the name of somebody whom Viber names by id alone', async () => {
  await platform.happen(sim.say({ from: sim.customer('Іван'), text: 'hi', nameless: true }));
  const { from } = await receiver.message();
  expect(from.name).toBeUndefined();
  expect(await viber.profile?.(ctx, from)).toMatchObject({ id: from.id, name: 'Іван' });
  expect(await viber.profile?.(ctx, { id: 'nobody' })).toBeUndefined();
});

it('fetches files and stickers, and sends pictures and files', async () => {
  const olena = sim.customer();
  await platform.happen(sim.say({ from: olena, text: 'my receipt', media: [{ name: 'r.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') }] }));
  const { attachments, text } = await receiver.message();
  expect([text, (await buffer(await viber.download!(ctx, attachments![0]!.ref!))).toString()]).toEqual(['my receipt', '%PDF']);
  await platform.happen(sim.say({ from: olena }));
  const sticker = (await receiver.message()).attachments![0]!;
  expect((await buffer(await viber.download!(ctx, sticker.ref!))).toString()).toBe('a sticker');
  const sent = await viber.send(ctx, buildOutbound({ to: { id: olena.id }, text: 'Here', attachments: [buildAttachment({ contentType: 'image/png', url: 'https://shop.example/a.png' }), buildAttachment({ url: 'https://shop.example/b.pdf' })] }));
  expect(sim.accepted.map(({ text: words, kind }) => [words, kind])).toEqual([['Here', 'picture'], ['', 'file']]);
  expect(sent.otherExternalIds).toHaveLength(1);
});

it('knows who left and who came back', async () => {
  const olena = sim.customer();
  await platform.happen(sim.leave(olena));
  expect(await receiver.inbound()).toMatchObject([{ kind: 'notice', notice: 'blocked', threadKey: olena.id }]);
  expect(await failure(viber.send(ctx, buildOutbound({ to: { id: olena.id } })))).toMatchObject({ kind: 'rejected', reason: 'opted-out' });
  await platform.happen(sim.join(olena));
  expect(await receiver.inbound()).toMatchObject([{ kind: 'notice', notice: 'unblocked' }]);
});

it.each([['rate-limited', 'unavailable'], ['server-error', 'ambiguous'], ['token-expired', 'unauthorized'], ['forbidden', 'unauthorized'], ['too-long', 'rejected']] as const)('reads %s as %s', async (name, kind) => {
  platform.failNext({ failure: name });
  expect((await failure(viber.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).kind).toBe(kind);
  expect(sim.accepted).toEqual([]);
});

it('does not know after a lost answer, and so sends nothing twice', async () => {
  platform.failNext({ breaks: 'after-reading', afterAccepting: true });
  expect(await failure(viber.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).toMatchObject({ kind: 'ambiguous' });
  expect(sim.accepted).toHaveLength(1);
});

it('keeps what it does not know, and refuses what is forged', async () => {
  const unknown = sim.unknownMessage(sim.customer());
  await platform.happen({ events: [...sim.unknownEvent().events, ...unknown.events] });
  expect(await receiver.inbound()).toMatchObject([{ kind: 'ignored' }, { kind: 'message', externalId: unknown.externalId, unsupported: 'hologram' }]);
  expect((await platform.happen(unknown, { forged: true }))[0]?.status).toBe(401);
  expect(receiver.deliveries).toEqual([]);
});
