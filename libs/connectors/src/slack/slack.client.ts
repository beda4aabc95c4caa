import { isAxiosError, type AxiosResponse } from 'axios';
import type { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { answeredError, brokenError, refusedError, type Effect } from './slack.errors';
import { failed, tokens } from './slack.payloads';
import type { SlackSettings } from './slack.settings';

export type SlackContext = Context<SlackSettings>;

interface Call<T extends z.ZodType> {
  args?: Record<string, string | number | boolean | object | undefined>;
  result: T;
  effect?: Effect;
  timeoutMs?: number;
}
interface Answer<T> { data: T; headers: Record<string, unknown> }

/** One method of the Web API with the bot's token. Throws ConnectorError, which never carries the request. */
export async function callSlack<T extends z.ZodType>(ctx: SlackContext, method: string, call: Call<T>): Promise<z.infer<T>> {
  return (await callWithHeaders(ctx, method, call)).data;
}

export async function callWithHeaders<T extends z.ZodType>(ctx: SlackContext, method: string, call: Call<T>): Promise<Answer<z.infer<T>>> {
  return withToken(ctx, (token) => ask(ctx, method, { ...call, token }));
}

/** With a token that still lives; once more with a new one when Slack says that it does not. */
export async function withToken<T>(ctx: SlackContext, run: (token: string) => Promise<T>): Promise<T> {
  const token = endsSoon(ctx, ctx.settings) ? await renewed(ctx) : ctx.settings.botToken;
  try {
    return await run(token);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'token-expired' || ctx.settings.refreshToken === '') throw error;
    return run(await renewed(ctx, token));
  }
}

/** Tokens live for twelve hours; Slack renews them from two hours before. */
const spareMs = 10 * 60_000;

function endsSoon(ctx: SlackContext, { refreshToken, tokenExpiresAt }: SlackSettings): boolean {
  const ends = Date.parse(tokenExpiresAt);
  return refreshToken !== '' && !Number.isNaN(ends) && ends - spareMs < ctx.now().getTime();
}

/** A refresh token is good once, so whoever comes second takes what the first one got. `refused`: the token that Slack no longer took. */
async function renewed(ctx: SlackContext, refused?: string): Promise<string> {
  const settings = await ctx.secrets.update(async (current) => {
    const needed = refused === undefined ? endsSoon(ctx, current) : current.botToken === refused;
    if (!needed) return {};
    const { clientId, clientSecret, refreshToken } = current;
    if (clientId === '' || clientSecret === '') throw new ConnectorError('unauthorized', 'The bot token ends, and renewing it needs the client ID and the client secret', { reason: 'token-expired' });
    const fresh = await askForTokens(ctx, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, client_secret: clientSecret });
    return tokenSettings(ctx, fresh);
  });
  return settings.botToken;
}

export function askForTokens(ctx: Context<Partial<SlackSettings>>, args: Record<string, string>): Promise<z.infer<typeof tokens>> {
  return ask(ctx, 'oauth.v2.access', { args, result: tokens }).then(({ data }) => data);
}

export function tokenSettings(ctx: Pick<SlackContext, 'now'>, { access_token, refresh_token, expires_in }: z.infer<typeof tokens>): Pick<SlackSettings, 'botToken' | 'refreshToken' | 'tokenExpiresAt'> {
  return { botToken: access_token, refreshToken: refresh_token ?? '', tokenExpiresAt: expires_in === undefined ? '' : new Date(ctx.now().getTime() + expires_in * 1000).toISOString() };
}

/** Everything as a form, the one way that each method takes; objects within it as JSON. */
async function ask<T extends z.ZodType>(ctx: Context<Partial<SlackSettings>>, method: string, { args = {}, result, effect = 'repeatable', timeoutMs = 20_000, token }: Call<T> & { token?: string }): Promise<Answer<z.infer<T>>> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) if (value !== undefined) form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  let response: AxiosResponse<unknown>;
  try {
    response = await ctx.http.request<unknown>({
      method: 'POST',
      url: `${ctx.settings.apiUrl ?? 'https://slack.com/api'}/${method}`,
      data: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      maxRedirects: 0,
      timeout: timeoutMs,
      maxContentLength: 20 * 1024 * 1024,
    });
  } catch (error) {
    if (isAxiosError(error) && error.response) response = error.response;
    else throw brokenError(error, effect);
  }
  const headers = response.headers as Record<string, unknown>; // AxiosHeaders reads as one
  const retryAfter = typeof headers['retry-after'] === 'string' ? headers['retry-after'] : undefined;
  const answer = readJson(response.data);
  const told = failed.safeParse(answer);
  if (told.success) throw refusedError(told.data.error, { effect, needed: told.data.needed, retryAfter });
  if (response.status < 200 || response.status >= 300) throw answeredError(response.status, { effect, retryAfter });
  const parsed = result.safeParse(answer);
  if (!parsed.success) throw answeredError(200, { effect });
  return { data: parsed.data, headers };
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
