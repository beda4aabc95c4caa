import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { mastodonPlatform, type MastodonSimulation } from '../../../../test/platforms/mastodon/mastodon.platform';
import type { Customer } from '../../../../test/platforms/platform';
import { eventually } from '../../../../test/support/eventually';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import type { Inbound, InboundMessage, Json } from '../contract';
import { mastodon } from './mastodon.connector';
import type { MastodonSettings } from './mastodon.settings';

/** The connector against a simulated server, over real sockets. */
let platform: Platform<MastodonSimulation>;
let sim: MastodonSimulation;
let ctx: TestContext<MastodonSettings>;
let anna: Customer;
const running: Listening[] = [];

beforeEach(async () => {
  platform = await startPlatform(mastodonPlatform);
  sim = platform.sim;
  ctx = buildContext(mastodon.settings.parse(sim.settings()), { http: axios.create({ maxRedirects: 0 }), now: () => new Date(), addedAt: new Date(Date.now() - 60_000) });
  anna = sim.customer('Anna Zielińska');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await platform.close();
  expect(platform.violations).toEqual([]);
});

/** The stream as the runner keeps it, with what it brought, each delivery once. */
class Listening {
  readonly inbound: Inbound[] = [];
  readonly ids: string[] = [];
  cursor: Json | undefined;
  failure: unknown;
  private readonly abort = new AbortController();
  private readonly done: Promise<void>;

  constructor(cursor?: Json, known: string[] = []) {
    this.cursor = cursor;
    this.ids.push(...known);
    this.done = (mastodon.stream?.(ctx, cursor, async ({ deliveries, cursor: next }) => {
      for (const delivery of deliveries) {
        if (this.ids.includes(delivery.externalId ?? '')) continue;
        this.ids.push(delivery.externalId ?? '');
        this.inbound.push(...(await mastodon.parse(delivery, ctx.settings)));
      }
      this.cursor = next;
    }, this.abort.signal) ?? Promise.resolve()).catch((error: unknown) => { this.failure = error; });
    running.push(this);
  }

  async opened(): Promise<this> {
    await eventually(() => expect(sim.listeners).toBeGreaterThan(0));
    return this;
  }

  message(text: string): Promise<InboundMessage> {
    return eventually(() => {
      const found = this.inbound.find((one): one is InboundMessage => one.kind === 'message' && one.text === text);
      if (found === undefined) throw new Error(`"${text}" did not come: ${JSON.stringify(this.inbound)}`);
      return found;
    });
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.done;
  }
}

const answer = (to: InboundMessage, text: string, more: Partial<Parameters<typeof buildOutbound>[0]> = {}) => mastodon.send(ctx, buildOutbound({
  messageId: `m-${text}`, to: to.from, text, visibility: to.visibility ?? 'private', threadKey: to.thread.key ?? '', threadState: to.threadState ?? null, replyToExternalId: to.externalId, ...more,
}));

it('learns what the server takes, and says whose token it is', async () => {
  sim.maxCharacters = 5_000;
  expect(await mastodon.check(ctx)).toMatchObject({ state: 'ok', steps: [{ id: 'token', detail: 'The token belongs to @domlipowy@miasto.example. Posts there have up to 5000 characters.' }, { id: 'notifications', state: 'ok' }, { id: 'stream', detail: 'What is new arrives at once.' }] });
  expect(mastodon.capabilitiesOf?.(ctx.settings)).toMatchObject({ maxTextLength: 4_968 });
  ctx.settings = { ...ctx.settings, accessToken: 'another-token' };
  expect(await mastodon.check(ctx)).toMatchObject({ state: 'failed', steps: [{ id: 'token', state: 'failed', detail: 'The Mastodon server refused the access token: it was revoked or mistyped.' }, { state: 'skipped' }, { state: 'skipped' }] });
});

it('brings what came before the stream and what comes by it, each once and in its place', async () => {
  const sale = sim.post('Autumn sale');
  await platform.happen(sim.say({ from: anna, text: 'Before', public: { postId: sale } }));
  const line = await new Listening().opened();
  const before = await line.message('Before');
  expect(before).toMatchObject({ visibility: 'public', replyToExternalId: sale, thread: { key: `${sale}:${anna.id}` }, post: { externalId: sale, text: 'Autumn sale' }, from: { id: anna.id, name: 'Anna Zielińska', handle: anna.handle } });
  const said = sim.say({ from: anna, text: 'And now?', replyTo: before.externalId, media: [{ name: 'the jar', contentType: 'image/png', bytes: Buffer.from('png') }] });
  await platform.happen(said, { copies: 2 });
  const now = await line.message('And now?');
  expect(now).toMatchObject({ thread: { key: `${sale}:${anna.id}` }, attachments: [{ name: 'the jar.png', contentType: 'image/png' }] });
  expect((await buffer(await mastodon.download!(ctx, now.attachments?.[0]?.ref ?? ''))).toString()).toBe('png');
  await platform.happen(sim.edit(said.externalId, 'And today?'));
  await platform.happen(sim.remove(said.externalId));
  await eventually(() => expect(line.inbound.slice(2)).toMatchObject([{ kind: 'edit', externalId: said.externalId, text: 'And today?' }, { kind: 'deletion', externalId: said.externalId }]));
});

