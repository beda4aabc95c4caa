import { foldText } from '../../ui/fold-text';

/**
 * How well `text` answers `query`: 0 not at all. Every word of the query must begin a word of the text, or stand inside one;
 * beginnings, whole words and an early place count more. Case and diacritics do not.
 */
export function rank(query: string, text: string): number {
  const wanted = foldText(query).split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return 1;
  const words = foldText(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  let score = 0;
  for (const part of wanted) {
    let best = 0;
    for (const [index, word] of words.entries()) {
      const early = 1 / (index + 2);
      if (word === part) best = Math.max(best, 8 + early);
      else if (word.startsWith(part)) best = Math.max(best, 5 + early);
      else if (part.length > 2 && word.includes(part)) best = Math.max(best, 1 + early);
      // Inflected forms: "rozmowe" finds "rozmowa".
      else if (part.length > 4 && word.length > 4 && word.startsWith(part.slice(0, -1))) best = Math.max(best, 3 + early);
    }
    if (best === 0) return 0;
    score += best;
  }
  return score / wanted.length;
}

/** Best first; equals keep their order. */
export function ranked<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, score: rank(query, textOf(item)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
