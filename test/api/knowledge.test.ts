import type { Article, ArticleCategory, ArticleHit, ArticlePreview, ArticleRevision, ArticleRevisionText, ArticleSummary, AttachmentView, Canned, ConversationView, FeedPage, GlossaryTerm, HelpSite, KnowledgeNumbers, Lesson, LessonSummary, NoticeView, Page } from '@kontuar/contract';
import sharp from 'sharp';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { VisitorClient } from '../support/visitor';
import { eventually } from '../support/eventually';
import { factories } from '../support/factories';

let api: TestApi;
let owner: Person;
let agent: Person;
let stranger: Person;
let build: ReturnType<typeof factories>;
beforeAll(async () => {
  api = await startTestApi({ worker: true, redis: false });
  owner = await api.signUp('Dom Lipowy');
  agent = await api.invite(owner, 'agent', { name: 'Anna Agent' });
  stranger = await api.otherWorkspace('Dom Lipowy');
  build = factories(api.sql, owner.workspaceId);
});
afterAll(() => api.stop());

type Said = { title: string; html?: string; keywords?: string[]; summary?: string; slug?: string | null };
async function write(by: Person, locale: 'en' | 'pl', said: Said, { audience = 'public', categoryId = null }: { audience?: string; categoryId?: string | null } = {}): Promise<Article> {
  const { id } = await by.client.post<Article>('/articles', { audience, categoryId });
  return by.client.put<Article>(`/articles/${id}/texts/${locale}`, { version: 0, html: `<p>${said.title}</p>`, ...said });
}
const textOf = (article: Article, locale: 'en' | 'pl') => article.texts.find((text) => text.locale === locale)!;
const step = (by: Person, { id }: { id: string }, locale: 'en' | 'pl', what: string, body: object) => by.client.post<Article>(`/articles/${id}/texts/${locale}/${what}`, body);
const publish = (by: Person, article: Article, locale: 'en' | 'pl') => step(by, article, locale, 'publish', { version: textOf(article, locale).version });
const fetched = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, { redirect: 'manual', ...init });
const page = async (path: string) => {
  const answer = await fetched(path);
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
};
const openSite = (by = owner) => by.client.patch<HelpSite>('/help-site', { open: true });

it('takes an article from its writer over a reviewer to its readers', async () => {
  const { slug } = await openSite();
  expect(slug).toBe('dom-lipowy');
  const category = await owner.client.post<ArticleCategory>('/article-categories', { name: { en: 'Returns', pl: 'Zwroty i reklamacje' } });
  let article = await write(agent, 'pl', { title: 'Jak złożyć reklamację', html: '<p>Napisz do nas.</p>' }, { categoryId: category.id });
  expect(textOf(article, 'pl')).toMatchObject({ state: 'draft', isLive: false, path: null, version: 1 });
  expect(await agent.client.refused('POST', `/articles/${article.id}/texts/pl/publish`, { version: 1 })).toMatchObject({ status: 403 });
  expect(await agent.client.refused('POST', `/articles/${article.id}/texts/pl/submit`, { version: 1, reviewerId: agent.memberId })).toMatchObject({ status: 400, code: 'no-reviewer' });
  article = await step(agent, article, 'pl', 'submit', { version: 1, reviewerId: owner.memberId });
  expect((await owner.client.get<Page<ArticleSummary>>('/articles?state=review')).items.map(({ id }) => id)).toEqual([article.id]);
  article = await step(owner, article, 'pl', 'return', { version: 2, note: 'Dopisz termin.' });
  expect(textOf(article, 'pl')).toMatchObject({ state: 'draft', reviewNote: 'Dopisz termin.' });
  article = await agent.client.put<Article>(`/articles/${article.id}/texts/pl`, { version: 3, title: 'Jak złożyć reklamację', html: '<p>Napisz do nas. Odpowiemy w 14 dni.</p>' });
  article = await step(agent, article, 'pl', 'submit', { version: 4 });
  article = await publish(owner, article, 'pl');
  const path = '/help/dom-lipowy/pl/zwroty-i-reklamacje/jak-zlozyc-reklamacje';
  expect(textOf(article, 'pl')).toMatchObject({ state: 'live', isLive: true, path });
  expect((await page(path)).body).toContain('Odpowiemy w 14 dni.');
  // What is written further is not read before it is published.
  article = await agent.client.put<Article>(`/articles/${article.id}/texts/pl`, { version: textOf(article, 'pl').version, title: 'Jak złożyć reklamację', html: '<p>Tajne.</p>' });
  expect(textOf(article, 'pl')).toMatchObject({ state: 'draft', isLive: true });
  expect((await page(path)).body).not.toContain('Tajne');
  article = await step(owner, article, 'pl', 'withdraw', { version: textOf(article, 'pl').version });
  expect((await page(path)).status).toBe(404);
});

