import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { type z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { answeredError, brokenError, type Effect } from './matrix.errors';
import { failure, loginAnswer, refreshAnswer, type Failure } from './matrix.payloads';
import type { MatrixSettings } from './matrix.settings';

export type MatrixContext = Context<MatrixSettings>;

export interface Call<T extends z.ZodType> {
  method?: 'GET' | 'POST' | 'PUT';
  /** Below the homeserver's address; `path` puts ids into it safely. */
  path: string;
  query?: Record<string, string | undefined>;
  body?: object;
  result: T;
  effect?: Effect;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Read an answer that is no success. */
  unless?: (status: number, told: Failure | undefined) => z.infer<T> | undefined;
  /** Bytes instead of JSON; opened for each try. */
  upload?: { open(): Promise<Readable>; type: string; length: number };
}

/** Ids hold every character that addresses give a meaning to. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return parts.map((part, at) => part + (at < ids.length ? encodeURIComponent(ids[at] ?? '') : '')).join('');
}

/** The newest access that a context has led to; contexts live as long as a stream. */
const renewed = new WeakMap<object, MatrixSettings>();
const current = (ctx: MatrixContext): MatrixSettings => renewed.get(ctx) ?? ctx.settings;

/** One call with the account's access, which is renewed when it has ended. Throws ConnectorError, which never carries the request. */
export async function call<T extends z.ZodType>(ctx: MatrixContext, asked: Call<T>): Promise<z.infer<T>> {
  return withAccess(ctx, (token) => ask(ctx, asked, token));
}

export async function withAccess<T>(ctx: MatrixContext, run: (token: string) => Promise<T>): Promise<T> {
  const { accessToken } = current(ctx);
  const token = accessToken === '' ? await renew(ctx, '') : accessToken;
  try {
    return await run(token);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'token-refused') throw error;
    return run(await renew(ctx, token));
  }
}

/** Alone per channel: whoever comes second finds the access already renewed. */
async function renew(ctx: MatrixContext, ended: string): Promise<string> {
  const settings = await ctx.secrets.update(async (now) => {
    if (now.accessToken !== ended) return {};
    if (now.refreshToken !== '') {
      try {
        const fresh = await ask(ctx, { method: 'POST', path: '/_matrix/client/v3/refresh', body: { refresh_token: now.refreshToken }, result: refreshAnswer }, undefined);
        return { accessToken: fresh.access_token, refreshToken: fresh.refresh_token ?? now.refreshToken };
      } catch (error) {
        // A refresh token that was used or revoked: the password may still do.
        if (!(error instanceof ConnectorError) || (error.kind !== 'unauthorized' && error.kind !== 'rejected') || now.password === '') throw expired(error);
      }
    }
    if (now.password === '') throw new ConnectorError('unauthorized', 'The homeserver refused the access: the session was ended or has expired', { reason: 'token-refused' });
    return logIn(ctx, now);
  });
  renewed.set(ctx, settings);
  return settings.accessToken;
}

function expired(error: unknown): unknown {
  if (!(error instanceof ConnectorError) || error.kind !== 'rejected') return error;
  return new ConnectorError('unauthorized', 'The homeserver no longer renews the access: sign in anew', { reason: 'token-refused' });
}

/** In the name of the same device, so that what was sent twice is still known to be one. */
async function logIn(ctx: MatrixContext, { userId, password, deviceId }: MatrixSettings): Promise<Partial<MatrixSettings>> {
  let answer: z.infer<typeof loginAnswer>;
  try {
    answer = await ask(ctx, {
      method: 'POST', path: '/_matrix/client/v3/login',
      body: { type: 'm.login.password', identifier: { type: 'm.id.user', user: userId }, password, initial_device_display_name: 'Kontuar', refresh_token: true, ...(deviceId === '' ? {} : { device_id: deviceId }) },
      result: loginAnswer,
    }, undefined);
  } catch (error) {
    if (error instanceof ConnectorError && (error.reason === 'forbidden' || error.reason === 'token-refused')) throw new ConnectorError('unauthorized', 'The homeserver refused the Matrix ID or the password', { reason: 'password-refused' });
    if (error instanceof ConnectorError && error.kind === 'rejected') throw new ConnectorError('unauthorized', 'The homeserver lets this account not sign in by a password: give an access token', { reason: 'login-refused' });
    throw error;
  }
  return { accessToken: answer.access_token, refreshToken: answer.refresh_token ?? '', deviceId: answer.device_id };
}

async function ask<T extends z.ZodType>(ctx: MatrixContext, asked: Call<T>, token: string | undefined): Promise<z.infer<T>> {
  const { method = 'GET', effect = 'repeatable', timeoutMs = 30_000, upload } = asked;
  const response = await request(ctx, {
    method, url: `${ctx.settings.homeserver}${asked.path}`, params: asked.query, responseType: 'text', timeout: timeoutMs, maxContentLength: 50 * 1024 * 1024,
    ...(upload !== undefined ? { data: await upload.open(), maxBodyLength: Infinity } : method === 'GET' ? {} : { data: JSON.stringify(asked.body ?? {}) }),
    headers: {
      ...(upload !== undefined ? { 'content-type': upload.type, 'content-length': String(upload.length) } : method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(asked.signal === undefined ? {} : { signal: asked.signal }),
  }, effect);
  const answer = readJson(response.data);
  if (response.status >= 200 && response.status < 300) {
    const parsed = asked.result.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw answeredError(200, undefined, { effect });
  }
  const told = failure.safeParse(answer).data;
  const instead = asked.unless?.(response.status, told);
  if (instead !== undefined) return instead;
  const retryAfter: unknown = response.headers['retry-after'];
  throw answeredError(response.status, told, { effect, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined });
}

export async function request(ctx: MatrixContext, config: AxiosRequestConfig, effect: Effect): Promise<AxiosResponse<unknown>> {
  try {
    return await ctx.http.request<unknown>({ transformResponse: [(data: unknown) => data], validateStatus: () => true, maxRedirects: 0, ...config });
  } catch (error) {
    if (isAxiosError(error) && error.response) return error.response;
    throw brokenError(error, effect);
  }
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
