import type { Agent } from 'node:http';
import WebSocket from 'ws';
import { z } from 'zod';
import type { MastodonContext } from './mastodon.client';
import type { ServerFacts } from './mastodon.settings';

export interface StreamEvent { event: string; payload: unknown }

/** An open stream: what came since it was last asked, or [] after so long without anything. */
export interface StreamLine {
  next(withinMs: number): Promise<StreamEvent[]>;
  /** Why it ended. */
  readonly broken: Error | undefined;
  close(): void;
}

const pingEveryMs = 30_000;
const frameBytes = 4 * 1024 * 1024;
const frame = z.object({ event: z.string(), payload: z.unknown().optional() });

/** Undefined when this server offers none, or a proxy in between lets none through: then it is asked instead. */
export async function openStream(ctx: MastodonContext, facts: ServerFacts, signal: AbortSignal): Promise<StreamLine | undefined> {
  const address = streamAddress(ctx, facts);
  if (address === undefined || !(await reachable(ctx, address))) return undefined;
  // The agents of our HTTP client refuse to connect to addresses of our own network; their guard holds for this connection too.
  const agent: unknown = address.protocol === 'wss:' ? ctx.http.defaults.httpsAgent : ctx.http.defaults.httpAgent;
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${ctx.settings.accessToken}` },
    ...(agent === undefined ? {} : { agent: agent as Agent }), // axios keeps it untyped
    handshakeTimeout: 15_000, maxPayload: frameBytes, followRedirects: false,
  });
  const line = new Line(socket, signal);
  return (await line.opened) ? line : undefined;
}

function streamAddress(ctx: MastodonContext, { streaming }: ServerFacts): URL | undefined {
  const given = streaming === '' ? ctx.settings.server.replace(/^http/, 'ws') : streaming.replace(/^http/, 'ws');
  if (!URL.canParse(`${given.replace(/\/+$/, '')}/api/v1/streaming`)) return undefined;
  const address = new URL(`${given.replace(/\/+$/, '')}/api/v1/streaming`);
  // The token travels along: never in the clear where the server itself is asked under encryption.
  const secure = ctx.settings.server.startsWith('https:');
  if (address.protocol !== 'wss:' && (secure || address.protocol !== 'ws:')) return undefined;
  address.search = '?stream=user';
  return address;
}

/** Over the client that checks addresses, names and numbers alike, before the socket goes the same way. */
async function reachable(ctx: MastodonContext, address: URL): Promise<boolean> {
  const health = new URL('/api/v1/streaming/health', address.href.replace(/^ws/, 'http'));
  try {
    await ctx.http.request({ method: 'GET', url: health.href, timeout: 10_000, maxRedirects: 0, validateStatus: () => true, responseType: 'text', maxContentLength: 100_000 });
    return true;
  } catch {
    return false;
  }
}

class Line implements StreamLine {
  readonly opened: Promise<boolean>;
  broken: Error | undefined;
  private waiting: StreamEvent[] = [];
  private wake: (() => void) | undefined;
  private alive = true;
  private readonly beat: NodeJS.Timeout;

  constructor(private readonly socket: WebSocket, private readonly signal: AbortSignal) {
    this.opened = new Promise((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    socket.on('message', (data: Buffer) => this.hear(data.toString('utf8')));
    // Its words could repeat the request, and so the token.
    socket.on('error', () => this.end('the connection failed'));
    socket.on('close', (code) => this.end(`closed with ${code}`));
    socket.on('pong', () => (this.alive = true));
    this.beat = setInterval(() => this.check(), pingEveryMs);
    signal.addEventListener('abort', this.stop, { once: true });
  }

  async next(withinMs: number): Promise<StreamEvent[]> {
    if (this.waiting.length === 0 && this.broken === undefined && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
      this.wake = undefined;
    }
    return this.waiting.splice(0);
  }

  close(): void {
    clearInterval(this.beat);
    this.signal.removeEventListener('abort', this.stop);
    this.socket.removeAllListeners('message');
    this.socket.terminate();
  }

  private readonly stop = (): void => {
    this.close();
    this.wake?.();
  };

  private hear(text: string): void {
    this.alive = true;
    const read = frame.safeParse(parsed(text)).data;
    if (read === undefined) return;
    // The payload of an event is JSON within JSON; of a deletion, a bare id that must not become a number.
    const payload = typeof read.payload === 'string' && read.event !== 'delete' ? parsed(read.payload) : read.payload;
    this.waiting.push({ event: read.event, payload });
    this.wake?.();
  }

  private end(why: string): void {
    clearInterval(this.beat);
    this.broken ??= new Error(why);
    this.wake?.();
  }

  /** A connection that a router forgot looks open for hours. */
  private check(): void {
    if (!this.alive) {
      this.socket.terminate();
      return;
    }
    this.alive = false;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
