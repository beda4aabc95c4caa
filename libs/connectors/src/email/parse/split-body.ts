import { cleanText, truncate } from './clean-text';
import { htmlToLines, type HtmlLine } from './html-lines';
import { parseHtml, serialiseHtml, type HtmlNode } from './html-tree';
import { limits } from './limits';
import { plainToLines, type PlainLine } from './plain-lines';
import { lineAfterWords } from './quotes/align';
import { hasWords, type LineFate, type SplitContext } from './quotes/lines';
import { splitQuotes } from './quotes/split';

export interface SplitBody {
  text: string;
  quoted: string;
  html?: string;
  quotedHtml?: string;
}

/** Separates what was written now from what was quoted, in both forms of the body. */
export function splitBody(plain: string | undefined, html: string | undefined, context: SplitContext): SplitBody {
  const fromHtml = html === undefined ? undefined : splitHtml(html, context);
  const fromPlain = plain === undefined ? undefined : splitPlain(plain, context);
  if (fromPlain === undefined || isStub(fromPlain, fromHtml)) {
    if (fromHtml === undefined) return { text: '', quoted: '' };
    return { text: fromHtml.text, quoted: joinQuoted(fromHtml.quoted, fromPlain === undefined ? '' : fromPlain.text), ...htmlOf(fromHtml) };
  }
  const plainSide = fromHtml === undefined ? fromPlain : alignPlain(fromPlain, fromHtml);
  return { text: plainSide.text, quoted: plainSide.quoted, ...(fromHtml === undefined ? {} : htmlOf(fromHtml)) };
}

interface PlainSplit { lines: PlainLine[]; fates: LineFate[]; text: string; quoted: string }
interface HtmlSplit { text: string; quoted: string; html: string; quotedHtml: string }

function splitPlain(plain: string, context: SplitContext): PlainSplit {
  const { head, rest } = headLines(plain);
  const lines = plainToLines(head);
  const fates = splitQuotes(lines, context);
  return { lines, fates, ...joinPlain(lines, fates, rest) };
}

function headLines(plain: string): { head: string; rest: string } {
  let at = -1;
  for (let count = 0; count < limits.bodyLines; count += 1) {
    at = plain.indexOf('\n', at + 1);
    if (at < 0) return { head: plain, rest: '' };
  }
  return { head: plain.slice(0, at), rest: plain.slice(at + 1) };
}

function joinPlain(lines: readonly PlainLine[], fates: readonly LineFate[], rest: string): { text: string; quoted: string } {
  const pick = (fate: LineFate): string => tidy(lines.filter((_, index) => fates[index] === fate).map((line) => line.raw.replace(/(?<![ \t])[ \t]+$/, '')).join('\n'));
  const lastIsNew = fates[fates.length - 1] !== 'quoted';
  return { text: joinQuoted(pick('new'), lastIsNew ? rest : ''), quoted: joinQuoted(pick('quoted'), lastIsNew ? '' : rest) };
}

/** Empty lines at the ends go, more than two in a row become two; nothing else changes. */
function tidy(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ').replace(/\n{4,}/g, '\n\n\n').replace(/^\n+/, '').trimEnd();
}

function joinQuoted(first: string, second: string): string {
  return [first, second].filter((part) => part.trim() !== '').join('\n');
}

function splitHtml(html: string, context: SplitContext): HtmlSplit {
  const root = parseHtml(html);
  const lines = htmlToLines(root);
  const head = lines.slice(0, limits.bodyLines);
  const fates: LineFate[] = splitQuotes(head, context);
  const fateOf = (index: number): LineFate => fates[index] ?? 'new';
  const text = showLines(lines, (index) => fateOf(index) === 'new', 0);
  if (!fates.includes('quoted')) return { text, quoted: '', html, quotedHtml: '' };
  const quotedLeaves = new Set<HtmlNode>();
  const newLeaves = new Set<HtmlNode>();
  for (const [index, line] of lines.entries()) for (const leaf of line.leaves) (fateOf(index) === 'quoted' ? quotedLeaves : newLeaves).add(leaf);
  return {
    text,
    quoted: showLines(lines, (index) => fateOf(index) === 'quoted', 0),
    html: hasWords(text) || [...newLeaves].some((leaf) => leaf.kind === 'element' && leaf.tag === 'img') ? serialiseHtml(root, (leaf) => !quotedLeaves.has(leaf) || newLeaves.has(leaf)) : '',
    quotedHtml: serialiseHtml(root, (leaf) => quotedLeaves.has(leaf)),
  };
}

function showLines(lines: readonly HtmlLine[], take: (index: number) => boolean, outerDepth: number): string {
  const shown = lines.filter((_, index) => take(index)).map((line) => `${'> '.repeat(Math.max(0, Math.min(line.depth, 8) - outerDepth))}${line.shown}`.trimEnd());
  return cleanText(tidy(shown.join('\n').replace(/\n{3,}/g, '\n\n')));
}

function htmlOf(split: HtmlSplit): { html?: string; quotedHtml?: string } {
  return {
    ...(split.html === '' ? {} : { html: truncate(split.html, limits.htmlChars) }),
    ...(split.quotedHtml === '' ? {} : { quotedHtml: truncate(split.quotedHtml, limits.htmlChars) }),
  };
}

/** "Your mail program does not show HTML" or an empty plain part beside a real HTML part. */
function isStub(plain: PlainSplit, html: HtmlSplit | undefined): boolean {
  if (html === undefined) return false;
  const whole = plain.text + plain.quoted;
  const htmlLength = html.text.length + html.quoted.length;
  if (!hasWords(whole)) return htmlLength > 0;
  if (whole.length > 400 || htmlLength < whole.length * 1.5) return false;
  return /\bhtml\b|view (this|it|the).{0,40}(browser|online|message)|enable.{0,20}html|przeglądar|w formacie html/i.test(whole) || /^<[a-z!]/i.test(whole.trim());
}

/** When only the HTML shows the cut (a container, a blockquote without marks in the plain text), it is carried over to the plain text. */
function alignPlain(plain: PlainSplit, html: HtmlSplit): { text: string; quoted: string } {
  if (html.quoted === '' || plain.quoted.length >= html.quoted.length / 2 || !hasWords(html.text)) return plain;
  const from = lineAfterWords(plain.lines.map((line) => (line.depth > 0 ? line.text : line.raw)), html.text);
  if (from === undefined || from >= plain.lines.length) return plain;
  const fates = plain.fates.map((fate, index): LineFate => (index >= from ? 'quoted' : fate));
  return joinPlain(plain.lines, fates, '');
}
