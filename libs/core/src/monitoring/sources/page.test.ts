import { plain, plainLines } from './plain';
import { readPage } from './page';

const address = 'https://www.news.example/a/b';

it('reads what a page says of itself', () => {
  expect(readPage(`<!doctype html><html><head><title>Cheap &amp; good</title><meta content='Dom &quot;Lipowy&quot; otwiera' property="og:title"><meta property="og:description" content="Nowy salon"><meta property="og:site_name" content="News"><meta property="og:image" content="../i.jpg?x=1&amp;y=2"><meta name="article:published_time" content="2026-11-20T10:00:00+01:00"></head>
    <body><header>Menu</header><main><p>Salon w <b>Krakowie</b>.</p><style>.a{}</style></main><footer>Stopka</footer></body></html>`, address)).toEqual({
    title: 'Dom "Lipowy" otwiera', description: 'Nowy salon', site: 'News', picture: 'https://www.news.example/i.jpg?x=1&y=2', text: 'Salon w Krakowie .', publishedAt: '2026-11-20T09:00:00.000Z', hidden: false,
  });
});

it('makes of a bare page what it can, and knows who wants not to be shown', () => {
  expect(readPage('<title>T</title>Words', address)).toMatchObject({ title: 'T', description: '', site: 'news.example', picture: undefined, hidden: false });
  expect(readPage('<meta name="robots" content="index, nosnippet">', address).hidden).toBe(true);
  expect(readPage('<meta property="og:image" content="javascript:alert(1)"><meta property="og:title" content="&lt;img src=x onerror=alert(1)&gt;x">', address)).toMatchObject({ title: 'x', picture: undefined });
});

it.each([
  ['angles', '<'.repeat(500_000)], ['tags', '<p>'.repeat(150_000)], ['scripts', '<script>'.repeat(50_000)], ['closed scripts', '<script></script>'.repeat(25_000)], ['metas', '<meta name="a" content="'.repeat(20_000)], ['a tag without an end', `<meta ${'a="b" '.repeat(80_000)}`], ['entities', '&#1234567;&amp;'.repeat(20_000)],
])('is done soon with a page made of %s', (_, html) => {
  const began = performance.now();
  readPage(html, address);
  plain(html);
  plainLines(html);
  expect(performance.now() - began).toBeLessThan(2_000);
});
