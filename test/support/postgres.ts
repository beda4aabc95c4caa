import { randomBytes } from 'node:crypto';
import { copyTemplate, createTemplate, dropDatabase, startTestCluster } from './postgres-cluster';

export interface TestDatabase {
  /** The owner's address: it may migrate, and bypasses row level security. */
  url: string;
  name: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of this suite alone, copied from the template in some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = process.env['KONTUAR_TEST_POSTGRES'];
  if (cluster === undefined) throw new Error('No test PostgreSQL: this test must be named *.db.test.ts or live in a project with the database set-up (see jest.config.js).');
  const name = `t_${process.env['JEST_WORKER_ID'] ?? '0'}_${randomBytes(5).toString('hex')}`;
  return { url: await copyTemplate(cluster, name), name, drop: () => dropDatabase(cluster, name) };
}

export interface TestServer extends TestDatabase {
  restart(how: 'fast' | 'immediate'): Promise<void>;
}

/** A PostgreSQL server of this suite alone with one migrated database, for tests that restart it. It flushes to the disk, as a real one does. */
export async function startTestServer(): Promise<TestServer> {
  const cluster = await startTestCluster({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  await createTemplate(cluster.url);
  const name = 'kontuar_test';
  return { url: await copyTemplate(cluster.url, name), name, restart: (how) => cluster.restart(how), drop: () => cluster.stop() };
}
