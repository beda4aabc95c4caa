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

interface Phrase { parts: readonly string[]; weight: number; key: string }
interface Slot { weight: number | undefined; phrases: Phrase[] }

const fits = (part: string, word: string | undefined) => word !== undefined && (part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : word === part);
const LONGEST_STEM = 16;
const MOST_KNOWN = 5_000;

/** Words and phrases, found at a position of a text in a few look-ups. */
export class WordList {
  private readonly exact = new Map<string, Slot>();
  private readonly stems = new Map<string, Slot>();
  private readonly known = new Map<string, readonly { slot: Slot; key: string }[]>();
  private shortest = LONGEST_STEM;

  constructor(entries: Iterable<readonly [number, string]>) {
    for (const [weight, list] of entries) for (const entry of list.split(/\s+/)) if (entry !== '') this.add(entry, weight);
    for (const map of [this.exact, this.stems]) for (const slot of map.values()) slot.phrases.sort((a, b) => b.parts.length - a.parts.length);
  }

  /** The longest phrase that begins here, else the word, else its longest stem. */
  at(words: readonly string[], index: number): Hit | undefined {
    const word = words[index] ?? '';
    let found: Hit | undefined;
    const look = (slot: Slot, key: string) => {
      for (const phrase of slot.phrases) {
        if (phrase.parts.length > (found?.length ?? 0) && phrase.parts.every((part, offset) => fits(part, words[index + offset]))) {
          found = { weight: phrase.weight, length: phrase.parts.length, key: phrase.key };
          break;
        }
      }
      if (found === undefined && slot.weight !== undefined) found = { weight: slot.weight, length: 1, key };
    };
    for (const { slot, key } of this.beginningWith(word)) look(slot, key);
    return found;
  }

  /** Looked up once: customers use the same few thousand words. */
  private beginningWith(word: string): readonly { slot: Slot; key: string }[] {
    const before = this.known.get(word);
    if (before !== undefined) return before;
    const slots: { slot: Slot; key: string }[] = [];
    const exact = this.exact.get(word);
    if (exact !== undefined) slots.push({ slot: exact, key: word });
    for (let length = Math.min(word.length, LONGEST_STEM); length >= this.shortest; length--) {
      const stem = word.slice(0, length);
      const slot = this.stems.get(stem);
      if (slot !== undefined) slots.push({ slot, key: `${stem}*` });
    }
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(word, slots);
    return slots;
  }

  private add(entry: string, weight: number): void {
    const parts = entry.split('_');
    const first = parts[0] ?? '';
    const isStem = first.endsWith('*');
    const key = isStem ? first.slice(0, -1) : first;
    const map = isStem ? this.stems : this.exact;
    if (isStem) this.shortest = Math.min(this.shortest, key.length);
    const slot = map.get(key) ?? { weight: undefined, phrases: [] };
    if (parts.length === 1) slot.weight = weight;
    else slot.phrases.push({ parts, weight, key: entry });
    map.set(key, slot);
  }
}

export interface Lexicon { mood: WordList; negators: ReadonlySet<string>; strengtheners: WordList; weakeners: WordList; turns: WordList; concessions: WordList; ironies: WordList }

export function toLexicon(source: LexiconSource): Lexicon {
  const list = (words: string) => new WordList([[1, words]]);
  return {
    mood: new WordList(source.weights), negators: new Set(source.negators.split(/\s+/)), strengtheners: list(source.strengtheners), weakeners: list(source.weakeners),
    turns: list(source.turns), concessions: list(source.concessions), ironies: list(source.ironies),
  };
}
