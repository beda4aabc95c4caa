import type { Capabilities, Connector } from '../contract';
import { consentContext, consentedPages, consentUrl } from '../meta/meta.consent';
import { answerChallenge, isSigned } from '../meta/meta.signature';
import { download, history, lookup, profile } from './facebook.fetch';
import { check, connect, disconnect } from './facebook.health';
import { parseItem, splitWebhook } from './facebook.parse';
import { act, send } from './facebook.send';
import { facebookSettings, scopes, type FacebookSettings } from './facebook.settings';

const pictures = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

const capabilities: Capabilities = {
  maxTextLength: 2000,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 25 * 1024 * 1024 },
  typing: true,
  reactions: true,
  edit: false,
  delete: false,
  readReceipts: true,
  deliveryReceipts: true,
  replyWindowHours: 24,
  lateReplyHours: 168,
  startConversation: false,
  undoSendSeconds: 3,
  public: false,
  publicly: {
    maxTextLength: 8000, attachments: { maxCount: 1, maxBytes: 10 * 1024 * 1024, contentTypes: pictures }, typing: false, edit: true, delete: true, readReceipts: false, deliveryReceipts: false, public: true,
    undoSendSeconds: 10, like: true, hide: true, deleteOthers: true,
  },
  privateReply: { withinHours: 168, once: true },
};

/** One Facebook page: its Messenger, and what is said in public below its posts and about it. */
export const facebook: Connector<FacebookSettings> = {
  id: 'facebook',
  label: 'Facebook',
  // Meta names a person anew for every page; messages and comments of one page share the name.
  identityScope: ({ pageId }) => `facebook:${pageId}`,
  settings: facebookSettings,
  capabilities,
  capabilitiesOf: ({ humanAgent }) => (humanAgent ? {} : { lateReplyHours: 24 }),
  account: ({ pageId }) => pageId,
  webhook: {
    sharedBy: ({ appId }) => appId,
    verify: (request, { appSecret }) => isSigned(request, [appSecret]),
    handshake: answerChallenge,
    split: splitWebhook,
    answer: { status: 200, contentType: 'text/plain', body: 'EVENT_RECEIVED' },
  },
  parse: parseItem,
  send: (ctx, message) => send(ctx, message, capabilities),
  act: (ctx, action) => act(ctx, action, capabilities),
  download,
  profile,
  lookup,
  history,
  consent: {
    needs: ['appId', 'appSecret'],
    fills: ['pageId', 'accessToken'],
    whose: ({ pageId }) => pageId,
    redirect: ['https-or-local'],
    url: (settings, request) => {
      const app = facebookSettings.pick({ appId: true, dialogUrl: true, apiVersion: true }).parse(settings);
      return consentUrl(app, { ...request, scopes });
    },
    exchange: async (ctx, answer) => {
      const pages = await consentedPages(consentContext(ctx, facebookSettings, { pageId: '000', accessToken: 'before-the-consent-is-given' }), answer);
      return pages.flatMap(({ id, name, access_token: token }) => (token == null ? [] : [{ label: name ?? id, settings: { pageId: id, accessToken: token } }]));
    },
  },
  check,
  connect,
  disconnect,
};