it('finds after a broken stream what was said meanwhile', async () => {
  const line = await new Listening().opened();
  await platform.happen(sim.say({ from: anna, text: 'First' }));
  await line.message('First');
  sim.dropStreams();
  await eventually(() => expect(line.failure).toMatchObject({ kind: 'unavailable' }));
  for (let n = 1; n <= 90; n += 1) sim.say({ from: anna, text: `Meanwhile ${n}` });
  sim.answeredElsewhere(anna, 'From the phone');
  const next = await new Listening(line.cursor, line.ids).opened();
  await next.message('Meanwhile 90');
  await eventually(() => expect(next.inbound).toHaveLength(91));
  expect(next.inbound.at(-1)).toMatchObject({ echo: true, visibility: 'private', thread: { key: anna.id }, text: 'From the phone' });
});

it('brings nothing from before the channel was added, and keeps nothing of what only goes by', async () => {
  sim.say({ from: anna, text: 'Years ago' });
  ctx.addedAt = new Date(Date.now() + 1);
  await new Promise((wait) => setTimeout(wait, 5));
  const first = await new Listening().opened();
  const other = sim.posts.add({ author: sim.posts.person('Somebody', 'somebody'), text: 'Nice weather', visibility: 'public' });
  sim.push([{ payload: { event: 'update', payload: sim.posts.status(other) } }, { payload: { event: 'filters_changed', payload: '' } }]);
  await platform.happen(sim.say({ from: anna, text: 'Today' }));
  await first.message('Today');
  expect(first.ids).toHaveLength(1);
  await first.stop();
  // What the stream alone brought has moved no place: it is asked for again, and still nothing older.
  const again = await new Listening(first.cursor, []).opened();
  await again.message('Today');
  expect(again.inbound).toHaveLength(1);
});

it('asks a server that has no stream', async () => {
  sim.streaming = false;
  sim.say({ from: anna, text: 'Is anybody there?' });
  await new Listening().message('Is anybody there?');
  expect(await mastodon.check(ctx)).toMatchObject({ state: 'warning', steps: [{ state: 'ok' }, { state: 'ok' }, { id: 'stream', state: 'warning' }] });
});

it('finds the same again by its history', async () => {
  const line = await new Listening().opened();
  await platform.happen(sim.say({ from: anna, text: 'One' }));
  await platform.happen(sim.say({ from: anna, text: 'Two', public: { mention: true } }));
  await line.message('Two');
  const ids: string[] = [];
  for await (const deliveries of mastodon.history?.(ctx, new Date(Date.now() - 60_000)) ?? []) ids.push(...deliveries.map(({ externalId }) => externalId ?? ''));
  expect(ids.sort()).toEqual([...line.ids].sort());
});

it('answers in public and in private, with a key that makes one post of many tries', async () => {
  const line = await new Listening().opened();
  await platform.happen(sim.say({ from: anna, text: 'Public?', public: { mention: true } }));
  await platform.happen(sim.say({ from: anna, text: 'Private?' }));
  const [open, closed] = [await line.message('Public?'), await line.message('Private?')];
  await answer(open, 'Yes, all can read it');
  platform.failNext({ breaks: 'after-reading', afterAccepting: true });
  await expect(answer(closed, 'Between us', { messageId: 'm-1' })).rejects.toMatchObject({ kind: 'unavailable' });
  const sent = await answer(closed, 'Between us', { messageId: 'm-1', attempt: 2 });
  const opened = await answer(open, 'Better in private', { visibility: 'private' });
  expect(sim.accepted.map(({ text, to, visibility }) => ({ text, to, visibility }))).toEqual([
    { text: 'Yes, all can read it', to: open.externalId, visibility: 'public' }, { text: 'Between us', to: anna.id, visibility: 'private' }, { text: 'Better in private', to: anna.id, visibility: 'private' },
  ]);
  expect([sent.threadKey, opened.threadKey]).toEqual([undefined, anna.id]);
  await platform.happen(sim.favourite(sent.externalId, anna));
  await eventually(() => expect(line.inbound).toContainEqual(expect.objectContaining({ kind: 'reaction', externalId: sent.externalId, emojis: ['⭐'] })));
  await eventually(() => expect(line.inbound).toContainEqual(expect.objectContaining({ kind: 'message', externalId: sent.externalId, echo: true })));
});

