export interface DiffPart { text: string; kind: 'same' | 'added' | 'removed' }

/** Too long to compare word by word while somebody looks. */
const MAX_WORDS = 1500;

/** What a second person changed, word by word; long texts as a whole. */
export function diffWords(before: string, after: string): DiffPart[] {
  const [a, b] = [split(before), split(after)];
  if (a.length > MAX_WORDS || b.length > MAX_WORDS) return [{ text: before, kind: 'removed' }, { text: after, kind: 'added' }];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const parts: DiffPart[] = [];
  const add = (text: string, kind: DiffPart['kind']) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ text, kind });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(a[i] ?? '', 'same');
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) add(a[i++] ?? '', 'removed');
    else add(b[j++] ?? '', 'added');
  }
  return parts;
}

/** Words with the space behind them. */
const split = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];
