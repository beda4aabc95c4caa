import { hits } from '../query/evaluate';
import { parseQuery } from '../query/parse';
import type { Query, Span } from '../query/query';
import { readPost } from './incoming';
import type { PostRow } from './post.view';

type Shown = Pick<PostRow, 'platform' | 'author' | 'author_name' | 'url' | 'language' | 'country' | 'text'>;

/** The words by which it was found, where they stand in its text; not those of its title. */
export const marksIn = (query: Query, row: Shown): Span[] => hits(query, readPost({ ...row, title: '', reach: null }));

/** Undefined: a query of an older version that is none any more. */
export function queryOrNothing(text: string): Query | undefined {
  try {
    return parseQuery(text);
  } catch {
    return undefined;
  }
}
