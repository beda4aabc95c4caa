import type { Capabilities, Connector } from '../contract';
import { check, connect } from './line.health';
import { download } from './line.media';
import { parse } from './line.parse';
import { profile } from './line.people';
import { actOn, sendMessage } from './line.send';
import { lineSettings, type LineSettings } from './line.settings';
import { split, verify } from './line.webhook';

const capabilities: Capabilities = {
  maxTextLength: 5000,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  // Text and four files are the five messages that one request may hold.
  attachments: { maxCount: 4, maxBytes: 200 * 1024 * 1024 },
  typing: true,
  reactions: false,
  edit: false,
  delete: false,
  readReceipts: false,
  deliveryReceipts: false,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
};

/** A LINE Official Account. There is nothing to poll and no history: what the webhook missed, LINE sends again or it is gone. */
export const line: Connector<LineSettings> = {
  id: 'line',
  label: 'LINE',
  // A person has one id towards all accounts of a provider, and ids of different providers never meet.
  identityScope: () => 'line',
  settings: lineSettings,
  capabilities,
  webhook: { verify, split },
  parse,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  act: actOn,
  download,
  profile,
  check,
  connect,
};
