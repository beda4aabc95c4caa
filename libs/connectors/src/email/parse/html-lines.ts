import type { HtmlElement, HtmlNode } from './html-tree';
import { lineText, type BodyLine } from './quotes/lines';
import { isHidden, quoteRole } from './quotes/html-marks';

/** A line of text and the leaves of the tree that it came from, so that a fate of the line is a fate of its HTML. */
export interface HtmlLine extends BodyLine {
  leaves: HtmlNode[];
  /** As shown: with list marks and links. */
  shown: string;
}

const blockTags = new Set(['address', 'article', 'aside', 'blockquote', 'body', 'center', 'dd', 'div', 'dl', 'dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'html', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'tbody', 'tfoot', 'thead', 'tr', 'ul']);
const spacedTags = new Set(['p', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'ul', 'ol', 'table', 'dl']);
const skippedTags = new Set(['head', 'script', 'style', 'title', 'template', 'noscript', 'object', 'applet', 'svg', 'math', 'select', 'datalist']);

interface State { depth: number; mark: BodyLine['mark'] | undefined; pre: boolean; lists: { ordered: boolean; next: number }[]; inCell: boolean; hidden: boolean }

/** The lines that a reader of this HTML sees, in order. */
export function htmlToLines(root: HtmlElement): HtmlLine[] {
  return new LineWriter().write(root);
}

class LineWriter {
  private readonly lines: HtmlLine[] = [];
  private parts: string[] = [];
  private leaves: HtmlNode[] = [];
  private state: State = { depth: 0, mark: undefined, pre: false, lists: [], inCell: false, hidden: false };
  private lineState: State | undefined;
  private prefix = '';
  private wantsBlank = false;

  write(root: HtmlElement): HtmlLine[] {
    this.node(root);
    this.breakLine();
    return this.lines;
  }

  private node(node: HtmlNode): void {
    if (node.kind === 'text') {
      this.addText(node, node.text);
      return;
    }
    if (skippedTags.has(node.tag)) {
      this.leaves.push(...leavesOf(node));
      return;
    }
    switch (node.tag) {
      case 'br':
        this.leaves.push(node);
        this.lineState ??= { ...this.state };
        this.breakLine(true);
        return;
      case 'hr':
        this.breakLine();
        this.enterLeaf(node);
        this.parts.push('---');
        this.breakLine();
        return;
      case 'img':
        this.enterLeaf(node);
        this.image(node);
        return;
      default:
        this.element(node);
    }
  }

  private element(element: HtmlElement): void {
    const outer = this.state;
    const role = quoteRole(element);
    const block = blockTags.has(element.tag);
    const inner = outer.lists.length > 0 && (element.tag === 'ul' || element.tag === 'ol');
    const spaced = spacedTags.has(element.tag) && !inner && !isTight(element);
    if (block) this.openBlock(spaced);
    this.state = { ...outer, hidden: outer.hidden || isHidden(element) };
    if (role === 'quote') {
      this.breakLine();
      this.state.depth += 1;
    } else if (role !== undefined) {
      this.breakLine();
      this.state.mark = role;
    }
    if (element.tag === 'pre' || /white-space:\s*(pre|break-spaces)/i.test(element.attributes.get('style') ?? '')) this.state.pre = true;
    if (element.tag === 'ul' || element.tag === 'ol') this.state.lists = [...outer.lists, { ordered: element.tag === 'ol', next: Number(element.attributes.get('start') ?? 1) || 1 }];
    if (element.tag === 'li') this.listItem();
    const cell = element.tag === 'td' || element.tag === 'th';
    if (cell && this.parts.join('').trim() !== '') this.parts.push(' | ');
    if (element.children.length === 0) this.enterLeaf(element);
    const from = this.parts.length;
    for (const child of element.children) this.node(child);
    if (element.tag === 'a') this.link(element, from);
    if (role !== undefined) this.breakLine();
    this.state = outer;
    if (block) this.openBlock(spaced);
  }

  private listItem(): void {
    const list = this.state.lists[this.state.lists.length - 1];
    const indent = '  '.repeat(Math.max(0, this.state.lists.length - 1));
    this.prefix = list?.ordered === true ? `${indent}${list.next}. ` : `${indent}- `;
    if (list !== undefined) list.next += 1;
  }

  private openBlock(spaced: boolean): void {
    this.breakLine();
    if (spaced) this.wantsBlank = true;
  }

  private enterLeaf(leaf: HtmlNode): void {
    this.leaves.push(leaf);
    this.lineState ??= { ...this.state };
  }

  private addText(leaf: HtmlNode, text: string): void {
    if (this.state.hidden) {
      this.leaves.push(leaf);
      return;
    }
    if (!this.state.pre) {
      const collapsed = text.replace(/[ \t\r\n\f]+/g, ' ');
      if (collapsed !== ' ' || this.parts.length > 0) {
        if (collapsed.trim() !== '') this.lineState ??= { ...this.state };
        this.parts.push(collapsed);
      }
      this.leaves.push(leaf);
      return;
    }
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.breakLine(true);
      this.enterLeaf(leaf);
      this.parts.push(line);
    }
  }

  private image(image: HtmlElement): void {
    const alt = (image.attributes.get('alt') ?? '').trim();
    // Emoji are often pictures; a long description is for screens, not for the text of a message.
    if (!this.state.hidden && alt !== '' && /^\p{Extended_Pictographic}/u.test(alt) && alt.length <= 8) this.parts.push(alt);
  }

  private link(link: HtmlElement, from: number): void {
    const href = (link.attributes.get('href') ?? '').trim();
    const label = this.parts.slice(from).join('').trim();
    if (this.state.hidden || label === '' || href.length > 500 || !/^(https?:|tel:)/i.test(href)) return;
    const bare = (url: string): string => url.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '').toLowerCase();
    if (bare(href) !== bare(label) && !bare(href).includes(bare(label)) && !href.startsWith('tel:')) this.parts.push(` <${href}>`);
  }

  /** `hard`: a <br>, which makes an empty line when nothing stands before it. */
  private breakLine(hard = false): void {
    const raw = this.parts.join('');
    const shown = (this.lineState?.pre === true ? raw.trimEnd() : raw.replace(/[ \u00a0\u2000-\u200b\u202f\u205f\u3000]+/g, ' ').trim());
    const state = this.lineState ?? this.state;
    if (shown === '' && !hard) {
      // Empty elements (a spacer image, <o:p>&nbsp;</o:p>) belong to the line that is next.
      if (raw.includes('\u00a0') && this.lines.length > 0) this.push('', state, this.takeLeaves());
    } else {
      if (this.wantsBlank && this.lines.length > 0 && this.lines[this.lines.length - 1]?.shown !== '' && shown !== '') this.push('', { ...state, depth: Math.min(state.depth, this.lines[this.lines.length - 1]?.depth ?? 0) }, []);
      this.push(shown === '' ? '' : this.prefix + shown, state, this.takeLeaves());
      this.prefix = '';
    }
    if (shown !== '' || hard) this.wantsBlank = false;
    this.parts = [];
    this.lineState = undefined;
  }

  private takeLeaves(): HtmlNode[] {
    const taken = this.leaves;
    this.leaves = [];
    return taken;
  }

  private push(shown: string, state: State, leaves: HtmlNode[]): void {
    this.lines.push({ text: lineText(shown), shown, depth: state.depth, leaves, ...(state.mark === undefined ? {} : { mark: state.mark }) });
  }
}

function isTight(element: HtmlElement): boolean {
  if (element.tag === 'table' || element.tag === 'ul' || element.tag === 'ol') return false;
  const name = element.attributes.get('class') ?? '';
  if (/\bMso(Normal|PlainText|ListParagraph|NoSpacing)\b/i.test(name)) return true;
  const style = element.attributes.get('style') ?? '';
  return /margin(-top)?:\s*0/i.test(style) && !/margin-bottom:\s*[1-9]/i.test(style);
}

function leavesOf(element: HtmlElement): HtmlNode[] {
  if (element.children.length === 0) return [element];
  return element.children.flatMap((child) => (child.kind === 'text' ? [child] : leavesOf(child)));
}
