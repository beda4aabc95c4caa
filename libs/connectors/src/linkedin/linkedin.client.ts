import type { z } from 'zod';
import { askOnce, askRepeatable, type Answered } from '../ask';
import type { ConnectorError } from '../contract';
import { linkedinError } from './linkedin.errors';
import { withToken, type LinkedinContext } from './linkedin.token';

export interface Call<T extends z.ZodType> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/rest`, with its query: Rest.li's brackets must not be encoded, and what stands within them must. */
  path: string;
  json?: unknown;
  headers?: Record<string, string>;
  result: T;
  /** It would appear twice if it were asked for twice. */
  once?: boolean;
}

export async function callLinkedin<T extends z.ZodType>(ctx: LinkedinContext, call: Call<T>): Promise<z.infer<T>> {
  return (await callWithHeaders(ctx, call)).data;
}

/** One call with the page's access. Throws ConnectorError, which never carries the request. */
export function callWithHeaders<T extends z.ZodType>(ctx: LinkedinContext, call: Call<T>): Promise<{ data: z.infer<T>; header: Answered['header'] }> {
  return withToken(ctx, (token) => ask(ctx, call, token));
}

async function ask<T extends z.ZodType>(ctx: LinkedinContext, { method = 'GET', path, json, headers = {}, result, once = false }: Call<T>, token: string): Promise<{ data: z.infer<T>; header: Answered['header'] }> {
  const { apiUrl, apiVersion } = ctx.settings;
  const question = {
    method, url: `${apiUrl}/rest/${path}`, ...(json === undefined ? {} : { json }), longNumbers: true,
    headers: { authorization: `Bearer ${token}`, 'linkedin-version': apiVersion, 'x-restli-protocol-version': '2.0.0', ...headers },
  };
  const answered = await (once ? askOnce : askRepeatable)(ctx.http, 'LinkedIn', question);
  const refused = (): ConnectorError => linkedinError(answered, { now: ctx.now(), once });
  if (answered.status < 200 || answered.status >= 300) throw refused();
  const parsed = result.safeParse(answered.data);
  if (!parsed.success) throw refused();
  return { data: parsed.data, header: answered.header };
}
