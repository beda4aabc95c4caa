import type { RedactionKind } from '../erasures';
import { digitOf, findNumbers } from './numbers';
import type { Redacted } from './redact';

/** What stands where a piece of a number stood whose end came later. */
const PIECE = '••••';

/** Whether a message may go on with a number that an earlier one began: its first sign that is no blank is a digit. */
export function goesOnWithDigits(text: string): boolean {
  const first = text.trimStart();
  return first !== '' && digitOf(first.charCodeAt(0)) >= 0;
}

/**
 * Messages that somebody wrote one after the other, read as one: a number of which each holds a piece is masked in all of them. Each number whole in one
 * message is left to `redactText`. Read once as lines, once without anything between them: people cut between groups and within them.
 */
export function redactAcross(texts: readonly string[], kinds: readonly RedactionKind[]): { texts: string[]; kinds: RedactionKind[] } {
  const lines = joined(texts, '\n', kinds);
  const close = joined(lines.texts, '', kinds);
  return { texts: close.texts, kinds: [...new Set([...lines.kinds, ...close.kinds])] };
}

function joined(texts: readonly string[], between: string, kinds: readonly RedactionKind[]): { texts: string[]; kinds: Redacted['kinds'] } {
  const trimmed = between === '' ? texts.map((text) => text.trim()) : texts;
  const starts: number[] = [];
  let length = 0;
  for (const text of trimmed) {
    starts.push(length);
    length += text.length + between.length;
  }
  const out = [...texts];
  const met = new Set<RedactionKind>();
  // From the last on, so that what is masked moves nothing that is still to be.
  for (const { kind, start, end, shown } of findNumbers(trimmed.join(between), kinds).reverse()) {
    const [first, last] = [at(starts, start), at(starts, end - 1)];
    if (first === last) continue;
    met.add(kind);
    for (let n = first; n <= last; n += 1) {
      const text = (between === '' ? (out[n] ?? '').trim() : out[n]) ?? '';
      const from = Math.max(0, start - (starts[n] ?? 0));
      const to = Math.min((trimmed[n] ?? '').length, end - (starts[n] ?? 0));
      out[n] = text.slice(0, from) + (n === last ? shown : PIECE) + text.slice(to);
    }
  }
  return { texts: out, kinds: [...met] };
}

/** In which text that place is. */
function at(starts: readonly number[], place: number): number {
  let found = 0;
  for (let n = 0; n < starts.length; n += 1) if ((starts[n] ?? 0) <= place) found = n;
  return found;
}
