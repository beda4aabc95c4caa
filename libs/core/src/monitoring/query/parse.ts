import { QueryError, type Positional, type Query, type Span } from './query';
import { necessary } from './necessary';
import { factOf, termsOf } from './terms';
import { queryTokens, type QueryToken } from './tokens';

export const QUERY_CHARACTERS = 4_000;
const MOST_TERMS = 200;
const MOST_DEPTH = 30;

/**
 * A query from its text: words side by side or AND, OR, NOT or -, "phrases", NEAR/n, wildcards * and ?, ~ for all Polish forms, author: source: lang: country: domain: reach:, brackets.
 * NOT binds closest, then NEAR, then AND, then OR. Throws a QueryError.
 */
export function parseQuery(text: string): Query {
  const whole = { start: 0, end: text.length };
  if (text.trim() === '') throw new QueryError('empty', 'Say what to look for.', whole);
  if (text.length > QUERY_CHARACTERS) throw new QueryError('too-long', `A query has at most ${QUERY_CHARACTERS} characters.`, { start: QUERY_CHARACTERS, end: text.length });
  const query = new Parser(queryTokens(text), text.length).query();
  if (necessary(query) === undefined) throw new QueryError('only-exclusions', 'Nearly everything would be found: a word, an author, a source or a site has to be there, whatever else may not.', query.at);
  return query;
}

class Parser {
  private next = 0;
  private depth = 0;
  private terms = 0;

  constructor(private readonly tokens: readonly QueryToken[], private readonly length: number) {}

  query(): Query {
    const query = this.or();
    const left = this.tokens[this.next];
    if (left !== undefined) throw new QueryError('stray-bracket', 'This bracket was never opened.', spanOf(left));
    return query;
  }

  private or(): Query {
    return this.joined('or', () => this.and());
  }

  private and(): Query {
    return this.joined('and', () => this.near());
  }

  private joined(kind: 'and' | 'or', part: () => Query): Query {
    const parts = [part()];
    for (;;) {
      const token = this.peek();
      const begins = token !== undefined && (token.kind === 'text' || token.kind === 'field' || token.kind === 'not' || token.kind === '(');
      if (token?.kind === kind) this.next += 1;
      else if (!(kind === 'and' && begins)) break;
      parts.push(part());
    }
    const [first] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined || parts.length === 1) return first as Query; // one was pushed
    return { kind, parts: parts.flatMap((each) => each.kind === kind ? each.parts : [each]), at: { start: first.at.start, end: last.at.end } };
  }

  private near(): Query {
    let left = this.not();
    for (;;) {
      const token = this.peek();
      if (token?.kind !== 'near') return left;
      this.next += 1;
      const right = this.not();
      left = { kind: 'near', within: token.within, left: positional(left), right: positional(right), at: { start: left.at.start, end: right.at.end } };
    }
  }

  private not(): Query {
    const token = this.peek();
    if (token?.kind !== 'not') return this.one();
    this.next += 1;
    const part = this.deeper(token, () => this.not());
    // Twice not is yes.
    return part.kind === 'not' ? part.part : { kind: 'not', part, at: { start: token.start, end: part.at.end } };
  }

  private one(): Query {
    const token = this.peek();
    if (token === undefined || token.kind === ')') {
      const before = this.tokens[this.next - 1];
      if (token?.kind === ')' && before === undefined) throw new QueryError('stray-bracket', 'This bracket was never opened.', spanOf(token));
      throw new QueryError('missing-right', 'Something has to follow here.', before === undefined ? { start: this.length, end: this.length } : spanOf(before));
    }
    this.next += 1;
    if (token.kind === '(') return this.bracket(token);
    if (token.kind === 'text') {
      const terms = termsOf(token);
      this.count(terms.length, token);
      return { kind: 'words', terms, at: spanOf(token) };
    }
    if (token.kind === 'field') {
      this.count(1, token);
      return factOf(token);
    }
    throw new QueryError('missing-left', 'Something has to stand before this.', spanOf(token));
  }

  private bracket(open: QueryToken): Query {
    const query = this.deeper(open, () => this.or());
    if (this.peek()?.kind !== ')') throw new QueryError('unclosed-bracket', 'This bracket is never closed.', spanOf(open));
    const end = this.tokens[this.next]?.end ?? this.length;
    this.next += 1;
    // Brackets belong to what they hold, unless it is joined with its like around it: then nobody asks where it stands.
    return { ...query, at: { start: open.start, end } };
  }

  private deeper<T>(token: QueryToken, read: () => T): T {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) throw new QueryError('too-deep', `Brackets and exclusions go at most ${MOST_DEPTH} deep.`, spanOf(token));
    const value = read();
    this.depth -= 1;
    return value;
  }

  private count(terms: number, token: QueryToken): void {
    this.terms += terms;
    if (this.terms > MOST_TERMS) throw new QueryError('too-many-words', `A query has at most ${MOST_TERMS} words.`, spanOf(token));
  }

  private peek(): QueryToken | undefined {
    return this.tokens[this.next];
  }
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });

/** Only what stands somewhere can be near to something. */
function positional(query: Query): Positional {
  if (query.kind === 'words') return query;
  if (query.kind === 'or') return { kind: 'or', parts: query.parts.map(positional), at: query.at };
  throw new QueryError('near-words', 'NEAR stands between words, phrases or alternatives of them.', query.at);
}
