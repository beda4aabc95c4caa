import type { ConversationView, CrisisRoom, CrisisView, Page } from '@kontuar/contract';
import { startTelegram } from '../platforms/telegram/simulator';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { startStandalone, type Standalone } from '../support/processes';
import { factories } from '../support/factories';
import { openCases, warnings } from '../support/open-cases';
import { askDatabase, ownerEnvironment, ProductClient } from '../support/product-client';

const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));
const PEOPLE = 12;

describe.each(backends)('what comes to its time, with the queue on $backend', ({ redis, anyQueue }) => {
  let product: Standalone;
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let client: ProductClient;
  let people: ReturnType<(typeof telegram)['person']>[];

  beforeAll(async () => {
    product = await startStandalone({ backend: redis ? 'redis' : 'postgres', env: ownerEnvironment });
    telegram = await startTelegram();
    client = await ProductClient.signIn(product.url);
    await client.addTelegram(telegram);
  });
  afterAll(async () => {
    await product.stop();
    await telegram.close();
  });

  it('leaves once as an answer that was planned, however often the product is killed around its time', async () => {
    people = Array.from({ length: PEOPLE }, (_, index) => telegram.person({ first_name: `Planned ${index}` }));
    for (const person of people) telegram.userWrites(person.id, `Question of ${person.id}`);
    const conversations = await eventually(async () => {
      const { items } = await client.call<Page<ConversationView>>('GET', '/conversations?limit=50');
      expect(items).toHaveLength(PEOPLE);
      return items;
    }, 20_000);
    const dueAt = Date.now() + 3000;
    // A tenth of a second apart, so that some leave before each kill, some in it and some after.
    await Promise.all(conversations.map((conversation, index) =>
      client.call('POST', `/conversations/${conversation.id}/messages`, { clientId: `planned-${conversation.number}`, text: `Planned for ${conversation.number}`, sendAt: new Date(dueAt + index * 100).toISOString() })));
    // What is left over lies in the tables: with Redis it is shown once that what it carried is found again.
    for (const after of redis ? [400] : [100, 700]) {
      await pause(Math.max(0, dueAt + after - Date.now()));
      await product.kill9();
      await product.start();
    }
    const states = () => askDatabase<{ state: string; status: string | null; text: string }>(product.databaseUrl as string, `SELECT p.state, m.status, p.text FROM planned_answers p LEFT JOIN messages m ON m.id = p.message_id`);
    await eventually(async () => {
      const all = await states();
      expect(all).toHaveLength(PEOPLE);
      expect(all.filter(({ state, status }) => state !== 'released' || status === 'queued' || status === 'sending')).toEqual([]);
    }, 60_000);
    const doubles = await askDatabase(product.databaseUrl as string, `SELECT text, count(*) FROM messages WHERE direction = 'out' AND kind = 'message' GROUP BY text HAVING count(*) > 1`);
    expect(doubles).toEqual([]);
    // Nobody got it twice; what the kill fell into is shown as uncertain, never sent again by itself.
    const arrived = people.flatMap((person) => telegram.sent(person.id).map(({ text }) => text));
    expect(new Set(arrived).size).toBe(arrived.length);
    const unknown = (await states()).filter(({ status }) => status === 'unknown').length;
    expect(arrived.length + unknown).toBeGreaterThanOrEqual(PEOPLE);
  }, 150_000);

  // Nothing of it rests on the queue.
  anyQueue('lets nothing leave after crisis mode was switched on, though it is killed before any of it is written down as held', async () => {
    const { items } = await client.call<Page<ConversationView>>('GET', '/conversations?limit=50');
    const arrived = () => people.flatMap((person) => telegram.sent(person.id)).length;
    const before = arrived();
    const dueAt = Date.now() + 2500;
    await Promise.all(items.map(({ id, number }, index) => client.call('POST', `/conversations/${id}/messages`, { clientId: `crisis-${number}`, text: `Party for ${number}`, sendAt: new Date(dueAt + index * 50).toISOString() })));
    const crisis = await client.call<CrisisView>('POST', '/crises', { reason: 'Fire in the depot' });
    await product.kill9();
    await pause(Math.max(0, dueAt + 200 - Date.now()));
    // Once more while it finds what came to its time.
    await product.start();
    await product.kill9();
    await product.start();
    await eventually(async () => { expect((await client.call<CrisisRoom>('GET', `/crises/${crisis.id}`)).held).toEqual({ due: PEOPLE, coming: 0 }); }, 20_000);
    await client.call('POST', `/crises/${crisis.id}/end`, {});
    expect((await client.call<CrisisRoom>('GET', `/crises/${crisis.id}`)).held).toEqual({ due: PEOPLE, coming: 0 });
    expect(arrived()).toBe(before);
  }, 90_000);

  it('warns of a claim once: at its moment, and at once after a restart where the product was dead in it', async () => {
    const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => askDatabase<T>(product.databaseUrl as string, text, values);
    const [{ id: workspaceId }] = (await sql<{ id: string }>('SELECT id FROM workspaces')) as [{ id: string }];
    const build = factories(sql, workspaceId);
    const channelId = await build.buildChannel();
    // A few at their moment with everything running, and a crowd in whose moment nobody is there.
    const alive = new Date(Date.now() + 2500);
    await openCases(sql, build, { workspaceId, channelId, count: 5, warnAt: alive });
    const warned = async () => (await warnings(sql)).filter((each) => each.warned > 0);
    const seenAt = await eventually(async () => {
      expect(await warned()).toHaveLength(5);
      return Date.now();
    }, 10_000);
    expect(seenAt - alive.getTime()).toBeLessThan(8_000);
    expect(Math.min(...(await warned()).map(({ first }) => (first as Date).getTime()))).toBeGreaterThanOrEqual(alive.getTime());

    const missed = new Date(Date.now() + 1500);
    await openCases(sql, build, { workspaceId, channelId, count: 300, warnAt: missed });
    await pause(missed.getTime() - Date.now() - 40);
    await product.kill9();
    await product.redis?.flush();
    await pause(200);
    expect(await warned()).toHaveLength(5);
    await product.start();
    const ready = Date.now();
    await eventually(async () => { expect(await warned()).toHaveLength(305); }, 10_000);
    expect(Date.now() - ready).toBeLessThan(10_000);
    // Killed again while it tells, it tells none twice: what it told is a row, with any queue.
    if (!redis) {
      await product.kill9();
      await product.start();
      await pause(2500);
    }
    expect((await warnings(sql)).filter((each) => each.warned !== 1)).toEqual([]);
    const told = await sql<{ kind: string; n: number }>(`SELECT data->>'kind' AS kind, count(*)::int AS n FROM events WHERE type = 'notification' AND data->>'kind' LIKE 'case-%' GROUP BY 1`);
    expect(told).toEqual([{ kind: 'case-due', n: 305 }]);
  }, 90_000);

  // The clock of the two above: with Redis they have shown that it is set, lost and found.
  anyQueue('says that a promised time is over once: at its moment, and at once after a restart where the product was dead in it', async () => {
    const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => askDatabase<T>(product.databaseUrl as string, text, values);
    const [{ id: workspaceId }] = (await sql<{ id: string }>('SELECT id FROM workspaces')) as [{ id: string }];
    const build = factories(sql, workspaceId);
    const channelId = await build.buildChannel();
    await client.call('POST', '/sla/policies', { name: 'Minute', filter: { by: 'channel', is: 'any', of: [channelId] }, firstReply: 1, escalations: [{ after: 0, act: 'notify', to: 'owner' }] });
    // Words that the platform took so long ago that their minute is over at that moment; the history speaks of each.
    const promise = async (count: number, over: Date) => {
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) {
        const conversation = await build.buildConversation({ channelId });
        const message = await build.buildMessage({ conversation });
        await sql('UPDATE messages SET at = $2 WHERE id = $1', [message.id, new Date(over.getTime() - 60_000).toISOString()]);
        ids.push(conversation.id);
      }
      await sql(`INSERT INTO events (id, workspace_id, type, actor_kind, conversation_id, data) SELECT gen_random_uuid(), $1, 'conversation.created', 'system', c, '{}' FROM unnest($2::uuid[]) c`, [workspaceId, ids]);
      return ids;
    };
    const broken = (ids: string[]) => sql<{ id: string; n: number; first: Date }>(`SELECT conversation_id AS id, count(*)::int AS n, min(at) AS first FROM events WHERE type = 'sla.broken' AND conversation_id = ANY($1::uuid[]) GROUP BY 1`, [ids]);
    const promised = (ids: string[]) => eventually(async () => { expect(await sql('SELECT 1 FROM conversations WHERE id = ANY($1::uuid[]) AND due_at IS NOT NULL', [ids])).toHaveLength(ids.length); }, 10_000);
    const alive = new Date(Date.now() + 6000);
    const few = await promise(5, alive);
    await promised(few);
    const seen = await eventually(async () => {
      const all = await broken(few);
      expect(all).toHaveLength(5);
      return all;
    }, 15_000);
    expect(Math.max(...seen.map(({ first }) => first.getTime())) - alive.getTime()).toBeLessThan(8_000);
    expect(Math.min(...seen.map(({ first }) => first.getTime()))).toBeGreaterThanOrEqual(alive.getTime());

    const missed = new Date(Date.now() + 8000);
    const crowd = await promise(60, missed);
    await promised(crowd);
    await pause(missed.getTime() - Date.now() - 100);
    await product.kill9();
    await pause(300);
    await product.start();
    const ready = Date.now();
    await eventually(async () => { expect(await broken(crowd)).toHaveLength(60); }, 10_000);
    expect(Date.now() - ready).toBeLessThan(10_000);
    await product.kill9();
    await product.start();
    await pause(1500);
    expect((await broken([...few, ...crowd])).filter(({ n }) => n !== 1)).toEqual([]);
  }, 90_000);
});
