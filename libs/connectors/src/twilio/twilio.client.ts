import { isAxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import { meaningOf } from './twilio.reasons';
import type { TwilioSettings } from './twilio.settings';

export type TwilioContext = Context<TwilioSettings>;
/** 'once': nobody knows whether it was accepted, and the customer may read it twice; Twilio takes no key for it. */
export type Effect = 'repeatable' | 'once';

const failureSchema = z.object({ code: z.number().optional().catch(undefined), message: z.string().optional().catch(undefined) });

/** One call with the account's own sign-in. Throws ConnectorError, which never carries the request. */
export async function callTwilio<T extends z.ZodType>(
  ctx: TwilioContext,
  { method = 'GET', url, form, result, effect = 'repeatable', timeoutMs = 20_000 }: { method?: 'GET' | 'POST'; url: string; form?: [string, string][]; result: T; effect?: Effect; timeoutMs?: number },
): Promise<z.infer<T>> {
  const { accountSid, authToken } = ctx.settings;
  const config: AxiosRequestConfig = {
    method, url,
    ...(form === undefined ? {} : { data: new URLSearchParams(form).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    auth: { username: accountSid, password: authToken },
    responseType: 'text',
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    maxRedirects: 0,
    timeout: timeoutMs,
    maxContentLength: 5 * 1024 * 1024,
  };
  const response = await ctx.http.request<unknown>(config).catch((error: unknown): AxiosResponse<unknown> => {
    if (isAxiosError(error) && error.response) return error.response;
    throw brokenError(error, effect);
  });
  const answer = readJson(response.data);
  if (response.status >= 200 && response.status < 300) {
    const parsed = result.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw uncertain(effect, 'What answered was not Twilio');
  }
  const failure = failureSchema.safeParse(answer);
  const retryAfter: unknown = response.headers['retry-after'];
  throw answeredError(response.status, failure.success ? failure.data : undefined, { effect, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined });
}

export function answeredError(status: number, told: z.infer<typeof failureSchema> | undefined, { effect, retryAfter }: { effect: Effect; retryAfter?: string | undefined }): ConnectorError {
  const meaning = meaningOf(told?.code);
  if (status === 429 || meaning?.later === true) {
    const seconds = Number(retryAfter);
    return new ConnectorError('unavailable', 'Twilio asked us to slow down', {
      reason: 'rate-limited', ...(retryAfter !== undefined && Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
    });
  }
  if (meaning?.unauthorized === true) return new ConnectorError('unauthorized', meaning.words, { reason: meaning.reason });
  if (meaning) return new ConnectorError('rejected', meaning.words, { reason: meaning.reason });
  if (status === 401) return new ConnectorError('unauthorized', 'Twilio refused the account SID or the auth token', { reason: 'token-refused' });
  if (status >= 500) return uncertain(effect, `Twilio had an internal error (${status})`);
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The API address answers with a redirect: it is not Twilio', { reason: 'wrong-address' });
  const words = told?.message === undefined ? '' : `: ${told.message.slice(0, 300)}`;
  if (status === 403) return new ConnectorError('rejected', `Twilio does not allow this account to do it${words}`, { reason: 'forbidden' });
  if (status === 404) {
    return told === undefined
      ? new ConnectorError('unauthorized', 'Twilio does not answer at this address: look at the API address', { reason: 'wrong-address' })
      : new ConnectorError('rejected', 'Twilio no longer has this', { reason: 'not-found' });
  }
  if (status >= 400) return new ConnectorError('rejected', `Twilio refused the request${words}`, { reason: 'refused' });
  return uncertain(effect, 'What answered was not Twilio');
}

export function brokenError(error: unknown, effect: Effect): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'Twilio could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, 'The connection to Twilio broke', because);
}

function uncertain(effect: Effect, words: string, because: { cause?: Error } = {}): ConnectorError {
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}

export function accountUrl({ settings }: { settings: TwilioSettings }, rest: string): string {
  return `${settings.apiUrl}/2010-04-01/Accounts/${settings.accountSid}${rest}`;
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
