import { ConnectorError, type Action, type Capabilities, type Connector, type Context, type Delivery, type HistoryMemory, type Health, type Inbound, type Outbound, type Party, type Sent, type Template } from '@kontuar/connectors/contract';
import type { Readable } from 'node:stream';
import { z } from 'zod';

const settings = z.object({
  account: z.string().min(1).meta({ title: 'Account' }),
  greeting: z.string().optional().meta({ title: 'Greeting' }),
  token: z.string().min(4).meta({ title: 'Token', secret: true }),
  auth: z.object({ user: z.string(), password: z.string().optional().meta({ secret: true }) }).optional(),
});
export type FakeSettings = z.infer<typeof settings>;

export interface FakePlatform {
  connector: Connector<FakeSettings>;
  /** Every call of the connector, in order. */
  calls: string[];
  /** What the next checks find. */
  health: Health;
  /** Thrown by `connect`. */
  connectError?: ConnectorError;
  /** The context of the latest call. */
  context?: Context<FakeSettings>;
}

/** A platform without a network: answers as told and remembers what it was asked. */
export function fakePlatform(id = 'fake'): FakePlatform {
  const ok: Health = { state: 'ok', steps: [{ id: 'token', label: 'Token', state: 'ok' }] };
  const platform: FakePlatform = { calls: [], health: ok, connector: undefined as never };
  const called = (call: string, ctx: Context<FakeSettings>) => {
    platform.calls.push(call);
    platform.context = ctx;
  };
  platform.connector = {
    id,
    label: 'Fake',
    settings,
    identityScope: (given) => `${id}:${given.account}`,
    capabilities: {
      text: 'plain', subject: false, cc: false, attachments: { maxCount: 10, maxBytes: 10_000_000 }, typing: true, reactions: false, edit: false, delete: false,
      readReceipts: true, deliveryReceipts: true, startConversation: true, undoSendSeconds: 0, public: false,
    },
    webhook: {
      verify: (request, given) => request.headers['x-fake-token'] === given.token,
      split: (request) => {
        try {
          return [{ externalId: String((JSON.parse(request.body.toString()) as { id: unknown }).id), contentType: 'application/json', body: request.body }];
        } catch (cause) {
          throw new ConnectorError('rejected', 'not what the platform sends', { cause });
        }
      },
    },
    parse: (delivery) => {
      const { id: messageId, from, text } = JSON.parse(delivery.body.toString()) as { id: string; from: string; text: string };
      return [{ kind: 'message', externalId: messageId, at: '2026-11-01T10:00:00.000Z', from: { id: from, name: from }, thread: { key: from }, text }];
    },
    send: async (ctx, message) => {
      called('send', ctx);
      return { externalId: `sent-${message.messageId}` };
    },
    check: async (ctx) => {
      called('check', ctx);
      return platform.health;
    },
    connect: async (ctx) => {
      called('connect', ctx);
      if (platform.connectError !== undefined) throw platform.connectError;
    },
    disconnect: async (ctx) => { called('disconnect', ctx); },
  };
  return platform;
}

const networkSettings = z.object({
  account: z.string().min(1).meta({ title: 'Account' }),
  token: z.string().min(4).default('secret').meta({ title: 'Token', secret: true }),
  /** Access by consent. */
  clientId: z.string().optional().meta({ title: 'Client id' }),
  accessToken: z.string().optional().meta({ title: 'Access', secret: true }),
  /** A tariff that takes longer texts. */
  plan: z.enum(['small', 'large']).default('small').meta({ title: 'Plan' }),
});
export type NetworkSettings = z.infer<typeof networkSettings>;

/** What a network was asked, and how it answers; tests put their own answers in. */
export interface FakeNetwork {
  connector: Connector<NetworkSettings>;
  sent: Outbound[];
  acts: Action[];
  asked: string[];
  answers: {
    send(message: Outbound): Promise<Sent>;
    act(action: Action): Promise<void>;
    lookup(ref: string): Promise<Delivery[]>;
    profile(party: Party): Promise<Party | undefined>;
    download(ref: string): Promise<Readable>;
    history(since: Date, memory: HistoryMemory | undefined): AsyncIterable<Delivery[]>;
    templates(): Promise<Template[]>;
    exchange(code: string): Promise<{ label: string; settings: Partial<NetworkSettings> }[]>;
    health(): Promise<Health>;
  };
}

