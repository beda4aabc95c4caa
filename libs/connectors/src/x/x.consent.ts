import { z } from 'zod';
import { ConnectorError, type Connector } from '../contract';
import { askRepeatable } from '../ask';
import { answeredError } from './x.errors';
import { user as userSchema } from './x.payloads';
import { scopesOf, xSettings, type XSettings } from './x.settings';
import { grant } from './x.token';

const before = xSettings.pick({ clientId: true, clientSecret: true, apiUrl: true, consentUrl: true, directMessages: true, likes: true });

/** Whoever is signed in at X agrees on its own screen; a refresh token comes of it only with 'offline.access'. */
export const consent: NonNullable<Connector<XSettings>['consent']> = {
  needs: ['clientId', 'clientSecret'],
  fills: ['userId', 'username', 'accessToken', 'accessExpiresAt', 'refreshToken'],
  whose: ({ userId }) => userId,
  url(settings, { redirectUrl, state, codeChallenge }) {
    const app = before.parse(settings);
    const url = new URL(app.consentUrl);
    const query = { response_type: 'code', client_id: app.clientId, redirect_uri: redirectUrl, scope: scopesOf(app).join(' '), state, code_challenge: codeChallenge, code_challenge_method: 'S256' };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.toString();
  },
  async exchange(ctx, { code, redirectUrl, codeVerifier }) {
    const app = before.parse(ctx.settings);
    const tokens = await grant(ctx, app, { grant_type: 'authorization_code', code, redirect_uri: redirectUrl, code_verifier: codeVerifier });
    if (tokens.refreshToken === undefined) throw new ConnectorError('rejected', 'X gave access for two hours only: agree once more', { reason: 'oauth-no-refresh' });
    const answered = await askRepeatable(ctx.http, 'X', { url: `${app.apiUrl}/2/users/me`, headers: { authorization: `Bearer ${tokens.accessToken}` } });
    const { data } = z.object({ data: userSchema }).safeParse(answered.data);
    if (answered.status >= 300 || data === undefined) throw answeredError(answered.status, answered.data, { headers: (name) => answered.header(name), now: ctx.now(), effect: 'repeatable' });
    const { id, username = '', name } = data.data;
    return [{ label: username === '' ? (name ?? id) : `@${username}`, settings: { ...tokens, refreshToken: tokens.refreshToken, userId: id, username } }];
  },
};
