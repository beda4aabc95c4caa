// Monitors against a stream: what one post costs with a hundred, a thousand, ten and fifty thousand queries, beside trying each query on each post. Both read a post once, and both have to find the same.
import { median, table, times, whole } from './support/figures.mjs';
import { product } from './support/machine.mjs';
import { dayBeside } from './support/day-beside.mjs';
import { previews } from './support/previews.mjs';

export const title = 'Mentions: thousands of monitors over one stream';
const SIZES = [100, 1_000, 10_000, 50_000];
const POSTS = 20_000;
const SCANNED = { 100: 4_000, 1_000: 1_000, 10_000: 200, 50_000: 40 };
const ROUNDS = 3;
const TARGET = 10_000;

export async function run() {
  const { QueryIndex } = product('libs/core/src/monitoring/percolate/query-index');
  const { matches, ReadPost } = product('libs/core/src/monitoring/query/evaluate');
  const { parseQuery } = product('libs/core/src/monitoring/query/parse');
  const posts = stream(POSTS);
  const read = (text) => new ReadPost({ text, source: 'stream', language: 'pl', author: 'somebody' });
  for (const text of posts.slice(0, 5_000)) [...read(text).stems().keys()];
  const reading = median(Array.from({ length: ROUNDS }, () => each(posts, (text) => { read(text).stems(); })));
  const results = SIZES.map((size) => {
    const queries = monitors(size).map((text) => parseQuery(text));
    const since = performance.now();
    const index = new QueryIndex();
    queries.forEach((query, id) => { index.put(id, query); });
    const built = performance.now() - since;
    // The first posts teach it which words are rare here; they are not counted.
    for (const text of posts.slice(0, 2_000)) index.match(read(text));
    const sample = posts.slice(-SCANNED[size]);
    const differing = sample.filter((text) => {
      const post = read(text);
      return index.match(post).sort((a, b) => a - b).join() !== queries.flatMap((query, id) => (matches(query, post) ? [id] : [])).join();
    });
    if (differing.length > 0) throw new Error(`the index and the scan differ: ${differing[0]}`);
    index.tries = 0;
    let found = 0;
    const fast = median(Array.from({ length: ROUNDS }, () => { found = 0; return each(posts, (text) => { found += index.match(read(text)).length; }); }));
    const slow = median(Array.from({ length: ROUNDS }, () => each(sample, (text) => { const post = read(text); for (const query of queries) matches(query, post); })));
    return { size, built, fast, slow, found: found / posts.length, tries: index.tries / posts.length / ROUNDS };
  });
  const small = results[0];
  const rows = results.map(({ size, built, fast, slow, found, tries }) => [whole(size), whole(1_000 / fast), `${(fast * 1_000).toFixed(0)} µs`, times(fast / small.fast), whole(1_000 / slow), times(slow / small.slow), times(slow / fast), found.toFixed(2), tries.toFixed(1), `${built.toFixed(0)} ms`]);
  const target = results.find(({ size }) => size === TARGET);
  const asked = await previews(posts, asPeopleAsk());
  const beside = await dayBeside();
  return {
    text: `${table(['monitors', 'posts/s', 'a post', 'growth', 'scan: posts/s', 'growth', 'scan ÷ index', 'found in a post', 'tried on a post', 'built in'], rows)}\n\n${asked.text}\n\n${beside.text}`,
    notes: `One thread; reading a post (words and stems) is ${(reading * 1_000).toFixed(0)} µs of each. ${whole(POSTS)} posts of 8 to 60 words; on ${whole(Object.values(SCANNED).reduce((sum, n) => sum + n, 0))} of them index and scan were compared and found the same. ${asked.notes} ${beside.notes}`,
    summary: [[`${whole(TARGET)} monitors against a stream`, `${whole(1_000 / target.fast)} posts/s`, `each query tried: ${whole(1_000 / target.slow)} posts/s`, times(target.slow / target.fast)], ...asked.summary, ...beside.summary],
  };
}

/** From a brand that few speak of to a word that is everywhere. */
function asPeopleAsk() {
  const luck = chance(5);
  const rare = name(3_000);
  return [['a rare brand in all forms', `~${rare}`], ['a well-known brand without two words', `(~${name(3)} OR #${name(3)}) -${common(luck)} -${common(luck)}`], ['two words near each other', `${name(BRANDS + 2)} NEAR/5 ${name(BRANDS + 9)}`], ['a word that is everywhere', `~${name(BRANDS)}`], ['ten brands', Array.from({ length: 10 }, (_, n) => `~${name(n)}`).join(' OR ')]];
}

function each(list, act) {
  const since = performance.now();
  for (const one of list) act(one);
  return (performance.now() - since) / list.length;
}

/** The same numbers in every run. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 16777216;
  };
}

const syllables = ['ba', 'ko', 'li', 'mar', 'sto', 'wen', 'dro', 'pi', 'sza', 'ler', 'tu', 'gra', 'no', 'fel', 'ży', 'cze', 'ran', 'dom', 'lip', 'ów'];
const endings = ['', 'a', 'y', 'em', 'owi', 'u'];
const name = (n) => {
  let left = n + 400;
  let word = '';
  do { word += syllables[left % syllables.length]; left = Math.floor(left / syllables.length); } while (left > 0);
  return word;
};
const BRANDS = 4_000;
const WORDS = 30_000;
/** Few words make up most of what is said: the n-th is said 1/n as often as the first. */
const common = (luck) => name(BRANDS + Math.floor(WORDS ** luck()) - 1);
/** Brands are spoken of unequally too. */
const brand = (luck) => name(Math.floor(BRANDS * luck() ** 2));

function stream(count) {
  const luck = chance(11);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 8 + Math.floor(luck() * 52) }, () => common(luck) + endings[Math.floor(luck() * endings.length)]);
    if (luck() < 0.3) words.splice(Math.floor(luck() * words.length), 0, `${luck() < 0.2 ? '#' : ''}${brand(luck)}${endings[Math.floor(luck() * endings.length)]}`);
    return words.join(' ');
  });
}

/** As brand teams write them: a brand in all forms or as a tag, with a common word, within a distance, without others; beginnings; phrases. */
function monitors(count) {
  const luck = chance(5);
  const shapes = [
    () => `~${brand(luck)} OR #${brand(luck)}`,
    () => `~${brand(luck)} -${common(luck)} -"${common(luck)} ${common(luck)}"`,
    () => `${brand(luck)} AND (${common(luck)} OR ${common(luck)} OR ${common(luck)})`,
    () => `(~${brand(luck)} OR ${brand(luck)}) NEAR/5 (${common(luck)} OR ~${common(luck)})`,
    () => `"${brand(luck)} ${common(luck)}" OR "${common(luck)} ${brand(luck)}"`,
    () => `${brand(luck)}* lang:pl -source:news`,
    () => `${common(luck)} ${common(luck)} ~${brand(luck)}`,
    () => `author:${name(Math.floor(luck() * 1e6))} OR ~"${brand(luck)} ${common(luck)}"`,
  ];
  return Array.from({ length: count }, (_, n) => shapes[n % shapes.length]());
}
