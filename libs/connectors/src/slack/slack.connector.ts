import type { Capabilities, Connector } from '../contract';
import { slackConsent } from './slack.consent';
import { download } from './slack.files';
import { check } from './slack.health';
import { history, lookup } from './slack.history';
import { parse } from './slack.parse';
import { profile } from './slack.people';
import { actOn, sendMessage } from './slack.send';
import { slackSettings, type SlackSettings } from './slack.settings';
import { handshake, split, verify } from './slack.webhook';

const capabilities: Capabilities = {
  maxTextLength: 4000,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 1024 * 1024 * 1024 },
  typing: false,
  reactions: true,
  edit: true,
  delete: true,
  readReceipts: false,
  deliveryReceipts: false,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
};

/** One workspace of Slack: direct chats with the app, and the channels that it was invited to, shared ones with other companies above all. */
export const slack: Connector<SlackSettings> = {
  id: 'slack',
  label: 'Slack',
  identityScope: ({ teamId }) => `slack:${teamId}`,
  settings: slackSettings,
  capabilities,
  capabilitiesOf: ({ maxLength }) => ({ maxTextLength: maxLength }),
  account: ({ teamId }) => teamId,
  webhook: { sharedBy: ({ clientId }) => clientId, verify, handshake, split },
  parse,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  act: (ctx, action) => actOn(ctx, action, capabilities),
  download,
  profile,
  lookup,
  history,
  consent: slackConsent,
  check,
};
