import type { Capabilities, Connector } from '../contract';
import { answerChallenge, isSigned } from '../meta/meta.signature';
import { consent } from './instagram.consent';
import { download, history, lookup, profile } from './instagram.fetch';
import { check, connect, disconnect } from './instagram.health';
import { parseItem, splitWebhook } from './instagram.parse';
import { act, send } from './instagram.send';
import { instagramSettings, type InstagramSettings } from './instagram.settings';

const capabilities: Capabilities = {
  // Instagram counts bytes: a Polish letter is two, an emoji four.
  maxTextLength: 1000,
  lengthUnit: 'bytes',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 25 * 1024 * 1024, contentTypes: ['image/jpeg', 'image/png', 'image/gif', 'video/*', 'audio/*', 'application/pdf'] },
  typing: true,
  reactions: true,
  edit: false,
  delete: false,
  readReceipts: true,
  deliveryReceipts: false,
  replyWindowHours: 24,
  lateReplyHours: 168,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
  publicly: { undoSendSeconds: 10, maxTextLength: 2200, lengthUnit: 'utf16', attachments: false, typing: false, delete: true, readReceipts: false, public: true, hide: true, deleteOthers: true },
  privateReply: { withinHours: 168, once: true },
};

/** One professional account: its messages, and what is said in public below its posts and about it. */
export const instagram: Connector<InstagramSettings> = {
  id: 'instagram',
  label: 'Instagram',
  // Meta names a person anew for every account.
  identityScope: ({ accountId }) => `instagram:${accountId}`,
  settings: instagramSettings,
  capabilities,
  capabilitiesOf: ({ humanAgent }) => (humanAgent ? {} : { lateReplyHours: 24 }),
  account: ({ accountId }) => accountId,
  webhook: {
    sharedBy: ({ appId }) => appId,
    // Which of the two secrets signs depends on the product, and on the age of the app.
    verify: (request, { appSecret, instagramAppSecret }) => isSigned(request, [appSecret, instagramAppSecret]),
    handshake: answerChallenge,
    split: splitWebhook,
    answer: { status: 200, contentType: 'text/plain', body: 'EVENT_RECEIVED' },
  },
  parse: parseItem,
  send: (ctx, message) => send(ctx, message, capabilities),
  act,
  download,
  profile,
  lookup,
  history,
  consent,
  check,
  connect,
  disconnect,
};
