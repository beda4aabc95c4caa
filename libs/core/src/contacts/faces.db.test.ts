import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Files, openDatabase, type Database } from '@kontuar/platform';
import { factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { entities } from '../entities';
import { Faces } from './faces.service';

const workspace = '00000000-0000-7000-8000-000000000001';
let made: TestDatabase;
let client: Client;
let database: Database;
let root: string;
beforeAll(async () => {
  made = await createTestDatabase();
  client = new Client({ connectionString: made.url });
  await client.connect();
  database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'faces-test' });
  await client.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
  root = await mkdtemp(join(tmpdir(), 'kontuar-faces-'));
});
afterAll(async () => {
  await database.close();
  await client.end();
  await made.drop();
  await rm(root, { recursive: true, force: true });
});

it('leaves no picture behind that is let go of while somebody looks whether it is shown', async () => {
  const files = new Files(root);
  // Forgetting touches the files and the database alone.
  const faces = new Faces(database, undefined as never, files, undefined as never, undefined as never, undefined as never, undefined as never);
  const build = factories(async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[], workspace);
  const contact = await build.buildContact();
  const { key } = await files.put(Buffer.from('a face'));
  await client.query('UPDATE contacts SET avatar_key = $2 WHERE id = $1', [contact.id, key]);
  // On the list since a merge was undone, and shown by its owner all the same.
  await client.query('INSERT INTO forgotten_pictures (key) VALUES ($1)', [key]);

  await client.query('BEGIN');
  await client.query('UPDATE contacts SET avatar_key = NULL WHERE id = $1', [contact.id]);
  await faces.forget();
  await client.query('COMMIT');

  await faces.forget();
  expect(await files.size(key)).toBeUndefined();
  expect((await client.query('SELECT key FROM forgotten_pictures')).rows).toEqual([]);
});

it('asks nothing for a channel that is paused, and everything that waited once it goes on', async () => {
  const faces = new Faces(database, undefined as never, new Files(root), undefined as never, undefined as never, undefined as never, undefined as never);
  const build = factories(async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[], workspace);
  const channelId = await build.buildChannel();
  const contact = await build.buildContact();
  const { rows: [identity] } = await client.query<{ id: string }>(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, profile_due_at, profile_channel_id) VALUES (gen_random_uuid(), $1, $2, 'test', 'nameless', now() - interval '1 hour', $3) RETURNING id`, [workspace, contact.id, channelId]);
  await client.query('UPDATE channels SET paused = true WHERE id = $1', [channelId]);
  expect(await faces.sweep()).toEqual([]);
  // Also where the queue still knows of it: nobody takes it, and no attempt is lost.
  await faces.run(identity?.id ?? '');
  expect((await client.query('SELECT profile_attempts FROM identities WHERE id = $1', [identity?.id])).rows).toEqual([{ profile_attempts: 0 }]);
  await client.query('UPDATE channels SET paused = false WHERE id = $1', [channelId]);
  expect(await faces.sweep()).toEqual([identity?.id]);
});
