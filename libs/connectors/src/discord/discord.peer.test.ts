import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { discordPlatform, type DiscordSimulation } from '../../../../test/platforms/discord/discord.platform';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { eventually } from '../../../../test/support/eventually';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery, type Inbound, type InboundMessage, type Json, type Outbound } from '../contract';
import { discord } from './discord.connector';
import type { DiscordSettings } from './discord.settings';

let platform: Platform<DiscordSimulation>;
let sim: DiscordSimulation;
let ctx: TestContext<DiscordSettings>;
let listeners: Listener[];

/** What the product's runner does, in small: one stream, each delivery once, the cursor kept. */
class Listener {
  readonly deliveries = new Map<string, Delivery>();
  error: unknown;
  private readonly abort = new AbortController();
  private readonly done: Promise<void>;

  constructor(private readonly own: TestContext<DiscordSettings>, public cursor?: Json) {
    this.done = discord.stream!(own, cursor, (page) => {
      for (const delivery of page.deliveries) this.deliveries.set(delivery.externalId ?? `${this.deliveries.size} ${delivery.body.toString()}`, delivery);
      this.cursor = page.cursor;
      return Promise.resolve();
    }, this.abort.signal).catch((error: unknown) => { this.error = error; });
  }

  async inbound(): Promise<Inbound[]> {
    const found: Inbound[] = [];
    for (const delivery of this.deliveries.values()) found.push(...(await discord.parse(delivery, this.own.settings)));
    return found;
  }

  /** Waits until something is told that fits. */
  async hears<T extends Inbound = InboundMessage>(fits: object): Promise<T> {
    return eventually(async () => {
      const found = (await this.inbound()).find((one) => { try { expect(one).toMatchObject(fits); return true; } catch { return false; } });
      if (found === undefined) throw new Error(`not heard: ${JSON.stringify(fits)}`);
      return found as T;
    });
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.done;
  }
}

beforeEach(async () => {
  listeners = [];
  platform = await startPlatform(discordPlatform);
  sim = platform.sim;
  ctx = contextFor({});
});
afterEach(async () => {
  await Promise.all(listeners.map((one) => one.stop()));
  expect([...platform.violations, ...sim.faults]).toEqual([]);
  await platform.close();
});

function contextFor(given: Partial<DiscordSettings>): TestContext<DiscordSettings> {
  return buildContext(discord.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), addedAt: new Date(Date.now() - 1_000) });
}

function listen(own = ctx, cursor?: Json): Listener {
  const listener = new Listener(own, cursor);
  listeners.push(listener);
  return listener;
}
const connected = async (count = 1) => eventually(() => { if (sim.gateway.log.length < count) throw new Error('not connected'); });
async function connectedListener(): Promise<Listener> {
  const listener = listen();
  await connected();
  return listener;
}

const answer = (message: InboundMessage, given: Partial<Outbound> = {}) => discord.send(ctx, buildOutbound({ to: message.from, threadKey: message.thread.key!, visibility: message.visibility ?? 'private', replyToExternalId: message.externalId, ...given }));
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

