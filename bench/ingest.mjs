// Experiment 2: kept deliveries become messages in 10,000 conversations, few of which get most; against the same rows by hand-made batches of SQL.
import { percent, table, whole } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import { insert, newId, seedWorkspace, sentence, skewed, telegramUpdate } from './support/seed.mjs';
import { dropDatabase, openDatabase, openProduct, openRedis, withClient } from './support/servers.mjs';

export const title = 'Ingest: deliveries into messages, 10 000 conversations';
const CHANNELS = 8;
const PEOPLE = 10_000;
const DELIVERIES = 8_000;
const BATCH = 200;

/** Every person once, so that all conversations exist, then the measured ones, skewed. */
function work() {
  const person = skewed(PEOPLE, 7);
  const of = (one, number) => ({ person: one, channel: one % CHANNELS, number, text: sentence(number) });
  const first = Array.from({ length: PEOPLE }, (_, one) => of(one, one + 1));
  const later = Array.from({ length: DELIVERIES }, (_, index) => of(person(), PEOPLE + index + 1));
  return { first, later };
}

export async function run() {
  const redis = await openRedis();
  const base = await byHand();
  const figures = [{ name: 'hand-made SQL, batches of 200', ...base }, { name: 'npm start (one process)', ...(await kontuar('one')) }];
  if (redis !== undefined) figures.push({ name: 'one worker and api apart, Redis', ...(await kontuar('apart', redis.url)) });
  await redis?.stop();
  return {
    text: table(['', 'messages/s', 'of hand-made SQL', 'first message of each conversation/s', 'of hand-made SQL'], figures.map((one) => [one.name, whole(one.later), percent(one.later / base.later), whole(one.first), percent(one.first / base.first)])),
    notes: `${DELIVERIES} deliveries over ${PEOPLE} conversations and ${CHANNELS} channels; the product also numbers, seals and publishes every event meanwhile, the hand-made SQL does not; what it counts and keeps of people follows when the backlog is read, for five seconds at most.`,
    summary: figures.slice(1).map((one) => [`ingest, 10 000 conversations: ${one.name}`, `${whole(one.later)} messages/s`, `hand-made batched SQL: ${whole(base.later)}/s`, percent(one.later / base.later)]),
  };
}

async function kontuar(shape, redisUrl) {
  const url = await openDatabase(`ingest_${shape}`);
  const seed = await seedWorkspace(url, { channels: CHANNELS });
  const server = await openProduct(shape, url, { redisUrl });
  const { first, later } = work();
  const rate = async (list) => withClient(url, async (client) => {
    await client.query('BEGIN');
    await deliver(client, seed, list);
    await client.query('COMMIT');
    const since = performance.now();
    for (;;) {
      const { rows } = await client.query(`SELECT count(*) AS n FROM deliveries WHERE state = 'received'`);
      if (Number(rows[0].n) === 0) break;
      if (performance.now() - since > 90_000) throw new Error('ingest took longer than 90 s');
      await pause(250);
    }
    // Between the first and the last transaction of the worker, so that waiting for the sweeper does not count.
    const { rows: [span] } = await client.query(`SELECT extract(epoch FROM max(done_at) - min(done_at)) AS seconds, count(*) FILTER (WHERE state <> 'done') AS lost FROM deliveries WHERE external_id::bigint BETWEEN $1 AND $2`, [500_000_000 + list[0].number, 500_000_000 + list.at(-1).number]);
    if (Number(span.lost) > 0) throw new Error(`${span.lost} deliveries were not read`);
    return list.length / Number(span.seconds);
  });
  const figures = { first: await rate(first), later: await rate(later) };
  await server.stop();
  await dropDatabase(url);
  return figures;
}

async function deliver(client, seed, list) {
  for (let start = 0; start < list.length; start += 1000) {
    await insert(client, 'deliveries', list.slice(start, start + 1000).map((one) => ({
      id: newId(), workspace_id: seed.workspaceId, channel_id: seed.channels[one.channel].id, external_id: String(500_000_000 + one.number), dedupe_key: `id:${500_000_000 + one.number}`,
      content_type: 'application/json', body: Buffer.from(telegramUpdate(one.number, one.person, one.text)),
    })));
  }
}

/** The rows that ingest writes, by someone who knows them all beforehand: nothing is parsed, looked up, locked or decided. A connection per channel, eight at once. */
async function byHand() {
  const url = await openDatabase('ingest_by_hand');
  const seed = await seedWorkspace(url, { channels: CHANNELS });
  const { first, later } = work();
  const people = Array.from({ length: PEOPLE }, (_, one) => ({ contact: newId(), identity: newId(), conversation: newId(), seq: 0, number: one + 1 }));
  const deliveryIds = await withClient(url, async (client) => {
    await deliver(client, seed, [...first, ...later]);
    const { rows } = await client.query('SELECT external_id, id FROM deliveries');
    return new Map(rows.map((row) => [row.external_id, row.id]));
  });
  const lanes = async (list, isFirst) => {
    const since = performance.now();
    await Promise.all(seed.channels.map((channel, index) => withClient(url, async (client) => {
      const mine = list.filter((one) => one.channel === index);
      for (let start = 0; start < mine.length; start += BATCH) await writeBatch(client, { workspaceId: seed.workspaceId, channelId: channel.id, people, deliveryIds, isFirst }, mine.slice(start, start + BATCH));
    }, { options: '-c role=kontuar_app' })));
    return list.length / ((performance.now() - since) / 1000);
  };
  const figures = { first: await lanes(first, true), later: await lanes(later, false) };
  await dropDatabase(url);
  return figures;
}

