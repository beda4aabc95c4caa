/**
 * What LinkedIn calls its things. A comment is named by its thread and its number, `urn:li:comment:(urn:li:activity:1,2)`, and in some
 * notifications by the same without `urn:li:` inside; both are one comment, and get the longer name.
 */
const commentName = /^urn:li:comment:\((?:urn:li:)?([a-zA-Z]+):([\w-]+),([\w-]+)\)$/;
const postName = /^urn:li:(activity|share|ugcPost|groupPost|article):[\w-]+$/;

export interface CommentName { thread: string; id: string }

export function commentOf(urn: string | null | undefined): CommentName | undefined {
  const [, kind, thread, id] = commentName.exec(urn ?? '') ?? [];
  return kind === undefined || thread === undefined || id === undefined ? undefined : { thread: `urn:li:${kind}:${thread}`, id };
}

export const commentUrn = ({ thread, id }: CommentName): string => `urn:li:comment:(${thread},${id})`;

/** The one name of a comment; undefined for anything else. */
export function normalComment(urn: string | null | undefined): string | undefined {
  const named = commentOf(urn);
  return named === undefined ? undefined : commentUrn(named);
}

export const isPost = (urn: string | null | undefined): urn is string => postName.test(urn ?? '');
export const organizationUrn = (id: string): string => `urn:li:organization:${id}`;
export const publicKey = (post: string, author: string): string => `${post}:${author}`;
export const addressOf = (post: string): string => `https://www.linkedin.com/feed/update/${post}/`;

/** Within a path or a query of Rest.li, where brackets and commas have a meaning of their own. */
export function encoded(urn: string): string {
  return encodeURIComponent(urn).replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
}
