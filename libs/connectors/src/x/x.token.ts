import { z } from 'zod';
import { askRepeatable, waitOf } from '../ask';
import { ConnectorError, type Context } from '../contract';
import type { XSettings } from './x.settings';

/** Renewed so long before it ends. */
const spareMs = 120_000;

const granted = z.object({ access_token: z.string().min(1), refresh_token: z.string().min(1).optional(), expires_in: z.coerce.number().positive().catch(7200), scope: z.string().catch('') });
const refused = z.object({ error: z.string() });

type Asking = Pick<Context<Partial<XSettings>>, 'http' | 'now'>;
export type Tokens = Pick<XSettings, 'accessToken' | 'accessExpiresAt'> & { refreshToken?: string };

const holds = ({ accessToken, accessExpiresAt }: XSettings, now: Date): boolean => accessToken !== '' && (accessExpiresAt === '' || Date.parse(accessExpiresAt) - spareMs > now.getTime());

/**
 * A token that holds. `refusedToken`: the one that X has just turned down. X takes each refresh token once and gives another, so that
 * renewing runs alone for the channel, and whoever waited finds what the first one fetched.
 */
export async function accessToken(ctx: Context<XSettings>, refusedToken?: string): Promise<string> {
  if (holds(ctx.settings, ctx.now()) && ctx.settings.accessToken !== refusedToken) return ctx.settings.accessToken;
  const renewed = await ctx.secrets.update(async (current) => {
    if (holds(current, ctx.now()) && current.accessToken !== refusedToken) return {};
    if (current.refreshToken === '' || current.clientId === '') throw new ConnectorError('unauthorized', 'There is no access to the account yet, or it has ended: connect it by X’s consent screen', { reason: 'access-incomplete' });
    return grant(ctx, current, { grant_type: 'refresh_token', refresh_token: current.refreshToken });
  });
  return renewed.accessToken;
}

/** One answer of the token address. Apps with a secret prove themselves by it, others only name themselves. */
export async function grant({ http, now }: Asking, { apiUrl, clientId, clientSecret }: Pick<XSettings, 'apiUrl' | 'clientId' | 'clientSecret'>, form: Record<string, string>): Promise<Tokens> {
  const basic = clientSecret === '' ? {} : { authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}` };
  const answered = await askRepeatable(http, 'X', { method: 'POST', url: `${apiUrl}/2/oauth2/token`, form: { ...form, client_id: clientId }, headers: basic });
  const { data } = granted.safeParse(answered.data);
  if (answered.status < 300 && data !== undefined) {
    return { accessToken: data.access_token, accessExpiresAt: new Date(now().getTime() + data.expires_in * 1000).toISOString(), ...(data.refresh_token === undefined ? {} : { refreshToken: data.refresh_token }) };
  }
  const code = refused.safeParse(answered.data).data?.error ?? '';
  if (answered.status === 429 || answered.status >= 500) throw new ConnectorError('unavailable', 'X’s sign-in is busy', { reason: 'oauth-busy', ...waitOf(answered, now()) });
  if (code === '' && answered.status !== 401) throw new ConnectorError('unavailable', 'What answered was not X’s sign-in', { reason: 'oauth-answer' });
  if (/client/.test(code)) throw new ConnectorError('unauthorized', 'The OAuth client id or secret is wrong', { reason: 'oauth-client' });
  throw new ConnectorError('unauthorized', 'X’s access was withdrawn or has ended: connect the account again', { reason: 'invalid-grant' });
}
