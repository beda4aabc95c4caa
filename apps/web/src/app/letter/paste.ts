/** More than anybody reads; a whole book in a letter stops every screen that shows it. */
export const mostPasted = 50_000;
/** Office programs write ten times what they mean. */
const mostMarkup = 2_000_000;

export type Pasted = { kind: 'too-long'; length: number } | { kind: 'plain' } | { kind: 'html' };

/** What becomes of a paste, before any of it is drawn. */
export function judgePaste(html: string, text: string): Pasted {
  if (text.length > mostPasted) return { kind: 'too-long', length: text.length };
  if (html === '' || html.length > mostMarkup) return { kind: 'plain' };
  return { kind: 'html' };
}

/**
 * Takes what Word, Outlook, Google Docs and spreadsheets wrap around what they mean. What a letter cannot hold is left out afterwards by its schema; here is
 * only what would otherwise be misread.
 */
export function cleanPaste(html: string): string {
  const from = html.indexOf('<!--StartFragment-->');
  const to = html.lastIndexOf('<!--EndFragment-->');
  const fragment = from < 0 || to < from ? undefined : html.slice(from + '<!--StartFragment-->'.length, to);
  // A fragment that begins inside of a table has lost its table.
  const body = fragment === undefined || /^\s*<(?:tr|td|th|col|tbody|thead)\b/i.test(fragment) ? html : fragment;
  const bare = ['style', 'script', 'title', 'xml'].reduce((rest, tag) => without(rest, `<${tag}`, `</${tag}>`), without(body, '<!--', '-->'))
    .replace(/<!\[[^<>]{0,200}>/g, '')
    .replace(/<(?:meta|link)\b[^<>]{0,2000}>/gi, '')
    .replace(/<\/?(?:o|v|w|m|st1):[a-z0-9]{1,30}\b[^<>]{0,2000}>/gi, '');
  return unwrapped(wordLists(bare)).replace(/<p\b[^<>]{0,2000}>(?:\s|&nbsp;|\u00a0){0,20}<\/p>/gi, '<p></p>');
}

/** Without everything from one mark to the next other one; an opening without an end takes nothing along. */
function without(html: string, open: string, close: string): string {
  const lower = html.toLowerCase();
  let out = '';
  let at = 0;
  for (let start = lower.indexOf(open); start >= 0; start = lower.indexOf(open, at)) {
    const end = lower.indexOf(close, start + open.length);
    if (end < 0) break;
    out += html.slice(at, start);
    at = end + close.length;
  }
  return out + html.slice(at);
}

/** Google Docs wraps everything into a bold element that is not bold. */
function unwrapped(html: string): string {
  const wrap = /<b\b[^<>]{0,500}\bid="docs-internal-guid-[^"<>]{0,100}"[^<>]{0,500}>/i.exec(html);
  const end = html.lastIndexOf('</b>');
  return wrap === null || end < wrap.index ? html : html.slice(0, wrap.index) + html.slice(wrap.index + wrap[0].length, end) + html.slice(end + 4);
}

interface WordItem { level: number; ordered: boolean; inner: string }

/** Word writes lists as paragraphs that look like one, with the mark as text. */
function wordLists(html: string): string {
  if (!html.includes('mso-list:')) return html;
  let out = '';
  let at = 0;
  let items: WordItem[] = [];
  const flush = (): void => { out += listOf(items); items = []; };
  for (const open of html.matchAll(/<p\b([^<>]{0,4000})>/gi)) {
    const style = open[1] ?? '';
    const level = /mso-list:[^;"']{0,100}level(\d)/i.exec(style)?.[1];
    const from = open.index + open[0].length;
    if (level === undefined || open.index < at) continue;
    const to = html.indexOf('</p>', from);
    if (to < 0) break;
    const between = html.slice(at, open.index);
    if (between.trim() !== '') { flush(); out += between; }
    at = to + 4;
    items.push({ level: Number(level), ...withoutMark(html.slice(from, to)) });
  }
  flush();
  return out + html.slice(at);
}

/** The mark stands in a span that Word itself says to ignore; spans within it end before it does. */
function withoutMark(inner: string): Omit<WordItem, 'level'> {
  const mark = /<span\b[^<>]{0,500}mso-list:\s*Ignore[^<>]{0,500}>/i.exec(inner);
  if (mark === null) return { ordered: false, inner };
  let depth = 1;
  let end = inner.length;
  for (const tag of inner.slice(mark.index + mark[0].length).matchAll(/<(\/?)span\b[^<>]{0,2000}>/gi)) {
    depth += tag[1] === '/' ? -1 : 1;
    end = mark.index + mark[0].length + tag.index + tag[0].length;
    if (depth === 0) break;
  }
  const shown = inner.slice(mark.index, end).replace(/<[^<>]{0,2000}>|&nbsp;|\s/g, '');
  return { ordered: /^\(?[0-9a-z]{1,4}[.)]$/i.test(shown), inner: inner.slice(0, mark.index) + inner.slice(end) };
}

function listOf(items: readonly WordItem[]): string {
  const [first] = items;
  if (first === undefined) return '';
  const tag = first.ordered ? 'ol' : 'ul';
  let inside = '';
  for (let index = 0; index < items.length; ) {
    const item = items[index] as WordItem;
    let next = index + 1;
    while (next < items.length && (items[next] as WordItem).level > first.level) next += 1;
    inside += `<li>${item.inner}${listOf(items.slice(index + 1, next))}</li>`;
    index = next;
  }
  return `<${tag}>${inside}</${tag}>`;
}

/** Pictures that came inside of the HTML, as files: a letter carries them along. */
export function picturesIn(html: string): { type: string; base64: string }[] {
  return [...html.matchAll(/<img\b[^<>"]{0,200}(?:"[^"<>]{0,500}"[^<>"]{0,200}){0,20}\bsrc="data:(image\/(?:png|jpeg|gif|webp));base64,([a-z0-9+/=\s]+)"/gi)].slice(0, 10).map((match) => ({ type: (match[1] ?? '').toLowerCase(), base64: (match[2] ?? '').replace(/\s/g, '') }));
}
