import type { ConversationView, Page } from '@kontuar/contract';
import { telegramSettings, webhookSecret } from '../../libs/connectors/src/telegram/telegram.settings';
import { expectAllStored, expectSentOnce, storedMessages, type Written } from '../support/checker';
import { eventually } from '../support/eventually';
import { startTestServer, type TestServer } from '../support/postgres';
import { startSplit, type ProductProcess, type Split } from '../support/processes';
import { askDatabase, ownerEnvironment, ProductClient } from '../support/product-client';
import { startTelegram } from '../platforms/telegram/simulator';

const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));
const people = 6;
const lines = 40;

describe('api and worker apart, when PostgreSQL itself is restarted under load', () => {
  let server: TestServer;
  let split: Split;
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let client: ProductClient;
  let channelId: string;
  let updates = 7_000_000;
  const written: Written[] = [];
  const arrived: string[] = [];
  const all = (): ProductProcess[] => [...split.apis, ...split.workers];

  beforeAll(async () => {
    server = await startTestServer();
    split = await startSplit({ database: { url: server.url }, env: ownerEnvironment });
    telegram = await startTelegram();
    client = await ProductClient.signIn((split.apis[0] as ProductProcess).url);
    channelId = (await client.addTelegram(telegram)).id;
  }, 90_000);
  afterAll(async () => {
    await split.stop();
    await telegram.close();
    await server.drop();
  });

  /** As the platform does: the same update until it is thanked for, and only then the next one of that chat. Answers how often it was refused. */
  const deliver = async (person: { id: number; first_name: string }, text: string, line: number): Promise<number> => {
    updates += 1;
    const chat = { id: person.id, type: 'private', first_name: person.first_name };
    // Far from the ids that the simulator gives to what we send into the same chat.
    const update = JSON.stringify({ update_id: updates, message: { message_id: 1_000_000 + line, date: 1_790_000_000 + line, chat, from: { ...chat, is_bot: false }, text } });
    const secret = webhookSecret(telegramSettings.parse({ token: telegram.token, apiRoot: telegram.apiRoot }));
    for (let refused = 0; ; refused += 1) {
      const status = await fetch(`${client.url}/hooks/telegram/${channelId}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }, body: update }).then((answer) => answer.status, () => 0);
      if (status === 200) return refused;
      if (refused > 600) throw new Error(`never taken, at last ${status}`);
      await pause(50);
    }
  };

  it.each(['fast', 'immediate'] as const)('loses nothing, doubles nothing and keeps the order when it is restarted “%s”, twice', async (how) => {
    const pids = await Promise.all(all().map((process) => process.pid()));
    const writers = Array.from({ length: people }, (_, index) => ({ person: { id: telegram.person({ first_name: `${how} ${index}` }).id, first_name: `${how} ${index}` }, texts: [] as string[] }));
    written.push(...writers.map(({ person, texts }) => ({ author: person.first_name, texts })));
    let refused = 0;
    const flowing = Promise.all(writers.map(async ({ person, texts }) => {
      for (let line = 0; line < lines; line += 1) {
        const text = `${how} ${person.id} line ${line}`;
        texts.push(text);
        refused += await deliver(person, text, line);
        await pause(30);
      }
    }));

    await eventually(async () => { expect((await storedMessages(server.url)).filter((message) => message.author_name.startsWith(how)).length).toBeGreaterThan(people); }, 20_000);
    const { items } = await client.call<Page<ConversationView>>('GET', '/conversations?view=all&limit=100');
    const own = items.filter((conversation) => conversation.contact.name.startsWith(how));
    const answering = Promise.all(own.map(async (conversation) => {
      for (let n = 0; n < 4; n += 1) {
        const text = `answer ${n} to ${conversation.contact.name}`;
        await client.reply(conversation.id, text, text);
        await pause(150);
      }
    }));
    for (let times = 0; times < 2; times += 1) {
      await server.restart(how);
      await pause(700);
    }
    await flowing;
    await answering;

    await eventually(async () => {
      const stored = await storedMessages(server.url);
      expectAllStored(written, stored);
      expect(stored.filter((message) => message.status === 'queued' || message.status === 'sending')).toEqual([]);
      expect(await askDatabase(server.url, `SELECT state, error FROM deliveries WHERE state NOT IN ('done', 'ignored')`)).toEqual([]);
    }, 60_000);
    const sent = writers.map(({ person }) => telegram.sent(person.id).map((message) => message.text ?? ''));
    // Each conversation's answers left in their order.
    for (const texts of sent) expect(texts).toEqual([...texts].sort());
    arrived.push(...sent.flat());
    const stored = await storedMessages(server.url);
    expectSentOnce(stored, arrived);
    expect(stored.filter((message) => message.direction === 'out' && message.text.includes(`to ${how}`))).toHaveLength(4 * own.length);
    expect(own).toHaveLength(people);
    // It did fall into the load, and nobody died of it.
    expect(refused).toBeGreaterThan(0);
    expect(await Promise.all(all().map((process) => process.pid()))).toEqual(pids);
    for (const pid of pids) expect(() => process.kill(pid, 0)).not.toThrow();
    expect((await fetch(`${client.url}/health/ready`)).status).toBe(200);
  }, 150_000);
});
