import { Client } from 'pg';
import { v7 } from 'uuid';
import { openDatabase, type Database, type Poke, type Queues } from '@kontuar/platform';
import { eventually } from '../../../../test/support/eventually';
import { factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { entities } from '../entities';
import { Deliveries, type DeliveryTarget } from './deliveries.service';

let made: TestDatabase;
let owner: Client;
let database: Database;
let targets: DeliveryTarget[];
let pokes: Poke[];
let deliveries: Deliveries;

beforeAll(async () => {
  made = await createTestDatabase();
  owner = new Client({ connectionString: made.url });
  await owner.connect();
  // One connection: whatever a statement leaves behind, the next one meets.
  database = await openDatabase({ url: made.url, poolSize: 1, entities, role: 'app', applicationName: 'deliveries-test' });
  targets = await Promise.all([v7(), v7()].map(async (workspaceId) => {
    await owner.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspaceId]);
    const build = factories(async <T>(text: string, values?: unknown[]) => (await owner.query(text, values)).rows as T[], workspaceId);
    return { workspaceId, channelId: await build.buildChannel() };
  }));
});
afterAll(async () => {
  await database.close();
  await owner.end();
  await made.drop();
});
beforeEach(async () => {
  await owner.query('DELETE FROM deliveries');
  pokes = [];
  deliveries = new Deliveries(database, { poke: (_queue: string, poke: Poke) => { pokes.push(poke); } } as Queues);
});
afterEach(() => { deliveries.onApplicationShutdown(); });

const update = (id: number) => ({ externalId: String(id), contentType: 'application/json', body: Buffer.from(`{"update_id":${id}}`), meta: { id } });
const kept = async () => (await owner.query('SELECT workspace_id, channel_id, external_id, content_type, body, meta, state FROM deliveries ORDER BY channel_id, external_id::int')).rows as Record<string, unknown>[];

it('keeps what comes for several workspaces at once, byte for byte, each in its own', async () => {
  await Promise.all(targets.map((target, at) => deliveries.store(target, [update(at)])));
  expect(await kept()).toEqual(targets.map(({ workspaceId, channelId }, at) => ({
    workspace_id: workspaceId, channel_id: channelId, external_id: String(at), content_type: 'application/json', body: update(at).body, meta: { id: at }, state: 'received',
  })).sort((one, other) => (one.channel_id < other.channel_id ? -1 : 1)));
});

it('keeps the same delivery once, in one batch and in the next', async () => {
  const [target] = targets as [DeliveryTarget];
  await Promise.all(Array.from({ length: 20 }, () => deliveries.store(target, [update(1)])));
  await deliveries.store(target, [update(1), update(2)]);
  expect((await kept()).map((row) => row['external_id'])).toEqual(['1', '2']);
});

it('leaves the connection without sight of any workspace', async () => {
  const [target] = targets as [DeliveryTarget];
  await deliveries.store(target, [update(1)]);
  expect(await database.source.query('SELECT id FROM deliveries')).toEqual([]);
  await database.inWorkspace(v7(), async (tx) => { expect(await tx.query('SELECT id FROM deliveries')).toEqual([]); });
});

it('is refused by the table when an insert for all forgets to ask for its scope', async () => {
  const [{ workspaceId, channelId }] = targets as [DeliveryTarget];
  await expect(database.insertAsSystem(`INSERT INTO deliveries (id, workspace_id, channel_id, dedupe_key, content_type, body) SELECT $1, $2, $3, 'x', 'x', ''`, [v7(), workspaceId, channelId])).rejects.toThrow('row-level security');
});

it('tells everyone in a batch that could not be kept, and keeps the next', async () => {
  const [target] = targets as [DeliveryTarget];
  const nowhere = { workspaceId: target.workspaceId, channelId: v7() };
  const answers = await Promise.allSettled([deliveries.store(target, [update(1)]), deliveries.store(nowhere, [update(2)])]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await kept()).toEqual([]);
  await deliveries.store(target, [update(3)]);
  expect(await kept()).toHaveLength(1);
});

it('pokes at once for a quiet channel, a few times for a burst, and once more after its end', async () => {
  const [target] = targets as [DeliveryTarget];
  await deliveries.store(target, [update(0)]);
  expect(pokes).toEqual([{ channelId: target.channelId }]);
  for (let at = 1; at <= 50; at++) deliveries.poke(target.channelId);
  expect(pokes).toHaveLength(1);
  await eventually(() => { expect(pokes).toHaveLength(2); });
  // Each channel has a pace of its own.
  deliveries.poke(targets[1]?.channelId as string);
  expect(pokes).toHaveLength(3);
});
