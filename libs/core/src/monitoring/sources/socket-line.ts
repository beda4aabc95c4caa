import type { Agent } from 'node:http';
import { isIP } from 'node:net';
import type { AxiosInstance } from 'axios';
import { isInnerAddress } from '@kontuar/platform';
import WebSocket from 'ws';
import { SourceTrouble } from './source';

const PING_MS = 30_000;
const HANDSHAKE_MS = 15_000;
const FRAME_BYTES = 1024 * 1024;
/** Who is told faster than we read waits: so many frames are held, and no more are taken from the wire. */
const HELD = 5_000;

export interface LineOptions { http: AxiosInstance; allowPrivateHosts: boolean; headers?: Record<string, string> }

/** A line that stays open, read in pieces; what is not read yet holds back the other side. */
export class SocketLine {
  private readonly waiting: string[] = [];
  private wake: () => void = () => undefined;
  private alive = true;
  private readonly beat: NodeJS.Timeout;
  broken = false;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.alive = true;
      this.waiting.push(data.toString('utf8'));
      if (this.waiting.length >= HELD) socket.pause();
      this.wake();
    });
    socket.on('pong', () => { this.alive = true; });
    socket.on('error', () => { this.end(); });
    socket.on('close', () => { this.end(); });
    // A connection that a router forgot looks open for hours.
    this.beat = setInterval(() => {
      if (!this.alive && !socket.isPaused) { socket.terminate(); return; }
      this.alive = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, PING_MS);
  }

  /** @throws SourceTrouble when nobody lets us in, or it would be an address of our own network. */
  static async open(url: URL, { http, allowPrivateHosts, headers = {} }: LineOptions): Promise<SocketLine> {
    const address = new URL(url);
    address.protocol = address.protocol.replace('http', 'ws');
    const host = address.hostname.replace(/^\[|\]$/g, '');
    // A literal address is never looked up, so the guard of the agents does not see it.
    if (!allowPrivateHosts && isIP(host) !== 0 && isInnerAddress(host)) throw new SourceTrouble('This address lies inside a private network, and is not asked.');
    const agent: unknown = address.protocol === 'wss:' ? http.defaults.httpsAgent : http.defaults.httpAgent;
    const socket = new WebSocket(address, { headers: { 'User-Agent': 'Kontuar', ...headers }, agent: agent as Agent, /* axios keeps it untyped */ handshakeTimeout: HANDSHAKE_MS, maxPayload: FRAME_BYTES, followRedirects: false, perMessageDeflate: false });
    const line = new SocketLine(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('unexpected-response', (_request, response) => { line.close(); reject(new SourceTrouble(response.statusCode === 401 || response.statusCode === 403 ? 'It does not let us in: the token or the account was refused.' : `The site answered ${response.statusCode ?? 0}.`)); });
      socket.once('error', (error) => { line.close(); reject(new SourceTrouble('code' in error && error.code === 'EBLOCKED' ? 'This address lies inside a private network, and is not asked.' : 'It could not be reached.', { cause: error })); });
      socket.once('close', () => reject(new SourceTrouble('It could not be reached.')));
    });
    return line;
  }

  /** What came since it was last asked; [] after so long without anything. */
  async next(withinMs: number, signal?: AbortSignal): Promise<string[]> {
    if (this.waiting.length === 0 && !this.broken && signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        const done = (): void => { clearTimeout(timer); signal?.removeEventListener('abort', done); resolve(); };
        const timer = setTimeout(done, withinMs);
        signal?.addEventListener('abort', done, { once: true });
        this.wake = done;
      });
      this.wake = () => undefined;
    }
    const frames = this.waiting.splice(0);
    if (this.socket.isPaused) this.socket.resume();
    return frames;
  }

  say(text: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  close(): void {
    this.end();
    this.socket.removeAllListeners('message');
    this.socket.terminate();
  }

  private end(): void {
    clearInterval(this.beat);
    this.broken = true;
    this.wake();
  }
}
