import { QueryError, type Fact, type Sign, type Span, type Term } from './query';
import type { QueryToken } from './tokens';
import { formsOf } from './forms';
import { foldWord, wordsOf } from './words';

const LEAST_BEFORE_WILDCARD = 2;
const MOST_WILDCARDS = 3;
const names: Readonly<Record<string, Fact['of']>> = { author: 'author', from: 'author', source: 'source', lang: 'language', language: 'language', country: 'country', domain: 'domain', site: 'domain', reach: 'reach' };

/** The words of a quoted or bare text. Whatever parts words in posts parts them here: dom-lipowy is "dom lipowy". */
export function termsOf({ text, forms, quoted, start, end }: Extract<QueryToken, { kind: 'text' }>): Term[] {
  const span = { start, end };
  const terms = /[*?]/.test(text) ? [...text.matchAll(/\S+/gu)].flatMap(({ 0: piece, index }) => {
    // In a phrase the fault is with one of its words.
    const from = start + Number(forms) + Number(quoted) + index;
    return pieceTerms(piece, forms, forms ? span : { start: from, end: from + piece.length });
  }) : plainTerms(text, forms);
  if (terms.length === 0) throw new QueryError('no-letters', 'There is no letter or digit to look for here.', span);
  return terms;
}

function plainTerms(text: string, forms: boolean): Term[] {
  return wordsOf(text).map(({ word, sign, start, end }): Term => forms ? { kind: 'forms', word, ...formsOf(text.slice(start + sign.length, end)), sign } : { kind: 'word', word, sign });
}

/** Punctuation beside a wildcard parts words as it does elsewhere; the question mark at the end of a question is none. */
function pieceTerms(piece: string, forms: boolean, span: Span): Term[] {
  if (!/[*?]/.test(piece)) return plainTerms(piece, forms);
  if (forms) throw new QueryError('wildcard-forms', 'A word has either all its forms (~) or a wildcard, not both.', span);
  const sign: Sign = piece[0] === '#' || piece[0] === '@' ? piece[0] : '';
  return piece.slice(sign.length).split(/[^\p{L}\p{N}\p{M}_*?]+/u).filter((part) => part !== '').flatMap((part, index): Term[] => {
    if (!/[*?]/.test(part)) return plainTerms(part, false);
    const pattern = foldWord(part).replace(/\*+/g, '*');
    const before = pattern.slice(0, pattern.search(/[*?]/));
    if (before.length < LEAST_BEFORE_WILDCARD) throw new QueryError('short-wildcard', `At least ${LEAST_BEFORE_WILDCARD} letters have to stand before a wildcard.`, span);
    if (pattern.replace(/[^*?]/g, '').length > MOST_WILDCARDS) throw new QueryError('many-wildcards', `A word has at most ${MOST_WILDCARDS} wildcards.`, span);
    return [{ kind: 'pattern', word: before, sign: index === 0 ? sign : '', pattern }];
  });
}

const MOST_LETTERS = 300;

export function factOf({ name, value, start, end }: Extract<QueryToken, { kind: 'field' }>): Fact {
  const at = { start, end };
  const of = names[name.toLowerCase()];
  if (of === undefined) throw new QueryError('unknown-field', `There is no field "${name}". There are author, source, lang, country, domain and reach; put the text in quotation marks to look for it.`, { start, end: start + name.length });
  const plain = value.trim();
  const bad = (message: string) => new QueryError('bad-value', message, at);
  if (of === 'reach') {
    const least = /^(?:>=?)?(\d{1,12})$/.exec(plain)?.[1];
    if (least === undefined) throw bad('Reach is a number, as in reach:1000.');
    return { kind: 'fact', of, least: Number(least), at };
  }
  const kept = of === 'author' ? authorKey(plain) : of === 'domain' ? domainKey(plain) : plain.toLowerCase();
  if (kept === '') throw bad(`Say which ${of}, as in ${name}:${{ author: '@name', source: 'bluesky', language: 'pl', country: 'pl', domain: 'example.com' }[of]}.`);
  // PostgreSQL keeps no word of two thousand bytes.
  if (kept.length > MOST_LETTERS) throw bad(`No ${of} has more than ${MOST_LETTERS} characters.`);
  if ((of === 'language' || of === 'country') && !/^[a-z]{2,3}$/.test(kept)) throw bad('A language or a country is two letters, as in lang:pl.');
  return { kind: 'fact', of, value: kept, at };
}

export const authorKey = (author: string): string => foldWord(author.replace(/^@/, '').trim());
export const domainKey = (domain: string): string => domain.toLowerCase().replace(/^https?:\/\//, '').replace(/^www\./, '').replace(/[/?#].*$/s, '');
