/** A connector against its played platform, over real sockets and without the product around it: what such peer tests have in common. */
import axios from 'axios';
import { buildContext, type TestContext } from '../../libs/connectors/src/conformance/builders';
import { ConnectorError, type Connector, type Inbound, type InboundMessage, type Json } from '../../libs/connectors/src/contract';
import { startPlatform, type Platform } from './kit';
import type { PlatformModule, Simulated } from './platform';
import { startReceiver, type Receiver } from './receiver';

/** A platform of its own for each test, at whose end nothing may have been refused. */
export function playsConnector<S extends object, P extends Simulated>(connector: Connector<S>, module: PlatformModule<P>): PlayedConnector<S, P> {
  const played = new PlayedConnector(connector, module);
  beforeEach(() => played.begin());
  afterEach(() => played.end());
  return played;
}

export class PlayedConnector<S extends object, P extends Simulated> {
  platform!: Platform<P>;
  ctx!: TestContext<S>;
  /** Where the product would take the platform's calls, for connectors that are called. */
  receiver!: Receiver;
  cursor: Json | undefined;

  constructor(private readonly connector: Connector<S>, private readonly module: PlatformModule<P>) {}

  get sim(): P {
    return this.platform.sim;
  }

  async begin(): Promise<void> {
    this.cursor = undefined;
    this.platform = await startPlatform(this.module);
    if (this.connector.webhook !== undefined) {
      this.receiver = await startReceiver(this.connector, () => this.ctx.settings);
      this.platform.useWebhook(this.receiver.url);
    }
    this.ctx = this.contextFor({});
  }

  async end(): Promise<void> {
    try {
      expect(this.platform.violations).toEqual([]);
    } finally {
      if (this.connector.webhook !== undefined) await this.receiver.close();
      await this.platform.close();
    }
  }

  contextFor(given: Partial<S>): TestContext<S> {
    const settings = this.connector.settings.parse({ ...this.sim.settings(), ...given });
    return buildContext(settings, { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), ...(this.connector.webhook === undefined ? {} : { webhookUrl: this.receiver.url }) });
  }

  /** What one more look brings. */
  async polled(): Promise<Inbound[]> {
    const inbound: Inbound[] = [];
    for await (const page of this.connector.poll?.(this.ctx, this.cursor) ?? []) {
      for (const delivery of page.deliveries) inbound.push(...(await this.connector.parse(delivery, this.ctx.settings)));
      this.cursor = page.cursor;
    }
    return inbound;
  }
}

export const messages = (inbound: Inbound[]): InboundMessage[] => inbound.filter((one): one is InboundMessage => one.kind === 'message');

export async function failure(run: Promise<unknown> | undefined): Promise<ConnectorError> {
  const error = await run?.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
}
