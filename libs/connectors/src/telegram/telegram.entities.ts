import type { Entity } from './telegram.payloads';

/**
 * Telegram marks formatting beside the text, by offset and length in UTF-16 units, which is how JavaScript counts as well.
 * Entities may nest; ones that overlap otherwise are clipped to the one around them.
 */
export function formatted(text: string, entities: Entity[] = []): { text: string; html?: string } {
  const marks = entities.map((entity) => mark(text, entity)).filter((found) => found !== undefined);
  if (!marks.some(({ tag }) => tag !== undefined)) return { text };
  marks.sort((a, b) => a.from - b.from || b.to - a.to);
  return { text: withAddresses(text, marks), html: toHtml(text, marks, { from: 0, to: text.length }) };
}

interface Mark {
  from: number;
  to: number;
  tag?: { open: string; close: string };
  /** A link whose address the text does not show. */
  address?: string;
}

function mark(text: string, entity: Entity): Mark | undefined {
  const from = wholeCharacter(text, Math.min(entity.offset, text.length));
  const to = wholeCharacter(text, Math.min(entity.offset + entity.length, text.length));
  if (to <= from) return undefined;
  const tag = tagOf(entity);
  const address = entity.type === 'text_link' ? safeAddress(entity.url) : undefined;
  return { from, to, ...(tag ? { tag } : {}), ...(address !== undefined && text.slice(from, to) !== address ? { address } : {}) };
}

/** Never between the two halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  const afterHigh = at > 0 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return isLow && afterHigh ? at - 1 : at;
}

function tagOf(entity: Entity): { open: string; close: string } | undefined {
  const pair = (name: string, attributes = '') => ({ open: `<${name}${attributes}>`, close: `</${name}>` });
  switch (entity.type) {
    case 'bold': return pair('b');
    case 'italic': return pair('i');
    case 'underline': return pair('u');
    case 'strikethrough': return pair('s');
    case 'code': return pair('code');
    case 'pre': return pair('pre');
    case 'blockquote':
    case 'expandable_blockquote': return pair('blockquote');
    case 'text_link': {
      const address = safeAddress(entity.url);
      return address === undefined ? undefined : pair('a', ` href="${escaped(address)}" rel="noopener noreferrer nofollow"`);
    }
    default: return undefined;
  }
}

function safeAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return ['http:', 'https:', 'mailto:', 'tel:', 'tg:'].includes(new URL(url).protocol) ? url : undefined;
}

function toHtml(text: string, marks: Mark[], within: { from: number; to: number }): string {
  let html = '';
  let at = within.from;
  for (let index = 0; index < marks.length; index += 1) {
    const outer = marks[index];
    if (!outer || outer.from < at || outer.from >= within.to) continue;
    const to = Math.min(outer.to, within.to);
    const inner = marks.slice(index + 1).filter((one) => one.from < to);
    html += escaped(text.slice(at, outer.from)) + (outer.tag?.open ?? '') + toHtml(text, inner, { from: outer.from, to }) + (outer.tag?.close ?? '');
    at = to;
  }
  return html + escaped(text.slice(at, within.to));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\n', '<br>');
}

/** Search and plain views must not lose where a link leads. */
function withAddresses(text: string, marks: Mark[]): string {
  let result = '';
  let at = 0;
  for (const { to, address } of [...marks].sort((a, b) => a.to - b.to)) {
    if (address === undefined || to < at) continue;
    result += `${text.slice(at, to)} (${address})`;
    at = to;
  }
  return result + text.slice(at);
}
