import { decodeHTML } from 'entities';
import { limits } from './limits';

export interface HtmlElement {
  kind: 'element';
  tag: string;
  attributes: Map<string, string>;
  children: HtmlNode[];
  parent: HtmlElement | undefined;
}
export interface HtmlText {
  kind: 'text';
  /** Entities decoded. */
  text: string;
  parent: HtmlElement;
}
export type HtmlNode = HtmlElement | HtmlText;

const voidTags = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr', 'basefont', 'bgsound', 'frame']);
const rawTags = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noembed', 'noframes', 'iframe']);
/** An opening one of these ends an open one of the same group, as browsers do. */
const selfClosing: Record<string, string[]> = {
  p: ['p'], li: ['li'], tr: ['tr', 'td', 'th'], td: ['td', 'th'], th: ['td', 'th'], option: ['option'], dt: ['dt', 'dd'], dd: ['dt', 'dd'],
};
const closesParagraph = new Set(['div', 'table', 'ul', 'ol', 'blockquote', 'pre', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'form', 'dl', 'center']);
const scopeEnds = new Set(['table', 'td', 'th', 'div', 'blockquote', 'ul', 'ol', 'dl', 'body', 'html']);

/**
 * A small tree of a mail's HTML. Not a browser: it is linear in time for any input (no search over all open elements), bounded in depth
 * and number of nodes, and never throws. What it feeds is text and the place of a quote; safety comes from the sanitiser in the core.
 */
export function parseHtml(html: string): HtmlElement {
  return new TreeBuilder(html).build();
}

class TreeBuilder {
  private readonly root: HtmlElement = { kind: 'element', tag: '#root', attributes: new Map(), children: [], parent: undefined };
  private open: HtmlElement = this.root;
  private depth = 0;
  private nodes = 0;
  /** How many elements of a tag are open: an end tag without a partner costs nothing. */
  private readonly openCount = new Map<string, number>();
  /** Elements that were flattened because they lie too deep; their end tags are swallowed. */
  private readonly flattened = new Map<string, number>();
  private at = 0;
  private nextRawClose = new Map<string, number>();

  constructor(private readonly html: string) {}

  build(): HtmlElement {
    const { html } = this;
    while (this.at < html.length && this.nodes < limits.htmlNodes) {
      const tagStart = html.indexOf('<', this.at);
      if (tagStart < 0) break;
      if (tagStart > this.at) this.text(html.slice(this.at, tagStart));
      this.at = tagStart;
      this.tag();
    }
    if (this.at < html.length) this.text(this.nodes < limits.htmlNodes ? html.slice(this.at) : html.slice(this.at).replace(/<[^<>]{0,2000}>/g, ' '));
    return this.root;
  }

  private tag(): void {
    const { html } = this;
    const next = html[this.at + 1];
    if (next === '!') {
      this.at = html.startsWith('<!--', this.at) ? this.commentEnd() : this.skipTo('>', this.at + 2);
    } else if (next === '?') {
      this.at = this.skipTo('>', this.at + 2);
    } else if (next === '/') {
      const end = this.skipTo('>', this.at + 2);
      const name = /^[a-z][a-z0-9:_-]{0,40}/i.exec(html.slice(this.at + 2, this.at + 44))?.[0];
      if (name !== undefined) this.endTag(name.toLowerCase());
      this.at = end;
    } else if (next !== undefined && /[a-z]/i.test(next)) {
      this.startTag();
    } else {
      this.text('<');
      this.at += 1;
    }
  }

  private skipTo(mark: string, from: number): number {
    const end = this.html.indexOf(mark, from);
    return end < 0 ? this.html.length : end + mark.length;
  }

  private commentEnd(): number {
    const body = this.html.startsWith('<!-->', this.at) ? this.at + 5 : this.html.startsWith('<!--->', this.at) ? this.at + 6 : this.skipTo('-->', this.at + 4);
    // A comment that never ends would hide the rest of the mail; then only its opening is dropped.
    return body >= this.html.length && !this.html.endsWith('-->') ? this.skipTo('>', this.at) : body;
  }

