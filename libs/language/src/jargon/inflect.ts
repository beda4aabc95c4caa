import { declineAdjective, declineNoun, genderOf, type Paradigm, type Slot } from './nouns.pl';

/** Slots of English: singular and plural. */
export type AnySlot = Slot | 'one' | 'many';
export type Forms = ReadonlyMap<AnySlot, readonly string[]>;

/** Endings that say "adjective" also without looking at the noun. */
const adjective = /(ow|czn|sk|ck|aln|jn|yjn|iczn|[^aeiou]n|tn|ln|rn|bn|wn|mn|pn|dn|żn|szn|ąc)(y|i|a|e|ie)$/;

/** All forms of a trade word or a plain one; of several words the noun leads, its adjectives follow, and what comes after (a genitive, a name) stays. */
export function formsOf(term: string, language: 'pl' | 'en'): Forms {
  const words = term.trim().toLowerCase().split(/\s+/);
  return language === 'en' ? english(words) : polish(words);
}

function polish(words: readonly string[]): Forms {
  const head = words.findIndex((word) => words.length === 1 || !adjective.test(word));
  const at = head < 0 ? words.length - 1 : head;
  const noun = words[at] ?? '';
  const gender = genderOf(noun);
  const paradigms: (Paradigm | undefined)[] = words.map((word, index) => {
    if (index === at) return words.length === 1 && /(ow|czn|sk|ck|aln)(y|i)$/.test(word) ? declineAdjective(word, 'm') : declineNoun(word, gender);
    // In front of the noun, or right behind it.
    return (index < at || index === at + 1) && adjective.test(word) ? declineAdjective(word, gender) : undefined;
  });
  const lead = paradigms[at] as Paradigm;
  return new Map([...lead].map(([slot, forms]) => [slot, forms.map((form) => words.map((word, index) => (index === at ? form : (paradigms[index]?.get(slot)?.[0] ?? word))).join(' '))]));
}

function english(words: readonly string[]): Forms {
  const last = words.at(-1) ?? '';
  const plural = /(s|x|z|ch|sh)$/.test(last) ? `${last}es` : /[^aeiou]y$/.test(last) ? `${last.slice(0, -1)}ies` : /[^aeiou]o$/.test(last) ? `${last}es` : `${last}s`;
  return new Map<AnySlot, string[]>([['one', [words.join(' ')]], ['many', [[...words.slice(0, -1), plural].join(' ')]]]);
}
