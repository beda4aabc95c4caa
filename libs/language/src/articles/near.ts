/** How many slips a word of that length may hold and still be meant: none in short ones, where every slip is another word. */
export const slipsIn = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/**
 * Slips between two words: a letter too much, one missing, another one, or two that changed places (Damerau and Levenshtein, restricted). Answers `most + 1`
 * as soon as it must be more than `most`.
 */
export function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}

/** Of the words that there are, those that were most probably meant: the fewest slips, and with them all that have as few. */
export function nearest<T extends { word: string; stem: string }>(typed: { word: string; stem: string }, known: readonly T[]): { found: T; slips: number }[] {
  const most = slipsIn(typed.word.length);
  if (most === 0) return [];
  const within = (a: string, b: string, limit: number): number => { const count = slips(a, b, limit); return count > limit ? Infinity : count; };
  const judged = known.map((found) => ({ found, slips: Math.min(within(typed.word, found.word, most), within(typed.stem, found.stem, Math.min(most, slipsIn(Math.min(typed.stem.length, found.stem.length))))) })).filter((each) => each.slips > 0 && each.slips < Infinity);
  const best = Math.min(...judged.map((each) => each.slips));
  return judged.filter((each) => each.slips === best);
}
