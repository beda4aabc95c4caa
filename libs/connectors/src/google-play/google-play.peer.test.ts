import axios from 'axios';
import { googlePlayPlatform, type GooglePlaySimulation } from '../../../../test/platforms/google-play/google-play.platform';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Inbound, type InboundMessage, type Json } from '../contract';
import { googlePlay } from './google-play.connector';
import type { GooglePlaySettings } from './google-play.settings';

let platform: Platform<GooglePlaySimulation>;
let sim: GooglePlaySimulation;
let ctx: TestContext<GooglePlaySettings>;
let cursor: Json | undefined;

beforeEach(async () => {
  cursor = undefined;
  platform = await startPlatform(googlePlayPlatform);
  sim = platform.sim;
  ctx = contextFor({});
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await platform.close();
});

const contextFor = (given: Partial<GooglePlaySettings>): TestContext<GooglePlaySettings> => buildContext(googlePlay.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date() });
async function polled(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const page of googlePlay.poll?.(ctx, cursor) ?? []) {
    for (const delivery of page.deliveries) inbound.push(...(await googlePlay.parse(delivery, ctx.settings)));
    cursor = page.cursor;
  }
  return inbound;
}
const messages = (inbound: Inbound[]) => inbound.filter((one): one is InboundMessage => one.kind === 'message');
const answer = (reviewId: string, text: string) => googlePlay.send(ctx, buildOutbound({ to: { id: reviewId }, replyToExternalId: reviewId, visibility: 'public', text }));
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

it('checks access and app, and says what is wrong', async () => {
  expect(await googlePlay.check(ctx)).toMatchObject({ state: 'ok' });
  ctx = contextFor({ packageName: 'com.other.app' });
  expect((await googlePlay.check(ctx)).steps).toMatchObject([{ state: 'ok' }, { state: 'failed', detail: expect.stringContaining('no such app') as string }]);
  sim.signIn.refuses = true;
  ctx = contextFor({ impersonate: 'somebody@example.com' });
  expect((await googlePlay.check(ctx)).steps[0]).toMatchObject({ state: 'failed' });
});

it('finds what is new, what changed and what was answered elsewhere, each once, however many like it', async () => {
  const anna = sim.customer('Anna');
  const { externalId } = sim.say({ from: anna, text: 'Good app', public: { stars: 4 } });
  expect(await polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good app', from: { name: 'Anna', language: 'pl' }, rating: { stars: 4 } }, { kind: 'edit' }]);
  expect(await polled()).toEqual([]);
  sim.change(externalId, { text: 'It crashes', stars: 1 });
  expect((await polled())[1]).toMatchObject({ kind: 'edit', text: 'It crashes', rating: { stars: 1 }, reopens: true });
  const elsewhere = sim.answeredElsewhere(anna, 'Sorry!');
  const answered = await polled();
  expect(messages(answered)[1]).toMatchObject({ echo: true, externalId: elsewhere.externalId });
  expect(answered.find(({ kind }) => kind === 'edit')).not.toHaveProperty('reopens');
  expect(await polled()).toEqual([]);
});

it('reads page after page, and what Google keeps of a week in history', async () => {
  for (let count = 0; count < 130; count += 1) sim.say({ from: sim.customer(), text: `Review ${count}` });
  expect(new Set(messages(await polled()).map(({ externalId }) => externalId)).size).toBe(130);
  Object.assign(sim.reviews.all[0] ?? {}, { updatedAt: new Date(Date.now() - 8 * 86_400_000) });
  let held = 0;
  for await (const page of googlePlay.history?.(ctx, new Date(Date.now() - 30 * 86_400_000)) ?? []) held += page.length;
  expect(held).toBe(129);
});

it('puts one answer and replaces it, once whatever breaks', async () => {
  const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
  const first = await answer(externalId, 'Thank you');
  platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
  expect(await failure(answer(externalId, 'Thank you very much'))).toMatchObject({ kind: 'unavailable' });
  const second = await answer(externalId, 'Thank you very much');
  expect(sim.accepted.map((one) => one.externalId)).toEqual([first.externalId, second.externalId]);
  expect(await failure(answer('gone', 'Hello'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
  sim.signIn.tokens.clear();
  await answer(externalId, 'With a new token');
  expect(sim.accepted).toHaveLength(3);
});