/** What the network tells, as it is posted: `about` is the delivery's id, `account` whose it is. */
export interface NetworkDelivery { about: string; account?: string; inbounds: Inbound[] }

export const networkDelivery = ({ about, inbounds }: NetworkDelivery): Delivery => ({ externalId: about, contentType: 'application/json', body: Buffer.from(JSON.stringify(inbounds)) });

/** A network with everything that a platform may have: public threads and private ones, moderation, templates, windows, look-ups, history, consent. */
export function fakeNetwork(id = 'network', more: Partial<Capabilities> = {}): FakeNetwork {
  const network: FakeNetwork = {
    connector: undefined as never, sent: [], acts: [], asked: [],
    answers: {
      send: (message) => Promise.resolve({ externalId: `sent-${message.messageId}` }),
      act: () => Promise.resolve(),
      lookup: () => Promise.resolve([]),
      profile: () => Promise.resolve(undefined),
      download: () => Promise.reject(new ConnectorError('rejected', 'There is no such file')),
      history: async function* () {},
      templates: () => Promise.resolve([]),
      exchange: () => Promise.resolve([]),
      health: () => Promise.resolve({ state: 'ok', steps: [] }),
    },
  };
  const { answers } = network;
  network.connector = {
    id, label: 'Network', settings: networkSettings,
    identityScope: () => id,
    account: (settings) => settings.account,
    capabilities: {
      text: 'plain', subject: false, cc: false, attachments: { maxCount: 10, maxBytes: 10_000_000 }, typing: true, reactions: true, edit: true, delete: true, readReceipts: true, deliveryReceipts: true,
      replyWindowHours: 24, lateReplyHours: 168, templates: true, startConversation: false, undoSendSeconds: 0, public: false,
      publicly: { maxTextLength: 100, attachments: false }, privateReply: { withinHours: 168, once: true }, like: true, hide: true, deleteOthers: true, ...more,
    },
    capabilitiesOf: (settings) => (settings.plan === 'large' ? { maxTextLength: 5000 } : { maxTextLength: 1000 }),
    webhook: {
      verify: (request, settings) => request.headers['x-token'] === settings.token,
      split: (request) => (JSON.parse(request.body.toString()) as NetworkDelivery[]).map((one) => ({ ...networkDelivery(one), ...(one.account === undefined ? {} : { account: one.account }) })),
      answer: { status: 200, contentType: 'application/json', body: '{"thanks":true}' },
    },
    parse: (delivery) => JSON.parse(delivery.body.toString()) as Inbound[],
    send: (_, message) => {
      network.sent.push(message);
      return answers.send(message);
    },
    act: (_, action) => {
      network.acts.push(action);
      return answers.act(action);
    },
    lookup: (_, ref) => {
      network.asked.push(`lookup ${ref}`);
      return answers.lookup(ref);
    },
    profile: (_, party) => {
      network.asked.push(`profile ${party.id}`);
      return answers.profile(party);
    },
    download: (_, ref) => answers.download(ref),
    history: (_, since, memory) => {
      network.asked.push('history');
      return answers.history(since, memory);
    },
    templates: () => {
      network.asked.push('templates');
      return answers.templates();
    },
    consent: {
      needs: ['clientId'], fills: ['account', 'accessToken'],
      whose: (settings) => settings.account, redirect: ['https-or-local'],
      url: (settings, { redirectUrl, state, codeChallenge }) => `https://network.example/consent?${new URLSearchParams({ client: settings.clientId ?? '', redirect: redirectUrl, state, challenge: codeChallenge }).toString()}`,
      exchange: (_, { code, codeVerifier }) => {
        network.asked.push(`exchange ${code} ${codeVerifier}`);
        return answers.exchange(code);
      },
    },
    check: () => answers.health(),
  };
  return network;
}
