import { DataSource } from 'typeorm';
import { migrations } from './migrations';

/** Any number of processes may call this at once: one migrates, the others wait for it. */
const LOCK = 7_310_201;

/** Brings the database up to date as the owner of the tables. Resolves with the names of what ran. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const source = new DataSource({ type: 'postgres', url: ownerUrl, migrations, synchronize: false, logging: false, installExtensions: false, poolSize: 2, migrationsTableName: 'migrations' } as never);
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const ran = await source.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}
