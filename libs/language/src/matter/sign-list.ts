import { Beginnings, goesOn, toPart, type Part } from '../text/beginnings';
import { groups, type Sign, type SignSource } from './signs';

export interface SignHit { sign: Sign; length: number }
interface Entry extends SignHit { rest: readonly Part[]; group: number }

/** All signs of both languages. */
export class SignList {
  private readonly beginnings = new Beginnings<Entry>();

  constructor(sources: readonly SignSource[]) {
    groups.forEach((group, index) => {
      for (const sign of group) for (const source of sources) for (const entry of (source[sign] ?? '').replaceAll("'", '').split(/\s+/)) if (entry !== '') this.add(entry, sign, index);
    });
  }

  /** Of each group the longest that begins here; of equally long ones the one whose beginning is spelt out furthest. Undefined: nothing does. */
  at(words: readonly string[], index: number): readonly (SignHit | undefined)[] | undefined {
    let hits: (SignHit | undefined)[] | undefined;
    for (const entry of this.beginnings.of(words[index] ?? '')) {
      if (entry.length > (hits?.[entry.group]?.length ?? 0) && goesOn(entry.rest, words, index)) (hits ??= groups.map(() => undefined))[entry.group] = entry;
    }
    return hits;
  }

  private add(entry: string, sign: Sign, group: number): void {
    const [first, ...rest] = entry.split('_').map(toPart);
    if (first !== undefined) this.beginnings.add(first.text, first.open, { sign, group, length: rest.length + 1, rest });
  }
}
