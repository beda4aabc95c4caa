import type { PostSaid } from '@kontuar/contract';
import { z } from 'zod';
import { anyOf, quoted } from '../any-of';
import { decoded } from '../plain';
import { usedUp, type Asked, type AskedSource } from '../source';

const standard = 'https://api.x.com/2';
/** X gives no fewer than ten and no more than a hundred posts for a question. */
const LEAST = 10;
const MOST = 100;
const CALLS = 20;
const FIRST_MS = 24 * 3_600_000;
/** The search knows the last seven days, and refuses an id from before. */
const REACHES_MS = 7 * 24 * 3_600_000 - 10 * 60_000;
/** X's questions have 512 characters at most; `-is:retweet` and brackets are among them. */
const QUESTION = 480;
const EPOCH = 1_288_834_974_657n;
/** Clocks differ. */
const AHEAD_MS = 3_600_000;

const id = z.string().regex(/^\d{1,20}$/);
const count = z.number().int().min(0).nullish().catch(null);
const text = z.string().nullish().catch(null).transform((value) => (value ?? '').slice(0, 30_000).toWellFormed());
const post = z.object({
  id, text, created_at: z.iso.datetime({ offset: true }), author_id: id, lang: text, edit_history_tweet_ids: z.array(id).nullish().catch(null), note_tweet: z.object({ text }).nullish().catch(null),
  public_metrics: z.object({ retweet_count: count, quote_count: count, reply_count: count, like_count: count }).catch({ retweet_count: null, quote_count: null, reply_count: null, like_count: null }),
});
type Post = z.infer<typeof post>;
const user = z.object({ id, username: text, name: text, public_metrics: z.object({ followers_count: count }).nullish().catch(null) });
/** X leaves `data` out where nothing was found. */
const page = z.object({ data: z.array(z.unknown()).max(MOST).default([]), includes: z.object({ users: z.array(z.unknown()).catch([]) }).catch({ users: [] }), meta: z.object({ result_count: z.number().int().min(0), next_token: z.string().optional() }) });
const memory = z.object({
  /** By question: all up to this post was read. */
  since: z.record(z.string(), id).catch({}),
  /** A question that found more than was read: down to `until`, and what came after `newest` is for the next time. */
  walks: z.record(z.string(), z.object({ until: id, newest: id })).catch({}),
});

/** Public posts of the last days. X takes money for each post that is read, so each is reckoned before it is asked for, and reposts are not asked for at all. */
export const x: AskedSource = {
  kind: 'x',
  everySeconds: 300,
  metered: { unit: 'post', per: 'month', usual: 1_000, period: (now) => now.toISOString().slice(0, 7) },
  async ask({ site, settings: { terms = [], url = standard }, token = '', memory: kept, now, purse }): Promise<Asked> {
    const { since, walks } = memory.parse(kept);
    const next: z.infer<typeof memory> = { since: {}, walks: {} };
    const posts: PostSaid[] = [];
    let left = CALLS;
    let isShort = false;
    let more = false;
    for (const words of anyOf(terms, { or: ' OR ', length: QUESTION, word: worded })) {
      const question = `(${words}) -is:retweet`;
      const from = since[question];
      const walk = walks[question];
      // What lies further back than the search reaches is lost to us.
      let { until, newest }: { until: string | undefined; newest: string } = walk !== undefined && timeOf(walk.until) > now.getTime() - REACHES_MS ? walk : { until: undefined, newest: walk?.newest ?? from ?? '0' };
      let isDone = false;
      while (!isDone && left > 0 && !isShort) {
        const granted = await purse.take(MOST, LEAST);
        if (granted === 0) { isShort = true; break; }
        left -= 1;
        const query = new URLSearchParams({
          query: question, max_results: String(granted), 'tweet.fields': 'author_id,created_at,edit_history_tweet_ids,lang,note_tweet,public_metrics', expansions: 'author_id', 'user.fields': 'name,public_metrics,username',
          ...beginning(from, now), ...(until === undefined ? {} : { until_id: until }),
        });
        const said = await site.json(`${url}/tweets/search/recent?${query.toString()}`, page, { authorization: `Bearer ${token}` });
        await purse.giveBack(granted - Math.min(granted, Math.max(said.meta.result_count, said.data.length)));
        const people = new Map(said.includes.users.flatMap((one) => { const read = user.safeParse(one).data; return read === undefined ? [] : [[read.id, read] as const]; }));
        const read = said.data.flatMap((one) => post.safeParse(one).data ?? []);
        posts.push(...read.map((one) => postOf(one, people.get(one.author_id))));
        const ids = read.map((one) => one.id).sort(byId);
        // An id from days to come would make deaf for what comes until then.
        newest = [newest, ...ids.filter((one) => timeOf(one) <= now.getTime() + AHEAD_MS)].sort(byId).at(-1) ?? newest;
        isDone = said.meta.next_token === undefined || ids.length === 0;
        until = ids[0] ?? until;
      }
      if (isDone) next.since[question] = newest;
      else {
        if (from !== undefined) next.since[question] = from;
        if (until !== undefined) next.walks[question] = { until, newest };
        more ||= !isShort;
      }
    }
    for (const [question, from] of Object.entries(next.since)) if (from === '0') next.since[question] = idAt(now.getTime() - FIRST_MS);
    return { posts, memory: next, ...(isShort ? { trouble: usedUp, againSeconds: 3_600 } : more ? { againSeconds: 0 } : {}) };
  },
};

/** Tags, names and single words stand for themselves; everything else is a phrase. */
const worded = (term: string): string => (/^[#@][\p{L}\p{N}_]+$/u.test(term) ? term : quoted(term));

const byId = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
/** In front of each id stand the milliseconds since X's own beginning. */
const timeOf = (post: string): number => Number((BigInt(post) >> 22n) + EPOCH);
const idAt = (ms: number): string => String((BigInt(ms) - EPOCH) << 22n);

function beginning(from: string | undefined, now: Date): { since_id: string } | { start_time: string } {
  const oldest = now.getTime() - REACHES_MS;
  if (from !== undefined && timeOf(from) > oldest) return { since_id: from };
  return { start_time: new Date(from === undefined ? now.getTime() - FIRST_MS : oldest).toISOString().replace(/\.\d{3}Z$/, 'Z') };
}

/** An edit is a post with another id; the first of them names all. */
function postOf(one: Post, by: z.infer<typeof user> | undefined): PostSaid {
  const [first = one.id, ...later] = one.edit_history_tweet_ids ?? [];
  const { retweet_count: retweets, quote_count: quotes, like_count: likes, reply_count: replies } = one.public_metrics;
  const language = /^[a-z]{2}$/.exec(one.lang)?.[0];
  const followers = by?.public_metrics?.followers_count;
  return {
    id: first, platform: 'x', text: decoded(one.note_tweet?.text || one.text).slice(0, 20_000), url: `https://x.com/${by?.username || 'i'}/status/${one.id}`,
    author: { handle: (by?.username || one.author_id).slice(0, 200), name: (by?.name ?? '').slice(0, 200), ...(followers == null ? {} : { followers }) },
    publishedAt: new Date(timeOf(first)).toISOString(), ...(later.length === 0 ? {} : { editedAt: one.created_at }), ...(language === undefined ? {} : { language }),
    likes: likes ?? 0, shares: (retweets ?? 0) + (quotes ?? 0), replies: replies ?? 0,
  };
}
