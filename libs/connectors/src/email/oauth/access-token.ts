import { isAxiosError } from 'axios';
import { ConnectorError, type Context } from '../../contract';
import type { EmailSettings } from '../email.settings';

/** OAuth 2.0 for IMAP and SMTP: a fresh access token, refreshed by one process at a time. */

const googleTokenUrl = 'https://oauth2.googleapis.com/token';
export const microsoftScope = 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';
/** Renewed this long before it ends, so that it does not end in the middle of a connection's start. */
const renewBeforeMs = 120_000;

export function tokenUrl(settings: Partial<EmailSettings>): string {
  if (settings.oauthTokenUrl !== undefined && settings.oauthTokenUrl !== '') return settings.oauthTokenUrl;
  if (settings.provider === 'gmail') return googleTokenUrl;
  if (settings.provider === 'microsoft') return `https://login.microsoftonline.com/${encodeURIComponent(settings.oauthTenant === undefined || settings.oauthTenant === '' ? 'common' : settings.oauthTenant)}/oauth2/v2.0/token`;
  return '';
}

function isFresh(settings: EmailSettings, now: Date): boolean {
  return settings.oauthAccessToken !== '' && Date.parse(settings.oauthAccessExpiresAt) - renewBeforeMs > now.getTime();
}

/**
 * `refused`: a token that the server has just turned down; it is replaced even when its time has not come, unless somebody else has
 * replaced it meanwhile.
 */
export async function accessToken(ctx: Context<EmailSettings>, refused?: string): Promise<string> {
  const { settings } = ctx;
  if (isFresh(settings, ctx.now()) && settings.oauthAccessToken !== refused) return settings.oauthAccessToken;
  const updated = await ctx.secrets.update(async (current) => {
    // `update` runs alone per channel: whoever waited finds the token that the first one fetched.
    if (isFresh(current, ctx.now()) && current.oauthAccessToken !== refused) return {};
    return refresh(ctx, current);
  });
  return updated.oauthAccessToken;
}

async function refresh(ctx: Context<EmailSettings>, current: EmailSettings): Promise<Partial<EmailSettings>> {
  const url = tokenUrl(current);
  if (url === '') throw new ConnectorError('unauthorized', 'The address at which tokens are renewed is missing', { reason: 'oauth-incomplete' });
  if (current.oauthRefreshToken === '') throw new ConnectorError('unauthorized', 'This mailbox has to be connected again: there is no refresh token', { reason: 'oauth-incomplete' });
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: current.oauthRefreshToken, client_id: current.oauthClientId });
  if (current.oauthClientSecret !== '') form.set('client_secret', current.oauthClientSecret);
  const scope = current.oauthScope || (current.provider === 'microsoft' ? microsoftScope : '');
  if (scope !== '') form.set('scope', scope);
  return consentedTokens(await ask(ctx, url, form), ctx.now());
}

interface Tokens { oauthAccessToken: string; oauthAccessExpiresAt: string; oauthRefreshToken?: string }

/** What the server gave; a refresh token only when it is new. */
export function consentedTokens(answer: Record<string, unknown>, now: Date): Tokens {
  const token = answer['access_token'];
  if (typeof token !== 'string' || token === '') throw new ConnectorError('unavailable', 'The sign-in server gave no access token', { reason: 'oauth-answer' });
  const seconds = Number(answer['expires_in'] ?? 3600);
  const rotated = answer['refresh_token'];
  return {
    oauthAccessToken: token,
    oauthAccessExpiresAt: new Date(now.getTime() + (Number.isFinite(seconds) && seconds > 0 ? seconds : 3600) * 1000).toISOString(),
    ...(typeof rotated === 'string' && rotated !== '' ? { oauthRefreshToken: rotated } : {}),
  };
}

export async function ask(ctx: Pick<Context<Partial<EmailSettings>>, 'http'>, url: string, form: URLSearchParams): Promise<Record<string, unknown>> {
  try {
    const response = await ctx.http.post<unknown>(url, form.toString(), { headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, validateStatus: () => true, timeout: 20_000 });
    const data: Record<string, unknown> = typeof response.data === 'object' && response.data !== null ? (response.data as Record<string, unknown>) : {};
    if (response.status >= 200 && response.status < 300) return data;
    const code = typeof data['error'] === 'string' ? data['error'].slice(0, 60) : '';
    if (response.status === 429 || response.status >= 500) {
      const seconds = Number(response.headers['retry-after']);
      throw new ConnectorError('unavailable', 'The sign-in server is busy', { reason: 'oauth-busy', ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}) });
    }
    if (code === 'temporarily_unavailable') throw new ConnectorError('unavailable', 'The sign-in server is busy', { reason: 'oauth-busy' });
    throw new ConnectorError('unauthorized', unauthorizedWords(code), { reason: code === '' ? 'oauth-refused' : code.replace(/_/g, '-') });
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    // The cause of axios carries the form with its secrets; only its code may travel on.
    const code = isAxiosError(error) ? (error.code ?? '') : '';
    throw new ConnectorError('unavailable', `The sign-in server can’t be reached${code === '' ? '' : ` (${code})`}`, { reason: 'oauth-unreachable' });
  }
}

function unauthorizedWords(code: string): string {
  if (code === 'invalid_grant') return 'Access to this mailbox was withdrawn or has ended: connect it again';
  if (code === 'invalid_client' || code === 'unauthorized_client') return 'The OAuth client id or secret is wrong';
  if (code === 'invalid_scope') return 'The OAuth client may not read mail: add the mail scopes';
  return 'The sign-in server refused to renew the access';
}
