import type { Agent } from 'node:http';
import WebSocket from 'ws';
import { ConnectorError } from '../contract';
import { callDiscord, type DiscordContext } from './discord.client';
import { closedError } from './discord.errors';
import { frame, gatewayBot, hello } from './discord.payloads';
import { intentsOf } from './discord.settings';

export interface Dispatch { type: string; data: unknown }
/** What a broken connection needs to go on exactly where it was. */
export interface Session { id: string; url: string; seq: number }
/** How a connection ended: to go on with its session, to begin a new one, or for good. */
export type Ending = { how: 'resume' } | { how: 'identify' } | { how: 'failed'; error: ConnectorError };

/** A guild with all its channels is one frame. */
const frameBytes = 32 * 1024 * 1024;
const helloWithinMs = 15_000;
/** Any other number than 1000 and 1001 leaves the session alive. */
const comingBack = 4_000;

export async function openGateway(ctx: DiscordContext, session: Session | undefined, signal: AbortSignal): Promise<Gateway> {
  let url = session?.url;
  if (url === undefined) {
    const { url: told, session_start_limit: limit } = await callDiscord(ctx, 'GET', '/gateway/bot', { result: gatewayBot });
    if (limit.remaining <= 0) throw new ConnectorError('unavailable', 'The bot connected too often today; Discord lets it in again later', { reason: 'rate-limited', retryAfterMs: limit.reset_after });
    url = told;
  }
  const address = gatewayAddress(ctx, url);
  // The agents of our HTTP client refuse to connect to addresses of our own network; their guard holds for this connection too.
  const agent: unknown = address.protocol === 'wss:' ? ctx.http.defaults.httpsAgent : ctx.http.defaults.httpAgent;
  const socket = new WebSocket(address, {
    ...(agent === undefined ? {} : { agent: agent as Agent }), // axios keeps it untyped
    handshakeTimeout: 15_000, maxPayload: frameBytes, followRedirects: false,
  });
  const gateway = new Gateway(socket, { token: ctx.settings.botToken, intents: intentsOf(ctx.settings), session, signal });
  await gateway.greeted;
  return gateway;
}

/** The token is the first thing that we say there, so it is said to Discord alone. */
function gatewayAddress({ settings }: DiscordContext, told: string): URL {
  const own = new URL(settings.apiUrl);
  const address = URL.canParse(told) ? new URL(told) : undefined;
  const known = address !== undefined && (address.hostname === own.hostname || /(^|\.)discord\.(gg|com|media)$/.test(address.hostname));
  if (!known || (address.protocol !== 'wss:' && own.protocol !== 'http:')) throw new ConnectorError('unavailable', 'What answered was not Discord: its gateway lies elsewhere', { reason: 'wrong-address' });
  address.search = '?v=10&encoding=json';
  return address;
}

interface Opening { token: string; intents: number; session: Session | undefined; signal: AbortSignal }

/** One connection: greets, identifies or resumes, beats, and hands over what comes. */
export class Gateway {
  readonly greeted: Promise<void>;
  /** The last number that was handed over. */
  seq: number | undefined;
  ending: Ending | undefined;
  private waiting: { dispatch: Dispatch; seq: number | undefined }[] = [];
  private heard: number | undefined;
  private wake: (() => void) | undefined;
  private beat: NodeJS.Timeout | undefined;
  private answered = true;
  private greet: () => void = () => undefined;

  constructor(private readonly socket: WebSocket, private readonly opening: Opening) {
    this.heard = opening.session?.seq;
    this.seq = opening.session?.seq;
    this.greeted = new Promise((resolve, reject) => {
      const late = setTimeout(() => { this.end({ how: 'resume' }); }, helloWithinMs);
      this.greet = () => {
        clearTimeout(late);
        const { ending } = this;
        if (ending === undefined) resolve();
        else reject(ending.how === 'failed' ? ending.error : new ConnectorError('unavailable', 'The gateway of Discord could not be reached', { reason: 'unreachable' }));
      };
    });
    socket.on('message', (data: Buffer) => { this.hear(data.toString('utf8')); });
    // Its words could repeat the request.
    socket.on('error', () => { this.end({ how: 'resume' }); });
    socket.on('close', (code) => { this.end(endingOf(code)); });
    opening.signal.addEventListener('abort', this.stop, { once: true });
    if (opening.signal.aborted) this.stop();
  }

  /** What came since it was last asked; [] after so long without anything, or when it ended. */
  async next(withinMs: number): Promise<Dispatch[]> {
    if (this.waiting.length === 0 && this.ending === undefined) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
      this.wake = undefined;
    }
    const taken = this.waiting.splice(0);
    this.seq = taken.at(-1)?.seq ?? this.seq;
    return taken.map(({ dispatch }) => dispatch);
  }

  close(): void {
    clearTimeout(this.beat);
    this.opening.signal.removeEventListener('abort', this.stop);
    this.socket.removeAllListeners('message');
    if (this.socket.readyState === WebSocket.OPEN) this.socket.close(comingBack);
    setTimeout(() => { this.socket.terminate(); }, 1_000).unref();
  }

  private readonly stop = (): void => {
    this.end({ how: 'resume' });
    this.close();
  };

  private hear(text: string): void {
    const read = frame.safeParse(parsed(text)).data;
    if (read === undefined) return;
    switch (read.op) {
      case 0: {
        const seq = read.s ?? undefined;
        if (seq !== undefined) this.heard = seq;
        this.waiting.push({ dispatch: { type: read.t ?? '', data: read.d }, seq });
        this.wake?.();
        return;
      }
      case 1:
        this.say(1, this.heard ?? null);
        return;
      case 7:
        return this.end({ how: 'resume' });
      case 9:
        return this.end(read.d === true ? { how: 'resume' } : { how: 'identify' });
      case 10:
        return this.introduce(hello.safeParse(read.d).data?.heartbeat_interval ?? 41_250);
      case 11:
        this.answered = true;
        return;
      default:
        return;
    }
  }

  private introduce(everyMs: number): void {
    const { token, session, intents } = this.opening;
    // Not all clients of Discord at once.
    this.schedule(everyMs * Math.random(), everyMs);
    if (session === undefined) this.say(2, { token, intents, properties: { os: 'linux', browser: 'kontuar', device: 'kontuar' } });
    else this.say(6, { token, session_id: session.id, seq: session.seq });
    this.greet();
  }

  private schedule(inMs: number, everyMs: number): void {
    this.beat = setTimeout(() => {
      // A connection that a router forgot looks open for hours.
      if (!this.answered) return void this.end({ how: 'resume' });
      this.answered = false;
      this.say(1, this.heard ?? null);
      this.schedule(everyMs, everyMs);
    }, inMs);
  }

  private say(op: number, d: unknown): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ op, d }));
  }

  private end(ending: Ending): void {
    clearTimeout(this.beat);
    this.ending ??= ending;
    this.greet();
    this.wake?.();
  }
}

function endingOf(code: number): Ending {
  const error = closedError(code);
  if (error !== undefined) return { how: 'failed', error };
  // A wrong number, an expired session.
  return { how: code === 4007 || code === 4009 ? 'identify' : 'resume' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