  private startTag(): void {
    const { html } = this;
    const name = (/^[a-z][a-z0-9:_-]*/i.exec(html.slice(this.at + 1, this.at + 42))?.[0] ?? '').toLowerCase();
    let index = this.at + 1 + name.length;
    const attributes = new Map<string, string>();
    let closed = false;
    while (index < html.length) {
      const char = html[index] as string;
      if (char === '>') {
        index += 1;
        closed = true;
        break;
      }
      if (/[\s/"'=]/.test(char)) {
        index += 1;
        continue;
      }
      if (char === '<') break;
      const start = index;
      while (index < html.length && !/[\s=>/]/.test(html[index] as string)) index += 1;
      const attribute = html.slice(start, index).toLowerCase();
      let look = index;
      while (look < html.length && /\s/.test(html[look] as string)) look += 1;
      let value = '';
      if (html[look] === '=') {
        look += 1;
        while (look < html.length && /\s/.test(html[look] as string)) look += 1;
        const quote = html[look];
        if (quote === '"' || quote === "'") {
          const end = html.indexOf(quote, look + 1);
          value = html.slice(look + 1, end < 0 ? html.length : end);
          look = end < 0 ? html.length : end + 1;
        } else {
          const from = look;
          while (look < html.length && !/[\s>]/.test(html[look] as string)) look += 1;
          value = html.slice(from, look);
        }
        index = look;
      } else index = Math.max(index, look);
      if (attributes.size < 60 && attribute.length <= 60 && !attributes.has(attribute)) attributes.set(attribute, decodeHTML(value.slice(0, 200_000)));
    }
    const selfClosed = closed && html[index - 2] === '/';
    this.at = index;
    this.enter(name, attributes, selfClosed);
  }

  private enter(tag: string, attributes: Map<string, string>, selfClosed: boolean): void {
    for (const partner of selfClosing[tag] ?? []) this.closeNear(partner);
    if (closesParagraph.has(tag)) this.closeNear('p');
    this.nodes += 1;
    if (rawTags.has(tag)) {
      const close = this.rawClose(tag);
      if (tag === 'textarea' || tag === 'xmp') this.text(this.html.slice(this.at, close));
      this.at = close >= this.html.length ? close : this.skipTo('>', close);
      return;
    }
    if (this.depth >= limits.htmlDepth && !voidTags.has(tag)) {
      this.flattened.set(tag, (this.flattened.get(tag) ?? 0) + 1);
      return;
    }
    const element: HtmlElement = { kind: 'element', tag, attributes, children: [], parent: this.open };
    this.open.children.push(element);
    if (voidTags.has(tag) || (selfClosed && tag.includes(':'))) return;
    this.open = element;
    this.depth += 1;
    this.openCount.set(tag, (this.openCount.get(tag) ?? 0) + 1);
  }

  private rawClose(tag: string): number {
    const known = this.nextRawClose.get(tag);
    if (known !== undefined && known >= this.at) return known;
    const pattern = new RegExp(`</${tag}`, 'gi');
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.html)?.index ?? this.html.length;
    this.nextRawClose.set(tag, found);
    return found;
  }

  private endTag(tag: string): void {
    if (tag === 'p' && (this.openCount.get('p') ?? 0) === 0) return;
    const flat = this.flattened.get(tag) ?? 0;
    if (flat > 0) {
      this.flattened.set(tag, flat - 1);
      return;
    }
    if ((this.openCount.get(tag) ?? 0) === 0) return;
    // Inline end tags do not reach over a table cell; that is how one stray </b> would tear a layout apart.
    let probe: HtmlElement | undefined = this.open;
    while (probe !== undefined && probe.tag !== tag) {
      if ((probe.tag === 'td' || probe.tag === 'th') && !['table', 'tr', 'tbody', 'body', 'html', 'div'].includes(tag)) return;
      probe = probe.parent;
    }
    while (this.open.tag !== tag && this.open.parent !== undefined) this.leave();
    this.leave();
  }

  private closeNear(tag: string): void {
    if ((this.openCount.get(tag) ?? 0) === 0) return;
    let probe: HtmlElement | undefined = this.open;
    while (probe !== undefined && probe.tag !== tag) {
      if (scopeEnds.has(probe.tag) && !(tag === 'td' || tag === 'th' || tag === 'tr') ) return;
      if (probe.tag === 'table') return;
      probe = probe.parent;
    }
    if (probe === undefined) return;
    while (this.open !== probe) this.leave();
    this.leave();
  }

  private leave(): void {
    if (this.open.parent === undefined) return;
    this.openCount.set(this.open.tag, (this.openCount.get(this.open.tag) ?? 1) - 1);
    this.open = this.open.parent;
    this.depth -= 1;
  }

  private text(raw: string): void {
    if (raw === '') return;
    const last = this.open.children[this.open.children.length - 1];
    const text = decodeHTML(raw);
    if (last?.kind === 'text' && last.text.length < 10_000) last.text += text;
    else {
      this.nodes += 1;
      this.open.children.push({ kind: 'text', text, parent: this.open });
    }
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\u00a0': '&nbsp;' };
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"\u00a0]/g, (char) => escapes[char] ?? char);
}

/** Writes the tree back without the leaves that `keep` refuses; elements that hold nothing of what is kept disappear. */
export function serialiseHtml(root: HtmlElement, keep: (leaf: HtmlNode) => boolean): string {
  const out: string[] = [];
  const write = (node: HtmlNode): boolean => {
    if (node.kind === 'text') {
      if (!keep(node)) return false;
      out.push(escapeHtml(node.text));
      return node.text.trim() !== '';
    }
    const isLeaf = node.children.length === 0;
    if (isLeaf && !keep(node)) return false;
    const start = out.length;
    if (node.tag !== '#root') {
      let opening = `<${node.tag}`;
      for (const [name, value] of node.attributes) if (/^[a-z_:][a-z0-9_:.-]*$/.test(name)) opening += ` ${name}="${escapeHtml(value)}"`;
      out.push(`${opening}>`);
    }
    let holds = isLeaf;
    for (const child of node.children) holds = write(child) || holds;
    if (!holds && node.tag !== '#root') {
      // White space kept alone in a dropped element is not worth its tags.
      out.length = start;
      return false;
    }
    if (node.tag !== '#root' && !voidTags.has(node.tag)) out.push(`</${node.tag}>`);
    return holds;
  };
  write(root);
  return out.join('').trim();
}
