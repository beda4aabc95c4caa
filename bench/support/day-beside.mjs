// What stands beside the stream, with a hundred thousand mentions in the house: as it opens, for one monitor, narrowed, and for each length of time; and the first page of the stream itself.
import { median, table, times, whole } from './figures.mjs';
import { product } from './machine.mjs';
import { newId, seedWorkspace } from './seed.mjs';
import { dropDatabase, openDatabase as createDatabase, withClient } from './servers.mjs';

const MENTIONS = 100_000;
const DAYS = 40;
const ROUNDS = 15;
const TARGET_MS = 100;

export async function dayBeside() {
  const { openDatabase } = product('libs/platform/src/index');
  const { ListeningDays, MentionDesk, Monitors } = product('libs/core/src/index');
  const { entities } = product('libs/core/src/entities');
  const url = await createDatabase('day');
  const { workspaceId, members } = await seedWorkspace(url);
  const [loud] = await withClient(url, (client) => fill(client, workspaceId));
  const database = await openDatabase({ url, poolSize: 2, entities, role: 'app', applicationName: 'bench-day' });
  const actor = { kind: 'member', workspaceId, memberId: members[0].id, userId: members[0].userId, name: 'Bench', role: 'owner', teamIds: [], channelIds: 'all' };
  const [days, desk] = [new ListeningDays(database), new MentionDesk(database, { publish: () => {} })];
  const day = (query) => () => days.day(actor, { span: 'day', ...query });
  const stream = (query) => () => desk.list(actor, { view: 'all', order: 'newest', limit: 30, ...query });
  const asked = [
    ['all monitors, 24 hours', day({})], ['all monitors, 7 days', day({ span: 'week' })], ['all monitors, 28 days', day({ span: 'month' })], ['the loudest monitor, 24 hours', day({ monitorId: loud })], ['the loudest monitor, 28 days', day({ monitorId: loud, span: 'month' })],
    ['narrowed by place and mood', day({ platform: 'reddit', mood: 'negative' })], ['the stream: first page', stream({})], ['the stream: narrowed to a rare place', stream({ platform: 'gopher' })], ['the stream: an hour of a bar', stream({ since: new Date(Date.now() - 9e6).toISOString(), until: new Date(Date.now() - 54e5).toISOString(), mood: 'negative' })],
  ];
  const rows = [];
  let slowest = 0;
  for (const [name, ask] of asked) {
    const took = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = performance.now();
      await ask();
      took.push(performance.now() - started);
    }
    slowest = Math.max(slowest, median(took));
    rows.push([name, `${took[0].toFixed(0)} ms`, `${median(took).toFixed(0)} ms`, `${Math.max(...took.slice(1)).toFixed(0)} ms`]);
  }
  // Once each: what is kept apart for the way back is half of everything.
  const monitors = new Monitors(database, { publish: () => {} });
  for (const [name, act] of [['the loudest monitor is removed', () => monitors.remove(actor, loud)], ['and had back with all it found', () => monitors.restore(actor, loud)]]) {
    const started = performance.now();
    await act();
    rows.push([name, `${(performance.now() - started).toFixed(0)} ms`, '', '']);
  }
  await database.close();
  await dropDatabase(url);
  return {
    text: table(['beside the stream', 'first time', 'as a rule', 'slowest after the first'], rows),
    notes: `${whole(MENTIONS)} mentions of five monitors over ${DAYS} days, the loudest has half of them, a tenth are copies.`,
    summary: [[`what stands beside ${whole(MENTIONS)} mentions, slowest of its shapes`, `${slowest.toFixed(0)} ms`, `target ${TARGET_MS} ms`, times(slowest / TARGET_MS)]],
  };
}

/** Louder by day and towards now, as brands are; five monitors of unequal size. */
async function fill(client, workspaceId) {
  const sourceId = newId();
  await client.query(`INSERT INTO listening_sources (id, workspace_id, kind, name, keep_days) VALUES ($1, $2, 'push', 'Bench', 365)`, [sourceId, workspaceId]);
  const monitors = Array.from({ length: 5 }, newId);
  for (const [at, id] of monitors.entries()) await client.query(`INSERT INTO monitors (id, workspace_id, name, kind, query) VALUES ($1, $2, $3, 'brand', 'lipowy')`, [id, workspaceId, `Monitor ${at}`]);
  await client.query(
    `INSERT INTO posts (id, workspace_id, source_id, platform, external_id, author, author_key, author_name, title, text, language, published_at, received_at, terms, story_id, mood)
       SELECT i.id, $1, $2, CASE WHEN n % 9973 = 0 THEN 'gopher' ELSE (ARRAY['bluesky', 'reddit', 'mastodon', 'youtube', 'news', 'forum'])[1 + n % 6] END, n::text, 'a' || n % 5000, 'a' || n % 5000, 'Author', '', repeat('Stół lipowy z Domu Lipowego, numer ' || n || '. ', 4), CASE WHEN n % 4 = 0 THEN 'en' ELSE 'pl' END, i.at, i.at, ''::tsvector, i.id,
         jsonb_build_object('label', (ARRAY['negative', 'positive', 'neutral', 'unsure'])[1 + (n * 7) % 4], 'score', 0, 'confidence', 0.8, 'words', '[]'::jsonb, 'correctedBy', NULL)
       FROM generate_series(1, $3::int) n CROSS JOIN LATERAL (SELECT gen_random_uuid() AS id, now() - (((n * 7919::bigint) % 3456000) * interval '1 second') AS at) i`, [workspaceId, sourceId, MENTIONS]);
  await client.query(
    `INSERT INTO mentions (id, workspace_id, monitor_id, post_id, published_at, impact, probably_junk, judgement)
       SELECT gen_random_uuid(), $1, ($2::uuid[])[1 + CASE WHEN p.external_id::int % 2 = 0 THEN 0 ELSE 1 + p.external_id::int % 4 END], p.id, p.published_at, p.external_id::int % 100, p.external_id::int % 17 = 0, CASE WHEN p.external_id::int % 40 = 1 THEN 'relevant' END FROM posts p WHERE p.workspace_id = $1`, [workspaceId, monitors]);
  await client.query(`UPDATE mentions m SET copy_of = f.id FROM (SELECT id, row_number() OVER (ORDER BY published_at) AS n FROM mentions WHERE workspace_id = $1) f WHERE m.workspace_id = $1 AND m.impact % 10 = 3 AND f.n = 1 AND m.id <> f.id`, [workspaceId]);
  await client.query('VACUUM ANALYZE posts');
  await client.query('VACUUM ANALYZE mentions');
  return monitors;
}
