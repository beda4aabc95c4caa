import { Client } from 'pg';
import { eventually } from '../../../test/support/eventually';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres';
import { openLog } from './log';
import { Queues, type Poke } from './queues';

const names = Array.from({ length: 20 }, (_, index) => `errand-${index}`);

describe('queues in PostgreSQL', () => {
  let database: TestDatabase;
  let administrator: Client;
  let producer: Queues;
  let consumer: Queues;
  const heard: { name: string; poke: Poke }[] = [];

  const connections = async (): Promise<number> => {
    const { rows } = await administrator.query<{ n: number }>('SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()', [database.name]);
    return rows[0]?.n ?? 0;
  };
  /** Late enough to go over the database instead of within the process. */
  const pokeAll = (round: string) => { for (const name of names) producer.poke(name, { round }, 50); };
  const heardIn = (round: string) => new Set(heard.filter(({ poke }) => poke['round'] === round).map(({ name }) => name));
  const heardAll = (round: string) => eventually(async () => { expect([...heardIn(round)].sort()).toEqual([...names].sort()); }, 10_000);

  beforeAll(async () => {
    database = await createTestDatabase();
    administrator = new Client({ connectionString: database.url });
    await administrator.connect();
    const source = { databaseUrl: database.url, log: openLog('silent', 'test') };
    producer = new Queues(source);
    consumer = new Queues(source);
    for (const name of names) consumer.handle(name, 2, async (poke) => { heard.push({ name, poke }); });
  });
  afterAll(async () => {
    await Promise.all([producer.close(), consumer.close()]);
    await administrator.end();
    await database.drop();
  });

  it('share a few connections, however many queues there are', async () => {
    pokeAll('first');
    await heardAll('first');
    // Four to ask and one to wait on, for each of the two.
    expect(await connections()).toBeLessThanOrEqual(10);
  });

  it('go on after all of their connections were lost', async () => {
    await administrator.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()', [database.name]);
    // A poke may fall into the loss itself, which sweepers make good: as they do, those that were not heard are poked once more.
    await eventually(async () => {
      for (const name of names) if (!heardIn('second').has(name)) producer.poke(name, { round: 'second' }, 50);
      await new Promise((wait) => setTimeout(wait, 500));
      expect([...heardIn('second')].sort()).toEqual([...names].sort());
    }, 30_000);
    // From then on each arrives that is poked once.
    pokeAll('third');
    await heardAll('third');
  });

  it('leave no connection behind when they close', async () => {
    await Promise.all([producer.close(), consumer.close()]);
    await eventually(async () => { expect(await connections()).toBe(0); }, 5_000);
  });
});
