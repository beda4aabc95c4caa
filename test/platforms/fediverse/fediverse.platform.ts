import type { ApiAnswer, ApiCall, Customer, Happened, PlatformModule, Saying, Simulated } from '../platform';
import { Violation } from '../platform';

interface Status { id: string; uri: string; url: string; created_at: string; edited_at: string | null; visibility: string; content: string; spoiler_text: string; language: string; favourites_count: number; reblogs_count: number; replies_count: number; account: { acct: string; display_name: string; followers_count: number; noindex: boolean } }

/** What a Mastodon server shows to everybody: timelines of hashtags, newest first, or right after an id; and each post by itself. */
export class FediverseSimulated implements Simulated {
  readonly statuses: Status[] = [];
  readonly accepted = [];
  readonly failures = { 'rate-limited': { status: 429, headers: { 'retry-after': '90' }, body: { error: 'Throttled' } }, forbidden: { status: 401, body: { error: 'The access token is invalid' } } };
  /** A server that shows nothing to strangers. */
  token: string | undefined;
  private made = 0;

  constructor(private readonly root: string, private readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { url: this.root };
  }

  isSend(): boolean {
    return true;
  }

  customer(name = 'ania'): Customer {
    return { id: name, name, handle: name };
  }

  say({ from, text = '' }: Saying): Happened {
    return this.toot(from.id, text);
  }

  toot(acct: string, text: string, more: Partial<Status> & { noindex?: boolean } = {}): Happened {
    this.made += 1;
    const { noindex = false, ...rest } = more;
    const id = String(115_000_000_000_000_000n + BigInt(this.made));
    const uri = `https://social.example/users/${acct}/statuses/${id}`;
    const html = text.replace(/#(\w+)/gu, (_, tag: string) => `<a href="https://social.example/tags/${tag}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`);
    this.statuses.push({ id, uri, url: uri, created_at: this.now().toISOString(), edited_at: null, visibility: 'public', content: `<p>${html}</p>`, spoiler_text: '', language: 'pl', favourites_count: 2, reblogs_count: 1, replies_count: 0, account: { acct, display_name: `Name of ${acct}`, followers_count: 321, noindex }, ...rest });
    return { externalId: uri, events: [] };
  }

  edit(externalId: string, text: string): Happened {
    const status = this.statuses.find(({ uri }) => uri === externalId);
    if (status !== undefined) Object.assign(status, { content: `<p>${text}</p>`, edited_at: this.now().toISOString() });
    return { externalId, events: [] };
  }

  remove(externalId: string): Happened {
    this.statuses.splice(this.statuses.findIndex(({ uri }) => uri === externalId), 1);
    return { externalId, events: [] };
  }

  handle(call: ApiCall): ApiAnswer {
    if (this.token !== undefined && call.headers['authorization'] !== `Bearer ${this.token}`) return this.failures.forbidden;
    const one = /^\/api\/v1\/statuses\/(\d+)$/.exec(call.path)?.[1];
    if (one !== undefined) {
      const status = this.statuses.find(({ id }) => id === one);
      return status === undefined ? { status: 404, body: { error: 'Record not found' } } : { status: 200, body: status };
    }
    const tag = /^\/api\/v1\/timelines\/tag\/([^/]+)$/.exec(call.path)?.[1];
    if (call.method !== 'GET' || tag === undefined) return { status: 404, body: { error: 'Record not found' } };
    const limit = Number(call.query['limit'] ?? 20);
    if (!(limit >= 1 && limit <= 40)) throw new Violation('limit', { status: 422, body: { error: 'limit' } });
    const { min_id: after } = call.query;
    const all = this.statuses.filter(({ content }) => content.toLowerCase().includes(`>${decodeURIComponent(tag).toLowerCase()}<`));
    const page = after === undefined ? all.slice(-limit) : all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
    return { status: 200, body: [...page].reverse() };
  }
}

export const fediversePlatform: PlatformModule<FediverseSimulated> = { id: 'fediverse', label: 'Mastodon', create: ({ root, now }) => new FediverseSimulated(root, now) };
