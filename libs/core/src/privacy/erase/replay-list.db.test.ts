import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Files, openDatabase, Secrets, type Database } from '@kontuar/platform';
import { factories } from '../../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/postgres';
import { entities } from '../../entities';
import { goneHash, goneKey, plainGoneHash, wordHash } from './gone-hash';
import { readList, REPLAY_LIST, type ReplayLine } from './replay';
import { ReplayList } from './replay-list';

const workspace = '00000000-0000-7000-8000-000000000001';
const secrets = new Secrets('the secret of this installation');
let made: TestDatabase;
let client: Client;
let database: Database;
let root: string;
let list: ReplayList;
let build: ReturnType<typeof factories>;
beforeAll(async () => {
  made = await createTestDatabase();
  client = new Client({ connectionString: made.url });
  await client.connect();
  database = await openDatabase({ url: made.url, poolSize: 3, entities, role: 'app', applicationName: 'replay-test' });
  await client.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
  root = await mkdtemp(join(tmpdir(), 'kontuar-replay-'));
  list = new ReplayList(database, new Files(root), secrets, { warn: () => undefined } as never);
  build = factories(async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[], workspace);
});
afterAll(async () => {
  await database.close();
  await client.end();
  await made.drop();
  await rm(root, { recursive: true, force: true });
});

const plain = (word: string): string => createHash('sha256').update(word).digest('hex');
let lines = 0;
const lineOf = (contactId: string, more: Partial<ReplayLine> = {}): ReplayLine => ({ id: `0198a000-0000-7000-8000-00000000f${String((lines += 1)).padStart(3, '0')}`, workspaceId: workspace, at: new Date().toISOString(), ground: 'art17-1-b', askedOn: '2026-11-01', contactIds: [contactId], hashes: [], ...more });
const begun = async (): Promise<string[]> => (await client.query<{ contact_id: string }>('SELECT contact_id FROM erasures WHERE replayed ORDER BY id')).rows.map((row) => row.contact_id);

it('erases again who is back after a database was restored alone, once, and follows no line that somebody else wrote', async () => {
  const [back, gone, foreign, another] = [(await build.buildContact()).id, '0198a000-0000-7000-8000-00000000dead', (await build.buildContact()).id, (await build.buildContact()).id];
  await list.add(lineOf(back));
  await list.add(lineOf(gone));
  const forged = new ReplayList(database, new Files(root), new Secrets('the secret of another installation'), { warn: () => undefined } as never);
  await forged.add(lineOf(foreign));
  await writeFile(join(root, REPLAY_LIST), `${await readFile(join(root, REPLAY_LIST), 'utf8')}${JSON.stringify(lineOf(another))}\nhalf a li`, 'utf8');
  await list.tend();
  expect(await begun()).toEqual([back]);
  // Carried out, but something that came later keeps the person: the next start does not begin anew.
  await client.query(`UPDATE erasures SET state = 'done'`);
  await list.tend();
  expect(await begun()).toEqual([back]);
});

it('puts what was kept without a key under it, in the database and in the list, and knows it still', async () => {
  const key = goneKey(secrets);
  const channel = await build.buildChannel();
  const { id } = await build.buildContact();
  const old = lineOf(id, { hashes: [plain('anna@example.com')] });
  await client.query(`INSERT INTO erasures (id, workspace_id, contact_id, contact_ids, ground, asked_on, state, identity_hashes) VALUES ($1, $2, $3, ARRAY[$3::uuid], 'art17-1-b', '2026-11-01', 'done', $4)`, [old.id, workspace, id, old.hashes]);
  for (const one of ['m1', 'm2']) await client.query('INSERT INTO erased_messages (workspace_id, channel_id, hash) VALUES ($1, $2, $3)', [workspace, channel, plainGoneHash(channel, one)]);
  // One that a worker of this version wrote meanwhile.
  await client.query('INSERT INTO erased_messages (workspace_id, channel_id, hash) VALUES ($1, $2, $3)', [workspace, channel, goneHash(key, channel, 'm2')]);
  await writeFile(join(root, REPLAY_LIST), `${JSON.stringify(old)}\n`, 'utf8');
  await list.tend();
  const hashes = async () => (await client.query<{ hash: string }>(`SELECT encode(hash, 'hex') AS hash FROM erased_messages WHERE channel_id = $1 ORDER BY 1`, [channel])).rows.map(({ hash }) => hash);
  const known = ['m1', 'm2'].map((one) => goneHash(key, channel, one).toString('hex')).sort();
  expect(await hashes()).toEqual(known);
  expect((await client.query('SELECT identity_hashes AS hashes FROM erasures WHERE id = $1', [old.id])).rows).toEqual([{ hashes: [wordHash(key, 'anna@example.com')] }]);
  const [line] = readList(await readFile(join(root, REPLAY_LIST), 'utf8')).entries;
  expect(line).toMatchObject({ id: old.id, hashes: [wordHash(key, 'anna@example.com')], mac: expect.any(String) as string });
  expect((await readFile(join(root, REPLAY_LIST), 'utf8')).includes(plain('anna@example.com'))).toBe(false);
  await list.tend();
  expect(await hashes()).toEqual(known);
});
