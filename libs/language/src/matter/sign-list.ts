import { groups, type Sign, type SignSource } from './signs';

export interface SignHit { sign: Sign; length: number }
/** `open`: with any ending. */
interface Part { text: string; open: boolean }
interface Entry { rest: readonly Part[]; length: number; sign: Sign; group: number }

const toPart = (part: string): Part => (part.endsWith('*') ? { text: part.slice(0, -1), open: true } : { text: part, open: false });
const fits = (part: Part, word: string | undefined): boolean => word !== undefined && (part.open ? word.startsWith(part.text) : word === part.text);
const MOST_KNOWN = 5_000;

/** All signs of both languages. What can begin with a word is looked up once; customers use the same few thousand. */
export class SignList {
  private readonly exact = new Map<string, Entry[]>();
  private readonly stems = new Map<string, Entry[]>();
  private readonly known = new Map<string, readonly Entry[]>();

  constructor(sources: readonly SignSource[]) {
    groups.forEach((group, index) => {
      for (const sign of group) for (const source of sources) for (const entry of (source[sign] ?? '').replaceAll("'", '').split(/\s+/)) if (entry !== '') this.add(entry, sign, index);
    });
  }

  /** Of each group the longest that begins here; of equally long ones the one whose beginning is spelt out furthest. */
  at(words: readonly string[], index: number, into: (SignHit | undefined)[]): void {
    into.fill(undefined);
    for (const { rest, length, sign, group } of this.beginningWith(words[index] ?? '')) {
      if ((into[group]?.length ?? 0) < length && rest.every((part, offset) => fits(part, words[index + offset + 1]))) into[group] = { sign, length };
    }
  }

  private beginningWith(word: string): readonly Entry[] {
    const before = this.known.get(word);
    if (before !== undefined) return before;
    const found = [...(this.exact.get(word) ?? [])];
    for (let length = word.length; length > 0; length--) found.push(...(this.stems.get(word.slice(0, length)) ?? []));
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(word, found);
    return found;
  }

  private add(entry: string, sign: Sign, group: number): void {
    const parts = entry.split('_');
    const [first, ...rest] = parts.map(toPart);
    if (first === undefined) return;
    const map = first.open ? this.stems : this.exact;
    map.set(first.text, [...(map.get(first.text) ?? []), { rest, length: parts.length, sign, group }]);
  }
}
