import type { Exact, Pattern, Query, RareFact, Term } from './query';

/** Something that has to be in every post that a query finds. */
export type Key = Exact | Stem | Pattern | RareFact;
/** What posts are kept under, so that those that came before a query are found by it, too. */
interface Stem { kind: 'stem'; word: string; sign: Exact['sign'] }

/**
 * What every match has: all of `all`, or one of `any`. Weaker than the query, and enough to leave out nearly everything else. Undefined: there is nothing of the
 * kind, so each post would have to be tried; such queries are refused.
 */
export type Necessary = { kind: 'key'; key: Key } | { kind: 'all' | 'any'; parts: Necessary[] };

export function necessary(query: Query): Necessary | undefined {
  switch (query.kind) {
    case 'words': return joined('all', query.terms.map(ofTerm).filter((part) => part !== undefined));
    case 'near': return joined('all', [necessary(query.left), necessary(query.right)].filter((part) => part !== undefined));
    case 'and': return joined('all', query.parts.map(necessary).filter((part) => part !== undefined));
    case 'or': {
      const parts = query.parts.map(necessary);
      return parts.some((part) => part === undefined) ? undefined : joined('any', parts as Necessary[]); // none is undefined
    }
    // A language, a country or a reach alone would be half of the world.
    case 'fact': return query.of === 'author' || query.of === 'source' || query.of === 'domain' ? { kind: 'key', key: query } : undefined;
    case 'not': return undefined;
    default: return query satisfies never;
  }
}

function ofTerm(term: Term): Necessary | undefined {
  return term.kind === 'forms' ? joined('any', term.stems.map((word) => ({ kind: 'key', key: { kind: 'stem', word, sign: term.sign } }))) : { kind: 'key', key: term };
}

function joined(kind: 'all' | 'any', parts: Necessary[]): Necessary | undefined {
  return parts.length > 1 ? { kind, parts } : parts[0];
}

/** One key for each way to match, the rarest that there is: who has none of them does not match. */
export function rarest(need: Necessary, weight: (key: Key) => number): { keys: Key[]; weight: number } {
  if (need.kind === 'key') return { keys: [need.key], weight: weight(need.key) };
  const parts = need.parts.map((part) => rarest(part, weight));
  if (need.kind === 'any') return { keys: parts.flatMap(({ keys }) => keys), weight: parts.reduce((sum, part) => sum + part.weight, 0) };
  return parts.reduce((best, part) => part.weight < best.weight ? part : best);
}
