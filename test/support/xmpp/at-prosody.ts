/** The connector's peer tests: a Prosody, a line to it that breaks on order, a business's account for each test and a customer of its own. */
import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { buildContext, buildOutbound } from '../../../libs/connectors/src/conformance/builders';
import type { Inbound, Json, Outbound, Page } from '../../../libs/connectors/src/contract';
import { xmpp } from '../../../libs/connectors/src/xmpp/xmpp.connector';
import type { XmppContext } from '../../../libs/connectors/src/xmpp/xmpp.sessions';
import { eventually } from '../eventually';
import { startTcpProxy, type TcpProxy } from '../mail/tcp-proxy';
import { startProsody, type Account, type Prosody } from './prosody';
import type { XmppPerson } from './xmpp-person';

/** What the worker does: keeps what is emitted, and the cursor. */
export class StreamReceiver {
  readonly pages: Page[] = [];
  cursor: Json | undefined;
  ended: Promise<unknown>;
  ready: Promise<void>;
  private readonly abort = new AbortController();
  private readonly logs: () => string;

  constructor(readonly ctx: XmppContext, { cursor, fail, logs }: { cursor?: Json | undefined; fail?: (() => boolean) | undefined; logs: () => string }) {
    let began: () => void;
    this.ready = new Promise((resolve) => { began = resolve; });
    this.logs = logs;
    this.cursor = cursor;
    this.ended = (xmpp.stream?.(ctx, cursor, (page) => {
      if (fail?.() === true) return Promise.reject(new Error('the database is away'));
      this.pages.push(page);
      this.cursor = page.cursor;
      if (page.deliveries.length === 0) began();
      return Promise.resolve();
    }, this.abort.signal) ?? Promise.resolve()).then(() => undefined, (error: unknown) => error);
  }

  async read(): Promise<Inbound[]> {
    const all: Inbound[] = [];
    for (const { deliveries } of this.pages) for (const delivery of deliveries) all.push(...(await xmpp.parse(delivery, this.ctx.settings)));
    return all;
  }

  got<K extends Inbound['kind']>(kind: K, fits: (inbound: Extract<Inbound, { kind: K }>) => boolean = () => true): Promise<Extract<Inbound, { kind: K }>> {
    return eventually(async () => {
      const found = (await this.read()).find((one): one is Extract<Inbound, { kind: K }> => one.kind === kind && fits(one as Extract<Inbound, { kind: K }>)); // the kind was compared just before
      if (found === undefined) throw new Error(`no such ${kind}: ${JSON.stringify(await this.read()).slice(0, 1500)}\n${this.logs()}`);
      return found;
    });
  }

  stop(): Promise<unknown> {
    this.abort.abort();
    return this.ended;
  }
}

export class AtProsody {
  prosody!: Prosody;
  proxy!: TcpProxy;
  shop!: Account;
  anna!: XmppPerson;
  private readonly running: StreamReceiver[] = [];

  async start(): Promise<void> {
    this.prosody = await startProsody();
    this.proxy = await startTcpProxy({ port: this.prosody.clientPort });
    this.anna = await this.prosody.person('anna');
  }

  async stop(): Promise<void> {
    await this.prosody.stop();
    await this.proxy.stop();
  }

  begin(): void {
    this.shop = this.prosody.addUser(`shop-${randomUUID().slice(0, 8)}@acme.test`);
    this.anna.inbox.length = 0;
  }

  async end(): Promise<void> {
    await Promise.all(this.running.splice(0).map((receiver) => receiver.stop()));
    this.proxy.cutWhenClientSends(undefined);
    this.proxy.silence(false);
    this.proxy.refuse(false);
  }

  context(more: Record<string, unknown> = {}, given: Partial<XmppContext> = {}): XmppContext {
    const settings = xmpp.settings.parse(this.prosody.channelSettings(this.shop, more));
    return buildContext(settings, { channelId: randomUUID(), http: axios.create({ timeout: 5_000 }), now: () => new Date(), ...given });
  }

  asComponent(more: Record<string, unknown> = {}): XmppContext {
    const { component, componentPort } = this.prosody;
    return this.context({ connection: 'component', address: `help@${component.domain}`, password: component.secret, port: componentPort, ...more });
  }

  throughProxy(): XmppContext {
    return this.context({ encryption: 'none', port: this.proxy.port });
  }

  /** Not waited for: it may never be signed in. */
  receiver(ctx = this.context(), cursor?: Json, fail?: () => boolean): StreamReceiver {
    const receiver = new StreamReceiver(ctx, { cursor, fail, logs: () => this.prosody.logs() });
    this.running.push(receiver);
    return receiver;
  }

  async receive(ctx = this.context(), cursor?: Json): Promise<StreamReceiver> {
    const receiver = this.receiver(ctx, cursor);
    await Promise.race([receiver.ready, receiver.ended.then((error) => { throw error; })]);
    return receiver;
  }

  outbound(given: Partial<Outbound> = {}): Outbound {
    return buildOutbound({ messageId: randomUUID(), to: { id: this.anna.address }, threadKey: this.anna.address, ...given });
  }
}

export function usesProsody(): AtProsody {
  const at = new AtProsody();
  beforeAll(() => at.start());
  afterAll(() => at.stop());
  beforeEach(() => { at.begin(); });
  afterEach(() => at.end());
  return at;
}
