import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres';
import { migrate } from './migrate';
import { migrations } from './migrations';

describe('the migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(() => database.drop());

  it('run once', async () => {
    expect(await migrate(database.url)).toEqual([]);
  });

  it('can all be taken back and run again', async () => {
    const source = await new DataSource({ type: 'postgres', url: database.url, migrations, installExtensions: false } as never).initialize();
    for (let i = 0; i < migrations.length; i++) await source.undoLastMigration();
    const left = await source.query(`SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND relkind = 'r' AND relname <> 'migrations'`);
    expect(left).toEqual([]);
    await source.destroy();
    expect(await migrate(database.url)).toHaveLength(migrations.length);
  });
});
