import { randomBytes } from 'node:crypto';
import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { BlueskyPerson, orderAtChat, type Ref } from '../../../../test/support/bluesky/bluesky-person';
import { startBlueskyNetwork, type BlueskyNetwork } from '../../../../test/support/bluesky/bluesky-network';
import { eventually } from '../../../../test/support/eventually';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import type { Delivery, Inbound, InboundMessage, Json } from '../contract';
import { bluesky } from './bluesky.connector';
import type { BlueskySettings } from './bluesky.settings';

/** The connector against the network's own PDS and AppView; only the chat service is played. */
let network: BlueskyNetwork;
let brand: BlueskyPerson;
let anna: BlueskyPerson;
let jan: BlueskyPerson;
let ctx: TestContext<BlueskySettings>;
let read: Reader;

const began = new Date();
const image = (seed: number) => sharp({ create: { width: 32, height: 24, channels: 3, background: { r: seed, g: 90, b: 30 } } }).png().toBuffer();

beforeAll(async () => {
  network = await startBlueskyNetwork();
  [brand, anna, jan] = await Promise.all([BlueskyPerson.join(network, 'dom-lipowy', 'Dom Lipowy'), BlueskyPerson.join(network, 'anna', 'Anna Zielińska'), BlueskyPerson.join(network, 'jan')]);
  ctx = await contextFor(await brand.appPassword());
  read = new Reader(ctx);
}, 900_000);
afterAll(() => network?.stop());

/** What poll brought so far, parsed; each delivery once, as the core keeps them. */
class Reader {
  readonly inbound: Inbound[] = [];
  private readonly seen = new Set<string>();
  private cursor: Json | undefined;

  constructor(private readonly on: TestContext<BlueskySettings>) {}

  async poll(): Promise<Delivery[]> {
    const fresh: Delivery[] = [];
    for await (const page of bluesky.poll?.(this.on, this.cursor) ?? []) {
      this.cursor = page.cursor;
      for (const delivery of page.deliveries) {
        if (this.seen.has(delivery.externalId ?? '')) continue;
        this.seen.add(delivery.externalId ?? '');
        fresh.push(delivery);
        this.inbound.push(...(await bluesky.parse(delivery, this.on.settings)));
      }
    }
    return fresh;
  }

  async message(text: string): Promise<InboundMessage> {
    return eventually(async () => {
      await this.poll();
      const found = this.inbound.find((one): one is InboundMessage => one.kind === 'message' && one.text === text);
      if (found === undefined) throw new Error(`"${text}" did not come: ${JSON.stringify(this.inbound.map((one) => one.kind === 'message' ? one.text : one.kind))}`);
      return found;
    });
  }
}

async function contextFor(password: string, given: Partial<BlueskySettings> = {}): Promise<TestContext<BlueskySettings>> {
  const settings = bluesky.settings.parse({ handle: brand.handle, password, service: network.pds, chatService: network.chat.service, ...given });
  return buildContext(settings, { http: axios.create({ maxRedirects: 0 }), addedAt: began, now: () => new Date() });
}

const replyTo = (message: InboundMessage, text: string, more: Partial<Parameters<typeof buildOutbound>[0]> = {}) => bluesky.send(ctx, buildOutbound({
  messageId: uuid(), to: message.from, text, visibility: 'public', threadKey: message.thread.key ?? '', replyToExternalId: message.externalId, postExternalId: message.post?.externalId ?? '', ...more,
}));

