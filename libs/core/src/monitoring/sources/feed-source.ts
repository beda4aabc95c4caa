import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readFeed, type FeedPost } from './feed';
import { SourceTrouble, type AskedSource } from './source';

const memory = z.object({ etag: z.string().optional().catch(undefined), modified: z.string().optional().catch(undefined),
  /** Entries of the last look: where they stand and what they are called, and under which id they are kept. */
  entries: z.array(z.tuple([z.string(), z.string()])).catch([]) });

/** RSS and Atom: politely, within what the site allows, and only when there is something new. */
export const feedSource: AskedSource = {
  kind: 'feed',
  everySeconds: 600,
  async ask({ site, settings: { url = '' }, memory: kept }) {
    if (!await site.mayRead(url)) throw new SourceTrouble('The site does not allow this to be read by programs (robots.txt).');
    const known = memory.parse(kept);
    const answer = await site.get(url, { ...(known.etag === undefined ? {} : { 'If-None-Match': known.etag }), ...(known.modified === undefined ? {} : { 'If-Modified-Since': known.modified }) });
    if (answer.status === 304) return { posts: [], memory: kept };
    if (answer.status !== 200) throw new SourceTrouble(`The site answered ${answer.status}.`);
    const posts = readFeed(decoded(answer.body, answer.headers['content-type'] ?? ''), url);
    if (posts.length === 0) throw new SourceTrouble('There is no RSS or Atom feed with entries at this address.');
    const { etag, 'last-modified': modified } = answer.headers;
    const { named, entries } = asNamedBefore(posts, new Map(known.entries));
    return { posts: named, memory: { entries, ...(etag === undefined ? {} : { etag }), ...(modified === undefined ? {} : { modified }) } };
  },
};

/** Some feeds give each entry another id each time: what stands at the same place under the same title is the same. */
function asNamedBefore(posts: readonly FeedPost[], before: ReadonlyMap<string, string>): { named: FeedPost[]; entries: [string, string][] } {
  const said = new Set(posts.map(({ id }) => id));
  const entries = new Map<string, string>();
  const named = posts.map((post) => {
    const key = createHash('sha256').update(`${post.url ?? ''}\n${post.title}`).digest('base64url').slice(0, 22);
    const known = before.get(key);
    // An id that is still said belongs to whoever says it; and two of one name within one look are two.
    const id = known === undefined || entries.has(key) || said.has(known) ? post.id : known;
    if (!entries.has(key)) entries.set(key, id);
    return id === post.id ? post : { ...post, id };
  });
  return { named, entries: [...entries] };
}

/** By what the server says, else what the file says of itself, else UTF-8. */
function decoded(bytes: Buffer, contentType: string): string {
  const label = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /^[^>]{0,200}encoding=["']([\w-]+)["']/.exec(bytes.subarray(0, 300).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
