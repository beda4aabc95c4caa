import { Client } from 'pg';
import { createTestDatabase } from '../../../../test/support/postgres';
import { learnt, lookedThrough, nothingOfPeople, personData } from './person-data';
import { bound } from './sets';

/** Whoever makes a table decides what the erasure and the export of a person do with it, or people stay behind in it. */
describe('the register of what is held of people', () => {
  let client: Client;
  let end: () => Promise<void>;
  beforeAll(async () => {
    const made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    end = async () => { await client.end(); await made.drop(); };
  });
  afterAll(() => end());

  it('names every table once', async () => {
    const { rows } = await client.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`);
    const named = [...personData.map(({ table }) => table), ...[lookedThrough, learnt, nothingOfPeople].flatMap((part) => Object.keys(part))];
    expect(named.filter((name, at) => named.indexOf(name) !== at)).toEqual([]);
    expect(rows.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
  });

  it('calls no table free of people that refers to one', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT DISTINCT c.conrelid::regclass::text AS name FROM pg_constraint c WHERE c.contype = 'f' AND c.confrelid IN ('contacts'::regclass, 'identities'::regclass, 'conversations'::regclass, 'messages'::regclass)
       UNION SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('contact_id', 'identity_id', 'conversation_id', 'message_id') AND table_name NOT IN ('events', 'erasures')`);
    expect(rows.map(({ name }) => name).filter((name) => nothingOfPeople[name] !== undefined)).toEqual([]);
  });

  it.each(personData.map((holding) => [holding.table, holding] as const))('finds the rows of a person in %s, and their columns', async (_table, holding) => {
    const sets = { contacts: ['0198a000-0000-7000-8000-000000000001'], identities: [], conversations: [], cases: [] };
    const { sql, parameters } = bound(`SELECT ${(holding.exported ?? ['1']).map((column) => (column === '1' ? '1' : `r.${column}`)).join(', ')} FROM ${holding.table} r WHERE ${holding.rows}`, sets);
    await expect(client.query(sql, parameters)).resolves.toMatchObject({ rowCount: 0 });
    expect(holding.erased === 'blank').toBe(holding.set !== undefined);
    if (holding.set === undefined) return;
    const blank = bound(`UPDATE ${holding.table} r SET ${holding.set} WHERE ${holding.rows}`, sets);
    await expect(client.query(blank.sql, blank.parameters)).resolves.toMatchObject({ rowCount: 0 });
  });
});
