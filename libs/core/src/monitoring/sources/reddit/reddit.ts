import type { PostSaid } from '@kontuar/contract';
import { z } from 'zod';
import { anyOf } from '../any-of';
import { readAs, refused, type Site } from '../site';
import { SourceTrouble, type Asked, type AskedSource } from '../source';

const standard = 'https://oauth.reddit.com';
const signIn = 'https://www.reddit.com';
/** Reddit turns away who does not say which program asks. */
const AGENT = 'server:kontuar-listening:1.0 (by /u/kontuar)';
const PAGE = 100;
const PAGES = 10;
const FIRST_SECONDS = 7 * 24 * 3600;
/** The search learns of a post late. */
const OVERLAP_SECONDS = 3_600;
/** What was found in the last two days is looked at again with each look: edits and deletions are told by nobody. */
const REMEMBERED_SECONDS = 48 * 3600;
const REMEMBERED = 200;

const fullname = z.string().regex(/^t3_[a-z0-9]{1,12}$/);
const text = z.string().nullish().catch(null).transform((value) => (value ?? '').slice(0, 40_000).toWellFormed());
const count = z.number().int().nullish().catch(null).transform((value) => Math.max(0, value ?? 0));
const secondsSaid = z.number().min(0).max(9_999_999_999);
const link = z.object({
  kind: z.literal('t3'),
  data: z.object({ name: fullname, author: text, title: text, selftext: text, subreddit: text, permalink: text, created_utc: secondsSaid, edited: z.union([z.boolean(), secondsSaid]).catch(false), score: count, num_comments: count, removed_by_category: text, over_18: z.boolean().catch(false) }),
});
type Link = z.infer<typeof link>['data'];
const listing = z.object({ data: z.object({ children: z.array(z.unknown()).max(PAGE), after: z.string().nullish().catch(null) }) });
const granted = z.object({ access_token: z.string().min(1) });
const memory = z.object({ since: z.number().optional().catch(undefined), heard: z.array(z.object({ name: fullname, at: z.number() })).catch([]) });

/** Posts by Reddit's own search, for an application that Reddit let in. */
export const reddit: AskedSource = {
  kind: 'reddit',
  everySeconds: 300,
  async ask({ site, settings: { terms = [], url = standard, apiUrl = signIn }, token = '', memory: kept, now }): Promise<Asked> {
    const known = memory.parse(kept);
    const headers = { authorization: `Bearer ${await signedIn(site, apiUrl, token)}`, 'user-agent': AGENT };
    const seconds = Math.floor(now.getTime() / 1000);
    const from = (known.since ?? seconds - FIRST_SECONDS) - OVERLAP_SECONDS;
    const found = new Map<string, Link>();
    for (const question of anyOf(terms, { or: ' OR ', length: 500 })) {
      let after: string | null | undefined;
      for (let pages = 0; pages < PAGES; pages += 1) {
        const query = new URLSearchParams({ q: question, sort: 'new', type: 'link', t: 'month', limit: String(PAGE), raw_json: '1', ...(after == null ? {} : { after }) });
        const { data } = await site.json(`${url}/search?${query.toString()}`, listing, headers);
        const read = data.children.flatMap((one) => link.safeParse(one).data?.data ?? []);
        for (const one of read) if (one.created_utc >= from) found.set(one.name, one);
        after = data.after;
        if (after == null || read.some((one) => one.created_utc < from)) break;
      }
    }
    const again = known.heard.filter(({ name, at }) => seconds - at < REMEMBERED_SECONDS && !found.has(name)).slice(-REMEMBERED);
    const seen = await lookAgain(site, url, headers, again.map(({ name }) => name));
    const links = [...found.values(), ...seen.values()];
    const gone = [...links.filter(isGone).map(({ name }) => name), ...again.filter(({ name }) => !seen.has(name)).map(({ name }) => name)];
    const there = new Set(links.filter((one) => !isGone(one)).map(({ name }) => name));
    return {
      posts: [...links.filter(({ name }) => there.has(name)).map(postOf), ...gone.map((id): PostSaid => ({ id, platform: 'reddit', deleted: true }))],
      memory: { since: Math.max(known.since ?? 0, seconds - FIRST_SECONDS, ...[...found.values()].map((one) => Math.min(seconds, one.created_utc))), heard: [...again.filter(({ name }) => there.has(name)), ...[...found.keys()].filter((name) => there.has(name)).map((name) => ({ name, at: seconds }))].slice(-REMEMBERED) },
    };
  },
};

const isGone = ({ author, selftext, removed_by_category: removed }: Link): boolean => author === '[deleted]' || selftext === '[deleted]' || selftext === '[removed]' || removed !== '';

/** "client id:client secret" of an application; what it gets holds for an hour, and is asked for with each look. */
async function signedIn(site: Site, server: string, token: string): Promise<string> {
  if (!/^[^:\s]+:\S+$/.test(token)) throw new SourceTrouble('Reddit wants the ID of an application and its secret, with a colon between them.');
  const answer = await site.post(`${server}/api/v1/access_token`, { grant_type: 'client_credentials' }, { authorization: `Basic ${Buffer.from(token).toString('base64')}`, 'user-agent': AGENT });
  if (answer.status !== 200) throw refused(answer);
  return readAs(answer, granted).access_token;
}

async function lookAgain(site: Site, url: string, headers: Record<string, string>, names: readonly string[]): Promise<Map<string, Link>> {
  const seen = new Map<string, Link>();
  for (let at = 0; at < names.length; at += PAGE) {
    const { data } = await site.json(`${url}/api/info?${new URLSearchParams({ id: names.slice(at, at + PAGE).join(','), raw_json: '1' }).toString()}`, listing, headers);
    for (const one of data.children) {
      const read = link.safeParse(one).data?.data;
      if (read !== undefined) seen.set(read.name, read);
    }
  }
  return seen;
}

function postOf(one: Link): PostSaid {
  return {
    id: one.name, platform: 'reddit', title: one.title.slice(0, 1_000), text: one.selftext.slice(0, 20_000), url: one.permalink.startsWith('/') ? `https://www.reddit.com${one.permalink}` : `https://www.reddit.com/r/${encodeURIComponent(one.subreddit)}`,
    author: { handle: one.author.slice(0, 200) }, publishedAt: new Date(one.created_utc * 1000).toISOString(), ...(typeof one.edited === 'number' ? { editedAt: new Date(one.edited * 1000).toISOString() } : {}), likes: one.score, replies: one.num_comments,
  };
}
