import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ApiAnswer, ApiCall, Customer, Happened, PlatformEvent, PlatformModule, Saying, Simulated } from '../platform';

interface Frame { did: string; time_us: number; kind: string; commit?: object; account?: object }

/** Jetstream: everything that happens on Bluesky as JSON over a WebSocket, again from a cursor; and the door at which names are asked for. */
export class JetstreamSimulated implements Simulated {
  readonly accepted = [];
  readonly failures = { 'rate-limited': { status: 429, body: { error: 'RateLimitExceeded' } } };
  /** All that was ever told, as the real one keeps some days of it. */
  readonly told: Frame[] = [];
  /** The cursor that each listener asked for. */
  readonly cursors: (string | null)[] = [];
  private readonly listeners = new Set<WebSocket>();
  private readonly server = new WebSocketServer({ noServer: true });
  private lastUs = 0;

  constructor(private readonly root: string, private readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { url: `${this.root.replace('http', 'ws')}/subscribe`, apiUrl: this.root };
  }

  isSend(): boolean {
    return true;
  }

  customer(name = 'ania'): Customer {
    return { id: `did:plc:${name.toLowerCase()}`, name, handle: `${name.toLowerCase()}.bsky.social` };
  }

  say({ from, text = '' }: Saying): Happened {
    return this.commit(from, 'create', { text });
  }

  edit(externalId: string, text: string): Happened {
    return this.commit({ id: externalId.split('/')[2] ?? '', name: '' }, 'update', { text, rkey: externalId.split('/').at(-1) ?? '' });
  }

  remove(externalId: string): Happened {
    return this.commit({ id: externalId.split('/')[2] ?? '', name: '' }, 'delete', { rkey: externalId.split('/').at(-1) ?? '' });
  }

  leave(from: Customer, status = 'deleted'): Happened {
    return { externalId: from.id, events: [{ payload: { did: from.id, time_us: this.stamp(), kind: 'account', account: { active: false, did: from.id, seq: 1, status } } }] };
  }

  private commit(from: Customer, operation: string, { text, rkey = `3k${this.told.length}${this.lastUs % 100_000}` }: { text?: string; rkey?: string }): Happened {
    const record = text === undefined ? {} : { record: { $type: 'app.bsky.feed.post', text, langs: ['pl'], createdAt: this.now().toISOString() } };
    return { externalId: `at://${from.id}/app.bsky.feed.post/${rkey}`, events: [{ payload: { did: from.id, time_us: this.stamp(), kind: 'commit', commit: { rev: 'r', operation, collection: 'app.bsky.feed.post', rkey, ...record } } }] };
  }

  push(events: PlatformEvent[]): void {
    for (const { payload } of events) {
      this.told.push(payload as Frame);
      for (const listener of this.listeners) listener.send(JSON.stringify(payload));
    }
  }

  /** As it came over the wire, whatever it is. */
  blurt(raw: string): void {
    for (const listener of this.listeners) listener.send(raw);
  }

  /** Everybody is thrown out. */
  cut(): void {
    for (const listener of this.listeners) listener.terminate();
  }

  get heardBy(): number {
    return this.listeners.size;
  }

  upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(raw.url ?? '/', this.root);
    if (pathname !== '/subscribe' || searchParams.get('wantedCollections') !== 'app.bsky.feed.post') {
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(raw, socket, head, (listener) => {
      const cursor = searchParams.get('cursor');
      this.cursors.push(cursor);
      if (cursor !== null) for (const frame of this.told) if (frame.time_us >= Number(cursor)) listener.send(JSON.stringify(frame));
      this.listeners.add(listener);
      listener.on('close', () => this.listeners.delete(listener));
    });
  }

  handle(call: ApiCall): ApiAnswer {
    if (call.path !== '/xrpc/app.bsky.actor.getProfiles') return { status: 404, body: { error: 'XRPCNotSupported' } };
    const actors = call.search.getAll('actors');
    if (actors.length === 0 || actors.length > 25) return { status: 400, body: { error: 'InvalidRequest' } };
    return { status: 200, body: { profiles: actors.map((did) => ({ did, handle: `${did.split(':').at(-1)}.bsky.social`, displayName: `Name of ${did.split(':').at(-1)}`, followersCount: 1200 })) } };
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private stamp(): number {
    this.lastUs = Math.max(this.lastUs + 1, this.now().getTime() * 1000);
    return this.lastUs;
  }
}

export const jetstreamPlatform: PlatformModule<JetstreamSimulated> = { id: 'jetstream', label: 'Bluesky', create: ({ root, now }) => new JetstreamSimulated(root, now) };
