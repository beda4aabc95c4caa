import { Client } from 'pg';
import { openDatabase, type Database, type Pulse, type Queues } from '@kontuar/platform';
import { factories, type Factories } from '../../../../test/support/factories';
import { openCases, warnings } from '../../../../test/support/open-cases';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { entities } from '../entities';
import { Due } from '../planned/due.service';
import { Connectors } from '../tokens';
import { CaseTimers } from './case-timers';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, owner, lead, supervisor, team] = [id(1), id(2), id(3), id(4), id(5)];
const now = () => new Date();

describe('cases whose time has come', () => {
  let made: TestDatabase;
  let client: Client;
  let database: Database;
  let build: Factories;
  let channelId: string;
  /** Each with hands of its own, as two workers are. */
  let workers: Due[];
  const poked: { kind: string; id: string; delayMs: number }[] = [];
  const complaints: string[] = [];
  const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    database = await openDatabase({ url: made.url, poolSize: 8, entities, role: 'app', applicationName: 'cases-test' });
    await sql(`INSERT INTO workspaces (id, name, time_zone) VALUES ($1, 'Shop', 'Europe/Warsaw')`, [workspace]);
    await sql(`INSERT INTO users (id, email, name, password_hash) SELECT id, id || '@example.com', 'A', '' FROM unnest($1::uuid[]) id`, [[owner, lead, supervisor]]);
    await sql(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($2, $1, $2, 'owner'), ($3, $1, $3, 'agent'), ($4, $1, $4, 'supervisor')`, [workspace, owner, lead, supervisor]);
    await sql(`INSERT INTO teams (id, workspace_id, name) VALUES ($1, $2, 'Returns')`, [team, workspace]);
    await sql('INSERT INTO team_members (workspace_id, team_id, member_id, lead) VALUES ($1, $2, $3, true)', [workspace, team, lead]);
    build = factories(sql, workspace);
    channelId = await build.buildChannel();
    const queues = { poke: (_: string, { kind, id: subject }: { kind: string; id: string }, delayMs = 0) => { poked.push({ kind, id: subject, delayMs }); } } as unknown as Queues;
    const log = { warn: (_: unknown, words: string) => { complaints.push(words); }, debug: () => undefined } as never;
    workers = [1, 2].map(() => new Due(database, undefined as never, queues, undefined as never, new CaseTimers(new Connectors([]), queues), undefined as never, undefined as never, undefined as never, undefined as never, undefined as never, undefined as never, undefined as never, undefined as never, undefined as never, { publish: () => undefined } as unknown as Pulse, log));
  });
  afterAll(async () => {
    await database.close();
    await client.end();
    await made.drop();
  });

  beforeEach(async () => {
    await sql('DELETE FROM cases');
    poked.length = 0;
    complaints.length = 0;
  });

  const open = (count: number, warnAt = now()) => openCases(sql, build, { workspaceId: workspace, channelId, count, warnAt });
  const together = () => Promise.all(workers.map((worker) => worker.run('cases', workspace)));
  const told = () => sql<{ kind: string; members: string[]; n: number }>(`SELECT data->>'kind' AS kind, data->'memberIds' AS members, count(*)::int AS n FROM events e JOIN cases k ON e.conversation_id IN (SELECT conversation_id FROM case_conversations WHERE case_id = k.id) WHERE type = 'notification' GROUP BY 1, 2 ORDER BY 3, 2`);

  it('are told of once each, however many there are and whoever looks at the same time, and nothing that rows show is written', async () => {
    await open(600);
    const before = await sql('SELECT id, version FROM conversations ORDER BY id');
    await together();
    await together();
    expect((await warnings(sql)).filter(({ warned }) => warned !== 1)).toEqual([]);
    expect(await told()).toEqual([{ kind: 'case-due', members: [owner, supervisor], n: 600 }]);
    expect(await sql('SELECT id, version FROM conversations ORDER BY id')).toEqual(before);
    expect(await sql(`SELECT 1 FROM cases WHERE version <> 1 OR look_at < now() OR look_at IS NULL`)).toEqual([]);
    // Screens hear of a crowd once, not once for each.
    expect((await sql(`SELECT 1 FROM events WHERE type = 'directory.changed' AND data->>'what' = 'cases'`)).length).toBeLessThan(10);
    expect(complaints).toEqual([]);
  });

  it('are told to those who lead as well: of the team where it has a lead, and to them alone where the owner is gone', async () => {
    await open(3);
    const [first, second, third] = (await sql<{ id: string }>('SELECT id FROM cases ORDER BY number')).map((row) => row.id);
    await sql('UPDATE cases SET team_id = $2 WHERE id = $1', [first, team]);
    await sql('UPDATE cases SET owner_id = $2 WHERE id = $1', [second, id(99)]);
    await sql('UPDATE cases SET owner_id = NULL WHERE id = $1', [third]);
    await sql('UPDATE conversations SET assignee_id = $2 WHERE id IN (SELECT conversation_id FROM case_conversations WHERE case_id = $1)', [third, lead]);
    await together();
    expect((await told()).map(({ members }) => members.join()).sort()).toEqual([[owner, lead], [lead, supervisor], [supervisor]].map((members) => members.join()).sort());
  });

  it('say in each of their threads that the time is over, with their rows as they stand', async () => {
    await open(40);
    await sql(`UPDATE cases SET received_at = received_at - interval '20 days'`);
    await together();
    const lines = await sql<{ n: number }>(`SELECT count(*)::int AS n FROM messages WHERE event_type = 'case-overdue' GROUP BY conversation_id`);
    expect([lines.length, lines.every(({ n }) => n === 1)]).toEqual([40, true]);
    expect(await sql(`SELECT 1 FROM conversations c JOIN messages m ON m.conversation_id = c.id AND m.seq = c.last_seq JOIN cases k ON k.id = c.case_id WHERE m.event_type = 'case-overdue' AND (c.case_summary->>'dueOn')::date = k.due_on`)).toHaveLength(40);
    await together();
    expect(await sql(`SELECT 1 FROM messages WHERE event_type = 'case-overdue' GROUP BY conversation_id HAVING count(*) > 1`)).toEqual([]);
  });

  it('do not keep one another from being told of: one that cannot be read stays, and is complained of', async () => {
    await open(30);
    await sql(`UPDATE cases SET policy = '{"days": "a fortnight", "warnOnDays": 5}' WHERE number = (SELECT min(number) FROM cases)`);
    await together();
    expect((await warnings(sql)).map(({ warned }) => warned).sort()).toEqual([0, ...Array.from({ length: 29 }, () => 1)]);
    expect(complaints).toContain('a case could not be settled');
  });

  it('follow the workspace to another time zone while they run, and are told of at the end that holds then', async () => {
    await open(2, new Date(Date.now() + 3_600_000));
    const before = await sql<{ due_at: Date }>('SELECT due_at FROM cases');
    await sql(`UPDATE workspaces SET time_zone = 'America/New_York' WHERE id = $1`, [workspace]);
    await sql('UPDATE cases SET look_at = now()');
    await together();
    await sql(`UPDATE workspaces SET time_zone = 'Europe/Warsaw' WHERE id = $1`, [workspace]);
    const moved = await sql<{ due_at: Date; time_zone: string; look_at: Date }>('SELECT due_at, time_zone, look_at FROM cases');
    expect(moved.map(({ time_zone: zone, due_at: at }, index) => [zone, at.getTime() > (before[index]?.due_at.getTime() ?? 0)])).toEqual([['America/New_York', true], ['America/New_York', true]]);
    expect((await warnings(sql)).every(({ warned }) => warned === 0)).toBe(true);
  });

  it('are looked at in their moment: a worker hears beforehand when the next of a workspace are due, once for all of one moment', async () => {
    await open(50, new Date(Date.now() + 4000));
    const soon = (await workers[0]!.soon(6000)).filter(({ kind }) => kind === 'cases');
    expect(soon).toEqual([{ kind: 'cases', id: workspace, at: expect.any(Number), inMs: expect.any(Number) }]);
    expect(soon[0]!.inMs).toBeGreaterThan(2000);
  });
});
