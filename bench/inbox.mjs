// Experiments 4 to 6: the inbox's questions with ten thousand and with a million messages, over HTTP and as the SQL alone.
import http from 'node:http';
import { fillInbox } from './support/fill-inbox.mjs';
import { median, ms, percentile, table, times } from './support/figures.mjs';
import { pause, product } from './support/machine.mjs';
import { untilQuiet } from './support/quiet.mjs';
import { seedWorkspace } from './support/seed.mjs';
import { openDatabase, openProduct, SECRET, withClient } from './support/servers.mjs';

export const title = 'Lists, counts and threads';
const SAMPLES = 120;
const { nameOf, prepared } = product('libs/platform/src/statements');
const AGENTS = 50;
const CONVERSATIONS_EACH = 250;
const SECONDS_OF_AGENTS = 4;

export async function run() {
  const sizes = [{ name: '10 000 messages', conversations: 500 }, { name: '1 000 000 messages', conversations: 50_000 }];
  const measured = [];
  for (const size of sizes) measured.push({ ...size, ...(await measure(size)) });
  const [small, large] = measured;
  const rows = large.figures.map((figure, at) => {
    const before = small.figures[at];
    return [figure.name, ...[figure.sql, figure.http].flatMap((times) => [ms(median(times)), ms(percentile(times, 0.95))]), ms(median(figure.http) - median(figure.sql)), times(median(figure.sql) / median(before.sql)), times(median(figure.http) / median(before.http)), figure.scans];
  });
  const find = (name) => large.figures.find((figure) => figure.name === name);
  const over = (name) => `${ms(median(find(name).http))} (p95 ${ms(percentile(find(name).http, 0.95))})`;
  const [short, long, key] = ['open a thread of 20', 'open a thread of 2 000', 'one primary-key range scan, 50 rows'].map(find);
  return {
    text: table(['1 000 000 messages, 50 000 conversations, 50 channels, 200 members', 'SQL p50', 'SQL p95', 'HTTP p50', 'HTTP p95', 'HTTP over SQL', 'SQL to 10 000 messages', 'HTTP to 10 000 messages', 'whole tables read'], rows),
    notes: `${AGENTS} agents at once, a question a second each: p50 ${ms(median(large.together))}, p95 ${ms(percentile(large.together, 0.95))} over HTTP (${ms(median(small.together))}, ${ms(percentile(small.together, 0.95))} with 10 000 messages). Filling took ${Math.round(large.filledMs / 1000)} s.`,
    summary: [
      ...['list "all"', 'list "mine"', 'list "unassigned"', 'counts'].map((name) => [`${name}, 1 M messages, over HTTP`, over(name), `its SQL alone: ${ms(median(find(name).sql))}`, `${ms(median(find(name).http) - median(find(name).sql))} over it; ${times(median(find(name).http) / median(small.figures.find((one) => one.name === name).http))} of 10 000 messages`]),
      ...[short, long].map((figure) => [`${figure.name} messages, 1 M messages, SQL`, ms(median(figure.sql)), `one primary-key range scan: ${ms(median(key.sql))}`, times(median(figure.sql) / median(key.sql))]),
      ['50 agents at once over HTTP, 1 M messages', `p50 ${ms(median(large.together))}, p95 ${ms(percentile(large.together, 0.95))}`, `10 000 messages: p50 ${ms(median(small.together))}`, times(median(large.together) / median(small.together))],
    ],
  };
}

async function measure({ conversations }) {
  const url = await openDatabase(`inbox_${conversations}`);
  const seed = await seedWorkspace(url, { channels: 50, members: 200 });
  const since = performance.now();
  // Each of them has as much in hand, so that a page of "mine" is as long behind a short history as behind a long one.
  const owners = seed.members.slice(0, Math.max(2, Math.round(conversations / CONVERSATIONS_EACH)));
  const { short, long } = await fillInbox(url, seed, conversations, { owners });
  const filledMs = performance.now() - since;
  const server = await openProduct('one', url);
  await untilQuiet(url);
  const keepAlive = new http.Agent({ keepAlive: true, maxSockets: AGENTS });
  const questions = questionsOf(seed.members[1], { short, long });
  const figures = await withClient(url, async (client) => {
    const made = [];
    for (const question of questions) {
      const alone = () => inWorkspace(client, seed.workspaceId, (tx) => question.sql(tx));
      const overHttp = question.path === undefined ? undefined : () => get(`${server.url}/api/v1${question.path}`, seed.members[1].cookie, keepAlive);
      const figure = { name: question.name, sql: [], http: [], scans: await tablesRead(client, seed.workspaceId, question) };
      for (let warm = 0; warm < 10; warm++) { await alone(); await overHttp?.(); }
      for (let sample = 0; sample < SAMPLES; sample++) {
        figure.sql.push(await timed(alone));
        if (overHttp !== undefined) figure.http.push(await timed(overHttp));
      }
      made.push(figure);
    }
    return made;
  }, { options: '-c role=kontuar_app' });

  const together = [];
  const paths = questions.flatMap(({ path }) => path ?? []);
  await Promise.all(seed.members.slice(0, AGENTS).map(async (member, index) => {
    await pause((index * 1000) / AGENTS);
    for (let second = 0; second < SECONDS_OF_AGENTS; second++) {
      const took = await timed(() => get(`${server.url}/api/v1${paths[(index + second) % paths.length]}`, member.cookie, keepAlive));
      together.push(took);
      await pause(1000 - Math.min(1000, took));
    }
  }));
  keepAlive.destroy();
  await server.stop();
  return { figures, together, filledMs };
}

