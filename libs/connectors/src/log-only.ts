import { z } from 'zod';
import type { Capabilities, Connector } from './contract';
import { refuseBeyondLimits } from './limits';

const settings = z.object({});
export type LogOnlySettings = z.infer<typeof settings>;

const capabilities: Capabilities = {
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 25 * 1024 * 1024 },
  typing: false,
  reactions: false,
  edit: false,
  delete: false,
  readReceipts: false,
  deliveryReceipts: false,
  startConversation: true,
  undoSendSeconds: 0,
  public: false,
  logOnly: true,
};

/**
 * A channel on which agents write down what happened elsewhere. Nothing leaves the house: `send` only gives the entry an
 * id, made of ours, so that a retry is the same entry.
 */
export function logOnlyConnector(named: { id: string; label: string }): Connector<LogOnlySettings> {
  return {
    ...named,
    identityScope: () => named.id,
    settings,
    capabilities,
    parse: () => [{ kind: 'ignored', reason: `${named.label} receives nothing: agents log it themselves` }],
    send: async (_ctx, message) => {
      refuseBeyondLimits(capabilities, message);
      return { externalId: `${named.id}:${message.messageId}`, status: 'delivered' };
    },
    check: async () => ({
      state: 'ok',
      steps: [{ id: 'ready', label: 'Ready', state: 'ok', detail: 'Nothing to connect: agents log it themselves.' }],
    }),
  };
}
