import { api } from './api/api.connector';
import { appStore } from './app-store/app-store.connector';
import { bluesky } from './bluesky/bluesky.connector';
import { chat } from './chat/chat.connector';
import type { Connector } from './contract';
import { counter } from './counter/counter.connector';
import { discord } from './discord/discord.connector';
import { email } from './email/email.connector';
import { facebook } from './facebook/facebook.connector';
import { instagram } from './instagram/instagram.connector';
import { googleBusiness } from './google-business/google-business.connector';
import { googlePlay } from './google-play/google-play.connector';
import { linkedin } from './linkedin/linkedin.connector';
import { line } from './line/line.connector';
import { mastodon } from './mastodon/mastodon.connector';
import { matrix } from './matrix/matrix.connector';
import { phone } from './phone/phone.connector';
import { reddit } from './reddit/reddit.connector';
import { slack } from './slack/slack.connector';
import { sms } from './sms/sms.connector';
import { telegram } from './telegram/telegram.connector';
import { tiktok } from './tiktok/tiktok.connector';
import { trustpilot } from './trustpilot/trustpilot.connector';
import { twilioWhatsapp } from './twilio-whatsapp/twilio-whatsapp.connector';
import { viber } from './viber/viber.connector';
import { whatsapp } from './whatsapp/whatsapp.connector';
import { x } from './x/x.connector';
import { xmpp } from './xmpp/xmpp.connector';
import { youtube } from './youtube/youtube.connector';

/**
 * A connector of a list, where each has settings of its own. `Connector<unknown>` would be refused, since settings are both
 * given and taken; whoever calls one hands it what its own `settings` schema has parsed.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a heterogeneous list has no better type: see above
export type AnyConnector = Connector<any>;

/** Every platform that Kontuar speaks; adding one is its folder and one line here. */
export const allConnectors: readonly AnyConnector[] = [
  api,
  appStore,
  bluesky,
  chat,
  counter,
  discord,
  email,
  facebook,
  googleBusiness,
  googlePlay,
  instagram,
  line,
  linkedin,
  mastodon,
  matrix,
  phone,
  reddit,
  slack,
  sms,
  telegram,
  tiktok,
  trustpilot,
  twilioWhatsapp,
  viber,
  whatsapp,
  x,
  xmpp,
  youtube,
];