it('tells search engines to read the help pages and nothing else', async () => {
  await openSite();
  const robots = await page('/robots.txt');
  expect([robots.status, robots.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(robots.body.split('\n')).toEqual(['user-agent: *', 'allow: /help/', 'disallow: /help/preview/', 'disallow: /help/*/search', 'disallow: /', `sitemap: ${api.url}/help/dom-lipowy/sitemap.xml`, '']);
  expect((await page('/help/dom-lipowy/sitemap.xml')).status).toBe(200);
});

it('keeps every version, compares by them and brings one back', async () => {
  let article = await write(owner, 'en', { title: 'Delivery', html: '<p>Two days.</p>' });
  article = await publish(owner, article, 'en');
  article = await owner.client.put<Article>(`/articles/${article.id}/texts/en`, { version: 2, title: 'Delivery times', html: '<p>Three days.</p>' });
  // What one person writes in one go is one version; what was published is another.
  article = await owner.client.put<Article>(`/articles/${article.id}/texts/en`, { version: 3, title: 'Delivery times', html: '<p>Four days.</p>' });
  const revisions = () => owner.client.get<ArticleRevision[]>(`/articles/${article.id}/texts/en/revisions`);
  expect((await revisions()).map(({ number, title, publishedAt }) => [number, title, publishedAt !== null])).toEqual([[2, 'Delivery times', false], [1, 'Delivery', true]]);
  expect((await owner.client.get<ArticleRevisionText>(`/articles/${article.id}/texts/en/revisions/1`)).html).toBe('<p>Two days.</p>');
  article = await step(owner, article, 'en', 'restore', { version: 4, revision: 1 });
  expect(textOf(article, 'en')).toMatchObject({ title: 'Delivery', html: '<p>Two days.</p>', state: 'draft' });
  expect((await revisions()).map(({ number, restoredFrom }) => [number, restoredFrom])).toEqual([[3, 1], [2, null], [1, null]]);
  expect(await owner.client.refused('POST', `/articles/${article.id}/texts/en/restore`, { version: 5, revision: 99 })).toMatchObject({ status: 404 });
});

it('lets the first of two writers through and tells the second, also when both come at once', async () => {
  const { lastSeq } = await owner.client.get<FeedPage>('/events?after=999999999&limit=1');
  const article = await write(owner, 'en', { title: 'Opening hours' });
  // Of three that saved, one was told: beside the article's beginning and its first words.
  const beginning = 2;
  const save = (by: Person, title: string) => by.client.send('PUT', `/articles/${article.id}/texts/en`, { version: 1, title, html: '<p>x</p>' });
  const answers = await Promise.all([save(owner, 'By the owner'), save(agent, 'By the agent'), save(owner, 'Again')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'changed-meanwhile', version: 2 });
  expect(await owner.client.refused('PUT', `/articles/${article.id}/texts/en`, { version: 0, title: 'x', html: '' })).toMatchObject({ status: 409 });
  await eventually(async () => {
    const told = (await owner.client.get<FeedPage>(`/events?after=${lastSeq}&limit=50`)).items.filter((event) => event.type === 'directory.changed' && event.what === 'knowledge' && 'subjectId' in event && event.subjectId === article.id);
    expect(told).toHaveLength(beginning + 1);
  });
});

it('has one page of two languages, and leads from every old address to the new one', async () => {
  await openSite();
  const [a, b] = await Promise.all(['Payments', 'Paying'].map((en) => owner.client.post<ArticleCategory>('/article-categories', { name: { en, pl: `${en} pl` } })));
  let article = await write(owner, 'en', { title: 'How to pay' }, { categoryId: a!.id });
  article = await publish(owner, article, 'en');
  article = await owner.client.put<Article>(`/articles/${article.id}/texts/pl`, { version: 0, title: 'Jak zapłacić', html: '<p>Kartą.</p>' });
  article = await publish(owner, article, 'pl');
  const english = (await page('/help/dom-lipowy/en/payments/how-to-pay')).body;
  expect(english).toContain('hreflang="pl" href="' + api.url + '/help/dom-lipowy/pl/payments-pl/jak-zaplacic"');
  expect(english).toContain(`<link rel="canonical" href="${api.url}/help/dom-lipowy/en/payments/how-to-pay">`);
  expect(english).toContain('"@type":"Article"');
  article = await owner.client.put<Article>(`/articles/${article.id}/texts/en`, { version: textOf(article, 'en').version, title: 'Ways to pay', html: '<p>By card.</p>' });
  article = await publish(owner, article, 'en');
  await owner.client.patch(`/articles/${article.id}`, { categoryId: b!.id });
  for (const old of ['payments/how-to-pay', 'payments/ways-to-pay', 'a/ways-to-pay', 'paying/how-to-pay']) {
    const answer = await fetched(`/help/dom-lipowy/en/${old}`);
    expect([old, answer.status, answer.headers.get('location')]).toEqual([old, 301, '/help/dom-lipowy/en/paying/ways-to-pay']);
  }
  await owner.client.patch(`/article-categories/${b!.id}`, { name: { en: 'Money', pl: 'Pieniądze' } });
  expect((await fetched('/help/dom-lipowy/en/paying')).headers.get('location')).toBe('/help/dom-lipowy/en/money');
  // A title that is taken gets a number; an address that is taken by hand is refused; one that only led elsewhere may be had.
  const second = await publish(owner, await write(owner, 'en', { title: 'Ways to pay' }), 'en');
  expect(textOf(second, 'en').path).toBe('/help/dom-lipowy/en/a/ways-to-pay-2');
  const third = await write(owner, 'en', { title: 'Third', slug: 'ways-to-pay' });
  expect(await owner.client.refused('POST', `/articles/${third.id}/texts/en/publish`, { version: 1 })).toMatchObject({ status: 409, code: 'slug-taken' });
  const fourth = await publish(owner, await write(owner, 'en', { title: 'Fourth', slug: 'how-to-pay' }), 'en');
  expect(textOf(fourth, 'en').path).toBe('/help/dom-lipowy/en/a/how-to-pay');
  expect((await page('/help/dom-lipowy/en/a/how-to-pay')).status).toBe(200);
  const sitemap = await page('/help/dom-lipowy/sitemap.xml');
  expect(sitemap.headers.get('content-type')).toContain('xml');
  expect(sitemap.body).toContain(`<loc>${api.url}/help/dom-lipowy/pl/pieniadze/jak-zaplacic</loc>`);
});

it('shows nobody a draft, an internal article or a closed site, by no address and no search', async () => {
  await openSite();
  const draft = await write(owner, 'en', { title: 'Zanzibar draft', slug: 'zanzibar-draft' });
  const internal = await publish(owner, await write(owner, 'en', { title: 'Zanzibar internal', html: '<p>Margin 40 %</p>' }, { audience: 'internal' }), 'en');
  expect(textOf(internal, 'en').path).toBeNull();
  for (const path of ['a/zanzibar-draft', 'a/zanzibar-internal', 'search?q=zanzibar', '', 'a']) expect((await page(`/help/dom-lipowy/en/${path}`)).body).not.toMatch(/Zanzibar (draft|internal)/);
  expect((await page('/help/dom-lipowy/en/a/zanzibar-internal')).status).toBe(404);
  expect((await fetched(`/help/dom-lipowy/en/votes/${internal.id}`, { method: 'POST', body: new URLSearchParams({ useful: 'yes' }) })).status).toBe(404);
  expect((await owner.client.get<ArticleHit[]>('/knowledge/search?q=zanzibar&locale=en')).map(({ id }) => id)).toEqual([internal.id]);
  // Another firm's page is not the place for ours.
  const other = await openSite(stranger);
  expect(other.slug).not.toBe('dom-lipowy');
  expect((await page(`/help/${other.slug}/en/a/how-to-pay`)).status).toBe(404);
  expect(await stranger.client.refused('PATCH', '/help-site', { slug: 'dom-lipowy' })).toMatchObject({ status: 409, code: 'slug-taken' });
  expect((await fetched(`/help/${other.slug}/en/votes/${draft.id}`, { method: 'POST', body: new URLSearchParams({ useful: 'yes' }) })).status).toBe(404);
  await owner.client.patch('/help-site', { open: false });
  for (const path of ['', '/en', '/en/a/how-to-pay', '/sitemap.xml']) expect([path, (await fetched(`/help/dom-lipowy${path}`)).status]).toEqual([path, 404]);
  await openSite();
  // Archived is gone, and comes back.
  const gone = await publish(owner, await write(owner, 'en', { title: 'Quokka' }), 'en');
  await owner.client.patch(`/articles/${gone.id}`, { archived: true });
  expect((await page('/help/dom-lipowy/en/a/quokka')).status).toBe(404);
  expect((await page('/help/dom-lipowy/en/search?q=quokka')).body).not.toContain('/a/quokka');
  await owner.client.patch(`/articles/${gone.id}`, { archived: false });
  expect((await page('/help/dom-lipowy/en/a/quokka')).status).toBe(200);
});

it('stays harmless whatever was written into it', async () => {
  await openSite();
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)> </title></script><!--`;
  const html = `<h2 onclick="x()">Is it safe?</h2><script>steal()</script><p style="position:fixed">Yes </script><script>alert(2)</script></p><h2>And this?</h2><p><a href="javascript:alert(1)">here</a> <a href="https://ok.example/?a=1&b=2" target="_top" onmouseover="x()">there</a></p><iframe src="https://evil.example"></iframe><img src="https://tracker.example/p.gif"><img src="cid:0198a000-0000-7000-8000-000000000000@kontuar"><svg onload="x()"></svg><form action="https://evil.example"><button>go</button></form>`;
  let article = await write(owner, 'en', { title: hostile, html, summary: hostile, keywords: [hostile.slice(0, 50)], slug: 'hostile' });
  expect(textOf(article, 'en').html).not.toMatch(/script|onclick|style=|javascript|iframe|tracker|<img|svg|form/i);
  article = await publish(owner, article, 'en');
  for (const path of ['a/hostile', '', `search?q=${encodeURIComponent(hostile)}`, 'search?q=safe']) {
    const shown = await page(`/help/dom-lipowy/en/${path}`);
    const outside = shown.body.replace(/<script type="application\/ld\+json">[^<]*<\/script>/g, '');
    expect([path, /<script|<img|onerror=|<iframe|<!--/i.test(outside.replace(/&lt;[^>]*&gt;/g, '').replace(/"[^"]*"/g, '""'))]).toEqual([path, false]);
    expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
    expect(shown.headers.get('set-cookie')).toBeNull();
  }
  const data = [...(await page('/help/dom-lipowy/en/a/hostile')).body.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)].map(([, json = '']) => JSON.parse(json) as { '@type': string; headline?: string });
  expect(data.map((each) => each['@type'])).toEqual(['Article', 'BreadcrumbList', 'FAQPage']);
  expect(data[0]?.headline).toBe(hostile);
  // Addresses that are no addresses.
  for (const path of ['en/%00', 'xy/a/b', 'en/a/%2e%2e%2f', 'xx', `en/${'x'.repeat(290)}`, 'en/search?q[]=1', 'images/nothing', 'preview/../../x', 'en/search?q=%F0%9F%98%80%00%0a']) expect([path, (await fetched(`/help/dom-lipowy/${path}`)).status < 500]).toEqual([path, true]);
});

it('is kept by browsers and fetched again only when it changed', async () => {
  const first = await page('/help/dom-lipowy/en/a/how-to-pay');
  expect(first.headers.get('cache-control')).toContain('public');
  const again = await fetched('/help/dom-lipowy/en/a/how-to-pay', { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
  expect(first.body).not.toMatch(/<script(?! type="application\/ld\+json")/);
  expect((await fetched('/help/dom-lipowy', { headers: { 'Accept-Language': 'de, pl;q=0.8' } })).headers.get('location')).toBe('/help/dom-lipowy/pl');
});

it('shows pictures of what is public to everybody, and those of a draft to whoever holds its link', async () => {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#026271' } }).png().toBuffer();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'shelf.png');
  const file = await agent.client.post<AttachmentView>('/uploads', form);
  let article = await write(agent, 'en', { title: 'The shelf', html: `<p>See <img src="cid:${file.id}@kontuar" alt="A shelf"></p>` });
  expect(article.pictures.map(({ id }) => id)).toEqual([file.id]);
  expect((await fetched(`/help/dom-lipowy/images/${file.id}`)).status).toBe(404);
  const { url } = await agent.client.post<ArticlePreview>(`/articles/${article.id}/texts/en/preview`, {});
  const preview = await page(url.replace(api.url, ''));
  expect(preview.headers.get('x-robots-tag')).toBe('noindex');
  const [, signed = ''] = /<img src="([^"]+)"/.exec(preview.body) ?? [];
  expect((await fetched(signed.replace(/&amp;/g, '&'))).status).toBe(200);
  expect((await fetched(url.replace(api.url, '').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
  article = await publish(owner, article, 'en');
  expect((await page('/help/dom-lipowy/en/a/the-shelf')).body).toContain(`/help/dom-lipowy/images/${file.id}`);
  expect((await fetched(`/help/dom-lipowy/images/${file.id}`)).headers.get('content-type')).toBe('image/png');
  // Somebody else's file does not become public by being named.
  const theirs = await owner.client.put<Article>(`/articles/${article.id}/texts/en`, { version: textOf(article, 'en').version, title: 'The shelf', html: `<p>x<img src="cid:0198a000-0000-7000-8000-000000000001@kontuar" alt=""></p>` });
  expect(textOf(theirs, 'en').html).toBe('<p>x</p>');
});

it('finds what was meant: other forms, slips, other words for it; in the title first', async () => {
  const all = await Promise.all([
    ['pl', 'Jak złożyć reklamację', 'Opisz wadę i wyślij zdjęcie.'], ['pl', 'Śledzenie przesyłki', 'Numer listu znajdziesz w mailu.'], ['pl', 'Metody płatności', 'Przyjmujemy karty. O reklamacji płatności napisz do banku.'],
  ].map(async ([locale, title = '', body = '']) => publish(owner, await write(owner, locale as 'pl', { title, html: `<p>${body}</p>` }), 'pl')));
  const find = async (q: string) => (await owner.client.get<ArticleHit[]>(`/knowledge/search?q=${encodeURIComponent(q)}&locale=pl`)).map(({ title }) => title);
  for (const q of ['reklamacje', 'reklamacji', 'reklamację', 'rekalmacja', 'jak zareklamować', 'rekl']) expect([q, (await find(q))[0]]).toEqual([q, 'Jak złożyć reklamację']);
  expect((await find('gdzie jest moja paczka'))[0]).toBe('Śledzenie przesyłki');
  expect(await find('xyzzy')).toEqual([]);
  const results = await page(`/help/dom-lipowy/pl/search?q=${encodeURIComponent('Rekalmacja')}`);
  expect(results.body).toContain('/help/dom-lipowy/pl/a/jak-zlozyc-reklamacje');
  expect(results.headers.get('x-robots-tag')).toBe('noindex');
  expect(all).toHaveLength(3);
});

it('counts one vote for each reader, and what was looked for in vain', async () => {
  const article = await publish(owner, await write(owner, 'en', { title: 'Warranty' }), 'en');
  const vote = (useful: string, agentName: string) => fetched(`/help/dom-lipowy/en/votes/${article.id}`, { method: 'POST', body: new URLSearchParams({ useful }), headers: { 'User-Agent': agentName } });
  const answer = await vote('yes', 'Firefox');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/help/dom-lipowy/en/a/warranty?thanks=1#vote']);
  expect((await page('/help/dom-lipowy/en/a/warranty?thanks=1')).body).toContain('Thank you.');
  await Promise.all([vote('yes', 'Firefox'), vote('yes', 'Firefox'), vote('no', 'Chrome')]);
  const counts = async () => (await owner.client.get<KnowledgeNumbers>('/knowledge/numbers')).articles.find(({ id }) => id === article.id);
  expect(await counts()).toMatchObject({ useful: 1, useless: 1 });
  await vote('no', 'Firefox');
  expect(await counts()).toMatchObject({ useful: 0, useless: 2 });
  expect((await vote('maybe', 'Firefox')).status).toBe(400);
  for (const q of ['Trampoline', 'TRAMPOLINE ', 'anna@example.com', '600 700 800', 'te']) await page(`/help/dom-lipowy/en/search?q=${encodeURIComponent(q)}`);
  const { misses } = await owner.client.get<KnowledgeNumbers>('/knowledge/numbers');
  // What only drafts and the house's own pages speak of was not found either.
  expect(misses.map(({ words, times }) => [words, times])).toEqual([['trampoline', 2], ['quokka', 1], ['zanzibar', 1]]);
});

it('has categories of two levels in an order of the house', async () => {
  const make = (en: string, parentId: string | null = null) => owner.client.post<ArticleCategory>('/article-categories', { name: { en, pl: '' }, parentId });
  const top = await make('Top');
  const [one, two] = [await make('One', top.id), await make('Two', top.id)];
  expect(await owner.client.refused('POST', '/article-categories', { name: { en: 'Deep', pl: '' }, parentId: one.id })).toMatchObject({ status: 400, code: 'too-deep' });
  expect(await owner.client.refused('PATCH', `/article-categories/${top.id}`, { parentId: two.id })).toMatchObject({ status: 400 });
  await owner.client.patch(`/article-categories/${two.id}`, { position: 0 });
  const names = async () => (await owner.client.get<ArticleCategory[]>('/article-categories')).filter(({ parentId }) => parentId === top.id).map(({ name }) => name.en);
  expect(await names()).toEqual(['Two', 'One']);
  await publish(owner, await write(owner, 'en', { title: 'Inside' }, { categoryId: one.id }), 'en');
  await owner.client.delete(`/article-categories/${one.id}`);
  expect((await fetched('/help/dom-lipowy/en/one/inside')).headers.get('location')).toBe('/help/dom-lipowy/en/a/inside');
  expect(await names()).toEqual(['Two']);
  for (const en of ['search', 'a']) {
    const reserved = await make(en);
    await publish(owner, await write(owner, 'en', { title: `About ${en}` }, { categoryId: reserved.id }), 'en');
    expect((await page(`/help/dom-lipowy/en/${en}-2`)).status).toBe(200);
  }
});

it('helps visitors of the chat before they ask, with what is public alone', async () => {
  const channel = await owner.client.post<{ id: string }>('/channels', { connectorId: 'chat', name: 'Shop', settings: { allowedOrigins: ['https://shop.example'] } });
  const help = async (q: string, locale = 'pl', headers: Record<string, string> = {}) => {
    const answer = await fetched(`/widget/v1/help?channel=${channel.id}&locale=${locale}&q=${encodeURIComponent(q)}`, { headers });
    return { status: answer.status, titles: answer.ok ? ((await answer.json()) as { items: { title: string }[] }).items.map(({ title }) => title) : [] };
  };
  expect((await help('zareklamowac stol')).titles[0]).toBe('Jak złożyć reklamację');
  expect((await help('')).titles.length).toBe(3);
  expect((await help('zanzibar', 'en')).titles).toEqual([]);
  expect((await help('x', 'de')).status).toBe(400);
  expect((await help('reklamacja', 'pl', { origin: 'https://elsewhere.example' })).status).toBe(403);
  const config = async () => ((await (await fetched(`/widget/v1/config?channel=${channel.id}`)).json()) as { help: boolean }).help;
  expect(await config()).toBe(true);
  const post = (path: string, body: object, headers: Record<string, string> = {}) => fetched(`/widget/v1/help/${path}`, { method: 'POST', body: JSON.stringify({ channel: channel.id, locale: 'pl', ...body }), headers: { 'Content-Type': 'application/json', ...headers } });
  const suggested = async (text: string) => ((await (await post('suggestions', { text })).json()) as { items: { id: string; title: string }[] }).items;
  const [found] = await suggested('Dzień dobry, stół jest porysowany. Jak mogę złożyć reklamację?');
  expect(found?.title).toBe('Jak złożyć reklamację');
  expect(await suggested('Dzień dobry, jestem pod wrażeniem Państwa ogrodu.')).toEqual([]);
  expect((await post('suggestions', { text: 'reklamacja' }, { origin: 'https://elsewhere.example' })).status).toBe(403);
  const read = (id: string, query = `?channel=${channel.id}&locale=pl`) => fetched(`/widget/v1/help/${id}${query}`);
  expect(await (await read(found!.id)).json()).toMatchObject({ title: 'Jak złożyć reklamację', html: '<p>Opisz wadę i wyślij zdjęcie.</p>' });
  expect((await read(found!.id, `?channel=${channel.id}&locale=en`)).status).toBe(404);
  const hidden = await publish(owner, await write(owner, 'pl', { title: 'Tylko dla nas' }, { audience: 'internal' }), 'pl');
  const draft = await write(owner, 'pl', { title: 'Szkic' });
  for (const { id } of [hidden, draft]) {
    expect((await read(id)).status).toBe(404);
    expect((await post(`${id}/votes`, { useful: true })).status).toBe(404);
  }
  expect((await post(`${found!.id}/votes`, { useful: true }, { 'User-Agent': 'Panel' })).status).toBe(204);
  expect((await post(`${found!.id}/votes`, { useful: true }, { 'User-Agent': 'Panel' })).status).toBe(204);
  expect((await owner.client.get<KnowledgeNumbers>('/knowledge/numbers')).articles.find(({ id }) => id === found!.id)).toMatchObject({ useful: 1, useless: 0 });
  for (const q of ['hamak', 'hamak', 'zareklamowac', 'jan@example.com']) expect((await post('misses', { q })).status).toBe(204);
  await agent.client.post('/knowledge/misses', { q: 'hamak', locale: 'pl' });
  await agent.client.post('/knowledge/misses', { q: 'reklamacja', locale: 'pl' });
  expect((await owner.client.get<KnowledgeNumbers>('/knowledge/numbers')).misses.filter(({ locale }) => locale === 'pl')).toMatchObject([{ words: 'hamak', times: 3, byMembers: 1, byVisitors: 2 }]);
  // Here and on the pages there is one measure for both.
  const votes = await Promise.all(Array.from({ length: 40 }, () => fetched(`/help/dom-lipowy/pl/votes/${found!.id}`, { method: 'POST', body: new URLSearchParams({ useful: 'yes' }) })));
  expect(votes.some(({ status }) => status === 429)).toBe(true);
  await owner.client.patch('/help-site', { open: false });
  expect((await help('reklamacja')).titles).toEqual([]);
  expect((await read(found!.id)).status).toBe(404);
  await openSite();
});

it('offers visitors the matters of the workspace where the chat wants it', async () => {
  await owner.client.post('/matters', { key: 'assembly', name: { en: 'Assembly', pl: 'Montaż' }, description: '', opensCase: false });
  const made = (settings: object) => owner.client.post<{ id: string }>('/channels', { connectorId: 'chat', name: `Chat ${JSON.stringify(settings)}`, settings });
  const offered = async ({ id }: { id: string }) => ((await (await fetched(`/widget/v1/config?channel=${id}`)).json()) as { matters: { key: string; name: unknown }[] | null }).matters;
  const own = await made({ ownMatters: true });
  expect(await offered(await made({}))).toBeNull();
  expect(await offered(own)).toContainEqual({ key: 'assembly', name: { en: 'Assembly', pl: 'Montaż' } });
  expect((await offered(own))?.map(({ key }) => key)).not.toContain('lead');
  const visitor = new VisitorClient(api.url, own.id);
  await visitor.begin();
  await visitor.write('Kto skręci stół?', { clientId: 'assembly', matter: 'assembly' });
  await eventually(async () => { expect((await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=20')).items.find(({ channelId }) => channelId === own.id)).toMatchObject({ matter: 'assembly', matterBy: 'customer' }); });
});

describe('lessons', () => {
  let leader: Person;
  let conversationId: string;
  const lessons = (by: Person, query = '') => by.client.get<Page<Lesson>>(`/lessons${query}`).then(({ items }) => items);
  const learn = (by: Person, title: string, more: object = {}) => by.client.post<Lesson>('/lessons', { conversationId, title, ...more });
  const notices = async (of: Person) => (await of.client.get<Page<NoticeView>>('/notices')).items.filter(({ kind }) => kind === 'knowledge');

  beforeAll(async () => {
    leader = await api.invite(owner, 'supervisor', { name: 'Ewa Lead' });
    conversationId = (await build.buildConversation()).id;
  });

  it('are kept, filed, found again and changed by whoever may, the second of two being told', async () => {
    const first = await learn(agent, 'Legs are packed apart', { happened: 'Asked where the legs are.', change: 'Print it on the box.', tags: ['Packing', 'packing ', 'Tables'], qualities: ['attentive'] });
    expect(first).toMatchObject({ state: 'new', version: 1, tags: ['packing', 'tables'], createdBy: agent.memberId, conversation: { id: conversationId }, outcomes: [] });
    await learn(leader, 'Zażółć gęślą jaźń', { tags: ['tables'] });
    expect((await lessons(agent, '?q=LEGS%20box')).map(({ id }) => id)).toEqual([first.id]);
    expect((await lessons(agent, '?q=zazolc')).map(({ title }) => title)).toEqual(['Zażółć gęślą jaźń']);
    expect(await lessons(agent, '?tag=tables&quality=attentive')).toHaveLength(1);
    expect((await agent.client.get<LessonSummary>('/lessons/summary'))).toMatchObject({ states: { new: 2, reviewed: 0, done: 0 }, tags: [{ tag: 'tables', count: 2 }, { tag: 'packing', count: 1 }] });
    const answers = await Promise.all(['a', 'b', 'c'].map((title) => agent.client.send('PATCH', `/lessons/${first.id}`, { version: 1, title })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await agent.client.refused('PATCH', `/lessons/${first.id}`, { version: 2, state: 'reviewed' })).toMatchObject({ status: 403 });
    expect(await leader.client.patch<Lesson>(`/lessons/${first.id}`, { version: 2, state: 'reviewed' })).toMatchObject({ state: 'reviewed', reviewedBy: leader.memberId });
    // What was reviewed is for those who lead.
    expect(await agent.client.refused('PATCH', `/lessons/${first.id}`, { version: 3, title: 'x' })).toMatchObject({ status: 403 });
    expect(await leader.client.patch<Lesson>(`/lessons/${first.id}`, { version: 3, removed: true })).toMatchObject({ removed: true });
    expect((await lessons(leader)).map(({ id }) => id)).not.toContain(first.id);
    await leader.client.patch(`/lessons/${first.id}`, { version: 4, removed: false, state: 'new' });
    for (const bad of [{ title: '' }, { tags: Array.from({ length: 11 }, (_, n) => `t${n}`) }, { qualities: ['clever'] }, { matter: 'nonsense' }, { teamId: owner.memberId }, { happened: 'x'.repeat(4001) }]) expect((await agent.client.refused('POST', '/lessons', { conversationId, title: 'x', ...bad })).status).toBe(400);
    expect(await agent.client.refused('POST', '/lessons', { title: 'From nowhere' })).toMatchObject({ status: 400 });
  });

  it('are out of sight where their conversation is', async () => {
    const channelId = await build.buildChannel({ access: 'restricted' });
    const hidden = await build.buildConversation({ channelId });
    const lesson = await learn(owner, 'For few eyes', { conversationId: hidden.id });
    expect(await agent.client.refused('GET', `/lessons/${lesson.id}`)).toMatchObject({ status: 404 });
    expect(await agent.client.refused('POST', '/lessons', { conversationId: hidden.id, title: 'x' })).toMatchObject({ status: 404 });
    expect((await lessons(agent)).map(({ title }) => title)).not.toContain('For few eyes');
    expect(await stranger.client.refused('GET', `/lessons/${lesson.id}`)).toMatchObject({ status: 404 });
    await api.sql('UPDATE lessons SET conversation_id = NULL WHERE id = $1', [lesson.id]);
    expect(await agent.client.refused('GET', `/lessons/${lesson.id}`)).toMatchObject({ status: 404 });
    expect((await leader.client.get<Lesson>(`/lessons/${lesson.id}`)).conversation).toBeNull();
    await leader.client.patch(`/lessons/${lesson.id}`, { version: 1, removed: true });
  });

  it('become an article, a canned answer and a trade word with one act each, and are taken back with one', async () => {
    const lesson = await learn(agent, 'What "front" means', { happened: 'She did not know what a “front” is.', answer: 'The “front” is the <door>.\n\nWe write “front” = “door”.' });
    const become = (kind: string, more = {}) => leader.client.post<Lesson>(`/lessons/${lesson.id}/outcomes`, { kind, ...more });
    const outcome = (of: Lesson, kind: string) => of.outcomes.find((each) => each.kind === kind)!;
    expect(await agent.client.refused('POST', `/lessons/${lesson.id}/outcomes`, { kind: 'article' })).toMatchObject({ status: 403 });
    let now = await become('article');
    expect(now).toMatchObject({ state: 'reviewed', reviewedBy: leader.memberId });
    const article = await owner.client.get<Article>(`/articles/${outcome(now, 'article').subjectId}`);
    expect(article).toMatchObject({ audience: 'internal', texts: [{ title: 'What "front" means', state: 'draft', isLive: false }] });
    expect(article.texts[0]?.html).toBe('<p>The “front” is the &lt;door&gt;.</p><p>We write “front” = “door”.</p>');
    expect(await leader.client.refused('POST', `/lessons/${lesson.id}/outcomes`, { kind: 'article' })).toMatchObject({ status: 409, code: 'became-already' });
    expect((await lessons(leader, `?became=${article.id}`)).map(({ id }) => id)).toEqual([lesson.id]);
    now = await become('canned');
    now = await become('term');
    expect(outcome(now, 'term').title).toBe('front');
    expect((await owner.client.get<Page<GlossaryTerm>>('/glossary')).items.find(({ term }) => term === 'front')).toMatchObject({ plain: 'door' });
    const canned = (await owner.client.get<Page<Canned>>('/canned')).items.find(({ id }) => id === outcome(now, 'canned').subjectId);
    expect(canned?.articleId).toBe(article.id);
    expect(await owner.client.refused('PATCH', `/canned/${canned?.id ?? ''}`, { articleId: lesson.id })).toMatchObject({ status: 404 });
    expect(canned).toMatchObject({ shortcut: 'what-front-means', text: lesson.answer });
    await owner.client.patch(`/canned/${canned!.id}`, { text: 'Written on.' });
    expect(await leader.client.refused('DELETE', `/lessons/${lesson.id}/outcomes/${outcome(now, 'canned').id}`)).toMatchObject({ status: 409, code: 'written-on' });
    await leader.client.send('DELETE', `/lessons/${lesson.id}/outcomes/${outcome(now, 'term').id}`);
    const back = (await leader.client.send('DELETE', `/lessons/${lesson.id}/outcomes/${outcome(now, 'article').id}`)).body as Lesson;
    expect(back.outcomes.map(({ kind }) => kind)).toEqual(['canned']);
    expect((await owner.client.get<Article>(`/articles/${article.id}`)).archivedAt).not.toBeNull();
    // Removed where it stands, it is no longer what became of the lesson.
    await owner.client.delete(`/canned/${canned!.id}`);
    const again = await Promise.all([become('article'), become('article')].map((each) => each.then(() => 201, () => 409)));
    expect(again.sort()).toEqual([201, 409]);
    const wordless = await learn(agent, 'No trade words here');
    expect(await leader.client.refused('POST', `/lessons/${wordless.id}/outcomes`, { kind: 'term' })).toMatchObject({ status: 400, code: 'words-missing' });
    expect((await leader.client.post<Lesson>(`/lessons/${wordless.id}/outcomes`, { kind: 'term', term: 'MDF', plain: 'pressed board' })).outcomes[0]?.title).toBe('MDF');
  });

  it('go along when conversations are merged, and back', async () => {
    const [one, two] = [await build.buildConversation(), await build.buildConversation()];
    const lesson = await learn(agent, 'Goes along', { conversationId: one.id });
    const { undoToken } = await owner.client.post<{ undoToken: string }>('/conversations/merge', { ids: [one.id], intoId: two.id });
    expect((await owner.client.get<Lesson>(`/lessons/${lesson.id}`)).conversation?.id).toBe(two.id);
    await owner.client.post(`/undo/${undoToken}`);
    expect((await owner.client.get<Lesson>(`/lessons/${lesson.id}`)).conversation?.id).toBe(one.id);
  });

  it('are told of on Monday to those who lead, once, and only when there is something to talk about', async () => {
    const due = () => api.sql(`UPDATE lesson_reviews SET due_at = now() - interval '2 weeks' WHERE workspace_id = $1`, [owner.workspaceId]);
    await due();
    await eventually(async () => { expect((await notices(leader)).filter(({ what }) => what === 'lessons-due')).toMatchObject([{ count: 1, readAt: null }]); });
    expect((await notices(agent)).filter(({ what }) => what === 'lessons-due')).toEqual([]);
    const { reviewAt } = await owner.client.get<LessonSummary>('/lessons/summary');
    expect(Date.parse(reviewAt ?? '')).toBeGreaterThan(Date.now());
    const told = () => api.sql(`SELECT 1 FROM events WHERE workspace_id = $1 AND type = 'lessons.due'`, [owner.workspaceId]);
    expect(await told()).toHaveLength(1);
    await api.sql(`UPDATE lessons SET state = 'done' WHERE workspace_id = $1`, [owner.workspaceId]);
    await due();
    await eventually(async () => { expect(await api.sql(`SELECT 1 FROM lesson_reviews WHERE workspace_id = $1 AND due_at > now()`, [owner.workspaceId])).toHaveLength(1); });
    expect(await told()).toHaveLength(1);
  });

  it('tells reviewers of articles that wait for them, and writers what became of theirs', async () => {
    let article = await write(agent, 'en', { title: 'Told about' });
    article = await step(agent, article, 'en', 'submit', { version: 1, reviewerId: leader.memberId });
    const of = async (person: Person) => (await notices(person)).filter(({ subjectId }) => subjectId === article.id).map(({ what, byName, aboutName }) => [what, byName, aboutName]);
    await eventually(async () => { expect(await of(leader)).toEqual([['article-review', 'Anna Agent', 'Told about']]); });
    expect(await of(owner)).toEqual([]);
    article = await step(leader, article, 'en', 'return', { version: 2, note: 'More.' });
    await eventually(async () => { expect((await of(agent))[0]).toEqual(['article-returned', 'Ewa Lead', 'Told about']); });
    article = await step(agent, article, 'en', 'submit', { version: 3 });
    await publish(leader, article, 'en');
    await eventually(async () => { expect((await of(agent))[0]?.[0]).toBe('article-published'); });
    expect((await of(owner))[0]?.[0]).toBe('article-review');
  });
});
