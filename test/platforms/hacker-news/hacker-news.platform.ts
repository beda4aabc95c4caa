import type { ApiAnswer, ApiCall, Customer, Happened, PlatformModule, Saying, Simulated } from '../platform';
import { Violation } from '../platform';

interface Item { objectID: string; author: string; created_at_i: number; title: string | null; story_title: string | null; story_text: string | null; comment_text: string | null; points: number | null; num_comments: number | null; _tags: string[] }

/** The search of Hacker News: newest first, at most a hundred on a page, and no more than the conditions say. */
export class HackerNewsSimulated implements Simulated {
  readonly items: Item[] = [];
  readonly accepted = [];
  readonly failures = { 'rate-limited': { status: 429, headers: { 'retry-after': '120' }, body: 'slow down' }, 'server-error': { status: 500, body: '<html>oops</html>' } };

  constructor(private readonly root: string, private readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { url: `${this.root}/api/v1` };
  }

  isSend(): boolean {
    return true;
  }

  customer(name = 'pg'): Customer {
    return { id: name, name, handle: name };
  }

  say({ from, text = '' }: Saying): Happened {
    return this.comment(from.id, text, Math.floor(this.now().getTime() / 1000));
  }

  comment(author: string, text: string, at: number): Happened {
    const objectID = String(40_000_000 + this.items.length);
    this.items.push({ objectID, author, created_at_i: at, title: null, story_title: 'Ask HN', story_text: null, comment_text: `<p>${text}</p>`, points: null, num_comments: null, _tags: ['comment', `author_${author}`] });
    return { externalId: objectID, events: [] };
  }

  handle(call: ApiCall): ApiAnswer {
    if (call.method !== 'GET' || call.path !== '/api/v1/search_by_date') return { status: 404, body: { message: 'Not Found' } };
    const size = Number(call.query['hitsPerPage']);
    if (call.query['tags'] !== '(story,comment)' || !(size >= 1 && size <= 1000)) throw new Violation('tags or hitsPerPage', { status: 400, body: { message: 'invalid parameters' } });
    const bounds = (call.query['numericFilters'] ?? '').split(',').map((one) => /^created_at_i(>=|<=)(\d+)$/.exec(one));
    if (bounds.some((one) => one === null)) throw new Violation('numericFilters', { status: 400, body: { message: 'filter' } });
    const words = (call.query['query'] ?? '').replaceAll('"', '').toLowerCase();
    const hits = this.items.filter((item) => (item.comment_text ?? item.title ?? '').toLowerCase().includes(words) && bounds.every((one) => one?.[1] === '>=' ? item.created_at_i >= Number(one[2]) : item.created_at_i <= Number(one?.[2])))
      .sort((a, b) => b.created_at_i - a.created_at_i).slice(0, size);
    return { status: 200, body: { hits, nbHits: hits.length, page: 0, hitsPerPage: size } };
  }
}

export const hackerNewsPlatform: PlatformModule<HackerNewsSimulated> = { id: 'hacker-news', label: 'Hacker News', create: ({ root, now }) => new HackerNewsSimulated(root, now) };
