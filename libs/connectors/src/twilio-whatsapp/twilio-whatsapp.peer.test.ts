import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { approvedTemplate, twilioWhatsappPlatform, type TwilioWhatsappSimulation } from '../../../../test/platforms/twilio-whatsapp/twilio-whatsapp.platform';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery } from '../contract';
import { twilioWhatsapp } from './twilio-whatsapp.connector';
import type { TwilioWhatsappSettings } from './twilio-whatsapp.settings';

let platform: Platform<TwilioWhatsappSimulation>;
let sim: TwilioWhatsappSimulation;
let receiver: Receiver;
let ctx: TestContext<TwilioWhatsappSettings>;

beforeEach(async () => {
  platform = await startPlatform(twilioWhatsappPlatform);
  sim = platform.sim;
  receiver = await startReceiver(twilioWhatsapp, () => ctx.settings);
  ctx = buildContext(twilioWhatsapp.settings.parse(sim.settings()), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: receiver.url });
  await twilioWhatsapp.connect?.(ctx);
  platform.useWebhook(receiver.url);
});
afterEach(async () => {
  await platform.close();
  await receiver.close();
  expect(platform.violations).toEqual([]);
});

const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

it('shows the address that is pasted at Twilio', async () => {
  expect(await twilioWhatsapp.check(ctx)).toMatchObject({ state: 'ok', steps: [{ id: 'token' }, { id: 'receive', detail: expect.stringContaining(receiver.url) }] });
});

it('takes a message with its name, answers, shows dots, and hears that it was read', async () => {
  const ania = sim.customer('Ania');
  const first = sim.say({ from: ania, text: 'Dzień dobry 👋' });
  await platform.happen(first);
  const message = await receiver.message();
  expect(message).toMatchObject({ externalId: first.externalId, text: 'Dzień dobry 👋', from: { id: ania.id, name: 'Ania', verified: true } });
  await twilioWhatsapp.act?.(ctx, { kind: 'typing', threadKey: ania.id, threadState: message.threadState! });
  expect(sim.dots).toEqual([first.externalId]);
  const sent = await twilioWhatsapp.send(ctx, buildOutbound({ to: message.from, threadKey: ania.id, threadState: message.threadState!, text: 'Już idzie', lastInboundAt: new Date().toISOString() }));
  await platform.settled();
  await platform.happen({ events: [...sim.delivered(sent.externalId).events, ...sim.read(sent.externalId).events] });
  expect(await receiver.inbound()).toMatchObject(['sent', 'delivered', 'read'].map((status) => ({ kind: 'receipt', status, externalId: sent.externalId, messageId: buildOutbound().messageId })));
  await platform.happen(sim.say({ from: ania, text: 'this one?', replyTo: sent.externalId, nameless: true }));
  expect(await receiver.message()).toMatchObject({ replyToExternalId: sent.externalId });
});

it('refuses a closed window before Twilio takes it, and sends a template instead', async () => {
  const ania = sim.customer();
  sim.say({ from: ania, text: 'long ago' });
  sim.age(ania, 25);
  const lastInboundAt = new Date(Date.now() - 25 * 3_600_000).toISOString();
  expect(await failure(twilioWhatsapp.send(ctx, buildOutbound({ to: { id: ania.id }, lastInboundAt })))).toMatchObject({ kind: 'rejected', reason: 'window-closed' });
  expect(sim.accepted).toEqual([]);
  const [template] = (await twilioWhatsapp.templates!(ctx)).filter(({ state }) => state === 'approved');
  expect(template).toMatchObject({ id: approvedTemplate, name: 'parcel_sent', language: 'pl', variables: [{ key: '1', where: 'body', example: 'Ania' }] });
  await twilioWhatsapp.send(ctx, buildOutbound({ to: { id: ania.id }, lastInboundAt, text: 'Cześć Ania', template: { ...template!, values: { 1: 'Ania' } } }));
  expect(sim.accepted).toMatchObject([{ to: ania.id, kind: `template ${approvedTemplate} {"1":"Ania"}` }]);
});

it('hears afterwards of a window that had closed without us knowing', async () => {
  const ania = sim.customer();
  const sent = await twilioWhatsapp.send(ctx, buildOutbound({ to: { id: ania.id } }));
  await platform.settled();
  expect(await receiver.inbound()).toMatchObject([{ kind: 'receipt', status: 'failed', externalId: sent.externalId, code: 'window-closed', reason: expect.stringContaining('template') }]);
});

it('sends one file in each message, and takes files', async () => {
  const ania = sim.customer();
  await platform.happen(sim.say({ from: ania, text: 'my receipt', media: [{ name: 'r.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') }] }));
  const { attachments, text } = await receiver.message();
  expect(text).toBe('my receipt');
  expect((await buffer(await twilioWhatsapp.download!(ctx, attachments![0]!.ref!))).toString()).toBe('%PDF');
  const pictures = ['a', 'b'].map((name) => buildAttachment({ name, contentType: 'image/png', url: `https://shop.example/${name}` }));
  const sent = await twilioWhatsapp.send(ctx, buildOutbound({ to: { id: ania.id }, text: 'Both', attachments: pictures }));
  expect(sim.accepted.map((one) => [one.text, one.mediaCount])).toEqual([['Both', 1], ['', 1]]);
  expect(sent.otherExternalIds).toHaveLength(1);
});

it('asks afterwards for what was missed', async () => {
  const missed = sim.missed({ from: sim.customer(), text: 'anybody there?' });
  const found: Delivery[] = [];
  for await (const page of twilioWhatsapp.history!(ctx, new Date(Date.now() - 60_000))) found.push(...page);
  expect(await twilioWhatsapp.parse(found[0]!, ctx.settings)).toMatchObject([{ kind: 'message', externalId: missed, text: 'anybody there?' }]);
});

it.each([['rate-limited', 'unavailable'], ['server-error', 'ambiguous'], ['token-expired', 'unauthorized'], ['blocked', 'rejected']] as const)('reads %s as %s', async (name, kind) => {
  platform.failNext({ failure: name });
  expect((await failure(twilioWhatsapp.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).kind).toBe(kind);
});

it('keeps what it does not know, and refuses what is forged', async () => {
  const unknown = sim.unknownMessage(sim.customer());
  await platform.happen(unknown);
  expect(await receiver.message()).toMatchObject({ externalId: unknown.externalId, unsupported: 'hologram' });
  expect((await platform.happen(unknown, { forged: true }))[0]?.status).toBe(401);
});
