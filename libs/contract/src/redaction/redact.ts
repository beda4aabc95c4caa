import type { RedactionKind } from '../erasures';
import { findNumbers } from './numbers';

export interface Redacted { text: string; kinds: RedactionKind[] }

export function redactText(text: string, kinds: readonly RedactionKind[]): Redacted {
  const found = findNumbers(text, kinds);
  if (found.length === 0) return { text, kinds: [] };
  let out = '';
  let at = 0;
  for (const { start, end, shown } of found) {
    out += text.slice(at, start) + shown;
    at = end;
  }
  return { text: out + text.slice(at), kinds: [...new Set(found.map(({ kind }) => kind))] };
}

/** Where these begin or end, a line does. */
const BLOCK = /^<\/?(?:p|div|br|hr|tr|td|th|table|tbody|thead|li|ul|ol|h[1-6]|blockquote|pre|section|article|header|footer)\b/i;
const NAMED: Readonly<Record<string, string>> = { nbsp: '\u00a0', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', shy: '\u00ad', hyphen: '\u2010', dash: '\u2010', ndash: '\u2013', minus: '\u2212', zwnj: '\u200c', zwj: '\u200d', period: '.', Tab: '\t', NewLine: '\n' };
const LONGEST_ENTITY = 12;

function entityAt(html: string, at: number): { char: string; length: number } | undefined {
  const end = html.indexOf(';', at);
  if (end < 0 || end - at > LONGEST_ENTITY) return undefined;
  const name = html.slice(at + 1, end);
  const code = name.startsWith('#x') || name.startsWith('#X') ? Number.parseInt(name.slice(2), 16) : name.startsWith('#') ? Number.parseInt(name.slice(1), 10) : NaN;
  const char = Number.isInteger(code) && code > 0 && code <= 0xffff ? String.fromCharCode(code) : NAMED[name];
  return char === undefined ? undefined : { char, length: end - at + 1 };
}

/** Numbers cut by tags and written by entities are found; the tags stay as they are. Attributes are looked through like text. */
export function redactHtml(html: string, kinds: readonly RedactionKind[]): Redacted {
  if (kinds.length === 0) return { text: html, kinds: [] };
  // What a reader sees, and for each character where it stands in the source; -1: a line that a tag makes.
  let seen = '';
  const from: number[] = [];
  const to: number[] = [];
  const tags: { start: number; end: number }[] = [];
  for (let at = 0; at < html.length;) {
    if (html[at] === '<') {
      const close = html.indexOf('>', at);
      if (close < 0) break;
      tags.push({ start: at, end: close + 1 });
      if (BLOCK.test(html.slice(at, at + 14))) {
        seen += '\n';
        from.push(-1);
        to.push(-1);
      }
      at = close + 1;
      continue;
    }
    const entity = html[at] === '&' ? entityAt(html, at) : undefined;
    seen += entity?.char ?? html[at];
    from.push(at);
    at += entity?.length ?? 1;
    to.push(at);
  }
  const found = findNumbers(seen, kinds);
  const cuts: { start: number; end: number; shown: string }[] = [];
  const met = new Set(found.map(({ kind }) => kind));
  for (const { start, end, shown } of found) {
    let said = false;
    for (let at = start; at < end; at += 1) {
      if ((from[at] ?? -1) < 0) continue;
      cuts.push({ start: from[at] as number, end: to[at] as number, shown: said ? '' : shown });
      said = true;
    }
  }
  for (const { start, end } of tags) {
    if (end - start < 16) continue;
    const inside = redactText(html.slice(start, end), kinds);
    if (inside.kinds.length === 0) continue;
    for (const kind of inside.kinds) met.add(kind);
    cuts.push({ start, end, shown: inside.text });
  }
  if (cuts.length === 0) return { text: html, kinds: [] };
  cuts.sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const cut of cuts) {
    out += html.slice(at, cut.start) + cut.shown;
    at = cut.end;
  }
  return { text: out + html.slice(at), kinds: [...met] };
}
