import fs from 'node:fs';
import path from 'node:path';

/** Rules are fitted to the one and judged by the other. */
export type SetName = 'development' | 'evaluation' | 'unseen';

export const lines = (set: SetName, file: string): string[] => fs.readFileSync(path.join(__dirname, set, file), 'utf8').trim().split('\n').map((line) => line.replaceAll('\\n', '\n'));

/** The lines of a labelled set, cut at their bars. */
export const labelled = (set: SetName, file: string): string[][] => lines(set, file).map((line) => line.split('|'));

/** A message with its questions in brackets: its text, and where they are in it. */
export function marked(line: string): { text: string; questions: { start: number; end: number }[] } {
  const questions: { start: number; end: number }[] = [];
  let text = '';
  let start = -1;
  for (const letter of line) {
    if (letter === '[') start = text.length;
    else if (letter === ']') questions.push({ start, end: text.length });
    else text += letter;
  }
  return { text, questions };
}
