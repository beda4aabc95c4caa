import { isAxiosError, type AxiosResponse } from 'axios';
import type { z } from 'zod';
import type { Context } from '../contract';
import type { Multipart } from '../multipart';
import { answeredError, brokenError } from './discord.errors';
import { gateOf, heed, pass, routeOf } from './discord.limits';
import { failed } from './discord.payloads';
import type { DiscordSettings } from './discord.settings';

export type DiscordContext = Context<DiscordSettings>;

interface Call<T extends z.ZodType> { body?: object; upload?: Multipart; query?: Record<string, string | number>; result: T }

/** One call with the bot's token, within the limits that Discord told. Throws ConnectorError, which never carries the request. */
export async function callDiscord<T extends z.ZodType>(ctx: DiscordContext, method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, { body, upload, query = {}, result }: Call<T>): Promise<z.infer<T>> {
  const gate = gateOf(ctx.http, ctx.settings.botToken);
  const route = routeOf(method, path);
  const now = (): number => ctx.now().getTime();
  try {
    await pass(gate, route, now);
  } catch (error) {
    upload?.body.destroy();
    throw error;
  }
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString();
  let response: AxiosResponse<unknown>;
  try {
    response = await ctx.http.request<unknown>({
      method,
      url: `${ctx.settings.apiUrl}${path}${search === '' ? '' : `?${search}`}`,
      data: upload ? upload.body : body === undefined ? undefined : JSON.stringify(body),
      headers: {
        accept: 'application/json',
        authorization: `Bot ${ctx.settings.botToken}`,
        // Discord asks every bot to name itself in this form.
        'user-agent': 'DiscordBot (https://kontuar.invalid, 1.0)',
        ...(upload ? upload.headers : body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      maxRedirects: 0,
      timeout: upload ? 300_000 : 20_000,
      maxContentLength: 20 * 1024 * 1024,
      maxBodyLength: Infinity,
    });
  } catch (error) {
    if (upload?.failure) throw upload.failure;
    if (isAxiosError(error) && error.response) response = error.response;
    else throw brokenError(error);
  } finally {
    upload?.body.destroy();
  }
  const headers = response.headers as Record<string, unknown>; // AxiosHeaders reads as one
  const answer = readJson(response.data);
  const fine = response.status >= 200 && response.status < 300;
  const told = fine ? undefined : failed.safeParse(answer).data;
  const seconds = told?.retry_after ?? Number(headers['retry-after'] ?? NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
  heed(gate, route, { told: { status: response.status, headers, retryAfterMs, global: told?.global === true || headers['x-ratelimit-global'] === 'true' }, now: now() });
  if (!fine) throw answeredError(response.status, told, { retryAfterMs });
  const parsed = result.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw answeredError(200, undefined);
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
