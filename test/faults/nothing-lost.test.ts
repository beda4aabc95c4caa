import type { ConversationView, Page } from '@kontuar/contract';
import { telegramSettings, webhookSecret } from '../../libs/connectors/src/telegram/telegram.settings';
import { expectAllStored, expectSentOnce, storedMessages, type Written } from '../support/checker';
import { eventually } from '../support/eventually';
import { startStandalone, type Standalone } from '../support/processes';
import { askDatabase, ownerEnvironment, ProductClient } from '../support/product-client';
import { startTelegram } from '../platforms/telegram/simulator';

const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));

describe.each(['postgres', 'redis'] as const)('with the queue on %s, whatever breaks', (backend) => {
  let product: Standalone;
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let client: ProductClient;
  let channelId: string;
  const written: Written[] = [];
  const databaseUrl = () => product.databaseUrl as string;

  beforeAll(async () => {
    product = await startStandalone({ backend, env: ownerEnvironment });
    telegram = await startTelegram();
    client = await ProductClient.signIn(product.url);
    channelId = (await client.addTelegram(telegram)).id;
  });
  afterAll(async () => {
    await product.stop();
    await telegram.close();
  });

  /** Customers write while `disturb` goes on; each line is unique. */
  const flood = async (name: string, disturb: () => Promise<void>, people = 8, lines = 12) => {
    const writers = Array.from({ length: people }, (_, index) => ({ person: telegram.person({ first_name: `${name} ${index}` }), texts: [] as string[] }));
    written.push(...writers.map(({ person, texts }) => ({ author: person.first_name as string, texts })));
    const disturbed = disturb();
    for (let line = 0; line < lines; line++) {
      for (const { person, texts } of writers) {
        const text = `${name} ${person.id} line ${line}`;
        texts.push(text);
        telegram.userWrites(person.id, text);
      }
      await pause(25);
    }
    await disturbed;
    return writers;
  };
  const everythingStored = () => eventually(async () => { expectAllStored(written, await storedMessages(databaseUrl())); }, 40_000);

  it('keeps every message when it is killed in the middle of reading', async () => {
    await flood('killed', async () => {
      // The second kill falls into what the first left over, which lies in the tables with any queue.
      for (let times = 0; times < (backend === 'redis' ? 1 : 2); times++) {
        await pause(120);
        await product.kill9();
        await product.start();
      }
    });
    await everythingStored();
  }, 120_000);

  it('sends nothing twice and forgets nothing when it is killed in the middle of sending', async () => {
    const { items } = await client.call<Page<ConversationView>>('GET', '/conversations?limit=8');
    const replies = items.flatMap((conversation) => [1, 2, 3].map((n) => ({ conversation, text: `answer ${n} to ${conversation.number}` })));
    // The platform takes its time, so that the kill falls into the sending.
    telegram.failNext({ method: 'sendMessage', afterAccepting: true, status: 500, delayMs: 5000, times: 2 });
    const posting = Promise.all(items.map(async (conversation) => {
      for (const reply of replies.filter((one) => one.conversation === conversation)) await client.reply(conversation.id, reply.text, reply.text);
    }));
    // Accepted by the platform, not yet answered: the worst moment.
    await eventually(() => { expect(items.flatMap((conversation) => telegram.sent(Number(conversationChat(conversation))))).not.toEqual([]); });
    await product.kill9();
    await product.start();
    await posting;
    await eventually(async () => {
      const stored = await storedMessages(databaseUrl());
      expect(stored.filter((message) => message.status === 'queued' || message.status === 'sending')).toEqual([]);
      expect(new Set(stored.filter((message) => message.direction === 'out').map((message) => message.text))).toEqual(new Set(replies.map((reply) => reply.text)));
    }, 60_000);
    const arrived = items.flatMap((conversation) => telegram.sent(Number(conversationChat(conversation))).map((message) => message.text ?? ''));
    const stored = await storedMessages(databaseUrl());
    expectSentOnce(stored, arrived);
    expect(stored.some((message) => message.status === 'unknown')).toBe(true);
    // In each conversation what arrived arrived in order.
    for (const conversation of items) {
      const own = telegram.sent(Number(conversationChat(conversation))).map((message) => message.text ?? '');
      expect(own).toEqual([...own].sort());
    }
  }, 150_000);

  /** Names of the flood end in an index; the chat id is in every line. */
  const conversationChat = (conversation: ConversationView): string => /killed (\d+) line/.exec(conversation.preview.text)?.[1] ?? '';

  it('keeps every message when the database throws it out again and again', async () => {
    await flood('thrown-out', async () => {
      // Often and at uneven moments: each moment in the life of a connection is one to be thrown out in.
      for (let times = 0; times < 20; times++) {
        await pause(20 + 7 * (times % 9));
        await askDatabase(databaseUrl(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`);
      }
    });
    await everythingStored();
    expect((await fetch(`${product.url}/health/ready`)).status).toBe(200);
  }, 90_000);

  if (backend === 'redis') {
    it('keeps every message when Redis forgets everything, and when it restarts', async () => {
      await flood('forgotten', async () => {
        await pause(100);
        await product.redis?.flush();
        await pause(100);
        await product.redis?.kill9();
        await pause(600);
        await product.redis?.restart();
        await pause(100);
        await product.redis?.flush();
      });
      await everythingStored();
    }, 90_000);
  }

  it('takes a webhook once, however often and however parallel it comes, and in any order', async () => {
    const secret = webhookSecret(telegramSettings.parse({ token: telegram.token, apiRoot: telegram.apiRoot }));
    const chat = { id: 990_000 + Number(backend === 'redis'), type: 'private', first_name: 'Parallel' };
    const update = (n: number) => ({ update_id: 5_000_000 + n, message: { message_id: n, date: 1_790_000_000 + n, chat, from: { ...chat, is_bot: false }, text: `parallel ${n}` } });
    const post = (body: unknown, header = secret) => fetch(`${product.url}/hooks/telegram/${channelId}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': header }, body: typeof body === 'string' ? body : JSON.stringify(body) });

    const answers = await Promise.all([1, 2, 3, 4, 5].flatMap((n) => Array.from({ length: 6 }, () => post(update(n)))));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    await eventually(async () => {
      const texts = (await storedMessages(databaseUrl())).filter((message) => message.author_name === 'Parallel').map((message) => message.text);
      expect([...texts].sort()).toEqual([1, 2, 3, 4, 5].map((n) => `parallel ${n}`));
    });

    // An edit that overtakes its message, twice, and an older edit that comes last.
    const edit = (text: string, at: number, n: number) => ({ update_id: 5_001_000 + n, edited_message: { message_id: 77, date: 1_790_000_100, edit_date: at, chat, from: { ...chat, is_bot: false }, text } });
    await post(edit('second version', 1_790_000_300, 1));
    await post(edit('second version', 1_790_000_300, 1));
    await post({ update_id: 5_001_010, message: { message_id: 77, date: 1_790_000_100, chat, from: { ...chat, is_bot: false }, text: 'original' } });
    await post(edit('first version', 1_790_000_200, 2));
    await eventually(async () => {
      const texts = (await storedMessages(databaseUrl())).filter((message) => message.author_name === 'Parallel').map((message) => message.text);
      expect(texts.slice(5)).toEqual(['second version']);
      const [{ waiting } = { waiting: 1 }] = await askDatabase<{ waiting: number }>(databaseUrl(), `SELECT count(*)::int AS waiting FROM deliveries WHERE state = 'received'`);
      expect(waiting).toBe(0);
    });

    const before = await askDatabase<{ n: number }>(databaseUrl(), `SELECT count(*)::int AS n FROM deliveries`);
    expect((await post(update(9), 'wrong')).status).toBe(401);
    expect((await post('{"update_id":')).status).toBe(400);
    expect((await post(JSON.stringify({ update_id: 1, filler: 'x'.repeat(40 * 1024 * 1024) }))).status).toBe(413);
    expect(await askDatabase<{ n: number }>(databaseUrl(), `SELECT count(*)::int AS n FROM deliveries`)).toEqual(before);
    written.push({ author: 'Parallel', texts: (await storedMessages(databaseUrl())).filter((message) => message.author_name === 'Parallel').map((message) => message.text) });
  }, 60_000);

  it('stops when asked, finishing what is under way', async () => {
    await flood('stopped', async () => {
      await pause(150);
      expect(await product.terminate()).toBe(0);
      await product.start();
    });
    await everythingStored();
  }, 90_000);
});
