import type { Readable } from 'node:stream';
import { ConnectorError, type Capabilities, type Connector, type Context } from '../contract';
import { withoutRequest } from '../transport';
import { consent } from './reddit.consent';
import { history } from './reddit.fetch';
import { check } from './reddit.health';
import { parse } from './reddit.parse';
import { poll } from './reddit.poll';
import { act, send } from './reddit.send';
import { redditSettings, type RedditSettings } from './reddit.settings';

/** Private messages; what is different below posts, `publicly` says. */
const capabilities: Capabilities = {
  maxTextLength: 10_000, lengthUnit: 'code-points', text: 'plain', subject: false, cc: false, attachments: false, typing: false, reactions: false, edit: false, delete: false,
  readReceipts: false, deliveryReceipts: false,
  // Unasked messages are spam on Reddit.
  startConversation: false,
  undoSendSeconds: 3, public: false,
  publicly: { public: true, undoSendSeconds: 10, edit: true, delete: true },
  privateReply: {},
};

/** Mentions, replies, private messages, and everything in the subreddits that are watched; all of it asked for. */
export const reddit: Connector<RedditSettings> = {
  id: 'reddit',
  label: 'Reddit',
  identityScope: () => 'reddit',
  settings: redditSettings,
  capabilities,
  capabilitiesOf: ({ moderate, writing }) => ({ ...(writing === 'markdown' ? { markup: 'markdown' } : {}), ...(moderate ? { publicly: { ...capabilities.publicly, hide: true } } : {}) }),
  poll,
  pollEverySecondsOf: ({ pollEverySeconds }) => pollEverySeconds,
  parse,
  send: (ctx, message) => send(ctx, message, capabilities),
  act: (ctx, action) => act(ctx, action, capabilities),
  download,
  history,
  consent,
  check,
};

/** Pictures stand open on the web; our token stays here. */
async function download({ http }: Pick<Context<RedditSettings>, 'http'>, ref: string): Promise<Readable> {
  try {
    return (await http.get<Readable>(ref, { responseType: 'stream' })).data;
  } catch (error) {
    throw new ConnectorError('unavailable', 'The picture could not be fetched from Reddit', { reason: 'file-unavailable', cause: withoutRequest(error) });
  }
}
