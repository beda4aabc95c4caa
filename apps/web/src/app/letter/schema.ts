import { getSchema, Node, type Extensions } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';

const pictureName = /^cid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@kontuar$/i;

/** How a letter names an uploaded file that stands in its text; the server and the mail that leaves use the same name. */
const pictureAddress = (fileId: string): string => `cid:${fileId}@kontuar`;

/** A paragraph is a line, as in every mail program: the space between paragraphs is an empty one. */
const Line = Paragraph.extend({ renderHTML: () => ['p', { style: 'margin:0' }, 0] });

/** Ctrl Enter sends; a break within a paragraph is Shift Enter. */
const Break = HardBreak.extend({ addKeyboardShortcuts() { return { 'Shift-Enter': () => this.editor.commands.setHardBreak() }; } });

/** Mail programs draw no borders of their own. */
const cellStyle = 'border:1px solid #b9b9b9;padding:4px 8px;vertical-align:top';
const LetterTable = Table.extend({
  renderHTML: () => ['table', { border: '1', cellpadding: '6', cellspacing: '0', style: 'border-collapse:collapse' }, ['tbody', 0]],
  // Tab goes from cell to cell, and out of the last one: nobody is caught in a table.
  addKeyboardShortcuts() {
    return { Tab: () => this.editor.commands.goToNextCell(), 'Shift-Tab': () => this.editor.commands.goToPreviousCell() };
  },
});
const span = (attributes: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(['colspan', 'rowspan'].flatMap((name) => (Number(attributes[name] ?? 1) > 1 ? [[name, String(attributes[name])]] : [])));
const Cell = TableCell.extend({ renderHTML: ({ HTMLAttributes }) => ['td', { ...span(HTMLAttributes), style: cellStyle }, 0] });
const HeadCell = TableHeader.extend({ renderHTML: ({ HTMLAttributes }) => ['th', { ...span(HTMLAttributes), style: `${cellStyle};text-align:left` }, 0] });

/** An uploaded picture in the text. Anything else that calls itself a picture is left out: it would be fetched from a stranger. */
const Picture = Node.create({
  name: 'picture',
  group: 'inline',
  inline: true,
  atom: true,
  draggable: true,
  addAttributes: () => ({ fileId: { default: '' }, alt: { default: '' } }),
  parseHTML: () => [{
    tag: 'img[src^="cid:"]',
    getAttrs: (element) => {
      const fileId = pictureName.exec(element.getAttribute('src') ?? '')?.[1];
      return fileId === undefined ? false : { fileId: fileId.toLowerCase(), alt: element.getAttribute('alt') ?? '' };
    },
  }],
  // On the screen without its name, which a browser would try to fetch; who draws the letter knows where the file is.
  addNodeView: () => ({ node }) => {
    const dom = document.createElement('img');
    dom.dataset['file'] = String(node.attrs['fileId']);
    dom.alt = String(node.attrs['alt']);
    return { dom };
  },
  renderHTML: ({ node }) => ['img', { src: pictureAddress(String(node.attrs['fileId'])), alt: String(node.attrs['alt']), style: 'max-width:100%' }],
});

export interface LetterRules {
  /** Off where a shared document keeps its own undo. */
  undo?: boolean;
}

/** What a letter may consist of. The nodes are ProseMirror's, so a binding to a shared document (y-prosemirror) fits as it is. */
export function letterExtensions({ undo = true }: LetterRules = {}): Extensions {
  return [
    StarterKit.configure({
      paragraph: false, hardBreak: false, heading: { levels: [2, 3] }, trailingNode: false,
      ...(undo ? {} : { undoRedo: false as const }),
      // What somebody types as an address stays text, and is one in every mail program; a link is put by hand.
      link: { openOnClick: false, autolink: false, linkOnPaste: true, defaultProtocol: 'https', HTMLAttributes: { target: null, rel: null, class: null } },
    }),
    Line, Break, LetterTable, TableRow, HeadCell, Cell, Picture,
  ];
}

let schema: Schema | undefined;
export const letterSchema = (): Schema => (schema ??= getSchema(letterExtensions()));
