import type { Capabilities, Connector } from '../contract';
import { consent } from './youtube.consent';
import { download, history, poll } from './youtube.fetch';
import { check } from './youtube.health';
import { parse } from './youtube.parse';
import { act, send } from './youtube.send';
import { youtubeSettings, type YoutubeSettings } from './youtube.settings';

const capabilities: Capabilities = {
  maxTextLength: 10_000,
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
  hide: true,
};

/** Comments below the videos and posts of one channel. YouTube announces none, so that it is asked. */
export const youtube: Connector<YoutubeSettings> = {
  id: 'youtube',
  label: 'YouTube',
  // People comment as their channels, which are numbered once for everybody.
  identityScope: () => 'youtube',
  settings: youtubeSettings,
  capabilities,
  poll,
  pollEverySecondsOf: ({ pollEverySeconds }) => pollEverySeconds,
  parse,
  send: (ctx, message) => send(ctx, message, capabilities),
  act,
  download,
  history,
  consent,
  check,
};
