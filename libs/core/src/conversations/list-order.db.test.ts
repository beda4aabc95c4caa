import { Client } from 'pg';
import { openDatabase, Secrets, type Database } from '@kontuar/platform';
import { factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { conversationColumns, conversationJoins } from './conversation.view';
import { listConversations } from './conversations.queries';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, user, me] = [id(1), id(2), id(3)];
interface Row { id: string; last_message_at: Date; waiting_since: Date | null; priority: number }

describe('a page of a list', () => {
  let made: TestDatabase;
  let client: Client;
  let database: Database;
  const actor: MemberActor = { kind: 'member', workspaceId: workspace, memberId: me, userId: user, name: 'A', role: 'agent', teamIds: [], channelIds: 'all' };

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'list-order-test' });
    await client.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
    await client.query(`INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'a@example.com', 'A', '')`, [user]);
    await client.query(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $2, $3, 'agent')`, [me, workspace, user]);
    const build = factories(async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[], workspace);
    const channelId = await build.buildChannel();
    const contact = await build.buildContact();
    for (let n = 0; n < 40; n++) await build.buildConversation({ contact, channelId });
    // Many share a moment, and many wait for nothing: what stands beside them decides.
    await client.query(`UPDATE conversations SET last_message_at = '2026-11-20T12:00:00Z'::timestamptz + (number % 5) * interval '1 hour', waiting_since = CASE WHEN number % 3 = 0 THEN '2026-11-20T10:00:00Z'::timestamptz + (number % 2) * interval '1 hour' END, priority = number % 4`);
  });
  afterAll(async () => {
    await database.close();
    await client.end();
    await made.drop();
  });

  const byId = (a: Row, b: Row) => (a.id < b.id ? -1 : 1);
  const latest = (a: Row, b: Row) => b.last_message_at.getTime() - a.last_message_at.getTime() || -byId(a, b);
  const waits = ({ waiting_since: at }: Row) => at?.getTime() ?? Number.MAX_SAFE_INTEGER;
  it.each([
    ['recent', latest],
    ['oldest', (a: Row, b: Row) => -latest(a, b)],
    ['waiting', (a: Row, b: Row) => waits(a) - waits(b) || latest(a, b)],
    ['priority', (a: Row, b: Row) => b.priority - a.priority || latest(a, b)],
  ] as const)('goes on where the one before ended, in the order by %s that screens keep', async (sort, compare) => {
    const rows = (await client.query<Row>('SELECT id, last_message_at, waiting_since, priority FROM conversations')).rows.sort(compare).map((row) => row.id);
    const found: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await database.inWorkspace(workspace, (tx) => listConversations(tx, new Secrets('a secret of the tests, long enough'), actor, { view: 'all', sort, limit: 7, ...(cursor === undefined ? {} : { cursor }) }));
      found.push(...page.items.map((item) => item.id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(found).toEqual(rows);
  });

  it('finds the thread behind a row by its key, also under row level security', async () => {
    const plan = await database.inWorkspace(workspace, async (tx) => {
      // Forty rows are read as a whole whatever one does; the question is what could be done with fifty thousand.
      await tx.execute('SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_bitmapscan = off');
      return tx.query<Record<'QUERY PLAN', string>>(`EXPLAIN SELECT ${conversationColumns} FROM conversations c ${conversationJoins} WHERE c.id = $1`, [id(9)]);
    });
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index Cond: \(id = CASE WHEN \(c\.way_id IS NOT NULL\)/);
  });
});
