/** Serves one simulated platform on loopback: reads and remembers calls, fails on order, delivers events. README.md has the tour. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { readForm } from './form-data';
import { Orders, type Order } from './orders';
import { Violation, type ApiAnswer, type ApiCall, type Happened, type PlatformEvent, type PlatformModule, type Simulated } from './platform';
import { post, Webhooks, type Delivered, type Spoiling } from './webhooks';

export type { Order } from './orders';
export type { Spoiling } from './webhooks';

export interface RecordedCall extends ApiCall {
  at: Date;
  /** How it was answered; 0: not (yet), or cut. */
  status: number;
}

export interface PlatformOptions {
  /** 0 or left out: any free one. */
  port?: number;
  now?: () => Date;
}

export async function startPlatform<S extends Simulated>(module: PlatformModule<S>, options: PlatformOptions = {}): Promise<Platform<S>> {
  const platform = new Platform(module, options);
  await platform.listen(options.port ?? 0);
  return platform;
}

export class Platform<S extends Simulated = Simulated> {
  /** Every call of the product, in order. */
  readonly requests: RecordedCall[] = [];
  /** What the real platform would have refused or misread; a test ends with `expect(platform.violations).toEqual([])`. */
  readonly violations: string[] = [];
  private readonly server: Server;
  private readonly now: () => Date;
  private played: S | undefined;
  private ordered: Orders | undefined;
  private address = '';
  private webhookUrl: string | undefined;
  private readonly underway = new Set<Promise<unknown>>();

  constructor(readonly module: PlatformModule<S>, { now = () => new Date() }: PlatformOptions = {}) {
    this.now = now;
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.violations.push(`the simulator itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        reply(response, { status: 500, body: 'the simulator failed' });
      });
    });
    this.server.on('upgrade', (request, socket, head) => {
      if (this.played?.upgrade === undefined) socket.destroy();
      else this.played.upgrade(request, socket, head);
    });
  }

  get root(): string {
    return this.address;
  }

  /** The people, and what they do. */
  get sim(): S {
    if (this.played === undefined) throw new Error('not listening yet');
    return this.played;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        const address = this.server.address();
        this.address = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;
        this.played = this.module.create({ root: this.address, now: this.now, emit: (events) => { this.later(events); } });
        this.ordered = new Orders((call) => this.sim.isSend(call));
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    await this.settled();
    await this.played?.close?.();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Where this platform calls the product, for platforms that are told by a person (in an app's settings) and not by the API. */
  useWebhook(url: string): void {
    this.webhookUrl = url;
  }

  /** Whether the product passes the proof that the platform asks for before it delivers. True where it asks for none. */
  async handshake(): Promise<boolean> {
    const shaken = this.sim.webhook?.handshake?.(this.target());
    return shaken === undefined || shaken.passed(await post(shaken.request));
  }

  failNext(order: Order): void {
    this.orders().add(order);
  }

  clearOrders(): void {
    this.orders().clear();
  }

  /** Somebody did something, and the platform tells it. Answers how the webhook was answered; [] where nothing is called. */
  happen({ events }: Pick<Happened, 'events'>, spoiling: Spoiling = {}): Promise<Delivered[]> {
    const { webhook, push } = this.sim;
    if (webhook !== undefined) return new Webhooks(webhook).deliver(this.target(), events, spoiling);
    if (push !== undefined) {
      const told = spoiling.reversed === true ? [...events].reverse() : events;
      for (let copy = 0; copy < (spoiling.copies ?? 1); copy++) push.call(this.sim, [...told]);
    }
    return Promise.resolve([]);
  }

  /** What happens by itself is delivered by then. */
  async settled(): Promise<void> {
    while (this.underway.size > 0) await Promise.allSettled([...this.underway]);
  }

  private later(events: PlatformEvent[]): void {
    if (this.webhookUrl === undefined && this.sim.push === undefined && this.sim.subscribed?.() === undefined) return;
    const running = this.happen({ events }, { tries: 10 }).finally(() => this.underway.delete(running));
    this.underway.add(running);
  }

  private target(): string {
    const url = this.sim.subscribed?.() ?? this.webhookUrl;
    if (url === undefined) throw new Error(`${this.module.id}: nobody told this platform where to call`);
    return url;
  }

  private orders(): Orders {
    if (this.ordered === undefined) throw new Error('not listening yet');
    return this.ordered;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await read(request);
    const recorded: RecordedCall = { ...call, at: this.now(), status: 0 };
    this.requests.push(recorded);
    const order = this.orders().take(call);
    if (order?.breaks === 'before-reading') return void request.socket.destroy();
    const refusal = order === undefined ? undefined : this.refusalOf(order);
    // Slow but willing: neither words of failure nor a cut were ordered.
    const answer = refusal === undefined || order?.afterAccepting === true ? await this.ask(call) : undefined;
    if (order?.delayMs !== undefined) await new Promise((wake) => setTimeout(wake, order.delayMs));
    if (order?.breaks === 'after-reading') return void request.socket.destroy();
    const given = refusal ?? answer ?? { status: 500 };
    recorded.status = given.status;
    reply(response, order?.bytes === undefined ? given : swollen(given, order.bytes));
  }

  private refusalOf({ failure, answer, breaks }: Order): ApiAnswer | undefined {
    if (answer !== undefined || (failure === undefined && breaks === undefined)) return answer;
    const words = failure === undefined ? { status: 500 } : this.sim.failures[failure];
    if (words === undefined) throw new Error(`${this.module.id} has no ${failure ?? ''}`);
    return words;
  }

  private async ask(call: ApiCall): Promise<ApiAnswer> {
    try {
      return await this.sim.handle(call);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violations.push(`${call.method} ${call.path}: ${error.message}`);
      return error.answer;
    }
  }
}

async function read(request: IncomingMessage): Promise<ApiCall> {
  const url = new URL(request.url ?? '/', 'http://platform');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
  const body = await buffer(request);
  return { method: request.method ?? 'GET', path: decodeURIComponent(url.pathname), query: Object.fromEntries(url.searchParams), search: url.searchParams, headers, body, ...parse(headers['content-type'] ?? '', body) };
}

function parse(type: string, body: Buffer): Pick<ApiCall, 'parsed' | 'files'> {
  try {
    if (/^application\/([\w.+-]+\+)?json/i.test(type)) return { parsed: JSON.parse(body.toString('utf8')) as unknown, files: [] };
    if (/^application\/x-www-form-urlencoded/i.test(type)) return { parsed: Object.fromEntries(new URLSearchParams(body.toString('utf8'))), files: [] };
    if (/^multipart\/form-data/i.test(type)) {
      const form = readForm(type, body);
      return { parsed: form.fields, files: form.files };
    }
  } catch {
    // What can't be read is the module's to refuse.
  }
  return { parsed: undefined, files: [] };
}

function swollen(answer: ApiAnswer, bytes: number): ApiAnswer {
  const text = typeof answer.body === 'object' && !Buffer.isBuffer(answer.body) ? JSON.stringify(answer.body) : undefined;
  return text === undefined ? answer : { ...answer, headers: { 'content-type': 'application/json', ...answer.headers }, body: text.padEnd(bytes) };
}

function reply(response: ServerResponse, { status, headers = {}, body = '' }: ApiAnswer): void {
  if (response.destroyed || response.headersSent) return;
  const plain = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { ...(plain ? {} : { 'content-type': 'application/json' }), ...headers });
  response.end(status === 204 ? undefined : plain ? body : JSON.stringify(body));
}
