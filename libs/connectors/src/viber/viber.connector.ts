import type { Capabilities, Connector } from '../contract';
import { check, connect, disconnect, profile } from './viber.health';
import { download } from './viber.media';
import { parse } from './viber.parse';
import { sendMessage } from './viber.send';
import { viberSettings, type ViberSettings } from './viber.settings';
import { split, verify } from './viber.webhook';

const capabilities: Capabilities = {
  maxTextLength: 7000,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 50 * 1024 * 1024 },
  typing: false,
  reactions: false,
  edit: false,
  delete: false,
  readReceipts: true,
  deliveryReceipts: true,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
};

/** A Viber bot. There is nothing to poll and no history: Viber repeats what we missed for about an hour. */
export const viber: Connector<ViberSettings> = {
  id: 'viber',
  label: 'Viber',
  // A person has another id towards every bot, and ids of different bots never meet.
  identityScope: () => 'viber',
  settings: viberSettings,
  capabilities,
  webhook: { verify, split },
  parse,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  download,
  profile,
  check,
  connect,
  disconnect,
};
