import { askRepeatable, waitOf } from '../ask';
import { ConnectorError, type Context } from '../contract';
import { failed, tokens } from './linkedin.payloads';
import type { LinkedinSettings } from './linkedin.settings';

export type LinkedinContext = Context<LinkedinSettings>;
type Kept = Pick<LinkedinSettings, 'accessToken' | 'refreshToken' | 'tokenExpiresAt' | 'refreshExpiresAt'>;

/** Tokens live for sixty days; renewed well before, as long as the refresh token itself lives (a year from the consent, whatever is renewed). */
const spareMs = 3 * 24 * 3600_000;

function endsSoon({ refreshToken, tokenExpiresAt }: LinkedinSettings, now: Date): boolean {
  const ends = Date.parse(tokenExpiresAt);
  return refreshToken !== '' && !Number.isNaN(ends) && ends - spareMs < now.getTime();
}

/** With a token that lives; once more with a new one when LinkedIn says that it does not. */
export async function withToken<T>(ctx: LinkedinContext, run: (token: string) => Promise<T>): Promise<T> {
  const token = endsSoon(ctx.settings, ctx.now()) ? await renewed(ctx) : ctx.settings.accessToken;
  try {
    return await run(token);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'token-refused' || ctx.settings.refreshToken === '') throw error;
    return run(await renewed(ctx, token));
  }
}

/** Alone for the channel; whoever waited finds what the first one fetched. */
async function renewed(ctx: LinkedinContext, refused?: string): Promise<string> {
  const { accessToken } = await ctx.secrets.update(async (current) => {
    const needed = refused === undefined ? endsSoon(current, ctx.now()) : current.accessToken === refused;
    if (!needed) return {};
    const { clientId, clientSecret, refreshToken } = current;
    const fresh = await grant(ctx, current.oauthUrl, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, client_secret: clientSecret });
    return { ...fresh, refreshToken: fresh.refreshToken === '' ? refreshToken : fresh.refreshToken, refreshExpiresAt: fresh.refreshExpiresAt === '' ? current.refreshExpiresAt : fresh.refreshExpiresAt };
  });
  return accessToken;
}

export async function grant({ http, now }: Pick<LinkedinContext, 'http' | 'now'>, oauthUrl: string, form: Record<string, string>): Promise<Kept> {
  const answered = await askRepeatable(http, 'LinkedIn', { method: 'POST', url: `${oauthUrl}/accessToken`, form });
  const { data } = tokens.safeParse(answered.data);
  const at = (seconds: number | null | undefined): string => (seconds == null ? '' : new Date(now().getTime() + seconds * 1000).toISOString());
  if (answered.status < 300 && data !== undefined) {
    return { accessToken: data.access_token, tokenExpiresAt: at(data.expires_in), refreshToken: data.refresh_token ?? '', refreshExpiresAt: at(data.refresh_token_expires_in) };
  }
  const code = failed.safeParse(answered.data).data?.error ?? '';
  if (answered.status === 429 || answered.status >= 500) throw new ConnectorError('unavailable', 'LinkedIn’s sign-in is busy', { reason: 'oauth-busy', ...waitOf(answered, now()) });
  if (code === '') throw new ConnectorError('unavailable', 'What answered was not LinkedIn’s sign-in', { reason: 'oauth-answer' });
  if (/client/.test(code)) throw new ConnectorError('unauthorized', 'LinkedIn does not know the client ID, or the client secret is wrong', { reason: 'oauth-client' });
  if (form['grant_type'] === 'authorization_code') throw new ConnectorError('rejected', 'The consent is too old or was used already: start again', { reason: 'consent-refused' });
  throw new ConnectorError('unauthorized', 'LinkedIn no longer accepts the access: it has ended or was withdrawn. Connect the channel again', { reason: 'invalid-grant' });
}
