// Knowledge: searching ten thousand articles by words, inflected forms and slips, as one types and from a whole message.
import { median, ms, percentile, table, times, whole } from './support/figures.mjs';
import { product } from './support/machine.mjs';
import { insert, newId, seedWorkspace, telegramUpdate } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'Knowledge';
const ARTICLES = 10_000;
const SAMPLES = 15;
const TARGET_MS = 100;

export async function run() {
  const url = await openDatabase('knowledge');
  const seed = await seedWorkspace(url, { channels: 1, members: 1 });
  await withClient(url, (client) => fill(client, seed.workspaceId));
  const server = await openProduct('one', url);
  const cookie = seed.members[0].cookie;
  const get = async (path) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { headers: { cookie } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const rows = [];
  const slow = [];
  for (const [name, q] of questions) {
    const taken = [];
    let found = 0;
    for (let sample = -2; sample < SAMPLES; sample += 1) {
      const since = performance.now();
      found = (await get(`/knowledge/search?locale=pl&q=${encodeURIComponent(q)}`)).length;
      if (sample >= 0) taken.push(performance.now() - since);
    }
    slow.push(percentile(taken, 0.95));
    rows.push([name, q, String(found), ms(median(taken)), ms(percentile(taken, 0.95))]);
  }
  await fetch(`${server.url}/hooks/telegram/${seed.channels[0].id}`, { method: 'POST', headers: { 'content-type': 'application/json', ...seed.channels[0].header }, body: telegramUpdate(1, 1, message) });
  let conversation;
  for (let waited = 0; conversation === undefined && waited < 100; waited += 1) {
    conversation = (await get('/conversations?view=all')).items[0];
    if (conversation === undefined) await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  const suggested = [];
  for (let sample = -2; sample < SAMPLES; sample += 1) {
    const since = performance.now();
    await get(`/conversations/${conversation.id}/articles`);
    if (sample >= 0) suggested.push(performance.now() - since);
  }
  rows.push(['beside a message of 60 words', '…', '', ms(median(suggested)), ms(percentile(suggested, 0.95))]);
  await server.stop();
  const worst = Math.max(...slow, percentile(suggested, 0.95));
  return {
    text: table([`${whole(ARTICLES)} Polish articles, over HTTP`, 'looked for', 'found', 'p50', 'p95'], rows),
    summary: [['the slowest search of articles, p95', ms(worst), `target ${TARGET_MS} ms`, times(worst / TARGET_MS)]],
  };
}

const questions = [
  ['a word that one in three has', 'dostawa'],
  ['a rare word', 'politura'],
  ['an inflected form of it', 'politurą'],
  ['a slip in it', 'poliutra'],
  ['two slips in a long word', 'reklmacjia'],
  ['three words', 'zwrot uszkodzonego stołu'],
  ['six words, two with slips', 'jak zareklamowac uszkodzny blat stolu dębowego'],
  ['the beginning of a word', 'gwar'],
  ['one letter', 'd'],
  ['what no article has', 'xyzzyqwerty'],
];
const message = 'Dzień dobry, kupiłam u Państwa stół dębowy i po dwóch tygodniach blat zaczął pękać, a nogi się chwieją. Chciałabym złożyć reklamację i dowiedzieć się, czy przysługuje mi wymiana albo zwrot pieniędzy, kto pokryje koszt odbioru i jak długo to potrwa, bo za miesiąc mamy święta i bardzo zależy nam na nowym stole do jadalni. Pozdrawiam serdecznie i czekam na odpowiedź.';
const known = 'dostawa zwrot reklamacja gwarancja stół blat krzesło lampa płatność faktura odbiór montaż paczka kurier zamówienie rabat termin wymiana naprawa uszkodzony dębowy konserwacja pielęgnacja'.split(' ');

/** Words with a Polish look, the same in every run; the further down the list, the rarer in articles. */
function words(count) {
  const parts = ['ka', 'ro', 'mi', 'sta', 'wie', 'lo', 'dra', 'pu', 'ze', 'szy', 'no', 'bra', 'ci', 'ty', 'gło', 'ra', 'pie', 'do', 'sło', 'wa'];
  return Array.from({ length: count }, (_, n) => parts[n % 20] + parts[Math.floor(n / 20) % 20] + parts[Math.floor(n / 400) % 20] + ['', 'nik', 'ość', 'anie'][n % 4]);
}
const endings = ['', 'a', 'y', 'ie', 'ę', 'ą', 'ów', 'om'];

async function fill(client, workspaceId) {
  const { indexWords } = product('libs/language/src/index');
  const vocabulary = words(8000);
  let state = 7;
  const chance = (below) => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
  const rare = () => vocabulary[Math.floor(vocabulary.length * (chance(1000) / 1000) ** 3)] + endings[chance(endings.length)];
  for (let from = 0; from < ARTICLES; from += 250) {
    const articles = [];
    const indexed = [];
    for (let n = from; n < from + 250; n += 1) {
      const article = { id: newId(), title: `${known[chance(known.length)]} ${rare()} ${rare()}`, body: Array.from({ length: 120 }, () => (chance(8) === 0 ? known[chance(known.length)] : rare())).join(' ') + (n % 500 === 3 ? ' politura szelakowa' : '') };
      articles.push(article);
      for (const word of indexWords({ title: article.title, keywords: [], summary: '', headings: [], body: article.body }, 'pl')) indexed.push({ article: article.id, ...word });
    }
    await insert(client, 'articles', articles.map(({ id }) => ({ id, workspace_id: workspaceId, audience: 'public' })));
    await insert(client, 'article_texts', articles.map(({ id }) => ({ article_id: id, workspace_id: workspaceId, locale: 'pl', state: 'live', revision: 1, live_revision: 1 })));
    await insert(client, 'article_revisions', articles.map((one) => ({ article_id: one.id, workspace_id: workspaceId, locale: 'pl', number: 1, title: one.title, html: `<p>${one.body}</p>` })));
    await client.query(`INSERT INTO article_words (workspace_id, article_id, locale, word, stem, weight) SELECT $1, w.article, 'pl', w.word, w.stem, w.weight FROM jsonb_to_recordset($2::jsonb) AS w (article uuid, word text, stem text, weight real)`, [workspaceId, JSON.stringify(indexed)]);
  }
  await client.query('VACUUM ANALYZE');
}
