import { fold } from '../text/fold';

export interface PlainWord { /** Folded, and without what hides it: spaces between letters, letters of another alphabet, digits for letters, letters drawn out. */ word: string; start: number; end: number }

/** Letters that only look like ours. */
const lookalikes: Readonly<Record<string, string>> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', ј: 'j', к: 'k', м: 'm', т: 't', в: 'b', н: 'h', α: 'a', ο: 'o', ε: 'e', ρ: 'p', ν: 'v', ι: 'i', κ: 'k', τ: 't', υ: 'u', χ: 'x' };
const digits: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]/u;
const wordPattern = /(?<![\p{L}\p{N}])\p{L}(?:[\s._*-]{1,2}\p{L}(?![\p{L}\p{N}])){2,}|[\p{L}\p{N}@$](?:[\p{L}\p{M}\p{N}@$\u00ad\u200b-\u200f\u2060\ufeff'’]|[*!](?=[\p{L}\p{N}]))*/gu;
/** What nobody reads to its end is not read to its end here either. */
const READ = 10_000;

function plain(raw: string): string {
  let seen = raw;
  if (invisible.test(seen)) seen = seen.replace(new RegExp(invisible, 'gu'), '');
  if (!/^[\p{L}]+$/u.test(seen) && /\p{L}.*\p{L}/su.test(seen)) {
    // "k u r d e", "k.u.r.d.e": single letters that stand apart are one word.
    if (/[\s._-]/u.test(seen)) seen = seen.replace(/[\s._*-]/gu, '');
    // "5pam", "k@sa": only where letters stand beside them.
    else if (/[013457@$!]/.test(seen) && !/\d{3}/.test(seen)) seen = seen.replace(/[013457@$!]/g, (sign) => digits[sign] ?? sign);
  }
  let folded = fold(seen.normalize('NFKC'));
  if (/[a-z]/.test(folded) && /[\u0370-\u04ff]/.test(folded)) folded = folded.replace(/[\u0370-\u04ff]/g, (letter) => lookalikes[letter] ?? letter);
  return folded.replace(/(\p{L})\1{2,}/gu, '$1');
}

/** The words of a text as somebody reads them who looks through tricks, with where they stand. */
export function plainWords(text: string): PlainWord[] {
  const found: PlainWord[] = [];
  for (const match of text.slice(0, READ).matchAll(wordPattern)) {
    const word = plain(match[0]);
    const [start, end] = [match.index, match.index + match[0].length];
    if (word === '') continue;
    found.push({ word, start, end });
    // Of letters that stand apart, the first or the last may be a word of its own: "o s z u s t z was".
    if (/^\p{L}[\s._*-]/u.test(match[0]) && word.length > 3) found.push({ word: word.slice(0, -1), start, end }, { word: word.slice(1), start, end });
  }
  return found;
}
