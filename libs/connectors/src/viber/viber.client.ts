import { isAxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import { parseJson } from '../json';
import { answer as answerSchema } from './viber.payloads';
import type { ViberSettings } from './viber.settings';

export type ViberContext = Context<ViberSettings>;
/** 'once': nobody knows whether it was accepted, and the customer may read it twice; Viber takes no key for it. */
export type Effect = 'repeatable' | 'once';

interface Meaning { code: number; name: string; kind: 'rejected' | 'unauthorized' | 'unavailable'; reason: string; words: string }

/** By name first, for the numbers are from older documentation. */
const meanings: readonly Meaning[] = [
  { code: 1, name: 'invalidUrl', kind: 'rejected', reason: 'bad-webhook', words: 'Viber could not call our address: it needs https, a certificate that Viber trusts, and an answer at once' },
  { code: 2, name: 'invalidAuthToken', kind: 'unauthorized', reason: 'token-refused', words: 'Viber refused the bot token: it was replaced or mistyped' },
  { code: 5, name: 'receiverNotRegistered', kind: 'rejected', reason: 'unknown-recipient', words: 'Viber does not know this customer: they may have deleted Viber' },
  { code: 6, name: 'receiverNotSubscribed', kind: 'rejected', reason: 'opted-out', words: 'The customer left the bot, or never wrote to it: nothing can be sent until they write again' },
  { code: 7, name: 'publicAccountBlocked', kind: 'unauthorized', reason: 'account-suspended', words: 'Viber has blocked this bot' },
  { code: 8, name: 'publicAccountNotFound', kind: 'unauthorized', reason: 'token-refused', words: 'Viber knows no bot with this token' },
  { code: 9, name: 'publicAccountSuspended', kind: 'unauthorized', reason: 'account-suspended', words: 'Viber has suspended this bot' },
  { code: 10, name: 'webhookNotSet', kind: 'unauthorized', reason: 'webhook-not-set', words: 'Viber does not know our address, and so lets the bot send nothing. Reconnect the channel' },
  { code: 11, name: 'receiverNoSuitableDevice', kind: 'rejected', reason: 'no-suitable-device', words: 'The customer’s Viber is too old for messages of bots' },
  { code: 12, name: 'tooManyRequests', kind: 'unavailable', reason: 'rate-limited', words: 'Viber asked us to slow down' },
  { code: 13, name: 'apiVersionNotSupported', kind: 'rejected', reason: 'no-suitable-device', words: 'The customer’s Viber is too old for this message' },
  { code: 15, name: 'publicAccountNotAuthorized', kind: 'unauthorized', reason: 'forbidden', words: 'Viber does not allow this bot to do it' },
  { code: 21, name: 'unsupportedCountry', kind: 'rejected', reason: 'region-refused', words: 'Viber has no bots in the customer’s country' },
  { code: 22, name: 'paymentUnsupported', kind: 'rejected', reason: 'quota-used', words: 'Viber takes no payment for messages of this bot' },
  { code: 23, name: 'freeMessagesExceeded', kind: 'rejected', reason: 'quota-used', words: 'The free messages of this month are used up at Viber' },
  { code: 24, name: 'noBalance', kind: 'rejected', reason: 'quota-used', words: 'There is no money left for messages of this bot at Viber' },
];

/** One call of the bot API. Throws ConnectorError, which never carries the request. */
export async function callViber<T extends z.ZodType>(ctx: ViberContext, method: string, { body, result, effect, timeoutMs = 20_000 }: { body: object; result: T; effect: Effect; timeoutMs?: number }): Promise<z.infer<T>> {
  const config: AxiosRequestConfig = {
    method: 'POST',
    url: `${ctx.settings.apiUrl}/pa/${method}`,
    data: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-viber-auth-token': ctx.settings.authToken },
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
  const read = readJson(response.data);
  const told = answerSchema.safeParse(read);
  if (told.success && told.data.status !== 0) throw refusedError(told.data, response);
  if (response.status < 200 || response.status >= 300) throw answeredError(response, effect);
  const parsed = result.safeParse(read);
  if (told.success && parsed.success) return parsed.data;
  throw uncertain(effect, 'What answered was not Viber');
}

function refusedError({ status, status_message: said }: { status: number; status_message: string }, response: AxiosResponse<unknown>): ConnectorError {
  const meaning = meanings.find(({ name }) => name.toLowerCase() === said.toLowerCase()) ?? meanings.find(({ code }) => code === status);
  if (meaning === undefined) return new ConnectorError('rejected', `Viber refused the request: ${said.slice(0, 200)} (${status})`, { reason: 'refused' });
  const retryAfterMs = meaning.kind === 'unavailable' ? waitOf(response) : undefined;
  return new ConnectorError(meaning.kind, meaning.words, { reason: meaning.reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

function answeredError(response: AxiosResponse<unknown>, effect: Effect): ConnectorError {
  const { status } = response;
  if (status === 429) {
    const retryAfterMs = waitOf(response);
    return new ConnectorError('unavailable', 'Viber asked us to slow down', { reason: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }
  if (status === 401 || status === 403) return new ConnectorError('unauthorized', 'Viber refused the bot token', { reason: 'token-refused' });
  if (status >= 500) return uncertain(effect, `Viber had an internal error (${status})`);
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The API address answers with a redirect: it is not Viber', { reason: 'wrong-address' });
  if (status === 404) return new ConnectorError('unauthorized', 'Viber does not answer at this address: look at the API address', { reason: 'wrong-address' });
  if (status === 413) return new ConnectorError('rejected', 'The message is too big for Viber', { reason: 'too-big' });
  return new ConnectorError('rejected', `Viber refused the request (${status})`, { reason: 'refused' });
}

export function brokenError(error: unknown, effect: Effect): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'Viber could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, 'The connection to Viber broke', because);
}

function uncertain(effect: Effect, words: string, because: { cause?: Error } = {}): ConnectorError {
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}

function waitOf(response: AxiosResponse<unknown>): number | undefined {
  const header: unknown = response.headers['retry-after'];
  const seconds = typeof header === 'string' ? Number(header) : NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return parseJson(data);
  } catch {
    return undefined;
  }
}
