import type { Capabilities, Connector } from '../contract';
import { check } from './xmpp.health';
import { parse } from './xmpp.parse';
import { download, profile } from './xmpp.people';
import { history, stream } from './xmpp.receive';
import { actOn, sendMessage } from './xmpp.send';
import { borrow } from './xmpp.sessions';
import { xmppSettings, type XmppSettings } from './xmpp.settings';

const capabilities: Capabilities = {
  // What every server must take in one stanza (RFC 6120 §13.12).
  maxTextLength: 10_000,
  lengthUnit: 'bytes',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 100 * 1024 * 1024 },
  typing: true,
  reactions: true,
  edit: true,
  delete: true,
  readReceipts: true,
  deliveryReceipts: true,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
};

/** Any XMPP (Jabber) server, by an account or a component of one's own. */
export const xmpp: Connector<XmppSettings> = {
  id: 'xmpp',
  label: 'XMPP',
  // Addresses are the same all over the network.
  identityScope: () => 'xmpp',
  settings: xmppSettings,
  capabilities,
  stream: (ctx, cursor, emit, signal) => stream(ctx, cursor, { emit, signal }),
  parse,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  act: actOn,
  download,
  profile,
  history: (ctx, since) => history(ctx, since, borrow),
  check,
};
