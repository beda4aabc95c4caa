import { createServer, type Server } from 'node:http';
import axios, { type AxiosResponse } from 'axios';
import { startTelegram, type TelegramSimulator } from './simulator';

interface Answer { ok: boolean; result?: unknown; description?: string; error_code?: number; parameters?: Record<string, number> }

let sim: TelegramSimulator;
beforeEach(async () => {
  sim = await startTelegram({ retryDelayMs: 10 });
});
afterEach(async () => {
  await sim.close();
});

const call = (method: string, parameters: object = {}, token = sim.token): Promise<AxiosResponse<Answer>> =>
  axios.post(`${sim.apiRoot}/bot${token}/${method}`, parameters, { validateStatus: () => true });

describe('the simulated Bot API', () => {
  it('refuses unknown parameters, wrong types and missing ones, and remembers them', async () => {
    const anna = sim.person();
    expect((await call('sendMessage', { chat_id: anna.id, text: 'x', replyTo: 4 })).status).toBe(400);
    expect((await call('sendMessage', { chat_id: anna.id, text: 5 })).status).toBe(400);
    expect((await call('sendMessage', { chat_id: anna.id })).status).toBe(400);
    expect((await call('sendMessage', { chat_id: anna.id, text: 'x', reply_parameters: { message_id: '4' } })).status).toBe(400);
    expect((await call('sendTelepathy')).status).toBe(404);
    expect(sim.violations).toHaveLength(5);
    expect(sim.sent(anna.id)).toEqual([]);
  });

  it('answers a message with a Message, and keeps the rules on length and emptiness', async () => {
    const anna = sim.person();
    expect((await call('sendMessage', { chat_id: anna.id, text: ' hi ' })).data).toMatchObject({ ok: true, result: { message_id: 1, text: 'hi', from: { is_bot: true }, chat: { id: anna.id, type: 'private' } } });
    expect((await call('sendMessage', { chat_id: anna.id, text: 'ż'.repeat(4096) })).status).toBe(200);
    expect((await call('sendMessage', { chat_id: anna.id, text: 'ż'.repeat(4097) })).data.description).toContain('too long');
    expect((await call('sendMessage', { chat_id: anna.id, text: ' \n ' })).data.description).toContain('empty');
    expect((await call('sendMessage', { chat_id: anna.id, text: 'x', reply_parameters: { message_id: 99 } })).data.description).toContain('replied not found');
    expect(sim.violations).toEqual([]);
  });

  it('knows its token', async () => {
    expect((await call('getMe', {}, '1:wrong')).data).toMatchObject({ ok: false, error_code: 401 });
    expect((await call('getMe', {}, 'nonsense')).data).toMatchObject({ ok: false, error_code: 404 });
    expect((await call('getme')).data).toMatchObject({ ok: true, result: { username: 'shop_bot' } });
  });

  it('hands updates out until an offset confirms them', async () => {
    const anna = sim.person();
    const [one, two] = [sim.userWrites(anna.id, 'one').update, sim.userWrites(anna.id, 'two').update];
    expect((await call('getUpdates')).data.result).toHaveLength(2);
    expect((await call('getUpdates', { limit: 1 })).data.result).toMatchObject([{ update_id: one.update_id }]);
    expect((await call('getUpdates', { offset: two.update_id })).data.result).toMatchObject([{ update_id: two.update_id }]);
    expect((await call('getUpdates', { offset: two.update_id + 1 })).data.result).toEqual([]);
    expect(sim.pendingUpdates).toBe(0);
  });

  it('answers a long poll as soon as somebody writes', async () => {
    const anna = sim.person();
    const waiting = call('getUpdates', { timeout: 30 });
    setTimeout(() => sim.userWrites(anna.id, 'now'), 30);
    expect((await waiting).data.result).toMatchObject([{ message: { text: 'now' } }]);
  });

  it('keeps reactions to itself unless they were asked for', async () => {
    const anna = sim.person();
    const { message } = sim.userWrites(anna.id, 'x');
    sim.userReacts(anna.id, message.message_id, { emojis: ['👍'] });
    expect((await call('getUpdates', { allowed_updates: ['message', 'message_reaction'] })).data.result).toHaveLength(1);
    sim.userReacts(anna.id, message.message_id, { emojis: ['❤'] });
    expect((await call('getUpdates')).data.result).toHaveLength(2);
  });

  it('fails on order, before or after it did what was asked', async () => {
    const anna = sim.person();
    sim.failNext({ method: 'sendMessage', status: 429, retryAfter: 3 });
    sim.failNext({ method: 'sendMessage', status: 500, afterAccepting: true });
    expect((await call('sendMessage', { chat_id: anna.id, text: 'a' })).data).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
    expect((await call('sendMessage', { chat_id: anna.id, text: 'b' })).status).toBe(500);
    expect((await call('sendMessage', { chat_id: anna.id, text: 'c' })).status).toBe(200);
    sim.failNext({ breaks: 'after-reading' });
    await expect(call('getMe')).rejects.toThrow();
    sim.failNext({ breaks: 'before-reading' });
    await expect(call('getMe')).rejects.toThrow();
    expect(sim.sent(anna.id).map(({ text }) => text)).toEqual(['b', 'c']);
  });

  it('makes no update that the Bot API does not know', () => {
    expect(() => sim.emit({ message: { message_id: 1, text: 'no chat' } })).toThrow(/chat is missing/);
    expect(() => sim.emit({ message: { message_id: 1, text: 'no chat' } }, { unchecked: true })).not.toThrow();
  });
});

