import { attributeOf, elementsOf, letterText, type LetterElement } from '@kontuar/contract';
import sanitize from 'sanitize-html';

const ownPicture = /^cid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@kontuar$/i;

/**
 * What an article may consist of. No style at all: its look is the page's, and the page's policy forbids any other. A heading of the first degree is the
 * title; pictures are our own files alone.
 */
const options: sanitize.IOptions = {
  allowedTags: ['a', 'blockquote', 'br', 'code', 'em', 'h2', 'h3', 'hr', 'img', 'li', 'ol', 'p', 'pre', 's', 'strong', 'table', 'tbody', 'td', 'th', 'tr', 'u', 'ul'],
  allowedAttributes: { a: ['href', 'rel'], img: ['src', 'alt'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid'] },
  allowProtocolRelative: false,
  nestingLimit: 50,
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'iframe', 'object'],
  transformTags: {
    b: 'strong', i: 'em', strike: 's', del: 's', h1: 'h2', h4: 'h3', h5: 'h3', h6: 'h3', div: 'p',
    a: (_tag, { href }) => ({ tagName: 'a', attribs: href === undefined ? {} : { href, ...(/^https?:/i.test(href) ? { rel: 'noopener' } : {}) } }),
    // An end tag that says a number beyond these would draw a table as wide as the world.
    td: (tag, attribs) => ({ tagName: tag, attribs: spans(attribs) }),
    th: (tag, attribs) => ({ tagName: tag, attribs: spans(attribs) }),
  },
  exclusiveFilter: ({ tag, attribs, text, mediaChildren }) => (tag === 'img' && !ownPicture.test(attribs['src'] ?? '')) || (tag === 'p' && text.trim() === '' && (mediaChildren ?? []).length === 0),
};

const spans = (attribs: Record<string, string>): Record<string, string> =>
  Object.fromEntries(['colspan', 'rowspan'].flatMap((name) => { const value = Number(attribs[name]); return Number.isInteger(value) && value > 1 && value <= 20 ? [[name, String(value)]] : []; }));

/** For storing. An empty paragraph is nothing: the page keeps paragraphs apart. */
export const cleanArticle = (html: string): string => sanitize(html, options);

/** Files that stand in the text as pictures. */
export const picturesIn = (html: string): string[] => [...new Set([...html.matchAll(/src="cid:([0-9a-f-]{36})@kontuar"/gi)].map(([, id = '']) => id.toLowerCase()))];

/** Leaves out pictures that are not of this article. */
export const withPictures = (html: string, ids: ReadonlySet<string>): string =>
  html.replace(/<img\b[^>]*?src="cid:([0-9a-f-]{36})@kontuar"[^>]*>/gi, (whole, id: string) => (ids.has(id.toLowerCase()) ? whole : ''));

const textOf = (node: LetterElement | string): string => (typeof node === 'string' ? node : node.tag === 'img' ? attributeOf(node, 'alt') : node.children.map(textOf).join(node.tag === 'tr' || node.tag === 'tbody' ? ' ' : ''));
const said = (node: LetterElement | string): string => textOf(node).replace(/\s+/g, ' ').trim();

export const articleWords = (html: string): { headings: string[]; body: string } => ({ headings: headingsOf(html).map(({ text }) => text), body: letterText(html) });
export const articlePlain = (html: string): string => letterText(html);

export interface Heading { level: 2 | 3; text: string }
export const headingsOf = (html: string): Heading[] =>
  elementsOf(html).children.flatMap((node) => (typeof node !== 'string' && (node.tag === 'h2' || node.tag === 'h3') && said(node) !== '' ? [{ level: node.tag === 'h2' ? 2 as const : 3 as const, text: said(node) }] : []));

/** Headings that ask, with what stands below them, as search engines want to be told of them. */
export function questionsIn(html: string): { question: string; answer: string }[] {
  const found: { question: string; answer: string[] }[] = [];
  let open: { question: string; answer: string[] } | undefined;
  for (const node of elementsOf(html).children) {
    if (typeof node !== 'string' && (node.tag === 'h2' || node.tag === 'h3')) {
      const question = said(node);
      open = question.endsWith('?') ? { question, answer: [] } : undefined;
      if (open !== undefined) found.push(open);
    } else if (open !== undefined && said(node) !== '') open.answer.push(said(node));
  }
  return found.flatMap(({ question, answer }) => (answer.length === 0 ? [] : [{ question, answer: answer.join(' ') }]));
}

/** The beginning of what it says, where nobody wrote a summary. */
export function beginningOf(html: string, length = 160): string {
  const text = said({ tag: '#', attributes: '', children: elementsOf(html).children.filter((node) => typeof node !== 'string' && (node.tag === 'p' || node.tag === 'ul' || node.tag === 'ol')).flatMap((node) => [node, ' ']) });
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length / 2)).replace(/[\s,;:–-]+$/, '')}…`;
}

export interface PictureOnPage { width: number | null; height: number | null }

/** For a page: headings can be led to, pictures have addresses and keep their place while they come, tables can be moved sideways. */
export function articleOnPage(html: string, pictures: ReadonlyMap<string, PictureOnPage>, addressOf: (id: string) => string): string {
  let heading = 0;
  return html
    .replace(/<(h[23])>/g, (_, tag: string) => `<${tag} id="h-${(heading += 1)}">`)
    .replace(/<table>/g, '<div class="tb" tabindex="0" role="group"><table>').replace(/<\/table>/g, '</table></div>')
    .replace(/<img\b[^>]*?src="cid:([0-9a-f-]{36})@kontuar"([^>]*)>/gi, (whole, id: string) => {
      const picture = pictures.get(id.toLowerCase());
      if (picture === undefined) return '';
      const alt = /\balt="([^"]*)"/.exec(whole)?.[1] ?? '';
      const size = picture.width === null || picture.height === null ? '' : ` width="${picture.width}" height="${picture.height}"`;
      return `<img src="${addressOf(id.toLowerCase())}" alt="${alt}"${size} loading="lazy" decoding="async">`;
    });
}
