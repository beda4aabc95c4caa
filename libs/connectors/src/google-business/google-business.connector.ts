import type { Capabilities, Connector } from '../contract';
import { reviewCapabilities } from '../reviews/reviews.answer';
import { act, download, history, lookup, poll, send } from './google-business.api';
import { consent } from './google-business.consent';
import { check, connect } from './google-business.health';
import { parse } from './google-business.parse';
import { accountOf, isPushed, splitPush } from './google-business.push';
import { googleBusinessSettings, type GoogleBusinessSettings } from './google-business.settings';

const capabilities: Capabilities = { ...reviewCapabilities, maxTextLength: 4096, lengthUnit: 'bytes', deliveryReceipts: true };

/** Reviews of one place on Google Maps and Search, asked for and announced by Pub/Sub. */
export const googleBusiness: Connector<GoogleBusinessSettings> = {
  id: 'google-business',
  label: 'Google Business Profile',
  // Google names no reviewer: whoever wrote a review is known by it alone.
  identityScope: ({ locationId }) => `google-business:${locationId}`,
  settings: googleBusinessSettings,
  capabilities,
  account: accountOf,
  webhook: {
    verify: (request, settings) => isPushed(request, settings),
    split: splitPush,
  },
  poll,
  pollEverySecondsOf: ({ pollEverySeconds }) => pollEverySeconds,
  parse,
  send: (ctx, message) => send(ctx, message, capabilities),
  act,
  download,
  lookup,
  history,
  consent,
  check,
  connect,
};
