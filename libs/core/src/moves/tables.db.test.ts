import { Client } from 'pg';
import { createTestDatabase } from '../../../../test/support/postgres';
import { tables } from './goes-along';

/** Whoever makes a table that names a conversation decides what a merge does to its rows, or a merge loses them. */
it('knows of every table that names a conversation what becomes of its rows in a merge', async () => {
  const made = await createTestDatabase();
  const client = new Client({ connectionString: made.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ table_name: string }>(`SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'conversation_id'`);
    expect(rows.map((row) => row.table_name).filter((name) => tables[name] === undefined)).toEqual([]);
  } finally {
    await client.end();
    await made.drop();
  }
});
