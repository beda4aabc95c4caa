// Experiment 12: one, two and four workers and api nodes: what is read and accepted a second, and that every message is there once and in its order.
import { percent, table, times, whole } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import { post } from './support/load.mjs';
import { insert, newId, seedWorkspace, sentence, skewed, telegramUpdate } from './support/seed.mjs';
import { dropDatabase, freePort, openDatabase, openNode, openRedis, withClient } from './support/servers.mjs';

export const title = 'One, two and four workers and api nodes';
const COUNTS = [1, 2, 4];
const CHANNELS = 8;
const PEOPLE = 2000;
const DELIVERIES = 8000;
const SECONDS = 4;
const CONNECTIONS = 64;

export async function run() {
  const redis = await openRedis();
  if (redis === undefined) return { text: 'There is no redis-server here: several nodes need one.', summary: [] };
  const measured = [];
  for (const count of COUNTS) measured.push({ count, ...(await measure(count, redis.url)) });
  await redis.stop();
  const [one] = measured;
  const last = measured.at(-1);
  const sound = measured.every((each) => each.lost + each.doubled + each.gaps + each.disordered === 0);
  return {
    text: table(['workers and api nodes', 'read/s', 'to one', 'accepted/s', 'to one', 'messages', 'lost', 'twice', 'gaps in a conversation', 'out of order'], measured.map((each) => [
      each.count, whole(each.read), times(each.read / one.read), whole(each.accepted), times(each.accepted / one.accepted), whole(each.messages), ...[each.lost, each.doubled, each.gaps, each.disordered].map((n) => (n === 0 ? 'none' : n)),
    ])),
    notes: `Read: ${whole(DELIVERIES)} kept deliveries of ${whole(PEOPLE)} people over ${CHANNELS} channels, few of whom write most. Accepted: signed webhooks at ${CONNECTIONS} connections, spread over the nodes, everything behind them running. All nodes, PostgreSQL, Redis and the load share the machine: more of them than it has cores can't be faster.`,
    summary: [
      [`ingest with ${last.count} workers`, `${whole(last.read)} messages/s`, `one: ${whole(one.read)}/s`, times(last.read / one.read)],
      [`webhooks by ${last.count} api nodes`, `${whole(last.accepted)}/s`, `one: ${whole(one.accepted)}/s`, times(last.accepted / one.accepted)],
      [`once and in order with ${COUNTS.join(', ')} of each`, sound ? `all ${whole(measured.reduce((sum, each) => sum + each.messages, 0))} messages` : 'NO', 'unique numbers', percent(sound ? 1 : 0)],
    ],
  };
}

async function measure(count, redisUrl) {
  const url = await openDatabase(`nodes_${count}`);
  const seed = await seedWorkspace(url, { channels: CHANNELS });
  const each = (app) => Promise.all(Array.from({ length: count }, async () => openNode(app, url, { redisUrl, port: String(await freePort()), dataDir: `nodes-${count}` })));
  const workers = await each('worker');
  const apis = await each('api');
  const read = await readAll(url, seed);
  const accepted = await acceptAll(apis, seed);
  await until(url, `SELECT count(*) AS n FROM deliveries WHERE state = 'received'`);
  for (const node of [...apis, ...workers]) await node.stop();
  const checked = await check(url, DELIVERIES + accepted.numbers);
  await dropDatabase(url);
  return { read, accepted: accepted.perSecond, ...checked };
}

/** Kept at once, before any of them is poked: the sweepers of all workers find them. */
function readAll(url, seed) {
  const person = skewed(PEOPLE, 7);
  return withClient(url, async (client) => {
    await client.query('BEGIN');
    const rows = Array.from({ length: DELIVERIES }, (_, at) => {
      const [one, number] = [at < PEOPLE ? at : person(), at + 1];
      return { id: newId(), workspace_id: seed.workspaceId, channel_id: seed.channels[one % CHANNELS].id, external_id: String(500_000_000 + number), dedupe_key: `id:${500_000_000 + number}`, content_type: 'application/json', body: Buffer.from(telegramUpdate(number, one, sentence(number))) };
    });
    for (let start = 0; start < rows.length; start += 1000) await insert(client, 'deliveries', rows.slice(start, start + 1000));
    await client.query('COMMIT');
    await until(url, `SELECT count(*) AS n FROM deliveries WHERE state = 'received'`);
    // Between the first and the last transaction, so that waiting for the sweeper does not count.
    const { rows: [span] } = await client.query('SELECT extract(epoch FROM max(done_at) - min(done_at)) AS seconds FROM deliveries');
    return DELIVERIES / Number(span.seconds);
  });
}

async function acceptAll(apis, seed) {
  const person = skewed(PEOPLE, 11);
  let number = DELIVERIES;
  const channel = seed.channels[0];
  const results = await Promise.all(apis.map(({ url }) => post(`${url}/hooks/telegram/${channel.id}`, {
    seconds: SECONDS, connections: CONNECTIONS / apis.length, headers: channel.header, next: () => telegramUpdate(++number, person(), sentence(number)),
  })));
  if (results.some(({ refused }) => refused > 0)) throw new Error('a webhook was refused');
  // Whoever asked last may have been answered after the clock ended: at least what was counted must be there.
  return { perSecond: results.reduce((sum, one) => sum + one.perSecond, 0), numbers: results.reduce((sum, one) => sum + one.accepted, 0) };
}

async function until(url, sql) {
  await withClient(url, async (client) => {
    for (const end = performance.now() + 120_000; performance.now() < end; await pause(200)) if (Number((await client.query(sql)).rows[0].n) === 0) return;
    throw new Error(`still not so after two minutes: ${sql}`);
  });
}

/** `accepted`: at least so many must have become messages. */
async function check(url, accepted) {
  return withClient(url, async (client) => {
    const { rows: [found] } = await client.query(`
      WITH said AS (SELECT conversation_id, seq, external_id, split_part(external_id, ':', 2)::bigint AS number, lag(split_part(external_id, ':', 2)::bigint) OVER (PARTITION BY conversation_id ORDER BY seq) AS before FROM messages WHERE direction = 'in')
      SELECT (SELECT count(*) FROM said) AS messages, (SELECT count(*) - count(DISTINCT external_id) FROM said) AS doubled,
        (SELECT count(*) FROM deliveries d WHERE d.state <> 'done') AS unread, (SELECT count(*) FROM deliveries) AS kept,
        (SELECT count(*) FROM (SELECT m.conversation_id FROM messages m JOIN conversations c ON c.id = m.conversation_id GROUP BY m.conversation_id, c.last_seq HAVING count(*) <> max(m.seq) OR max(m.seq) <> c.last_seq) g) AS gaps,
        (SELECT count(*) FROM said WHERE number <= ${DELIVERIES} AND before > number) AS disordered`);
    const [messages, kept] = [Number(found.messages), Number(found.kept)];
    return { messages, lost: Math.max(0, accepted - kept) + (kept - messages) + Number(found.unread), doubled: Number(found.doubled), gaps: Number(found.gaps), disordered: Number(found.disordered) };
  });
}
