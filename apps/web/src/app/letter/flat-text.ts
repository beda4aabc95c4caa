import type { Node } from '@tiptap/pm/model';

/** A document as the lines that stand in it, and where each letter is in the document. */
export interface FlatText {
  text: string;
  posAt(offset: number): number;
  offsetAt(pos: number): number;
}

/** One line per block of text, as a plain field would hold it: rules that look at words, and lists behind `/`, work in both alike. */
export function flatText(doc: Node): FlatText {
  const runs: { offset: number; pos: number; length: number }[] = [];
  let text = '';
  let isFirst = true;
  doc.descendants((node, pos) => {
    if (node.isTextblock) {
      if (!isFirst) text += '\n';
      isFirst = false;
      runs.push({ offset: text.length, pos: pos + 1, length: 0 });
    } else if (node.isText) {
      runs.push({ offset: text.length, pos, length: node.text?.length ?? 0 });
      text += node.text ?? '';
    } else if (node.type.name === 'hardBreak') {
      text += '\n';
      runs.push({ offset: text.length, pos: pos + 1, length: 0 });
    }
    return true;
  });
  return {
    text,
    posAt: (offset) => {
      const run = runs.findLast((each) => each.offset <= offset) ?? { offset: 0, pos: 1, length: 0 };
      return Math.min(run.pos + Math.min(offset - run.offset, run.length), doc.content.size);
    },
    offsetAt: (pos) => {
      const run = runs.findLast((each) => each.pos <= pos);
      return run === undefined ? 0 : run.offset + Math.min(pos - run.pos, run.length);
    },
  };
}

/** A text without any look is nothing that its words do not say. */
export function saysMoreThanWords(doc: Node): boolean {
  let more = false;
  doc.descendants((node) => {
    more ||= !(node.type.name === 'paragraph' || node.type.name === 'hardBreak' || (node.isText && node.marks.length === 0));
    return !more;
  });
  return more;
}
