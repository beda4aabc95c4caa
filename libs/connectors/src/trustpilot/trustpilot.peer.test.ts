import axios from 'axios';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { trustpilotPlatform, type TrustpilotSimulation } from '../../../../test/platforms/trustpilot/trustpilot.platform';
import { buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Inbound, type InboundMessage, type Json } from '../contract';
import { trustpilot } from './trustpilot.connector';
import type { TrustpilotSettings } from './trustpilot.settings';

let platform: Platform<TrustpilotSimulation>;
let sim: TrustpilotSimulation;
let ctx: TestContext<TrustpilotSettings>;
let receiver: Receiver;
let cursor: Json | undefined;

beforeEach(async () => {
  cursor = undefined;
  platform = await startPlatform(trustpilotPlatform);
  sim = platform.sim;
  receiver = await startReceiver(trustpilot, () => ctx.settings);
  ctx = contextFor({});
  platform.useWebhook(receiver.url);
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await receiver.close();
  await platform.close();
});

const contextFor = (given: Partial<TrustpilotSettings>): TestContext<TrustpilotSettings> => buildContext(trustpilot.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: receiver.url });
async function polled(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const page of trustpilot.poll?.(ctx, cursor) ?? []) {
    for (const delivery of page.deliveries) inbound.push(...(await trustpilot.parse(delivery, ctx.settings)));
    cursor = page.cursor;
  }
  return inbound;
}
const messages = (inbound: Inbound[]) => inbound.filter((one): one is InboundMessage => one.kind === 'message');
const answer = (reviewId: string, text: string, attempt = 1) => trustpilot.send(ctx, buildOutbound({ to: { id: 'c' }, replyToExternalId: reviewId, visibility: 'public', text, attempt }));
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

it('learns the name of the company, and says what is wrong with the access', async () => {
  await trustpilot.connect?.(ctx);
  expect(ctx.settings.companyName).toBe('The simulated company');
  expect(await trustpilot.check(ctx)).toMatchObject({ state: 'ok', steps: [{ state: 'ok' }, { detail: 'The API key opens The simulated company.' }, { state: 'ok' }, { state: 'ok' }] });
  ctx = contextFor({ apiSecret: 'another' });
  expect((await trustpilot.check(ctx)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('API key or its secret') as string });
  ctx = contextFor({ businessUnitId: 'f'.repeat(24) });
  expect((await trustpilot.check(ctx)).steps[1]).toMatchObject({ state: 'failed', detail: expect.stringContaining('business unit') as string });
});

it('finds what is new, what changed and what was answered elsewhere, each once, however many like it', async () => {
  const anna = sim.customer('Anna');
  const { externalId } = sim.say({ from: anna, text: 'Good shop', public: { stars: 4 } });
  expect(await polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good shop', from: { id: anna.id, name: 'Anna' }, rating: { stars: 4 } }, { kind: 'edit' }]);
  expect(await polled()).toEqual([]);
  sim.change(externalId, { text: 'It broke', stars: 1 });
  expect((await polled())[1]).toMatchObject({ kind: 'edit', text: 'It broke', rating: { stars: 1 }, reopens: true });
  const elsewhere = sim.answeredElsewhere(anna, 'Sorry!');
  expect(messages(await polled())[1]).toMatchObject({ echo: true, externalId: elsewhere.externalId });
  expect(await polled()).toEqual([]);
});

it('reads page after page, and the same in history', async () => {
  for (let count = 0; count < 130; count += 1) sim.say({ from: sim.customer(), text: `Review ${count}` });
  expect(new Set(messages(await polled()).map(({ externalId }) => externalId)).size).toBe(130);
  let held = 0;
  for await (const page of trustpilot.history?.(ctx, new Date(Date.now() - 3_600_000)) ?? []) held += page.length;
  expect(held).toBe(130);
});

it.each(['key', 'basic', 'signature'] as const)('fetches what a webhook points at, proved by %s', async (webhookProof) => {
  sim.webhookProof = webhookProof;
  ctx = contextFor({});
  const said = sim.say({ from: sim.customer('Anna'), text: 'Good shop' });
  expect(await platform.happen(said)).toMatchObject([{ status: 200 }]);
  expect(await receiver.inbound()).toEqual([{ kind: 'pointer', ref: said.externalId }]);
  const [delivery] = (await trustpilot.lookup?.(ctx, said.externalId)) ?? [];
  expect(delivery === undefined ? [] : await trustpilot.parse(delivery, ctx.settings)).toMatchObject([{ kind: 'message', text: 'Good shop' }, { kind: 'edit' }]);
  await platform.happen(sim.remove(said.externalId));
  expect(await receiver.inbound()).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
  expect(await trustpilot.lookup?.(ctx, said.externalId)).toEqual([]);
  expect(await platform.happen(said, { unsigned: true })).toMatchObject([{ status: 401 }]);
});

it('posts one answer, replaces it, takes it back, and posts it once whatever breaks', async () => {
  const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
  const first = await answer(externalId, 'Thank you');
  platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
  expect(await failure(answer(externalId, 'Thank you very much'))).toMatchObject({ kind: 'unavailable' });
  const before = platform.requests.length;
  const second = await answer(externalId, 'Thank you very much', 2);
  expect(platform.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
  expect(sim.accepted.map((one) => one.externalId)).toEqual([first.externalId, second.externalId]);
  await trustpilot.act?.(ctx, { kind: 'delete', threadKey: '', externalId: first.externalId });
  expect(sim.reviews.find(externalId)?.reply?.text).toBe('Thank you very much');
  await trustpilot.act?.(ctx, { kind: 'delete', threadKey: '', externalId: second.externalId });
  expect(sim.reviews.find(externalId)?.reply).toBeUndefined();
});

it('says when the first answer stays, or deletes it first where that is chosen', async () => {
  sim.keepsFirstAnswer = true;
  const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
  await answer(externalId, 'Thank you');
  expect(await failure(answer(externalId, 'Better words'))).toMatchObject({ kind: 'rejected', reason: 'already-answered' });
  ctx = contextFor({ replacing: 'delete-first' });
  await answer(externalId, 'Better words');
  expect(sim.reviews.find(externalId)?.reply?.text).toBe('Better words');
  sim.tokens.clear();
  await answer(externalId, 'With a new token');
  expect(sim.accepted).toHaveLength(3);
});
