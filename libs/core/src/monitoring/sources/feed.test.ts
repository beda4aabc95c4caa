import { readFeed } from './feed';
import { robotsAllow } from './robots';

const address = 'https://www.news.example/rss.xml';

it('reads RSS with HTML, CDATA, prefixes, relative links and Polish dates of the week left to the platform', () => {
  expect(readFeed(`<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>News</title><language>pl-PL</language>
    <item><title>Dom Lipowy &amp;amp; sp&#243;łka</title><link>/a?x=1&amp;y=2</link><guid>a</guid><pubDate>Mon, 23 Nov 2026 10:00:00 +0100</pubDate><dc:creator>Ania</dc:creator><description>krótko</description>
      <content:encoded><![CDATA[<p>Stół <b>Brzoza</b> &bdquo;nowy&rdquo;</p><script>alert(1)</script>]]></content:encoded></item>
    <item><title></title></item><item><link>javascript:alert(1)</link><title>Bez adresu</title></item></channel></rss>`, address)).toEqual([
    { id: 'a', platform: 'web', title: 'Dom Lipowy & spółka', text: 'Stół Brzoza „nowy”', url: 'https://www.news.example/a?x=1&y=2', author: { handle: 'news.example', name: 'Ania' }, publishedAt: '2026-11-23T09:00:00.000Z', language: 'pl' },
    { id: `${address} Bez adresu`, platform: 'web', title: 'Bez adresu', text: '', author: { handle: 'news.example', name: '' }, language: 'pl' },
  ]);
});

it('reads Atom and RDF, and of a feed that breaks off what came before', () => {
  expect(readFeed(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><id>urn:1</id><title>One</title><link rel="self" href="/self"/><link href="/one"/><author><name>Jan</name></author><updated>2026-11-23T10:00:00Z</updated><summary>Short</summary></entry><entry><id>urn:2</id><title>Two</ti`, address))
    .toEqual([{ id: 'urn:1', platform: 'web', title: 'One', text: 'Short', url: 'https://www.news.example/one', author: { handle: 'news.example', name: 'Jan' }, publishedAt: '2026-11-23T10:00:00.000Z', language: 'en' }]);
  expect(readFeed(`<rdf:RDF xmlns:rdf="r"><item><title>T</title><link>https://x.example/1</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>`, address)[0]).toMatchObject({ id: 'https://x.example/1', url: 'https://x.example/1', publishedAt: '2026-11-20T00:00:00.000Z' });
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