/** Each question as a path, and as the statements that the product itself makes for it. */
function questionsOf(member, { short, long }) {
  const { listConversations, countConversations } = product('libs/core/src/conversations/conversations.queries');
  const { attachmentColumns, messageColumns } = product('libs/core/src/messages/message.view');
  const { conversationQuery } = product('libs/contract/src/index');
  const secrets = new (product('libs/platform/src/index').Secrets)(SECRET);
  const actor = (workspaceId) => ({ kind: 'member', workspaceId, memberId: member.id, userId: member.userId, name: '', role: member.role, teamIds: [], channelIds: 'all' });
  const list = (view) => ({ name: `list "${view}"`, path: `/conversations?view=${view}`, sql: (tx) => listConversations(tx, secrets, actor(tx.workspaceId), conversationQuery.parse({ view })) });
  const thread = (length, id) => ({
    name: `open a thread of ${length}`, path: `/conversations/${id}/messages`,
    sql: async (tx) => {
      const rows = await tx.query(prepared(`SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3`), [id, 2_147_483_647, 51]);
      await tx.query(prepared(`SELECT ${attachmentColumns} FROM attachments WHERE message_id = ANY($1::uuid[]) ORDER BY message_id, position, id`), [rows.map((row) => row.id)]);
    },
  });
  return [
    list('all'), list('mine'), list('unassigned'), list('waiting'),
    { name: 'counts', path: '/conversations/counts', sql: (tx) => countConversations(tx, actor(tx.workspaceId)) },
    thread('20', short), thread('2 000', long),
    { name: 'one primary-key range scan, 50 rows', path: undefined, sql: (tx) => tx.query(prepared(`SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 ORDER BY m.seq DESC LIMIT 50`), [long]) },
  ];
}

async function inWorkspace(client, workspaceId, work, prefix = '') {
  await client.query(`BEGIN; SET LOCAL kontuar.workspace = '${workspaceId}'`);
  const found = [];
  await work({ workspaceId, query: async (sql, values) => {
    // Prepared where the product's are, so that the two differ in what lies between them alone.
    const name = prefix === '' ? nameOf(sql) : undefined;
    const { rows } = await client.query({ text: prefix + sql, values, ...(name === undefined ? {} : { name }) });
    found.push(rows);
    return prefix === '' ? rows : [];
  } });
  await client.query('COMMIT');
  return found;
}

/** Names of the large tables that a statement reads from end to end, under the role and the policies of the product. */
async function tablesRead(client, workspaceId, question) {
  const plans = await inWorkspace(client, workspaceId, (tx) => question.sql(tx), 'EXPLAIN (FORMAT JSON) ');
  const names = new Set();
  const visit = (node) => {
    if (node['Node Type'] === 'Seq Scan' && ['conversations', 'messages', 'contacts', 'attachments'].includes(node['Relation Name']) && node['Plan Rows'] > 100) names.add(node['Relation Name']);
    for (const inner of node.Plans ?? []) visit(inner);
  };
  for (const rows of plans) visit(rows[0]['QUERY PLAN'][0].Plan);
  return [...names].join(', ') || 'none';
}

async function timed(work) {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

function get(url, cookie, agent) {
  return new Promise((resolve, reject) => {
    http.get(url, { agent, headers: { cookie } }, (response) => {
      response.resume();
      if (response.statusCode === 200) response.once('end', resolve);
      else reject(new Error(`${url} answered ${response.statusCode}`));
    }).once('error', reject);
  });
}
