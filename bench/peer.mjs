// Experiments 4 and 7 beside the most used open-source inbox: a whole page of the inbox and searching, as SQL over the same rows, with a short and a long history.
import { median, ms, percentile, table, times, whole } from './support/figures.mjs';
import { fillInbox } from './support/fill-inbox.mjs';
import { product } from './support/machine.mjs';
import { seedWorkspace } from './support/seed.mjs';
import { dropDatabase, openDatabase, SECRET, withClient } from './support/servers.mjs';
import { ofWords, vocabulary } from './support/vocabulary.mjs';
import { fillPeer, peerPage, peerSearch } from './bare/peer.mjs';

export const title = "The same questions by the most used open-source inbox's SQL";
const SIZES = [{ messages: 10_000, conversations: 500 }, { messages: 1_000_000, conversations: 50_000 }];
/** Named as a part (`peer ten-million`): half an hour, most of it filling. */
const LARGEST = { messages: 10_000_000, conversations: 500_000 };
const PAGES = 60;
const { nameOf } = product('libs/platform/src/statements');

export async function run(parts = []) {
  const measured = [];
  for (const size of parts.includes('ten-million') ? [...SIZES, LARGEST] : SIZES) measured.push({ ...size, figures: await measure(size) });
  const first = measured[0];
  const of = (size, name) => size.figures.find((one) => one.name === name);
  const rows = measured.flatMap((size) => size.figures.map((one) => [
    one.name, `${whole(size.messages)} messages`, ms(median(one.ours)), ms(percentile(one.ours, 0.95)), ms(median(one.theirs)), ms(percentile(one.theirs, 0.95)), times(median(one.theirs) / median(one.ours)), times(percentile(one.theirs, 0.95) / percentile(one.ours, 0.95)),
    `${one.found[0]} / ${one.found[1]}`, times(median(one.ours) / median(of(first, one.name).ours)),
  ]));
  const last = measured.at(-1);
  const labels = `${whole(last.messages)} messages`;
  return {
    text: table(['', 'history', 'p50', 'p95', 'peer p50', 'peer p95', 'times as fast, p50', 'p95', 'rows / of the peer', 'p50 to the shortest history'], rows),
    notes: 'SQL against SQL over one connection, on the same rows: the product under its role and policies, as its services ask it; the peer rebuilt from what is known of its shape, its statements prepared. It searches three months, the product all there is; a page of 15 hits each. A ratio above 1 is in favour of the product.',
    summary: last.figures.map((one) => [
      `${one.name}, ${labels}`, `p50 ${ms(median(one.ours))}, p95 ${ms(percentile(one.ours, 0.95))}`, `peer's SQL: p50 ${ms(median(one.theirs))}, p95 ${ms(percentile(one.theirs, 0.95))}`,
      `${times(median(one.theirs) / median(one.ours))} as fast, p95 ${times(percentile(one.theirs, 0.95) / percentile(one.ours, 0.95))}; ${times(median(one.ours) / median(of(first, one.name).ours))} of ${whole(first.messages)}`,
    ]),
  };
}

async function measure({ conversations }) {
  const url = await openDatabase(`peer_${conversations}`);
  // So many that each has a page of their own in both.
  const seed = await seedWorkspace(url, { channels: 50, members: conversations < 10_000 ? 4 : 200 });
  await fillInbox(url, seed, conversations, ofWords);
  await fillPeer(url);
  const member = seed.members[3];
  const figures = await withClient(url, (theirs) => withClient(url, async (client) => {
    const { rows: inboxes } = await theirs.query('SELECT id FROM peer.inboxes');
    const { rows: [me] } = await theirs.query('SELECT id FROM peer.users WHERE origin = $1', [member.id]);
    const peer = { inboxes: inboxes.map(({ id }) => id) };
    const made = [];
    for (const question of [...pages(member, me.id), ...searches(member)]) {
      const figure = { name: question.name, ours: [], theirs: [], found: [0, 0] };
      for (let at = -2; at < question.samples; at++) {
        // Turn by turn: what the machine does meanwhile touches both.
        const ours = await timed(() => inWorkspace(client, seed.workspaceId, (tx) => question.ours(tx, Math.max(0, at))));
        const peers = await timed(() => question.theirs(theirs, peer, Math.max(0, at)));
        if (at < 0) continue;
        figure.ours.push(ours.took);
        figure.theirs.push(peers.took);
        figure.found = [figure.found[0] + ours.answer, figure.found[1] + peers.answer];
      }
      made.push(figure);
    }
    return made;
  }, { options: '-c role=kontuar_app', pipeline: true }), { pipeline: true });
  await dropDatabase(url);
  return figures;
}

const actorOf = (workspaceId, member) => ({ kind: 'member', workspaceId, memberId: member.id, userId: member.userId, name: '', role: member.role, teamIds: [], channelIds: 'all' });

function pages(member, peerId) {
  const { listConversations, countConversations } = product('libs/core/src/conversations/conversations.queries');
  const { conversationQuery } = product('libs/contract/src/index');
  const secrets = new (product('libs/platform/src/index').Secrets)(SECRET);
  const page = (view, theirs) => ({
    name: `a whole page "${view}"`, samples: PAGES, theirs,
    ours: async (tx) => {
      const actor = actorOf(tx.workspaceId, member);
      const [, { items }] = await Promise.all([countConversations(tx, actor), listConversations(tx, secrets, actor, conversationQuery.parse({ view, sort: 'recent', limit: 25 }))]);
      return items.length;
    },
  });
  return [page('all', (client, peer) => peerPage(client, peer)), page('mine', (client, peer) => peerPage(client, { ...peer, assignee: peerId }))];
}

function searches(member) {
  const { Search } = product('libs/core/src/search/search.service');
  const secrets = new (product('libs/platform/src/index').Secrets)(SECRET);
  const words = (from, count = 12) => Array.from({ length: count }, (_, at) => [vocabulary[from + at * 3]]);
  const classes = {
    'a common word': words(0), 'a rare word': words(19_000), 'a word that nobody wrote': Array.from({ length: 12 }, (_, at) => [`brzdęk${'aeiouy'[at % 6]}${'ktw'[at % 3]}`]), 'two words': words(10).map(([word], at) => [word, vocabulary[200 + at * 5]]),
  };
  return Object.entries(classes).map(([name, asked]) => ({
    name: `search: ${name}`, samples: asked.length * 2,
    ours: async (tx, at) => {
      const search = new Search({ inWorkspace: (_, work) => work(tx) }, secrets);
      return (await search.find(actorOf(tx.workspaceId, member), { q: `${asked[at % asked.length].join(' ')} `, limit: 15 })).hits.length;
    },
    theirs: (client, peer, at) => peerSearch(client, { ...peer, words: asked[at % asked.length] }),
  }));
}

/** A unit of work as the product's own: what is prepared there is prepared here, and statements travel behind each other. */
async function inWorkspace(client, workspaceId, work) {
  const opened = client.query(`BEGIN; SET LOCAL kontuar.workspace = '${workspaceId}'`);
  const query = async (sql, values) => {
    const name = nameOf(sql);
    return (await client.query({ text: sql, values, ...(name === undefined ? {} : { name }) })).rows;
  };
  const answer = await work({ workspaceId, query });
  await Promise.all([opened, client.query('COMMIT')]);
  return answer;
}

async function timed(work) {
  const since = performance.now();
  const answer = await work();
  return { took: performance.now() - since, answer };
}
