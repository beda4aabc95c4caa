import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { smsPlatform, type SmsSimulation } from '../../../../test/platforms/sms/sms.platform';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery, type InboundMessage, type Outbound } from '../contract';
import { sms } from './sms.connector';
import type { SmsSettings } from './sms.settings';

let platform: Platform<SmsSimulation>;
let sim: SmsSimulation;
let receiver: Receiver;
let ctx: TestContext<SmsSettings>;

beforeEach(async () => {
  platform = await startPlatform(smsPlatform);
  sim = platform.sim;
  receiver = await startReceiver(sms, () => ctx.settings);
  ctx = contextFor({});
  await sms.connect?.(ctx);
});
afterEach(async () => {
  await platform.close();
  await receiver.close();
  expect(platform.violations).toEqual([]);
});

function contextFor(given: Partial<SmsSettings>): TestContext<SmsSettings> {
  return buildContext(sms.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: receiver.url });
}

const answer = (message: InboundMessage, given: Partial<Outbound> = {}) =>
  sms.send(ctx, buildOutbound({ to: message.from, threadKey: message.thread.key!, ...(message.threadState === undefined ? {} : { threadState: message.threadState }), ...given }));
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

it('tells Twilio our address for the number, and finds it there', async () => {
  expect(sim.subscribed()).toBe(receiver.url);
  expect(await sms.check(ctx)).toMatchObject({ state: 'ok', steps: [{ id: 'token', detail: 'The access belongs to Simulated account. There are 12.34 USD left.' }, { id: 'receive', detail: 'Twilio delivers to our webhook.' }] });
  const elsewhere = buildContext(ctx.settings, { ...ctx, webhookUrl: 'https://other.example/hooks/sms/2' });
  expect((await sms.check(elsewhere)).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('another address') });
});

it('says why it does not work: a wrong token, a closed account, a name that only sends', async () => {
  expect((await sms.check(contextFor({ authToken: 'mistyped-mistyped-mistyped' }))).steps.map(({ state }) => state)).toEqual(['failed', 'skipped']);
  expect((await sms.check(contextFor({ sender: 'My Shop' }))).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('only sends') });
  sim.accountStatus = 'suspended';
  expect((await sms.check(ctx)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('suspended') });
});

it('takes a message and thanks with an empty document, answers, and hears that it arrived', async () => {
  const anna = sim.customer('Anna');
  const said = sim.say({ from: anna, text: 'Where is order #7? Zażółć 🧾' });
  expect(await platform.happen(said)).toMatchObject([{ status: 200, body: expect.stringContaining('<Response/>') }]);
  const message = await receiver.message();
  expect(message).toMatchObject({ externalId: said.externalId, text: 'Where is order #7? Zażółć 🧾', from: { id: anna.id, phone: anna.id } });
  const sent = await answer(message, { text: 'On its way' });
  expect(sim.accepted).toMatchObject([{ externalId: sent.externalId, text: 'On its way', to: anna.id }]);
  await platform.settled();
  await platform.happen(sim.delivered(sent.externalId));
  const own = { externalId: sent.externalId, messageId: buildOutbound().messageId };
  expect(await receiver.inbound()).toMatchObject([{ kind: 'receipt', status: 'sent', ...own }, { kind: 'receipt', status: 'delivered', ...own }]);
});

it('learns from the first report that an answer went out of which nothing was heard', async () => {
  const anna = sim.customer();
  platform.failNext({ breaks: 'after-reading', afterAccepting: true });
  expect(await failure(sms.send(ctx, buildOutbound({ to: { id: anna.id } })))).toMatchObject({ kind: 'ambiguous' });
  await platform.settled();
  expect(await receiver.inbound()).toMatchObject([{ kind: 'receipt', status: 'sent', externalId: sim.accepted[0]?.externalId, messageId: buildOutbound().messageId }]);
});

it('fetches media with our sign-in, which stays with Twilio', async () => {
  const bytes = Buffer.from('a picture, as far as Twilio cares');
  await platform.happen(sim.say({ from: sim.customer(), media: [{ name: 'a.jpg', contentType: 'image/jpeg', bytes }] }));
  const { attachments } = await receiver.message();
  expect(await buffer(await sms.download!(ctx, attachments![0]!.ref!))).toEqual(bytes);
  expect(platform.requests.map(({ path, status }) => [path.split('/')[1], status])).toContainEqual(['stored-media', 200]);
});

