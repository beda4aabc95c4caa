import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres';
import { BUSY, openDatabase, type Database, type Tx } from './database';
import { prepared } from './statements';

let made: TestDatabase;
let database: Database;
const workspace = '00000000-0000-7000-8000-000000000001';

beforeAll(async () => {
  made = await createTestDatabase();
  database = await openDatabase({ url: made.url, poolSize: 1, entities: [], role: 'app', applicationName: 'database-test' });
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

const scope = (tx: { query<T>(sql: string): Promise<T[]> }) => tx.query<{ workspace: string; system: boolean }>('SELECT kontuar_workspace() AS workspace, kontuar_system() AS system');

it('sets the scope before the first statement, also when all are asked for at once, and takes it away afterwards', async () => {
  await database.inWorkspace(workspace, async (tx) => {
    expect(await Promise.all([scope(tx), scope(tx)])).toEqual([[{ workspace, system: false }], [{ workspace, system: false }]]);
  });
  await database.asSystem(async (tx) => { expect(await scope(tx)).toEqual([{ workspace: null, system: true }]); });
  expect(await database.source.query('SELECT kontuar_workspace() AS workspace, kontuar_system() AS system')).toEqual([{ workspace: null, system: false }]);
});

it('rolls all back when one of several statements on their way fails, and works on with the same connection', async () => {
  await expect(database.asSystem(async (tx) => {
    await Promise.all([tx.execute(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]), tx.query('SELECT 1 / 0')]);
  })).rejects.toThrow('division by zero');
  await database.asSystem(async (tx) => { expect(await tx.query('SELECT id FROM workspaces')).toEqual([]); });
});

it('runs what waits for the commit after it, and never after a rollback', async () => {
  const told: string[] = [];
  await database.asSystem((tx) => { tx.afterCommit(() => told.push('kept')); return Promise.resolve(); });
  await database.asSystem((tx) => { tx.afterCommit(() => told.push('lost')); return Promise.reject(new Error('no')); }).catch(() => undefined);
  expect(told).toEqual(['kept']);
});

it('fails a unit whose connection is lost, and takes a new one for the next', async () => {
  const other = await openDatabase({ url: made.url, poolSize: 1, entities: [], role: 'owner', applicationName: 'database-test-killer' });
  await expect(database.asSystem(async (tx) => {
    const [{ pid }] = (await tx.query('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
    await other.source.query('SELECT pg_terminate_backend($1)', [pid]);
    await tx.query('SELECT pg_sleep(1)');
  })).rejects.toThrow();
  await other.close();
  expect(await database.asSystem((tx) => scope(tx))).toEqual([{ workspace: null, system: true }]);
});

it('lets work that only looks see its workspace, refuses it every change, and leaves nothing open behind it', async () => {
  expect(await database.lookInWorkspace(workspace, (tx) => scope(tx))).toEqual([{ workspace, system: false }]);
  expect(await database.lookAsSystem((tx) => scope(tx))).toEqual([{ workspace: null, system: true }]);
  await expect(database.lookAsSystem((tx) => tx.execute(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]))).rejects.toThrow('read-only transaction');
  await expect(database.lookAsSystem((tx) => tx.query('SELECT 1 / 0'))).rejects.toThrow('division by zero');
  await expect(database.lookInWorkspace(workspace, () => Promise.reject(new Error('changed my mind')))).rejects.toThrow('changed my mind');
  // One connection for all of them: it was given back each time, and writes again.
  await database.asSystem((tx) => tx.execute(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]));
  expect(await database.lookInWorkspace(workspace, (tx) => tx.query('SELECT id FROM workspaces'))).toEqual([{ id: workspace }]);
  expect(await database.source.query('SELECT id FROM workspaces')).toEqual([]);
});

it('commits behind the last statement, or rolls all back when that one fails, and lets nothing be asked for later', async () => {
  const insert = (tx: Tx, id: string) => tx.execute(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [id]);
  const [kept, lost] = ['00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000012'] as const;
  const told: string[] = [];
  await database.asSystem(async (tx) => {
    const written = insert(tx, kept);
    tx.afterCommit(() => told.push('kept'));
    tx.commitBehind();
    await written;
    await expect(tx.query('SELECT 1')).rejects.toThrow('is over');
  });
  await expect(database.asSystem(async (tx) => {
    const written = [insert(tx, lost), insert(tx, kept)];
    tx.afterCommit(() => told.push('lost'));
    tx.commitBehind();
    await Promise.all(written);
  })).rejects.toThrow('duplicate key');
  expect(told).toEqual(['kept']);
  expect(await database.asSystem((tx) => tx.query(`SELECT id FROM workspaces WHERE id = ANY($1::uuid[])`, [[kept, lost]]))).toEqual([{ id: kept }]);
});

it('never takes a unit for done that the server rolled back, even when its failed statement was kept quiet', async () => {
  await expect(database.asSystem(async (tx) => { await tx.query('SELECT 1 / 0').catch(() => undefined); })).rejects.toThrow('rolled back');
});

it('keeps a prepared statement for a connection, and makes it anew when a newer version changed the shape of its answer', async () => {
  const owner = await openDatabase({ url: made.url, poolSize: 1, entities: [], role: 'owner', applicationName: 'database-test-owner' });
  await owner.source.query('CREATE TABLE shapes (n integer); GRANT SELECT ON shapes TO kontuar_app; INSERT INTO shapes VALUES (7)');
  const sql = prepared('SELECT n FROM shapes WHERE $1::int > 0');
  const ask = () => database.asSystem((tx) => tx.query(sql, [1]));
  expect([await ask(), await ask()]).toEqual([[{ n: 7 }], [{ n: 7 }]]);
  expect(await database.source.query(`SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement = $1`, [sql])).toEqual([{ n: 1 }]);
  await owner.source.query('ALTER TABLE shapes ALTER COLUMN n TYPE text');
  await owner.close();
  await expect(database.asSystem((tx) => tx.query(sql, [1]))).rejects.toThrow();
  expect(await database.asSystem((tx) => tx.query(sql, [1]))).toEqual([{ n: '7' }]);
});

it('looks behind the lock it asks for, works only where it got it, and lets go of it when the look fails', async () => {
  const other = await openDatabase({ url: made.url, poolSize: 1, entities: [], role: 'app', applicationName: 'database-test-other' });
  const take = (from: Database) => from.holdingAfterLook('lane', (tx) => scope(tx), (units, looked) => units.inWorkspace(workspace, async (tx) => [looked, await scope(tx)]));
  const both = [[{ workspace: null, system: true }], [{ workspace, system: false }]];
  expect(await other.holding('lane', () => take(database))).toBe(BUSY);
  expect(await take(database)).toEqual(both);
  await expect(database.holdingAfterLook('lane', (tx) => tx.query('SELECT 1 / 0'), () => Promise.reject(new Error('never')))).rejects.toThrow('division by zero');
  expect(await take(other)).toEqual(both);
  await other.close();
});

it('waits for no disk with what would be done again by itself, and for the disk with everything else', async () => {
  const flushes = async (tx: Tx) => (await tx.query<{ synchronous_commit: string }>('SHOW synchronous_commit'))[0]?.synchronous_commit;
  // Clusters of tests flush nothing by themselves; the pool has one connection.
  await database.source.query('SET synchronous_commit = on');
  expect(await database.inWorkspace(workspace, flushes)).toBe('on');
  expect(await database.inWorkspaceAgain(workspace, flushes)).toBe('off');
  expect(await database.holding('lane', (units) => units.inWorkspaceAgain(workspace, flushes))).toBe('off');
  expect(await database.inWorkspace(workspace, flushes)).toBe('on');
});

it('keeps what it asks by itself again and again on the connection, and nothing of what members ask', async () => {
  const kept = async (text: string) => (await database.source.query<{ n: number }[]>('SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement = $1', [text]))[0]?.n;
  const [ours, theirs, two] = ['SELECT $1::int AS ours', 'SELECT $1::int AS theirs', 'SELECT 1 AS one; SELECT 2 AS two'];
  for (let times = 0; times < 30; times++) {
    expect(await database.lookAsSystem((tx) => tx.query(ours, [times]))).toEqual([{ ours: times }]);
    await database.lookInWorkspace(workspace, (tx) => tx.query(theirs, [times]));
    await database.asSystem((tx) => tx.execute(two));
  }
  expect(await Promise.all([ours, theirs, two].map(kept))).toEqual([1, 0, 0]);
});
