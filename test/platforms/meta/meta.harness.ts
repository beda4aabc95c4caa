/** For the peer tests of the family: a played platform, a door that it calls, and the real connector behind it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { buildContext, type TestContext } from '../../../libs/connectors/src/conformance/builders';
import { ConnectorError, type Connector, type Delivery, type Inbound, type RawRequest } from '../../../libs/connectors/src/contract';
import { startPlatform, type Platform } from '../kit';
import type { Happened, PlatformModule, Simulated } from '../platform';

export class Harness<S, P extends Simulated> {
  platform: Platform<P>;
  ctx: TestContext<S>;
  clock = new Date();
  private hook: Server;
  private hookUrl = '';
  private received: RawRequest[] = [];

  constructor(private readonly connector: Connector<S>, private readonly module: PlatformModule<P>) {}

  async open(): Promise<void> {
    this.hook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://hook');
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
        const raw: RawRequest = { method: request.method ?? 'GET', url: request.url ?? '/', headers, query: Object.fromEntries(url.searchParams), body: Buffer.concat(chunks) };
        const answer = this.connector.webhook?.handshake?.(raw, this.ctx.settings);
        if (!answer) this.received.push(raw);
        response.writeHead(answer?.status ?? 200).end(answer?.body ?? 'ok');
      });
    });
    await new Promise<void>((resolve) => { this.hook.listen(0, '127.0.0.1', resolve); });
    this.hookUrl = `http://127.0.0.1:${(this.hook.address() as AddressInfo).port}/hooks/${this.connector.id}/1`;
  }

  async begin(more: Record<string, unknown> = {}): Promise<void> {
    this.clock = new Date('2026-11-21T12:00:00Z');
    this.received = [];
    this.platform = await startPlatform(this.module, { now: () => this.clock });
    const settings = this.connector.settings.parse({ ...this.platform.sim.settings(), ...more });
    this.ctx = buildContext(settings, { http: axios.create({ proxy: false, maxRedirects: 0 }), webhookUrl: this.hookUrl, now: () => this.clock });
  }

  /** Answers what the real platform would have refused or misread. */
  async end(): Promise<string[]> {
    const { violations } = this.platform;
    await this.platform.close();
    return violations;
  }

  close(): void {
    this.hook.closeAllConnections();
    this.hook.close();
  }

  get url(): string {
    return this.hookUrl;
  }

  parse = async (delivery: Delivery): Promise<Inbound[]> => this.connector.parse(delivery, this.ctx.settings);

  /** What the product reads of what was delivered since the last look. */
  async read(): Promise<Inbound[]> {
    await this.platform.settled();
    const inbound: Inbound[] = [];
    for (const raw of this.received.splice(0)) {
      if ((await this.connector.webhook?.verify(raw, this.ctx.settings)) !== true) throw new Error('a delivery that is not signed');
      for (const delivery of this.connector.webhook?.split(raw) ?? []) inbound.push(...(await this.parse(delivery)));
    }
    return inbound;
  }

  async happen(happened: Happened): Promise<Inbound[]> {
    await this.platform.happen(happened);
    return this.read();
  }
}

/** How a call ended: 'none', or the kind and the reason of its error. */
export function reasonOf(run: Promise<unknown>): Promise<string> {
  return run.then(() => 'none', (error: unknown) => (error instanceof ConnectorError ? `${error.kind} ${error.reason ?? ''}` : String(error)));
}
