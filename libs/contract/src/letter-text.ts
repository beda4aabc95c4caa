const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#39': "'", '#x27': "'" };
/** The few that a serialiser writes; everything else stands as the letter that it is. */
const decoded = (text: string): string => text.replace(/&(amp|lt|gt|quot|nbsp|#39|#x27);/g, (whole, name: string) => names[name] ?? whole);

/** Wider tables are told row by row: aligned columns that wrap are worse than none. */
const MAX_TABLE_WIDTH = 100;
const MAX_COLUMNS = 60;

export interface LetterElement { tag: string; attributes: string; children: (LetterElement | string)[] }
type Element = LetterElement;
type Node = Element | string;

const blocks = new Set(['address', 'blockquote', 'center', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'table', 'ul', 'caption', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th']);
const spaced = new Set(['p', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'table', 'dl', 'figure']);
const voids = new Set(['br', 'hr', 'img', 'col', 'wbr']);

/** Pictures of a signature go along with every letter: few and small. Here, where a browser finds it without the schemas. */
export const signaturePictures = { maxCount: 4, maxBytes: 256 * 1024, types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] } as const;

/**
 * What a letter says, for readers without HTML, for search and for every rule that looks at words: lists with their marks, quotes with `>`, tables with
 * aligned columns, links with their address. Takes what the sanitiser or a browser wrote, which is well-formed; linear in its length.
 */
export function letterText(html: string): string {
  // A run is looked at from its beginning alone: from each of its spaces anew, hard spaces by the thousand would take minutes.
  return blockLines(elementsOf(html), false).join('\n').replace(/(?<![^\S\n])[^\S\n]+$/gm, '').replace(/^\n+|(?<!\n)\n+$/g, '');
}

/** The elements of HTML that a sanitiser or a browser wrote. */
export function elementsOf(html: string): LetterElement {
  const root: Element = { tag: '#root', attributes: '', children: [] };
  const open = [root];
  let at = 0;
  const say = (raw: string): void => { if (raw !== '') (open.at(-1) as Element).children.push(decoded(raw)); };
  for (const tag of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^"<>])*)>/g)) {
    say(html.slice(at, tag.index));
    at = tag.index + tag[0].length;
    const name = tag[2] ?? '';
    if (tag[1] === '/') {
      if (open.length > 1 && open.at(-1)?.tag === name) open.pop();
      continue;
    }
    const element: Element = { tag: name, attributes: tag[3] ?? '', children: [] };
    (open.at(-1) as Element).children.push(element);
    if (!voids.has(name)) open.push(element);
  }
  say(html.slice(at));
  return root;
}

/** The lines of a block; '' is an empty line. */
function blockLines(element: Element, pre: boolean): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  let gap = false;
  const put = (more: readonly string[]): void => {
    if (more.length === 0) return;
    if (gap && lines.length > 0 && lines.at(-1) !== '') lines.push('');
    gap = false;
    lines.push(...more);
  };
  const end = (): void => {
    const said = line === undefined ? undefined : pre ? line : line.replace(/[ \t\r\n\f]+/g, ' ').trim();
    line = undefined;
    if (said !== undefined && said !== '') put(said.split(pre ? '\n' : '\u0000'));
  };
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (typeof node === 'string') line = (line ?? '') + node;
      else if (node.tag === 'br') {
        if ((line ?? '').trim() === '') { line = undefined; put(['']); } else end();
      } else if (node.tag === 'img') {
        const alt = attributeOf(node, 'alt').trim();
        line = `${line ?? ''}${alt === '' ? '' : `[${alt}]`}`;
      } else if (!blocks.has(node.tag)) inline(node);
      else {
        end();
        const tight = !spaced.has(node.tag) || /margin(-top)?:\s*0/.test(attributeOf(node, 'style'));
        gap ||= !tight;
        put(linesOf(node, pre));
        gap ||= !tight;
      }
    }
  };
  const inline = (node: Element): void => {
    if (node.tag !== 'a') return walk(node.children);
    const before = line ?? '';
    walk(node.children);
    const href = attributeOf(node, 'href');
    const label = (line ?? '').startsWith(before) ? (line ?? '').slice(before.length).trim() : '';
    if (label !== '' && href !== '' && bare(href) !== bare(label)) line = `${line ?? ''} <${href}>`;
  };
  walk(element.children);
  end();
  return lines;
}

