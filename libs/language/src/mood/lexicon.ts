import { Beginnings, goesOn, toPart, type Part } from '../text/beginnings';

export interface LexiconSource {
  /** Weight, then words. `word*`: with any ending. `a_b`: a phrase. */
  weights: readonly (readonly [number, string])[];
  negators: string;
  strengtheners: string;
  weakeners: string;
  /** What comes after them counts for more than what came before. */
  turns: string;
  /** What comes after them counts for less. */
  concessions: string;
  /** Praise that turns into its opposite where something went wrong. */
  ironies: string;
}

/** What was found at a token: its weight and how many tokens it takes. `key` is the entry itself, which corrections are learnt for. */
export interface Hit { weight: number; length: number; key: string }

const parts = ['mood', 'strengtheners', 'weakeners', 'turns', 'concessions', 'ironies'] as const;
type Role = (typeof parts)[number];
/** What begins at a word: of each list the longest phrase that fits, else the word itself, else its longest stem. */
export type Hits = Readonly<Partial<Record<Role, Hit>>>;

interface Entry extends Hit { role: Role; rest: readonly Part[] }

const LONGEST_STEM = 16;
const nothing: Hits = {};

/** The words and phrases of a language that tell a mood, all lists in one look-up. */
export class Lexicon {
  readonly negators: ReadonlySet<string>;
  private readonly beginnings = new Beginnings<Entry>();

  constructor(source: LexiconSource) {
    this.negators = new Set(source.negators.split(/\s+/));
    this.add('mood', source.weights);
    for (const role of parts) if (role !== 'mood') this.add(role, [[1, source[role]]]);
  }

  at(words: readonly string[], index: number): Hits {
    const entries = this.beginnings.of(words[index] ?? '');
    if (entries.length === 0) return nothing;
    let hits: Partial<Record<Role, Hit>> | undefined;
    for (const entry of entries) {
      if (entry.length > (hits?.[entry.role]?.length ?? 0) && goesOn(entry.rest, words, index)) (hits ??= {})[entry.role] = entry;
    }
    return hits ?? nothing;
  }

  private add(role: Role, lists: Iterable<readonly [number, string]>): void {
    // Of a word that is weighed twice the later weight holds, of a phrase the first.
    const byText = new Map<string, Entry>();
    for (const [weight, list] of lists) {
      for (const text of list.split(/\s+/)) {
        if (text === '') continue;
        const [, ...rest] = text.split('_');
        if (rest.length > 0 && byText.has(text)) continue;
        byText.set(text, { role, weight, length: rest.length + 1, key: text, rest: rest.map(toPart) });
      }
    }
    for (const entry of byText.values()) {
      const first = toPart(entry.key.split('_')[0] ?? '');
      if (!first.open || first.text.length <= LONGEST_STEM) this.beginnings.add(first.text, first.open, entry);
    }
  }
}
