import type { Capabilities, Connector } from '../contract';
import { reviewCapabilities } from '../reviews/reviews.answer';
import { act, check, connect, history, lookup, poll, send } from './trustpilot.api';
import { parse } from './trustpilot.parse';
import { trustpilotSettings, type TrustpilotSettings } from './trustpilot.settings';
import { isProved, splitEvents } from './trustpilot.webhook';

const capabilities: Capabilities = { ...reviewCapabilities, maxTextLength: 4000, lengthUnit: 'utf16' };

/** Service reviews of one company on Trustpilot. */
export const trustpilot: Connector<TrustpilotSettings> = {
  id: 'trustpilot',
  label: 'Trustpilot',
  // A consumer is the same person wherever they write.
  identityScope: () => 'trustpilot',
  settings: trustpilotSettings,
  capabilities,
  capabilitiesOf: ({ maxTextLength }) => ({ maxTextLength }),
  webhook: {
    verify: (request, settings) => isProved(request, settings),
    split: splitEvents,
  },
  poll,
  pollEverySecondsOf: ({ pollEverySeconds }) => pollEverySeconds,
  parse,
  send: (ctx, message) => send(ctx, message, { ...capabilities, maxTextLength: ctx.settings.maxTextLength }),
  act,
  lookup,
  history,
  check,
  connect,
};
