import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { isAxiosError } from 'axios';
import { z } from 'zod';
import type { Context } from '../contract';
import type { Multipart } from '../multipart';
import { answeredError, brokenError, graphFailure, type Effect, type Meaning } from './meta.errors';
import { readJson } from './meta.json';
import { secretProof, type MetaSettings } from './meta.settings';

export type MetaContext = Context<MetaSettings>;

export interface GraphCall<T extends z.ZodType> {
  method?: 'GET' | 'POST' | 'DELETE';
  /** Below the version: '1234/messages'. Ids of others go through `segment`. */
  path: string;
  query?: Record<string, string | undefined>;
  /** Sent as JSON; members that are undefined are left out. */
  body?: Record<string, unknown>;
  /** Sent as form fields, where tokens are given out. */
  form?: Record<string, string>;
  /** Sent as multipart/form-data instead. */
  upload?: Multipart;
  result: T;
  /** Left out: reading, and whatever may be done twice. */
  effect?: Effect;
  /** For people, within a sentence: 'the message'. */
  what?: string;
  meanings?: readonly Meaning[];
  timeoutMs?: number;
  /** Another than the channel's own: the app's. Empty: none. */
  token?: string;
  /** Another host than the settings': where tokens are given out. */
  base?: string;
  /** Places that know no versions. */
  unversioned?: true;
}

export interface GraphAnswer<T> { data: T; headers: Record<string, unknown> }

const answerBytes = 20 * 1024 * 1024;
const uploadBytes = 110 * 1024 * 1024;

/** Part of a path. Ids come from outside, and one with a slash in it would name something else. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}

export async function callGraph<T extends z.ZodType>(ctx: MetaContext, call: GraphCall<T>): Promise<z.infer<T>> {
  return (await askGraph(ctx, call)).data;
}

/**
 * One call of the Graph API. Throws ConnectorError, which never carries the request: its headers hold the token.
 * `effect` says whether the call may be repeated when nobody knows if it was accepted.
 */
export async function askGraph<T extends z.ZodType>(ctx: MetaContext, call: GraphCall<T>): Promise<GraphAnswer<z.infer<T>>> {
  const { settings } = ctx;
  const { upload, effect = 'repeatable', what = 'the call', meanings = [], token = settings.accessToken } = call;
  const config: AxiosRequestConfig = {
    method: call.method ?? 'GET',
    url: `${call.base ?? settings.graphUrl}/${call.unversioned === true ? '' : `${settings.apiVersion}/`}${call.path}`,
    params: { ...call.query, appsecret_proof: token === '' || token === appToken(settings) ? undefined : secretProof(settings, token) },
    ...(upload ? { data: upload.body } : call.form ? { data: new URLSearchParams(call.form).toString() } : call.body === undefined ? {} : { data: JSON.stringify(call.body) }),
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(upload ? upload.headers : call.form ? { 'content-type': 'application/x-www-form-urlencoded' } : call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    responseType: 'text',
    // The answer is parsed below, so that a page that is no JSON is told apart from a broken connection.
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    maxRedirects: 0,
    timeout: call.timeoutMs ?? 20_000,
    maxContentLength: answerBytes,
    maxBodyLength: uploadBytes,
  };
  let response: AxiosResponse<unknown>;
  try {
    response = await ctx.http.request<unknown>(config);
  } catch (error) {
    const effectNow = cutShort(upload) ? 'repeatable' : effect;
    upload?.body.destroy();
    if (upload?.failure) throw upload.failure;
    if (isAxiosError(error) && error.response) response = error.response;
    else throw brokenError(error, { what, effect: effectNow });
  }
  // Answered before the upload was read to its end: what was refused can't have been accepted.
  const effectNow = cutShort(upload) ? 'repeatable' : effect;
  upload?.body.destroy();
  const headers: Record<string, unknown> = { ...response.headers };
  const answer = typeof response.data === 'string' ? readJson(response.data) : response.data;
  const failed = graphFailure.safeParse(answer);
  if (!failed.success && response.status >= 200 && response.status < 300) {
    const parsed = call.result.safeParse(answer);
    if (parsed.success) return { data: parsed.data, headers };
    throw answeredError(response.status, undefined, { what, effect: effectNow, meanings, headers });
  }
  throw answeredError(response.status, failed.success ? failed.data.error : undefined, { what, effect: effectNow, meanings, headers });
}

function cutShort(upload: Multipart | undefined): boolean {
  return upload !== undefined && !upload.body.readableEnded;
}

/** The app speaking for itself: about its webhooks, and about tokens. */
export function appToken({ appId, appSecret }: Pick<MetaSettings, 'appId' | 'appSecret'>): string {
  return `${appId}|${appSecret}`;
}

/** Meta says yes as `{success: true}`, sometimes as the text "true", sometimes as plain `true`. */
export const confirmed = z.union([z.object({ success: z.union([z.literal(true), z.literal('true')]) }), z.literal(true)]);

const page = z.object({ data: z.array(z.unknown()), paging: z.object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() }).optional() });

/**
 * A list, page by page. Follows the cursor rather than the address in `next`, which holds a token and names whatever host it
 * pleases.
 */
export async function* pagesOf(ctx: MetaContext, call: Omit<GraphCall<typeof page>, 'result'>, { most = 200 }: { most?: number } = {}): AsyncIterable<unknown[]> {
  let after: string | undefined;
  for (let number = 0; number < most; number += 1) {
    const { data, paging } = await callGraph(ctx, { ...call, query: { ...call.query, after }, result: page });
    if (data.length > 0) yield data;
    const next = paging?.next === undefined ? undefined : paging.cursors?.after;
    if (next === undefined || next === after) return;
    after = next;
  }
}
