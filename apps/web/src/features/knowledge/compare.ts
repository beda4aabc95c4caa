/** A stretch of a text beside another: in both, only in the old one, or only in the new one. */
export interface Stretch { kind: 'same' | 'gone' | 'new'; text: string }

/** Longer differences are told as a whole: the time that it takes grows with the product of both. */
const MOST = 2500;

/** Word by word: what was taken out and what was put in. */
export function compare(before: string, after: string): Stretch[] {
  const [a, b] = [before.split(/(\s+)/), after.split(/(\s+)/)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [gone, made] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const middle: Stretch[] = gone.length > MOST || made.length > MOST ? [{ kind: 'gone', text: gone.join('') }, { kind: 'new', text: made.join('') }] : between(gone, made);
  return joined([{ kind: 'same', text: a.slice(0, start).join('') }, ...middle, { kind: 'same', text: end === 0 ? '' : a.slice(-end).join('') }]);
}

/** Along the longest run of words that both have in their order. */
function between(a: readonly string[], b: readonly string[]): Stretch[] {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? (longest[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const told: Stretch[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { told.push({ kind: 'same', text: a[i] ?? '' }); i += 1; j += 1; } else if (j >= b.length || (i < a.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))) { told.push({ kind: 'gone', text: a[i] ?? '' }); i += 1; } else { told.push({ kind: 'new', text: b[j] ?? '' }); j += 1; }
  }
  return told;
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const stretch of stretches) {
    const last = all.at(-1);
    if (stretch.text === '') continue;
    if (last?.kind === stretch.kind) last.text += stretch.text;
    else all.push({ ...stretch });
  }
  return all;
}
