import type { Capabilities, Connector } from '../contract';
import { consent } from './linkedin.consent';
import { download, history, lookup, profile } from './linkedin.fetch';
import { check, connect, disconnect } from './linkedin.health';
import { accountOf, parse } from './linkedin.parse';
import { act, send } from './linkedin.send';
import { linkedinSettings, type LinkedinSettings } from './linkedin.settings';
import { handshake, split, verify } from './linkedin.webhook';

const capabilities: Capabilities = {
  maxTextLength: 1250,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: false,
  typing: false,
  reactions: false,
  edit: true,
  delete: true,
  readReceipts: false,
  deliveryReceipts: false,
  startConversation: false,
  undoSendSeconds: 10,
  public: true,
  like: true,
};

/** One page: what is said below its posts, and where it is named. */
export const linkedin: Connector<LinkedinSettings> = {
  id: 'linkedin',
  label: 'LinkedIn',
  // LinkedIn names a person anew for every app.
  identityScope: ({ clientId }) => `linkedin:${clientId}`,
  settings: linkedinSettings,
  capabilities,
  capabilitiesOf: ({ maxLength }) => ({ maxTextLength: maxLength }),
  account: ({ organizationId }) => organizationId,
  webhook: {
    verify,
    handshake,
    split: (request) => split(request).map(({ account, ...delivery }) => ({ ...delivery, ...(account === undefined ? {} : { account: accountOf(account) }) })),
  },
  parse,
  send: (ctx, message) => send(ctx, message, capabilities),
  act: (ctx, action) => act(ctx, action, capabilities),
  download,
  profile,
  lookup,
  history,
  consent,
  check,
  connect,
  disconnect,
};
