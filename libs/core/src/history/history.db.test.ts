import { openDatabase, type Database } from '@kontuar/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { entities } from '../entities';
import { nextEvents } from './history';

const workspace = '00000000-0000-7000-8000-000000000001';

describe('the next piece of a history', () => {
  let made: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    made = await createTestDatabase();
    database = await openDatabase({ url: made.url, poolSize: 1, entities, role: 'app', applicationName: 'history-test' });
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  it.each([
    ['given', '$2::bigint', [workspace, '7']],
    ['looked up', 'coalesce((SELECT seq FROM notice_positions WHERE workspace_id = $1), 0)', [workspace]],
  ])('is read by its numbers alone where its beginning is %s, also under row level security', async (_, after, parameters) => {
    const plan = await database.inWorkspace(workspace, async (tx) => {
      // A table with no rows is read as a whole whatever one does; the question is what could be done with millions.
      await tx.execute('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL plan_cache_mode = force_generic_plan');
      return tx.query<Record<'QUERY PLAN', string>>(`EXPLAIN ${nextEvents('e.seq, e.type', after, 500)}`, parameters);
    });
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index Cond: \(\(workspace_id = \S+\) AND \(seq > .+?\) AND \(seq <= .+?\)\)/);
  });
});