it('sends pictures as MMS in America', async () => {
  const anna = sim.customer();
  await sms.send(ctx, buildOutbound({ to: { id: anna.id }, text: 'Here', attachments: [buildAttachment({ contentType: 'image/png', url: 'https://shop.example/a' }), buildAttachment({ contentType: 'image/png', url: 'https://shop.example/b' })] }));
  expect(sim.accepted).toMatchObject([{ text: 'Here', mediaCount: 2 }]);
});

it('knows who asked for no more messages, and when they asked for them again', async () => {
  const anna = sim.customer();
  await platform.happen(sim.stop(anna));
  expect(await receiver.inbound()).toMatchObject([{ kind: 'message', text: 'STOP' }, { kind: 'notice', notice: 'blocked', threadKey: anna.id }]);
  expect(await failure(sms.send(ctx, buildOutbound({ to: { id: anna.id } })))).toMatchObject({ kind: 'rejected', reason: 'opted-out' });
  await platform.happen(sim.start(anna));
  expect(await receiver.inbound()).toMatchObject([{ kind: 'message' }, { kind: 'notice', notice: 'unblocked' }]);
  await sms.send(ctx, buildOutbound({ to: { id: anna.id } }));
  expect(sim.accepted).toHaveLength(1);
});

it('says in plain words why an answer did not arrive', async () => {
  const { externalId } = await sms.send(ctx, buildOutbound({ to: { id: sim.customer().id } }));
  await platform.settled();
  await receiver.inbound();
  await platform.happen(sim.failed(externalId, '30006'));
  expect(await receiver.inbound()).toMatchObject([{ kind: 'receipt', status: 'failed', externalId, code: 'unknown-recipient', reason: expect.stringContaining('landline') }]);
});

it('asks afterwards for what was missed, and reads it to the ids of a call', async () => {
  const since = new Date(Date.now() - 60_000);
  const anna = sim.customer();
  const missed = Array.from({ length: 130 }, (_, index) => sim.missed({ from: anna, text: `missed ${index}` }));
  const picture = sim.missed({ from: anna, media: [{ name: 'a.png', contentType: 'image/png', bytes: Buffer.from('x') }] });
  await sms.send(ctx, buildOutbound({ to: { id: anna.id } }));
  const found: Delivery[] = [];
  for await (const page of sms.history!(ctx, since)) found.push(...page);
  expect(found.map(({ externalId }) => externalId).sort()).toEqual([...missed, picture].sort());
  const read = await Promise.all(found.map(async (delivery) => sms.parse(delivery, ctx.settings)));
  expect(read.flat().map((one) => one.kind === 'message' && one.externalId).sort()).toEqual([...missed, picture].sort());
  const [withPicture] = read.flat().filter((one): one is InboundMessage => one.kind === 'message' && one.attachments !== undefined);
  expect((await buffer(await sms.download!(ctx, withPicture!.attachments![0]!.ref!))).toString()).toBe('x');
  const later: Delivery[] = [];
  for await (const page of sms.history!(ctx, new Date(Date.now() + 5_000))) later.push(...page);
  expect(later).toEqual([]);
});

it.each([['rate-limited', 'unavailable', 1000], ['server-error', 'ambiguous', undefined], ['token-expired', 'unauthorized', undefined], ['forbidden', 'rejected', undefined], ['too-long', 'rejected', undefined]] as const)('reads %s as %s', async (name, kind, retryAfterMs) => {
  platform.failNext({ failure: name });
  expect(await failure(sms.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).toMatchObject({ kind, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  expect(sim.accepted).toEqual([]);
});

it('refuses what somebody else signed, and what nobody did', async () => {
  const said = sim.say({ from: sim.customer(), text: 'x' });
  expect((await platform.happen(said, { forged: true }))[0]?.status).toBe(401);
  expect((await platform.happen(said, { unsigned: true }))[0]?.status).toBe(401);
  expect(receiver.deliveries).toEqual([]);
  expect((await platform.happen(said, { bytes: 5 * 1024 * 1024 }))[0]?.status).toBe(200);
  expect((await receiver.message()).text).toBe('x');
});

it('ignores steps that it does not know', async () => {
  await platform.happen(sim.unknownEvent());
  expect(await receiver.inbound()).toMatchObject([{ kind: 'ignored' }]);
});
