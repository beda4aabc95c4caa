// Reports over five million messages of a year: what a quarter costs over HTTP, beside the plainest queries over the messages themselves; and the same with a tenth of the history.
import { median, ms, percentile, table, times, whole } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import { seedWorkspace } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'Reports';
const SAMPLES = 5;
const CHANNELS = 8;
const MEMBERS = 40;
const PER_CONVERSATION = 10;
const YEAR = { from: '2025-07-01', days: 365 };
const QUARTER = { from: '2026-01-01', to: '2026-03-31', zone: 'Europe/Warsaw' };

const reports = [
  ['first reply: median and nine in ten', 'first-reply', 'by=none'], ['first reply by week, compared', 'first-reply', 'by=week&compare=previous'], ['first reply by member', 'first-reply', 'by=member'], ['later replies by day', 'next-reply', 'by=day'],
  ['messages received by hour of the day', 'received', 'by=hour-of-day'], ['messages received by channel, compared', 'received', 'by=channel&compare=previous'], ['messages sent by member', 'sent', 'by=member'],
  ['to resolution by label', 'resolution', 'by=label'], ['reopened by matter', 'reopened', 'by=matter'], ['not resolved yet, by day', 'backlog', 'by=day'], ['age of the backlog by week', 'backlog-age', 'by=week'], ['time in hand by member', 'handling', 'by=member'],
];

/** What somebody would write who has nothing but messages. */
const naive = [
  ['first reply: median and nine in ten', `WITH firsts AS (SELECT m.conversation_id, min(m.at) FILTER (WHERE m.direction = 'in') AS asked, min(m.at) FILTER (WHERE m.direction = 'out') AS answered FROM raw_messages m GROUP BY 1)
     SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY answered - asked) FROM firsts WHERE answered >= $1 AND answered < $2`],
  ['messages received by channel, compared', `SELECT channel_id, count(*) FILTER (WHERE at >= $1), count(*) FILTER (WHERE at < $1) FROM raw_messages WHERE direction = 'in' AND at >= $1::timestamptz - interval '90 days' AND at < $2 GROUP BY 1`],
  ['messages sent by member', `SELECT member_id, count(*) FROM raw_messages WHERE direction = 'out' AND at >= $1 AND at < $2 GROUP BY 1`],
];

export async function run() {
  const [small, large] = [await cost(50_000, false), await cost(500_000, true)];
  const slowest = large.figures.reduce((one, other) => (percentile(one.taken, 1) > percentile(other.taken, 1) ? one : other));
  const rows = large.figures.map(({ name, taken }, at) => {
    const plain = large.plain.find((one) => one.name === name);
    return [name, ms(median(small.figures[at].taken)), ms(median(taken)), ms(percentile(taken, 1)), plain === undefined ? '' : ms(median(plain.taken)), plain === undefined ? '' : times(median(taken) / median(plain.taken))];
  });
  const [screen] = large.screen;
  return {
    text: table([`a quarter, over HTTP`, `${whole(small.messages)} messages p50`, `${whole(large.messages)} p50`, 'slowest', 'plain SQL over messages', 'ratio'], rows),
    notes: `A year of ${whole(large.messages)} messages in ${whole(large.conversations)} conversations is ${whole(large.facts)} facts (written in ${Math.round(large.filled / 1000)} s); the quarter has ${whole(large.inQuarter)} of the messages. Plain SQL reads a copy of the messages with nothing but what it asks for, and knows no reopening, automatic answer, merge or right. All ${reports.length} one after another: ${ms(screen)}.`,
    summary: [
      [`the slowest of ${reports.length} reports of a quarter, 5 M messages, over HTTP`, `${ms(percentile(slowest.taken, 1))} (${slowest.name})`, 'target 2 s', times(percentile(slowest.taken, 1) / 2000)],
      ['first reply of a quarter, 5 M messages', ms(median(large.figures[0].taken)), `plain SQL over the messages: ${ms(median(large.plain[0].taken))}`, times(median(large.figures[0].taken) / median(large.plain[0].taken))],
    ],
  };
}