async function writeBatch(client, { workspaceId, channelId, people, deliveryIds, isFirst }, batch) {
  const column = (read) => batch.map(read);
  const rows = batch.map((one) => {
    const person = people[one.person];
    person.seq += 1;
    return { ...one, ...person, message: newId(), name: `Customer ${one.person} Nowak`, external: `${10_000 + one.person}:${one.number}` };
  });
  const of = (read) => rows.map(read);
  await client.query(`BEGIN; SET LOCAL kontuar.workspace = '${workspaceId}'`);
  if (isFirst) {
    await client.query('INSERT INTO contacts (id, workspace_id, name) SELECT id, $1, name FROM unnest($2::uuid[], $3::text[]) AS r (id, name)', [workspaceId, of((row) => row.contact), of((row) => row.name)]);
    await client.query(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle, name, last_seen_at) SELECT id, $1, contact, 'telegram', external, name, name, now() FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) AS r (id, contact, external, name)`, [workspaceId, of((row) => row.identity), of((row) => row.contact), of((row) => String(row.person)), of((row) => row.name)]);
    await client.query(
      `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, thread_key, last_seq, last_said_seq, last_inbound_seq, last_inbound_at, waiting_since, preview_text, preview_author)
       SELECT id, $1, number, $2, contact, identity, thread, 1, 1, 1, now(), now(), text, name FROM unnest($3::uuid[], $4::int[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[]) AS r (id, number, contact, identity, thread, text, name)`,
      [workspaceId, channelId, of((row) => row.conversation), of((row) => people[row.person].number), of((row) => row.contact), of((row) => row.identity), of((row) => String(10_000 + row.person)), of((row) => row.text), of((row) => row.name)],
    );
    await client.query('INSERT INTO participants (workspace_id, conversation_id, identity_id, verified) SELECT $1, c, i, true FROM unnest($2::uuid[], $3::uuid[]) AS r (c, i)', [workspaceId, of((row) => row.conversation), of((row) => row.identity)]);
  } else {
    const last = [...new Map(rows.map((row) => [row.conversation, row])).values()];
    await client.query(
      `UPDATE conversations c SET last_seq = r.seq, last_said_seq = r.seq, last_inbound_seq = r.seq, last_inbound_at = now(), last_message_at = now(), version = version + 1, preview_text = r.text
       FROM unnest($1::uuid[], $2::int[], $3::text[]) AS r (id, seq, text) WHERE c.id = r.id`,
      [last.map((row) => row.conversation), last.map((row) => row.seq), last.map((row) => row.text)],
    );
    await client.query('UPDATE identities SET last_seen_at = now() WHERE id = ANY($1::uuid[])', [last.map((row) => row.identity)]);
  }
  await client.query(
    `INSERT INTO messages (id, workspace_id, channel_id, conversation_id, seq, kind, direction, status, author_kind, author_id, author_name, text, external_id, at)
     SELECT id, $1, $2, conversation, seq, 'message', 'in', 'received', 'contact', author, name, text, external, now() FROM unnest($3::uuid[], $4::uuid[], $5::int[], $6::uuid[], $7::text[], $8::text[], $9::text[]) AS r (id, conversation, seq, author, name, text, external)`,
    [workspaceId, channelId, of((row) => row.message), of((row) => row.conversation), of((row) => row.seq), of((row) => row.identity), of((row) => row.name), of((row) => row.text), of((row) => row.external)],
  );
  const events = isFirst ? ['conversation.created', 'message.created'] : ['message.created'];
  await client.query(
    `INSERT INTO events (id, workspace_id, type, actor_kind, actor_id, conversation_id, message_id, data) SELECT gen_random_uuid(), $1, type, 'contact', actor, conversation, message, '{"seq": 1}' FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS r (actor, conversation, message), unnest($5::text[]) AS type`,
    [workspaceId, of((row) => row.contact), of((row) => row.conversation), of((row) => row.message), events],
  );
  await client.query(`UPDATE deliveries d SET state = 'done', conversation_id = r.conversation, done_at = now(), attempts = 1 FROM unnest($1::uuid[], $2::uuid[]) AS r (id, conversation) WHERE d.id = r.id`, [column((one) => deliveryIds.get(String(500_000_000 + one.number))), of((row) => row.conversation)]);
  await client.query('COMMIT');
}
