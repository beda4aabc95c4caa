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
/** Vowel points of Hebrew and Arabic, and the stroke that only stretches a word: written in books and left out elsewhere. */
const points = /[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0640\u064B-\u065F\u0670]/gu;
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
  return isAscii.test(raw) ? raw.toLowerCase() : fold(raw.normalize('NFKC').replace(unseen, '').replace(points, ''));
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

/** What the rules for articles tear apart: names and all else in -ski, -cki, -dzki, -ska …, and names in -sz, which look like verbs ("masz") without their endings. Folded. */
const inK = /^(.{2,}?(?:[sc]|dz)k)(?:i|iego|iemu|im|ich|imi|a|iej|ie|o|e|u|iem|owi|ow|om|ami|ach)?$/;
const inC = /^(.{2,}?(?:[sc]|dz))c[ye]$/;
const inSz = /^(.{2,}?sz)(?:a|owi|em|u|e|y|ow|om|ami|ach|o|ego|emu|ym|ych|ymi|ej)?$/;
/** "Miejsce" has nothing to do with "miejski". */
const others: ReadonlySet<string> = new Set(['miejsce']);

function stemOfNames(word: string): string | undefined {
  if (others.has(word)) return undefined;
  const softened = inC.exec(word)?.[1];
  return inK.exec(word)?.[1] ?? (softened === undefined ? inSz.exec(word)?.[1] : `${softened}k`);
}

const MOST_STEMS = 100_000;
let stems = new Map<string, string>();

/** What all Polish forms of a word share. Streams repeat their words, so stems are kept; nothing is lost when they are dropped. */
export function stemOfForms(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MOST_STEMS) stems = new Map();
  const stem = stemOfNames(word) ?? wordStem(word, 'pl');
  stems.set(word, stem);
  return stem;
}
