import { Client } from 'pg';
import { openDatabase, type Database } from '@kontuar/platform';
import { eventually } from '../../../../test/support/eventually';
import { factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { entities } from '../entities';
import { surveysAfter } from './plan-surveys';

const workspace = '00000000-0000-7000-8000-000000000001';
let made: TestDatabase;
let client: Client;
let database: Database;
const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];
beforeAll(async () => {
  made = await createTestDatabase();
  client = new Client({ connectionString: made.url });
  await client.connect();
  database = await openDatabase({ url: made.url, poolSize: 3, entities, role: 'app', applicationName: 'surveys-test' });
  await sql(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
});
afterAll(async () => {
  await database.close();
  await client.end();
  await made.drop();
});

it('shows one card to a person whose two chats are resolved in the same moment', async () => {
  const build = factories(sql, workspace);
  const channelId = await build.buildChannel();
  await sql(`UPDATE channels SET settings = '{"askRating": true}' WHERE id = $1`, [channelId]);
  const contact = await build.buildContact();
  const [one, other] = [await build.buildConversation({ channelId, contact, state: 'resolved' }), await build.buildConversation({ channelId, contact, state: 'resolved' })];
  await sql('UPDATE conversations SET first_reply_at = now()');

  const signal = () => { let give = (): void => undefined; return { given: new Promise<void>((resolve) => { give = resolve; }), give: () => { give(); } }; };
  const [planned, gate] = [signal(), signal()];
  const first = database.inWorkspace(workspace, async (tx) => {
    await surveysAfter(tx, { resolved: [one.id], reopened: [], quietly: false });
    planned.give();
    await gate.given;
  });
  await planned.given;
  let isOver = false;
  const second = database.inWorkspace(workspace, (tx) => surveysAfter(tx, { resolved: [other.id], reopened: [], quietly: false })).then(() => { isOver = true; });
  // It waits for the first, or did not look.
  await eventually(async () => expect(isOver || (await sql(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'surveys-test' AND wait_event_type = 'Lock'`)).length === 1).toBe(true));
  gate.give();
  await Promise.all([first, second]);
  expect(await sql('SELECT conversation_id, state FROM surveys')).toEqual([{ conversation_id: one.id, state: 'asked' }]);
});
