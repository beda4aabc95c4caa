import type { z } from 'zod';
import { askOnce, askRepeatable } from '../ask';
import { ConnectorError, type Context } from '../contract';
import type { Multipart } from '../multipart';
import { tiktokError } from './tiktok.errors';
import { answer, tokens } from './tiktok.payloads';
import type { TiktokSettings } from './tiktok.settings';

export type TiktokContext = Context<TiktokSettings>;
type Asking = Pick<TiktokContext, 'http' | 'now'>;

interface Call<T extends z.ZodType> {
  /** Below the API address, with slashes around. */
  path: string;
  query?: Record<string, string | undefined>;
  json?: unknown;
  upload?: Multipart;
  result: T;
  /** It would appear twice if it were asked for twice. */
  once?: boolean;
}

/** One call with an access that lives; once more with a new one when TikTok says that it does not. */
export async function callTiktok<T extends z.ZodType>(ctx: TiktokContext, call: Omit<Call<T>, 'upload'> & { upload?: () => Multipart }): Promise<z.infer<T>> {
  const { upload, ...rest } = call;
  // What is sent is read anew for each try.
  const run = (token: string) => ask(ctx, ctx.settings.apiUrl, { ...rest, ...(upload === undefined ? {} : { upload: upload() }), token });
  const token = endsSoon(ctx.settings, ctx.now()) ? await renewed(ctx) : ctx.settings.accessToken;
  try {
    return await run(token);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'token-expired' || ctx.settings.refreshToken === '') throw error;
    return run(await renewed(ctx, token));
  }
}

/** The token as it is after the last call. */
export const currentToken = (ctx: TiktokContext): Promise<string> => ctx.secrets.update(() => Promise.resolve({})).then(({ accessToken }) => accessToken);

/** A day long; renewed an hour before. */
const spareMs = 3600_000;
function endsSoon({ refreshToken, tokenExpiresAt }: TiktokSettings, now: Date): boolean {
  const ends = Date.parse(tokenExpiresAt);
  return refreshToken !== '' && !Number.isNaN(ends) && ends - spareMs < now.getTime();
}

/** Alone for the channel: TikTok may give another refresh token each time. */
async function renewed(ctx: TiktokContext, refused?: string): Promise<string> {
  const { accessToken } = await ctx.secrets.update(async (current) => {
    const needed = refused === undefined ? endsSoon(current, ctx.now()) : current.accessToken === refused;
    if (!needed) return {};
    const { appId, appSecret, refreshToken } = current;
    const { openId: _same, ...fresh } = await grant(ctx, current.apiUrl, { path: '/tt_user/oauth2/refresh_token/', json: { client_id: appId, client_secret: appSecret, grant_type: 'refresh_token', refresh_token: refreshToken } });
    return { ...fresh, refreshToken: fresh.refreshToken === '' ? refreshToken : fresh.refreshToken, refreshExpiresAt: fresh.refreshExpiresAt === '' ? current.refreshExpiresAt : fresh.refreshExpiresAt };
  });
  return accessToken;
}

export async function grant(ctx: Asking, apiUrl: string, call: { path: string; json: object }): Promise<Pick<TiktokSettings, 'accessToken' | 'refreshToken' | 'tokenExpiresAt' | 'refreshExpiresAt'> & { openId: string | undefined }> {
  const at = (seconds: number | null | undefined): string => (seconds == null ? '' : new Date(ctx.now().getTime() + seconds * 1000).toISOString());
  const given = await ask(ctx, apiUrl, { ...call, result: tokens }).catch((error: unknown): never => {
    if (!(error instanceof ConnectorError) || error.kind === 'unavailable') throw error;
    throw call.path.includes('refresh') ? new ConnectorError('unauthorized', 'TikTok no longer accepts the access: it has ended or was withdrawn. Connect the channel again', { reason: 'invalid-grant' }) : new ConnectorError('rejected', 'The consent is too old or was used already: start again', { reason: 'consent-refused' });
  });
  return { accessToken: given.access_token, tokenExpiresAt: at(given.expires_in), refreshToken: given.refresh_token ?? '', refreshExpiresAt: at(given.refresh_token_expires_in), openId: given.open_id ?? undefined };
}

export async function ask<T extends z.ZodType>({ http, now }: Asking, apiUrl: string, { path, query, json, upload, result, once = false, token }: Call<T> & { token?: string }): Promise<z.infer<T>> {
  const answered = await (once ? askOnce : askRepeatable)(http, 'TikTok', {
    method: json === undefined && upload === undefined ? 'GET' : 'POST', url: `${apiUrl}${path}`, longNumbers: true, timeoutMs: upload === undefined ? 20_000 : 120_000,
    ...(query === undefined ? {} : { query }), ...(json === undefined ? {} : { json }), ...(upload === undefined ? {} : { upload }), headers: token === undefined ? {} : { 'access-token': token },
  });
  const told = answer.safeParse(answered.data).data;
  const parsed = told?.code === 0 && answered.status < 300 ? result.safeParse(told.data ?? {}) : undefined;
  if (parsed?.success !== true) throw tiktokError({ answered, code: told?.code ?? 0, said: told?.message ?? '', now: now(), once });
  return parsed.data;
}
