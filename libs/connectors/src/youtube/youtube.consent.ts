import { ConnectorError, type Connector } from '../contract';
import { callGoogle } from '../google/google.client';
import { consented, consentUrl, googleRedirect } from '../google/google.consent';
import { channel as channelSchema, list } from './youtube.payloads';
import { scope, youtubeSettings, type YoutubeSettings } from './youtube.settings';

/** On Google's screen somebody chooses the channel in whose name Kontuar answers. */
export const consent: NonNullable<Connector<YoutubeSettings>['consent']> = {
  needs: ['clientId', 'clientSecret'],
  fills: ['channelId', 'channelName', 'refreshToken'],
  whose: ({ channelId }) => channelId,
  redirect: googleRedirect,
  url: (settings, request) => consentUrl(settings, scope, request),
  async exchange({ http, now, settings }, answer) {
    const refreshToken = await consented({ http, now, settings }, answer);
    const whole = youtubeSettings.parse({ channelId: `UC${'0'.repeat(22)}`, ...settings, refreshToken });
    const { items } = await callGoogle({ http, now, settings: whole }, { url: `${whole.apiUrl}/channels`, query: { part: 'snippet', mine: 'true' }, scope, result: list });
    const channels = items.flatMap((raw) => channelSchema.safeParse(raw).data ?? []);
    if (channels.length === 0) throw new ConnectorError('rejected', 'This Google account has no YouTube channel: choose the channel on Google’s screen', { reason: 'nothing-chosen' });
    return channels.map(({ id, snippet }) => ({ label: snippet?.title ?? id, settings: { channelId: id, channelName: snippet?.title ?? '', refreshToken } }));
  },
};
