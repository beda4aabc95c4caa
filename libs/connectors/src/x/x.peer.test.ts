import { buffer } from 'node:stream/consumers';
import axios from 'axios';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { xPlatform, type XSimulated } from '../../../../test/platforms/x/x.platform';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery, type Inbound, type InboundMessage, type Json } from '../contract';
import { x } from './x.connector';
import type { XSettings } from './x.settings';

let platform: Platform<XSimulated>;
let sim: XSimulated;
let ctx: TestContext<XSettings>;
let receiver: Receiver;
let cursor: Json | undefined;

beforeEach(async () => {
  cursor = undefined;
  platform = await startPlatform(xPlatform);
  sim = platform.sim;
  receiver = await startReceiver(x, () => ctx.settings);
  ctx = contextFor({});
  platform.useWebhook(receiver.url);
});
afterEach(async () => {
  await platform.settled();
  expect(platform.violations).toEqual([]);
  await receiver.close();
  await platform.close();
});

function contextFor(given: Partial<XSettings>): TestContext<XSettings> {
  return buildContext(x.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), addedAt: new Date(Date.now() - 60_000), webhookUrl: receiver.url });
}

async function parsed(deliveries: Delivery[]): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for (const delivery of deliveries) inbound.push(...(await x.parse(delivery, ctx.settings)));
  return inbound;
}
async function polled(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const page of x.poll?.(ctx, cursor) ?? []) {
    inbound.push(...(await parsed(page.deliveries)));
    cursor = page.cursor;
  }
  return inbound;
}
async function heard(happened: { events: Parameters<typeof platform.happen>[0]['events'] }): Promise<Inbound[]> {
  await platform.happen(happened);
  const inbound = await receiver.inbound();
  const asked = await Promise.all(inbound.map(async (one) => (one.kind === 'pointer' ? parsed((await x.lookup?.(ctx, one.ref)) ?? []) : [one])));
  return asked.flat();
}
const messageOf = (inbound: Inbound[]): InboundMessage => {
  const found = inbound.find((one): one is InboundMessage => one.kind === 'message');
  if (found === undefined) throw new Error(`no message in ${JSON.stringify(inbound)}`);
  return found;
};
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};
const answerTo = (said: InboundMessage, text: string, more: object = {}) => x.send(ctx, buildOutbound({
  to: said.from, text, visibility: said.visibility ?? 'private', replyToExternalId: said.externalId, ...(said.extra === undefined ? {} : { replyToExtra: said.extra }), ...(said.thread.key === undefined ? {} : { threadKey: said.thread.key }), ...more,
}));

