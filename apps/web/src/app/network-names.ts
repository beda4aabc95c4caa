/** What people call the networks; proper names, the same in every language. */
const names: Readonly<Record<string, string>> = {
  'app-store': 'App Store', bluesky: 'Bluesky', discord: 'Discord', facebook: 'Facebook', google: 'Google', 'google-business': 'Google', 'google-play': 'Google Play', googleplay: 'Google Play', appstore: 'App Store', instagram: 'Instagram', line: 'LINE',
  linkedin: 'LinkedIn', mastodon: 'Mastodon', matrix: 'Matrix', messenger: 'Messenger', reddit: 'Reddit', slack: 'Slack', telegram: 'Telegram', tiktok: 'TikTok', trustpilot: 'Trustpilot',
  'twilio-whatsapp': 'WhatsApp', viber: 'Viber', whatsapp: 'WhatsApp', x: 'X', xmpp: 'XMPP', youtube: 'YouTube',
};

/** Of a connector; one that is not known is called as the channel is. */
export function networkName(connectorId: string, channelName: string | undefined): string {
  return names[connectorId] ?? (channelName === undefined || channelName === '' ? connectorId : channelName);
}