async function cost(conversations, compared) {
  const url = await openDatabase(`reports_${conversations}`);
  const seed = await seedWorkspace(url, { channels: CHANNELS, members: MEMBERS });
  const since = performance.now();
  const { facts, inQuarter } = await fill(url, seed, conversations, compared);
  const filled = performance.now() - since;
  const server = await openProduct('one', url);
  const ask = async (measure, query) => {
    const response = await fetch(`${server.url}/api/v1/reports/${measure}?${new URLSearchParams(QUARTER)}&${query}`, { headers: { cookie: seed.members[0].cookie } });
    if (!response.ok) throw new Error(`${measure} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  await pause(1500);
  const figures = [];
  for (const [name, measure, query] of reports) {
    const taken = [];
    for (let sample = -1; sample < SAMPLES; sample += 1) {
      const started = performance.now();
      const answer = await ask(measure, query);
      if (answer.total.cases === 0 && measure !== 'reopened') throw new Error(`${name} counted nothing`);
      if (sample >= 0) taken.push(performance.now() - started);
    }
    figures.push({ name, taken });
  }
  const began = performance.now();
  for (const [, measure, query] of reports) await ask(measure, query);
  const screen = [performance.now() - began];
  await server.stop();
  const plain = compared ? await plainly(url) : [];
  return { conversations, messages: conversations * PER_CONVERSATION, facts, inQuarter, filled, figures, screen, plain };
}

const plainly = (url) => withClient(url, async (client) => {
  const figures = [];
  for (const [name, sql] of naive) {
    const taken = [];
    for (let sample = -1; sample < 3; sample += 1) {
      const started = performance.now();
      await client.query(sql, [`${QUARTER.from} 00:00 ${QUARTER.zone}`, `2026-04-01 00:00 ${QUARTER.zone}`]);
      if (sample >= 0) taken.push(performance.now() - started);
    }
    figures.push({ name, taken });
  }
  return figures;
});

/** The facts that such threads come to, written by the database itself: a question, an answer, four more of each, resolved; one in twelve reopened. */
function fill(url, { workspaceId, channels, members }, conversations, compared) {
  return withClient(url, async (client) => {
    await client.query(`SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'; SET synchronous_commit = off`);
    const { rows: indexes } = await client.query(`SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'report_facts' AND indexname NOT IN (SELECT conname FROM pg_constraint)`);
    for (const { indexname } of indexes) await client.query(`DROP INDEX ${indexname}`);
    await client.query(`INSERT INTO labels (id, workspace_id, name) SELECT gen_random_uuid(), $1, 'Label ' || n FROM generate_series(1, 8) n`, [workspaceId]);
    await client.query(
      `CREATE TEMP TABLE made AS SELECT n, uuidv7() AS id, $1::timestamptz + random() * $2 * interval '1 day' AS at, (300 + power(random(), 3) * 80000)::bigint * 1000 AS first_ms, (120 + power(random(), 3) * 40000)::bigint * 1000 AS next_ms,
         ($3::uuid[])[1 + floor(power(random(), 2) * $4)::int] AS channel_id, ($5::uuid[])[1 + floor(random() * $6)::int] AS member_id, (ARRAY['question', 'claim', 'complaint', 'praise', NULL])[1 + floor(random() * 5)::int] AS matter,
         ARRAY[(ARRAY(SELECT id FROM labels))[1 + n % 8]] AS label_ids, n % 12 = 0 AS reopened, n % 25 = 0 AS goes_on FROM generate_series(1, $7::int) n`,
      [YEAR.from, YEAR.days, channels.map((one) => one.id), channels.length, members.map((one) => one.id), members.length, conversations]);
    const fact = (kind, { seq, at, ends = 'NULL', took = 'NULL', by = 'NULL', from = 'made m', where = 'true' }) => client.query(
      `INSERT INTO report_facts (workspace_id, conversation_id, kind, seq, at, ends_at, ms, open_ms, channel_id, team_id, member_id, matter, label_ids, contact_id)
       SELECT $1, m.id, '${kind}', ${seq}, ${at}, ${ends}, ${took}, NULL, m.channel_id, NULL, ${by}, m.matter, m.label_ids, m.id FROM ${from} WHERE ${where}`, [workspaceId]);
    const asked = `m.at + (s - 1) * interval '3 hours'`;
    const wait = `(CASE WHEN s = 1 THEN m.first_ms ELSE m.next_ms / s END)`;
    const turns = { from: 'made m, generate_series(1, 5) s' };
    const end = `m.at + interval '16 hours' + m.first_ms * interval '1 millisecond'`;
    await fact('started', { seq: '1', at: 'm.at' });
    await fact('in', { ...turns, seq: 's * 2 - 1', at: asked });
    await fact('out', { ...turns, seq: 's * 2', at: `${asked} + ${wait} * interval '1 millisecond'`, by: 'm.member_id' });
    await fact('first', { seq: '2', at: `m.at + m.first_ms * interval '1 millisecond'`, took: 'm.first_ms', by: 'm.member_id' });
    await fact('next', { ...turns, where: 's > 1', seq: 's * 2', at: `${asked} + ${wait} * interval '1 millisecond'`, took: wait, by: 'm.member_id' });
    await fact('resolved', { seq: '11', at: end, took: `57600000 + m.first_ms`, by: 'm.member_id', where: 'NOT m.goes_on' });
    await fact('reopened', { seq: '12', at: `${end} + interval '1 day'`, by: 'm.member_id', where: 'm.reopened AND NOT m.goes_on' });
    await fact('spell', { seq: '1', at: 'm.at', ends: `CASE WHEN m.goes_on THEN 'infinity' ELSE ${end} END` });
    await fact('held', { seq: '2', at: `m.at + interval '10 minutes'`, ends: `CASE WHEN m.goes_on THEN 'infinity' ELSE ${end} END`, by: 'm.member_id' });
    for (const { indexdef } of indexes) await client.query(indexdef);
    await client.query(`INSERT INTO report_positions (workspace_id, seq, backfilled_to) VALUES ($1, 0, NULL) ON CONFLICT (workspace_id) DO UPDATE SET backfilled_to = NULL`, [workspaceId]);
    await client.query('VACUUM ANALYZE report_facts');
    if (compared) {
      await client.query(`CREATE UNLOGGED TABLE raw_messages AS SELECT conversation_id, seq, at, CASE kind WHEN 'in' THEN 'in' ELSE 'out' END AS direction, member_id, channel_id FROM report_facts WHERE kind IN ('in', 'out')`);
      await client.query('CREATE INDEX ON raw_messages (conversation_id, seq); CREATE INDEX ON raw_messages (at)');
      await client.query('VACUUM ANALYZE raw_messages');
    }
    const { rows: [counted] } = await client.query(`SELECT count(*)::int AS facts, count(*) FILTER (WHERE kind IN ('in', 'out') AND at >= '2026-01-01' AND at < '2026-04-01')::int AS "inQuarter" FROM report_facts`);
    return counted;
  });
}