const bare = (address: string): string => address.trim().replace(/^(https?:\/\/(www\.)?|mailto:|tel:)/i, '').replace(/\/$/, '').toLowerCase();

function linesOf(block: Element, pre: boolean): string[] {
  switch (block.tag) {
    case 'hr':
      return ['---'];
    case 'ul':
    case 'ol':
      return listLines(block, pre);
    case 'table':
      return tableLines(block);
    case 'blockquote':
      return trimmed(blockLines(block, pre)).map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`));
    case 'pre':
      return blockLines(block, true);
    default:
      return blockLines(block, pre);
  }
}

function listLines(list: Element, pre: boolean): string[] {
  let number = Number(attributeOf(list, 'start')) || 1;
  return list.children.flatMap((item) => {
    if (typeof item === 'string' || item.tag !== 'li') return typeof item === 'string' ? [] : linesOf(item, pre);
    const mark = list.tag === 'ol' ? `${number++}. ` : '- ';
    const [first = '', ...rest] = trimmed(blockLines(item, pre));
    return [mark + first, ...rest.map((line) => (line === '' ? '' : ' '.repeat(mark.length) + line))];
  });
}

function tableLines(table: Element): string[] {
  const rows: { cells: string[]; head: boolean }[] = [];
  const caption: string[] = [];
  const collect = (element: Element, head: boolean): void => {
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      if (child.tag === 'caption') caption.push(...blockLines(child, false));
      else if (child.tag !== 'tr') collect(child, head || child.tag === 'thead');
      else {
        const cells = child.children.filter((cell): cell is Element => typeof cell !== 'string' && (cell.tag === 'td' || cell.tag === 'th')).slice(0, MAX_COLUMNS);
        rows.push({ cells: cells.map((cell) => blockLines(cell, false).filter((line) => line !== '').join(' ')), head: head || (cells.length > 0 && cells.every((cell) => cell.tag === 'th')) });
      }
    }
  };
  collect(table, false);
  // A table of one column is a layout: what stands in it is text.
  if (rows.every(({ cells }) => cells.length <= 1)) return [...caption, ...tableOfOne(table)];
  const columns = Math.max(...rows.map(({ cells }) => cells.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(1, ...rows.map(({ cells }) => widthOf(cells[column] ?? ''))));
  if (widths.reduce((sum, width) => sum + width + 3, -3) > MAX_TABLE_WIDTH) return [...caption, ...toldRows(rows)];
  const line = (cells: readonly string[]): string => widths.map((width, column) => (cells[column] ?? '') + ' '.repeat(width - widthOf(cells[column] ?? ''))).join(' | ').trimEnd();
  return [...caption, ...rows.flatMap(({ cells, head }, index) => (head && rows[index + 1]?.head === false ? [line(cells), widths.map((width) => '-'.repeat(width)).join('-+-')] : [line(cells)]))];
}

function tableOfOne(table: Element): string[] {
  return table.children.flatMap((child) => (typeof child === 'string' || child.tag === 'caption' ? [] : child.tag === 'td' || child.tag === 'th' ? blockLines(child, false) : tableOfOne(child)));
}

/** Each row as "heading: value" lines. */
function toldRows(rows: readonly { cells: string[]; head: boolean }[]): string[] {
  const heads = rows[0]?.head === true ? rows[0].cells : [];
  return rows.slice(heads.length > 0 ? 1 : 0).flatMap(({ cells }, index) => [
    ...(index === 0 ? [] : ['']),
    ...cells.flatMap((cell, column) => (cell === '' ? [] : [heads[column] === undefined || heads[column] === '' ? cell : `${heads[column]}: ${cell}`])),
  ]);
}

/** Chinese, Japanese and Korean letters and most emoji take two columns in a fixed-width font. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) {
    if (/[\p{M}\u200b-\u200d\ufe0e\ufe0f]/u.test(letter)) continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(letter) ? 2 : 1;
  }
  return width;
}

function trimmed(lines: readonly string[]): string[] {
  const kept = [...lines];
  while (kept[0] === '') kept.shift();
  while (kept.at(-1) === '') kept.pop();
  return kept;
}

export function attributeOf({ attributes }: LetterElement, name: string): string {
  return decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
}
