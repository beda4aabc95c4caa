import axios from 'axios';
import { startPlatform, type Platform } from '../../../../../test/platforms/kit';
import type { Simulated } from '../../../../../test/platforms/platform';
import { redditSearchPlatform, type RedditSearchSimulated } from '../../../../../test/platforms/reddit-search/reddit-search.platform';
import { xSearchPlatform, type XSearchSimulated } from '../../../../../test/platforms/x-search/x-search.platform';
import { youtubeSearchPlatform, type YoutubeSearchSimulated } from '../../../../../test/platforms/youtube-search/youtube-search.platform';
import { anyOf } from './any-of';
import { reddit } from './reddit/reddit';
import { Site } from './site';
import { noPurse, usedUp, type AskedSource, type Purse, type SourceMemory } from './source';
import { x } from './x/x';
import { youtube } from './youtube/youtube';

let platforms: [Platform<XSearchSimulated>, Platform<YoutubeSearchSimulated>, Platform<RedditSearchSimulated>];
let now = new Date();
beforeEach(async () => {
  now = new Date();
  platforms = await Promise.all([startPlatform(xSearchPlatform), startPlatform(youtubeSearchPlatform), startPlatform(redditSearchPlatform)]);
});
afterEach(async () => {
  for (const { violations } of platforms) expect(violations).toEqual([]);
  await Promise.all(platforms.map((one) => one.close()));
});

/** So many units, and what of them was spent. */
function purseOf(most: number): Purse & { spent: number } {
  return {
    most, spent: 0,
    take(wanted, least = 1) {
      const granted = Math.min(wanted, most - this.spent);
      if (granted < least) return Promise.resolve(0);
      this.spent += granted;
      return Promise.resolve(granted);
    },
    giveBack(units) { this.spent -= units; return Promise.resolve(); },
  };
}

interface Asking { memory?: SourceMemory; purse?: Purse; terms?: string[]; token?: string; at?: Date }
const ask = (source: AskedSource, { sim }: { sim: Simulated }, { memory = {}, purse = noPurse, terms = ['dom lipowy'], token = source === reddit ? 'shop:sesame' : 'sesame', at = now }: Asking = {}) =>
  source.ask({ site: new Site(axios.create()), settings: { ...sim.settings(), terms }, token, memory, now: at, patience: () => Promise.resolve(), purse });

describe('X', () => {
  it('reads each post once, as it is said there, with who, how far it reaches, and its edit as the same post', async () => {
    const [platform] = platforms;
    const { externalId } = platform.sim.tweet('ania', 'Dom Lipowy & ja #meble');
    platform.sim.tweet('ewa', 'RT Dom Lipowy', { retweetOf: externalId });
    const first = await ask(x, platform, { terms: ['dom lipowy', '#domlipowy'] });
    expect(first.posts).toEqual([{ id: externalId, platform: 'x', text: 'Dom Lipowy & ja #meble', url: `https://x.com/ania/status/${externalId}`, author: { handle: 'ania', name: 'Name of ania', followers: 777 }, publishedAt: expect.any(String), language: 'pl', likes: 5, shares: 3, replies: 3 }]);
    expect(platform.sim.questions).toEqual(['("dom lipowy" OR #domlipowy) -is:retweet']);
    const edited = platform.sim.edit(externalId, 'Dom Lipowy, jednak nie');
    const second = await ask(x, platform, { memory: first.memory, terms: ['dom lipowy', '#domlipowy'] });
    expect(second.posts).toMatchObject([{ id: edited.externalId, text: 'Dom Lipowy, jednak nie', editedAt: expect.any(String) }]);
    expect((await ask(x, platform, { memory: second.memory, terms: ['dom lipowy', '#domlipowy'] })).posts).toEqual([]);
    expect(platform.sim.given).toBe(2);
  });

  it('finds each of thousands over several looks, and pays for each once', async () => {
    const [platform] = platforms;
    for (let n = 0; n < 2_345; n += 1) platform.sim.tweet('ania', `dom lipowy ${n}`, { at: new Date(now.getTime() - 3_600_000 + n) });
    const purse = purseOf(10_000);
    const seen = new Set<string>();
    let memory: SourceMemory = {};
    let looks = 0;
    for (let more = true; more; looks += 1) {
      const asked = await ask(x, platform, { memory, purse });
      for (const { id } of asked.posts) seen.add(id);
      memory = asked.memory;
      more = asked.againSeconds === 0;
    }
    expect([seen.size, looks, purse.spent, platform.sim.given]).toEqual([2_345, 2, 2_345, 2_345]);
  });

  it('stops before the limit is passed, says so, and goes on where it stopped once there is more', async () => {
    const [platform] = platforms;
    for (let n = 0; n < 260; n += 1) platform.sim.tweet('ania', `dom lipowy ${n}`, { at: new Date(now.getTime() - 3_600_000 + n) });
    const first = await ask(x, platform, { purse: purseOf(125) });
    expect([first.posts.length, first.trouble, platform.sim.given]).toEqual([125, usedUp, 125]);
    expect((await ask(x, platform, { memory: first.memory, purse: purseOf(9) })).posts).toEqual([]);
    expect(platform.sim.given).toBe(125);
    const second = await ask(x, platform, { memory: first.memory });
    expect([new Set([...first.posts, ...second.posts].map(({ id }) => id)).size, platform.sim.given, second.trouble]).toEqual([260, 260, undefined]);
  });

  it('asks for nothing that the search does not reach after a rest of weeks', async () => {
    const [platform] = platforms;
    platform.sim.tweet('ania', 'dom lipowy');
    const { memory } = await ask(x, platform);
    const old: SourceMemory = JSON.parse(JSON.stringify(memory).replace(/\d{15,}/g, '1500000000000000000')) as SourceMemory; // the same shape
    expect((await ask(x, platform, { memory: old })).posts).toHaveLength(1);
  });

  it('says who is not let in, and for how long to wait', async () => {
    const [platform] = platforms;
    await expect(ask(x, platform, { token: 'wrong' })).rejects.toThrow('It does not let us in: the token or the account was refused.');
    platform.failNext({ failure: 'rate-limited' });
    await expect(ask(x, platform)).rejects.toMatchObject({ retryAfterSeconds: 24 * 3600 });
    platform.failNext({ answer: { status: 200, body: '{"data": "no"}' } });
    await expect(ask(x, platform)).rejects.toThrow('What answered is not what this network is known to say.');
  });
});

