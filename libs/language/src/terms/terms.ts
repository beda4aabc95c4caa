import { stemOf } from '../articles/stem';
import { plainWords } from './plain-words';
import { wordForms } from './word-forms';

export interface TermHit { /** As the list has it. */ term: string; /** As the text has it. */ said: string; start: number; end: number }

interface TermWord { forms: ReadonlySet<string>; stems: ReadonlySet<string> }
interface Term { term: string; words: readonly TermWord[] }

/** Below that many letters a word is taken in its own forms alone: too much else begins like it. */
const STEMMED = 5;
/** Endings make a word longer by that much at most; what is longer is another word. */
const LONGER = 5;
const vowel = /[aeiouy]/;

function stemsOf(word: string): string[] {
  return word.length < STEMMED ? [] : [...new Set([`pl ${stemOf(word, 'pl')}`, `en ${stemOf(word, 'en')}`])].filter((stem) => stem.length - 3 >= 4 && vowel.test(stem.slice(3)));
}

/** A word in quotes is meant as it stands. */
function read(term: string): Term {
  const exact = /^["“„].*["”]$/u.test(term.trim());
  const words = plainWords(term).map(({ word, start, end }) => {
    if (exact || word.length < 3) return { forms: new Set([word]), stems: new Set<string>() };
    // As it is written: endings go by letters with their marks.
    const written = term.slice(start, end).toLowerCase();
    return { forms: new Set([word, ...wordForms(written)]), stems: new Set(stemsOf(word)) };
  });
  return { term, words };
}

/** Words and phrases that are looked for in whatever form they stand, as whole words: never as a part of another word. Made once, asked often. */
export class Terms {
  private readonly byForm = new Map<string, Term[]>();
  private readonly byStem = new Map<string, Term[]>();
  private readonly known = new Map<string, readonly string[]>();

  constructor(terms: readonly string[]) {
    for (const term of terms.map(read)) {
      const [first] = term.words;
      if (first === undefined) continue;
      for (const form of first.forms) put(this.byForm, form, term);
      for (const stem of first.stems) put(this.byStem, stem, term);
    }
  }

  /** Each term once, where it stands first. */
  hits(text: string): TermHit[] {
    const words = plainWords(text);
    const found = new Map<string, TermHit>();
    for (const [at, { word }] of words.entries()) {
      const begun = [...(this.byForm.get(word) ?? []), ...this.stems(word).flatMap((stem) => this.byStem.get(stem) ?? [])];
      for (const { term, words: parts } of begun) {
        const run = words.slice(at, at + parts.length);
        const [head, last] = [run[0], run.at(-1)];
        if (found.has(term) || head === undefined || last === undefined || run.length < parts.length) continue;
        if (!parts.every((part, index) => this.is(part, run[index]?.word ?? ''))) continue;
        found.set(term, { term, said: text.slice(head.start, last.end), start: head.start, end: last.end });
      }
    }
    return [...found.values()];
  }

  private is({ forms, stems }: TermWord, word: string): boolean {
    if (forms.has(word)) return true;
    const [own] = forms;
    return own !== undefined && Math.abs(word.length - own.length) <= LONGER && word.slice(0, 3) === own.slice(0, 3) && this.stems(word).some((stem) => stems.has(stem));
  }

  private stems(word: string): readonly string[] {
    if (this.byStem.size === 0) return [];
    let stems = this.known.get(word);
    if (stems === undefined) {
      stems = stemsOf(word);
      if (this.known.size > 5000) this.known.clear();
      this.known.set(word, stems);
    }
    return stems;
  }
}

function put(map: Map<string, Term[]>, key: string, term: Term): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [term]);
  else if (!list.includes(term)) list.push(term);
}
