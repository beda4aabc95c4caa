import type { BrandMention, ListeningDesk, ListeningSourceMade, ListeningSourceTrial, MonitorView, Page } from '@kontuar/contract';
import { hackerNewsPlatform, type HackerNewsSimulated } from '../platforms/hacker-news/hacker-news.platform';
import { jetstreamPlatform, type JetstreamSimulated } from '../platforms/jetstream/jetstream.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';

let api: TestApi;
let owner: Person;
let news: Platform<HackerNewsSimulated>;
let stream: Platform<JetstreamSimulated>;

beforeAll(async () => {
  [news, stream] = await Promise.all([startPlatform(hackerNewsPlatform), startPlatform(jetstreamPlatform)]);
  api = await startTestApi({ connectors: [], worker: true });
  owner = await api.signUp('Dom Lipowy');
});
afterAll(async () => {
  await api.stop();
  await Promise.all([news.close(), stream.close()]);
});

const monitor = (name: string, query: string) => owner.client.post<MonitorView>('/listening/monitors', { name, query });
const found = async (monitorId: string) => (await owner.client.get<Page<BrandMention>>(`/listening/mentions?limit=100&monitorId=${monitorId}`)).items;
const source = async (id: string) => (await owner.client.get<ListeningDesk>('/listening')).sources.find((one) => one.id === id);
const add = async (input: object) => (await owner.client.post<ListeningSourceMade>('/listening/sources', input)).source;
const lookAgain = (id: string) => api.sql('UPDATE listening_sources SET look_at = now() WHERE id = $1', [id]);

describe('Hacker News', () => {
  it('is tried before it is kept, says what is wrong, and is asked for what is new alone', async () => {
    const input = { kind: 'hacker-news', name: 'Hacker News', url: `${news.root}/api/v1`, terms: ['sekretera'] };
    news.failNext({ failure: 'rate-limited' });
    expect(await owner.client.post<ListeningSourceTrial>('/listening/sources/try', input)).toEqual({ ok: false, trouble: 'It was asked too often, and wants a pause.', samples: [], calls: 1 });
    news.sim.say({ from: news.sim.customer('pg'), text: 'My sekretera arrived' });
    expect(await owner.client.post<ListeningSourceTrial>('/listening/sources/try', input)).toMatchObject({ ok: true, trouble: null, calls: 1, samples: [{ author: 'pg', text: 'My sekretera arrived' }] });
    expect(await owner.client.send('POST', '/listening/sources', { ...input, terms: [] })).toMatchObject({ status: 400 });
    expect((await owner.client.get<ListeningDesk>('/listening')).sources).toEqual([]);

    const mine = await monitor('Secretaire', 'sekretera');
    const { id } = await add(input);
    await eventually(async () => { expect((await found(mine.id)).map(({ post }) => [post.platform, post.author, post.text])).toEqual([['hacker-news', 'pg', 'My sekretera arrived']]); });
    const asked = news.requests.length;
    news.failNext({ failure: 'rate-limited' });
    await lookAgain(id);
    await eventually(async () => { expect(await source(id)).toMatchObject({ trouble: 'It was asked too often, and wants a pause.', calls: 2 }); });
    const [row] = await api.sql<{ rests: boolean }>(`SELECT look_at > now() + interval '90 seconds' AND look_at < now() + interval '3 minutes' AS rests FROM listening_sources WHERE id = $1`, [id]);
    expect(row).toEqual({ rests: true });
    await lookAgain(id);
    await eventually(async () => { expect(await source(id)).toMatchObject({ trouble: null, calls: 3, posts: 1 }); });
    expect(news.requests.length).toBe(asked + 2);
    // The same again was nothing to read.
    expect(await api.sql('SELECT count(*)::int AS n FROM source_deliveries WHERE source_id = $1', [id])).toEqual([{ n: 1 }]);
    expect(news.violations).toEqual([]);
  });
});

describe('Bluesky', () => {
  const posts = () => api.sql<{ text: string; gone: boolean }>(`SELECT text, deleted_at IS NOT NULL AS gone FROM posts WHERE platform = 'bluesky' ORDER BY published_at, external_id`);

  it('lets in what a monitor wants alone, marks what is changed and deleted, and loses and doubles nothing over a broken line', async () => {
    const mine = await monitor('Armchair', 'bergera reach:1000');
    const input = { kind: 'bluesky', name: 'Bluesky', ...stream.sim.settings() };
    const ania = stream.sim.customer('Ania');
    const ewa = stream.sim.customer('Ewa');
    const { id } = await add(input);
    await eventually(() => { expect(stream.sim.heardBy).toBe(1); return Promise.resolve(); });
    stream.sim.blurt('{"kind":');
    stream.sim.blurt('['.repeat(100_000));
    const first = stream.sim.say({ from: ania, text: 'Moja bergera skrzypi' });
    await stream.happen(first);
    await stream.happen(stream.sim.say({ from: ewa, text: 'Nic o meblach' }));
    await eventually(async () => { expect((await found(mine.id)).map(({ post }) => [post.author, post.authorName, post.reach, post.text])).toEqual([['ania.bsky.social', 'Name of ania', 1200, 'Moja bergera skrzypi']]); });
    await stream.happen(stream.sim.edit(first.externalId, 'Moja bergera już nie skrzypi'));
    await eventually(async () => { expect((await found(mine.id))[0]?.post).toMatchObject({ text: 'Moja bergera już nie skrzypi', editedAt: expect.any(String) }); });

    // The line breaks; what is said meanwhile is told again from where it was kept.
    await eventually(async () => { expect((await api.sql<{ cursor: string | null }>(`SELECT memory->>'cursor' AS cursor FROM listening_sources WHERE id = $1`, [id]))[0]?.cursor).not.toBeNull(); });
    stream.sim.cut();
    const second = stream.sim.say({ from: ewa, text: 'Druga bergera, druga wpadka' });
    await stream.happen(second);
    await stream.happen(stream.sim.remove(first.externalId));
    await eventually(async () => { expect(await posts()).toEqual([{ text: 'Moja bergera już nie skrzypi', gone: true }, { text: 'Druga bergera, druga wpadka', gone: false }]); });
    expect(stream.sim.cursors.at(-1)).toMatch(/^\d{16}$/);

    await stream.happen(stream.sim.leave(ewa));
    await eventually(async () => { expect((await posts()).every(({ gone }) => gone)).toBe(true); });
    expect((await found(mine.id)).map(({ post }) => post.deletedAt !== null)).toEqual([true, true]);
    expect(await source(id)).toMatchObject({ posts: 2, trouble: null, lastLookAt: expect.any(String) });

    // Paused, it is not listened to any more.
    await owner.client.patch(`/listening/sources/${id}`, { active: false });
    await eventually(() => { expect(stream.sim.heardBy).toBe(0); return Promise.resolve(); });
  });

  it('is tried before it is kept: what is no stream says so', async () => {
    const { url } = stream.sim.settings() as { url: string };
    expect(await owner.client.post<ListeningSourceTrial>('/listening/sources/try', { kind: 'bluesky', name: 'Bluesky', url: url.replace('subscribe', 'elsewhere') })).toMatchObject({ ok: false, trouble: 'The site answered 400.' });
  });
});
