import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import axios from 'axios';
import { contextFor, failure, parsed, png, poll, until, type TelegramContext } from '../../../../test/platforms/telegram/connected';
import { startTelegram, type TelegramSimulator } from '../../../../test/platforms/telegram/simulator';
import { buildOutbound } from '../conformance/builders';
import type { Inbound, Page, RawRequest } from '../contract';
import { telegram } from './telegram.connector';

let sim: TelegramSimulator;
let ctx: TelegramContext;
beforeEach(async () => {
  sim = await startTelegram();
  ctx = contextFor(sim);
});
afterEach(async () => {
  await sim.close();
});

const pageOf = (kind: string, pages: Page[]) => pages.flatMap(({ deliveries }) => deliveries.map(({ body }) => body.toString())).filter((body) => body.includes(`"${kind}"`));

describe('fetching by long polling', () => {
  it('hears of everything that a person does', async () => {
    const anna = sim.person({ first_name: 'Anna' });
    await telegram.connect?.(ctx);
    const waiting = poll(ctx, undefined, (pages) => pageOf('update_id', pages).length === 6);
    await until(() => sim.requests.some(({ method }) => method === 'getUpdates'));
    const said = sim.userWrites(anna.id, 'Hello');
    sim.userSendsPhoto(anna.id, { bytes: png, caption: 'torn' });
    sim.userEdits(anna.id, said.message.message_id, 'Hello!');
    sim.userReacts(anna.id, said.message.message_id, { emojis: ['👍'] });
    sim.userBlocks(anna.id);
    sim.userUnblocks(anna.id);
    const inbound = await parsed(ctx, (await waiting).pages);
    expect(inbound.map(({ kind }) => kind)).toEqual(['message', 'message', 'edit', 'reaction', 'notice', 'notice']);
    expect(inbound[2]).toMatchObject({ externalId: `${anna.id}:${said.message.message_id}`, text: 'Hello!' });
    expect(sim.violations).toEqual([]);
  });

  it('confirms a page only after it was stored: one that failed is handed out again', async () => {
    const anna = sim.person();
    sim.userWrites(anna.id, 'kept');
    await expect(telegram.stream?.(ctx, undefined, () => Promise.reject(new Error('the database is away')), new AbortController().signal)).rejects.toThrow('the database is away');
    expect(sim.pendingUpdates).toBe(1);
    const { pages } = await poll(ctx);
    expect(await parsed(ctx, pages)).toMatchObject([{ text: 'kept' }]);
  });

  it('continues from its cursor, so that nothing is handed out twice', async () => {
    const anna = sim.person();
    sim.userWrites(anna.id, 'one');
    const first = await poll(ctx);
    sim.userWrites(anna.id, 'two');
    const second = await poll(ctx, first.cursor);
    expect(await parsed(ctx, second.pages)).toMatchObject([{ text: 'two' }]);
  });

  it('leaves an old offset out, for Telegram counts anew after a quiet week', async () => {
    const anna = sim.person();
    sim.renumberUpdatesFrom(500);
    sim.userWrites(anna.id, 'after a week');
    const weekOld = { offset: 84_000_002, at: new Date(Date.now() - 7 * 24 * 3600 * 1000).toISOString() };
    const { pages, cursor } = await poll(ctx, weekOld);
    expect(await parsed(ctx, pages)).toMatchObject([{ text: 'after a week' }]);
    expect(cursor).toMatchObject({ offset: 501 });
  });

  it('does not ask in a frenzy when something in between answers empty at once', async () => {
    const stop = new AbortController();
    sim.failNext({ method: 'getUpdates', status: 200, body: '{"ok":true,"result":[]}', times: 1_000 });
    const running = telegram.stream?.(ctx, undefined, () => Promise.resolve(), stop.signal);
    await new Promise((resolve) => setTimeout(resolve, 500));
    stop.abort();
    await running;
    expect(sim.requests.length).toBeLessThan(4);
  });

  it('ends at once when told to, in the middle of a long poll', async () => {
    const stop = new AbortController();
    const running = telegram.stream?.(ctx, undefined, () => Promise.resolve(), stop.signal);
    await until(() => sim.requests.some(({ method }) => method === 'getUpdates'));
    const began = Date.now();
    stop.abort();
    await running;
    expect(Date.now() - began).toBeLessThan(1_000);
  });

  it('explains a second poller and a foreign webhook', async () => {
    const first = failure(telegram.stream?.(ctx, undefined, () => Promise.resolve(), new AbortController().signal) ?? Promise.resolve());
    await until(() => sim.requests.some(({ method }) => method === 'getUpdates'));
    const stop = new AbortController();
    const second = telegram.stream?.(ctx, undefined, () => Promise.resolve(), stop.signal);
    expect(await first).toMatchObject({ kind: 'unavailable', reason: 'other-poller' });
    stop.abort();
    await second;
    await axios.post(`${sim.apiRoot}/bot${sim.token}/setWebhook`, { url: 'https://elsewhere.example/secret-path' });
    expect(await failure(telegram.stream?.(ctx, undefined, () => Promise.resolve(), new AbortController().signal) ?? Promise.resolve())).toMatchObject({ kind: 'unavailable', reason: 'webhook-active' });
    const health = await telegram.check(ctx);
    expect(health.steps[1]).toMatchObject({ id: 'receive', state: 'warning', detail: expect.stringContaining('elsewhere.example') as string });
    expect(JSON.stringify(health)).not.toContain('secret-path');
    await telegram.connect?.(ctx);
    expect(sim.webhook).toBeUndefined();
  });
});

