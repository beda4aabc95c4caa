/** The gateway: sessions that outlive their connections, numbers, beats. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

interface Session { id: string; seq: number; kept: { s: number; t: string; d: unknown }[]; socket: WebSocket | undefined; intents: number }

const beatMs = 400;
const content = 1 << 15;

export class PlayedGateway {
  readonly sessions = new Map<string, Session>();
  readonly log: string[] = [];
  /** The privilege to read what people write on servers. */
  contentAllowed = true;
  /** Beats are answered. */
  answers = true;
  starts = 1000;
  private readonly server = new WebSocketServer({ noServer: true });
  /** People see whether a bot is online, and write once it is; what they do before its first connection waits for it. */
  private early: { t: string; d: unknown; intent: number }[] | undefined = [];

  constructor(private readonly token: string, private readonly root: string, private readonly told: { me(): unknown; servers(): unknown[]; fault(words: string): void }) {}

  get url(): string {
    return `${this.root.replace(/^http/, 'ws')}/gateway`;
  }

  upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(raw.url ?? '', 'http://gateway');
    if (!url.pathname.startsWith('/gateway') || url.searchParams.get('v') !== '10' || url.searchParams.get('encoding') !== 'json') return void socket.destroy();
    this.server.handleUpgrade(raw, socket, head, (line) => {
      let session: Session | undefined;
      line.on('error', () => undefined);
      line.on('close', (code) => {
        if (session?.socket === line) session.socket = undefined;
        // Whoever says goodbye has no session any more.
        if (session !== undefined && (code === 1000 || code === 1001)) this.sessions.delete(session.id);
      });
      line.on('message', (data: Buffer) => {
        const { op, d } = JSON.parse(data.toString('utf8')) as { op: number; d: unknown };
        if (op === 1) {
          if (this.answers) say(line, 11);
        } else if (op === 2) session = this.identify(line, d as Record<string, unknown>);
        else if (op === 6) session = this.resume(line, d as Record<string, unknown>);
        else line.close(4001);
      });
      say(line, 10, { heartbeat_interval: beatMs });
    });
  }

  /** To all who may have it; sessions without a connection keep it until they are resumed. */
  push(t: string, d: unknown, intent: number): void {
    if (this.early !== undefined) return void this.early.push({ t, d, intent });
    for (const session of this.sessions.values()) {
      if ((session.intents & intent) === 0) continue;
      session.seq += 1;
      const event = { s: session.seq, t, d };
      session.kept.push(event);
      if (session.socket !== undefined) say(session.socket, 0, event.d, event);
    }
  }

  /** Cuts every connection; the sessions live on. */
  cut(code?: number): void {
    for (const { socket } of this.sessions.values()) {
      if (code === undefined) socket?.terminate();
      else socket?.close(code);
    }
  }

  /** Asks everybody to come back. */
  reconnect(): void {
    for (const { socket } of this.sessions.values()) if (socket !== undefined) say(socket, 7);
  }

  forgetSessions(): void {
    const sockets = [...this.sessions.values()].map(({ socket }) => socket);
    this.sessions.clear();
    for (const socket of sockets) socket?.terminate();
  }

  close(): void {
    for (const { socket } of this.sessions.values()) socket?.terminate();
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }

  private identify(line: WebSocket, { token, intents, properties }: Record<string, unknown>): Session | undefined {
    if (token !== this.token) return void line.close(4004);
    if (typeof intents !== 'number' || typeof properties !== 'object') {
      this.told.fault('identifies without intents or properties');
      return void line.close(4013);
    }
    if ((intents & content) !== 0 && !this.contentAllowed) return void line.close(4014);
    this.starts -= 1;
    this.log.push('identify');
    const session: Session = { id: `session-${this.sessions.size + this.log.length}`, seq: 0, kept: [], socket: line, intents };
    this.sessions.set(session.id, session);
    const greet = (t: string, d: unknown): void => {
      session.seq += 1;
      session.kept.push({ s: session.seq, t, d });
      say(line, 0, d, { s: session.seq, t });
    };
    greet('READY', { v: 10, user: this.told.me(), guilds: [], session_id: session.id, resume_gateway_url: `${this.url}/resume`, application: { id: '1', flags: 0 } });
    for (const server of this.told.servers()) greet('GUILD_CREATE', server);
    const { early = [] } = this;
    this.early = undefined;
    for (const one of early) this.push(one.t, one.d, one.intent);
    return session;
  }

  private resume(line: WebSocket, { token, session_id: id, seq }: Record<string, unknown>): Session | undefined {
    const session = this.sessions.get(String(id));
    if (token !== this.token) return void line.close(4004);
    if (session === undefined || typeof seq !== 'number' || seq > session.seq) {
      say(line, 9, false);
      return undefined;
    }
    this.log.push('resume');
    session.socket = line;
    for (const event of session.kept.filter(({ s }) => s > seq)) say(line, 0, event.d, event);
    session.seq += 1;
    say(line, 0, {}, { s: session.seq, t: 'RESUMED' });
    return session;
  }
}

function say(line: WebSocket, op: number, d: unknown = null, more: { s?: number; t?: string } = {}): void {
  if (line.readyState === line.OPEN) line.send(JSON.stringify({ op, d, s: more.s ?? null, t: more.t ?? null }));
}
