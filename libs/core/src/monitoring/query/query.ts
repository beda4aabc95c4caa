/** What a monitor looks for. Made by `parse`, asked by `evaluate`, found quickly by `QueryIndex`. */
export type Query = Words | Near | Fact | { kind: 'and' | 'or'; parts: Query[]; at: Span } | { kind: 'not'; part: Query; at: Span };

/** Where it stands in the query's text, so that an error, a count or a block can point to it. */
export interface Span { start: number; end: number }

/** One word, or several in this order with nothing between them. */
export interface Words { kind: 'words'; terms: Term[]; at: Span }

/** Both within so many words of each other, in either order. */
export interface Near { kind: 'near'; within: number; left: Positional; right: Positional; at: Span }

/** What stands somewhere in a text, rather than being true of it. */
export type Positional = Words | { kind: 'or'; parts: Positional[]; at: Span };

/**
 * `word`: folded. `forms`: a word in any of its Polish forms. `pattern`: with * and ?, `word` is what stands before the first of them.
 * `sign`: only as a tag or a name.
 */
export type Term = Exact | Forms | Pattern;
export interface Exact { kind: 'word'; word: string; sign: Sign }
/** One of `forms`, whose stems are `stems`; where that is not all that is known of it, whatever has the stem `alsoStem`. */
export interface Forms { kind: 'forms'; word: string; forms: ReadonlySet<string>; stems: readonly string[]; alsoStem: string | undefined; sign: Sign }
export interface Pattern { kind: 'pattern'; word: string; sign: Sign; pattern: string }
export type Sign = '' | '#' | '@';

/** True of few posts: a query can wait at it. */
export interface RareFact { kind: 'fact'; of: 'author' | 'source' | 'domain'; value: string; at: Span }
export type Fact =
  | RareFact
  | { kind: 'fact'; of: 'language' | 'country'; value: string; at: Span }
  | { kind: 'fact'; of: 'reach'; least: number; at: Span };

export type QueryFault =
  | 'empty' | 'too-long' | 'too-many-words' | 'too-deep' | 'unclosed-quote' | 'unclosed-bracket' | 'stray-bracket' | 'missing-left' | 'missing-right' | 'near-number' | 'near-words'
  | 'short-wildcard' | 'many-wildcards' | 'wildcard-forms' | 'no-letters' | 'unknown-field' | 'bad-value' | 'only-exclusions';

/** Expected: people write queries by hand. `at` is the character to look at. */
export class QueryError extends Error {
  constructor(readonly fault: QueryFault, message: string, readonly at: Span) {
    super(message);
  }
}
