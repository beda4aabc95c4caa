import axios from 'axios';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { googleBusinessPlatform, type GoogleBusinessSimulation } from '../../../../test/platforms/google-business/google-business.platform';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Inbound, type InboundMessage, type Json } from '../contract';
import { googleBusiness } from './google-business.connector';
import type { GoogleBusinessSettings } from './google-business.settings';

let platform: Platform<GoogleBusinessSimulation>;
let sim: GoogleBusinessSimulation;
let ctx: TestContext<GoogleBusinessSettings>;
let receiver: Receiver;
let cursor: Json | undefined;

beforeEach(async () => {
  cursor = undefined;
  platform = await startPlatform(googleBusinessPlatform);
  sim = platform.sim;
  receiver = await startReceiver(googleBusiness, () => ctx.settings);
  ctx = contextFor({});
  platform.useWebhook(receiver.url);
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await receiver.close();
  await platform.close();
});

function contextFor(given: Partial<GoogleBusinessSettings>): TestContext<GoogleBusinessSettings> {
  return buildContext(googleBusiness.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: receiver.url });
}

async function polled(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const page of googleBusiness.poll?.(ctx, cursor) ?? []) {
    for (const delivery of page.deliveries) inbound.push(...(await googleBusiness.parse(delivery, ctx.settings)));
    cursor = page.cursor;
  }
  return inbound;
}
const answer = (reviewId: string, text: string) => googleBusiness.send(ctx, buildOutbound({ to: { id: reviewId }, replyToExternalId: reviewId, threadKey: `locations/202:${reviewId}`, visibility: 'public', text }));
const withdraw = (externalId: string) => googleBusiness.act?.(ctx, { kind: 'delete', threadKey: '', externalId });
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};
const messages = (inbound: Inbound[]) => inbound.filter((one): one is InboundMessage => one.kind === 'message');

