import { linesOfNodes, markNames, MAX_SPAN, nodesOfHtml, nodesOfShared, nodesOfText, type LetterMark, type LetterNode } from '@kontuar/contract/letter-nodes';
import * as Y from 'yjs';
import { sanitizeLetter } from '../messages/sanitize';

/** What stands in a shared letter is none. `full`: it is one, and too much of it. */
export class NotALetter extends Error {
  constructor(readonly why: 'strange' | 'full') {
    super(why);
    this.name = 'NotALetter';
  }
}

/** More than a letter of 50 000 characters has, and little enough for a browser to draw at each key. */
const MAX_NODES = 12_000;
const MAX_COLUMNS = 60;

type Takes = (value: unknown) => boolean;
const whole = (least: number, most: number): Takes => (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
const words = (most: number): Takes => (value) => value === null || (typeof value === 'string' && value.length <= most);
const span = whole(1, MAX_SPAN);
const cell = { colspan: span, rowspan: span, colwidth: (value: unknown) => value === null || (Array.isArray(value) && value.length <= MAX_COLUMNS && value.every(whole(0, 10_000))), align: words(20) };

/** The editor's parts, and what each may say of itself. */
const parts: Record<string, Record<string, Takes>> = {
  paragraph: {}, heading: { level: whole(1, 6) }, blockquote: {}, codeBlock: { language: words(40) }, bulletList: {}, orderedList: { start: whole(0, 1_000_000), type: words(4) }, listItem: {}, horizontalRule: {},
  table: {}, tableRow: {}, tableCell: cell, tableHeader: cell, hardBreak: {}, picture: { fileId: words(36), alt: words(1000) }, text: {},
};
/** As the editor refuses it too: what runs is no address. */
const address: Takes = (value) => typeof value === 'string' && value.length <= 8000 && !/^(?:javascript|data|vbscript|file|blob):/i.test([...value].filter((letter) => letter > ' ').join(''));
const linkParts: Record<string, Takes> = { href: address, target: words(40), rel: words(200), class: words(200), title: words(1000) };

/** Answers how many letters it has. @throws NotALetter */
export function checkLetter(fragment: Y.XmlFragment): number {
  const nodes = nodesOfShared(fragment, () => { throw new NotALetter('strange'); });
  let count = 0;
  const check = (all: readonly LetterNode[]): void => {
    for (const { type, attrs = {}, marks = [], content = [] } of all) {
      count += 1;
      if (count > MAX_NODES) throw new NotALetter('full');
      const known = Object.hasOwn(parts, type) ? parts[type] : undefined;
      if (known === undefined || !takes(known, attrs) || !marks.every(isMark)) throw new NotALetter('strange');
      check(content);
      // A grid is laid out by the product of both: a few rows can be bent into millions of cells.
      if (type === 'tableRow' && content.reduce((sum, part) => sum + Number(part.attrs?.['colspan'] ?? 1), 0) > MAX_COLUMNS) throw new NotALetter('full');
    }
  };
  check(nodes);
  return linesOfNodes(nodes).length;
}

const takes = (known: Record<string, Takes>, attrs: Record<string, unknown>): boolean => Object.entries(attrs).every(([name, value]) => Object.hasOwn(known, name) && known[name]?.(value) === true);
const isMark = ({ type, attrs }: LetterMark): boolean => (type === 'link' ? takes(linkParts, attrs) && 'href' in attrs : markNames.includes(type) && Object.keys(attrs).length === 0);

/** What somebody wrote alone becomes the first words of a shared letter. */
export function plantLetter(fragment: Y.XmlFragment, { text, html }: { text: string; html: string | null }): void {
  const nodes = html === null ? nodesOfText(text) : nodesOfHtml(sanitizeLetter(html));
  fragment.insert(0, planted(nodes));
}

/** Words beside each other are one text with marks, as the binding of the editor writes them. */
function planted(nodes: readonly LetterNode[]): (Y.XmlElement | Y.XmlText)[] {
  const made: (Y.XmlElement | Y.XmlText)[] = [];
  let run: { insert: string; attributes: Record<string, unknown> }[] = [];
  const end = (): void => {
    if (run.length === 0) return;
    const words = new Y.XmlText();
    words.applyDelta(run);
    made.push(words);
    run = [];
  };
  for (const { type, text, marks = [], attrs = {}, content = [] } of nodes) {
    if (text !== undefined) {
      run.push({ insert: text, attributes: Object.fromEntries(marks.map((mark) => [mark.type, mark.attrs])) });
      continue;
    }
    end();
    const element = new Y.XmlElement<Record<string, never>>(type);
    for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value as never);
    element.insert(0, planted(content));
    made.push(element as unknown as Y.XmlElement);
  }
  end();
  return made;
}
