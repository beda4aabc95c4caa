/** What is kept of words met before: customers use the same few thousand. */
const MOST_KNOWN = 5_000;
/** Stems are found by so many of their first letters. */
const HEAD = 3;

interface Stem<E> { text: string; entries: E[] }

/** Entries by the word that they begin with, as it stands or with any ending: few look-ups for a new word, one for a known one. */
export class Beginnings<E> {
  private readonly exact = new Map<string, E[]>();
  private readonly stems = new Map<string, Stem<E>[]>();
  /** Shorter than a head. */
  private readonly short: Stem<E>[] = [];
  private readonly known = new Map<string, readonly E[]>();
  private readonly none: readonly E[] = [];

  add(text: string, isStem: boolean, entry: E): void {
    if (!isStem) {
      const same = this.exact.get(text);
      if (same === undefined) this.exact.set(text, [entry]);
      else same.push(entry);
      return;
    }
    let list = this.short;
    if (text.length >= HEAD) {
      const head = text.slice(0, HEAD);
      const of = this.stems.get(head);
      if (of === undefined) this.stems.set(head, (list = []));
      else list = of;
    }
    const same = list.find((stem) => stem.text === text);
    if (same === undefined) list.push({ text, entries: [entry] });
    else same.entries.push(entry);
  }

  /** What may begin with this word: the word itself first, then its stems, the longest first; those of one beginning in the order in which they were added. */
  of(word: string): readonly E[] {
    const before = this.known.get(word);
    if (before !== undefined) return before;
    const found = this.find(word);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(word, found);
    return found;
  }

  private find(word: string): readonly E[] {
    const stems = (word.length >= HEAD ? this.stems.get(word.slice(0, HEAD)) : undefined)?.filter(({ text }) => word.startsWith(text)) ?? [];
    for (const stem of this.short) if (word.startsWith(stem.text)) stems.push(stem);
    const exact = this.exact.get(word);
    if (stems.length === 0) return exact ?? this.none;
    return [...(exact ?? []), ...stems.sort((a, b) => b.text.length - a.text.length).flatMap(({ entries }) => entries)];
  }
}

/** A word of a phrase; `open`: with any ending. */
export interface Part { text: string; open: boolean }

export const toPart = (part: string): Part => (part.endsWith('*') ? { text: part.slice(0, -1), open: true } : { text: part, open: false });

/** Whether the words after `at` go on as the phrase does. */
export function goesOn(rest: readonly Part[], words: readonly string[], at: number): boolean {
  for (let offset = 0; offset < rest.length; offset++) {
    const word = words[at + 1 + offset];
    const part = rest[offset] as Part;
    if (word === undefined || !(part.open ? word.startsWith(part.text) : word === part.text)) return false;
  }
  return true;
}
