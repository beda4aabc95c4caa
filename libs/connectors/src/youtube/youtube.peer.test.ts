import { buffer } from 'node:stream/consumers';
import axios from 'axios';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { refusal, youtubePlatform, type YoutubeSimulation } from '../../../../test/platforms/youtube/youtube.platform';
import { buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery, type Inbound, type InboundMessage, type Json } from '../contract';
import { youtube } from './youtube.connector';
import { spentToday } from './youtube.quota';
import type { YoutubeSettings } from './youtube.settings';

let platform: Platform<YoutubeSimulation>;
let sim: YoutubeSimulation;
let ctx: TestContext<YoutubeSettings>;
let cursor: Json | undefined;

beforeEach(async () => {
  cursor = undefined;
  platform = await startPlatform(youtubePlatform);
  sim = platform.sim;
  ctx = contextFor({});
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await platform.close();
});

function contextFor(given: Partial<YoutubeSettings>): TestContext<YoutubeSettings> {
  return buildContext(youtube.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), addedAt: new Date(Date.now() - 60_000) });
}
async function parsed(deliveries: Delivery[]): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for (const delivery of deliveries) inbound.push(...(await youtube.parse(delivery, ctx.settings)));
  return inbound;
}
async function polled(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const page of youtube.poll?.(ctx, cursor) ?? []) {
    inbound.push(...(await parsed(page.deliveries)));
    cursor = page.cursor;
  }
  return inbound;
}
async function past(since: Date): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const deliveries of youtube.history?.(ctx, since) ?? []) inbound.push(...(await parsed(deliveries)));
  return inbound;
}
const messages = (inbound: Inbound[]) => inbound.filter((one): one is InboundMessage => one.kind === 'message');
const answer = (externalId: string, text: string) => youtube.send(ctx, buildOutbound({ to: { id: 'UCx' }, visibility: 'public', replyToExternalId: externalId, text }));
const act = (kind: 'hide' | 'unhide' | 'delete', externalId: string) => youtube.act?.(ctx, { kind, threadKey: 'v:a', externalId }) ?? Promise.resolve();
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

describe('connecting', () => {
  it('is opened by consent, and says what is used of the day', async () => {
    sim.signIn.codes.add('code-1');
    const given = { clientId: ctx.settings.clientId, clientSecret: ctx.settings.clientSecret, tokenUrl: ctx.settings.tokenUrl, apiUrl: ctx.settings.apiUrl };
    const choices = await youtube.consent?.exchange({ ...ctx, settings: given, secrets: { update: () => Promise.reject(new Error('nothing is kept yet')) } }, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v'.repeat(43) });
    expect(choices).toEqual([{ label: 'The simulated shop', settings: { channelId: sim.us.id, channelName: 'The simulated shop', refreshToken: sim.signIn.client.refreshToken } }]);
    ctx = contextFor({ pollEverySeconds: 120, ...choices?.[0]?.settings });
    await youtube.check(ctx);
    expect(await youtube.check(ctx)).toMatchObject({ state: 'ok', quotas: [{ label: 'Units of today', used: 2, limit: 10_000 }] });
  });

  it('notices another channel, a withdrawn access, and looks that cost more than there is', async () => {
    ctx = contextFor({ channelId: `UC${'x'.repeat(22)}` });
    expect((await youtube.check(ctx)).steps).toMatchObject([{ state: 'ok' }, { state: 'failed', detail: expect.stringContaining('belongs to The simulated shop') as string }, { state: 'skipped' }, { state: 'skipped' }]);
    ctx = contextFor({ refreshToken: 'withdrawn' });
    expect((await youtube.check(ctx)).steps[0]).toMatchObject({ state: 'failed' });
    ctx = contextFor({ pollEverySeconds: 5 });
    expect((await youtube.check(ctx)).steps.at(-1)).toMatchObject({ state: 'warning', detail: expect.stringContaining('needs 34560 units') as string });
  });
});

describe('looking', () => {
  it('finds comments with the video above, replies beyond those that come along, and each once', async () => {
    sim.embeds = 1;
    const anna = sim.customer('anna');
    const first = sim.say({ from: anna, text: 'Where is the clay from?', public: { postId: sim.post('How we make mugs') } });
    for (const text of ['One', 'Two', 'Three']) sim.say({ from: sim.customer(), text, replyTo: first.externalId });
    const found = messages(await polled());
    expect(found.map(({ text }) => text)).toEqual(['Where is the clay from?', 'One', 'Two', 'Three']);
    expect(found[0]).toMatchObject({ from: { id: anna.id, handle: '@anna' }, post: { kind: 'video', title: 'How we make mugs', attachments: [{ key: 'thumbnail' }] } });
    expect(await buffer(await (youtube.download?.(ctx, found[0]?.post?.attachments?.[0]?.ref ?? '') ?? Promise.reject(new Error('none'))))).toEqual(Buffer.from('a small picture'));
    expect(await polled()).toEqual([]);
    const asked = platform.requests.filter(({ path }) => path.endsWith('/comments')).length;
    await polled();
    expect(platform.requests.filter(({ path }) => path.endsWith('/comments'))).toHaveLength(asked);
    sim.say({ from: anna, text: 'Four', replyTo: first.externalId });
    expect(messages(await polled()).map(({ text }) => text)).toEqual(['Four']);
  });

  it('tells edits, what is held back and shown again, and answers given in Studio', async () => {
    const anna = sim.customer('anna');
    const { externalId } = sim.say({ from: anna, text: 'teh mug' });
    await polled();
    sim.edit(externalId, 'the mug');
    expect(await polled()).toMatchObject([{ kind: 'message' }, { kind: 'edit', text: 'the mug' }, { kind: 'moderation', hidden: false }]);
    sim.hold(externalId, 'heldForReview');
    expect(await polled()).toContainEqual(expect.objectContaining({ kind: 'moderation', externalId, hidden: true }));
    sim.hold(externalId, 'published');
    expect(await polled()).toContainEqual(expect.objectContaining({ kind: 'moderation', externalId, hidden: false }));
    sim.answeredElsewhere(anna, 'From Studio');
    expect(await polled()).toMatchObject([{ kind: 'message', echo: true, text: 'From Studio', thread: { references: [externalId] } }]);
  });

  it('leaves out what was said before the channel was added, and finds all since then by comparing', async () => {
    sim.say({ from: sim.customer(), text: 'Long ago' });
    ctx.addedAt = new Date(Date.now() + 60_000);
    expect(await polled()).toEqual([]);
    for (let number = 1; number <= 120; number++) sim.say({ from: sim.customer(), text: `Comment ${number}` });
    expect(messages(await past(new Date(Date.now() - 60_000)))).toHaveLength(121);
    expect(messages(await past(new Date(Date.now() + 60_000)))).toEqual([]);
  });

  it('counts units as Google does, and keeps some for answers', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Hello' });
    await polled();
    await answer(externalId, 'Good morning');
    expect(spentToday(ctx.settings, new Date())).toBe(sim.units);
    ctx = contextFor({ dailyUnits: 100, reservedUnits: 60, spent: ctx.settings.spent });
    const before = sim.units;
    expect(await polled()).toEqual([]);
    expect(sim.units).toBe(before);
    await answer(externalId, 'Still possible');
    expect((await youtube.check(ctx)).steps.at(-1)).toMatchObject({ state: 'warning', detail: expect.stringContaining('used up for today') as string });
  });
});

