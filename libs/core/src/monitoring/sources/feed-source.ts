import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readFeed, type FeedPost } from './feed';
import { unread } from './site';
import { SourceTrouble, type AskedSource } from './source';

const memory = z.object({ etag: z.string().optional().catch(undefined), modified: z.string().optional().catch(undefined),
  /** Entries of the last look: where they stand and what they are called, and under which id they are kept. */
  entries: z.array(z.tuple([z.string(), z.string()])).catch([]) });

const LEAST_SECONDS = 900;
/** What is said for a week is meant for pictures. */
const MOST_SECONDS = 6 * 3_600;

/** RSS and Atom: politely, within what the site allows, and only when there is something new. */
export const feedSource: AskedSource = {
  kind: 'feed',
  everySeconds: LEAST_SECONDS,
  async ask({ site, settings: { url = '' }, memory: kept }) {
    const known = memory.parse(kept);
    const answer = await site.read(url, { ...(known.etag === undefined ? {} : { 'If-None-Match': known.etag }), ...(known.modified === undefined ? {} : { 'If-Modified-Since': known.modified }) });
    if (answer === undefined) throw new SourceTrouble('The site does not allow this to be read by programs (robots.txt).');
    const again = restOf(answer.headers['cache-control'] ?? '');
    if (answer.status === 304) return { posts: [], memory: kept, ...again };
    if (answer.status !== 200) throw unread(answer);
    const posts = readFeed(decoded(answer.body, answer.headers['content-type'] ?? ''), url);
    if (posts.length === 0) throw new SourceTrouble('There is no RSS or Atom feed with entries at this address.');
    const { etag, 'last-modified': modified } = answer.headers;
    const { named, entries } = asNamedBefore(posts, new Map(known.entries));
    return { posts: named, memory: { entries, ...(etag === undefined ? {} : { etag }), ...(modified === undefined ? {} : { modified }) }, ...again };
  },
};

/** For so long the site itself says that nothing will be new. */
function restOf(cacheControl: string): { againSeconds: number } | Record<string, never> {
  const seconds = Math.min(Number(/\bmax-age=(\d{1,9})/i.exec(cacheControl)?.[1] ?? 0), MOST_SECONDS);
  return seconds > LEAST_SECONDS ? { againSeconds: seconds } : {};
}

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

/** By its first bytes; as UTF-8 where it makes sense so, whatever is said of it; else what the server says, and what the file says of itself. Servers say what is not so. */
function decoded(bytes: Buffer, contentType: string): string {
  const [first = 1, second = 1] = bytes;
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : second === 0 ? 'utf-16le' : first === 0 ? 'utf-16be' : undefined;
  const said = [/charset=["']?([\w-]+)/i.exec(contentType)?.[1], /^[^>]{0,200}encoding=["']([\w-]+)["']/.exec(bytes.subarray(0, 300).toString('latin1'))?.[1]].filter((label) => label !== undefined);
  for (const label of wide === undefined ? [...said.filter((one) => /^iso-2022/i.test(one)), 'utf-8', ...said] : [wide]) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // Not in these, or nobody knows them.
    }
  }
  return bytes.toString('utf8');
}
