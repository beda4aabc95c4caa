import { Client } from 'pg';
import { createTestDatabase, startTestServer } from './postgres';

it('gives each caller a database of its own that can be dropped while a connection is open', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(first.name).not.toBe(second.name);
  const client = new Client({ connectionString: first.url });
  // Dropping ends the connection from the other side; that is what this test is about.
  client.on('error', () => undefined);
  await client.connect();
  expect((await client.query<{ name: string }>('SELECT current_database() AS name')).rows[0]?.name).toBe(first.name);
  await Promise.all([first.drop(), second.drop()]);
  await expect(client.query('SELECT 1')).rejects.toThrow();
});

it.each(['fast', 'immediate'] as const)('restarts a server of its own (%s) with its data', async (how) => {
  const server = await startTestServer();
  try {
    const ask = async (sql: string): Promise<unknown[]> => {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      try {
        return (await client.query(sql)).rows as unknown[];
      } finally {
        await client.end();
      }
    };
    await ask('CREATE TABLE kept AS SELECT 7 AS n');
    await server.restart(how);
    expect(await ask('SELECT n FROM kept')).toEqual([{ n: 7 }]);
  } finally {
    await server.drop();
  }
});