describe('coming in', () => {
  it('signs in once, says who we are, and keeps the session', async () => {
    expect(await bluesky.check(ctx)).toMatchObject({ state: 'ok', steps: [{ id: 'sign-in', state: 'ok', detail: `Signed in as @${brand.handle}.` }, { id: 'mentions', state: 'ok' }, { id: 'direct-messages', state: 'ok' }] });
    expect(ctx.settings).toMatchObject({ did: brand.did });
    const token = ctx.settings.accessToken;
    await bluesky.check(ctx);
    expect(ctx.settings.accessToken).toBe(token);
  });

  it('brings a mention with its author, and its own place as the thread', async () => {
    const post = await anna.post(`Hello @${brand.handle}, do you ship to Gdańsk? 📦`, { mentions: [brand], langs: ['pl'] });
    const message = await read.message(`Hello @${brand.handle}, do you ship to Gdańsk? 📦`);
    expect(message).toMatchObject({
      externalId: post.uri, visibility: 'public', from: { id: anna.did, name: 'Anna Zielińska', handle: '@anna.test', language: 'pl', verified: true },
      thread: { key: `${post.uri}:${anna.did}` }, post: { externalId: post.uri, kind: 'post', url: expect.stringMatching(/^https:\/\/bsky\.app\/profile\/did:plc:\w+\/post\/\w+$/) },
    });
  });

  it('brings an answer below a post of ours with the post, a picture with its bytes, and the quote of a stranger', async () => {
    const sale = await brand.posted('Autumn sale: lime honey at half the price');
    const asked = await jan.reply(sale, 'Is the large jar part of it?', { embed: await jan.picture(await image(200), 'the large jar') });
    const message = await read.message('Is the large jar part of it?');
    expect(message).toMatchObject({
      externalId: asked.uri, thread: { key: `${sale.uri}:${jan.did}` }, replyToExternalId: sale.uri,
      post: { externalId: sale.uri, text: 'Autumn sale: lime honey at half the price', author: { id: brand.did, name: 'Dom Lipowy' } },
      attachments: [{ name: 'the large jar.webp', contentType: 'image/webp' }], extra: { alt: ['the large jar'] },
    });
    await jan.post('Look at this', { embed: jan.quote(sale) });
    expect(await read.message('Look at this')).toMatchObject({ replyToExternalId: sale.uri, quoted: 'Autumn sale: lime honey at half the price' });
  });

  it('asks for nothing twice, and finds the same again by its history', async () => {
    await read.poll();
    expect(await read.poll()).toEqual([]);
    const ids = new Set<string>();
    for await (const deliveries of bluesky.history?.(ctx, began) ?? []) for (const delivery of deliveries) for (const one of await bluesky.parse(delivery, ctx.settings)) if (one.kind === 'message') ids.add(one.externalId);
    expect([...ids].sort()).toEqual(read.inbound.flatMap((one) => (one.kind === 'message' ? [one.externalId] : [])).sort());
  });
});

