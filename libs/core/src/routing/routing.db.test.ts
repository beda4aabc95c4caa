import { Client } from 'pg';
import { openDatabase, type Database, type Pulse, type Queues } from '@kontuar/platform';
import { factories, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { entities } from '../entities';
import { Connectors } from '../tokens';
import { RoutingEngine } from './routing-engine';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const workspace = id(1);
const AGENTS = 50;
const WORKERS = 8;
const CONVERSATIONS = 1000;

describe('work that is given to people', () => {
  let made: TestDatabase;
  let client: Client;
  let databases: Database[];
  let build: Factories;
  let engines: RoutingEngine[];
  let channelId: string;
  const agents = Array.from({ length: AGENTS }, (_, n) => id(100 + n));
  const sql = async <T = Record<string, unknown>>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    databases = await Promise.all(Array.from({ length: WORKERS }, () => openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'routing-test' })));
    await sql(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
    await sql(`INSERT INTO users (id, email, name, password_hash) SELECT id, id || '@example.com', 'A', '' FROM unnest($1::uuid[]) id`, [agents]);
    await sql(`INSERT INTO memberships (id, workspace_id, user_id, role, duty, here) SELECT id, $1, id, 'agent', 'on', true FROM unnest($2::uuid[]) id`, [workspace, agents]);
    build = factories(sql, workspace);
    channelId = await build.buildChannel();
    const queues = { poke: () => undefined } as unknown as Queues;
    engines = databases.map((database) => new RoutingEngine(database, new Connectors([]), queues, { publish: () => undefined } as unknown as Pulse));
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await client.end();
    await made.drop();
  });

  beforeEach(async () => {
    await sql('DELETE FROM routing_turns');
    await sql('DELETE FROM routing_policies');
    await sql('DELETE FROM routing_members');
    await sql(`UPDATE conversations SET state = 'resolved', assignee_id = NULL, waiting_since = NULL`);
    await sql(`INSERT INTO routing_settings (workspace_id, weights, active, look_at, whole) VALUES ($1, '{"matters": {"claim": 3}, "priorities": {}, "pending": 0.5}', true, now(), true) ON CONFLICT (workspace_id) DO UPDATE SET look_at = now(), whole = true, active = true`, [workspace]);
  });

  const policy = (mode: string) => sql(`INSERT INTO routing_policies (workspace_id, mode, last_agent_first, returns) VALUES ($1, $2, true, 'routed')`, [workspace, mode]);
  const queue = async (count: number, matter: string | null = null) => {
    const contact = await build.buildContact();
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push((await build.buildConversation({ channelId, contact })).id);
    await sql(`UPDATE conversations SET waiting_since = now(), matter = $2 WHERE id = ANY($1::uuid[])`, [ids, matter]);
    return ids;
  };
  const counts = async () => new Map((await sql<{ id: string; n: number; load: number }>(`SELECT assignee_id AS id, count(*)::int AS n FROM conversations WHERE state = 'open' AND assignee_id IS NOT NULL GROUP BY 1`)).map(({ id: member, n }) => [member, n]));
  const together = () => Promise.all(engines.map((engine) => engine.run(workspace)));
  /** Given to somebody out of the queue, never from one person to another: one line for each conversation. */
  const lines = () => sql<{ conversation_id: string; n: number }>(
    `SELECT m.conversation_id, count(*)::int AS n FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.state = 'open' AND m.event_type = 'assigned' GROUP BY 1`);

  it.each(['round-robin', 'least-loaded', 'capacity'])('reaches every agent evenly by %s: 1000 conversations, 50 agents, 8 workers, no second owner, nobody more than one from the ideal', async (mode) => {
    await policy(mode);
    await queue(CONVERSATIONS);
    await together();
    const given = await counts();
    expect(given.size).toBe(AGENTS);
    expect([...given.values()].reduce((sum, n) => sum + n, 0)).toBe(CONVERSATIONS);
    for (const n of given.values()) expect(Math.abs(n - CONVERSATIONS / AGENTS)).toBeLessThanOrEqual(1);
    const told = await lines();
    expect(told).toHaveLength(CONVERSATIONS);
    expect(told.filter(({ n }) => n !== 1)).toEqual([]);
    // Once more, and nothing happens.
    await sql('UPDATE routing_settings SET look_at = now(), whole = true');
    await together();
    expect((await lines()).filter(({ n }) => n !== 1)).toEqual([]);
  }, 180_000);

  it('never goes beyond what people can carry, weighs a claim as the workspace does, and says of the rest that all are full', async () => {
    await policy('capacity');
    await sql(`INSERT INTO routing_members (member_id, workspace_id, capacity) SELECT id, $1, 4 FROM unnest($2::uuid[]) id`, [workspace, agents]);
    await queue(60, 'claim');
    await queue(60);
    await together();
    const loads = await sql<{ load: number }>(`SELECT sum(CASE WHEN matter = 'claim' THEN 3 ELSE 1 END)::int AS load FROM conversations WHERE state = 'open' AND assignee_id IS NOT NULL GROUP BY assignee_id`);
    expect(Math.max(...loads.map(({ load }) => load))).toBeLessThanOrEqual(4);
    const [left] = await sql<{ claims: number; others: number; full: number }>(`SELECT count(*) FILTER (WHERE matter = 'claim')::int AS claims, count(*) FILTER (WHERE matter IS NULL)::int AS others, count(*) FILTER (WHERE routing->>'waits' = 'full')::int AS full FROM conversations WHERE state = 'open' AND assignee_id IS NULL`);
    expect(left).toEqual({ claims: 10, others: 10, full: 20 });
    // Somebody finishes; what they make room for goes to them.
    await sql(`UPDATE conversations SET state = 'resolved', waiting_since = NULL WHERE assignee_id = $1`, [agents[0]]);
    await sql('UPDATE routing_settings SET look_at = now()');
    await together();
    expect((await counts()).get(agents[0] ?? '')).toBe(2);
  });

  it('leaves alone what somebody takes by hand at the same time', async () => {
    await policy('round-robin');
    const ids = await queue(150);
    const byHand = ids.slice(0, 40);
    const takes = (async () => { for (const each of byHand) await sql('UPDATE conversations SET assignee_id = $2, version = version + 1 WHERE id = $1 AND assignee_id IS NULL', [each, agents[7]]); })();
    await Promise.all([together(), takes]);
    const routed = new Map((await lines()).map(({ conversation_id: each, n }) => [each, n]));
    const owners = await sql<{ id: string; assignee_id: string | null }>(`SELECT id, assignee_id FROM conversations WHERE state = 'open'`);
    expect(owners.filter(({ assignee_id: owner }) => owner === null)).toEqual([]);
    expect([...routed.values()].every((n) => n === 1)).toBe(true);
    for (const { id: each, assignee_id: owner } of owners) if (!routed.has(each)) expect(owner).toBe(agents[7]);
  });

  it('goes on where a worker was killed: what was given stays given, the rest is given by the next', async () => {
    await policy('least-loaded');
    await queue(500);
    const [first] = databases;
    if (first === undefined) throw new Error('no database');
    const dying = new RoutingEngine({ inWorkspace: async (of: string, work: Parameters<Database['inWorkspace']>[1]) => {
      const [{ n } = { n: 0 }] = await sql<{ n: number }>(`SELECT count(*)::int AS n FROM conversations WHERE state = 'open' AND assignee_id IS NOT NULL`);
      return first.inWorkspace(of, async (tx) => {
        const done = await work(tx);
        // In the middle of the third page, after its writes and before its commit.
        if (n >= 400) throw new Error('killed');
        return done;
      });
    } } as unknown as Database, new Connectors([]), { poke: () => undefined } as unknown as Queues, { publish: () => undefined } as unknown as Pulse);
    await expect(dying.run(workspace)).rejects.toThrow('killed');
    expect([...(await counts()).values()].reduce((sum, n) => sum + n, 0)).toBe(400);
    await together();
    expect([...(await counts()).values()].every((n) => n === 10)).toBe(true);
    expect((await lines()).filter(({ n }) => n !== 1)).toEqual([]);
  });
});
