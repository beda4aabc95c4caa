import axios from 'axios';
import { hackerNewsPlatform } from '../../../../../../test/platforms/hacker-news/hacker-news.platform';
import { startPlatform, type Platform } from '../../../../../../test/platforms/kit';
import type { HackerNewsSimulated } from '../../../../../../test/platforms/hacker-news/hacker-news.platform';
import { Site } from '../site';
import { noPurse, type SourceMemory } from '../source';
import { hackerNews } from './hacker-news';
import recording from './recordings/search_by_date.json';

let platform: Platform<HackerNewsSimulated>;
beforeEach(async () => { platform = await startPlatform(hackerNewsPlatform); });
afterEach(() => platform.close());

const now = new Date('2026-11-20T12:00:00Z');
const seconds = now.getTime() / 1000;
const ask = (memory: SourceMemory, terms = ['dom lipowy']) => hackerNews.ask({ site: new Site(axios.create()), settings: { url: `${platform.root}/api/v1`, terms }, token: undefined, memory, now, patience: () => Promise.resolve(), purse: noPurse });

it('reads stories and comments as words, with who, when and how many', async () => {
  platform.failNext({ answer: { status: 200, body: recording } });
  const { posts } = await ask({});
  expect(posts).toEqual([
    { id: '42107990', platform: 'hacker-news', title: '', text: 'We moved to Dom Lipowy last year & never looked back. See https://domlipowy.pl', url: 'https://news.ycombinator.com/item?id=42107990', author: { handle: 'jkowalski' }, publishedAt: '2026-11-20T10:00:01.000Z', likes: 0, replies: 0 },
    { id: '42107761', platform: 'hacker-news', title: 'Furniture that lasts: a visit to Dom Lipowy', text: '', url: 'https://news.ycombinator.com/item?id=42107761', author: { handle: 'ania' }, publishedAt: '2026-11-20T09:00:00.000Z', likes: 87, replies: 12 },
  ]);
});

it('finds each of thousands, though no look may ask for all, and none that came before', async () => {
  for (let n = 0; n < 2_650; n += 1) platform.sim.comment('a', `Dom Lipowy ${n}`, seconds - Math.floor(n / 3) * 10);
  const seen = new Set<string>();
  let memory: SourceMemory = {};
  let looks = 0;
  for (let more = true; more; looks += 1) {
    const asked = await ask(memory);
    for (const { id } of asked.posts) seen.add(id);
    memory = asked.memory;
    more = asked.againSeconds === 0;
  }
  expect(seen.size).toBe(2_650);
  expect(looks).toBe(2);
  platform.sim.comment('b', 'Dom Lipowy, late', seconds - 60);
  const { posts, againSeconds } = await ask(memory);
  expect({ late: posts.some(({ text }) => text?.includes('late')), againSeconds }).toEqual({ late: true, againSeconds: undefined });
  expect(platform.violations).toEqual([]);
});

it('is not made deaf by a clock that is ahead, nor stopped by one that is none', async () => {
  const [hit] = recording.hits;
  platform.failNext({ answer: { status: 200, body: { hits: [{ ...hit, objectID: '1', created_at_i: seconds + 9_000_000 }, { ...hit, objectID: '2', created_at_i: 9_007_199_254_740_991 }, { ...hit, objectID: '3', created_at_i: -5 }, { ...hit, objectID: '4' }] } } });
  const { posts, memory } = await ask({});
  expect(posts.map(({ id }) => id)).toEqual(['1', '4']);
  platform.sim.comment('a', 'Dom Lipowy właśnie teraz', seconds - 5);
  expect((await ask(memory)).posts.map(({ text }) => text)).toContain('Dom Lipowy właśnie teraz');
});

it('says in plain words what is wrong, and for how long to wait', async () => {
  platform.failNext({ failure: 'rate-limited' });
  await expect(ask({})).rejects.toMatchObject({ message: 'It was asked too often, and wants a pause.', retryAfterSeconds: 120 });
  platform.failNext({ failure: 'server-error' });
  await expect(ask({})).rejects.toThrow('The site answered 500.');
  platform.failNext({ answer: { status: 200, body: '['.repeat(100_000) } });
  await expect(ask({})).rejects.toThrow('What answered is not what this network is known to say.');
});
