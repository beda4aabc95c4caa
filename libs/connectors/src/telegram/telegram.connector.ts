import type { Capabilities, Connector } from '../contract';
import { download } from './telegram.download';
import { check } from './telegram.health';
import { parseUpdate } from './telegram.parse';
import { connect, disconnect, splitWebhook, stream, verifyWebhook } from './telegram.receive';
import { actOn, sendMessage, textUnits } from './telegram.send';
import { telegramSettings, type TelegramSettings } from './telegram.settings';

const capabilities: Capabilities = {
  // One message holds 4096; a longer reply leaves as several, cut where a reader would pause.
  maxTextLength: 4 * textUnits,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 50 * 1024 * 1024 },
  typing: true,
  reactions: true,
  edit: true,
  delete: true,
  readReceipts: false,
  deliveryReceipts: false,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
};

/** A Telegram bot. There is no `poll` beside `stream`: two readers of one bot cut each other off (409). */
export const telegram: Connector<TelegramSettings> = {
  id: 'telegram',
  label: 'Telegram',
  // A user has one id towards every bot.
  identityScope: () => 'telegram',
  settings: telegramSettings,
  capabilities,
  webhook: { verify: verifyWebhook, split: splitWebhook },
  stream: (ctx, cursor, emit, signal) => stream(ctx, cursor, { emit, signal }),
  parse: parseUpdate,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  act: actOn,
  download,
  check,
  connect,
  disconnect,
};
