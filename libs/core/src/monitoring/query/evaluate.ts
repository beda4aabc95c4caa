import type { Fact, Forms, Pattern, Positional, Query, Span, Term } from './query';
import { authorKey, domainKey } from './terms';
import { stemOfForms, wordsOf, type Word } from './words';

/** What a query can ask about a post. */
export interface PostFacts { text: string; author?: string | null; authorName?: string | null; source?: string | null; language?: string | null; country?: string | null; url?: string | null; reach?: number | null }

/** A post read once, for any number of queries. */
export class ReadPost {
  readonly words: readonly Word[];
  private readonly places = new Map<string, number[]>();
  private stemPlaces: Map<string, number[]> | undefined;
  readonly authors: readonly string[];
  readonly domain: string;

  constructor(readonly facts: PostFacts) {
    this.words = wordsOf(facts.text);
    this.words.forEach(({ word }, at) => { put(this.places, word, at); });
    this.authors = [facts.author, facts.authorName].flatMap((author) => author == null || author === '' ? [] : [authorKey(author)]);
    this.domain = facts.url == null ? '' : domainKey(facts.url);
  }

  /** Different words, each once. */
  distinct(): IterableIterator<string> {
    return this.places.keys();
  }

  placesOf(word: string): readonly number[] {
    return this.places.get(word) ?? [];
  }

  stems(): ReadonlyMap<string, readonly number[]> {
    if (this.stemPlaces === undefined) {
      this.stemPlaces = new Map();
      for (const [word, places] of this.places) for (const at of places) put(this.stemPlaces, stemOfForms(word), at);
    }
    return this.stemPlaces;
  }

  /** Its domain and those above it: shop.example.com, example.com, com. */
  *domains(): Generator<string> {
    for (let rest = this.domain; rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '') yield rest;
  }
}

function put(places: Map<string, number[]>, word: string, at: number): void {
  const known = places.get(word);
  if (known === undefined) places.set(word, [at]);
  else known.push(at);
}

export function matches(query: Query, post: ReadPost): boolean {
  switch (query.kind) {
    case 'words': return query.terms.length === 1 ? isThere(query.terms[0] as Term, post) : ranges(query, post).length > 0; // length is 1
    case 'near': return nearRanges(query, post).length > 0;
    case 'and': return query.parts.every((part) => matches(part, post));
    case 'or': return query.parts.some((part) => matches(part, post));
    case 'not': return !matches(query.part, post);
    case 'fact': return holds(query, post);
    default: return query satisfies never;
  }
}

/** The words by which a query found a post, for marks in its text; nothing for what it excludes. */
export function hits(query: Query, post: ReadPost): Span[] {
  const found = new Map<number, Range>();
  const look = (part: Query): void => {
    if (part.kind === 'and' || part.kind === 'or') part.parts.forEach(look);
    else if (part.kind === 'words') for (const range of ranges(part, post)) found.set(range.first, range);
    else if (part.kind === 'near') for (const range of nearRanges(part, post)) found.set(range.first, range);
  };
  look(query);
  const spans: Span[] = [];
  for (const { first, last } of [...found.values()].sort((a, b) => a.first - b.first)) {
    const [from, to] = [post.words[first], post.words[last]];
    if (from === undefined || to === undefined) continue;
    const before = spans.at(-1);
    if (before !== undefined && from.start < before.end) before.end = Math.max(before.end, to.end);
    else spans.push({ start: from.start, end: to.end });
  }
  return spans;
}

/** Places of words, the last included. */
interface Range { first: number; last: number }

function ranges(query: Positional, post: ReadPost): Range[] {
  if (query.kind === 'or') return query.parts.flatMap((part) => ranges(part, post));
  const [first, ...rest] = query.terms;
  if (first === undefined) return [];
  let starts = placesOf(first, post);
  for (const [index, term] of rest.entries()) {
    if (starts.length === 0) return [];
    starts = starts.filter((at) => isAt(term, at + index + 1, post));
  }
  return starts.map((at) => ({ first: at, last: at + rest.length }));
}

/** In linear time after sorting: for each on the left only the closest on either side matters. */
function nearRanges({ within, left, right }: Extract<Query, { kind: 'near' }>, post: ReadPost): Range[] {
  const lefts = ranges(left, post);
  if (lefts.length === 0) return [];
  const rights = ranges(right, post);
  const found: Range[] = [];
  const pairs = (before: Range[], after: Range[]): void => {
    const ends = [...before].sort((a, b) => a.last - b.last);
    const starts = [...after].sort((a, b) => a.first - b.first);
    let next = 0;
    for (const one of ends) {
      while (next < starts.length && (starts[next] as Range).first <= one.last) next += 1; // next is below the length
      const other = starts[next];
      if (other !== undefined && other.first - one.last <= within) found.push(one, other);
    }
  };
  pairs(lefts, rights);
  pairs(rights, lefts);
  return found;
}

function isThere(term: Term, post: ReadPost): boolean {
  return placesOf(term, post).length > 0;
}

function placesOf(term: Term, post: ReadPost): readonly number[] {
  const places = term.kind === 'word' ? post.placesOf(term.word) : term.kind === 'forms' ? formPlaces(term, post) : patternPlaces(term, post);
  return term.sign === '' ? places : places.filter((at) => post.words[at]?.sign === term.sign);
}

function formPlaces(term: Forms, post: ReadPost): number[] {
  return term.stems.flatMap((stem) => {
    const places = post.stems().get(stem);
    return places === undefined ? [] : stem === term.alsoStem ? [...places] : places.filter((at) => term.forms.has(post.words[at]?.word ?? ''));
  });
}

function patternPlaces(term: Pattern, post: ReadPost): number[] {
  const places: number[] = [];
  for (const word of post.distinct()) if (fits(term, word)) places.push(...post.placesOf(word));
  return places.sort((a, b) => a - b);
}

function isAt(term: Term, at: number, post: ReadPost): boolean {
  const found = post.words[at];
  if (found === undefined || (term.sign !== '' && term.sign !== found.sign)) return false;
  if (term.kind === 'word') return found.word === term.word;
  return term.kind === 'forms' ? term.forms.has(found.word) || stemOfForms(found.word) === term.alsoStem : fits(term, found.word);
}

const expressions = new WeakMap<Term, RegExp>();

/** Patterns have at most three wildcards and words sixty letters: no word can hold it up. */
function fits(term: Pattern, word: string): boolean {
  if (!word.startsWith(term.word)) return false;
  let expression = expressions.get(term);
  if (expression === undefined) {
    expression = new RegExp(`^${term.pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'su');
    expressions.set(term, expression);
  }
  return expression.test(word);
}

function holds(fact: Fact, post: ReadPost): boolean {
  const { facts } = post;
  switch (fact.of) {
    case 'author': return post.authors.includes(fact.value);
    case 'source': return facts.source === fact.value;
    case 'language': return facts.language === fact.value;
    case 'country': return facts.country?.toLowerCase() === fact.value;
    case 'domain': return post.domain === fact.value || post.domain.endsWith(`.${fact.value}`);
    // What nobody knows is not below a limit for sure, but nobody asked for the unknown.
    case 'reach': return facts.reach != null && facts.reach >= fact.least;
    default: return fact satisfies never;
  }
}
