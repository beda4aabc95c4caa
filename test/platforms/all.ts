import { apiPlatform } from './api/api.platform';
import { appStorePlatform } from './app-store/app-store.platform';
import { blueskyPlatform } from './bluesky/bluesky.platform';
import { discordPlatform } from './discord/discord.platform';
import { facebookPlatform } from './facebook/facebook.platform';
import { instagramPlatform } from './instagram/instagram.platform';
import { googleBusinessPlatform } from './google-business/google-business.platform';
import { googlePlayPlatform } from './google-play/google-play.platform';
import { linkedinPlatform } from './linkedin/linkedin.platform';
import { linePlatform } from './line/line.platform';
import { mastodonPlatform } from './mastodon/mastodon.platform';
import { matrixPlatform } from './matrix/matrix.platform';
import type { PlatformModule } from './platform';
import { redditPlatform } from './reddit/reddit.platform';
import { slackPlatform } from './slack/slack.platform';
import { smsPlatform } from './sms/sms.platform';
import { telegramPlatform } from './telegram/telegram.platform';
import { tiktokPlatform } from './tiktok/tiktok.platform';
import { trustpilotPlatform } from './trustpilot/trustpilot.platform';
import { twilioWhatsappPlatform } from './twilio-whatsapp/twilio-whatsapp.platform';
import { viberPlatform } from './viber/viber.platform';
import { whatsappPlatform } from './whatsapp/whatsapp.platform';
import { xPlatform } from './x/x.platform';
import { youtubePlatform } from './youtube/youtube.platform';

/** Every platform that can be played; a new one is its folder and one line here. */
export const allPlatforms: readonly PlatformModule[] = [
  apiPlatform,
  appStorePlatform,
  blueskyPlatform,
  discordPlatform,
  facebookPlatform,
  googleBusinessPlatform,
  googlePlayPlatform,
  instagramPlatform,
  linePlatform,
  linkedinPlatform,
  mastodonPlatform,
  matrixPlatform,
  redditPlatform,
  slackPlatform,
  smsPlatform,
  telegramPlatform,
  tiktokPlatform,
  trustpilotPlatform,
  twilioWhatsappPlatform,
  viberPlatform,
  whatsappPlatform,
  xPlatform,
  youtubePlatform,
];
