import { Client } from 'pg';
import { openDatabase, Secrets, type Database } from '@kontuar/platform';
import { factories, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { countConversations, foldCounts, listConversations } from './conversations.queries';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, user, me, other, team] = [id(1), id(2), id(3), id(4), id(5)];

describe('the counts of the views', () => {
  let made: TestDatabase;
  let client: Client;
  let database: Database;
  let build: Factories;
  let channels: string[];
  const conversations: string[] = [];

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'counts-test' });
    await client.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
    await client.query(`INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'a@example.com', 'A', ''), ($2, 'b@example.com', 'B', '')`, [user, id(6)]);
    await client.query(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $3, $4, 'agent'), ($2, $3, $5, 'agent')`, [me, other, workspace, user, id(6)]);
    await client.query(`INSERT INTO teams (id, workspace_id, name) VALUES ($1, $2, 'Returns')`, [team, workspace]);
    build = factories(async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[], workspace);
    channels = [await build.buildChannel(), await build.buildChannel()];
    const contact = await build.buildContact();
    for (let n = 0; n < 60; n++) {
      const conversation = await build.buildConversation({ contact, channelId: channels[n % 2] ?? '', ...(n % 3 === 0 ? { assigneeId: me } : n % 3 === 1 ? { assigneeId: other } : {}), ...(n % 5 === 0 ? { teamId: team } : {}) });
      conversations.push(conversation.id);
    }
  });
  afterAll(async () => {
    await database.close();
    await client.end();
    await made.drop();
  });

  const actor = (channelIds: MemberActor['channelIds'], teamIds: string[] = []): MemberActor => ({ kind: 'member', workspaceId: workspace, memberId: me, userId: user, name: 'A', role: 'agent', teamIds, channelIds });
  const move = async () => {
    await client.query(`UPDATE conversations SET state = (ARRAY['open', 'pending', 'snoozed', 'resolved'])[1 + number % 4], waiting_since = CASE WHEN number % 3 = 0 THEN now() END WHERE number % 2 = 0`);
    await client.query(`UPDATE conversations SET assignee_id = CASE WHEN number % 7 = 0 THEN $1::uuid END WHERE number % 4 = 1`, [me]);
    await client.query('UPDATE conversations SET team_id = $1 WHERE number % 6 = 5', [team]);
    await client.query('DELETE FROM conversations WHERE id = $1', [conversations.pop()]);
  };

  it.each([
    ['who sees everything', () => actor('all')],
    ['who reads one channel', () => actor([channels[0] as string])],
    ['who reads none but is in a team', () => actor([], [team])],
    ['who has nothing but their own', () => actor([])],
  ])('are what the lists hold, for a member %s, before and after folding', async (_who, who) => {
    await move();
    for (const fold of [false, true, true]) {
      if (fold) await database.asSystem(foldCounts);
      await database.inWorkspace(workspace, async (tx) => {
        const { views, teams, channels: byChannel } = await countConversations(tx, who());
        const length = async (query: object) => (await listConversations(tx, new Secrets('a secret of the tests, long enough'), who(), { view: 'all', sort: 'recent', limit: 1000, ...query } as never)).items.length;
        const lists = { mine: await length({ view: 'mine' }), unassigned: await length({ view: 'unassigned' }), waiting: await length({ view: 'waiting' }), all: await length({}), snoozed: await length({ view: 'snoozed' }), mentions: 0 };
        expect(views).toEqual(lists);
        expect(lists.all).toBeGreaterThan(0);
        expect(teams[team] ?? 0).toBe(await length({ teamId: team }));
        for (const channelId of channels) expect(byChannel[channelId] ?? 0).toBe(await length({ channelId }));
      });
    }
  });

  it('hold one row for each key once they are folded', async () => {
    await database.asSystem(foldCounts);
    const { rows } = await client.query(`
      SELECT 1 FROM conversation_counts GROUP BY workspace_id, channel_id, team_id, assignee_id, state, waiting HAVING count(*) > 1 OR sum(delta) = 0
      UNION ALL SELECT 1 FROM conversation_totals GROUP BY workspace_id, channel_id, team_id, assigned, state, waiting HAVING count(*) > 1 OR sum(delta) = 0`);
    expect(rows).toEqual([]);
  });
});
