import type { PostSaid } from '@kontuar/contract';
import { z } from 'zod';
import { plain } from '../plain';
import type { Asked, AskedSource } from '../source';

const standard = 'https://hn.algolia.com/api/v1';
const PAGE = 100;
const CALLS = 20;
const FIRST_SECONDS = 7 * 24 * 3600;
/** The index of the search is late at times, and what was edited shows only there: so far back is looked again each time. */
const OVERLAP_SECONDS = 900;

const text = z.string().nullish().transform((value) => (value ?? '').slice(0, 40_000).toWellFormed());
const count = z.number().int().min(0).nullish().catch(null).transform((value) => value ?? 0);
const hit = z.object({ objectID: z.string().regex(/^\d{1,20}$/), author: text, created_at_i: z.number().int().min(0).max(9_999_999_999), title: text, story_title: text, story_text: text, comment_text: text, points: count, num_comments: count });
/** One hit that nobody understands does not take its neighbours along; how many there were decides whether there is more. */
const found = z.object({ hits: z.array(z.unknown()).max(PAGE) });
const memory = z.object({
  /** By search term: all until this second was read. */
  since: z.record(z.string(), z.number()).catch({}),
  /** A search that had more than one look takes: read down to `until`, what came after `newest` is for the next time. */
  walks: z.record(z.string(), z.object({ until: z.number(), newest: z.number() })).catch({}),
});

/** Stories and comments, by the search that Hacker News itself uses: free, without an account. */
export const hackerNews: AskedSource = {
  kind: 'hacker-news',
  everySeconds: 300,
  async ask({ site, settings: { terms = [], url = standard }, memory: kept, now }): Promise<Asked> {
    const { since, walks } = memory.parse(kept);
    // What is not asked for any more is forgotten.
    const next: z.infer<typeof memory> = { since: {}, walks: {} };
    const posts: PostSaid[] = [];
    const seconds = Math.floor(now.getTime() / 1000);
    let left = CALLS;
    let more = false;
    for (const term of terms) {
      const from = (since[term] ?? seconds - FIRST_SECONDS);
      let { until, newest } = walks[term] ?? { until: undefined, newest: from };
      let isDone = false;
      while (!isDone && left > 0) {
        left -= 1;
        const query = new URLSearchParams({ query: `"${term.replaceAll('"', ' ')}"`, advancedSyntax: 'true', tags: '(story,comment)', hitsPerPage: String(PAGE), numericFilters: [`created_at_i>=${from - OVERLAP_SECONDS}`, ...(until === undefined ? [] : [`created_at_i<=${until}`])].join(',') });
        const { hits } = await site.json(`${url}/search_by_date?${query.toString()}`, found);
        const read = hits.flatMap((one) => hit.safeParse(one).data ?? []);
        posts.push(...read.map(postOf));
        // A clock that is ahead would make deaf for what comes until then.
        newest = Math.max(newest, ...read.map((one) => Math.min(seconds, one.created_at_i)));
        const oldest = Math.min(...read.map((one) => one.created_at_i));
        isDone = hits.length < PAGE || read.length === 0;
        // A hundred in one second would be the same hundred again.
        until = until === oldest ? oldest - 1 : oldest;
      }
      if (isDone) next.since[term] = newest;
      else {
        more = true;
        if (since[term] !== undefined) next.since[term] = since[term];
        if (until !== undefined) next.walks[term] = { until, newest };
      }
    }
    return { posts, memory: next, ...(more ? { againSeconds: 0 } : {}) };
  },
};

function postOf(one: z.infer<typeof hit>): PostSaid {
  return {
    id: one.objectID, platform: 'hacker-news', title: plain(one.title).slice(0, 1_000), text: plain(one.comment_text || one.story_text).slice(0, 20_000), url: `https://news.ycombinator.com/item?id=${one.objectID}`,
    author: { handle: one.author.slice(0, 200) }, publishedAt: new Date(one.created_at_i * 1000).toISOString(), likes: one.points, replies: one.num_comments,
  };
}
