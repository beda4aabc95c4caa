import { momentOf } from './moments';
import { decoded, plain } from './plain';

/** What a page says of itself, for a preview and for those who look for words in it. */
export interface Page { title: string; description: string; site: string; picture: string | undefined; text: string; publishedAt: string | undefined; /** Its owner wants no program to show it. */ hidden: boolean }

const HEAD = 200_000;
const TEXT = 20_000;

/** Reads HTML without building it: tags are found one after another, so that nothing in a page makes this slow or deep. */
export function readPage(html: string, address: string): Page {
  const facts = new Map<string, string>();
  for (const [, attributes = ''] of html.slice(0, HEAD).matchAll(/<meta\s([^<>]{1,4000})>/gi)) {
    const name = attribute(attributes, 'property') ?? attribute(attributes, 'name');
    const value = attribute(attributes, 'content');
    if (name !== undefined && value !== undefined && !facts.has(name.toLowerCase())) facts.set(name.toLowerCase(), plain(decoded(value)));
  }
  const title = /<title[^<>]{0,200}>([^<]{0,2000})/i.exec(html.slice(0, HEAD))?.[1] ?? '';
  return {
    title: (facts.get('og:title') ?? facts.get('twitter:title') ?? plain(title)).slice(0, 500), description: (facts.get('og:description') ?? facts.get('description') ?? facts.get('twitter:description') ?? '').slice(0, 1_000),
    site: (facts.get('og:site_name') ?? new URL(address).hostname.replace(/^www\./, '')).slice(0, 200), picture: absolute(facts.get('og:image') ?? facts.get('og:image:url') ?? facts.get('twitter:image'), address),
    text: plain(bodyOf(html)).slice(0, TEXT), publishedAt: momentOf(facts.get('article:published_time') ?? facts.get('date')), hidden: /\b(noindex|nosnippet|none)\b/i.test(facts.get('robots') ?? ''),
  };
}

/** The article where a page marks one, else all of it. */
function bodyOf(html: string): string {
  const article = html.search(/<(article|main)\b/i);
  const from = article >= 0 ? article : html.search(/<body\b/i);
  const rest = html.slice(Math.max(0, from), Math.max(0, from) + 400_000);
  const end = article >= 0 ? rest.search(/<\/(article|main)\b/i) : -1;
  return end > 0 ? rest.slice(0, end) : rest;
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes);
  return found?.[1] ?? found?.[2];
}

export function absolute(link: string | undefined, address: string): string | undefined {
  if (link === undefined || link === '' || !URL.canParse(link, address)) return undefined;
  const url = new URL(link, address);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.href.length <= 2_000 ? url.href : undefined;
}
