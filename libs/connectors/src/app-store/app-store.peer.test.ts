import axios from 'axios';
import { appStorePlatform, type AppStoreSimulation } from '../../../../test/platforms/app-store/app-store.platform';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Inbound, type InboundMessage, type Json } from '../contract';
import { appStore } from './app-store.connector';
import type { AppStoreSettings } from './app-store.settings';

let platform: Platform<AppStoreSimulation>;
let sim: AppStoreSimulation;
let ctx: TestContext<AppStoreSettings>;
let cursor: Json | undefined;

beforeEach(async () => {
  cursor = undefined;
  platform = await startPlatform(appStorePlatform);
  sim = platform.sim;
  ctx = contextFor({});
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await platform.close();
});

const contextFor = (given: Partial<AppStoreSettings>): TestContext<AppStoreSettings> => buildContext(appStore.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date() });
async function polled(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const page of appStore.poll?.(ctx, cursor) ?? []) {
    for (const delivery of page.deliveries) inbound.push(...(await appStore.parse(delivery, ctx.settings)));
    cursor = page.cursor;
  }
  return inbound;
}
const messages = (inbound: Inbound[]) => inbound.filter((one): one is InboundMessage => one.kind === 'message');
const answer = (reviewId: string, text: string) => appStore.send(ctx, buildOutbound({ to: { id: reviewId }, replyToExternalId: reviewId, visibility: 'public', text }));
const failure = async (run: Promise<unknown> | undefined): Promise<ConnectorError> => {
  const error = await run?.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

it('learns the name of the app, and says how much of the hour is used', async () => {
  await appStore.connect?.(ctx);
  expect(ctx.settings.appName).toBe('The simulated app');
  expect(await appStore.check(ctx)).toMatchObject({ state: 'ok', steps: [{ state: 'ok' }, { detail: 'The key opens The simulated app.' }, { state: 'ok' }], quotas: [{ limit: 3500, used: expect.any(Number) as number }] });
  sim.revoked = true;
  expect((await appStore.check(ctx)).steps).toMatchObject([{ state: 'ok' }, { state: 'failed', detail: expect.stringContaining('refused the key') as string }, { state: 'skipped' }]);
  sim.revoked = false;
  ctx = contextFor({ appId: '99' });
  expect((await appStore.check(ctx)).steps[1]).toMatchObject({ state: 'failed', detail: expect.stringContaining('no such app') as string });
});

it('finds what is new, what changed without a time, and what was answered elsewhere, each once', async () => {
  const anna = sim.customer('Anna');
  const { externalId } = sim.say({ from: anna, text: 'Good app', public: { stars: 4 } });
  expect(await polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good app', rating: { stars: 4 } }, { kind: 'edit' }]);
  expect(await polled()).toEqual([]);
  sim.change(externalId, { text: 'It crashes', stars: 1 });
  expect((await polled())[1]).toMatchObject({ kind: 'edit', text: 'It crashes', rating: { stars: 1 }, reopens: true });
  const elsewhere = sim.answeredElsewhere(anna, 'Sorry!');
  const [, echo] = messages(await polled());
  expect(echo).toMatchObject({ echo: true, externalId: elsewhere.externalId });
  sim.delivered(elsewhere.externalId);
  const published = await polled();
  expect(published).toContainEqual(expect.objectContaining({ kind: 'receipt', externalId: elsewhere.externalId, status: 'delivered' }));
  // Our answer is no change of the review.
  expect(published.find(({ kind }) => kind === 'edit')).not.toHaveProperty('reopens');
  // And back to what it was at first: still a change.
  sim.change(externalId, { text: 'Good app', stars: 4 });
  expect((await polled())[1]).toMatchObject({ kind: 'edit', text: 'Good app', reopens: true });
});

it('reads page after page, and the same in history', async () => {
  for (let count = 0; count < 250; count += 1) sim.say({ from: sim.customer(), text: `Review ${count}` });
  expect(new Set(messages(await polled()).map(({ externalId }) => externalId)).size).toBe(250);
  let held = 0;
  for await (const page of appStore.history?.(ctx, new Date(Date.now() - 3_600_000)) ?? []) held += page.length;
  expect(held).toBe(250);
});

it('puts one answer, replaces it, takes it back, and puts it once whatever breaks', async () => {
  const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
  const first = await answer(externalId, 'Thank you');
  platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
  expect(await failure(answer(externalId, 'Thank you very much'))).toMatchObject({ kind: 'unavailable' });
  const second = await answer(externalId, 'Thank you very much');
  expect(sim.accepted.map((one) => one.externalId)).toEqual([first.externalId, second.externalId]);
  await appStore.act?.(ctx, { kind: 'delete', threadKey: '', externalId: first.externalId });
  expect(sim.reviews.find(externalId)?.reply?.text).toBe('Thank you very much');
  await appStore.act?.(ctx, { kind: 'delete', threadKey: '', externalId: second.externalId });
  expect(sim.reviews.find(externalId)?.reply).toBeUndefined();
  expect(await failure(appStore.act?.(ctx, { kind: 'hide', threadKey: '', externalId }))).toMatchObject({ reason: 'act-not-offered' });
  expect(await failure(answer('gone', 'Hello'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
});
