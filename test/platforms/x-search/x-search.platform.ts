import { z } from 'zod';
import type { ApiAnswer, ApiCall, Customer, Happened, PlatformModule, Saying, Simulated } from '../platform';
import { Violation } from '../platform';

interface Post { id: string; text: string; author: string; at: Date; history: string[]; retweetOf?: string }

const EPOCH = 1_288_834_974_657;
const asked = z.strictObject({
  query: z.string().min(1).max(512), max_results: z.coerce.number().int().min(10).max(100), since_id: z.string().regex(/^\d+$/).optional(), until_id: z.string().regex(/^\d+$/).optional(), start_time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/).optional(),
  'tweet.fields': z.string(), expansions: z.literal('author_id'), 'user.fields': z.string(),
});
const invalid = (detail: string): ApiAnswer => ({ status: 400, body: { errors: [{ message: detail }], title: 'Invalid Request', detail, type: 'https://api.twitter.com/2/problems/invalid-request' } });

/** The search of X over seven days: newest first, ten to a hundred posts for a question, and each that it gives is paid for. */
export class XSearchSimulated implements Simulated {
  readonly posts: Post[] = [];
  readonly accepted = [];
  /** How many posts were given, and so paid for. */
  given = 0;
  readonly questions: string[] = [];
  readonly failures = { 'rate-limited': { status: 429, headers: { 'x-rate-limit-reset': '9999999999' }, body: { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 } }, unauthorized: { status: 401, body: { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' } } };
  private made = 0;

  constructor(private readonly root: string, private readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { url: `${this.root}/2` };
  }

  isSend(): boolean {
    return true;
  }

  customer(name = 'ania'): Customer {
    return { id: name, name, handle: name };
  }

  say({ from, text = '' }: Saying): Happened {
    return this.tweet(from.id, text);
  }

  tweet(author: string, text: string, more: Partial<Post> = {}): Happened {
    const at = more.at ?? this.now();
    const id = String((BigInt(at.getTime() - EPOCH) << 22n) + BigInt(++this.made));
    this.posts.push({ id, text, author, at, history: [id], ...more });
    return { externalId: id, events: [] };
  }

  /** An edit is another post that names the one before. */
  edit(externalId: string, text: string): Happened {
    const at = this.posts.findIndex(({ id }) => id === externalId);
    const [before] = this.posts.splice(at, 1);
    const { externalId: id } = this.tweet(before?.author ?? '', text);
    Object.assign(this.posts.at(-1) ?? {}, { history: [...before?.history ?? [], id] });
    return { externalId, events: [] };
  }

  handle(call: ApiCall): ApiAnswer {
    if (call.headers['authorization'] !== 'Bearer sesame') return this.failures.unauthorized;
    if (call.method !== 'GET' || call.path !== '/2/tweets/search/recent') return { status: 404, body: { title: 'Not Found Error' } };
    const { data, error } = asked.safeParse(call.query);
    if (error !== undefined) throw new Violation(z.prettifyError(error), invalid('invalid parameters'));
    const week = this.now().getTime() - 7 * 24 * 3_600_000;
    for (const id of [data.since_id, data.until_id]) if (id !== undefined && Number((BigInt(id) >> 22n)) + EPOCH < week) throw new Violation('an id from before the last week', invalid(`'since_id' must be a tweet id created after`));
    if (data.start_time !== undefined && (data.since_id !== undefined || Date.parse(data.start_time) < week)) throw new Violation('start_time', invalid(`Invalid 'start_time'`));
    const words = /^\((.+)\) -is:retweet$/u.exec(data.query)?.[1];
    if (words === undefined) throw new Violation('reposts are paid for', invalid('query'));
    this.questions.push(data.query);
    const any = words.split(' OR ').map((word) => word.replaceAll('"', '').toLowerCase());
    const fits = this.posts.filter(({ id, text, at, retweetOf }) => retweetOf === undefined && at.getTime() >= week && any.some((word) => text.toLowerCase().includes(word)) && (data.since_id === undefined || BigInt(id) > BigInt(data.since_id)) && (data.until_id === undefined || BigInt(id) < BigInt(data.until_id)) && (data.start_time === undefined || at >= new Date(data.start_time)))
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
    const given = fits.slice(0, data.max_results);
    this.given += given.length;
    const meta = { result_count: given.length, ...(given[0] === undefined ? {} : { newest_id: given[0].id, oldest_id: given.at(-1)?.id }), ...(fits.length > given.length ? { next_token: 'b26v89c19zqg8o3f' } : {}) };
    if (given.length === 0) return { status: 200, body: { meta } };
    const idOf = (author: string): string => String(1_000 + [...new Set(this.posts.map((one) => one.author))].indexOf(author));
    return { status: 200, body: {
      data: given.map(({ id, text, author, at, history }) => ({ id, text: text.replaceAll('&', '&amp;'), author_id: idOf(author), created_at: at.toISOString(), lang: 'pl', edit_history_tweet_ids: history, public_metrics: { retweet_count: 2, quote_count: 1, reply_count: 3, like_count: 5, bookmark_count: 0, impression_count: 99 } })),
      includes: { users: [...new Set(given.map(({ author }) => author))].map((author) => ({ id: idOf(author), username: author, name: `Name of ${author}`, public_metrics: { followers_count: 777, following_count: 1, tweet_count: 1, listed_count: 0 } })) }, meta,
    } };
  }
}

export const xSearchPlatform: PlatformModule<XSearchSimulated> = { id: 'x-search', label: 'X', create: ({ root, now }) => new XSearchSimulated(root, now) };
