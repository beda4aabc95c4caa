import { ConnectorError, type Connector, type Context, type Health } from '@kontuar/connectors/contract';
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
