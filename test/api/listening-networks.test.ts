import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import type { BrandMention, LinkPreview, ListeningDesk, ListeningSourceMade, ListeningSourceTrial, MonitorView, Page } from '@kontuar/contract';
import sharp from 'sharp';
import { hackerNewsPlatform, type HackerNewsSimulated } from '../platforms/hacker-news/hacker-news.platform';
import { fediversePlatform, type FediverseSimulated } from '../platforms/fediverse/fediverse.platform';
import { jetstreamPlatform, type JetstreamSimulated } from '../platforms/jetstream/jetstream.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import { xSearchPlatform, type XSearchSimulated } from '../platforms/x-search/x-search.platform';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';

let api: TestApi;
let owner: Person;
let news: Platform<HackerNewsSimulated>;
let stream: Platform<JetstreamSimulated>;
let server: Platform<FediverseSimulated>;
let paid: Platform<XSearchSimulated>;

beforeAll(async () => {
  [news, stream, server, paid] = await Promise.all([startPlatform(hackerNewsPlatform), startPlatform(jetstreamPlatform), startPlatform(fediversePlatform), startPlatform(xSearchPlatform)]);
  api = await startTestApi({ connectors: [], worker: true });
  owner = await api.signUp('Dom Lipowy');
});
afterAll(async () => {
  await api.stop();
  await Promise.all([news.close(), stream.close(), server.close(), paid.close()]);
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

describe('Mastodon', () => {
  it('reads hashtags of a server that wants a token, kept sealed, and marks what is edited and deleted', async () => {
    server.sim.token = 'sesame';
    const mine = await monitor('Sideboard', 'komoda');
    const said = server.sim.say({ from: server.sim.customer('ania'), text: 'Moja komoda #domlipowy' });
    const other = server.sim.say({ from: server.sim.customer('ewa'), text: 'Nowa komoda #domlipowy' });
    const input = { kind: 'mastodon', name: 'Fediverse', ...server.sim.settings(), terms: ['#domlipowy'] };
    expect(await owner.client.post<ListeningSourceTrial>('/listening/sources/try', input)).toMatchObject({ ok: false, trouble: 'It does not let us in: the token or the account was refused.' });
    const made = await owner.client.post<ListeningSourceMade>('/listening/sources', { ...input, token: 'sesame' });
    expect(JSON.stringify(made)).not.toContain('sesame');
    expect(JSON.stringify(await api.sql('SELECT * FROM listening_sources WHERE id = $1', [made.source.id]))).not.toContain('sesame');
    await eventually(async () => { expect((await found(mine.id)).map(({ post }) => post.author).sort()).toEqual(['ania', 'ewa'].map((name) => `${name}@${new URL(server.root).host}`)); });
    server.sim.edit(said.externalId, 'Moja komoda po naprawie #domlipowy');
    server.sim.remove(other.externalId);
    await lookAgain(made.source.id);
    await eventually(async () => { expect(Object.fromEntries((await found(mine.id)).map(({ post }) => [post.author.split('@')[0], [post.text, post.editedAt !== null, post.deletedAt !== null]]))).toEqual({ ania: ['Moja komoda po naprawie #domlipowy', true, false], ewa: ['Nowa komoda #domlipowy', false, true] }); });
    expect(server.violations).toEqual([]);
  });

  it('tells within seconds over a line of its own what is written, edited and deleted, and is asked on while the line is broken', async () => {
    const mine = await monitor('Pouffe', 'pufa');
    const { id } = await add({ kind: 'mastodon', name: 'Told', ...server.sim.settings(), terms: ['#pufa'], token: 'sesame' });
    const heard = async () => (await found(mine.id)).map(({ post }) => [post.text, post.editedAt !== null, post.deletedAt !== null]);
    await eventually(async () => { expect(server.sim.heardBy).toContainEqual(['pufa']); expect(await source(id)).toMatchObject({ lastLookAt: expect.any(String), trouble: null }); });
    // Nobody asks in this test: what comes is told.
    const rest = (seconds: number) => api.sql('UPDATE listening_sources SET look_at = now() + make_interval(secs => $2) WHERE id = $1', [id, seconds]);
    await rest(3_600);
    const ania = server.sim.customer('ania');
    const one = server.sim.say({ from: ania, text: 'Ładna #pufa' });
    await eventually(async () => { expect(await heard()).toEqual([['Ładna #pufa', false, false]]); });
    server.sim.edit(one.externalId, 'Brzydka #pufa');
    await eventually(async () => { expect(await heard()).toEqual([['Brzydka #pufa', true, false]]); });
    server.sim.remove(one.externalId);
    await eventually(async () => { expect(await heard()).toEqual([['Brzydka #pufa', true, true]]); });

    // A thousand and more within a moment, one after another.
    for (let n = 0; n < 1_200; n += 1) server.sim.say({ from: ania, text: `Fala ${n} #pufa` });
    await eventually(async () => { expect(await api.sql(`SELECT count(*)::int AS n FROM mentions m JOIN posts p ON p.id = m.post_id WHERE m.monitor_id = $1 AND p.text LIKE 'Fala %'`, [mine.id])).toEqual([{ n: 1_200 }]); }, 60_000);
    expect(await source(id)).toMatchObject({ trouble: null });

    // What is said while nobody hears is asked for as soon as the line is open again.
    server.sim.cut();
    server.sim.say({ from: ania, text: 'Jeszcze jedna #pufa' });
    await eventually(async () => { expect((await heard()).map(([text]) => text)).toContain('Jeszcze jedna #pufa'); });
    await owner.client.patch(`/listening/sources/${id}`, { active: false });
    await eventually(() => { expect(server.sim.heardBy).not.toContainEqual(['pufa']); return Promise.resolve(); });
  }, 90_000);
});

describe('X, which takes money for each post', () => {
  it('is never read beyond its limit, whatever a killed look had taken, says so, and goes on where it stopped once more is allowed', async () => {
    const input = { kind: 'x', name: 'X', ...paid.sim.settings(), terms: ['serwantka'], token: 'sesame' };
    expect(await owner.client.send('POST', '/listening/sources', { ...input, token: undefined })).toMatchObject({ status: 400 });
    expect(await owner.client.send('POST', '/listening/sources', { ...input, kind: 'mastodon', url: server.root, allowance: 5 })).toMatchObject({ status: 400 });
    for (let n = 0; n < 60; n += 1) paid.sim.tweet('ania', `serwantka numer ${n}`);
    expect(await owner.client.post<ListeningSourceTrial>('/listening/sources/try', input)).toMatchObject({ ok: true, calls: 1 });
    expect(paid.sim.given).toBe(10);

    const mine = await monitor('Display cabinet', 'serwantka');
    const { id } = await add({ ...input, allowance: 45 });
    await eventually(async () => { expect(await source(id)).toMatchObject({ spending: { unit: 'post', per: 'month', spent: 45, most: 45 }, trouble: expect.stringContaining('is used up') }); });
    expect(paid.sim.given).toBe(55);
    await eventually(async () => { expect(await found(mine.id)).toHaveLength(45); });
    await lookAgain(id);
    await eventually(async () => { expect(await api.sql('SELECT 1 FROM listening_sources WHERE id = $1 AND look_at > now()', [id])).toHaveLength(1); });
    expect(paid.sim.given).toBe(55);

    // More is allowed, and it goes on where it stopped. Of what a look had taken before it was killed nobody knows, so it counts.
    await api.sql('UPDATE listening_sources SET spent_units = spent_units + 7 WHERE id = $1', [id]);
    expect((await owner.client.patch<{ spending: object }>(`/listening/sources/${id}`, { allowance: 100 })).spending).toEqual({ unit: 'post', per: 'month', spent: 52, most: 100 });
    await eventually(async () => { expect(await source(id)).toMatchObject({ trouble: null, spending: { spent: 67, most: 100 } }); });
    expect(paid.sim.given).toBe(70);
    await eventually(async () => { expect(new Set((await found(mine.id)).map(({ post }) => post.text)).size).toBe(60); });

    // What was spent last month is nobody's concern.
    await api.sql(`UPDATE listening_sources SET spent_period = '2020-01' WHERE id = $1`, [id]);
    expect((await source(id))?.spending?.spent).toBe(0);
    const { id: feed } = await add({ kind: 'feed', name: 'Blog', url: server.root });
    expect(await owner.client.send('PATCH', `/listening/sources/${feed}`, { allowance: 5 })).toMatchObject({ status: 400 });
    expect(paid.violations).toEqual([]);
  });
});

describe('previews of links', () => {
  let site: Server;
  let root: string;
  const asked: { path: string; referer: string | undefined; agent: string | undefined }[] = [];
  const pages = new Map<string, { type?: string; body: string | Buffer }>();
  beforeAll(async () => {
    site = createServer((request, response) => {
      asked.push({ path: request.url ?? '', referer: request.headers.referer, agent: request.headers['user-agent'] });
      const page = pages.get(request.url ?? '');
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': page?.type ?? 'text/html; charset=utf-8' }).end(page?.body ?? '');
    });
    await new Promise<void>((listening) => { site.listen(0, '127.0.0.1', listening); });
    root = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterAll(() => { site.closeAllConnections(); site.close(); });

  /** A mention whose post says this. */
  async function mentionSaying(text: string): Promise<BrandMention> {
    const mine = await monitor(text.slice(0, 100), `"${text.split(' ')[0]}"`);
    const said = stream.sim.say({ from: stream.sim.customer('Ola'), text });
    await stream.happen(said);
    return eventually(async () => {
      const [mention] = await found(mine.id);
      if (mention === undefined) throw new Error('not heard yet');
      return mention;
    });
  }
  const preview = (id: string) => owner.client.post<LinkPreview>(`/listening/mentions/${id}/preview`, {});
  const fetched = (id: string) => eventually(async () => {
    const answer = await preview(id);
    expect(answer.state).not.toBe('waiting');
    return answer;
  });

  it('are fetched by the server, once, with a picture of our own making; nothing is shown of who forbids it, of bombs and of what was taken back', async () => {
    const { id: listening } = await add({ kind: 'bluesky', name: 'Bluesky again', ...stream.sim.settings() });
    await eventually(() => { expect(stream.sim.heardBy).toBe(1); return Promise.resolve(); });
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#a52' } }).withExif({ IFD0: { Copyright: 'secret place' } }).jpeg().toBuffer();
    pages.set('/robots.txt', { body: 'User-agent: *\nDisallow: /private' });
    pages.set('/article', { body: `<title>Kredens</title><meta property="og:description" content="Opis &lt;b&gt;x&lt;/b&gt;"><meta property="og:image" content="/p.jpg"><script>alert(1)</script>` });
    pages.set('/p.jpg', { type: 'image/jpeg', body: picture });
    pages.set('/private/x', { body: '<title>Private</title>' });
    pages.set('/shy', { body: '<meta name="robots" content="noindex"><title>Shy</title>' });
    pages.set('/burst', { body: '<title>Burst</title><meta property="og:image" content="/burst.svg">' });
    pages.set('/burst.svg', { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' });
    pages.set('/fake.png', { type: 'image/png', body: 'GIF89a<script>' });

    const one = await mentionSaying(`Pierwszy ${root}/article.`);
    expect(asked).toEqual([]);
    expect(await fetched(one.id)).toEqual({ state: 'ready', url: `${root}/article`, title: 'Kredens', description: 'Opis x', site: '127.0.0.1', picture: true });
    expect(asked.every(({ referer, agent }) => referer === undefined && agent === 'Kontuar')).toBe(true);
    const looks = asked.length;
    await fetched(one.id);
    expect(asked.length).toBe(looks);
    const shown = await fetch(`${api.url}/api/v1/listening/mentions/${one.id}/preview/picture`, { headers: { cookie: owner.client.cookie ?? '' } });
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect([shown.headers.get('content-type'), shown.headers.get('x-content-type-options')]).toEqual(['image/webp', 'nosniff']);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 480, height: 320 });
    expect(bytes.includes('secret place')).toBe(false);

    for (const path of ['/private/x', '/shy', '/missing', '/fake.png']) expect(await fetched((await mentionSaying(`Link${path.replace(/\W/g, '')} ${root}${path}`)).id)).toMatchObject({ state: 'none', picture: false, title: '' });
    expect(asked.some(({ path }) => path === '/private/x')).toBe(false);
    expect(await fetched((await mentionSaying(`Pęka ${root}/burst`)).id)).toMatchObject({ state: 'ready', title: 'Burst', picture: false });

    // Taken back: not shown any more. Erased: gone with its post.
    await stream.happen(stream.sim.leave(stream.sim.customer('Ola')));
    await eventually(async () => { expect((await preview(one.id)).state).toBe('none'); });
    await api.sql(`DELETE FROM posts WHERE text LIKE 'Pierwszy%'`);
    expect(await api.sql(`SELECT 1 FROM post_previews WHERE address = $1`, [`${root}/article`])).toEqual([]);
    await owner.client.patch(`/listening/sources/${listening}`, { active: false });
  });

  it('are off by a setting, which takes what was fetched along', async () => {
    const { monitors: [any] } = await owner.client.get<ListeningDesk>('/listening');
    expect(any).toBeDefined();
    expect((await api.sql('SELECT 1 FROM post_previews')).length).toBeGreaterThan(0);
    expect(await owner.client.patch('/listening/settings', { previews: false })).toEqual({ previews: false });
    expect((await owner.client.get<ListeningDesk>('/listening')).previews).toBe(false);
    expect(await api.sql('SELECT 1 FROM post_previews')).toEqual([]);
    await owner.client.patch('/listening/settings', { previews: true });
  });
});

describe('monitors that are made and changed while posts come in', () => {
  let door: ListeningSourceMade;
  beforeAll(async () => { door = await owner.client.post<ListeningSourceMade>('/listening/sources', { kind: 'push', name: 'Provider' }); });
  const texts = async (monitorId: string) => (await found(monitorId)).map(({ post }) => post.text).sort();
  async function push(...said: string[]): Promise<void> {
    const [body, seconds] = [JSON.stringify({ posts: said.map((text) => ({ id: text, text, publishedAt: new Date().toISOString() })) }), Math.floor(Date.now() / 1000)];
    const signature = `t=${seconds},v1=${createHmac('sha256', door.secret ?? '').update(`${seconds}.${body}`).digest('hex')}`;
    expect((await fetch(`${api.url}/hooks/listening/${door.source.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-kontuar-signature': signature }, body })).status).toBe(200);
  }

  it('finds what was being kept at the very moment at which one was made', async () => {
    await push('biblioteczka z jesionu');
    const mine = await monitor('At once', 'biblioteczka');
    await eventually(async () => { expect([await texts(mine.id), await api.sql('SELECT 1 FROM monitors WHERE look_again AND active')]).toEqual([['biblioteczka z jesionu'], []]); });
    // As if a turn that did not know of it had kept the post.
    await api.sql('DELETE FROM mentions WHERE monitor_id = $1', [mine.id]);
    await api.sql('UPDATE monitors SET look_again = true WHERE id = $1', [mine.id]);
    await push('biblioteczka druga');
    await eventually(async () => { expect(await texts(mine.id)).toEqual(['biblioteczka druga', 'biblioteczka z jesionu']); });
  });

  it('knows each of many that are changed at once', async () => {
    const many = await Promise.all(Array.from({ length: 20 }, (_, n) => monitor(`Many ${n}`, `sekretera AND n${n}`)));
    const said = many.map((_, n) => `sekretera n${n} m${n}`);
    await Promise.all([...said.map((text) => push(text)), ...many.map(({ id }, n) => owner.client.patch(`/listening/monitors/${id}`, { query: `sekretera AND m${n}` }))]);
    await eventually(async () => { for (const [n, { id }] of many.entries()) expect(await texts(id)).toEqual([said[n]]); });
    await push(said.join(', '));
    await eventually(async () => { for (const { id } of many) expect(await found(id)).toHaveLength(2); });
  });
});