describe('connecting', () => {
  it('says what is ready, and what is not', async () => {
    const health = await discord.check(ctx);
    expect(health.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['token ok', 'intents ok', 'channels ok', 'gateway ok']);
    expect(health.quotas).toMatchObject([{ used: 0, limit: 1000 }]);
    sim.api.contentFlag = false;
    sim.world.help.closed = true;
    expect((await discord.check(ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['token ok', 'intents failed', 'channels failed', 'gateway ok']);
    expect((await discord.check(contextFor({ botToken: 'mistyped.mistyped.mistyped' }))).state).toBe('failed');
  });

  it('says that the privilege to read is missing, and that the token is wrong', async () => {
    sim.gateway.contentAllowed = false;
    expect(await failure(discord.stream!(ctx, undefined, () => Promise.resolve(), new AbortController().signal))).toMatchObject({ kind: 'unauthorized', reason: 'missing-intent' });
    expect(await failure(discord.stream!(contextFor({ botToken: 'mistyped.mistyped.mistyped' }), undefined, () => Promise.resolve(), new AbortController().signal))).toMatchObject({ kind: 'unauthorized', reason: 'token-refused' });
  });

  it('beats as long as it is connected, and comes back when nobody answers', async () => {
    const listener = await connectedListener();
    await new Promise((wake) => setTimeout(wake, 1_000));
    expect(sim.gateway.log).toEqual(['identify']);
    sim.gateway.answers = false;
    await connected(2);
    sim.gateway.answers = true;
    expect(sim.gateway.log).toEqual(['identify', 'resume']);
    expect(listener.error).toBeUndefined();
  });
});

describe('talking', () => {
  it('answers in private, once, and knows its own answer again', async () => {
    const listener = await connectedListener();
    const dana = sim.customer('Dana Doe');
    const happened = sim.say({ from: dana, text: 'Is it back?' });
    await platform.happen(happened, { copies: 2 });
    const message = await listener.hears({ kind: 'message', externalId: happened.externalId, text: 'Is it back?', from: { name: 'Dana Doe' }, visibility: 'private' });
    const sent = await answer(message, { text: 'Yes @everyone' });
    expect(await answer(message, { text: 'Yes @everyone', attempt: 2 })).toEqual(sent);
    expect(sim.accepted).toMatchObject([{ text: 'Yes @everyone', to: dana.id, visibility: 'private', kind: 'reply' }]);
    await listener.hears({ kind: 'message', echo: true, externalId: sent.externalId, messageId: buildOutbound().messageId });
    await platform.happen(sim.answeredElsewhere(dana, 'from a script'));
    await listener.hears({ kind: 'message', echo: true, text: 'from a script', thread: message.thread });
    await discord.act?.(ctx, { kind: 'typing', threadKey: message.thread.key! });
    expect(sim.api.typing).toEqual([message.thread.key]);
    await platform.happen(sim.typing(dana));
    await listener.hears<Inbound>({ kind: 'typing', threadKey: message.thread.key });
    expect((await buffer(await discord.download!(ctx, message.from.avatarRef!))).toString()).toBe('a picture');
    expect(await discord.profile?.(ctx, { id: dana.id })).toMatchObject({ name: 'Dana Doe', handle: dana.handle });
  });

  it('answers a question of the forum below it, and in private where that is better', async () => {
    const listener = await connectedListener();
    const [dana, thread] = [sim.customer(), sim.post('Where is my order?')];
    await platform.happen(sim.say({ from: dana, text: 'four weeks now', public: { postId: thread } }));
    const message = await listener.hears({ text: 'four weeks now', visibility: 'public', post: { externalId: thread, title: 'Where is my order?' }, thread: { key: `${thread}:*` } });
    await answer(message, { text: 'Let us see', postExternalId: thread });
    const { threadKey: _none, ...unlinked } = buildOutbound({ to: message.from, visibility: 'private', postExternalId: thread, replyToExternalId: message.externalId, text: 'Your number, please', messageId: '0197a0de-0000-7000-8000-0000000000ab' });
    const quiet = await discord.send(ctx, unlinked);
    expect(sim.accepted.map(({ visibility, to }) => [visibility, to])).toEqual([['public', thread], ['private', dana.id]]);
    const told = sim.say({ from: dana, text: 'it is 7' });
    await platform.happen(told);
    expect((await listener.hears({ text: 'it is 7' })).thread.key).toBe(quiet.threadKey);
  });

  it('keeps people in a channel apart, and reads no channel that was not chosen', async () => {
    const listener = await connectedListener();
    const [dana, bo] = [sim.customer('Dana'), sim.customer('Bo')];
    const other = sim.world.channel({ type: 0, name: 'off-topic' });
    await platform.happen(sim.sayIn(other.id, { from: bo, text: 'not for us' }));
    const first = sim.say({ from: dana, text: 'one', public: { mention: true } });
    await platform.happen(first);
    await platform.happen(sim.say({ from: bo, text: 'two', public: { mention: true }, replyTo: first.externalId }));
    const [one, two] = [await listener.hears({ text: 'one' }), await listener.hears({ text: 'two' })];
    expect([one.thread.key, two.thread.key]).toEqual([`${sim.world.help.id}:${dana.id}`, `${sim.world.help.id}:${bo.id}`]);
    expect(two.replyToExternalId).toBe(first.externalId);
    expect((await listener.inbound()).some((inbound) => inbound.kind === 'message' && inbound.text === 'not for us')).toBe(false);
    await discord.act?.(ctx, { kind: 'like', threadKey: one.thread.key!, externalId: one.externalId });
    expect(sim.world.find(one.externalId)?.message.reactions.get('👍')?.size).toBe(1);
    await discord.act?.(ctx, { kind: 'unlike', threadKey: one.thread.key!, externalId: one.externalId });
    await discord.act?.(ctx, { kind: 'delete', threadKey: two.thread.key!, externalId: two.externalId });
    expect(sim.world.find(two.externalId)).toBeUndefined();
  });

  it('sees edits, deletions, stickers, and all reactions that somebody has now, alone and among others', async () => {
    const listener = await connectedListener();
    const [dana, bo] = [sim.customer('Dana'), sim.customer('Bo')];
    const [secret, open] = [sim.say({ from: dana, text: 'teh' }), sim.say({ from: dana, text: 'in public', public: { mention: true } })];
    await platform.happen(secret);
    await platform.happen(open);
    await platform.happen(sim.edit(secret.externalId, 'the'));
    await listener.hears<Inbound>({ kind: 'edit', externalId: secret.externalId, text: 'the' });
    for (const { externalId } of [secret, open]) {
      for (const emoji of ['👍', '🎉']) await platform.happen(sim.react(externalId, dana, emoji));
      if (externalId === open.externalId) await platform.happen(sim.react(externalId, bo, '❤️'));
      const pointer = await listener.hears<Extract<Inbound, { kind: 'pointer' }>>({ kind: 'pointer', ref: expect.stringContaining(externalId) });
      const now = async () => discord.parse((await discord.lookup!(ctx, pointer.ref))[0]!, ctx.settings);
      expect(await now()).toMatchObject([{ kind: 'reaction', externalId, from: { id: dana.id }, emojis: ['👍', '🎉'] }]);
      sim.react(externalId, dana, null);
      expect(await now()).toMatchObject([{ emojis: [] }]);
    }
    await platform.happen(sim.sticker(dana, 'mug', 1));
    const sticker = await listener.hears({ attachments: [{ name: 'mug.png' }] });
    expect((await buffer(await discord.download!(ctx, sticker.attachments![0]!.ref!))).toString()).toBe('a picture');
    await platform.happen(sim.remove(secret.externalId));
    await listener.hears<Inbound>({ kind: 'deletion', externalId: secret.externalId });
  });

  it('fetches files, also when their address has ended', async () => {
    const listener = await connectedListener();
    await platform.happen(sim.say({ from: sim.customer(), text: 'see', media: [{ name: 'mug.png', contentType: 'image/png', bytes: Buffer.from('a mug') }] }));
    const { attachments } = await listener.hears({ text: 'see' });
    expect((await buffer(await discord.download!(ctx, attachments![0]!.ref!))).toString()).toBe('a mug');
    sim.world.signature += 1;
    expect((await buffer(await discord.download!(ctx, attachments![0]!.ref!))).toString()).toBe('a mug');
  });

  it('sends files with the text, changes and deletes what it said, and not what others said', async () => {
    const dana = sim.customer();
    const sent = await discord.send(ctx, buildOutbound({ to: { id: dana.id }, text: 'Here', attachments: [buildAttachment({ name: 'a "b".pdf' }), buildAttachment({ name: 'c.png', contentType: 'image/png' })] }));
    expect(sim.accepted).toMatchObject([{ text: 'Here', mediaCount: 2, externalId: sent.externalId }]);
    await discord.act?.(ctx, { kind: 'edit', threadKey: sent.threadKey!, externalId: sent.externalId, text: 'There' });
    expect(sim.world.find(sent.externalId)?.message.content).toBe('There');
    const theirs = sim.say({ from: dana, text: 'mine' });
    expect(await failure(discord.act!(ctx, { kind: 'edit', threadKey: sent.threadKey!, externalId: theirs.externalId, text: 'x' }))).toMatchObject({ reason: 'not-ours' });
    for (let twice = 0; twice < 2; twice += 1) await discord.act?.(ctx, { kind: 'delete', threadKey: sent.threadKey!, externalId: sent.externalId });
    expect(sim.world.find(sent.externalId)).toBeUndefined();
  });

  it('keeps what it does not know, and each unknown kind of event once', async () => {
    const listener = await connectedListener();
    const unknown = sim.unknownMessage(sim.customer());
    await platform.happen(sim.unknownEvent(), { copies: 3 });
    await platform.happen(unknown);
    await listener.hears({ externalId: unknown.externalId, unsupported: 'kind-99' });
    expect((await listener.inbound()).filter(({ kind }) => kind === 'ignored')).toHaveLength(1);
  });

  it('says that somebody takes no messages', async () => {
    const dana = sim.customer();
    sim.api.closed.add(dana.id);
    expect(await failure(discord.send(ctx, buildOutbound({ to: { id: dana.id } })))).toMatchObject({ kind: 'rejected', reason: 'blocked-by-user' });
  });
});

describe('breaks', () => {
  it('goes on where it was after a cut, a request to come back, and a new start of our own', async () => {
    const listener = await connectedListener();
    const dana = sim.customer();
    await platform.happen(sim.say({ from: dana, text: 'before' }));
    await listener.hears({ text: 'before' });
    sim.gateway.cut();
    await platform.happen(sim.say({ from: dana, text: 'during' }));
    await listener.hears({ text: 'during' });
    sim.gateway.reconnect();
    await connected(3);
    await listener.stop();
    const said = sim.say({ from: dana, text: 'teh' });
    await platform.happen(said);
    await platform.happen(sim.edit(said.externalId, 'while we were away'));
    const next = listen(ctx, listener.cursor);
    await next.hears<Inbound>({ kind: 'edit', text: 'while we were away' });
    expect(sim.gateway.log).toEqual(['identify', 'resume', 'resume', 'resume']);
  });

  it('reads what it missed when the session is gone: private chats, channels and threads, and nothing from before it was added', async () => {
    const dana = sim.customer();
    const thread = sim.post('A question');
    const listener = await connectedListener();
    await platform.happen(sim.say({ from: dana, text: 'known' }));
    await listener.hears({ text: 'known' });
    await eventually(() => { expect(ctx.settings.privateChannels).toBe(sim.world.direct(dana.id).id); });
    await listener.stop();
    sim.gateway.forgetSessions();
    const stranger = sim.customer('Stranger');
    sim.say({ from: stranger, text: 'first words' });
    for (const saying of [{ text: 'private' }, { text: 'channel', public: { mention: true } as const }, { text: 'thread', public: { postId: thread } }]) sim.say({ from: dana, ...saying });
    const next = listen(ctx, listener.cursor);
    for (const text of ['private', 'channel', 'thread']) await next.hears({ text });
    await platform.happen(sim.say({ from: stranger, text: 'hello?' }));
    for (const text of ['first words', 'hello?']) await next.hears({ text });
    expect(sim.gateway.log.filter((what) => what === 'identify')).toHaveLength(2);
    const newcomer = listen(buildContext(ctx.settings, { http: ctx.http, now: () => new Date(), addedAt: new Date(Date.now() + 60_000) }));
    await connected(sim.gateway.log.length + 1);
    await new Promise((wake) => setTimeout(wake, 300));
    expect([...newcomer.deliveries.values()]).toEqual([]);
  });

  it('gives up when it is refused for good, and when it is thrown out again and again', async () => {
    const listener = await connectedListener();
    sim.gateway.cut(4014);
    await eventually(() => { expect(listener.error).toMatchObject({ kind: 'unauthorized', reason: 'missing-intent' }); });
  });

  it('finds by history what came since a time, under the same ids', async () => {
    const dana = sim.customer();
    const [secret, open] = [sim.say({ from: dana, text: 'a' }), sim.say({ from: dana, text: 'b', public: { mention: true } })];
    sim.edit(open.externalId, 'c');
    const own = contextFor({ privateChannels: `${sim.world.direct(dana.id).id},1` });
    const found: Inbound[] = [];
    platform.failNext({ failure: 'rate-limited', fits: ({ method, path }) => method === 'GET' && path.endsWith('/messages') });
    for await (const page of discord.history!(own, new Date(Date.now() - 60_000))) for (const delivery of page) found.push(...(await discord.parse(delivery, own.settings)));
    expect(found).toMatchObject([{ kind: 'message', externalId: open.externalId, text: 'c' }, { kind: 'edit', externalId: open.externalId }, { kind: 'message', externalId: secret.externalId }]);
  });
});

describe('refusals', () => {
  it.each([['rate-limited', 'unavailable'], ['forbidden', 'rejected'], ['server-error', 'unavailable'], ['token-expired', 'unauthorized'], ['blocked', 'rejected'], ['too-long', 'rejected']] as const)('reads %s as %s', async (name, kind) => {
    platform.failNext({ failure: name });
    expect((await failure(discord.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).kind).toBe(kind);
    expect(sim.accepted).toEqual([]);
  });
});