it('asks for the name of whom it answers when nobody said it', async () => {
  sim.say({ from: anna, text: 'Hello' });
  await mastodon.send(ctx, buildOutbound({ to: { id: anna.id }, text: 'Good day' }));
  expect(sim.accepted).toMatchObject([{ text: 'Good day', to: anna.id }]);
});

it('sends pictures with words, and waits for a film until the server is done with it', async () => {
  const line = await new Listening().opened();
  await platform.happen(sim.say({ from: anna, text: 'Show me' }));
  const asked = await line.message('Show me');
  await answer(asked, 'Here', { attachments: [buildAttachment({ name: 'jar on the shelf.png', contentType: 'image/png' }), buildAttachment({ name: 'IMG_0042.png', contentType: 'image/png' })] });
  await answer(asked, '', { messageId: 'film', attachments: [buildAttachment({ name: 'film.mp4', contentType: 'video/mp4' })] });
  expect(sim.accepted.map(({ mediaCount }) => mediaCount)).toEqual([2, 1]);
  expect([...sim.posts.media.values()].map(({ description }) => description)).toEqual(['jar on the shelf', null, 'film']);
});

it('edits with all that the post had, deletes, favourites and marks as read', async () => {
  const line = await new Listening().opened();
  await platform.happen(sim.say({ from: anna, text: 'When?' }));
  const asked = await line.message('When?');
  const { externalId } = await answer(asked, 'On Mnoday', { attachments: [buildAttachment({ name: 'calendar.png', contentType: 'image/png' })], threadState: { acct: anna.handle?.slice(1) ?? '', visibility: 'direct', warning: 'dates' } });
  const at = { threadKey: anna.id, externalId };
  for (const _ of [1, 2]) await mastodon.act?.(ctx, { kind: 'edit', ...at, text: 'On Monday' });
  expect(sim.posts.posts.get(externalId)).toMatchObject({ text: `${anna.handle ?? ''} On Monday`, warning: 'dates', media: [{ description: 'calendar' }] });
  await mastodon.act?.(ctx, { kind: 'like', threadKey: anna.id, externalId: asked.externalId });
  await mastodon.act?.(ctx, { kind: 'unlike', threadKey: anna.id, externalId: asked.externalId });
  await mastodon.act?.(ctx, { kind: 'read', threadKey: anna.id, externalId: asked.externalId });
  for (const _ of [1, 2]) await mastodon.act?.(ctx, { kind: 'delete', ...at });
  expect(sim.gestures).toEqual([{ kind: 'favourite', of: asked.externalId }, { kind: 'unfavourite', of: asked.externalId }, { kind: 'read', of: anna.id }]);
  expect(sim.posts.posts.has(externalId)).toBe(false);
});

it.each([
  ['rate-limited', 'unavailable', 'rate-limited'], ['server-error', 'unavailable', 'no-answer'], ['token-expired', 'unauthorized', 'token-refused'], ['forbidden', 'rejected', 'forbidden'], ['too-long', 'rejected', 'text-too-long'],
] as const)('understands %s', async (failure, kind, reason) => {
  platform.failNext({ failure });
  await expect(mastodon.send(ctx, buildOutbound({ to: { id: anna.id }, text: 'x' }))).rejects.toMatchObject({ kind, reason });
});

it('says that the post is gone which it was to answer', async () => {
  const line = await new Listening().opened();
  const said = sim.say({ from: anna, text: 'Never mind' });
  await platform.happen(said);
  const asked = await line.message('Never mind');
  sim.remove(said.externalId);
  await expect(answer(asked, 'Too late')).rejects.toMatchObject({ kind: 'rejected', reason: 'message-gone' });
});

it('shows what it can’t read, and goes on', async () => {
  const line = await new Listening().opened();
  const unread = sim.unknownMessage(anna);
  await platform.happen(unread);
  await platform.happen(sim.unknownEvent());
  await platform.happen(sim.say({ from: anna, text: 'Still here' }));
  await line.message('Still here');
  expect(line.inbound).toMatchObject([{ kind: 'message', externalId: unread.externalId, unsupported: 'mention' }, { kind: 'ignored' }, { kind: 'message' }]);
});
