import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { isAxiosError } from 'axios';
import type { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { answeredError, brokenError, type Effect } from './telegram.errors';
import { apiFailure, apiSuccess, type ApiFailure } from './telegram.payloads';
import type { Multipart } from '../multipart';
import type { TelegramSettings } from './telegram.settings';

export type TelegramContext = Context<TelegramSettings>;
/** As sent in JSON; members that are undefined are left out. */
export type Parameters = Record<string, unknown>;

/** A group that became a supergroup: the same chat, under another id from now on. */
export class GroupMigrated extends ConnectorError {
  constructor(readonly toChatId: number) {
    super('rejected', 'The group was upgraded and has a new id', { reason: 'group-migrated' });
  }
}

const answerBytes = 20 * 1024 * 1024;
const uploadBytes = 60 * 1024 * 1024;

/**
 * One call of the Bot API. Throws ConnectorError, which never carries the request: the address holds the token.
 * `effect` says whether the call may be repeated when nobody knows if it was accepted.
 */
export async function callApi<T extends z.ZodType>(
  ctx: TelegramContext,
  method: string,
  { parameters = {}, upload, result, effect, timeoutMs = 20_000, signal }: {
    parameters?: Parameters;
    /** Sent as multipart/form-data instead of JSON. */
    upload?: Multipart;
    result: T;
    effect: Effect;
    timeoutMs?: number;
    signal?: AbortSignal;
  },
): Promise<z.infer<T>> {
  const config: AxiosRequestConfig = {
    method: 'POST',
    url: `${ctx.settings.apiRoot}/bot${ctx.settings.token}/${method}`,
    data: upload ? upload.body : JSON.stringify(parameters),
    headers: upload ? upload.headers : { 'content-type': 'application/json' },
    responseType: 'text',
    // The answer is parsed below, so that a page that is no JSON is told apart from a broken connection.
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    maxRedirects: 0,
    timeout: timeoutMs,
    maxContentLength: answerBytes,
    maxBodyLength: uploadBytes,
    ...(signal ? { signal } : {}),
  };
  let response: AxiosResponse<unknown>;
  try {
    response = await ctx.http.request<unknown>(config);
  } catch (error) {
    const effectNow = cutShort(upload) ? 'repeatable' : effect;
    upload?.body.destroy();
    if (upload?.failure) throw upload.failure;
    if (isAxiosError(error) && error.response) response = error.response;
    else throw brokenError(error, { method, effect: effectNow });
  }
  // Answered before the upload was read to its end: what was refused can't have been accepted.
  const effectNow = cutShort(upload) ? 'repeatable' : effect;
  upload?.body.destroy();
  const answer = readJson(response.data);
  const success = apiSuccess.safeParse(answer);
  if (success.success && response.status >= 200 && response.status < 300) {
    const parsed = result.safeParse(success.data.result);
    if (parsed.success) return parsed.data;
    throw answeredError(response.status, undefined, { method, effect: effectNow });
  }
  const failed = apiFailure.safeParse(answer);
  const failure: ApiFailure | undefined = failed.success ? failed.data : undefined;
  const toChatId = failure?.parameters?.migrate_to_chat_id;
  if (toChatId !== undefined) throw new GroupMigrated(toChatId);
  const retryAfterHeader: unknown = response.headers['retry-after'];
  throw answeredError(response.status, failure, {
    method,
    effect: effectNow,
    retryAfterHeader: typeof retryAfterHeader === 'string' ? retryAfterHeader : undefined,
  });
}

function cutShort(upload: Multipart | undefined): boolean {
  return upload !== undefined && !upload.body.readableEnded;
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
