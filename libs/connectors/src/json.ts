/** JSON of platforms that write long numbers, and of strangers. */

/**
 * Some number their things beyond 2^53, where a JavaScript number would silently become another one. Long integers are read as text.
 * Throws SyntaxError as JSON.parse does.
 */
export function parseJson(text: string): unknown {
  const parts: string[] = [];
  let taken = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (letter < '0' || letter > '9') continue;
    const start = at;
    while (isDigit(text[at + 1])) at += 1;
    // Not the whole of a fraction or an exponent, and short ones fit.
    const isWhole = !/[.eE]/.test(text[at + 1] ?? '') && !/[.eE+]/.test(text[start - 1] ?? '') && !(text[start - 1] === '-' && /[eE]/.test(text[start - 2] ?? ''));
    if (at - start + 1 < 16 || !isWhole) continue;
    const from = text[start - 1] === '-' ? start - 1 : start;
    parts.push(text.slice(taken, from), '"', text.slice(from, at + 1), '"');
    taken = at + 1;
  }
  return JSON.parse(parts.length === 0 ? text : parts.join('') + text.slice(taken)) as unknown;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function isDigit(letter: string | undefined): boolean {
  return letter !== undefined && letter >= '0' && letter <= '9';
}

/**
 * Of which every string can be kept: PostgreSQL takes neither a zero byte nor half a surrogate pair. Long integers are text.
 * Undefined when it is no JSON.
 */
export function readJson(body: Buffer | string): unknown {
  try {
    return clean(parseJson(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    return undefined;
  }
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '\ufffd').toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)]));
}
