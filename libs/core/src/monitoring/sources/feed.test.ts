import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { outboundHttp } from '@kontuar/platform';
import { readFeed } from './feed';
import { feedSource } from './feed-source';
import { robotsAllow } from './robots';
import { Site } from './site';
import { noPurse, type SourceMemory } from './source';

const address = 'https://www.news.example/rss.xml';

it('reads RSS with HTML, CDATA, prefixes, relative links and Polish dates of the week left to the platform', () => {
  expect(readFeed(`<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>News</title><language>pl-PL</language>
    <item><title>Dom Lipowy &amp;amp; sp&#243;łka</title><link>/a?x=1&amp;y=2</link><guid>a</guid><pubDate>Mon, 23 Nov 2026 10:00:00 +0100</pubDate><dc:creator>Ania</dc:creator><description>krótko</description>
      <content:encoded><![CDATA[<p>Stół <b>Brzoza</b> &bdquo;nowy&rdquo;</p><script>alert(1)</script>]]></content:encoded></item>
    <item><title></title></item><item><link>javascript:alert(1)</link><title>Bez adresu</title></item></channel></rss>`, address)).toEqual([
    { id: 'www.news.example a', platform: 'web', title: 'Dom Lipowy & spółka', text: 'Stół Brzoza „nowy”', url: 'https://www.news.example/a?x=1&y=2', author: { handle: 'news.example', name: 'Ania' }, publishedAt: '2026-11-23T09:00:00.000Z', language: 'pl' },
    { id: `${address} Bez adresu`, platform: 'web', title: 'Bez adresu', text: '', author: { handle: 'news.example', name: '' }, language: 'pl' },
  ]);
});

