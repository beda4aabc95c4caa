import { fold } from '../text/fold';
import { emptyWords } from '../text/alike';
import { firstNames } from './first-names';
import { placeAt } from './places';
import { ofAnything } from './stop-words';

export interface Named { kind: 'person' | 'place' | 'name'; name: string }

const READ = 4_000;
const MOST = 10;
const pieces = /(https?:\/\/\S+|www\.\S+|[@#][\p{L}\p{N}_]+)|(\p{L}[\p{L}\p{M}\p{N}]*(?:['’-]\p{L}+)*)|([.!?…\n:"„”“()[\]•–—])|([,;/|]|\d+)/gu;
const isCapital = (raw: string): boolean => /^\p{Lu}/u.test(raw);
/** "KLIENCI": loud, not named. Short ones are abbreviations of firms and offices. */
const isLoud = (raw: string): boolean => raw.length > 5 && raw === raw.toUpperCase();
/** "Annie", "Annę", "Annom" and "Anna" are one name. */
const isFirstName = (folded: string): boolean => firstNames.has(folded) || [1, 2, 3].some((cut) => folded.length - cut >= 2 && firstNames.has(folded.slice(0, -cut)) && /^(a|e|i|y|o|u|em|owi|ie|om|ami|ach|iem|zie)$/.test(folded.slice(-cut)));

interface Word { raw: string; folded: string; begins: boolean }

/** Who and what a text names, by its capitals: people (a first name and another one), places that are known, and other names. What begins a sentence has its capital for nothing. */
export function namesIn(text: string): Named[] {
  const runs: Word[][] = [[]];
  let begins = true;
  for (const [raw, skipped, word, mark] of text.slice(0, READ).matchAll(pieces)) {
    if (word !== undefined) {
      runs.at(-1)?.push({ raw, folded: fold(raw), begins });
      begins = false;
    } else {
      runs.push([]);
      if (mark !== undefined) begins = true;
      else if (skipped !== undefined) begins = false;
    }
  }
  // Who shouts all of it names nothing.
  const words = runs.flat();
  if (words.length > 2 && words.filter(({ raw }) => raw.length > 1 && raw === raw.toUpperCase()).length > words.length * 0.5) return [];
  const found = new Map<string, Named>();
  const add = (named: Named) => { if (found.size < MOST) found.set(`${named.kind} ${fold(named.name)}`, named); };
  for (const run of runs) {
    const folded = run.map((word) => word.folded);
    for (let at = 0; at < run.length; at += 1) {
      const word = run[at] as Word; // within its length
      if (!isCapital(word.raw) || isLoud(word.raw)) continue;
      const place = placeAt(folded, at);
      if (place !== undefined) {
        add({ kind: 'place', name: place.name });
        at += place.length - 1;
        continue;
      }
      let end = at + 1;
      while (end < run.length && isCapital(run[end]?.raw ?? '') && !isLoud(run[end]?.raw ?? '') && placeAt(folded, end) === undefined) end += 1;
      const name = run.slice(at, end).map(({ raw }) => raw).join(' ');
      if (end - at > 1 && end - at < 4 && isFirstName(word.folded)) add({ kind: 'person', name });
      else if ((!word.begins || end - at > 1) && word.folded.length > 2 && !emptyWords.has(word.folded) && !ofAnything.has(word.folded) && !isFirstName(word.folded)) add({ kind: 'name', name });
      at = end - 1;
    }
  }
  return [...found.values()];
}