describe('YouTube', () => {
  it('reads videos whole, with how many saw them, and marks what is taken down', async () => {
    const [, platform] = platforms;
    const { externalId } = platform.sim.upload('remonty', 'Tydzień z Dom Lipowy', new Date(now.getTime() - 60_000));
    const first = await ask(youtube, platform);
    expect(first.posts).toEqual([{ id: externalId, platform: 'youtube', title: 'Tydzień z Dom Lipowy', text: 'All about Tydzień z Dom Lipowy.\nhttps://example.com', url: `https://www.youtube.com/watch?v=${externalId}`, author: { handle: 'UCremonty', name: 'Name of remonty' }, publishedAt: expect.any(String), language: 'pl', reach: 212_000, likes: 31, replies: 7 }]);
    platform.sim.remove(externalId);
    const second = await ask(youtube, platform, { memory: first.memory });
    expect(second.posts).toEqual([{ id: externalId, platform: 'youtube', deleted: true }]);
    expect((await ask(youtube, platform, { memory: second.memory })).posts).toEqual([]);
  });

  it('asks for all words in one search, spreads the searches of a day over the day, and rests before they are used up', async () => {
    const [, platform] = platforms;
    const purse = purseOf(48);
    const { againSeconds } = await ask(youtube, platform, { terms: ['dom lipowy', 'brzoza', 'kredens'], purse });
    expect([againSeconds, platform.sim.searches, purse.spent]).toEqual([1_800, 1, 1]);
    const short = await ask(youtube, platform, { purse: purseOf(0) });
    expect([short.trouble, platform.sim.searches]).toEqual([usedUp, 1]);
  });

  it('finds each of hundreds over several pages, and loses none where a day’s searches end in between', async () => {
    const [, platform] = platforms;
    for (let n = 0; n < 430; n += 1) platform.sim.upload('remonty', `dom lipowy ${n}`, new Date(Math.floor(now.getTime() / 1000) * 1000 - n * 60_000));
    const seen = new Set<string>();
    let memory: SourceMemory = {};
    for (let looks = 0; looks < 8; looks += 1) {
      const asked = await ask(youtube, platform, { memory, purse: purseOf(2) });
      for (const { id } of asked.posts) seen.add(id);
      memory = asked.memory;
    }
    expect(seen.size).toBe(430);
    expect(JSON.stringify(memory).length).toBeLessThan(10_000);
  });

  it('says that a key is none, and that Google gives no more today', async () => {
    const [, platform] = platforms;
    await expect(ask(youtube, platform, { token: 'wrong' })).rejects.toThrow('It does not let us in: the token or the account was refused.');
    platform.sim.most = 0;
    await expect(ask(youtube, platform)).rejects.toThrow('Google gives this project no more searches today: it goes on after midnight in California, or ask Google for more.');
  });

  it('counts its day as Google does', () => {
    expect([youtube.metered?.period(new Date('2026-11-23T07:59:00Z')), youtube.metered?.period(new Date('2026-11-23T08:01:00Z'))]).toEqual(['2026-11-22', '2026-11-23']);
  });
});