describe('connecting', () => {
  it('tells Google the topic, keeps what is announced there for others, and says so', async () => {
    sim.setting = { pubsubTopic: 'projects/simulated-project/topics/reviews', notificationTypes: ['NEW_QUESTION'] };
    expect((await googleBusiness.check(ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['access ok', 'reviews ok', 'push warning']);
    await googleBusiness.connect?.(ctx);
    expect(sim.setting).toMatchObject({ notificationTypes: ['NEW_QUESTION', 'NEW_REVIEW', 'UPDATED_REVIEW'] });
    expect(await googleBusiness.check(ctx)).toMatchObject({ state: 'ok' });
  });

  it('says in words what is wrong with the access', async () => {
    ctx = contextFor({ serviceAccount: '{"type":"service_account"}' });
    expect((await googleBusiness.check(ctx)).steps).toMatchObject([{ state: 'failed', detail: expect.stringContaining('whole JSON file') as string }, { state: 'skipped' }, { state: 'skipped' }]);
    ctx = contextFor({ serviceAccount: '' });
    expect((await googleBusiness.check(ctx)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('no access yet') as string });
    ctx = contextFor({ locationId: '404' });
    expect((await googleBusiness.check(ctx)).steps).toMatchObject([{ state: 'ok' }, { state: 'failed', detail: expect.stringContaining('does not know this place') as string }, { state: 'skipped' }]);
  });

  it('opens every place of the account by consent, and works with the refresh token', async () => {
    sim.signIn.codes.add('code-1');
    const { client } = sim.signIn;
    const consentCtx = { ...contextFor({ serviceAccount: '', clientId: client.id, clientSecret: client.secret }), secrets: { update: () => Promise.reject(new Error('nothing is kept yet')) } };
    const choices = await googleBusiness.consent?.exchange(consentCtx, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v'.repeat(43) });
    expect(choices).toMatchObject([{ label: 'The simulated shop (Długa 5, Kraków)', settings: { accountId: '101', locationId: '202', placeUrl: 'https://maps.example/shop', refreshToken: client.refreshToken } }, { label: 'locations/303' }]);
    ctx = contextFor({ serviceAccount: '', clientId: client.id, clientSecret: client.secret, ...choices?.[0]?.settings });
    expect((await googleBusiness.check(ctx)).state).not.toBe('failed');
    expect((await failure(googleBusiness.consent?.exchange(consentCtx, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v'.repeat(43) }) ?? Promise.resolve())).kind).toBe('unauthorized');
  });
});

describe('reading', () => {
  it('finds what is new, what changed and what was answered elsewhere, each once', async () => {
    const anna = sim.customer('Anna');
    const { externalId } = sim.say({ from: anna, text: 'Good mugs', public: { stars: 4 } });
    expect(await polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good mugs', rating: { stars: 4 }, from: { name: 'Anna' } }, { kind: 'edit' }]);
    expect(await polled()).toEqual([]);
    sim.change(externalId, { text: 'It broke', stars: 1 });
    expect((await polled())[1]).toMatchObject({ kind: 'edit', externalId, text: 'It broke', rating: { stars: 1 }, reopens: true });
    const answered = sim.answeredElsewhere(anna, 'Sorry!');
    expect(messages(await polled())[1]).toMatchObject({ echo: true, externalId: answered.externalId, text: 'Sorry!' });
    sim.failed(answered.externalId, '');
    expect(await polled()).toContainEqual(expect.objectContaining({ kind: 'receipt', externalId: answered.externalId, status: 'failed', reason: expect.stringContaining('off topic') as string }));
    expect(await polled()).toEqual([]);
  });

  it('does not take a translation that came later for a change of the review', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Bardzo smaczne' });
    await polled();
    Object.assign(sim.reviews.find(externalId) ?? {}, { text: 'Bardzo smaczne\n\n(Translated by Google)\nVery tasty' });
    const edit = (await polled()).find(({ kind }) => kind === 'edit');
    expect(edit).toMatchObject({ text: 'Bardzo smaczne' });
    expect(edit).not.toHaveProperty('reopens');
  });

  it('reads page after page, and goes on where it broke off', async () => {
    for (let count = 0; count < 120; count += 1) sim.say({ from: sim.customer(), text: `Review ${count}` });
    platform.failNext({ failure: 'server-error', fits: ({ query }) => query['pageToken'] === '50' });
    const first: string[] = [];
    const broken = async () => {
      for await (const page of googleBusiness.poll?.(ctx, cursor) ?? []) {
        for (const delivery of page.deliveries) first.push(...messages([...(await googleBusiness.parse(delivery, ctx.settings))]).map((one) => one.externalId));
        cursor = page.cursor;
      }
    };
    expect((await failure(broken())).kind).toBe('unavailable');
    expect(first).toHaveLength(50);
    const rest = messages(await polled()).map((one) => one.externalId);
    expect(rest).toHaveLength(70);
    expect(new Set([...first, ...rest]).size).toBe(120);
  });

  it('starts with the last days only, and shows the same ids in history', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'New' });
    const old = sim.reviews.say({ from: sim.customer(), text: 'Old' });
    Object.assign(old, { createdAt: new Date(Date.now() - 40 * 86_400_000), updatedAt: new Date(Date.now() - 40 * 86_400_000) });
    expect(messages(await polled()).map((one) => one.text)).toEqual(['New']);
    const held: string[] = [];
    for await (const page of googleBusiness.history?.(ctx, new Date(Date.now() - 86_400_000)) ?? []) for (const delivery of page) held.push(...messages(await googleBusiness.parse(delivery, ctx.settings)).map((one) => one.externalId));
    expect(held).toEqual([externalId]);
  });

  it('fetches what a push points at, and nothing of what is gone', async () => {
    await googleBusiness.connect?.(ctx);
    const said = sim.say({ from: sim.customer('Anna'), text: '', public: { stars: 5 } });
    expect(await platform.happen(said)).toMatchObject([{ status: 200 }]);
    const [pointer] = await receiver.inbound();
    expect(pointer).toEqual({ kind: 'pointer', ref: said.externalId });
    const [delivery] = (await googleBusiness.lookup?.(ctx, said.externalId)) ?? [];
    expect(delivery === undefined ? [] : await googleBusiness.parse(delivery, ctx.settings)).toMatchObject([{ kind: 'message', text: '★★★★★', rating: { stars: 5, of: 5 } }, { kind: 'edit' }]);
    expect(await googleBusiness.lookup?.(ctx, 'gone')).toEqual([]);
    expect(await platform.happen(said, { unsigned: true })).toMatchObject([{ status: 401 }]);
  });
});

describe('answering', () => {
  it('puts one answer, replaces it, and takes it back', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
    const first = await answer(externalId, 'Thank you');
    const second = await answer(externalId, 'Thank you very much');
    expect(second.externalId).not.toBe(first.externalId);
    expect(sim.accepted.map(({ text, externalId: id }) => [text, id])).toEqual([['Thank you', first.externalId], ['Thank you very much', second.externalId]]);
    expect(messages(await polled())[1]).toMatchObject({ echo: true, externalId: second.externalId });
    // The first one stands there no more, and the second stays.
    await withdraw(first.externalId);
    expect(sim.reviews.find(externalId)?.reply?.text).toBe('Thank you very much');
    await withdraw(second.externalId);
    expect(sim.reviews.find(externalId)?.reply).toBeUndefined();
    await withdraw(second.externalId);
    expect((await failure(withdraw(externalId) ?? Promise.resolve())).reason).toBe('act-not-offered');
  });

  it('puts it once, whatever happens to the connection', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    expect(await failure(answer(externalId, 'Thank you'))).toMatchObject({ kind: 'unavailable' });
    await answer(externalId, 'Thank you');
    expect(sim.accepted).toHaveLength(1);
  });

  it('renews a token that ended in the middle, and says when the access is gone', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
    await answer(externalId, 'One');
    sim.signIn.tokens.clear();
    await answer(externalId, 'Two');
    expect(sim.accepted).toHaveLength(2);
    sim.signIn.tokens.clear();
    sim.signIn.refuses = true;
    expect(await failure(answer(externalId, 'Three'))).toMatchObject({ kind: 'unauthorized', reason: 'invalid-grant' });
  });

  it('says in plain words what Google refuses', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Good' });
    platform.failNext({ failure: 'too-long' });
    const error = await failure(answer(externalId, 'Thank you'));
    expect(error).toMatchObject({ kind: 'rejected', reason: 'refused' });
    expect(error.message).not.toMatch(/[{}]|http/);
    expect(await failure(answer('gone', 'Thank you'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
    expect(await failure(answer(externalId, '   '))).toMatchObject({ kind: 'rejected', reason: 'empty' });
  });
});
