import type { Capabilities, Connector } from '../contract';
import { consented, consentUrl, googleRedirect } from '../google/google.consent';
import { reviewCapabilities } from '../reviews/reviews.answer';
import { check, history, poll, send } from './google-play.api';
import { parse } from './google-play.parse';
import { googlePlaySettings, scope, type GooglePlaySettings } from './google-play.settings';

/** An answer can be replaced, but the API takes none back. */
const capabilities: Capabilities = { ...reviewCapabilities, maxTextLength: 350, lengthUnit: 'utf16', delete: false };

/** Reviews with words of one app in Google Play. */
export const googlePlay: Connector<GooglePlaySettings> = {
  id: 'google-play',
  label: 'Google Play',
  // Names are nobody's own: whoever wrote a review is known by it alone.
  identityScope: ({ packageName }) => `google-play:${packageName}`,
  settings: googlePlaySettings,
  capabilities,
  capabilitiesOf: ({ maxTextLength }) => ({ maxTextLength }),
  poll,
  pollEverySecondsOf: ({ pollEverySeconds }) => pollEverySeconds,
  parse,
  send: (ctx, message) => send(ctx, message, { ...capabilities, maxTextLength: ctx.settings.maxTextLength }),
  history,
  consent: {
    needs: ['packageName', 'clientId', 'clientSecret'],
    fills: ['refreshToken'],
    redirect: googleRedirect,
    url: (settings, request) => consentUrl(settings, scope, request),
    exchange: async (ctx, answer) => [{ label: ctx.settings.packageName ?? '', settings: { refreshToken: await consented(ctx, answer), serviceAccount: '' } }],
  },
  check,
};