describe('Reddit', () => {
  it('reads posts, finds edits and deletions again, and forgets what is gone', async () => {
    const [, , platform] = platforms;
    const seconds = Math.floor(now.getTime() / 1000);
    const [one, two] = ['Dom Lipowy?', 'Stół z Dom Lipowy'].map((title, at) => platform.sim.submit('pg', title, seconds - 600 + at).externalId);
    const first = await ask(reddit, platform);
    expect(first.posts).toContainEqual({ id: one, platform: 'reddit', title: 'Dom Lipowy?', text: 'About: Dom Lipowy? & more', url: expect.stringMatching(/^https:\/\/www\.reddit\.com\/r\/Meble\/comments\//), author: { handle: 'pg' }, publishedAt: new Date((seconds - 600) * 1000).toISOString(), likes: 12, replies: 4 });
    platform.sim.edit(one ?? '', 'Jednak polecam');
    platform.sim.remove(two ?? '');
    const second = await ask(reddit, platform, { memory: first.memory });
    expect(second.posts.find(({ id }) => id === one)).toMatchObject({ text: 'Jednak polecam', editedAt: expect.any(String) });
    expect(second.posts.filter(({ deleted }) => deleted)).toEqual([{ id: two, platform: 'reddit', deleted: true }]);
    expect((await ask(reddit, platform, { memory: second.memory })).posts.map(({ id }) => id)).not.toContain(two);
  });

  it('walks through hundreds to what it knows, and waits as long as Reddit says', async () => {
    const [, , platform] = platforms;
    const seconds = Math.floor(now.getTime() / 1000);
    for (let n = 0; n < 350; n += 1) platform.sim.submit('pg', `dom lipowy ${n}`, seconds - n * 60);
    expect((await ask(reddit, platform)).posts).toHaveLength(350);
    await expect(ask(reddit, platform, { token: 'shop:wrong' })).rejects.toThrow('It does not let us in: the token or the account was refused.');
    await expect(ask(reddit, platform, { token: 'sesame' })).rejects.toThrow('Reddit wants the ID of an application and its secret, with a colon between them.');
    platform.failNext({ failure: 'rate-limited' });
    await expect(ask(reddit, platform)).rejects.toMatchObject({ retryAfterSeconds: 240 });
  });
});

it('is made deaf by nobody whose clock is ahead: what is said until then is found', async () => {
  const [onX, onYoutube, onReddit] = platforms;
  const [later, since] = [new Date(now.getTime() + 7 * 86_400_000), new Date(now.getTime() - 60_000)];
  const said: [source: AskedSource, platform: { sim: Simulated }, say: (at: Date) => { externalId: string }][] = [
    [x, onX, (at) => onX.sim.tweet('ania', `dom lipowy ${at.getTime()}`, { at })], [youtube, onYoutube, (at) => onYoutube.sim.upload('remonty', `Dom Lipowy ${at.getTime()}`, at)], [reddit, onReddit, (at) => onReddit.sim.submit('pg', `dom lipowy ${at.getTime()}`, Math.floor(at.getTime() / 1000))],
  ];
  for (const [source, platform, say] of said) {
    say(later);
    const { memory } = await ask(source, platform);
    const { externalId } = say(since);
    expect([source.kind, (await ask(source, platform, { memory })).posts.map(({ id }) => id)]).toEqual([source.kind, expect.arrayContaining([externalId])]);
  }
});

it('asks for many words in few questions, none longer than a network takes', () => {
  const terms = Array.from({ length: 20 }, (_, n) => `bardzo długa nazwa produktu numer ${n}`);
  const questions = anyOf([...terms, 'a "b" c'], { or: ' OR ', length: 480 });
  expect(questions.every(({ length }) => length <= 480)).toBe(true);
  expect(questions.join(' OR ')).toBe([...terms.map((term) => `"${term}"`), '"a  b  c"'].join(' OR '));
  expect(questions.length).toBeLessThan(4);
});
