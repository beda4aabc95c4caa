import { ConnectorError, type Connector } from '../../contract';
import type { EmailSettings } from '../email.settings';
import { ask, consentedTokens, microsoftScope, tokenUrl } from './access-token';

type Given = Partial<EmailSettings>;

const googleConsentUrl = 'https://accounts.google.com/o/oauth2/v2/auth';
const googleScope = 'https://mail.google.com/';

function consentAddress(settings: Given): string {
  if (settings.oauthConsentUrl !== undefined && settings.oauthConsentUrl !== '') return settings.oauthConsentUrl;
  if (settings.provider === 'gmail') return googleConsentUrl;
  if (settings.provider === 'microsoft') return `https://login.microsoftonline.com/${tenantOf(settings)}/oauth2/v2.0/authorize`;
  throw new ConnectorError('rejected', 'Choose Gmail or Microsoft 365, or enter the address of the provider’s consent screen', { reason: 'oauth-incomplete' });
}

const tenantOf = (settings: Given): string => encodeURIComponent(settings.oauthTenant === undefined || settings.oauthTenant === '' ? 'common' : settings.oauthTenant);
const scopeOf = (settings: Given): string => (settings.oauthScope !== undefined && settings.oauthScope !== '' ? settings.oauthScope : settings.provider === 'gmail' ? googleScope : microsoftScope);

/** The mailbox's owner agrees on the provider's own screen; what comes of it are tokens, and never a password. */
export const mailConsent: NonNullable<Connector<EmailSettings>['consent']> = {
  needs: ['provider', 'address', 'oauthClientId'],
  fills: ['auth', 'oauthRefreshToken', 'oauthAccessToken', 'oauthAccessExpiresAt'],
  redirect: ['https-or-local'],
  url(settings, { redirectUrl, state, codeChallenge }) {
    const url = new URL(consentAddress(settings));
    const query: Record<string, string> = {
      response_type: 'code', client_id: settings.oauthClientId ?? '', redirect_uri: redirectUrl, scope: scopeOf(settings), state, code_challenge: codeChallenge, code_challenge_method: 'S256',
      // Google gives a refresh token only with both; Microsoft asks for it by a scope.
      access_type: 'offline', prompt: 'consent',
      ...(settings.address === undefined ? {} : { login_hint: settings.address }),
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.toString();
  },
  async exchange(ctx, { code, redirectUrl, codeVerifier }) {
    const { settings } = ctx;
    const url = tokenUrl(settings);
    if (url === '') throw new ConnectorError('rejected', 'The address at which tokens are given is missing', { reason: 'oauth-incomplete' });
    const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUrl, client_id: settings.oauthClientId ?? '', code_verifier: codeVerifier });
    if (settings.oauthClientSecret !== undefined && settings.oauthClientSecret !== '') form.set('client_secret', settings.oauthClientSecret);
    const tokens = consentedTokens(await ask(ctx, url, form), ctx.now());
    if (tokens.oauthRefreshToken === undefined) throw new ConnectorError('rejected', 'The provider gave access for one hour only: take Kontuar out of the account’s connected apps and agree once more', { reason: 'oauth-no-refresh' });
    return [{ label: settings.address ?? '', settings: { auth: 'xoauth2', ...tokens } }];
  },
};
