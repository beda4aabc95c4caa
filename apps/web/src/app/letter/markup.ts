/** The marks that a platform itself reads in a text; see `markup` in the capabilities of a channel. */
export type Dialect = 'whatsapp' | 'discord' | 'markdown';
export type Mark = 'bold' | 'italic' | 'strike' | 'underline' | 'code';

const marksOf: Record<Dialect, Partial<Record<Mark, string>>> = {
  whatsapp: { bold: '*', italic: '_', strike: '~', code: '`' },
  discord: { bold: '**', italic: '*', strike: '~~', underline: '__', code: '`' },
  markdown: { bold: '**', italic: '*', strike: '~~', code: '`' },
};

/** What makes words bold there; undefined: nothing does. */
export const markOf = (dialect: Dialect | undefined, mark: Mark): string | undefined => (dialect === undefined ? undefined : marksOf[dialect][mark]);

/** Puts marks around what is selected, or takes them away again. White space at the edges stays outside, where every platform wants it. */
export function toggled(text: string, { start, end }: { start: number; end: number }, mark: string): { range: { start: number; end: number }; text: string; select: { start: number; end: number } } {
  const chosen = text.slice(start, end);
  const lead = chosen.length - chosen.trimStart().length;
  const from = chosen.trim() === '' ? start : start + lead;
  const words = chosen.trim() === '' ? '' : chosen.trim();
  const to = from + words.length;
  if (text.slice(from - mark.length, from) === mark && text.slice(to, to + mark.length) === mark) {
    return { range: { start: from - mark.length, end: to + mark.length }, text: words, select: { start: from - mark.length, end: to - mark.length } };
  }
  if (words.length > 2 * mark.length && words.startsWith(mark) && words.endsWith(mark)) {
    const bare = words.slice(mark.length, -mark.length);
    return { range: { start: from, end: to }, text: bare, select: { start: from, end: from + bare.length } };
  }
  return { range: { start: from, end: to }, text: `${mark}${words}${mark}`, select: { start: from + mark.length, end: to + mark.length } };
}

export interface Span { text: string; marks: Mark[]; href?: string }
export interface Line { kind: 'line' | 'quote' | 'item' | 'code'; spans: Span[] }

/** How the platform will show a text; without a dialect as it was typed. */
export function shownAs(dialect: Dialect | undefined, text: string): Line[] {
  if (dialect === undefined) return text.split('\n').map((line) => ({ kind: 'line', spans: linked(line, []) }));
  const lines: Line[] = [];
  const parts = text.split('```');
  // An opening without an end is three letters like others.
  const whole = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join('```')];
  for (const [index, part] of whole.entries()) {
    if (index % 2 === 1) lines.push(...part.replace(/^(?:[a-z]{1,20})?\n|\n$/g, '').split('\n').map((line): Line => ({ kind: 'code', spans: [{ text: line, marks: ['code'] }] })));
    else for (const line of part.replace(index > 0 ? /^\n/ : /^(?!)/, '').replace(index < whole.length - 1 ? /\n$/ : /(?!)$/, '').split('\n')) if (line !== '' || whole.length === 1) lines.push(lineOf(dialect, line));
  }
  return lines;
}

function lineOf(dialect: Dialect, line: string): Line {
  if (line.startsWith('> ')) return { kind: 'quote', spans: inline(dialect, line.slice(2), []) };
  if (/^(?:[-*]|\d{1,3}\.) \S/.test(line)) return { kind: 'item', spans: inline(dialect, line.replace(/^[-*] /, '• '), []) };
  return { kind: 'line', spans: inline(dialect, line, []) };
}

/** The longest mark first, so that two stars are not one and one. */
const order: readonly Mark[] = ['code', 'bold', 'underline', 'italic', 'strike'];

function inline(dialect: Dialect, text: string, around: Mark[]): Span[] {
  let first: { at: number; length: number; inner: string; mark: Mark } | undefined;
  for (const mark of order) {
    const sign = marksOf[dialect][mark];
    if (sign === undefined || around.includes(mark)) continue;
    const found = marked(dialect, text, sign);
    if (found !== undefined && (first === undefined || found.at < first.at)) first = { ...found, mark };
  }
  if (first === undefined) return linked(text, around);
  const { at, length, inner, mark } = first;
  return [
    ...linked(text.slice(0, at), around),
    ...(mark === 'code' ? [{ text: inner, marks: [...around, mark] }] : inline(dialect, inner, [...around, mark])),
    ...inline(dialect, text.slice(at + length), around),
  ];
}

/** In Markdown two stars close what two opened, and one what one did. */
function closing(text: string, from: number, sign: string): number {
  const letter = sign[0] ?? '';
  for (let at = text.indexOf(sign, from); at >= 0; at = text.indexOf(sign, at + 1)) {
    if (sign.length === 2) {
      while (text[at + 2] === letter) at += 1;
      return at;
    }
    if (text[at + 1] !== letter) return at;
    while (text[at + 1] === letter) at += 1;
  }
  return -1;
}

/** Words between two of the same sign, without white space at the inner edges; at WhatsApp only as whole words. */
function marked(dialect: Dialect, text: string, sign: string): { at: number; length: number; inner: string } | undefined {
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    const from = at + sign.length;
    const end = dialect === 'whatsapp' ? text.indexOf(sign, from + 1) : closing(text, from + 1, sign);
    if (end < 0) return undefined;
    const inner = text.slice(from, end);
    const isTight = inner.trim() === inner && !inner.startsWith(sign[0] ?? '');
    const isWhole = dialect !== 'whatsapp' || (!/[\p{L}\p{N}]$/u.test(text.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(text.slice(end + sign.length)));
    if (isTight && isWhole) return { at, length: end + sign.length - at, inner };
  }
  return undefined;
}

function linked(text: string, marks: Mark[]): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/gi)) {
    if (match.index > at) spans.push({ text: text.slice(at, match.index), marks });
    spans.push({ text: match[0], marks, href: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) spans.push({ text: text.slice(at), marks });
  return spans;
}
