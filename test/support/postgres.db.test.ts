import { Client } from 'pg';
import { createTestDatabase } from './postgres';

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
