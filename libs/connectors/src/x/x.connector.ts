import type { Capabilities, Connector } from '../contract';
import { act } from './x.act';
import { consent } from './x.consent';
import { history, lookup, poll, profile } from './x.fetch';
import { check, connect, disconnect } from './x.health';
import { download, mediaTypes, mostBytes } from './x.media';
import { parse } from './x.parse';
import { send } from './x.send';
import { xSettings, type XSettings } from './x.settings';
import { handshake, split, verify } from './x.webhook';

const attachments = { maxBytes: mostBytes, contentTypes: mediaTypes };

const publicly = {
  // Weighted by X; this is the nearest that a composer counts, and sending counts exactly.
  maxTextLength: 280,
  lengthUnit: 'graphemes',
  linkLength: 23,
  attachments: { ...attachments, maxCount: 4 },
  delete: true,
  readReceipts: false,
  undoSendSeconds: 10,
  public: true,
  hide: true,
} satisfies Capabilities['publicly'];

const capabilities: Capabilities = {
  maxTextLength: 10_000,
  lengthUnit: 'code-points',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { ...attachments, maxCount: 1 },
  typing: false,
  reactions: false,
  edit: false,
  delete: false,
  readReceipts: true,
  deliveryReceipts: false,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
  publicly,
};

function capabilitiesOf({ directMessages, likes, maxLength }: XSettings): Partial<Capabilities> {
  const outside = { ...publicly, maxTextLength: maxLength, ...(likes ? { like: true } : {}) };
  return directMessages ? { publicly: outside, privateReply: {} } : { ...outside, publicly: outside };
}

/** One account on X: who names, answers or quotes it in public, and what is said to it in private. */
export const x: Connector<XSettings> = {
  id: 'x',
  label: 'X (Twitter)',
  // X numbers people once, for everybody.
  identityScope: () => 'x',
  settings: xSettings,
  capabilities,
  capabilitiesOf,
  account: ({ userId }) => (userId === '' ? undefined : userId),
  webhook: { sharedBy: ({ clientId }) => clientId, verify, handshake, split },
  poll,
  // Where it is switched off, a look does nothing.
  pollEverySecondsOf: ({ pollEverySeconds }) => (pollEverySeconds === 0 ? 86_400 : pollEverySeconds),
  parse,
  send: (ctx, message) => send(ctx, message, { own: capabilities, publicly: { ...capabilities, ...publicly } }),
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
