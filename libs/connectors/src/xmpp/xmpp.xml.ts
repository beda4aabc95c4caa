/** XML as streams of XMPP use it: elements with their namespaces, no prefixes, no document types, nothing that could grow. */
import { SaxesParser } from 'saxes';

export interface Element {
  name: string;
  /** '' in what we build: as the element around it. */
  ns: string;
  attrs: Record<string, string>;
  children: (Element | string)[];
}

type Attributes = Record<string, string | undefined>;
type Child = Element | string | undefined;

/** `xmlns` among the attributes names the namespace; attributes and children that are undefined are left out. */
export function el(name: string, { xmlns = '', ...attrs }: Attributes = {}, ...children: Child[]): Element {
  return {
    name,
    ns: xmlns,
    attrs: Object.fromEntries(Object.entries(attrs).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    children: children.filter((child) => child !== undefined),
  };
}

export function serialise({ name, ns, attrs, children }: Element, around = ''): string {
  const own = ns !== '' && ns !== around ? ` xmlns="${escape(ns)}"` : '';
  const written = Object.entries(attrs).map(([key, value]) => ` ${key}="${escape(value)}"`).join('');
  if (children.length === 0) return `<${name}${own}${written}/>`;
  return `<${name}${own}${written}>${children.map((child) => (typeof child === 'string' ? escape(child) : serialise(child, ns === '' ? around : ns))).join('')}</${name}>`;
}

/** Characters that XML can't carry would end the stream: they are left out. */
// oxlint-disable-next-line no-control-regex -- exactly these
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#13;' };

export function escape(text: string): string {
  return text.toWellFormed().replace(forbidden, '').replace(/[&<>"'\r]/g, (character) => entities[character] ?? '');
}

/** The first such child; without a namespace, one of the element's own. */
export function childOf(parent: Element | undefined, name: string, ns?: string): Element | undefined {
  return childrenOf(parent, name, ns)[0];
}

export function childrenOf(parent: Element | undefined, name?: string, ns?: string): Element[] {
  return (parent?.children ?? []).filter((child): child is Element => typeof child !== 'string' && (name === undefined || child.name === name) && (name === undefined || child.ns === (ns ?? parent?.ns)));
}

export function textOf(element: Element | undefined): string {
  return (element?.children ?? []).map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

const deepest = 64;
const mostElements = 50_000;

interface Heard {
  /** The attributes of the stream's own element. */
  opened(attrs: Record<string, string>): void;
  stanza(element: Element): void;
  ended(): void;
}

/** Reads one stream. Throws at whatever is no XMPP. */
export class StreamReader {
  private readonly parser = new SaxesParser<{ xmlns: true }>({ xmlns: true });
  private readonly open: Element[] = [];
  private started = false;
  private count = 0;
  private size = 0;

  constructor(private readonly heard: Heard, private readonly stanzaBytes = 4 * 1024 * 1024) {
    this.parser.on('error', () => { throw new Error('the stream is not well-formed XML'); });
    this.parser.on('doctype', () => { throw new Error('the stream declares a document type'); });
    this.parser.on('text', (text) => this.text(text));
    this.parser.on('cdata', (text) => this.text(text));
    this.parser.on('opentag', ({ local, uri, attributes }) => {
      const attrs: Record<string, string> = Object.create(null) as Record<string, string>; // an object without a prototype has no type of its own
      for (const { prefix, local: name, value } of Object.values(attributes)) {
        if (prefix === '' && name !== 'xmlns') attrs[name] = value;
        if (prefix === 'xml') attrs[`xml:${name}`] = value;
      }
      this.opened({ name: local, ns: uri, attrs: { ...attrs }, children: [] });
    });
    this.parser.on('closetag', () => this.closed());
  }

  read(text: string): void {
    // Blanks between stanzas only keep the connection open, for months perhaps.
    if (this.open.length > 0 || text.trim() !== '') this.size += text.length;
    this.parser.write(text);
    if (this.size > this.stanzaBytes) throw new Error('a stanza is too large');
  }

  private opened(element: Element): void {
    if (!this.started) {
      this.started = true;
      this.size = 0;
      this.heard.opened(element.attrs);
      return;
    }
    this.count += 1;
    if (this.open.length >= deepest || this.count > mostElements) throw new Error('a stanza is too deep');
    this.open.at(-1)?.children.push(element);
    this.open.push(element);
  }

  private text(text: string): void {
    this.open.at(-1)?.children.push(text);
  }

  private closed(): void {
    const done = this.open.pop();
    if (done === undefined) {
      this.heard.ended();
      return;
    }
    if (this.open.length > 0) return;
    this.count = 0;
    this.size = 0;
    this.heard.stanza(done);
  }
}

/** One element that was stored; undefined when it is none. */
export function readElement(text: string): Element | undefined {
  let found: Element | undefined;
  try {
    new StreamReader({ opened: () => undefined, stanza: (element) => (found ??= element), ended: () => undefined }).read(`<stream>${text}</stream>`);
  } catch {
    return undefined;
  }
  return found;
}
