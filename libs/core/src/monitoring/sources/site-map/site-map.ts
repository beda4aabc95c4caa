import { createHash } from 'node:crypto';
import type { PostSaid } from '@kontuar/contract';
import { z } from 'zod';
import { readPage } from '../page';
import { sitemapsIn } from '../robots';
import { unread, type Site } from '../site';
import { SourceTrouble, type AskedSource } from '../source';
import { readMap, unpacked, type MapEntry, type SiteMap } from './read-map';

/** A site is not a library: so many pages with each look, one after another. */
const PAGES = 10;
const PAUSE_MS = 500;
const MAPS = 5;
const QUEUE = 300;
const SEEN = 5_000;
const TRIES = 3;
/** What is older when it is first seen was there before us. */
const FRESH_MS = 3 * 24 * 3600 * 1000;

const entry = z.object({ address: z.string(), changedAt: z.string().optional(), title: z.string().optional(), publishedAt: z.string().optional(), language: z.string().optional(), tries: z.number().optional() });
const memory = z.object({
  /** By hash of an address and when it changed: read, or older than we are. */
  known: z.array(z.string()).catch([]),
  queue: z.array(entry).catch([]),
});

/** Pages that a site itself lists as new: found by its map, read within what robots.txt allows. */
export const siteMap: AskedSource = {
  kind: 'site-map',
  everySeconds: 900,
  async ask({ site, settings: { url = '' }, memory: kept, now, patience }) {
    const { known, queue } = memory.parse(kept);
    const seen = new Set(known);
    const isFirst = !('known' in kept);
    const waiting = new Map(queue.map((one) => [one.address, one]));
    const { entries, trouble } = await listed(site, url);
    const candidates = worthALook(entries, now);
    for (const one of candidates) {
      const key = keyOf(one);
      if (seen.has(key)) continue;
      seen.add(key);
      // A map without dates says nothing of what is new; what it has first is taken as known.
      if (saidAt(one) !== undefined || !isFirst) waiting.set(one.address, { address: one.address, ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) });
    }
    // What the map does not name any more need not be remembered; what could not be read now will be named again.
    const named = new Set(candidates.map(keyOf));
    const remembered = trouble === undefined ? [...seen].filter((key) => named.has(key)) : [...seen].slice(-2 * SEEN);
    const posts: PostSaid[] = [];
    const left = [...waiting.values()].slice(-QUEUE);
    for (const one of left.splice(0, PAGES)) {
      const post = await pageOf(site, one);
      if (post === LATER && (one.tries ?? 0) < TRIES) left.push({ ...one, tries: (one.tries ?? 0) + 1 });
      else if (post !== undefined && post !== LATER) posts.push(post);
      await patience(PAUSE_MS);
    }
    return { posts, memory: { known: remembered, queue: left }, ...(left.length > 0 ? { againSeconds: 30 } : {}), ...(trouble === undefined ? {} : { trouble }) };
  },
};

const keyOf = ({ address, changedAt, publishedAt }: MapEntry): string => createHash('sha256').update(`${address} ${changedAt ?? publishedAt ?? ''}`).digest('base64url').slice(0, 16);

const saidAt = ({ publishedAt, changedAt }: MapEntry): string | undefined => publishedAt ?? changedAt;

/** Of hundreds of thousands those that may be new: said within days, the newest first; and those without a date, where they are few enough to be remembered. */
function worthALook(entries: readonly MapEntry[], now: Date): MapEntry[] {
  const since = new Date(now.getTime() - FRESH_MS).toISOString();
  const fresh = entries.filter((one) => (saidAt(one) ?? '') >= since).sort((a, b) => ((saidAt(b) ?? '') < (saidAt(a) ?? '') ? -1 : 1)).slice(0, SEEN);
  const undated = entries.filter((one) => saidAt(one) === undefined);
  return [...fresh, ...(undated.length > SEEN ? [] : undated)];
}

/** The map itself, the newest of an index, or what robots.txt names when the address is a site. One that cannot be read leaves the others, and is told. */
async function listed(site: Site, url: string): Promise<{ entries: MapEntry[]; trouble: string | undefined }> {
  const { origin, pathname } = new URL(url);
  const addresses = pathname === '/' ? (await site.robotsOf(url).then(sitemapsIn)).filter((one) => new URL(one).origin === origin).slice(0, MAPS) : [url];
  if (addresses.length === 0) addresses.push(`${origin}/sitemap.xml`);
  const entries: MapEntry[] = [];
  const troubles: SourceTrouble[] = [];
  const asked = new Set<string>();
  let maps = 0;
  const read = async (address: string, depth: number): Promise<void> => {
    if (asked.size >= MAPS * 2 || asked.has(address)) return;
    asked.add(address);
    const found = await mapAt(site, address).catch((error: unknown) => {
      if (!(error instanceof SourceTrouble)) throw error;
      troubles.push(error);
    });
    if (found === undefined) return;
    maps += 1;
    for (const one of found.entries) entries.push(one);
    // An index of indexes has no end.
    if (depth > 0) return;
    for (const one of found.maps.sort((a, b) => (b.changedAt ?? '').localeCompare(a.changedAt ?? '')).slice(0, MAPS)) if (new URL(one.address).origin === new URL(address).origin) await read(one.address, depth + 1);
  };
  for (const address of addresses) await read(address, 0);
  const [trouble] = troubles;
  if (entries.length === 0 && trouble !== undefined) throw trouble;
  if (maps === 0) throw new SourceTrouble('The site does not allow this to be read by programs (robots.txt).');
  if (entries.length === 0) throw new SourceTrouble('There is no site map with pages at this address.');
  return { entries, trouble: trouble?.message };
}

/** Undefined: its owner lets no program read it. */
async function mapAt(site: Site, address: string): Promise<SiteMap | undefined> {
  const answer = await site.read(address);
  if (answer === undefined) return undefined;
  if (answer.status !== 200) throw unread(answer);
  return readMap(unpacked(answer.body), answer.url);
}

const LATER = 'later' as const;

/** Undefined: nobody may read it, or it is no page. It is not asked for again until it changes. */
async function pageOf(site: Site, { address, title, publishedAt, changedAt, language }: z.infer<typeof entry>): Promise<PostSaid | typeof LATER | undefined> {
  if (!await site.mayRead(address).catch(() => false)) return undefined;
  const answer = await site.read(address, { accept: 'text/html' }).catch(() => LATER);
  // It leads to where nobody may read.
  if (answer === undefined) return undefined;
  if (answer === LATER || answer.status >= 500 || answer.status === 429) return LATER;
  const gone = answer.status === 404 || answer.status === 410;
  const id = address.slice(0, 500);
  const author = { handle: new URL(address).hostname.replace(/^www\./, '') };
  if (gone) return { id, platform: 'web', author, deleted: true };
  if (answer.status !== 200 || !/^(text\/html|application\/xhtml)/.test(answer.headers['content-type'] ?? '')) return undefined;
  const page = readPage(answer.body.toString('utf8'), answer.url);
  if (page.hidden) return undefined;
  const said = publishedAt ?? page.publishedAt ?? changedAt;
  return { id, platform: 'web', title: (title ?? page.title).slice(0, 1_000), text: page.text === '' ? page.description : page.text, url: address, author, ...(said === undefined ? {} : { publishedAt: said }), ...(language === undefined ? {} : { language }) };
}
