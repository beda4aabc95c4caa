import { fold, wordStem } from '@kontuar/language';

/** One word of a text as queries see it. */
export interface Word {
  /** Folded: small letters, no marks. */
  word: string;
  /** '#domlipowy' and '@domlipowy' are the word too; a query may ask for the sign. */
  sign: '' | '#' | '@';
  /** Where it stands in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** Longer texts are judged by their beginning: matching is bounded whatever comes in. */
export const READ_CHARACTERS = 20_000;
const LONGEST_WORD = 60;

/** Soft hyphens and characters of no width: put into words to get past filters, and by some editors. */
const unseen = /[\u00AD\u200B-\u200D\u2060\uFEFF\uFE0F]/gu;
const lettersAndUnseen = String.raw`[\p{L}\p{N}\p{M}_\u00AD\u200B-\u200D\u2060\uFEFF]`;
/**
 * Tags and names with their sign; signs of languages that write no spaces, one by one; pictures and flags; words. An apostrophe or a hyphen parts words,
 * so that "Apple'a" and "BMW-u" are found by the name alone.
 */
const pattern = new RegExp(
  String.raw`([#@])([\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)|([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])|(\p{Regional_Indicator}{2}|(?![©®™])\p{Extended_Pictographic})|((?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}](?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])${lettersAndUnseen})*)`, 'gu');
const isAscii = /^[\0-\x7f]*$/;

/** One spelling for one word: full-width letters, ligatures, marks and case make no difference. */
export function foldWord(raw: string): string {
  return isAscii.test(raw) ? raw.toLowerCase() : fold(raw.normalize('NFKC').replace(unseen, ''));
}

export function wordsOf(text: string): Word[] {
  const read = text.length > READ_CHARACTERS ? text.slice(0, READ_CHARACTERS) : text;
  const words: Word[] = [];
  for (const match of read.matchAll(pattern)) {
    const sign = match[1] === '#' || match[1] === '@' ? match[1] : '';
    const word = foldWord((match[2] ?? match[0]).replace(/_+$/, ''));
    if (word !== '' && word.length <= LONGEST_WORD) words.push({ word, sign, start: match.index, end: match.index + match[0].length });
  }
  return words;
}

const MOST_STEMS = 100_000;
let stems = new Map<string, string>();

/** What all Polish forms of a word share. Streams repeat their words, so stems are kept; nothing is lost when they are dropped. */
export function stemOfForms(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MOST_STEMS) stems = new Map();
  const stem = wordStem(word, 'pl');
  stems.set(word, stem);
  return stem;
}