describe('connecting', () => {
  it('tells X the address, which X tries, and what to deliver; twice does no harm', async () => {
    expect((await x.check(ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['account ok', 'mentions ok', 'messages ok', 'webhook warning']);
    await x.connect?.(ctx);
    await x.connect?.(ctx);
    expect(sim.app.webhooks).toMatchObject([{ url: receiver.url, valid: true }]);
    expect(sim.app.subscriptions.map((one) => one.event_type).sort()).toEqual(['chat.received', 'dm.indicate_typing', 'dm.read', 'dm.received', 'dm.sent', 'post.create', 'post.delete', 'post.mention.create', 'post.quote.create', 'post.reply.create']);
    const health = await x.check(ctx);
    expect(health).toMatchObject({ state: 'ok', quotas: [{ used: 12, limit: 300 }, { used: 12, limit: 300 }, { label: 'Posts read this month', used: 1200, limit: 10_000 }] });
    expect(health.expiresAt).toBeUndefined();
    await x.disconnect?.(ctx);
    expect([sim.app.webhooks, sim.app.subscriptions]).toEqual([[], []]);
  });

  it('shares the address of another channel of the same installation', async () => {
    sim.app.webhooks.push({ id: '55', url: receiver.url.replace(/1$/, 'another'), valid: true, created_at: '' });
    await x.connect?.(ctx);
    expect(sim.app.webhooks).toHaveLength(1);
    expect(sim.app.subscriptions.every((one) => one.webhook_id === '55')).toBe(true);
    await x.disconnect?.(ctx);
    expect(sim.app.webhooks).toHaveLength(1);
  });

  it('has an address that X gave up tried again', async () => {
    await x.connect?.(ctx);
    Object.assign(sim.app.webhooks[0] ?? {}, { valid: false });
    expect((await x.check(ctx)).steps.at(-1)).toMatchObject({ state: 'warning', detail: expect.stringContaining('did not answer as it should') as string });
    await x.connect?.(ctx);
    expect((await x.check(ctx)).state).toBe('ok');
  });

  it('goes on without what the tariff leaves out, and says what is missing', async () => {
    sim.app.notOnTariff.add('chat.received');
    await x.connect?.(ctx);
    expect((await x.check(ctx)).steps.at(-1)).toMatchObject({ state: 'warning', detail: 'X does not deliver chat.received. Saving or reconnecting the channel asks for it.' });
  });

  it('says that it asks now and then without the bearer token, and that nothing comes without both', async () => {
    ctx = contextFor({ bearerToken: '' });
    expect((await x.check(ctx)).steps.at(-1)).toMatchObject({ state: 'skipped', detail: expect.stringContaining('every 300 seconds') as string });
    ctx = contextFor({ bearerToken: '', pollEverySeconds: 0 });
    expect((await x.check(ctx)).steps.at(-1)).toMatchObject({ state: 'warning' });
  });

  it('notices that the access belongs to another account', async () => {
    ctx = contextFor({ userId: '42' });
    expect((await x.check(ctx)).steps).toMatchObject([{ state: 'failed', detail: expect.stringContaining('another account') as string }, { state: 'skipped' }, { state: 'skipped' }, { state: 'skipped' }]);
  });

  it('is opened by consent', async () => {
    sim.app.codes.add('code-1');
    const { accessToken: _a, refreshToken: _r, userId: _u, ...given } = ctx.settings;
    const choices = await x.consent?.exchange({ ...contextFor({}), settings: given, secrets: { update: () => Promise.reject(new Error('nothing is kept yet')) } }, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v'.repeat(43) });
    expect(choices).toMatchObject([{ label: '@simulated_shop', settings: { userId: sim.us.id, username: 'simulated_shop' } }]);
    ctx = contextFor({ ...choices?.[0]?.settings });
    expect((await x.check(ctx)).steps[0]).toMatchObject({ state: 'ok' });
  });
});

describe('access', () => {
  it('is renewed when it ends, once for everybody who waits, and each refresh token is used once', async () => {
    ctx = contextFor({ accessExpiresAt: new Date(Date.now() - 1000).toISOString() });
    let queue: Promise<unknown> = Promise.resolve();
    const { update } = ctx.secrets;
    ctx.secrets.update = (change) => {
      const mine = queue.then(() => update(change));
      queue = mine.catch(() => undefined);
      return mine;
    };
    await Promise.all([x.check(ctx), x.check(ctx), polled()]);
    expect(platform.requests.filter(({ path }) => path === '/2/oauth2/token')).toHaveLength(1);
    expect(ctx.settings.refreshToken).toBe(sim.app.refresh);
  });

  it('is renewed when X refuses it in the middle, and asked for again when that is refused too', async () => {
    ctx = contextFor({ accessToken: 'of-yesterday' });
    expect((await x.check(ctx)).steps[0]).toMatchObject({ state: 'ok' });
    ctx = contextFor({ accessToken: 'of-yesterday', refreshToken: 'used-already' });
    expect(await failure(x.lookup?.(ctx, 'post:1') ?? Promise.resolve())).toMatchObject({ kind: 'unauthorized', reason: 'invalid-grant' });
  });
});

describe('in public', () => {
  it('reads a mention, a reply and a quote, and answers each', async () => {
    const anna = sim.customer('Anna');
    const postId = sim.post?.('New mugs') ?? '';
    const mention = messageOf(await heard(sim.say({ from: anna, text: 'Where is it?', public: { mention: true } })));
    expect(mention).toMatchObject({ text: 'Where is it? @simulated_shop', from: { name: 'Anna', handle: anna.handle }, extra: { summoned: 'mention' } });
    const reply = messageOf(await heard(sim.say({ from: anna, text: 'Nice & <green>?', public: { postId } })));
    expect(reply).toMatchObject({ text: 'Nice & <green>?', thread: { key: `${postId}:${anna.id}` }, post: { externalId: postId, text: 'New mugs' }, extra: { summoned: 'reply' } });
    const quote = messageOf(await heard(sim.quote(anna, postId, 'Look at these')));
    expect(quote).toMatchObject({ text: 'Look at these', quoted: 'New mugs', post: { externalId: postId, text: 'New mugs' }, extra: { summoned: 'quote' } });
    for (const said of [mention, reply, quote]) {
      const { externalId } = await answerTo(said, `Hello ${said.externalId}`);
      expect(sim.posts.all.get(externalId)?.parent).toBe(said.externalId);
    }
    await platform.settled();
    const echoes = await receiver.inbound();
    expect(echoes).toMatchObject([mention, reply, quote].map(({ externalId }) => ({ kind: 'message', echo: true, thread: { references: [externalId] }, text: `Hello ${externalId}` })));
  });

  it('asks who wrote a reply that was delivered bare, and what it answers', async () => {
    const postId = sim.post?.('New mugs') ?? '';
    const [first] = sim.say({ from: sim.customer('Bo'), text: 'How much?', public: { postId } }).events;
    const payload = (first?.payload as { data: { includes: object } }).data;
    payload.includes = {};
    expect(messageOf(await heard({ events: first === undefined ? [] : [first] }))).toMatchObject({ text: 'How much?', from: { name: 'Bo' }, post: { text: 'New mugs', author: { handle: '@simulated_shop' } } });
  });

  it('leaves nothing of a post that is gone when it is asked for, and knows nobody who hides', async () => {
    const said = sim.say({ from: sim.customer(), text: 'Oops', public: { mention: true } });
    sim.posts.remove(said.externalId);
    expect(await x.lookup?.(ctx, `post:${said.externalId}`)).toEqual([]);
    expect(await x.profile?.(ctx, { id: '404' })).toBeUndefined();
    const carla = sim.customer('Carla');
    expect(await x.profile?.(ctx, { id: carla.id })).toMatchObject({ name: 'Carla', handle: carla.handle });
  });

  it('keeps the id of a mention that is edited', async () => {
    const said = sim.say({ from: sim.customer(), text: 'teh', public: { mention: true } });
    await heard(said);
    expect(await heard(sim.posts.edit(said.externalId, 'the @simulated_shop'))).toMatchObject([{ kind: 'message', externalId: said.externalId }, { kind: 'edit', externalId: said.externalId, text: 'the @simulated_shop' }]);
  });

  it('says before it sends, or as X says it, that somebody did not name us', async () => {
    const said = messageOf(await heard(sim.say({ from: sim.customer(), text: 'Hm', public: { postId: sim.post?.('A post') ?? '' } })));
    sim.posts.strict = true;
    expect(await failure(answerTo(said, 'Hello'))).toMatchObject({ kind: 'rejected', reason: 'not-summoned' });
    const asked = platform.requests.length;
    ctx = contextFor({ replies: 'strict' });
    expect(await failure(answerTo(said, 'Hello'))).toMatchObject({ kind: 'rejected', reason: 'not-summoned' });
    expect(platform.requests).toHaveLength(asked);
  });

  it('hides and shows a reply, likes it where that is allowed, and deletes our own', async () => {
    const said = messageOf(await heard(sim.say({ from: sim.customer(), text: 'Rude', public: { postId: sim.post?.('A post') ?? '' } })));
    const on = { threadKey: said.thread.key ?? '', externalId: said.externalId };
    await x.act?.(ctx, { kind: 'hide', ...on });
    expect(sim.posts.all.get(said.externalId)?.hidden).toBe(true);
    await x.act?.(ctx, { kind: 'unhide', ...on });
    expect(sim.posts.all.get(said.externalId)?.hidden).toBe(false);
    const elsewhere = messageOf(await heard(sim.say({ from: sim.customer(), text: 'Far away', public: { mention: true } })));
    expect(await failure(x.act?.(ctx, { kind: 'hide', threadKey: elsewhere.thread.key ?? '', externalId: elsewhere.externalId }) ?? Promise.resolve())).toMatchObject({ kind: 'rejected', reason: 'not-ours' });
    ctx = contextFor({ likes: true });
    await x.act?.(ctx, { kind: 'like', ...on });
    expect([...sim.posts.liked]).toEqual([said.externalId]);
    await x.act?.(ctx, { kind: 'unlike', ...on });
    expect(sim.posts.liked.size).toBe(0);
    sim.posts.likesAllowed = false;
    expect(await failure(x.act?.(ctx, { kind: 'like', ...on }) ?? Promise.resolve())).toMatchObject({ kind: 'unauthorized', reason: 'tier' });
    const ours = await answerTo(said, 'Sorry');
    for (let times = 0; times < 2; times++) await x.act?.(ctx, { kind: 'delete', threadKey: on.threadKey, externalId: ours.externalId });
    expect(sim.posts.all.get(ours.externalId)?.gone).toBe(true);
    expect(await heard(sim.posts.remove(ours.externalId))).toContainEqual(expect.objectContaining({ kind: 'deletion', externalId: ours.externalId }));
  });

  it('uploads pictures, and films in pieces until X has worked them through', async () => {
    const said = messageOf(await heard(sim.say({ from: sim.customer(), text: 'Show me', public: { mention: true } })));
    const picture = (name: string) => buildAttachment({ name, contentType: 'image/png', content: Buffer.from(`picture ${name}`) });
    await answerTo(said, 'Two pictures', { attachments: [picture('a.png'), picture('b.png')] });
    sim.files.processingLooks = 2;
    const film = Buffer.alloc(9 * 1024 * 1024, 'f');
    await answerTo(said, 'A film', { attachments: [buildAttachment({ name: 'film.mp4', contentType: 'video/mp4', content: film })] });
    expect(sim.accepted.map(({ text, mediaCount }) => [text, mediaCount])).toEqual([['Two pictures', 2], ['A film', 1]]);
    expect([...sim.files.all.values()].find(({ type }) => type === 'video')).toMatchObject({ pieces: [{ length: 4_194_304 }, { length: 4_194_304 }, { length: 1_048_576 }] });
    expect(platform.requests.filter(({ query }) => query['command'] === 'STATUS')).toHaveLength(2);
    expect(await failure(answerTo(said, 'Both', { attachments: [picture('a.png'), buildAttachment({ contentType: 'video/mp4' })] }))).toMatchObject({ reason: 'too-many-attachments' });
    expect(await failure(answerTo(said, 'Big', { attachments: [buildAttachment({ contentType: 'image/png', sizeBytes: 6 * 1024 * 1024 })] }))).toMatchObject({ reason: 'attachment-too-big' });
  });
});

describe('in private', () => {
  it('reads a message with its picture, answers with one, and hears that it was read', async () => {
    const anna = sim.customer('Anna');
    const bytes = Buffer.from('a picture of a mug');
    const said = messageOf(await heard(sim.say({ from: anna, text: 'This & that', media: [{ name: 'mug.png', contentType: 'image/png', bytes }] })));
    expect(said).toMatchObject({ text: 'This & that', visibility: 'private', thread: { key: anna.id }, from: { name: 'Anna' }, attachments: [{ contentType: 'image/png' }] });
    expect(await buffer(await (x.download?.(ctx, said.attachments?.[0]?.ref ?? '') ?? Promise.reject(new Error('none'))))).toEqual(bytes);
    const { externalId } = await answerTo(said, 'Here', { attachments: [buildAttachment({ contentType: 'image/jpeg' })] });
    expect(sim.accepted).toMatchObject([{ externalId, to: anna.id, visibility: 'private', mediaCount: 1 }]);
    await platform.settled();
    expect(await receiver.inbound()).toMatchObject([{ kind: 'message', echo: true, externalId, text: 'Here' }]);
    expect(await heard(sim.read?.(externalId) ?? { events: [] })).toMatchObject([{ kind: 'receipt', status: 'read', threadKey: anna.id }]);
    expect(await heard(sim.typing?.(anna) ?? { events: [] })).toMatchObject([{ kind: 'typing', threadKey: anna.id }]);
  });

  it('writes in private to who wrote in public, and names the thread that this opens', async () => {
    const anna = sim.customer('Anna');
    const said = messageOf(await heard(sim.say({ from: anna, text: 'My parcel', public: { mention: true } })));
    const sent = await answerTo(said, 'Your number, please', { visibility: 'private', threadKey: undefined });
    expect(sent.threadKey).toBe(anna.id);
    sim.messages.closed.add(anna.id);
    expect(await failure(answerTo(said, 'Hello?', { visibility: 'private' }))).toMatchObject({ kind: 'rejected', reason: 'dm-not-allowed' });
  });

  it('shows that somebody wrote what only the apps of X can read', async () => {
    const anna = sim.customer('Anna');
    expect(await heard(sim.sayEncrypted(anna))).toMatchObject([{ kind: 'message', unsupported: 'encrypted-message', thread: { key: anna.id } }]);
  });

  it('reads and sends none when they are switched off', async () => {
    ctx = contextFor({ directMessages: false });
    expect(await heard(sim.say({ from: sim.customer(), text: 'Psst' }))).toMatchObject([{ kind: 'ignored' }]);
    expect(await polled()).toEqual([]);
    expect(await failure(x.send(ctx, buildOutbound({ to: { id: '2' } })))).toMatchObject({ reason: 'no-private-side' });
    await x.connect?.(ctx);
    expect(sim.app.subscriptions.map((one) => one.event_type).filter((type) => /^(dm|chat)/.test(type))).toEqual([]);
  });
});

describe('asking', () => {
  it('finds once what was not delivered, under the same ids, over several pages', async () => {
    sim.posts.mostOnPage = 2;
    const anna = sim.customer('Anna');
    const postId = sim.post?.('New mugs') ?? '';
    const said = [1, 2, 3, 4, 5].map((number) => sim.say({ from: anna, text: `Question ${number}`, public: { postId } }).externalId);
    const dm = sim.say({ from: anna, text: 'And in private' });
    const answered = sim.posts.answeredElsewhere(said[0] ?? '', 'From the phone');
    const found = await polled();
    expect(found.filter((one): one is InboundMessage => one.kind === 'message').map((one) => one.externalId).sort()).toEqual([...said, dm.externalId, answered.externalId].sort());
    expect(found).toContainEqual(expect.objectContaining({ externalId: said[4], text: 'Question 5', post: expect.objectContaining({ text: 'New mugs' }) as object }));
    expect(await polled()).toEqual([]);
    const later = sim.say({ from: anna, text: 'One more', public: { postId } });
    expect(await polled()).toMatchObject([{ externalId: later.externalId }]);
    const past: Inbound[] = [];
    for await (const deliveries of x.history?.(ctx, new Date(Date.now() - 60_000)) ?? []) past.push(...(await parsed(deliveries)));
    expect(past.filter((one) => one.kind === 'message')).toHaveLength(8);
  });

  it('reads each post and message once for the hourly comparison, for X bills every look', async () => {
    const [anna, postId] = [sim.customer('Anna'), sim.post?.('New mugs') ?? ''];
    const say = (count: number) => Array.from({ length: count }, (_, index) => sim.say({ from: anna, text: `Question ${index}`, public: { postId } }));
    let noted: Json | undefined;
    let shown = 0;
    const { handle } = sim;
    sim.handle = async (call) => {
      const answer = await handle.call(sim, call);
      const { data } = (answer.body ?? {}) as { data?: unknown };
      if (call.method === 'GET' && Array.isArray(data)) shown += data.length;
      return answer;
    };
    const compare = async () => {
      const memory = { noted, cursor, note: (value: Json) => { noted = value; } };
      const [began, found]: [number, string[]] = [platform.requests.length, []];
      shown = 0;
      for await (const deliveries of x.history?.(ctx, new Date(Date.now() - 3 * 3_600_000), memory) ?? []) found.push(...(await parsed(deliveries)).flatMap((one) => (one.kind === 'message' ? [one.externalId] : [])));
      return { found: found.length, shown, asked: platform.requests.slice(began).map(({ path, query }) => `${path.replace(/^.*\//, '')} ${query['since_id'] === undefined ? 'by time' : 'by place'} ${query['max_results'] ?? ''}`) };
    };
    say(12);
    sim.say({ from: anna, text: 'And in private' });
    expect(await compare()).toMatchObject({ found: 13, asked: ['mentions by time 100', expect.stringMatching(/^tweets/), 'dm_events by time 100'] });
    // Three hours back each time, and nothing of it shown again; the newest private message is the mark.
    expect(await compare()).toEqual({ found: 0, shown: 1, asked: ['mentions by place 100', expect.stringMatching(/^tweets/), 'dm_events by time 10'] });
    say(3);
    expect(await compare()).toMatchObject({ found: 3, shown: 4 });
    // What the steady looks read meanwhile is not read again either.
    say(5);
    expect((await polled()).filter(({ kind }) => kind === 'message').length).toBeGreaterThanOrEqual(5);
    expect(await compare()).toMatchObject({ found: 0, shown: 1 });
  });

  it('reads a first post that stands further above only once', async () => {
    const [anna, bo] = [sim.customer('Anna'), sim.customer('Bo')];
    const root = sim.post?.('At the very top') ?? '';
    const first = sim.say({ from: anna, text: 'First', public: { postId: root } });
    await polled();
    sim.posts.mostOnPage = 1;
    for (const text of ['One', 'Two']) sim.say({ from: bo, text, replyTo: first.externalId, public: { mention: true } });
    const found = await polled();
    expect(found.filter((one) => one.kind === 'message' && one.post?.text === 'At the very top')).toHaveLength(2);
    expect(platform.requests.filter(({ path, method }) => method === 'GET' && path === '/2/tweets')).toHaveLength(1);
  });

  it('asks for private messages no oftener than X allows, and for nothing when it is told not to', async () => {
    await polled();
    await polled();
    expect(platform.requests.filter(({ path }) => path === '/2/dm_events')).toHaveLength(1);
    ctx = contextFor({ pollEverySeconds: 0 });
    const asked = platform.requests.length;
    await polled();
    expect(platform.requests).toHaveLength(asked);
  });
});

describe('an answer that gets lost', () => {
  it.each([{ visibility: 'public' as const }, { visibility: 'private' as const }])('is found where X took it ($visibility)', async ({ visibility }) => {
    const said = messageOf(await heard(sim.say({ from: sim.customer(), text: 'Well?', ...(visibility === 'public' ? { public: { mention: true as const } } : {}) })));
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const { externalId } = await answerTo(said, 'Here it is: https://example.com/ & more');
    expect(sim.accepted).toMatchObject([{ externalId }]);
  });

  it('stays unknown where X shows nothing of it, and when X cannot be asked', async () => {
    const said = messageOf(await heard(sim.say({ from: sim.customer(), text: 'Well?' })));
    platform.failNext({ breaks: 'after-reading' });
    expect(await failure(answerTo(said, 'Lost'))).toMatchObject({ kind: 'ambiguous' });
    platform.failNext({ breaks: 'after-reading' });
    platform.failNext({ answer: { status: 503 }, fits: ({ method }) => method === 'GET' });
    expect(await failure(answerTo(said, 'Lost again'))).toMatchObject({ kind: 'ambiguous' });
    expect(sim.accepted).toEqual([]);
  });
});
