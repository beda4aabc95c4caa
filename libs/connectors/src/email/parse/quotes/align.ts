/**
 * The same mail comes as plain text and as HTML, and often only the HTML says where the quote begins. The cut is carried over by words:
 * the new part of one must be the beginning of the other.
 */
const wordPattern = /[\p{L}\p{N}]+/gu;

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(wordPattern) ?? [];
}

/** Index of the first line of `lines` behind the words of `newPart`; undefined when these are not the beginning, or end in the middle of a line. */
export function lineAfterWords(lines: readonly string[], newPart: string): number | undefined {
  const expected = wordsOf(newPart.replace(/<https?:[^>]*>/g, ' ').replace(/^\s*(\d+\.|-)\s/gm, ' '));
  let at = 0;
  for (const [index, line] of lines.entries()) {
    if (at >= expected.length) return index;
    for (const word of wordsOf(line.replace(/<https?:[^>]*>/g, ' ').replace(/^\s*(\d+\.|[-*•])\s/, ' '))) {
      if (word !== expected[at]) return undefined;
      at += 1;
    }
  }
  return at >= expected.length ? lines.length : undefined;
}