describe('going out', () => {
  let question: InboundMessage;
  let asked: Ref;

  beforeAll(async () => {
    asked = await anna.post(`@${brand.handle} where is my order?`, { mentions: [brand] });
    question = await read.message(`@${brand.handle} where is my order?`);
  });

  it('answers where the customer reads it, with links, mentions and a picture with words for who can’t see it', async () => {
    const text = `It left today, @${anna.handle}: https://shop.example/track/4711. #lipa`;
    const sent = await replyTo(question, text, { attachments: [buildAttachment({ name: 'waybill of the parcel.png', contentType: 'image/png', content: await image(40) })], language: 'en' });
    await eventually(async () => expect(await anna.below(asked.uri)).toMatchObject([{ uri: sent.externalId, text, author: brand.handle, images: ['waybill of the parcel'], hidden: false }]));
    const { value } = await axios.get<{ value: { facets: { features: { $type: string; did?: string; uri?: string; tag?: string }[] }[]; langs: string[] } }>(`${network.pds}/xrpc/com.atproto.repo.getRecord`, { params: { repo: brand.did, collection: 'app.bsky.feed.post', rkey: sent.externalId.split('/').at(-1) } }).then(({ data }) => data);
    expect(value.facets.flatMap(({ features }) => features.map(({ did, uri, tag }) => did ?? uri ?? tag))).toEqual([anna.did, 'https://shop.example/track/4711', 'lipa']);
    expect(value.langs).toEqual(['en']);
  });

  it('stands there once, however often the same message is sent', async () => {
    const messageId = uuid();
    const once = await replyTo(question, 'Said once', { messageId });
    const again = await replyTo(question, 'Said once', { messageId });
    expect(again.externalId).toBe(once.externalId);
    await eventually(async () => expect((await anna.below(asked.uri)).filter(({ text }) => text === 'Said once')).toHaveLength(1));
  });

  it('shows what was answered in Bluesky’s own app as an echo of the brand', async () => {
    const elsewhere = await brand.reply(asked, 'Answered on the phone');
    await eventually(async () => {
      let found: Inbound | undefined;
      for await (const deliveries of bluesky.history?.(ctx, began) ?? []) for (const delivery of deliveries) for (const one of await bluesky.parse(delivery, ctx.settings)) if (one.kind === 'message' && one.text === 'Answered on the phone') found = one;
      expect(found).toMatchObject({ externalId: elsewhere.uri, echo: true, from: { id: brand.did }, thread: { references: [asked.uri] } });
    });
  });

  it('likes and unlikes, and is told of the customer’s like of our answer', async () => {
    const target = { threadKey: question.thread.key ?? '', externalId: asked.uri };
    for (const twice of [1, 2]) await bluesky.act?.(ctx, { kind: 'like', ...target }).then(() => twice);
    await eventually(async () => expect(await anna.liked(asked.uri)).toBe(1));
    await eventually(async () => {
      await bluesky.act?.(ctx, { kind: 'unlike', ...target });
      expect(await anna.liked(asked.uri)).toBe(0);
    });
    const sent = await replyTo(question, 'Thank you for your patience');
    await eventually(async () => expect((await anna.below(asked.uri)).map(({ uri }) => uri)).toContain(sent.externalId));
    const liked = (await anna.below(asked.uri)).find(({ uri }) => uri === sent.externalId);
    await anna.like({ uri: liked?.uri ?? '', cid: liked?.cid ?? '' });
    await eventually(async () => {
      await read.poll();
      expect(read.inbound).toContainEqual(expect.objectContaining({ kind: 'reaction', externalId: sent.externalId, emojis: ['❤️'], from: expect.objectContaining({ id: anna.did }) }));
    });
  });

  it('hides and shows answers below our own posts, and says that it can’t elsewhere', async () => {
    const ours = await brand.posted('New opening hours');
    const rude = await jan.reply(ours, 'Buy my followers');
    await read.message('Buy my followers');
    await bluesky.act?.(ctx, { kind: 'hide', threadKey: '', externalId: rude.uri });
    await eventually(async () => expect((await anna.below(ours.uri))[0]).toMatchObject({ uri: rude.uri, hidden: true }));
    await bluesky.act?.(ctx, { kind: 'hide', threadKey: '', externalId: rude.uri });
    await bluesky.act?.(ctx, { kind: 'unhide', threadKey: '', externalId: rude.uri });
    await eventually(async () => expect((await anna.below(ours.uri))[0]).toMatchObject({ uri: rude.uri, hidden: false }));
    await expect(bluesky.act?.(ctx, { kind: 'hide', threadKey: '', externalId: asked.uri })).rejects.toMatchObject({ kind: 'rejected', reason: 'act-not-offered' });
  });

  it('takes back what we wrote, and nothing of others', async () => {
    const sent = await replyTo(question, 'Wrong thread');
    await eventually(async () => expect((await anna.below(asked.uri)).map(({ text }) => text)).toContain('Wrong thread'));
    for (const twice of [1, 2]) await bluesky.act?.(ctx, { kind: 'delete', threadKey: '', externalId: sent.externalId }).then(() => twice);
    await eventually(async () => expect((await anna.below(asked.uri)).map(({ text }) => text)).not.toContain('Wrong thread'));
    await expect(bluesky.act?.(ctx, { kind: 'delete', threadKey: '', externalId: asked.uri })).rejects.toMatchObject({ kind: 'rejected', reason: 'forbidden' });
  });

  it('says in plain words when the post is gone, or the text is longer than the network takes', async () => {
    const gone = await anna.post(`@${brand.handle} never mind`, { mentions: [brand] });
    const message = await read.message(`@${brand.handle} never mind`);
    await anna.remove(gone.uri);
    await eventually(() => expect(replyTo(message, 'Too late')).rejects.toMatchObject({ kind: 'rejected', reason: 'message-gone' }));
    await expect(replyTo(question, '👨‍👩‍👧‍👦'.repeat(301))).rejects.toMatchObject({ kind: 'rejected', reason: 'text-too-long' });
    const most = '🧾'.repeat(300);
    const sent = await replyTo(question, most);
    await eventually(async () => expect((await anna.below(asked.uri)).find(({ uri }) => uri === sent.externalId)?.text).toBe(most));
    // 150 families are letters enough, and 3 750 bytes: the network counts those too.
    await expect(replyTo(question, '👨‍👩‍👧‍👦'.repeat(150))).rejects.toMatchObject({ kind: 'rejected', reason: 'text-too-long' });
  });

  it('fetches pictures from the network’s picture service', async () => {
    const pictured = read.inbound.find((one): one is InboundMessage => one.kind === 'message' && (one.attachments?.length ?? 0) > 0);
    const bytes = await buffer(await bluesky.download!(ctx, pictured?.attachments?.[0]?.ref ?? ''));
    const { format, width, height } = await sharp(bytes).metadata();
    expect([format, width / height]).toEqual(['webp', 4 / 3]);
  });
});

