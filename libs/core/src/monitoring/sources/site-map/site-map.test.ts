import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import axios from 'axios';
import { Site } from '../site';
import { noPurse, type SourceMemory } from '../source';
import { readMap, unpacked } from './read-map';
import { siteMap } from './site-map';

const now = new Date('2026-11-20T12:00:00Z');
const address = 'https://news.example/sitemap.xml';

describe('a map', () => {
  it('is read with news, prefixes and relative addresses; what is no page is none', () => {
    expect(readMap(`<?xml version="1.0"?><urlset xmlns="s" xmlns:news="n"><url><loc>/a</loc><lastmod>2026-11-20</lastmod></url>
      <url><loc>https://news.example/b?x=1&amp;y=2</loc><news:news><news:publication><news:name>News</news:name><news:language>pl</news:language></news:publication><news:publication_date>2026-11-20T09:00:00+01:00</news:publication_date><news:title>Dom &amp; Lipowy</news:title></news:news></url>
      <url><loc>javascript:alert(1)</loc></url><url><loc>http://user:pw@news.example/c</loc></url><url></url></urlset>`, address).entries).toEqual([
      { address: 'https://news.example/a', changedAt: '2026-11-20T00:00:00.000Z', title: undefined, publishedAt: undefined, language: undefined },
      { address: 'https://news.example/b?x=1&y=2', changedAt: undefined, title: 'Dom & Lipowy', publishedAt: '2026-11-20T08:00:00.000Z', language: 'pl' },
    ]);
  });

  it.each([['entities', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset><url><loc>https://news.example/&b;</loc></url></urlset>'], ['depth', '<a>'.repeat(300_000)], ['no XML', '{"urls": []}'], ['a broken end', '<urlset><url><loc>https://x']])('is not harmed by %s', (_, xml) => {
    expect(readMap(xml, address).entries.every((one) => !one.address.includes('aaaaaaaa'))).toBe(true);
  });

  it('that is endlessly deep or broken is read at once, as far as it made sense', () => {
    for (const rest of ['<a>'.repeat(1_000_000), '&x<'.repeat(1_000_000)]) {
      const began = performance.now();
      expect(readMap(`<urlset><url><loc>https://a.example/1</loc></url>${rest}`, 'https://a.example/').entries).toHaveLength(1);
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });

  it('is unpacked, but not without an end', () => {
    expect(unpacked(gzipSync('<urlset/>'))).toBe('<urlset/>');
    expect(() => unpacked(gzipSync(Buffer.alloc(30 * 1024 * 1024)))).toThrow('What answered is larger than anybody reads.');
    expect(() => unpacked(Buffer.from([0x1f, 0x8b, 1, 2, 3]))).toThrow();
  });
});

describe('a site', () => {
  let pages: Map<string, { status?: number; type?: string; body: string | Buffer }>;
  let asked: string[];
  let server: Server;
  let root: string;
  beforeEach(async () => {
    pages = new Map();
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const page = pages.get(request.url ?? '');
      response.writeHead(page?.status ?? (page === undefined ? 404 : 200), { 'content-type': page?.type ?? 'text/html' }).end(page?.body ?? '');
    });
    await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => { server.closeAllConnections(); server.close(); });

  const ask = (memory: SourceMemory, url = root) => siteMap.ask({ site: new Site(axios.create()), settings: { url }, token: undefined, memory, now, patience: () => Promise.resolve(), purse: noPurse });
  const map = (...entries: [path: string, changed?: string][]) => `<urlset>${entries.map(([path, changed]) => `<url><loc>${root}${path}</loc>${changed === undefined ? '' : `<lastmod>${changed}</lastmod>`}</url>`).join('')}</urlset>`;

  it('is found by its robots.txt, read where that allows it, and later only where something changed', async () => {
    pages.set('/robots.txt', { body: `User-agent: *\nDisallow: /private\nSitemap: ${root}/index.xml\nSitemap: https://elsewhere.example/map.xml` });
    pages.set('/index.xml', { body: `<sitemapindex><sitemap><loc>${root}/map.xml.gz</loc></sitemap><sitemap><loc>https://elsewhere.example/map.xml</loc></sitemap></sitemapindex>` });
    pages.set('/map.xml.gz', { body: gzipSync(map(['/new', '2026-11-20'], ['/old', '2020-01-01'], ['/private/x', '2026-11-20'], ['/shy', '2026-11-20'], ['/gone', '2026-11-20'], ['/file', '2026-11-20'])) });
    pages.set('/new', { body: `<html><head><title>Nowy kredens</title><meta property="article:published_time" content="2026-11-20T08:00:00Z"></head><body><nav>Menu</nav><article><h1>Nowy kredens</h1><script>var dom = 1</script><p>Dom Lipowy pokazał kredens.</p></article></body></html>` });
    pages.set('/shy', { body: '<meta name="robots" content="noindex"><body>Dom Lipowy</body>' });
    pages.set('/file', { type: 'application/pdf', body: 'Dom Lipowy' });
    const first = await ask({});
    expect(first.posts).toEqual([
      { id: `${root}/new`, platform: 'web', title: 'Nowy kredens', text: 'Nowy kredens Dom Lipowy pokazał kredens.', url: `${root}/new`, author: { handle: '127.0.0.1' }, publishedAt: '2026-11-20T08:00:00.000Z' },
      { id: `${root}/gone`, platform: 'web', author: { handle: '127.0.0.1' }, deleted: true },
    ]);
    // Other sites are not read on the word of this one.
    expect(asked.filter((path) => path === '/private/x' || path === '/old')).toEqual([]);
    pages.set('/map.xml.gz', { body: gzipSync(map(['/new', '2026-11-20T11:00:00Z'], ['/old', '2020-01-01'])) });
    asked = [];
    expect((await ask(first.memory)).posts.map(({ id }) => id)).toEqual([`${root}/new`]);
    expect(asked).not.toContain('/shy');
  });

  it('is read ten pages at a time; what fails for a while is tried again, and not for ever', async () => {
    pages.set('/map.xml', { body: map(...Array.from({ length: 25 }, (_, n): [string, string] => [`/p${n}`, '2026-11-20'])) });
    for (let n = 0; n < 25; n += 1) pages.set(`/p${n}`, { status: n === 3 ? 500 : 200, body: `<body>Strona ${n}</body>` });
    const found: string[] = [];
    let memory: SourceMemory = {};
    let looks = 0;
    for (let again: number | undefined = 0; again !== undefined; looks += 1) {
      const answer = await ask(memory, `${root}/map.xml`);
      expect(answer.posts.length).toBeLessThanOrEqual(10);
      found.push(...answer.posts.map(({ id }) => id));
      memory = answer.memory;
      again = answer.againSeconds;
    }
    expect(new Set(found).size).toBe(24);
    expect(found).toHaveLength(24);
    expect(looks).toBeLessThan(8);
  });

  it('that names itself for ever is read once, and one map that is broken leaves the others', async () => {
    const nested = (...paths: string[]) => `<sitemapindex>${paths.map((path) => `<sitemap><loc>${root}${path}</loc></sitemap>`).join('')}</sitemapindex>`;
    pages.set('/index.xml', { body: nested('/index.xml', '/index.xml?again', '/broken.xml', '/good.xml') });
    pages.set('/index.xml?again', { body: nested('/index.xml?again2') });
    pages.set('/broken.xml', { status: 500, body: '' });
    pages.set('/good.xml', { body: map(['/p1', '2026-11-20']) });
    pages.set('/p1', { body: '<body>Dom Lipowy</body>' });
    const first = await ask({}, `${root}/index.xml`);
    expect([first.posts.map(({ id }) => id), first.trouble]).toEqual([[`${root}/p1`], 'The site answered 500.']);
    expect(asked.filter((path) => path.includes('xml')).sort()).toEqual(['/broken.xml', '/good.xml', '/index.xml', '/index.xml?again']);
    // What stood in the map that could not be read now is not taken for new when it can be again.
    pages.set('/good.xml', { status: 503, body: '' });
    pages.set('/broken.xml', { body: map(['/p2', '2026-11-20']) });
    pages.set('/p2', { body: '<body>Dom Lipowy</body>' });
    const second = await ask(first.memory, `${root}/index.xml`);
    pages.set('/good.xml', { body: map(['/p1', '2026-11-20']) });
    expect([second.posts.map(({ id }) => id), (await ask(second.memory, `${root}/index.xml`)).posts]).toEqual([[`${root}/p2`], []]);
  });

  it('with tens of thousands of pages is looked through soon, for the newest alone, and remembers little', async () => {
    const part = (n: number) => map(...Array.from({ length: 10_000 }, (_, at): [string, string] => [`/old${n}-${at}`, '2020-01-01']), [`/new${n}`, '2026-11-20']);
    pages.set('/index.xml', { body: `<sitemapindex>${[1, 2, 3, 4, 5].map((n) => `<sitemap><loc>${root}/m${n}.xml</loc></sitemap>`).join('')}</sitemapindex>` });
    for (const n of [1, 2, 3, 4, 5]) { pages.set(`/m${n}.xml`, { body: part(n) }); pages.set(`/new${n}`, { body: '<body>Dom Lipowy</body>' }); }
    const began = performance.now();
    const { posts, memory } = await ask({}, `${root}/index.xml`);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(posts.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4, 5].map((n) => `${root}/new${n}`));
    expect(JSON.stringify(memory).length).toBeLessThan(1_000);
    // So many without a date cannot be remembered, and are never taken for new.
    pages.set('/m1.xml', { body: map(...Array.from({ length: 6_000 }, (_, at): [string] => [`/undated${at}`])) });
    const again = await ask(memory, `${root}/index.xml`);
    expect((await ask(again.memory, `${root}/index.xml`)).posts).toEqual([]);
    expect(asked.some((path) => path.startsWith('/undated'))).toBe(false);
  });

  it('says in plain words when there is no map, or nobody may read it', async () => {
    await expect(ask({})).rejects.toThrow('The site answered 404.');
    pages.set('/sitemap.xml', { body: '<html>Not found</html>' });
    await expect(ask({})).rejects.toThrow('There is no site map with pages at this address.');
    pages.set('/robots.txt', { body: 'User-agent: *\nDisallow: /' });
    await expect(ask({})).rejects.toThrow('robots.txt');
  });
});
