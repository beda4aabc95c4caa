import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { startTestApi, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';

const root = path.resolve(__dirname, '../..');

interface Row { state: string; channelId: string; assigneeId: string | null; waitingSince: string | null; lastMessageAt: string; priority: string; matter: string | null }

let api: TestApi;
beforeAll(async () => {
  // The demo is a program of the built product; what is built already is not built again.
  [api] = await Promise.all([startTestApi({ worker: true }), promisify(execFile)(process.execPath, [path.join(root, 'scripts/build.mjs')])]);
});
afterAll(() => api.stop());

function demo(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], KONTUAR_DATA_DIR: api.config.dataDir, DATABASE_URL: api.config.database.url, KONTUAR_SECRET: api.config.secret };
    const child = execFile(process.execPath, [path.join(root, 'dist/apps/standalone/src/demo.js'), ...args], { env }, (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, said: stdout + stderr }));
  });
}

async function signIn(said: string): Promise<(route: string) => Promise<unknown>> {
  const [, email, password] = /sign in as (\S+) with the password (\S+)/.exec(said) ?? [];
  const answer = await fetch(`${api.url}/api/v1/auth/login`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: api.url }, body: JSON.stringify({ email, password }) });
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  return async (route) => (await fetch(`${api.url}/api/v1${route}`, { headers: { cookie } })).json();
}

const rows = (sql: string) => api.sql(sql);

it('fills a running Kontuar with a shop in all states, once, and takes it out without a trace', async () => {
  const filled = await demo();
  expect({ code: filled.code, said: filled.said }).toMatchObject({ code: 0, said: expect.stringContaining('conversations of the shop Dom Lipowy') as string });

  const get = await signIn(filled.said);
  const list = async (query: string) => ((await get(`/conversations?limit=100&${query}`)) as { items: Row[] }).items;
  const everything = (await Promise.all(['open', 'pending', 'snoozed', 'resolved'].map((state) => list(`view=all&state=${state}`)))).flat();
  expect(everything.length).toBeGreaterThanOrEqual(16);
  expect(new Set(everything.map(({ state }) => state))).toEqual(new Set(['open', 'pending', 'snoozed', 'resolved']));
  expect(new Set(everything.map(({ channelId }) => channelId)).size).toBe(5);
  expect((await list('view=unassigned')).length).toBeGreaterThan(2);
  expect((await list('view=mine')).length).toBeGreaterThan(1);
  // Told as of a week, not of this second; nobody waits who has been answered.
  expect(Math.min(...everything.map(({ lastMessageAt }) => Date.parse(lastMessageAt)))).toBeLessThan(Date.now() - 2 * 86_400_000);
  expect(await rows(`SELECT status, count(*)::int AS n FROM messages WHERE status IN ('queued', 'sending') GROUP BY 1`)).toEqual([]);
  expect(await rows(`SELECT 1 FROM messages WHERE status = 'failed'`)).toHaveLength(1);
  expect(await rows(`SELECT 1 FROM messages WHERE status = 'unknown'`)).toHaveLength(1);
  // No register starts empty. That a promise was not kept is what the product itself finds out.
  await eventually(async () => {
    expect(await rows(`SELECT (SELECT count(*)::int FROM cases) AS cases, (SELECT count(*)::int FROM leads) AS leads, (SELECT array_agg(state ORDER BY state) FROM given_promises) AS promises`)).toEqual([{ cases: 1, leads: 2, promises: ['broken', 'kept', 'open'] }]);
  });

  // A complaint about the shop waits for somebody who knows how to answer one; a claim goes to who has the least to do. By night, both wait for the morning.
  await eventually(async () => {
    expect(await rows(`SELECT c.matter, CASE WHEN c.matter = 'claim' THEN u.name = 'Ola Nowak' ELSE c.routing->>'waits' = 'skill' END OR c.routing->>'waits' = 'nobody' AS as_ruled
      FROM conversations c JOIN teams t ON t.id = c.team_id LEFT JOIN memberships m ON m.id = c.assignee_id LEFT JOIN users u ON u.id = m.user_id WHERE c.state = 'open' AND c.matter IN ('claim', 'complaint') ORDER BY 1`)).toEqual([{ matter: 'claim', as_ruled: true }, { matter: 'complaint', as_ruled: true }]);
  });
  expect(await rows('SELECT mode FROM routing_policies ORDER BY 1')).toEqual([{ mode: 'capacity' }, { mode: 'least-loaded' }, { mode: 'manual' }]);

  // What is said in public is found, copies once, and neither the bees nor the hunter of mushrooms is about the shop.
  expect(await rows(`SELECT w.name, count(*) FILTER (WHERE m.copy_of IS NULL)::int AS found, count(m.judgement)::int AS judged FROM monitors w JOIN mentions m ON m.monitor_id = w.id GROUP BY 1 ORDER BY 2 DESC`)).toEqual([
    { name: 'Dom Lipowy', found: 43, judged: 12 }, { name: 'Dębowy Dwór', found: 12, judged: 0 }, { name: 'Lipa 180', found: 10, judged: 0 }, { name: 'Jesień z drewnem', found: 3, judged: 0 },
  ]);

  // Eleven of them within minutes: that is an alert.
  expect(await rows(`SELECT kind, count > 7 AS many, cause->'words' ? 'cena' AS named FROM spike_alerts`)).toEqual([{ kind: 'monitor', many: true, named: true }]);

  // Comments below its posts: two rules act, one asks, one is on trial with hits that were wrong; one was shown again.
  expect(await rows(`SELECT r.stage, h.decision, count(*)::int AS n, count(*) FILTER (WHERE h.false_hit)::int AS wrong, count(*) FILTER (WHERE m.moderation->>'hidden' = 'true')::int AS hidden FROM moderation_hits h JOIN moderation_rules r ON r.id = h.rule_id JOIN messages m ON m.id = h.message_id GROUP BY 1, 2 ORDER BY 1, 2`)).toEqual([
    { stage: 'act', decision: 'done', n: 6, wrong: 0, hidden: 4 }, { stage: 'act', decision: 'restored', n: 1, wrong: 1, hidden: 0 }, { stage: 'suggest', decision: 'suggested', n: 3, wrong: 0, hidden: 0 }, { stage: 'trial', decision: 'trial', n: 5, wrong: 2, hidden: 0 },
  ]);
  expect(await rows(`SELECT 1 FROM message_acts WHERE state = 'pending'`)).toEqual([]);

  const [again, nobody] = await Promise.all([demo(), demo('--owner', 'nobody@example.com')]);
  expect(nobody).toEqual({ code: 1, said: 'No owner of a workspace signs in as nobody@example.com.\n' });
  expect(again).toEqual({ code: 1, said: 'The demo is there already: npm run demo -- --remove takes it out.\n' });

  expect((await demo('--remove')).said).toContain('demo conversations were removed');
  for (const table of ['conversations', 'messages', 'contacts', 'identities', 'channels', 'deliveries', 'labels', 'canned', 'teams', 'cases', 'leads', 'given_promises', 'lessons', 'monitors', 'posts', 'listening_sources', 'spike_alerts', 'storm_hours', 'moderation_rules', 'moderation_hits', 'public_posts', 'message_acts']) {
    expect({ table, left: await rows(`SELECT 1 FROM ${table}`) }).toEqual({ table, left: [] });
  }
  expect(await rows('SELECT active, needs FROM routing_settings')).toEqual([{ active: false, needs: [] }]);
  expect(await rows('SELECT name FROM users')).toEqual([{ name: 'Demo' }]);
  expect((await demo('--owner', 'DEMO@dom-lipowy.example')).code).toBe(0);
});
