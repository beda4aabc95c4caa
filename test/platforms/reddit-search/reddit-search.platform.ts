import { z } from 'zod';
import type { ApiAnswer, ApiCall, Customer, Happened, PlatformModule, Saying, Simulated } from '../platform';
import { Violation } from '../platform';

interface Link { name: string; author: string; title: string; selftext: string; created_utc: number; edited: false | number; removed_by_category: string | null }

const search = z.strictObject({ q: z.string().min(1).max(512), sort: z.literal('new'), type: z.literal('link'), t: z.string(), limit: z.coerce.number().int().min(1).max(100), raw_json: z.literal('1'), after: z.string().optional() });
const info = z.strictObject({ id: z.string().regex(/^t3_[a-z0-9]+(,t3_[a-z0-9]+){0,99}$/), raw_json: z.literal('1') });
const wrong: ApiAnswer = { status: 400, body: { message: 'Bad Request', error: 400 } };

/** Reddit's search, for an application that was let in. */
export class RedditSearchSimulated implements Simulated {
  readonly links: Link[] = [];
  readonly accepted = [];
  readonly failures = { 'rate-limited': { status: 429, headers: { 'x-ratelimit-used': '100', 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '240' }, body: { message: 'Too Many Requests', error: 429 } } };

  constructor(private readonly root: string, private readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { url: this.root, apiUrl: this.root };
  }

  isSend(): boolean {
    return true;
  }

  customer(name = 'ania'): Customer {
    return { id: name, name, handle: name };
  }

  say({ from, text = '' }: Saying): Happened {
    return this.submit(from.id, text, Math.floor(this.now().getTime() / 1000));
  }

  submit(author: string, title: string, at: number): Happened {
    const name = `t3_${(1_000_000 + this.links.length).toString(36)}`;
    this.links.push({ name, author, title, selftext: `About: ${title} & more`, created_utc: at, edited: false, removed_by_category: null });
    return { externalId: name, events: [] };
  }

  edit(externalId: string, text: string): Happened {
    Object.assign(this.get(externalId), { selftext: text, edited: Math.floor(this.now().getTime() / 1000) });
    return { externalId, events: [] };
  }

  /** It stays, without its author and its words; the search does not find it any more. */
  remove(externalId: string): Happened {
    Object.assign(this.get(externalId), { author: '[deleted]', selftext: '[deleted]' });
    return { externalId, events: [] };
  }

  handle(call: ApiCall): ApiAnswer {
    if (!/^\S+:\S+:\S+ \(by \/u\/\S+\)$/.test(call.headers['user-agent'] ?? '')) throw new Violation('Reddit wants to know which program asks', this.failures['rate-limited']);
    if (call.path === '/api/v1/access_token') {
      if (call.method !== 'POST' || JSON.stringify(call.parsed) !== '{"grant_type":"client_credentials"}') throw new Violation('grant', wrong);
      return call.headers['authorization'] === `Basic ${Buffer.from('shop:sesame').toString('base64')}` ? { status: 200, body: { access_token: 'granted', token_type: 'bearer', expires_in: 86_400, scope: '*' } } : { status: 401, body: { message: 'Unauthorized', error: 401 } };
    }
    if (call.headers['authorization'] !== 'Bearer granted') return { status: 401, body: { message: 'Unauthorized', error: 401 } };
    if (call.path === '/search') return this.given(search, call, ({ q, limit, after }) => {
      const any = q.split(' OR ').map((word) => word.replaceAll('"', '').toLowerCase());
      const fits = this.links.filter(({ author, title }) => author !== '[deleted]' && any.some((word) => title.toLowerCase().includes(word))).sort((a, b) => b.created_utc - a.created_utc);
      const from = after === undefined ? 0 : fits.findIndex(({ name }) => name === after) + 1;
      const page = fits.slice(from, from + limit);
      return listing(page, from + limit < fits.length ? page.at(-1)?.name ?? null : null);
    });
    if (call.path === '/api/info') return this.given(info, call, ({ id }) => listing(this.links.filter(({ name }) => id.split(',').includes(name)), null));
    return { status: 404, body: { message: 'Not Found', error: 404 } };
  }

  private get(externalId: string): Link {
    const found = this.links.find(({ name }) => name === externalId);
    if (found === undefined) throw new Error(`no post ${externalId}`);
    return found;
  }

  private given<T extends z.ZodType>(shape: T, { query }: ApiCall, answer: (asked: z.infer<T>) => ApiAnswer): ApiAnswer {
    const { data, error } = shape.safeParse(query);
    if (error !== undefined) throw new Violation(z.prettifyError(error), wrong);
    return answer(data);
  }
}

const listing = (links: readonly Link[], after: string | null): ApiAnswer => ({ status: 200, body: { kind: 'Listing', data: { after, dist: links.length, children: links.map((data) => ({ kind: 't3', data: { ...data, id: data.name.slice(3), subreddit: 'Meble', permalink: `/r/Meble/comments/${data.name.slice(3)}/x/`, score: 12, num_comments: 4, over_18: false } })) } } });

export const redditSearchPlatform: PlatformModule<RedditSearchSimulated> = { id: 'reddit-search', label: 'Reddit', create: ({ root, now }) => new RedditSearchSimulated(root, now) };
