import { fold } from '../text/fold';
import { formsOf, type AnySlot, type Forms } from './inflect';

export interface GlossaryTerm { id: string; term: string; plain: string; language: 'pl' | 'en' }

export interface JargonMark {
  termId: string;
  start: number;
  end: number;
  /** The plain word in the form that fits best, then other forms that may. Written large where the trade word was. */
  replacements: string[];
}

interface Found { term: GlossaryTerm; slots: AnySlot[] }

/** Which case a word asks for that stands right before; folded. */
const governing: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(do|od|bez|dla|u|z|ze|obok|oprocz|podczas|wedlug|kolo|wobec|brak|numer|kwota|wysokosc|termin|koszt|rodzaj|braku|wysokosci|nie ma)$/, ['gen']], [/^(dzieki|przeciw|wbrew|ku)$/, ['dat']], [/^(przez|za|na|w|we|po|o|przy)$/, ['loc', 'acc']], [/^(z|ze|nad|pod|przed|miedzy|za)$/, ['inst']],
  [/^(ma|mam|maja|masz|prosze|wysylamy|wyslemy|oplacic|zaplacic|podac|ustawic|sprawdzic|zmienic|mozna|otrzyma|dostanie|wyslac|odebrac|zlozyc|zostawil|zostawi)$/, ['acc', 'gen']],
];

/** A workspace's glossary, made ready once: every form of every term, longest first. */
export class Glossary {
  private readonly byForm = new Map<string, Found[]>();
  private readonly plain = new Map<string, Forms>();
  private longest = 1;

  constructor(terms: readonly GlossaryTerm[]) {
    for (const term of terms) {
      this.plain.set(term.id, formsOf(term.plain, term.language));
      for (const [slot, forms] of formsOf(term.term, term.language)) {
        for (const form of forms) {
          const key = fold(form);
          const list = this.byForm.get(key) ?? [];
          const known = list.find((found) => found.term.id === term.id);
          if (known === undefined) list.push({ term, slots: [slot] });
          else if (!known.slots.includes(slot)) known.slots.push(slot);
          this.byForm.set(key, list);
          this.longest = Math.max(this.longest, form.split(' ').length);
        }
      }
    }
  }

  /** Trade words in the text, whatever their form, also without Polish letters. */
  marks(text: string): JargonMark[] {
    const words = [...text.matchAll(/\p{L}[\p{L}\p{M}\d'’-]*/gu)].map((match) => ({ raw: match[0], key: fold(match[0]), start: match.index, end: match.index + match[0].length }));
    const found: JargonMark[] = [];
    for (let index = 0; index < words.length; index++) {
      for (let length = Math.min(this.longest, words.length - index); length > 0; length--) {
        const run = words.slice(index, index + length);
        const hit = this.byForm.get(run.map(({ key }) => key).join(' '))?.[0];
        const [first, last] = [run[0], run.at(-1)];
        if (hit === undefined || first === undefined || last === undefined || /[^\s]/.test(between(text, run))) continue;
        found.push({ termId: hit.term.id, start: first.start, end: last.end, replacements: this.replacements(hit, words[index - 1]?.key, text.slice(first.start, last.end)) });
        index += length - 1;
        break;
      }
    }
    return found;
  }

  private replacements({ term, slots }: Found, before: string | undefined, written: string): string[] {
    const forms = this.plain.get(term.id);
    const wanted = governing.flatMap(([pattern, cases]) => (before !== undefined && pattern.test(before) ? cases : []));
    const ranked = wanted.length === 0 ? slots : [...slots].sort((a, b) => rank(a, wanted) - rank(b, wanted));
    return [...new Set(ranked.flatMap((slot) => forms?.get(slot)?.[0] ?? []))].slice(0, 3).map((form) => likeWritten(form, written));
  }
}

const rank = (slot: AnySlot, wanted: readonly string[]): number => {
  const at = wanted.indexOf(slot.slice(3));
  return at < 0 ? wanted.length : at;
};

const between = (text: string, run: readonly { start: number; end: number }[]): string => run.slice(1).map(({ start }, index) => text.slice(run[index]?.end ?? start, start)).join('');

function likeWritten(form: string, written: string): string {
  if (written.length > 1 && written === written.toUpperCase()) return form.toUpperCase();
  return written[0] !== undefined && written[0] !== written[0].toLowerCase() ? form.slice(0, 1).toUpperCase() + form.slice(1) : form;
}
