import type { ArticleHit, Locale } from '@kontuar/contract';
import { articleOnPage, headingsOf, questionsIn, type OpenSite, type PublicArticle, type Shelf } from '@kontuar/core';
import { styleFor } from './help-style';
import { helpWords } from './help-words';
import { clean, html, jsonFor, type Html } from './html';

export interface Place {
  site: OpenSite;
  locale: Locale;
  /** Scheme and host, without a slash at its end. */
  origin: string;
}
interface Frame extends Place {
  title: string;
  description?: string;
  /** Where this page lives; undefined: search engines shall not keep it. */
  canonical?: string | undefined;
  /** The same in other languages. */
  alternates: Partial<Record<Locale, string>>;
  data?: readonly object[];
  q?: string;
  body: Html;
}

/** Cards on the first page show so many articles each. */
const SHOWN = 6;
const locales: readonly Locale[] = ['en', 'pl'];

export const homePath = (site: OpenSite, locale: Locale): string => `/help/${site.slug}/${locale}`;

function frame({ site, locale, origin, title, description, canonical, alternates, data = [], q = '', body }: Frame): string {
  const w = helpWords[locale];
  const home = homePath(site, locale);
  const house = site.title[locale];
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${description !== undefined && description !== '' && html`<meta name="description" content="${description}">`}
${canonical === undefined ? html`<meta name="robots" content="noindex">` : html`<link rel="canonical" href="${origin}${canonical}"><meta property="og:title" content="${title}"><meta property="og:url" content="${origin}${canonical}"><meta property="og:site_name" content="${house}">`}
${canonical !== undefined && locales.flatMap((each) => (alternates[each] === undefined ? [] : [html`<link rel="alternate" hreflang="${each}" href="${origin}${alternates[each]}">`]))}
${canonical !== undefined && alternates[site.locale] !== undefined && html`<link rel="alternate" hreflang="x-default" href="${origin}${alternates[site.locale]}">`}
<style>${clean(styleFor(site.accent).text)}</style>${data.map((each) => html`<script type="application/ld+json">${jsonFor(each)}</script>`)}</head>
<body><a class="skip" href="#text">${w.skip}</a>
<header class="top"><div class="wrap"><a class="name" href="${home}">${w.title(house)}</a>
<form class="find" role="search" action="${home}/search" method="get"><input type="search" name="q" value="${q}" maxlength="200" aria-label="${w.searchLabel}" placeholder="${w.searchLabel}"><button>${w.search}</button></form>
<nav aria-label="${locale === 'pl' ? 'Język' : 'Language'}">${locales.filter((each) => each !== locale).map((each) => html`<a lang="${each}" hreflang="${each}" href="${alternates[each] ?? homePath(site, each)}">${helpWords[each].language}</a>`)}</nav></div></header>
<main id="text" class="wrap">${body}</main>
<footer class="foot"><div class="wrap">${house}</div></footer></body></html>`.text;
}

const both = (site: OpenSite): Partial<Record<Locale, string>> => ({ en: homePath(site, 'en'), pl: homePath(site, 'pl') });

interface Topic { id: string; name: string; path: string; articles: Shelf['articles']; topics: Topic[] }
/** Only what has articles; those without a category come last. */
export function topicsOf(place: Place, shelf: Shelf): { topics: Topic[]; loose: Shelf['articles'] } {
  const known = new Set(shelf.categories.map(({ id }) => id));
  const below = (parentId: string | null): Topic[] => shelf.categories.filter((each) => (each.parentId !== null && known.has(each.parentId) ? each.parentId : null) === parentId)
    .map((each) => ({ id: each.id, name: each.name, path: `${homePath(place.site, place.locale)}/${each.slug}`, articles: shelf.articles.filter(({ categoryId }) => categoryId === each.id), topics: parentId === null ? below(each.id) : [] }))
    .filter(({ articles, topics }) => articles.length > 0 || topics.length > 0);
  return { topics: below(null), loose: shelf.articles.filter(({ categoryId }) => categoryId === null || !known.has(categoryId)) };
}

export function articlePath({ site, locale }: Pick<Place, 'site' | 'locale'>, shelf: Shelf, { categoryId, slug }: { categoryId: string | null; slug: string }): string {
  return `${homePath(site, locale)}/${shelf.categories.find(({ id }) => id === categoryId)?.slug ?? 'a'}/${slug}`;
}

export function homePage(place: Place, shelf: Shelf): string {
  const { site, locale } = place;
  const w = helpWords[locale];
  const { topics, loose } = topicsOf(place, shelf);
  const item = (article: Shelf['articles'][number]) => html`<li><a href="${articlePath(place, shelf, article)}">${article.title}</a></li>`;
  const all = (topic: Topic): Shelf['articles'] => [...topic.articles, ...topic.topics.flatMap((each) => each.articles)];
  return frame({
    ...place, title: w.title(site.title[locale]), canonical: homePath(site, locale), alternates: both(site),
    body: html`<div class="hero"><h1>${w.ask}</h1><form class="find" role="search" aria-label="${w.help}" action="${homePath(site, locale)}/search" method="get"><input type="search" name="q" maxlength="200" aria-label="${w.placeholder}" placeholder="${w.placeholder}"><button>${w.search}</button></form></div>
${topics.length === 0 && loose.length === 0 && html`<p class="mut">${w.empty}</p>`}
<div class="grid">${topics.map((topic) => html`<section class="card"><h2><a href="${topic.path}">${topic.name}</a></h2><ul>${all(topic).slice(0, SHOWN).map(item)}</ul>${all(topic).length > SHOWN && html`<p><a href="${topic.path}">${w.more(all(topic).length)}</a></p>`}</section>`)}
${loose.length > 0 && html`<section class="card"><h2>${topics.length === 0 ? w.help : w.others}</h2><ul>${loose.map(item)}</ul></section>`}</div>`,
  });
}

interface Crumb { name: string; path: string }
const crumbs = (place: Place, trail: readonly Crumb[]): Html => html`<nav class="crumbs" aria-label="${helpWords[place.locale].path}"><ol><li><a href="${homePath(place.site, place.locale)}">${helpWords[place.locale].home}</a></li>${trail.map(({ name, path }) => html`<li><a href="${path}">${name}</a></li>`)}</ol></nav>`;

function trailOf(place: Place, shelf: Shelf, categoryId: string | null): Crumb[] {
  const category = shelf.categories.find(({ id }) => id === categoryId);
  return category === undefined ? [] : [...trailOf(place, shelf, category.parentId), { name: category.name, path: `${homePath(place.site, place.locale)}/${category.slug}` }];
}

const breadcrumbData = ({ origin }: Place, trail: readonly Crumb[]): object => ({
  '@context': 'https://schema.org', '@type': 'BreadcrumbList', itemListElement: trail.map(({ name, path }, at) => ({ '@type': 'ListItem', position: at + 1, name, item: `${origin}${path}` })),
});

const entries = (place: Place, shelf: Shelf, articles: Shelf['articles']): Html => html`<ul class="list">${articles.map((article) => html`<li><a href="${articlePath(place, shelf, article)}">${article.title}</a>${article.summary !== '' && html`<p>${article.summary}</p>`}</li>`)}</ul>`;

/** Undefined: readers find nothing in it. */
export function categoryPage(place: Place, shelf: Shelf, categoryId: string, alternates: Partial<Record<Locale, string>>): string | undefined {
  const { topics } = topicsOf(place, shelf);
  const topic = [...topics, ...topics.flatMap((each) => each.topics)].find(({ id }) => id === categoryId);
  if (topic === undefined) return undefined;
  const trail = trailOf(place, shelf, categoryId);
  return frame({
    ...place, title: `${topic.name} · ${helpWords[place.locale].title(place.site.title[place.locale])}`, canonical: topic.path, alternates, data: [breadcrumbData(place, trail)],
    body: html`${crumbs(place, trail.slice(0, -1))}<h1>${topic.name}</h1>${topic.articles.length > 0 && entries(place, shelf, topic.articles)}${topic.topics.map((each) => html`<section class="topic"><h2><a href="${each.path}">${each.name}</a></h2>${entries(place, shelf, each.articles)}</section>`)}`,
  });
}

export interface Reading { article: PublicArticle; path?: string | undefined; alternates: Partial<Record<Locale, string>>; shelf: Shelf; addressOf: (id: string) => string; isThanked?: boolean }

/** An article; without a path it is a draft that somebody was shown. */
export function articlePage(place: Place, { article, path, alternates, shelf, addressOf, isThanked = false }: Reading): string {
  const { site, locale, origin } = place;
  const w = helpWords[locale];
  const trail = path === undefined ? [] : trailOf(place, shelf, article.categoryId);
  const headings = headingsOf(article.html);
  const asked = questionsIn(article.html);
  const related = path === undefined ? [] : shelf.articles.filter(({ id, categoryId }) => id !== article.id && categoryId === article.categoryId).slice(0, 5);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(article.changedAt);
  const data = path === undefined ? [] : [
    { '@context': 'https://schema.org', '@type': 'Article', headline: article.title, description: article.summary, inLanguage: locale, datePublished: article.publishedAt.toISOString(), dateModified: article.changedAt.toISOString(), mainEntityOfPage: `${origin}${path}`, author: { '@type': 'Organization', name: site.title[locale] }, publisher: { '@type': 'Organization', name: site.title[locale] } },
    breadcrumbData(place, [...trail, { name: article.title, path }]),
    ...(asked.length > 1 ? [{ '@context': 'https://schema.org', '@type': 'FAQPage', mainEntity: asked.map(({ question, answer }) => ({ '@type': 'Question', name: question, acceptedAnswer: { '@type': 'Answer', text: answer } })) }] : []),
  ];
  return frame({
    ...place, title: `${article.title} · ${w.title(site.title[locale])}`, description: article.summary, canonical: isThanked ? undefined : path, alternates, data,
    body: html`${path === undefined ? html`<p class="draft" role="note">${w.draft}</p>` : crumbs(place, trail)}<article><h1>${article.title}</h1><p class="mut"><time datetime="${article.changedAt.toISOString()}">${w.changed(day)}</time></p>
${headings.length > 2 && html`<nav class="toc" aria-label="${w.contents}"><p>${w.contents}</p><ol>${headings.map(({ level, text }, at) => html`<li class="l${level}"><a href="#h-${at + 1}">${text}</a></li>`)}</ol></nav>`}
<div class="text">${clean(articleOnPage(article.html, article.pictures, addressOf))}</div></article>
${path !== undefined && html`<section class="vote" id="vote" aria-label="${w.useful}">${isThanked ? html`<p role="status">${w.thanks}</p>` : html`<p>${w.useful}</p><form method="post" action="${homePath(site, locale)}/votes/${article.id}"><button name="useful" value="yes">${w.yes}</button><button name="useful" value="no">${w.no}</button></form>`}</section>`}
${related.length > 0 && html`<section class="more"><h2>${w.related}</h2>${entries(place, shelf, related)}</section>`}`,
  });
}

export function searchPage(place: Place, q: string, found: readonly ArticleHit[]): string {
  const { site, locale } = place;
  const w = helpWords[locale];
  const alternates = Object.fromEntries(locales.map((each) => [each, `${homePath(site, each)}/search?q=${encodeURIComponent(q)}`]));
  const head = q === '' ? w.askFirst : found.length === 0 ? w.nothing(q) : w.results(q);
  return frame({
    ...place, title: `${head} · ${w.title(site.title[locale])}`, alternates, q,
    body: html`${crumbs(place, [])}<h1>${head}</h1>${found.length === 0 ? html`<p class="mut">${w.nothingHint}</p><p><a href="${homePath(site, locale)}">${w.topics}</a></p>` : html`<ul class="list">${found.map(({ path, title, summary }) => html`<li><a href="${path}">${title}</a>${summary !== '' && html`<p>${summary}</p>`}</li>`)}</ul>`}`,
  });
}

export function gonePage(place: Place): string {
  const w = helpWords[place.locale];
  return frame({ ...place, title: `${w.gone} · ${w.title(place.site.title[place.locale])}`, alternates: {}, body: html`<h1>${w.gone}</h1><p class="mut">${w.goneHint}</p><p><a href="${homePath(place.site, place.locale)}">${w.topics}</a></p>` });
}

export const policyFor = (site: OpenSite): string =>
  `default-src 'none'; style-src 'sha256-${styleFor(site.accent).hash}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
