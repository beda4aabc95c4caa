import { z } from 'zod';
import { askRepeatable, plainWords, waitOf, type Answered, type Ask } from '../ask';
import { ConnectorError } from '../contract';
import { googleToken, type GoogleContext } from './google.token';

export interface GoogleCall<T extends z.ZodType> extends Pick<Ask, 'method' | 'url' | 'query' | 'json'> {
  scope: string;
  result: T;
  /** What 404 means here. */
  notFound?: { kind: 'rejected' | 'unauthorized'; reason: string; words: string };
  /** What this API means by a reason of its own; undefined: what all of Google's mean. */
  means?: (reasons: readonly string[], status: number) => ConnectorError | undefined;
}

/** One call to an API of Google's, repeatable without harm; with a new token when the old one was refused. */
export async function callGoogle<T extends z.ZodType>(ctx: GoogleContext, call: GoogleCall<T>): Promise<z.infer<T>> {
  const token = await googleToken(ctx, call.scope);
  let answered = await askWith(ctx, call, token);
  if (answered.status === 401) answered = await askWith(ctx, call, await googleToken(ctx, call.scope, token));
  if (answered.status >= 200 && answered.status < 300) {
    const { data } = call.result.safeParse(answered.data ?? {});
    if (data !== undefined) return data as z.infer<T>;
    throw new ConnectorError('unavailable', 'What answered was not Google', { reason: 'not-understood' });
  }
  throw call.means?.(reasonsOf(answered), answered.status) ?? googleError(answered, ctx.now(), call.notFound);
}

const askWith = (ctx: GoogleContext, { method, url, query, json }: GoogleCall<z.ZodType>, token: string): Promise<Answered> => askRepeatable(ctx.http, 'Google', {
  ...(method === undefined ? {} : { method }), url, ...(query === undefined ? {} : { query }), ...(json === undefined ? {} : { json }), headers: { authorization: `Bearer ${token}` },
});

const failure = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().catch(''),
    details: z.array(z.object({ reason: z.string().optional().catch(undefined), metadata: z.record(z.string(), z.unknown()).optional().catch(undefined) }).catch({})).catch([]),
    errors: z.array(z.object({ reason: z.string().optional().catch(undefined) }).catch({})).catch([]),
  }),
});

const reasonsOf = (answered: Answered): string[] => {
  const told = failure.safeParse(answered.data).data?.error;
  return [...(told?.errors ?? []), ...(told?.details ?? [])].flatMap(({ reason }) => reason ?? []);
};

const slowDown = /^(rateLimitExceeded|userRateLimitExceeded|quotaExceeded|dailyLimitExceeded|RATE_LIMIT_EXCEEDED|RESOURCE_EXHAUSTED)$/;
const switchedOff = /^(SERVICE_DISABLED|accessNotConfigured)$/;

/** What an answer other than 2xx means; all that is asked may be asked again. */
function googleError(answered: Answered, now: Date, notFound: GoogleCall<z.ZodType>['notFound']): ConnectorError {
  const { status } = answered;
  const told = failure.safeParse(answered.data).data?.error;
  const reasons = [told?.status, ...(told?.details ?? []).map(({ reason }) => reason), ...(told?.errors ?? []).map(({ reason }) => reason)].filter((reason) => reason !== undefined);
  const is = (pattern: RegExp) => reasons.some((reason) => pattern.test(reason));
  // A project whose application Google has not granted yet has a quota of nothing.
  if (told?.details.some(({ metadata }) => String(metadata?.['quota_limit_value']) === '0') === true) return new ConnectorError('unauthorized', 'Google has not opened this API for your Cloud project yet: its quota is 0 until the request for access is granted', { reason: 'api-not-granted' });
  if (status === 429 || (status === 403 && is(slowDown))) return new ConnectorError('unavailable', 'Google asked us to slow down', { reason: 'rate-limited', ...waitOf(answered, now) });
  if (status === 401) return new ConnectorError('unauthorized', 'Google refused the access: it was withdrawn or has ended', { reason: 'token-refused' });
  if (status === 403 && is(switchedOff)) return new ConnectorError('unauthorized', 'This API is switched off in your Google Cloud project: switch it on there', { reason: 'api-disabled' });
  if (status === 403 && is(/^ACCESS_TOKEN_SCOPE_INSUFFICIENT$/)) return new ConnectorError('unauthorized', 'The consent does not cover this: connect again and leave every box ticked', { reason: 'scope-missing' });
  if (status === 403) return new ConnectorError('unauthorized', 'The account that Kontuar uses may not do this: give it the right role at Google', { reason: 'forbidden' });
  if (status === 404 && told === undefined) return new ConnectorError('unauthorized', 'Google does not answer at this address: look at the API address', { reason: 'wrong-address' });
  if (status === 404 && notFound !== undefined) return new ConnectorError(notFound.kind, notFound.words, { reason: notFound.reason });
  if (status >= 500 || status === 408) return new ConnectorError('unavailable', `Google had an internal error (${status})`, { reason: 'platform-busy', ...waitOf(answered, now) });
  if (status >= 300 && status < 400) return new ConnectorError('unauthorized', 'The API address answers with a redirect: it is not Google', { reason: 'wrong-address' });
  const words = plainWords(told?.message);
  if (is(/^FAILED_PRECONDITION$/)) return new ConnectorError('rejected', `Google does not take this now${words === '' ? '' : `: ${words}`}`, { reason: 'not-possible-now' });
  return new ConnectorError('rejected', `Google refused the request${words === '' ? '' : `: ${words}`}`, { reason: 'refused' });
}
