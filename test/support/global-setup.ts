import { createTemplate, startTestCluster, type TestCluster } from './postgres-cluster';

declare global {
  /** Jest loads set-up and tear-down apart from each other; only the global object reaches both. */
  var kontuarTestCluster: TestCluster | undefined;
}

/** Boots one PostgreSQL for the run, only when a chosen project needs it, and prepares the migrated template that every test database copies. */
export default async function globalSetup(): Promise<void> {
  if (process.env['KONTUAR_TEST_POSTGRES'] !== undefined) return;
  const cluster = await startTestCluster();
  globalThis.kontuarTestCluster = cluster;
  await createTemplate(cluster.url);
  process.env['KONTUAR_TEST_POSTGRES'] = cluster.url;
}