describe('answering', () => {
  it('answers, edits, hides, shows and deletes', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Hello' });
    const ours = await answer(externalId, 'Good morning');
    expect(sim.accepted).toMatchObject([{ externalId: ours.externalId, to: externalId, visibility: 'public' }]);
    await youtube.act?.(ctx, { kind: 'edit', threadKey: 'v:a', externalId: ours.externalId, text: 'Good evening' });
    expect(sim.comments.get(ours.externalId)?.text).toBe('Good evening');
    await act('hide', externalId);
    expect(sim.comments.get(externalId)?.status).toBe('heldForReview');
    await act('unhide', externalId);
    expect(sim.comments.get(externalId)?.status).toBe('published');
    await act('delete', ours.externalId);
    await act('delete', ours.externalId);
    expect(sim.comments.has(ours.externalId)).toBe(false);
    sim.remove(externalId);
    expect(await failure(answer(externalId, 'Too late'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
  });

  it('says that comments are closed, and until when the day is used up', async () => {
    const said = sim.say({ from: sim.customer(), text: 'Hello' });
    sim.closedVideos.add(sim.comments.get(said.externalId)?.videoId ?? '');
    expect(await failure(answer(said.externalId, 'Hm'))).toMatchObject({ kind: 'rejected', reason: 'replies-disabled' });
    platform.failNext({ answer: refusal(403, 'quotaExceeded', 'The request cannot be completed', 'youtube.quota') });
    const used = await failure(answer(said.externalId, 'Hm'));
    expect(used).toMatchObject({ kind: 'unavailable', reason: 'quota-used' });
    expect(used.retryAfterMs).toBeLessThanOrEqual(25 * 3_600_000);
  });

  it('finds an answer that got lost, and leaves unknown what is nowhere', async () => {
    const { externalId } = sim.say({ from: sim.customer(), text: 'Hello' });
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    expect(await answer(externalId, 'Taken and cut')).toMatchObject({ externalId: sim.accepted[0]?.externalId });
    platform.failNext({ breaks: 'after-reading' });
    expect(await failure(answer(externalId, 'Lost'))).toMatchObject({ kind: 'ambiguous' });
    expect(sim.accepted).toHaveLength(1);
  });
});
