import { ConnectorError, type Connector } from '../contract';
import { whoAmI } from './reddit.health';
import { redditSettings, scopesFor, type RedditSettings } from './reddit.settings';
import { grant } from './reddit.token';

/** Somebody signed in as the account agrees on Reddit's screen. Reddit knows no code challenge. */
export const consent: NonNullable<Connector<RedditSettings>['consent']> = {
  needs: ['clientId'],
  fills: ['username', 'refreshToken', 'accessToken', 'accessExpiresAt'],
  // Reddit tells no names apart by their capitals.
  whose: ({ username }) => username?.toLowerCase(),
  url({ clientId = '', siteUrl = 'https://www.reddit.com', ...settings }, { redirectUrl, state }) {
    const url = new URL(`${siteUrl}/api/v1/authorize`);
    // Only a permanent one comes with a refresh token.
    const query = { client_id: clientId, response_type: 'code', state, redirect_uri: redirectUrl, duration: 'permanent', scope: scopesFor(settings).join(' ') };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.toString();
  },
  async exchange(ctx, { code, redirectUrl }) {
    const tokens = await grant(ctx, ctx.settings, { grant_type: 'authorization_code', code, redirect_uri: redirectUrl });
    if (tokens.refreshToken === undefined) throw new ConnectorError('rejected', 'Reddit gave access for a short while only: agree once more', { reason: 'oauth-no-refresh' });
    const settings = redditSettings.parse({ username: 'unknown', ...ctx.settings, ...tokens });
    const { name } = await whoAmI({ ...ctx, settings, secrets: { update: () => Promise.reject(new ConnectorError('unauthorized', 'Reddit refused the access that it just gave', { reason: 'token-refused' })) } });
    return [{ label: `u/${name}`, settings: { username: name, ...tokens } }];
  },
};
