const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Cuts a text into parts of at most `max` UTF-16 units: after a blank line if there is one in the second half of a part, else
 * after a line, a sentence, a word, and only then anywhere, but never inside what a reader sees as one character.
 * The parts joined are the text.
 */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const at = boundary(rest, max);
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  if (rest !== '' || parts.length === 0) parts.push(rest);
  return parts;
}

const boundaries = [/\n\s*\n\s*/g, /\n\s*/g, /[.!?…。！？]["'”’)\]]*\s+/g, /\s+/g];

function boundary(text: string, max: number): number {
  const window = text.slice(0, max);
  for (const kind of boundaries) {
    let best = 0;
    for (const found of window.matchAll(kind)) best = found.index + found[0].length;
    if (best > max / 2) return best;
  }
  // A cluster of emoji and joiners is short; looking back a little finds where the last one begins.
  const from = wholePair(text, Math.max(0, max - 256));
  let at = from;
  for (const { index, segment } of graphemes.segment(text.slice(from, max + 256))) {
    if (from + index + segment.length > max) break;
    at = from + index + segment.length;
  }
  return at > 0 && at > from ? at : wholePair(text, max);
}

function wholePair(text: string, at: number): number {
  return at > 0 && (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 ? at - 1 : at;
}
