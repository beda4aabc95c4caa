import { groups, type Sign, type SignSource } from './signs';

export interface SignHit { sign: Sign; length: number }
interface Entry { parts: readonly string[]; sign: Sign; group: number }

const fits = (part: string, word: string | undefined): boolean => word !== undefined && (part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : word === part);
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
    for (const { parts, sign, group } of this.beginningWith(words[index] ?? '')) {
      if ((into[group]?.length ?? 0) >= parts.length) continue;
      let whole = true;
      for (let offset = 1; whole && offset < parts.length; offset++) whole = fits(parts[offset] ?? '', words[index + offset]);
      if (whole) into[group] = { sign, length: parts.length };
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
    const first = parts[0] ?? '';
    const map = first.endsWith('*') ? this.stems : this.exact;
    const key = first.endsWith('*') ? first.slice(0, -1) : first;
    map.set(key, [...(map.get(key) ?? []), { parts, sign, group }]);
  }
}
