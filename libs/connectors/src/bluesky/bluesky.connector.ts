import type { Capabilities, Connector } from '../contract';
import { actOn } from './bluesky.act';
import { haveSession } from './bluesky.client';
import { download, profileOf } from './bluesky.download';
import { check } from './bluesky.health';
import { parseDelivery } from './bluesky.parse';
import { history, poll } from './bluesky.receive';
import { sendMessage } from './bluesky.send';
import { blueskySettings, type BlueskySettings } from './bluesky.settings';

/** What one picture of a post may weigh: 2 MB by the newest lexicon, 1 MB at servers that are older. */
const imageBytes = 1_000_000;

/** Direct messages; posts differ as `publicly` says. */
const capabilities: Capabilities = {
  maxTextLength: 1_000,
  lengthUnit: 'graphemes',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: false,
  typing: false,
  reactions: true,
  edit: false,
  delete: false,
  readReceipts: false,
  deliveryReceipts: false,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
  publicly: {
    maxTextLength: 300,
    attachments: { maxCount: 4, maxBytes: imageBytes, contentTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] },
    delete: true,
    undoSendSeconds: 10,
  },
  privateReply: {},
  like: true,
  hide: true,
};

/** An account on Bluesky: mentions, replies and quotes in public, direct messages in private. */
export const bluesky: Connector<BlueskySettings> = {
  id: 'bluesky',
  label: 'Bluesky',
  // A DID is the same person towards every account.
  identityScope: () => 'bluesky',
  settings: blueskySettings,
  capabilities,
  poll,
  pollEverySecondsOf: ({ pollEverySeconds }) => pollEverySeconds,
  parse: parseDelivery,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  act: actOn,
  download,
  profile: profileOf,
  history,
  check,
  connect: haveSession,
};
