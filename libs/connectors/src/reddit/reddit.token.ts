import { z } from 'zod';
import { askRepeatable, waitOf } from '../ask';
import { ConnectorError, type Context } from '../contract';
import { userAgentOf, type RedditSettings } from './reddit.settings';

export type RedditContext = Context<RedditSettings>;

/** Renewed so long before it ends. */
const spareMs = 120_000;

const granted = z.object({ access_token: z.string().min(1), refresh_token: z.string().min(1).optional(), expires_in: z.coerce.number().positive().catch(3600) });
const refused = z.object({ error: z.union([z.string(), z.number()]).transform(String) });

export type Tokens = Pick<RedditSettings, 'accessToken' | 'accessExpiresAt'> & { refreshToken?: string };

const holds = ({ accessToken, accessExpiresAt }: RedditSettings, now: Date): boolean => accessToken !== '' && Date.parse(accessExpiresAt) - spareMs > now.getTime();

/** A token that holds. `refusedToken`: the one that Reddit has just turned down. Renewed once for the channel, whoever asks. */
export async function accessToken(ctx: RedditContext, refusedToken?: string): Promise<string> {
  if (holds(ctx.settings, ctx.now()) && ctx.settings.accessToken !== refusedToken) return ctx.settings.accessToken;
  const renewed = await ctx.secrets.update(async (current) => {
    if (holds(current, ctx.now()) && current.accessToken !== refusedToken) return {};
    if (current.refreshToken === '') throw new ConnectorError('unauthorized', 'There is no access to the account yet: connect it by Reddit’s consent screen', { reason: 'access-incomplete' });
    return grant(ctx, current, { grant_type: 'refresh_token', refresh_token: current.refreshToken });
  });
  return renewed.accessToken;
}

/** One answer of the token address. An "installed app" has no secret and proves itself with an empty one. */
export async function grant({ http, now }: Pick<RedditContext, 'http' | 'now'>, settings: Partial<RedditSettings>, form: Record<string, string>): Promise<Tokens> {
  const { siteUrl = 'https://www.reddit.com', clientId = '', clientSecret = '' } = settings;
  const answered = await askRepeatable(http, 'Reddit', {
    method: 'POST', url: `${siteUrl}/api/v1/access_token`, form,
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`, 'user-agent': userAgentOf(settings) },
  });
  const { status } = answered;
  const { data } = granted.safeParse(answered.data);
  if (status < 300 && data !== undefined) {
    return { accessToken: data.access_token, accessExpiresAt: new Date(now().getTime() + data.expires_in * 1000).toISOString(), ...(data.refresh_token === undefined ? {} : { refreshToken: data.refresh_token }) };
  }
  const code = refused.safeParse(answered.data).data?.error ?? '';
  if (status === 429 || status >= 500) throw new ConnectorError('unavailable', 'Reddit’s sign-in is busy', { reason: 'oauth-busy', ...waitOf(answered, now()) });
  if (status === 401) throw new ConnectorError('unauthorized', 'The client ID or the client secret is wrong', { reason: 'oauth-client' });
  if (status === 403) throw new ConnectorError('unauthorized', 'Reddit turns this application away: it must be approved for the Data API, and its User-Agent must be its own', { reason: 'api-not-granted' });
  if (code === '') throw new ConnectorError('unavailable', 'What answered was not Reddit’s sign-in', { reason: 'oauth-answer' });
  throw new ConnectorError('unauthorized', 'Reddit’s access was withdrawn or has ended: connect the account again', { reason: 'invalid-grant' });
}
