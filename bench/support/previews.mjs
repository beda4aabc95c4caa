// What a query would have found in a million stored posts, as the screen asks for it: hits by day, samples, what each word adds and takes away. Beside the same question with the index left aside.
import { median, table, times, whole } from './figures.mjs';
import { product } from './machine.mjs';
import { newId, seedWorkspace } from './seed.mjs';
import { dropDatabase, openDatabase as createDatabase, withClient } from './servers.mjs';

const STORED = 1_000_000;
const DAYS = 90;
const ROUNDS = 5;
export const TARGET_MS = 2_000;

/** `texts`: different posts, each stored so often that they are a million; `queries`: by name. */
export async function previews(texts, queries) {
  const { openDatabase } = product('libs/platform/src/index');
  const { Previews } = product('libs/core/src/index');
  const { entities } = product('libs/core/src/entities');
  const url = await createDatabase('previews');
  const { workspaceId, members } = await seedWorkspace(url);
  const since = performance.now();
  await withClient(url, (client) => fill(client, workspaceId, texts));
  const filledS = (performance.now() - since) / 1_000;
  const database = await openDatabase({ url, poolSize: 2, entities, role: 'app', applicationName: 'bench-previews' });
  const actor = { kind: 'member', workspaceId, memberId: members[0].id, userId: members[0].userId, name: 'Bench', role: 'owner', teamIds: [], channelIds: 'all' };
  const desk = new Previews(database);
  const ask = async (query, days) => {
    const started = performance.now();
    const found = await desk.preview(actor, { query, days });
    if (!found.ok) throw new Error(`${query}: ${found.fault.message}`);
    return { ms: performance.now() - started, found };
  };
  const rows = [];
  let slowest = 0;
  for (const [name, query] of queries) {
    for (const days of [30, DAYS]) {
      const first = await ask(query, days);
      const again = [];
      for (let round = 1; round < ROUNDS; round += 1) again.push((await ask(query, days)).ms);
      slowest = Math.max(slowest, first.ms, ...again);
      rows.push([name, `${days} days`, whole(first.found.hits), whole(first.found.looked), first.found.partial ? 'the latest' : 'all', `${first.ms.toFixed(0)} ms`, `${median(again).toFixed(0)} ms`]);
    }
  }
  const scanned = await withClient(url, (client) => scan(client, workspaceId));
  await database.close();
  await dropDatabase(url);
  return {
    text: table(['query', 'asked for', 'hits', 'read', 'of what it needs', 'first time', 'again'], rows),
    notes: `${whole(STORED)} posts over ${DAYS} days, stored in ${filledS.toFixed(0)} s; without the index the rarest of these reads for ${scanned.toFixed(0)} ms in the database alone.`,
    summary: [[`preview of a query on ${whole(STORED)} stored posts, slowest`, `${slowest.toFixed(0)} ms`, `target ${TARGET_MS} ms`, times(slowest / TARGET_MS)]],
  };
}

async function fill(client, workspaceId, texts) {
  const { readPost, termsOf } = product('libs/core/src/monitoring/posts/incoming');
  const sourceId = newId();
  await client.query(`INSERT INTO listening_sources (id, workspace_id, kind, name, keep_days) VALUES ($1, $2, 'push', 'Bench', 365)`, [sourceId, workspaceId]);
  await client.query('CREATE TEMP TABLE said (place integer, text text, terms text[])');
  for (let start = 0; start < texts.length; start += 1_000) {
    const part = texts.slice(start, start + 1_000).map((text, at) => ({ place: start + at, text, terms: termsOf(readPost({ platform: 'stream', author: 'somebody', author_name: 'Somebody', url: null, title: '', text, language: 'pl', country: null, reach: null })) }));
    await client.query('INSERT INTO said SELECT place, text, terms FROM jsonb_to_recordset($1::jsonb) AS p (place integer, text text, terms text[])', [JSON.stringify(part)]);
  }
  await client.query(
    `INSERT INTO posts (id, workspace_id, source_id, platform, external_id, author, author_key, author_name, title, text, language, published_at, received_at, terms, story_id)
       SELECT i.id, $1, $2, 'stream', s.place || '.' || n, 'somebody', 'somebody', 'Somebody', '', s.text, 'pl', i.at, i.at, array_to_tsvector(s.terms), i.id
       FROM generate_series(1, $3::int) n CROSS JOIN said s CROSS JOIN LATERAL (SELECT gen_random_uuid() AS id, now() - ((s.place * 7919 + n * 104729) % 7776000) * interval '1 second' AS at) i`, [workspaceId, sourceId, STORED / texts.length]);
  await client.query('VACUUM ANALYZE posts');
}

/** As it was asked before there was one: each post of the days is looked at. */
async function scan(client, workspaceId) {
  await client.query('SET enable_bitmapscan = off');
  const started = performance.now();
  await client.query(`SELECT count(*) FROM posts p WHERE p.workspace_id = $1 AND p.published_at >= now() - interval '30 days' AND p.terms @@ '''nobody-says-this'''::tsquery`, [workspaceId]);
  return performance.now() - started;
}
