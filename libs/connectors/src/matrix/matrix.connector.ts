import type { Capabilities, Connector } from '../contract';
import { check } from './matrix.health';
import { download } from './matrix.media';
import { parse } from './matrix.parse';
import { profile } from './matrix.people';
import { history, stream } from './matrix.receive';
import { actOn, sendMessage } from './matrix.send';
import { matrixSettings, type MatrixSettings } from './matrix.settings';

const capabilities: Capabilities = {
  // An event may have 65 536 bytes, and every character may take two of them in JSON.
  maxTextLength: 30_000,
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
  deliveryReceipts: false,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
};

/** An account on any Matrix homeserver. */
export const matrix: Connector<MatrixSettings> = {
  id: 'matrix',
  label: 'Matrix',
  // IDs are the same on every homeserver.
  identityScope: () => 'matrix',
  settings: matrixSettings,
  capabilities,
  stream: (ctx, cursor, emit, signal) => stream(ctx, cursor, { emit, signal }),
  parse,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  act: actOn,
  download,
  profile,
  history,
  check,
};
