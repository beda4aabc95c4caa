import type { Readable } from 'node:stream';

/** Larger is no conversation. */
const MAX_PIECE = 32 * 1024 * 1024;

export class NoJsonError extends Error {}

/**
 * The objects of a file, one after the other and never all at once: of an array, of lines, or of several documents behind one another. What is between them is
 * not looked at; what is inside of them is read when they are whole.
 */
export async function* jsonPieces(content: Readable): AsyncGenerator<unknown> {
  const words = new TextDecoder('utf-8', { fatal: true });
  let [depth, inText, escaped] = [0, false, false];
  let held: string[] = [];
  let size = 0;
  for await (const chunk of content) {
    const text = words.decode(chunk as Buffer, { stream: true });
    let from = depth > 0 ? 0 : -1;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (inText) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inText = false;
        continue;
      }
      if (code === QUOTE) inText = true;
      else if (code === OPEN) {
        if (depth === 0) from = at;
        depth += 1;
      } else if (code === CLOSE) {
        depth -= 1;
        if (depth < 0) throw new NoJsonError();
        if (depth > 0) continue;
        held.push(text.slice(from, at + 1));
        yield read(held.join(''));
        [held, size, from] = [[], 0, -1];
      }
    }
    if (from >= 0) {
      held.push(text.slice(from));
      size += text.length - from;
      if (size > MAX_PIECE) throw new NoJsonError();
    }
  }
  if (depth > 0 || inText) throw new NoJsonError();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

function read(text: string): unknown {
  try {
    // What no database takes as text is looked for only where it may be.
    return (/\\u(0000|d[89a-f])/i.test(text) ? JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value)) : JSON.parse(text)) as unknown;
  } catch {
    throw new NoJsonError();
  }
}