describe('receiving by webhook', () => {
  let receiver: Server;
  let answers: number[];
  let stored: Map<string, Inbound[]>;
  let order: string[];

  beforeEach(async () => {
    answers = [];
    stored = new Map();
    order = [];
    receiver = createServer((request, response) => {
      void (async () => {
        const raw: RawRequest = { method: 'POST', url: request.url ?? '', headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), query: {}, body: await buffer(request) };
        if ((await telegram.webhook?.verify(raw, ctx.settings)) !== true) return response.writeHead(401).end();
        const status = answers.shift() ?? 200;
        if (status !== 200) return response.writeHead(status).end();
        for (const delivery of telegram.webhook?.split(raw) ?? []) {
          const id = delivery.externalId ?? '';
          if (!stored.has(id)) order.push(id);
          stored.set(id, await telegram.parse(delivery, ctx.settings));
        }
        return response.writeHead(200).end();
      })();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = receiver.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    ctx = contextFor(sim, { webhookUrl: `http://127.0.0.1:${port}/hooks/telegram/1` });
    ctx.settings.receive = 'webhook';
    await telegram.connect?.(ctx);
  });
  afterEach(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  it('asks for reactions and edits, names a secret and drops nothing', () => {
    const call = sim.requests.find(({ method }) => method === 'setWebhook');
    expect(call?.parameters).toMatchObject({ drop_pending_updates: false, secret_token: expect.stringMatching(/^[\w-]{40,}$/) as string, max_connections: 40 });
    expect(call?.parameters['allowed_updates']).toEqual(expect.arrayContaining(['message', 'edited_message', 'message_reaction', 'my_chat_member']));
    expect(sim.violations).toEqual([]);
  });

  it('takes what Telegram posts, and what it posts again after a 500', async () => {
    const anna = sim.person();
    answers = [500, 503];
    sim.userWrites(anna.id, 'first');
    sim.userWrites(anna.id, 'second');
    await sim.settled();
    expect([...stored.values()].flat()).toMatchObject([{ text: 'first' }, { text: 'second' }]);
    expect(sim.webhookCalls.map(({ status }) => status)).toEqual([500, 503, 200, 200]);
  });

  it('gives a repeated, parallel or late update the same delivery id', async () => {
    const anna = sim.person();
    const one = sim.userWrites(anna.id, 'one').update;
    const two = sim.userWrites(anna.id, 'two').update;
    await sim.settled();
    expect(await sim.deliverInParallel([one, one, one])).toEqual([200, 200, 200]);
    expect(await sim.deliverInOrder([two, one])).toEqual([200, 200]);
    expect([...stored.keys()]).toEqual([String(one.update_id), String(two.update_id)]);
  });

  it('refuses who does not know the secret', async () => {
    await expect(axios.post(ctx.webhookUrl ?? '', { update_id: 1, message: {} }, { validateStatus: () => true })).resolves.toMatchObject({ status: 401 });
    expect(stored.size).toBe(0);
  });

  it('waits quietly in its stream, for the webhook does the work', async () => {
    const stop = new AbortController();
    const running = telegram.stream?.(ctx, undefined, () => Promise.reject(new Error('nothing to store')), stop.signal);
    stop.abort();
    await running;
    expect(sim.requests.some(({ method }) => method === 'getUpdates')).toBe(false);
  });

  it('is healthy, then says that Telegram cannot deliver and how much waits', async () => {
    expect(await telegram.check(ctx)).toMatchObject({ state: 'ok', steps: [{ id: 'token', detail: expect.stringContaining('@shop_bot') as string }, { id: 'receive' }] });
    answers = Array.from({ length: 50 }, () => 502);
    sim.userWrites(sim.person().id, 'stuck');
    await until(() => sim.webhookCalls.length > 0);
    expect((await telegram.check(ctx)).steps[1]).toMatchObject({ state: 'failed', detail: expect.stringMatching(/502.*1 message is waiting/) as string });
  });

  it('removes its own webhook when disconnected, and nobody else\'s', async () => {
    await axios.post(`${sim.apiRoot}/bot${sim.token}/setWebhook`, { url: 'https://elsewhere.example/' });
    await telegram.disconnect?.(ctx);
    expect(sim.webhook?.url).toBe('https://elsewhere.example/');
    await telegram.connect?.(ctx);
    await telegram.disconnect?.(ctx);
    expect(sim.webhook).toBeUndefined();
  });
});

describe('fetching files', () => {
  const fetched = async (ref: string) => buffer((await telegram.download?.(ctx, ref)) ?? Readable.from([]));

  it('fetches a photo in its largest size and a customer\'s picture', async () => {
    const anna = sim.person();
    sim.avatar(anna.id, Buffer.from('face'));
    sim.userSendsPhoto(anna.id, { bytes: png });
    const [inbound] = await parsed(ctx, (await poll(ctx)).pages);
    if (inbound?.kind !== 'message') throw new Error('no message');
    expect(await fetched(inbound.attachments?.[0]?.ref ?? '')).toEqual(png);
    expect(await fetched(inbound.from.avatarRef ?? '')).toEqual(Buffer.from('face'));
    expect(sim.violations).toEqual([]);
  });

  it('says in plain words that a file is too big for bots, gone, or that there is no picture', async () => {
    const anna = sim.person();
    sim.userSendsFile(anna.id, { bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
    const [inbound] = await parsed(ctx, (await poll(ctx)).pages);
    if (inbound?.kind !== 'message') throw new Error('no message');
    expect(await failure(fetched(inbound.attachments?.[0]?.ref ?? ''))).toMatchObject({ kind: 'rejected', reason: 'file-too-big', message: expect.stringContaining('20 MB') as string });
    expect(await failure(fetched('nonsense'))).toMatchObject({ kind: 'rejected', reason: 'file-gone' });
    expect(await failure(fetched(`avatar:${anna.id}`))).toMatchObject({ kind: 'rejected', reason: 'no-avatar' });
  });

  it('breaks loudly when the bytes stop half way', async () => {
    const anna = sim.person();
    sim.userSendsFile(anna.id, { bytes: Buffer.alloc(2_000_000, 1) });
    const [inbound] = await parsed(ctx, (await poll(ctx)).pages);
    if (inbound?.kind !== 'message') throw new Error('no message');
    sim.failNext({ method: 'download', breaks: 'after-reading' });
    await expect(fetched(inbound.attachments?.[0]?.ref ?? '')).rejects.toThrow();
  });

  it('never tells the token in an error, whatever happens', async () => {
    const told: unknown[] = [];
    sim.failNext({ method: 'download', status: 500 });
    const anna = sim.person();
    sim.userSendsPhoto(anna.id, { bytes: png });
    const [inbound] = await parsed(ctx, (await poll(ctx)).pages);
    if (inbound?.kind !== 'message') throw new Error('no message');
    told.push(await failure(fetched(inbound.attachments?.[0]?.ref ?? '')));
    sim.failNext({ breaks: 'after-reading' });
    told.push(await failure(telegram.send(ctx, buildOutbound({ to: { id: String(anna.id) } }))));
    expect(inspect(told, { depth: 20, showHidden: true })).not.toContain(sim.token.split(':')[1]);
  });
});