describe('direct messages', () => {
  it('come in with who wrote, and are answered in the same conversation after it was accepted', async () => {
    await anna.tell(brand, 'My address is Lipowa 7');
    const message = await read.message('My address is Lipowa 7');
    const convo = await anna.convoWith(brand);
    expect(message).toMatchObject({ visibility: 'private', from: { id: anna.did, name: 'Anna Zielińska', handle: '@anna.test' }, thread: { key: convo }, threadState: { status: 'request' } });
    const sent = await bluesky.send(ctx, buildOutbound({ to: message.from, threadKey: convo, threadState: { status: 'request' }, replyToExternalId: message.externalId, text: 'Noted. https://shop.example' }));
    expect(sent).toMatchObject({ status: 'sent', threadState: { status: 'accepted' } });
    expect(await anna.messagesWith(brand)).toMatchObject([{ text: 'My address is Lipowa 7' }, { text: 'Noted. https://shop.example', sender: { did: brand.did }, facets: [{ features: [{ uri: 'https://shop.example' }] }] }]);
    await read.poll();
    expect(read.inbound).toContainEqual(expect.objectContaining({ kind: 'message', externalId: sent.externalId, echo: true, thread: { key: convo } }));
  });

  it('bring reactions and take ours', async () => {
    const convo = await anna.convoWith(brand);
    const ours = (await anna.messagesWith(brand)).at(-1);
    await anna.chat('addReaction', { body: { convoId: convo, messageId: ours?.id, value: '👍' } });
    await eventually(async () => {
      await read.poll();
      expect(read.inbound.filter((one) => one.kind === 'reaction').at(-1)).toMatchObject({ externalId: `${convo}:${ours?.id}`, emojis: ['👍'], from: { id: anna.did } });
    });
    await anna.chat('removeReaction', { body: { convoId: convo, messageId: ours?.id, value: '👍' } });
    await eventually(async () => {
      await read.poll();
      expect(read.inbound.filter((one) => one.kind === 'reaction').at(-1)).toMatchObject({ emojis: [] });
    });
    const theirs = (await anna.messagesWith(brand))[0];
    await bluesky.act?.(ctx, { kind: 'like', threadKey: convo, externalId: `${convo}:${theirs?.id}` });
    expect((await anna.messagesWith(brand))[0]?.reactions).toMatchObject([{ value: '❤️' }]);
    await bluesky.act?.(ctx, { kind: 'unlike', threadKey: convo, externalId: `${convo}:${theirs?.id}` });
    await bluesky.act?.(ctx, { kind: 'read', threadKey: convo, externalId: `${convo}:${theirs?.id}` });
    expect((await anna.messagesWith(brand))[0]?.reactions).toEqual([]);
  });

  it('answer a public question in private, and name the thread that this opened', async () => {
    const asked = await jan.post(`@${brand.handle} my order number is?`, { mentions: [brand] });
    const message = await read.message(`@${brand.handle} my order number is?`);
    const sent = await bluesky.send(ctx, buildOutbound({ to: message.from, threadKey: message.thread.key ?? '', replyToExternalId: asked.uri, visibility: 'private', text: 'It is 4711' }));
    expect(sent.threadKey).toBe(await jan.convoWith(brand));
    expect((await jan.messagesWith(brand)).map(({ text }) => text)).toEqual(['It is 4711']);
  });

  it('say who wants none, and what the service refuses or leaves open', async () => {
    const ewa = await BlueskyPerson.join(network, `ewa${randomBytes(3).toString('hex')}`);
    await ewa.put('chat.bsky.actor.declaration', 'self', { allowIncoming: 'none' });
    await eventually(async () => expect(await anna.sees(ewa)).toMatchObject({ associated: { chat: { allowIncoming: 'none' } } }));
    await expect(bluesky.send(ctx, buildOutbound({ to: { id: ewa.did }, text: 'Hello' }))).rejects.toMatchObject({ kind: 'rejected', reason: 'messages-disabled' });
    const convo = await anna.convoWith(brand);
    const say = (text: string) => bluesky.send(ctx, buildOutbound({ to: { id: anna.did }, threadKey: convo, text }));
    await orderAtChat(network, 'sendMessage', { status: 400, body: { error: 'ConvoLocked', message: 'locked' } });
    await expect(say('one')).rejects.toMatchObject({ kind: 'rejected', reason: 'chat-not-found' });
    await orderAtChat(network, 'sendMessage', { status: 429, body: { error: 'RateLimitExceeded', message: 'slow down' } });
    await expect(say('two')).rejects.toMatchObject({ kind: 'unavailable', reason: 'rate-limited' });
    await orderAtChat(network, 'sendMessage', { status: 500, body: { error: 'InternalServerError', message: 'oops' } });
    await expect(say('three')).rejects.toMatchObject({ kind: 'ambiguous' });
  });

  it('need a password that opens them: without it the rest works and the health says why', async () => {
    const plain = await contextFor(await brand.appPassword({ messages: false }));
    expect(await bluesky.check(plain)).toMatchObject({ state: 'warning', steps: [{ state: 'ok' }, { state: 'ok' }, { id: 'direct-messages', state: 'warning', detail: expect.stringContaining('Allow access to your direct messages') }] });
    const reader = new Reader(plain);
    await reader.poll();
    expect(reader.inbound.length).toBeGreaterThan(0);
    await expect(bluesky.send(plain, buildOutbound({ to: { id: anna.did }, text: 'Hello' }))).rejects.toMatchObject({ kind: 'rejected', reason: 'permission-missing' });
  });
});

