import { createHash } from 'node:crypto';
import { isAxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { answeredError, brokenError, type Effect } from './line.errors';
import { failure, tokenAnswer, type Failure } from './line.payloads';
import type { LineSettings } from './line.settings';

export type LineContext = Context<LineSettings>;

interface Call<T extends z.ZodType> {
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  /** Files stand on a host of their own. */
  host?: 'data';
  body?: object;
  /** As a form instead of JSON. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
  result: T;
  effect: Effect;
  timeoutMs?: number;
  /** Reads an answer that is no success: a repeated retry key is none of our failures. */
  unless?: (status: number, told: Failure | undefined) => z.infer<T> | undefined;
}

/** One call with the channel's token. Throws ConnectorError, which never carries the request. */
export async function callLine<T extends z.ZodType>(ctx: LineContext, call: Call<T>): Promise<z.infer<T>> {
  const own = ctx.settings.accessToken;
  if (own !== '') return ask(ctx, call, own);
  try {
    return await ask(ctx, call, await issued(ctx));
  } catch (error) {
    // Tokens that we ask for live for minutes, and the channel secret may have been replaced meanwhile: once more with a new one.
    if (!(error instanceof ConnectorError) || error.kind !== 'unauthorized') throw error;
    tokens.delete(tokenKey(ctx.settings));
    return ask(ctx, call, await issued(ctx));
  }
}

async function ask<T extends z.ZodType>(ctx: LineContext, call: Call<T>, token: string | undefined): Promise<z.infer<T>> {
  const { effect, timeoutMs = 20_000 } = call;
  const sends = call.form ? { type: 'application/x-www-form-urlencoded', data: new URLSearchParams(call.form).toString() } : { type: 'application/json', data: JSON.stringify(call.body ?? {}) };
  const config: AxiosRequestConfig = {
    method: call.method ?? 'POST',
    url: `${call.host === 'data' ? ctx.settings.dataUrl : ctx.settings.apiUrl}${call.path}`,
    ...(call.method === 'GET' ? {} : { data: sends.data }),
    headers: {
      ...(call.method === 'GET' ? {} : { 'content-type': sends.type }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...call.headers,
    },
    responseType: 'text',
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    maxRedirects: 0,
    timeout: timeoutMs,
    maxContentLength: 2 * 1024 * 1024,
  };
  const response = await ctx.http.request<unknown>(config).catch((error: unknown): AxiosResponse<unknown> => {
    if (isAxiosError(error) && error.response) return error.response;
    throw brokenError(error, effect);
  });
  const answer = readJson(response.data);
  if (response.status >= 200 && response.status < 300) {
    const parsed = call.result.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw answeredError(200, undefined, { effect });
  }
  const told = failure.safeParse(answer);
  const known = told.success ? told.data : undefined;
  const instead = call.unless?.(response.status, known);
  if (instead !== undefined) return instead;
  const retryAfter: unknown = response.headers['retry-after'];
  throw answeredError(response.status, known, { effect, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined });
}

interface Token { value: string; until: number }
/** Stateless tokens, which LINE gives for a quarter of an hour and never takes back; kept in memory only. */
const tokens = new Map<string, Token>();
const spareMs = 60_000;

export function tokenKey(settings: LineSettings): string {
  return createHash('sha256').update(JSON.stringify([settings.apiUrl, settings.channelId, settings.channelSecret])).digest('base64');
}

async function issued(ctx: LineContext): Promise<string> {
  const key = tokenKey(ctx.settings);
  const kept = tokens.get(key);
  if (kept !== undefined && kept.until - spareMs > ctx.now().getTime()) return kept.value;
  const { channelId, channelSecret } = ctx.settings;
  const form = { grant_type: 'client_credentials', client_id: channelId, client_secret: channelSecret };
  let answer: z.infer<typeof tokenAnswer>;
  try {
    answer = await ask(ctx, { path: '/oauth2/v3/token', form, result: tokenAnswer, effect: 'repeatable' }, undefined);
  } catch (error) {
    // OAuth says 400 for a wrong id or secret.
    if (!(error instanceof ConnectorError) || (error.kind !== 'rejected' && error.kind !== 'unauthorized')) throw error;
    throw new ConnectorError('unauthorized', 'LINE refused the channel ID or the channel secret', { reason: 'token-refused' });
  }
  tokens.set(key, { value: answer.access_token, until: ctx.now().getTime() + answer.expires_in * 1000 });
  return answer.access_token;
}

/** The token for addresses other than the API's own (files). */
export async function bearer(ctx: LineContext): Promise<string> {
  return ctx.settings.accessToken === '' ? issued(ctx) : ctx.settings.accessToken;
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
