import type { Capabilities, Connector } from '../contract';
import { reviewCapabilities } from '../reviews/reviews.answer';
import { act, check, connect, history, poll, send } from './app-store.api';
import { parse } from './app-store.parse';
import { appStoreSettings, type AppStoreSettings } from './app-store.settings';

const capabilities: Capabilities = { ...reviewCapabilities, maxTextLength: 5970, lengthUnit: 'utf16', deliveryReceipts: true };

/** Reviews of one app in the App Store, of all countries. */
export const appStore: Connector<AppStoreSettings> = {
  id: 'app-store',
  label: 'App Store',
  // Nicknames are nobody's own: whoever wrote a review is known by it alone.
  identityScope: ({ appId }) => `app-store:${appId}`,
  settings: appStoreSettings,
  capabilities,
  poll,
  pollEverySecondsOf: ({ pollEverySeconds }) => pollEverySeconds,
  parse,
  send: (ctx, message) => send(ctx, message, capabilities),
  act,
  history,
  check,
  connect,
};
