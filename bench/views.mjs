// Saved views: filters over fifty thousand conversations, the counts of a column of views, and what live counts cost while fifty agents look at twenty views each.
import { median, ms, percentile, table, times } from './support/figures.mjs';
import { pause, product } from './support/machine.mjs';
import { untilQuiet } from './support/quiet.mjs';
import { seedWorkspace } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'Filters, view counts, next';
const CONVERSATIONS = 50_000;
const SAMPLES = 40;
const AGENTS = 50;
const VIEWS = 20;

export async function run() {
  const url = await openDatabase('views');
  const seed = await seedWorkspace(url, { channels: 50, members: 60 });
  const labels = await withClient(url, (client) => fill(client, seed));
  const server = await openProduct('one', url);
  await untilQuiet(url);
  const cookie = seed.members[3].cookie;
  const post = async (path, body, as = cookie) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers: { cookie: as, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const rows = [];
  for (const [name, filter, sort] of filters(labels, seed)) {
    const [found, counted] = [[], []];
    for (let sample = 0; sample < SAMPLES; sample++) {
      found.push(await timed(() => post('/conversations/find', { filter, sort, limit: 50 })));
      counted.push(await timed(() => post('/conversations/count', { filter })));
    }
    const { count, more } = await post('/conversations/count', { filter });
    rows.push([name, more ? `${count}+` : String(count), ms(median(found)), ms(percentile(found, 0.95)), ms(median(counted)), ms(percentile(counted, 0.95))]);
  }
  for (let at = 0; at < VIEWS; at++) await post('/views', { name: `View ${at}`, filter: filters(labels, seed)[at % 6][1], sharing: 'workspace' }, seed.members[0].cookie);
  const columns = [];
  for (let sample = 0; sample < SAMPLES; sample++) columns.push(await timed(async () => { await (await fetch(`${server.url}/api/v1/views/counts`, { headers: { cookie } })).json(); }));
  const next = await Promise.all(Array.from({ length: AGENTS }, (_, at) => timed(() => post('/conversations/next', {}, seed.members[at].cookie))));
  const ids = (await post('/conversations/find', { filter: open, limit: 100 })).items.map(({ id }) => id);
  const more = (await post('/conversations/find', { filter: open, limit: 100, sort: 'recent' })).items.map(({ id }) => id);
  const bulk = await timed(() => post('/conversations/bulk', { ids: [...new Set([...ids, ...more])], action: { kind: 'priority', priority: 'low' } }));
  await pause(200);
  await server.stop();
  const memory = inMemory(seed, labels);
  return {
    text: table([`filter, ${CONVERSATIONS.toLocaleString('en-GB')} conversations, over HTTP`, 'match', 'list p50', 'list p95', 'count p50', 'count p95'], rows),
    notes: `All ${VIEWS} counts of a column at once: p50 ${ms(median(columns))}, p95 ${ms(percentile(columns, 0.95))}. ${AGENTS} agents take the next at once: p50 ${ms(median(next))}, last ${ms(percentile(next, 1))}. Two hundred changed at once: ${ms(bulk)}. `
      + `In memory, one changed conversation against ${memory.questions} questions (${AGENTS} agents with ${VIEWS} views of their own): ${ms(memory.each)}, at 50 events a second ${Math.round(memory.each * 50 / 10)} % of a core; counted anew each time it would be ${ms(median(columns) * AGENTS)}.`,
    summary: [
      ['a column of 20 view counts, 50 000 conversations', ms(median(columns)), `held against an event in memory, 50 such columns: ${ms(memory.each)}`, times(median(columns) * AGENTS / memory.each)],
      ['bulk over 200 conversations, over HTTP', ms(bulk), 'target 1 s', times(bulk / 1000)],
    ],
  };
}

const open = { by: 'state', is: 'any', of: ['open', 'pending'] };

function filters([common, rare], seed) {
  return [
    ['open, any label of two, not mine', { by: 'all', of: [open, { by: 'labels', is: 'any', of: [common, rare] }, { by: 'assignee', is: 'none', of: ['me'] }] }, 'waiting'],
    ['waiting over 2 hours, urgent or high', { by: 'all', of: [open, { by: 'waiting', is: 'before', at: { ago: 2, unit: 'hours' } }, { by: 'priority', is: 'any', of: ['urgent', 'high'] }] }, 'waiting'],
    ['unassigned on ten channels', { by: 'all', of: [open, { by: 'assignee', is: 'any', of: ['nobody'] }, { by: 'channel', is: 'any', of: seed.channels.slice(0, 10).map(({ id }) => id) }] }, 'recent'],
    ['mine, unread', { by: 'all', of: [open, { by: 'assignee', is: 'any', of: ['me'] }, { by: 'unread', is: true }] }, 'recent'],
    ['a rare label, whole history', { by: 'labels', is: 'all', of: [rare] }, 'recent'],
    ['not open, or claims of last month', { by: 'any', of: [{ by: 'not', of: open }, { by: 'all', of: [{ by: 'matter', is: 'any', of: ['claim'] }, { by: 'created', is: 'after', at: { start: 'month', back: 1 } }] }] }, 'priority'],
    ['everything, by priority', { by: 'all', of: [] }, 'priority'],
  ];
}

async function fill(client, seed) {
  const { rows } = await client.query(`INSERT INTO labels (id, workspace_id, name) SELECT gen_random_uuid(), $1, 'Label ' || n FROM generate_series(1, 2) n RETURNING id`, [seed.workspaceId]);
  const labels = rows.map(({ id }) => id);
  await client.query(`INSERT INTO contacts (id, workspace_id, name) SELECT gen_random_uuid(), $1, 'Customer ' || n FROM generate_series(1, 5000) n`, [seed.workspaceId]);
  await client.query(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id) SELECT gen_random_uuid(), workspace_id, id, 'telegram', id::text FROM contacts`);
  // A fifth is open, as in an inbox that is worked off; one in three carries the common label, one in five hundred the rare one.
  await client.query(
    `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, assignee_id, priority, matter, label_ids, last_seq, read_seq, last_message_at, waiting_since, created_at, resolved_at)
     SELECT gen_random_uuid(), $1, n, ($2::uuid[])[1 + n % 50], i.contact_id, i.id, s.state, CASE WHEN n % 3 > 0 THEN ($3::uuid[])[1 + n % 60] END, CASE WHEN n % 20 = 0 THEN 3 WHEN n % 7 = 0 THEN 2 ELSE 1 END,
       CASE WHEN n % 11 = 0 THEN 'claim' END, CASE WHEN n % 500 = 0 THEN $4::uuid[] WHEN n % 3 = 0 THEN ($4::uuid[])[1:1] ELSE '{}' END, 10, CASE WHEN n % 4 = 0 THEN 5 ELSE 10 END,
       now() - n * interval '1 minute', CASE WHEN s.state IN ('open', 'pending') AND n % 2 = 0 THEN now() - n * interval '1 minute' END, now() - n * interval '2 minutes', CASE WHEN s.state = 'resolved' THEN now() END
     FROM generate_series(1, $5) n CROSS JOIN LATERAL (SELECT CASE WHEN n % 10 = 0 THEN 'open' WHEN n % 10 = 5 THEN 'pending' ELSE 'resolved' END AS state) s
       JOIN (SELECT id, contact_id, row_number() OVER () AS at FROM identities) i ON i.at = 1 + n % 5000`,
    [seed.workspaceId, seed.channels.map(({ id }) => id), seed.members.map(({ id }) => id), labels, CONVERSATIONS]);
  await client.query('ANALYZE');
  return labels;
}

/** One event against everybody's views, none of them shared: what live counting costs at the worst. */
function inMemory(seed, labels) {
  const { Question } = product('libs/core/src/views/question');
  const questions = seed.members.slice(0, AGENTS).flatMap((member) => Array.from({ length: VIEWS }, (_, at) => {
    const question = new Question(`${member.id} ${at}`, { kind: 'member', workspaceId: seed.workspaceId, memberId: member.id, userId: member.userId, name: '', role: 'supervisor', teamIds: [], channelIds: 'all' }, filters(labels, seed)[at % 6][1], () => 'messaging');
    question.begin();
    question.answered(Array.from({ length: 200 }, (_, n) => `${at}-${n}`));
    return question;
  }));
  const now = new Date().toISOString();
  const row = (n) => ({
    id: `c-${n}`, channelId: seed.channels[n % 50].id, connectorId: 'telegram', contact: { id: 'p', kinds: [] }, state: n % 3 === 0 ? 'open' : 'resolved', assigneeId: seed.members[n % 60].id, teamId: null, priority: 'high', matter: 'claim',
    labelIds: n % 2 === 0 ? labels : [], lastSeq: 3, readSeq: n % 3, version: 1, lastMessageAt: now, waitingSince: now, createdAt: now, resolvedAt: null, snoozedUntil: null, preview: { failed: false }, hasPublic: false, hasPrivate: true, rating: null, mood: null, language: null, closedAsThanks: false,
  });
  const took = [];
  for (let n = 0; n < 400; n++) {
    const since = performance.now();
    for (const question of questions) question.apply(row(n % 90), () => undefined);
    took.push(performance.now() - since);
  }
  return { questions: questions.length, each: median(took.slice(50)) };
}

async function timed(work) {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
