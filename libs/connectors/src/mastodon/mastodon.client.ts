import { isAxiosError, type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { Context } from '../contract';
import type { Multipart } from '../multipart';
import { answeredError, brokenError } from './mastodon.errors';
import type { MastodonSettings } from './mastodon.settings';

export type MastodonContext = Context<MastodonSettings>;

export interface Call<T extends z.ZodType> {
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  body?: object;
  upload?: Multipart;
  /** Ours, the same at every try: the server then makes one post of it. */
  key?: string;
  result: T;
}

const failure = z.object({ error: z.string().catch(''), error_description: z.string().optional().catch(undefined) });

/** One call in the name of the account. Throws ConnectorError, which never carries the request: its headers hold the token. */
export async function callApi<T extends z.ZodType>(ctx: MastodonContext, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, call: Call<T>): Promise<z.infer<T>> {
  return (await callWithStatus(ctx, method, path, call)).data;
}

export async function callWithStatus<T extends z.ZodType>(
  ctx: MastodonContext, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, { query = {}, body, upload, key, result }: Call<T>,
): Promise<{ status: number; data: z.infer<T> }> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value) search.append(`${name}[]`, String(one));
    else if (value !== undefined) search.append(name, String(value));
  }
  let response: AxiosResponse<unknown>;
  const named = `${method} ${path.replace(/\d+/g, ':id')}`;
  try {
    response = await ctx.http.request<unknown>({
      method,
      url: `${ctx.settings.server}${path}${search.size === 0 ? '' : `?${search.toString()}`}`,
      data: upload ? upload.body : body === undefined ? undefined : JSON.stringify(body),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${ctx.settings.accessToken}`,
        ...(upload ? upload.headers : body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      maxRedirects: 0,
      timeout: upload ? 180_000 : 20_000,
      maxContentLength: 20 * 1024 * 1024,
      maxBodyLength: 120 * 1024 * 1024,
    });
  } catch (error) {
    upload?.body.destroy();
    if (upload?.failure) throw upload.failure;
    if (isAxiosError(error) && error.response) response = error.response;
    else throw brokenError(error, { method: named });
  }
  upload?.body.destroy();
  const answer = readJson(response.data);
  if (response.status >= 200 && response.status < 300) {
    const parsed = result.safeParse(answer);
    if (parsed.success) return { status: response.status, data: parsed.data };
    throw answeredError(200, '', { method: named });
  }
  const told = failure.safeParse(answer).data;
  throw answeredError(response.status, [told?.error, told?.error_description].filter(Boolean).join(': '), { method: named, retryAfterMs: waitOf(response.headers, ctx.now()) });
}

/** `X-RateLimit-Reset` is a time as text; some servers write seconds. */
function waitOf(headers: Record<string, unknown>, now: Date): number | undefined {
  const seconds = numberOf(headers['retry-after']);
  if (seconds !== undefined) return seconds * 1000;
  const reset = headers['x-ratelimit-reset'];
  const number = numberOf(reset);
  const at = number !== undefined ? (number > 1e9 ? number * 1000 : now.getTime() + number * 1000) : typeof reset === 'string' ? Date.parse(reset) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(1_000, at - now.getTime());
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
