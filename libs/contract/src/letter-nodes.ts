import { attributeOf, elementsOf, type LetterElement } from './letter-text';

/** A part of a letter, by the names that its editor gives them (apps/web/src/app/letter/schema.ts; a test holds the two together). */
export interface LetterNode { type: string; attrs?: Record<string, unknown>; content?: LetterNode[]; text?: string; marks?: LetterMark[] }
export interface LetterMark { type: string; attrs: Record<string, unknown> }

/** As Yjs holds it, told by what is asked of it: elements with children, and runs of words with their marks. */
interface SharedElement { nodeName: string; getAttributes(): Record<string, unknown>; toArray(): readonly unknown[] }
interface SharedWords { toDelta(): unknown; getAttributes?(): Record<string, unknown> }

export const markNames: readonly string[] = ['link', 'bold', 'italic', 'strike', 'underline', 'code'];
/** Deeper than anybody writes, and shallow enough for every program that reads mail. */
const MAX_DEPTH = 40;
const MAX_PLANTED_DEPTH = 12;
export const MAX_SPAN = 60;

/** What stands in a shared letter. `strange` is asked about each thing that is no part of a letter; without it they are left out. */
export function nodesOfShared(fragment: { toArray(): readonly unknown[] }, strange: (what: string) => void = () => undefined, depth = 0): LetterNode[] {
  if (depth > MAX_DEPTH) {
    strange('depth');
    return [];
  }
  return fragment.toArray().flatMap((child): LetterNode[] => {
    if (isWords(child)) return runsOf(child, strange);
    if (!isElement(child)) {
      strange('node');
      return [];
    }
    return [{ type: child.nodeName, attrs: child.getAttributes(), content: nodesOfShared(child, strange, depth + 1) }];
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isElement = (value: unknown): value is SharedElement => isObject(value) && 'nodeName' in value && typeof value.nodeName === 'string' && 'toArray' in value;
const isWords = (value: unknown): value is SharedWords => isObject(value) && 'toDelta' in value && !('nodeName' in value);

function runsOf(words: SharedWords, strange: (what: string) => void): LetterNode[] {
  if (Object.keys(words.getAttributes?.() ?? {}).length > 0) strange('attribute');
  return (words.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).flatMap(({ insert, attributes = {} }) => {
    if (typeof insert !== 'string') {
      strange('embed');
      return [];
    }
    const marks = Object.entries(attributes).flatMap(([name, attrs]) => (attrs === null ? [] : [{ type: name, attrs: isObject(attrs) ? (attrs as Record<string, unknown>) : {} }]));
    // Half a surrogate pair is what two deletions at once may leave; PostgreSQL keeps no NUL.
    return insert === '' ? [] : [{ type: 'text', text: wellFormed(insert.replaceAll('\0', '')), marks }];
  });
}

const wellFormed = (text: string): string => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');

/** One line for each block with words in it, as the editor counts letters. */
export function linesOfNodes(nodes: readonly LetterNode[]): string {
  const lines: string[] = [];
  const walk = (all: readonly LetterNode[]): void => {
    for (const node of all) {
      if (textblocks.has(node.type)) lines.push((node.content ?? []).map(({ type, text }) => (type === 'hardBreak' ? '\n' : (text ?? ''))).join(''));
      else walk(node.content ?? []);
    }
  };
  walk(nodes);
  return lines.join('\n');
}

const textblocks: ReadonlySet<string> = new Set(['paragraph', 'heading', 'codeBlock']);

/** Whether anything is in it that its lines do not say. */
export const isMoreThanWords = (nodes: readonly LetterNode[]): boolean =>
  nodes.some(({ type, marks = [], content = [] }) => !['paragraph', 'hardBreak', 'text'].includes(type) || marks.length > 0 || isMoreThanWords(content));

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
const wordy = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const cellStyle = 'border:1px solid #b9b9b9;padding:4px 8px;vertical-align:top';

/** As the editor of letters writes it. What does not fit where it stands is left out; whoever sends it sanitises it all the same. */
export function htmlOfNodes(nodes: readonly LetterNode[]): string {
  return nodes.map((node, index) => {
    const [href, before, after] = [node, nodes[index - 1], nodes[index + 1]].map(hrefOf);
    // A link over words of different looks is one link.
    return `${href !== undefined && href !== before ? `<a href="${escaped(href)}">` : ''}${htmlOfNode(node)}${href !== undefined && href !== after ? '</a>' : ''}`;
  }).join('');
}

function hrefOf(node: LetterNode | undefined): string | undefined {
  const link = node?.marks?.find(({ type }) => type === 'link');
  return link === undefined ? undefined : wordy(link.attrs['href']);
}

function htmlOfNode(node: LetterNode): string {
  const { type, attrs = {}, content = [] } = node;
  const inside = (): string => htmlOfNodes(content);
  const span = (): string => ['colspan', 'rowspan'].map((name) => (Number(attrs[name] ?? 1) > 1 ? ` ${name}="${escaped(wordy(attrs[name]))}"` : '')).join('');
  switch (type) {
    case 'text': return marked(node);
    case 'paragraph': return `<p style="margin:0">${content.length === 0 ? '<br>' : inside()}</p>`;
    case 'heading': return attrs['level'] === 3 ? `<h3>${inside()}</h3>` : `<h2>${inside()}</h2>`;
    case 'blockquote': return `<blockquote>${inside()}</blockquote>`;
    case 'codeBlock': return `<pre><code>${escaped(linesOfNodes([node]))}</code></pre>`;
    case 'bulletList': return `<ul>${inside()}</ul>`;
    case 'orderedList': return `<ol${Number(attrs['start'] ?? 1) === 1 ? '' : ` start="${escaped(wordy(attrs['start']))}"`}>${inside()}</ol>`;
    case 'listItem': return `<li>${inside()}</li>`;
    case 'horizontalRule': return '<hr>';
    case 'table': return `<table border="1" cellpadding="6" cellspacing="0" style="border-collapse:collapse"><tbody>${inside()}</tbody></table>`;
    case 'tableRow': return `<tr>${inside()}</tr>`;
    case 'tableCell': return `<td${span()} style="${cellStyle}">${inside()}</td>`;
    case 'tableHeader': return `<th${span()} style="${cellStyle};text-align:left">${inside()}</th>`;
    case 'hardBreak': return '<br>';
    case 'picture': return `<img src="cid:${escaped(wordy(attrs['fileId']))}@kontuar" alt="${escaped(wordy(attrs['alt']))}" style="max-width:100%">`;
    default: return '';
  }
}

const markTags: Record<string, string> = { bold: 'strong', italic: 'em', strike: 's', underline: 'u', code: 'code' };

function marked({ text = '', marks = [] }: LetterNode): string {
  const ordered = [...marks].sort((one, other) => markNames.indexOf(other.type) - markNames.indexOf(one.type));
  return ordered.reduce((inner, { type }) => {
    const tag = markTags[type];
    return tag === undefined ? inner : `<${tag}>${inner}</${tag}>`;
  }, escaped(text));
}

/** Words without a look, as a letter. */
export const nodesOfText = (text: string): LetterNode[] => text.split('\n').map((line) => ({ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line, marks: [] }] }));

/** HTML that was made safe, as a letter; what a letter cannot hold becomes paragraphs of its words. Never empty. */
export function nodesOfHtml(html: string): LetterNode[] {
  const nodes = blocksOf(elementsOf(html), 0);
  return nodes.length === 0 ? [{ type: 'paragraph', content: [] }] : nodes;
}

const inlineMarks: Record<string, string> = { strong: 'bold', b: 'bold', em: 'italic', i: 'italic', u: 'underline', ins: 'underline', s: 'strike', strike: 'strike', del: 'strike', code: 'code', kbd: 'code', samp: 'code', tt: 'code' };
const wrapping: ReadonlySet<string> = new Set(['address', 'blockquote', 'center', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'table', 'ul', 'caption', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th']);

type Child = LetterElement | string;

/** The blocks of a place that takes blocks; words that stand bare in it become paragraphs. */
function blocksOf({ children }: LetterElement, depth: number): LetterNode[] {
  const blocks: LetterNode[] = [];
  let line: LetterNode[] = [];
  const end = (): void => {
    const content = trimmed(line);
    if (content.length > 0) blocks.push({ type: 'paragraph', content });
    line = [];
  };
  const walk = (all: readonly Child[], marks: readonly LetterMark[]): void => {
    for (const child of all) {
      if (typeof child !== 'string' && wrapping.has(child.tag)) {
        end();
        blocks.push(...blockOf(child, depth));
      } else {
        const parts = inlineOf(child, marks, walk);
        line.push(...parts);
      }
    }
  };
  walk(children, []);
  end();
  return blocks;
}

/** `inside`: what to do with the parts of an element that may hold blocks as well. */
function inlineOf(child: Child, marks: readonly LetterMark[], inside: (all: readonly Child[], marks: readonly LetterMark[]) => void): LetterNode[] {
  if (typeof child === 'string') {
    // Spaces that somebody typed stay; those with a line's end in them are the source's.
    const text = wellFormed(child.replaceAll('\0', '').replace(/(?<! ) *[\t\r\n\f][ \t\r\n\f]*/g, '\n'));
    return text === '' ? [] : [{ type: 'text', text, marks: [...marks] }];
  }
  if (child.tag === 'br') return [{ type: 'hardBreak', content: [] }];
  if (child.tag === 'img') {
    const fileId = /^cid:([0-9a-f-]{36})@kontuar$/i.exec(attributeOf(child, 'src'))?.[1];
    return fileId === undefined ? [] : [{ type: 'picture', attrs: { fileId: fileId.toLowerCase(), alt: attributeOf(child, 'alt').slice(0, 1000) }, content: [] }];
  }
  inside(child.children, withMark(marks, child));
  return [];
}

function withMark(marks: readonly LetterMark[], element: LetterElement): readonly LetterMark[] {
  const href = element.tag === 'a' ? attributeOf(element, 'href') : '';
  if (href !== '') return [...marks.filter(({ type }) => type !== 'link' && type !== 'code'), { type: 'link', attrs: { href } }];
  const type = inlineMarks[element.tag];
  if (type === undefined || marks.some((mark) => mark.type === type || mark.type === 'code')) return marks;
  // Code has no other look beside it.
  return type === 'code' ? [{ type, attrs: {} }] : [...marks, { type, attrs: {} }];
}

/** One line of inline parts only; blocks inside of it lose their frame. */
function lineOf(element: LetterElement): LetterNode[] {
  const parts: LetterNode[] = [];
  const walk = (all: readonly Child[], marks: readonly LetterMark[]): void => { for (const child of all) parts.push(...inlineOf(child, marks, walk)); };
  walk(element.children, []);
  return trimmed(parts);
}

/** The source's own spaces at the ends of a line are none of it, and neither is the break that holds an empty line open. */
function trimmed(parts: readonly LetterNode[]): LetterNode[] {
  const line = parts.map((part) => ({ ...part }));
  if (line.length === 1 && line[0]?.type === 'hardBreak') return [];
  const [first] = line;
  if (first?.text !== undefined) first.text = first.text.replace(/^\n/, '');
  const last = line.at(-1);
  if (last?.text !== undefined) last.text = last.text.replace(/\n$/, '');
  for (const part of line) if (part.text !== undefined) part.text = part.text.replaceAll('\n', ' ');
  return line.every(({ text }) => text !== undefined && text.trim() === '') ? [] : line.filter(({ type, text }) => type !== 'text' || text !== '');
}

const emptyLine: LetterNode = { type: 'paragraph', content: [] };
const filled = (blocks: LetterNode[]): LetterNode[] => (blocks.length === 0 ? [emptyLine] : blocks);

function blockOf(element: LetterElement, depth: number): LetterNode[] {
  const { tag } = element;
  const isHeading = /^h([1-6])$/.exec(tag)?.[1];
  if (isHeading !== undefined) return [{ type: 'heading', attrs: { level: Number(isHeading) <= 2 ? 2 : 3 }, content: lineOf(element) }];
  if (tag === 'hr') return [{ type: 'horizontalRule', content: [] }];
  if (tag === 'pre') return [codeOf(element)];
  // Deeper than a letter goes: its words, without the frames.
  if (depth >= MAX_PLANTED_DEPTH) return [{ type: 'paragraph', content: lineOf(element) }];
  if (tag === 'p') {
    const blocks = blocksOf(element, depth + 1);
    return blocks.length === 0 ? [emptyLine] : blocks;
  }
  if (tag === 'blockquote') return [{ type: 'blockquote', content: filled(blocksOf(element, depth + 1)) }];
  if (tag === 'ul' || tag === 'ol') return listOf(element, depth);
  if (tag === 'table') return tableOf(element, depth);
  return blocksOf(element, depth + 1);
}

function codeOf(element: LetterElement): LetterNode {
  const said = (all: readonly Child[]): string => all.map((child) => (typeof child === 'string' ? child : child.tag === 'br' ? '\n' : said(child.children))).join('');
  const text = wellFormed(said(element.children).replaceAll('\0', ''));
  return { type: 'codeBlock', content: text === '' ? [] : [{ type: 'text', text, marks: [] }] };
}

function listOf(list: LetterElement, depth: number): LetterNode[] {
  const items = list.children.flatMap((child): LetterNode[] => {
    if (typeof child === 'string') return [];
    const blocks = child.tag === 'li' ? blocksOf(child, depth + 1) : blockOf(child, depth + 1);
    return [{ type: 'listItem', content: blocks[0]?.type === 'paragraph' ? blocks : [emptyLine, ...blocks] }];
  });
  const start = Math.min(Math.max(Math.trunc(Number(attributeOf(list, 'start'))) || 1, 0), 1_000_000);
  return items.length === 0 ? [] : [list.tag === 'ol' ? { type: 'orderedList', attrs: { start }, content: items } : { type: 'bulletList', content: items }];
}

function tableOf(table: LetterElement, depth: number): LetterNode[] {
  const rows: LetterNode[] = [];
  const captions: LetterNode[] = [];
  const spanOf = (cell: LetterElement, name: string): number => Math.min(Math.max(Math.trunc(Number(attributeOf(cell, name))) || 1, 1), MAX_SPAN);
  const collect = (element: LetterElement): void => {
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      if (child.tag === 'caption') captions.push({ type: 'paragraph', content: lineOf(child) });
      else if (child.tag !== 'tr') collect(child);
      else {
        const cells = child.children.flatMap((cell): LetterNode[] => (typeof cell === 'string' || (cell.tag !== 'td' && cell.tag !== 'th') ? [] : [{
          type: cell.tag === 'th' ? 'tableHeader' : 'tableCell', attrs: { colspan: spanOf(cell, 'colspan'), rowspan: spanOf(cell, 'rowspan') }, content: filled(blocksOf(cell, depth + 1)),
        }]));
        if (cells.length > 0) rows.push({ type: 'tableRow', content: cells });
      }
    }
  };
  collect(table);
  return rows.length === 0 ? captions : [...captions, { type: 'table', content: rows }];
}
