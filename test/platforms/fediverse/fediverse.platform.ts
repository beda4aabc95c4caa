import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ApiAnswer, ApiCall, Customer, Happened, PlatformModule, Saying, Simulated } from '../platform';
import { Violation } from '../platform';

interface Status { id: string; uri: string; url: string; created_at: string; edited_at: string | null; visibility: string; content: string; spoiler_text: string; language: string; favourites_count: number; reblogs_count: number; replies_count: number; account: { acct: string; display_name: string; followers_count: number; noindex: boolean } }

/** What a Mastodon server shows to everybody: timelines of hashtags, newest first, or right after an id; and each post by itself. To who shows a token it tells of hashtags as well. */
export class FediverseSimulated implements Simulated {
  readonly statuses: Status[] = [];
  readonly accepted = [];
  readonly failures = { 'rate-limited': { status: 429, headers: { 'retry-after': '90' }, body: { error: 'Throttled' } }, forbidden: { status: 401, body: { error: 'The access token is invalid' } } };
  /** A server that shows nothing to strangers. */
  token: string | undefined;
  private made = 0;
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly listeners = new Map<WebSocket, Set<string>>();

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

  /** Who listens, and to which hashtags. */
  get heardBy(): string[][] {
    return [...this.listeners.values()].map((tags) => [...tags]);
  }

  /** Everybody is thrown out. */
  cut(): void {
    for (const listener of this.listeners.keys()) listener.terminate();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname } = new URL(raw.url ?? '/', this.root);
    // Streaming is for those who are signed in, also where timelines are for everybody.
    if (pathname !== '/api/v1/streaming' || this.token === undefined || raw.headers.authorization !== `Bearer ${this.token}`) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(raw, socket, head, (listener) => {
      this.listeners.set(listener, new Set());
      listener.on('message', (data: Buffer) => {
        const { type, stream, tag } = JSON.parse(data.toString('utf8')) as { type?: string; stream?: string; tag?: string }; // what is not so fails the test
        if (type !== 'subscribe' || stream !== 'hashtag' || tag === undefined) throw new Error(`a Mastodon server does not know ${data.toString('utf8')}`);
        this.listeners.get(listener)?.add(tag.toLowerCase());
      });
      listener.on('close', () => this.listeners.delete(listener));
    });
  }

  /** To who listens to one of its hashtags; a deletion to everybody. */
  private tell(event: 'update' | 'status.update' | 'delete', status: Status): void {
    for (const [listener, tags] of this.listeners) {
      const tag = [...tags].find((one) => status.content.toLowerCase().includes(`>${one}<`));
      if (tag !== undefined) listener.send(JSON.stringify({ stream: ['hashtag', tag], event, payload: event === 'delete' ? status.id : JSON.stringify(status) }));
    }
  }

  toot(acct: string, text: string, more: Partial<Status> & { noindex?: boolean } = {}): Happened {
    this.made += 1;
    const { noindex = false, ...rest } = more;
    const id = String(115_000_000_000_000_000n + BigInt(this.made));
    const uri = `https://social.example/users/${acct}/statuses/${id}`;
    this.statuses.push({ id, uri, url: uri, created_at: this.now().toISOString(), edited_at: null, visibility: 'public', content: `<p>${linked(text)}</p>`, spoiler_text: '', language: 'pl', favourites_count: 2, reblogs_count: 1, replies_count: 0, account: { acct, display_name: `Name of ${acct}`, followers_count: 321, noindex }, ...rest });
    const [status] = this.statuses.slice(-1);
    if (status !== undefined) this.tell('update', status);
    return { externalId: uri, events: [] };
  }

  edit(externalId: string, text: string): Happened {
    const status = this.statuses.find(({ uri }) => uri === externalId);
    if (status !== undefined) this.tell('status.update', Object.assign(status, { content: `<p>${linked(text)}</p>`, edited_at: this.now().toISOString() }));
    return { externalId, events: [] };
  }

  remove(externalId: string): Happened {
    const [gone] = this.statuses.splice(this.statuses.findIndex(({ uri }) => uri === externalId), 1);
    if (gone !== undefined) this.tell('delete', gone);
    return { externalId, events: [] };
  }

  handle(call: ApiCall): ApiAnswer {
    if (this.token !== undefined && call.headers['authorization'] !== `Bearer ${this.token}`) return this.failures.forbidden;
    if (call.path === '/api/v2/instance') return { status: 200, body: { domain: 'social.example', configuration: { urls: { streaming: this.root.replace('http', 'ws') } } } };
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

const linked = (text: string): string => text.replace(/#(\w+)/gu, (_, tag: string) => `<a href="https://social.example/tags/${tag}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`);

export const fediversePlatform: PlatformModule<FediverseSimulated> = { id: 'fediverse', label: 'Mastodon', create: ({ root, now }) => new FediverseSimulated(root, now) };
