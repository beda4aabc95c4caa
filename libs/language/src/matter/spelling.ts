/** Long words on which much depends, by the beginning that all their forms share: one slip in them is read over. */
const careful = ['reklamac', 'reklamow', 'reklamuj', 'zareklam', 'gwaranc', 'gwarant', 'rekojmi', 'uszkodz', 'wspolprac', 'zainteresow', 'odszkodow', 'dziekuj', 'polecam', 'warrant', 'guarant', 'complain', 'replacem', 'compensat', 'recommend', 'pieniedz', 'pieniadz'];
/** An advertisement is no claim. */
const others = /^(reklam(a|y|e|o|ie|om|ami|ach|owk\w*)|compan\w*|complet\w*)$/;
const SHORTEST = 6;
const known = new Map<string, string>();
const MOST_KNOWN = 4_000;

/** The word as it was meant, where it is one slip away from such a beginning: "reklmacja" is reklamacja, "gwarnacji" gwarancji. */
export function spelt(word: string): string {
  if (word.length < SHORTEST || others.test(word)) return word;
  const before = known.get(word);
  if (before !== undefined) return before;
  const meant = correct(word);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(word, meant);
  return meant;
}

function correct(word: string): string {
  for (const stem of careful) if (stem.length > 5 && word.startsWith(stem)) return word;
  for (const stem of careful) {
    if (stem.length < 6) continue;
    // One letter too few, too many or another one: the rest of the word follows as it stands.
    for (const length of [stem.length, stem.length - 1, stem.length + 1]) {
      const start = word.slice(0, length);
      if (start.length === length && isOneSlip(start, stem)) return stem + word.slice(length);
    }
  }
  return word;
}

/** One letter missing, doubled, wrong, or two exchanged; the first letter is seldom wrong. */
function isOneSlip(a: string, b: string): boolean {
  if (a[0] !== b[0]) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const [left, right] = [endA - start, endB - start];
  if (left + right === 0) return false;
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
