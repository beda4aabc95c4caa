import type { Capabilities, Connector } from '../contract';
import { download, history, lookup, poll } from './tiktok.fetch';
import { check, connect, consent } from './tiktok.health';
import { parse } from './tiktok.parse';
import { act, send } from './tiktok.send';
import { tiktokSettings, type TiktokSettings } from './tiktok.settings';
import { split, verify } from './tiktok.webhook';

const publicly: NonNullable<Capabilities['publicly']> = {
  undoSendSeconds: 10,
  maxTextLength: 150, attachments: false, typing: false, delete: true, readReceipts: false, public: true, like: true, hide: true,
};
const capabilities: Capabilities = {
  maxTextLength: 6000,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 3 * 1024 * 1024, contentTypes: ['image/jpeg', 'image/png'] },
  typing: true,
  reactions: false,
  edit: false,
  delete: false,
  readReceipts: true,
  deliveryReceipts: false,
  replyWindowHours: 48,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
  publicly,
};

/** One business account: its direct messages, and the comments below its videos. */
export const tiktok: Connector<TiktokSettings> = {
  id: 'tiktok',
  label: 'TikTok',
  // TikTok names a person anew for every account and app.
  identityScope: ({ appId, businessId }) => `tiktok:${appId}:${businessId}`,
  settings: tiktokSettings,
  capabilities,
  capabilitiesOf: ({ windowHours, commentLength }) => ({ replyWindowHours: windowHours, publicly: { ...publicly, maxTextLength: commentLength } }),
  account: ({ businessId }) => businessId,
  webhook: { sharedBy: ({ appId }) => appId, verify, split },
  poll,
  pollEverySecondsOf: ({ pollMinutes }) => pollMinutes * 60,
  parse,
  send: (ctx, message) => send(ctx, message, capabilities),
  act,
  download,
  lookup,
  history,
  consent,
  check,
  connect,
};