it('reads Atom and RDF, and of a feed that breaks off what came before', () => {
  expect(readFeed(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><id>urn:1</id><title>One</title><link rel="self" href="/self"/><link href="/one"/><author><name>Jan</name></author><updated>2026-11-23T10:00:00Z</updated><summary>Short</summary></entry><entry><id>urn:2</id><title>Two</ti`, address))
    .toEqual([{ id: 'urn:1', platform: 'web', title: 'One', text: 'Short', url: 'https://www.news.example/one', author: { handle: 'news.example', name: 'Jan' }, publishedAt: '2026-11-23T10:00:00.000Z', language: 'en' }]);
  expect(readFeed(`<rdf:RDF xmlns:rdf="r"><item><title>T</title><link>https://x.example/1</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>`, address)[0]).toMatchObject({ id: 'https://x.example/1', url: 'https://x.example/1', publishedAt: '2026-11-20T00:00:00.000Z' });
});

it.each(['Thu, 01 Jan 1970 00:00:00 GMT', '0000-00-00T00:00:00Z', '+275760-09-13T00:00:00Z', '-100000-01-01T00:00:00Z', 'wczoraj', ''])('says no time where %j is said, and reads the entry all the same', (date) => {
  expect(readFeed(`<rss><channel><item><guid>https://a.example/1</guid><title>Stół</title><pubDate>${date}</pubDate></item></channel></rss>`, address)).toEqual([expect.not.objectContaining({ publishedAt: expect.anything() as string })]);
});

it('takes the first of two entries under one name, so that a feed that says both edits nothing', () => {
  const item = (text: string) => `<item><guid>https://a.example/1</guid><title>${text}</title></item>`;
  expect(readFeed(`<rss><channel>${item('Stół')}${item('Krzesło')}<item><guid>https://a.example/2</guid><title>Szafa</title></item></channel></rss>`, address).map(({ title }) => title)).toEqual(['Stół', 'Szafa']);
});

it('leads to pages alone: what is relative belongs to the feed, and scripts, files and nonsense are no address', () => {
  const links = ['/a', '../b', '//c.example/d', '?e=1', 'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'http://', 'https://[::1', 'vbscript:x', ' JaVaScRiPt:alert(1)'];
  const feed = `<rss><channel>${links.map((link, n) => `<item><guid>${n}</guid><title>T${n}</title><link><![CDATA[${link}]]></link></item>`).join('')}</channel></rss>`;
  expect(readFeed(feed, 'https://www.shop.example/blog/feed.xml').map(({ url }) => url)).toEqual(['https://www.shop.example/a', 'https://www.shop.example/b', 'https://c.example/d', 'https://www.shop.example/blog/feed.xml?e=1', ...Array.from({ length: 7 }, () => undefined)]);
});

it('is not held up by an entry of megabytes, by a hundred thousand attributes or by as many entries', () => {
  for (const body of [`<item><guid>https://a.example/1</guid><title>Stół</title><description>${'stół '.repeat(900_000)}</description></item>`, `<item ${Array.from({ length: 100_000 }, (_, n) => `a${n}="b"`).join(' ')}><title>Stół</title><link>/a</link></item>`, '<item><title>Stół</title><link>/a</link></item>'.repeat(100_000)]) {
    const began = performance.now();
    const posts = readFeed(`<rss><channel>${body}</channel></rss>`, address);
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(posts[0]?.title).toBe('Stół');
    expect(posts.every(({ text }) => text.length <= 20_000)).toBe(true);
  }
});

it.each(['', 'no xml', '{"json": true}', '<html><body>hello</body></html>', '<rss><channel></channel></rss>', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><title>&b;</title>'.repeat(3)])('finds nothing to harm in %s', (text) => {
  expect(readFeed(text, address).length).toBeLessThanOrEqual(1);
});

it.each([
  ['', '/a', true], ['User-agent: *\nDisallow: /', '/a', false], ['User-agent: *\nDisallow:', '/a', true], ['User-agent: *\nDisallow: /private\nAllow: /private/feed', '/private/feed.xml', true], ['User-agent: Kontuar\nAllow: /\n\nUser-agent: *\nDisallow: /', '/a', true],
  ['User-agent: other\nDisallow: /', '/a', true], ['User-agent: *\nDisallow: /*.xml$', '/a/b.xml', false], ['User-agent: *\nDisallow: /*.xml$', '/a/b.xml?x', true],
] as const)('%j lets %s be read: %s', (robots, path, expected) => {
  expect(robotsAllow(robots, path)).toBe(expected);
});

describe('a feed that behaves badly', () => {
  let server: Server | undefined;
  afterEach(() => { server?.closeAllConnections(); server?.close(); });
  const served = async (answer: RequestListener): Promise<string> => {
    server = createServer((request, response) => { if (request.url === '/robots.txt') response.writeHead(404).end(); else answer(request, response); });
    await new Promise<void>((listening) => { server?.listen(0, '127.0.0.1', listening); });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
  };
  const ask = (url: string, memory: SourceMemory = {}, { within = 20_000, inner = true } = {}) =>
    feedSource.ask({ site: new Site(outboundHttp({ allowPrivateHosts: inner, timeoutMs: 10_000, maxBytes: 5 * 1024 * 1024 }), Date.now() + within), settings: { url }, token: undefined, memory, now: new Date(), patience: () => Promise.resolve(), purse: noPurse });
  const item = (guid: string, link: string, title: string, text = '') => `<item><guid>${guid}</guid><link>${link}</link><title>${title}</title><description>${text}</description></item>`;

  it('of fifty megabytes is not read, whatever it says of its size', async () => {
    let sent = 0;
    const url = await served((_request, response) => {
      const piece = Buffer.alloc(1024 * 1024, 'a');
      const more = (): void => { if (sent < 50 && !response.destroyed) { sent += 1; response.write(piece, more); } else response.end(); };
      more();
    });
    await expect(ask(url)).rejects.toThrow('What answered is larger than anybody reads.');
    expect(sent).toBeLessThan(50);
  });

  it('that sends a byte now and then is left, and nobody waits for it', async () => {
    const url = await served((_request, response) => { response.write('<rss>'); });
    await expect(ask(url, {}, { within: 300 })).rejects.toThrow('It did not answer in time.');
  });

  it('that leads into our own network is not followed', async () => {
    let reached = 0;
    const inside = await served((_request, response) => { reached += 1; response.end('<rss/>'); });
    await expect(ask(inside, {}, { inner: false })).rejects.toThrow('This address lies inside a private network, and is not asked.');
    expect(reached).toBe(0);
  });

  it('that says it is in other letters than it is, is read in those in which it makes sense', async () => {
    const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><rss><channel>${item('1', 'https://a.example/1', 'Żółw dębowy')}</channel></rss>`;
    const latin2 = Buffer.from(xml('iso-8859-2').replace('Żółw dębowy', '\u00af\u00f3\u00b3w d\u00eabowy'), 'latin1');
    for (const [type, bytes] of [['text/xml; charset=utf-8', latin2], ['text/xml; charset=klingon', latin2], ['text/xml', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml('utf-16'), 'utf16le')])], ['text/xml; charset=us-ascii', Buffer.from(xml('utf-8'))]] as const) {
      const url = await served((_request, response) => { response.writeHead(200, { 'content-type': type }).end(bytes); });
      expect([type, (await ask(url)).posts.map(({ title }) => title)]).toEqual([type, ['Żółw dębowy']]);
      server?.closeAllConnections();
      server?.close();
    }
  });

  it('made of entities that grow, endless tags or broken signs is read at once, and says no more than it says', async () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? '' : n - 1};`.repeat(10)}">`).join('')}<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    for (const body of [`${bomb}<rss><channel>${item('1', 'https://a.example/1', '&a8;&x; stół')}</channel></rss>`, `<rss><channel>${item('1', 'https://a.example/1', 'stół')}${'<a>'.repeat(1_000_000)}`, `<rss><channel>${item('1', 'https://a.example/1', 'stół')}${'&x<'.repeat(1_000_000)}`]) {
      const url = await served((_request, response) => { response.end(body); });
      const began = performance.now();
      const { posts } = await ask(url);
      expect(performance.now() - began).toBeLessThan(2_000);
      expect(posts).toHaveLength(1);
      expect(posts[0]?.title).toContain('stół');
      expect((posts[0]?.title ?? '').length).toBeLessThan(100);
      server?.closeAllConnections();
      server?.close();
    }
  });

  it('that leads to where nobody may read is not read there', async () => {
    const asked: string[] = [];
    const there = createServer((request, response) => { asked.push(request.url ?? ''); response.end(request.url === '/robots.txt' ? 'User-agent: *\nDisallow: /closed' : '<rss/>'); });
    await new Promise<void>((listening) => { there.listen(0, '127.0.0.1', listening); });
    try {
      const to = `http://127.0.0.1:${(there.address() as AddressInfo).port}/closed/feed`;
      const url = await served((_request, response) => { response.writeHead(301, { location: to }).end(); });
      await expect(ask(url)).rejects.toThrow('robots.txt');
      expect(asked).toEqual(['/robots.txt']);
    } finally {
      there.closeAllConnections();
      there.close();
    }
  });

  it.each([[429, '7200', 'It was asked too often, and wants a pause.', 7_200], [503, '3600', 'The site answered 503.', 3_600], [500, undefined, 'The site answered 500.', undefined], [410, undefined, 'The site answered 410.', 86_400]] as const)('that answers %d is left alone for as long as it says', async (status, after, words, retryAfterSeconds) => {
    const url = await served((_request, response) => { response.writeHead(status, after === undefined ? {} : { 'retry-after': after }).end(); });
    await expect(ask(url)).rejects.toMatchObject({ message: words, retryAfterSeconds });
  });

  it.each([['max-age=7200', 7_200], ['public, max-age=31536000', 21_600], ['max-age=60', undefined], ['no-cache', undefined], ['max-age=soon', undefined]])('that says %s is asked again after that, within reason', async (cacheControl, seconds) => {
    const url = await served((request, response) => { response.writeHead(request.headers['if-none-match'] === 'a' ? 304 : 200, { 'cache-control': cacheControl, etag: 'a' }).end(`<rss><channel>${item('1', '/', 'Wpis', 'a')}</channel></rss>`); });
    const first = await ask(url);
    expect([first.againSeconds, (await ask(url, first.memory)).againSeconds]).toEqual([seconds, seconds]);
  });

  it('that gives its entries other ids each time is read once, and edits of them are edits', async () => {
    let looks = 0;
    let text = 'Krzesło';
    const url = await served((_request, response) => {
      looks += 1;
      response.end(`<rss><channel>${item(`${looks}-1`, '/a', 'Pierwszy', text)}${item(`${looks}-2`, '/b', 'Drugi')}${item('stays', '/c', 'Trzeci')}</channel></rss>`);
    });
    const first = await ask(url);
    text = 'Krzesło, po zmianie';
    const second = await ask(url, first.memory);
    expect(second.posts.map(({ id }) => id)).toEqual(first.posts.map(({ id }) => id));
    expect(second.posts[0]).toMatchObject({ title: 'Pierwszy', text: 'Krzesło, po zmianie' });
    expect((await ask(url, second.memory)).posts.map(({ id }) => id)).toEqual(first.posts.map(({ id }) => id));
  });

  it('keeps entries apart that share an address and a title, and ids of other feeds', async () => {
    const url = await served((_request, response) => { response.end(`<rss><channel>${item('1', '/', 'Wpis', 'a')}${item('2', '/', 'Wpis', 'b')}</channel></rss>`); });
    const first = await ask(url);
    expect((await ask(url, first.memory)).posts.map(({ id }) => id)).toEqual(first.posts.map(({ id }) => id));
    expect(first.posts.map(({ id }) => id)).toEqual(['127.0.0.1 1', '127.0.0.1 2']);
  });
});