describe('the simulated webhook', () => {
  let bot: Server;
  let seen: { text: string; secret: string | undefined }[];
  let answers: { status: number; retryAfter?: string }[];
  beforeEach(async () => {
    seen = [];
    answers = [];
    bot = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const { message } = JSON.parse(Buffer.concat(chunks).toString()) as { message: { text: string } }; // what the simulator posts
        seen.push({ text: message.text, secret: request.headers['x-telegram-bot-api-secret-token']?.toString() });
        const { status, retryAfter } = answers.shift() ?? { status: 200 };
        response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => bot.once('listening', resolve));
    const address = bot.address();
    await call('setWebhook', { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`, secret_token: 'a-secret' });
  });
  afterEach(async () => {
    bot.closeAllConnections();
    await new Promise((resolve) => bot.close(resolve));
  });

  it('posts with the secret, in the order of each chat, and again until it hears 2xx', async () => {
    const [anna, bob] = [sim.person(), sim.person()];
    answers = [{ status: 500 }];
    sim.userWrites(anna.id, 'a1');
    sim.userWrites(anna.id, 'a2');
    sim.userWrites(bob.id, 'b1');
    await sim.settled();
    expect(seen.filter(({ text }) => text === 'a1').length + seen.filter(({ text }) => text === 'b1').length).toBe(3);
    expect(seen.map(({ text }) => text).lastIndexOf('a1')).toBeLessThan(seen.map(({ text }) => text).indexOf('a2'));
    expect(new Set(seen.map(({ secret }) => secret))).toEqual(new Set(['a-secret']));
    expect(sim.webhookCalls.filter(({ status }) => status === 500)).toHaveLength(1);
    expect((await call('getWebhookInfo')).data.result).toMatchObject({ pending_update_count: 0, last_error_message: 'Wrong response from the webhook: 500' });
  });

  it('waits as long as the bot asks for', async () => {
    answers = [{ status: 503, retryAfter: '20' }];
    sim.userWrites(sim.person().id, 'later');
    await sim.settled();
    const [first, second] = sim.webhookCalls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(190);
  });

  it('refuses polling while it is set, and an address that is not https and not loopback', async () => {
    expect((await call('getUpdates')).status).toBe(409);
    expect((await call('setWebhook', { url: 'http://shop.example/' })).data.description).toContain('HTTPS');
    expect((await call('setWebhook', { url: 'https://shop.example/', secret_token: 'not allowed!' })).data.description).toContain('unallowed');
  });
});
