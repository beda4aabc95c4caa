export interface QueryWords {
  /** Quoted: these words in this order. */
  phrases: string[];
  /** Whole words. */
  words: string[];
  /** What is still being typed: the beginning of a word. */
  beginning: string | undefined;
}

/** `"exact phrase" word wor` → all must be there; the last word may be a beginning, unless a space or a quote ends it. */
export function readQuery(q: string): QueryWords {
  const phrases: string[] = [];
  const rest = q.replace(/["„”“]([^"„”“]+)["„”“]/gu, (_, phrase: string) => {
    phrases.push(phrase.trim());
    return ' ';
  });
  const words = rest.replace(/["„”“]/gu, ' ').split(/\s+/u).filter((word) => word !== '');
  const typing = /[\p{L}\p{N}]$/u.test(q) ? words.pop() : undefined;
  // Only letters and digits can go on; an address or a hyphenated word is looked up whole.
  const goesOn = typing !== undefined && /^[\p{L}\p{N}]+$/u.test(typing);
  if (typing !== undefined && !goesOn) words.push(typing);
  return { phrases: phrases.filter((phrase) => phrase !== ''), words, beginning: goesOn ? typing : undefined };
}
