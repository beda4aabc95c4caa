import { isAxiosError, type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { Context } from '../contract';
import type { Multipart } from '../multipart';
import { answeredError, brokenError, windows, type Effect } from './x.errors';
import type { XSettings } from './x.settings';
import { accessToken } from './x.token';

export type XContext = Context<XSettings>;

export interface Call<T extends z.ZodType> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Record<string, string | undefined>;
  json?: object;
  upload?: () => Multipart;
  /** 'app': webhooks belong to the app, not to an account. */
  as?: 'account' | 'app';
  effect?: Effect;
  result: T;
}

/** What of the platform's allowance an answer showed to be used up. */
export interface Allowance { limit: number; remaining: number; resetsAt?: string }

/** One call; a refused token is renewed once. Throws ConnectorError, which never carries the request: its headers hold the token. */
export async function callX<T extends z.ZodType>(ctx: XContext, call: Call<T>): Promise<z.infer<T>> {
  return (await callWithAllowance(ctx, call)).data;
}

export async function callWithAllowance<T extends z.ZodType>(ctx: XContext, call: Call<T>): Promise<{ data: z.infer<T>; allowance?: Allowance }> {
  const { effect = 'repeatable', as = 'account', result } = call;
  const token = as === 'app' ? ctx.settings.bearerToken : await accessToken(ctx);
  let response = await ask(ctx, call, token);
  if (response.status === 401 && as === 'account') response = await ask(ctx, call, await accessToken(ctx, token));
  const headers = (name: string): string | undefined => {
    const value: unknown = response.headers[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  };
  const answer = readJson(response.data);
  if (response.status >= 200 && response.status < 300) {
    const parsed = result.safeParse(answer);
    if (parsed.success) return { data: parsed.data, ...allowanceIn(headers) };
    // X says 200 to a question about one thing that it does not show, and puts the problem beside it.
    const beside = z.object({ errors: z.array(z.unknown()).min(1) }).safeParse(answer);
    if (beside.success) throw answeredError(404, beside.data.errors[0], { headers, now: ctx.now(), effect });
  }
  throw answeredError(response.status, answer, { headers, now: ctx.now(), effect });
}

async function ask(ctx: XContext, { method = 'GET', path, query = {}, json, upload, effect = 'repeatable' }: Call<z.ZodType>, token: string): Promise<AxiosResponse<unknown>> {
  const search = new URLSearchParams(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const form = upload?.();
  try {
    return await ctx.http.request<unknown>({
      method,
      url: `${ctx.settings.apiUrl}${path}${search.size === 0 ? '' : `?${search.toString()}`}`,
      data: form !== undefined ? form.body : json === undefined ? undefined : JSON.stringify(json),
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, ...(form !== undefined ? form.headers : json === undefined ? {} : { 'content-type': 'application/json' }) },
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      maxRedirects: 0,
      timeout: form === undefined ? 20_000 : 120_000,
      maxContentLength: 20 * 1024 * 1024,
      maxBodyLength: 20 * 1024 * 1024,
    });
  } catch (error) {
    if (form?.failure) throw form.failure;
    if (isAxiosError(error) && error.response) return error.response;
    throw brokenError(error, effect);
  } finally {
    form?.body.destroy();
  }
}

function allowanceIn(headers: (name: string) => string | undefined): { allowance?: Allowance } {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((what) => Number(headers(`${windows[0]}-${what}`) ?? NaN));
  if (limit === undefined || remaining === undefined || !Number.isFinite(limit) || !Number.isFinite(remaining)) return {};
  return { allowance: { limit, remaining, ...(reset !== undefined && Number.isFinite(reset) ? { resetsAt: new Date(reset * 1000).toISOString() } : {}) } };
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
