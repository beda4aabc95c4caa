import { ConnectorError, type Context, type RedirectRule } from '../contract';
import type { GoogleAccess } from './google.settings';
import { grant } from './google.token';

/** Google takes http and bare addresses on this machine only. */
export const googleRedirect: readonly RedirectRule[] = ['https-or-local', 'name'];

/** Google's own screen on which somebody agrees. */
export function consentUrl({ clientId = '', consentUrl: address = 'https://accounts.google.com/o/oauth2/v2/auth' }: Partial<GoogleAccess>, scope: string, { redirectUrl, state, codeChallenge }: { redirectUrl: string; state: string; codeChallenge: string }): string {
  const url = new URL(address);
  // Google gives a refresh token only with both of the last two.
  const query = { response_type: 'code', client_id: clientId, redirect_uri: redirectUrl, scope, state, code_challenge: codeChallenge, code_challenge_method: 'S256', access_type: 'offline', prompt: 'consent' };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.toString();
}

/** The refresh token that the consent gives. */
export async function consented({ http, now, settings }: Pick<Context<Partial<GoogleAccess>>, 'http' | 'now' | 'settings'>, { code, redirectUrl, codeVerifier }: { code: string; redirectUrl: string; codeVerifier: string }): Promise<string> {
  const { clientId = '', clientSecret = '', tokenUrl = 'https://oauth2.googleapis.com/token' } = settings;
  const { refresh_token: refreshToken } = await grant({ http, now, settings: { tokenUrl } }, {
    grant_type: 'authorization_code', code, redirect_uri: redirectUrl, client_id: clientId, code_verifier: codeVerifier, ...(clientSecret === '' ? {} : { client_secret: clientSecret }),
  });
  if (refreshToken === undefined) throw new ConnectorError('rejected', 'Google gave access for one hour only: take Kontuar out of the account’s connected apps and agree once more', { reason: 'oauth-no-refresh' });
  return refreshToken;
}