describe('the session', () => {
  it('is renewed with what the server gave for it, and by the password when that is used up', async () => {
    const own = await contextFor(await brand.appPassword());
    await bluesky.check(own);
    const { accessToken, refreshToken } = own.settings;
    await new Promise((wait) => setTimeout(wait, 1_100));
    own.settings = { ...own.settings, accessToken: expired(accessToken) };
    await bluesky.check(own);
    expect(own.settings.refreshToken).not.toBe(refreshToken);
    own.settings = { ...own.settings, accessToken: expired(accessToken), refreshToken: expired(refreshToken) };
    expect((await bluesky.check(own)).state).toBe('ok');
  });

  it('is begun anew when handle or password are changed, and a wrong one is told as such', async () => {
    const own = await contextFor(await brand.appPassword());
    await bluesky.check(own);
    own.settings = { ...own.settings, handle: anna.handle, password: await anna.appPassword() };
    await bluesky.check(own);
    expect(own.settings.did).toBe(anna.did);
    own.settings = { ...own.settings, password: 'wrong-word' };
    expect(await bluesky.check(own)).toMatchObject({ state: 'failed', steps: [{ id: 'sign-in', state: 'failed', detail: 'Bluesky refused the handle or the app password.' }, { state: 'skipped' }, { state: 'skipped' }] });
  });

  it('ends for good when the app password was taken away', async () => {
    const own = await contextFor(await brand.appPassword());
    await bluesky.check(own);
    await brand.deleteAppPasswords();
    own.settings = { ...own.settings, accessToken: expired(own.settings.accessToken) };
    await expect(bluesky.send(own, buildOutbound({ to: { id: anna.did }, text: 'Hello' }))).rejects.toMatchObject({ kind: 'unauthorized', reason: 'password-refused' });
    // For the tests after this one.
    ctx.settings = { ...ctx.settings, password: await brand.appPassword() };
  });
});

/** The same token, a minute after its end; its signature does not fit any more either. */
function expired(token: string): string {
  const [head, claims, signature] = token.split('.');
  const read = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as object;
  return [head, Buffer.from(JSON.stringify({ ...read, exp: Math.floor(Date.now() / 1000) - 60 })).toString('base64url'), signature].join('.');
}

function uuid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const noise = randomBytes(10).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(0, 3)}-8${noise.slice(3, 6)}-${noise.slice(6, 18)}`;
}
