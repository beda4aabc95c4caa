import type { Capabilities, Connector } from '../contract';
import { answerChallenge, isSigned } from '../meta/meta.signature';
import { download } from './whatsapp.download';
import { check, connect, disconnect } from './whatsapp.health';
import { parseItem, splitWebhook } from './whatsapp.parse';
import { act, send } from './whatsapp.send';
import { whatsappSettings, type WhatsAppSettings } from './whatsapp.settings';
import { templates } from './whatsapp.templates';

const capabilities: Capabilities = {
  maxTextLength: 4096,
  lengthUnit: 'utf16',
  text: 'plain',
  markup: 'whatsapp',
  idsChange: true,
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 100 * 1024 * 1024 },
  typing: true,
  reactions: true,
  edit: false,
  delete: false,
  readReceipts: true,
  deliveryReceipts: true,
  replyWindowHours: 24,
  templates: true,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
};

/** One number of the WhatsApp Cloud API. */
export const whatsapp: Connector<WhatsAppSettings> = {
  id: 'whatsapp',
  label: 'WhatsApp',
  // Ids of people hold for one business, so numbers of one account share them.
  identityScope: ({ wabaId }) => `whatsapp:${wabaId}`,
  settings: whatsappSettings,
  capabilities,
  account: ({ phoneNumberId }) => phoneNumberId,
  webhook: {
    sharedBy: ({ appId }) => appId,
    verify: (request, { appSecret }) => isSigned(request, [appSecret]),
    handshake: answerChallenge,
    split: splitWebhook,
  },
  parse: parseItem,
  send: (ctx, message) => send(ctx, message, capabilities),
  act,
  download,
  templates,
  check,
  connect,
  disconnect,
};
