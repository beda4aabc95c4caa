import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { askRepeatable, plainWords, waitOf, type Answered, type Ask } from '../ask';
import { ConnectorError, type Context } from '../contract';
import { failure, granted } from './trustpilot.payloads';
import type { TrustpilotSettings } from './trustpilot.settings';

export type TrustpilotContext = Context<TrustpilotSettings>;

export interface TrustpilotCall<T extends z.ZodType> extends Pick<Ask, 'method' | 'query' | 'json'> {
  path: string;
  result: T;
  notFound: { kind: 'rejected' | 'unauthorized'; reason: string; words: string };
}

/** Tokens live for a hundred hours; kept in memory only. */
const tokens = new Map<string, { value: string; until: number }>();
const mostKept = 500;
const spareMs = 300_000;

/** One call that may be repeated without harm; with a new token when the old one was refused. */
export async function callTrustpilot<T extends z.ZodType>(ctx: TrustpilotContext, call: TrustpilotCall<T>): Promise<z.infer<T>> {
  const token = await accessToken(ctx);
  let answered = await askWith(ctx, call, token);
  if (answered.status === 401) answered = await askWith(ctx, call, await accessToken(ctx, token));
  if (answered.status >= 200 && answered.status < 300) {
    const { data } = call.result.safeParse(answered.data ?? {});
    if (data !== undefined) return data as z.infer<T>;
    throw new ConnectorError('unavailable', 'What answered was not Trustpilot', { reason: 'not-understood' });
  }
  throw trustpilotError(answered, ctx.now(), call.notFound);
}

const askWith = ({ http, settings }: TrustpilotContext, { method, path, query, json }: TrustpilotCall<z.ZodType>, token: string): Promise<Answered> => askRepeatable(http, 'Trustpilot', {
  ...(method === undefined ? {} : { method }), url: `${settings.apiUrl}${path}`, ...(query === undefined ? {} : { query }), ...(json === undefined ? {} : { json }), headers: { authorization: `Bearer ${token}`, apikey: settings.apiKey },
});

export async function accessToken(ctx: TrustpilotContext, refused?: string): Promise<string> {
  const { apiUrl, apiKey, apiSecret } = ctx.settings;
  const name = createHash('sha256').update(JSON.stringify([apiUrl, apiKey, apiSecret])).digest('base64');
  const kept = tokens.get(name);
  if (kept !== undefined && kept.value !== refused && kept.until - spareMs > ctx.now().getTime()) return kept.value;
  const answered = await askRepeatable(ctx.http, 'Trustpilot', {
    method: 'POST', url: `${apiUrl}/v1/oauth/oauth-business-users-for-applications/accesstoken`, form: { grant_type: 'client_credentials' }, headers: { authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}` },
  });
  const { data } = granted.safeParse(answered.data);
  if (answered.status < 300 && data !== undefined) {
    if (tokens.size >= mostKept) tokens.clear();
    tokens.set(name, { value: data.access_token, until: ctx.now().getTime() + data.expires_in * 1000 });
    return data.access_token;
  }
  if ([400, 401, 403].includes(answered.status)) throw new ConnectorError('unauthorized', 'Trustpilot refused the API key or its secret', { reason: 'key-refused' });
  throw trustpilotError(answered, ctx.now(), { kind: 'unauthorized', reason: 'wrong-address', words: 'Trustpilot does not answer at this address: look at the API address' });
}

function trustpilotError(answered: Answered, now: Date, notFound: TrustpilotCall<z.ZodType>['notFound']): ConnectorError {
  const { status } = answered;
  const told = failure.safeParse(answered.data).data;
  const words = plainWords(told?.message ?? told?.fault?.faultstring);
  // The gateway in front of Trustpilot says so with other codes, too.
  if (status === 429 || /rate ?limit|quota/i.test(words)) return new ConnectorError('unavailable', 'Trustpilot asked us to slow down', { reason: 'rate-limited', ...waitOf(answered, now) });
  if (status === 401) return new ConnectorError('unauthorized', 'Trustpilot refused the access: look at the API key and its secret', { reason: 'token-refused' });
  if (status === 403) return new ConnectorError('unauthorized', 'Trustpilot does not allow this: the API key needs access to the business unit, and the plan to this API', { reason: 'forbidden' });
  if (status === 404) return told === undefined ? new ConnectorError('unauthorized', 'Trustpilot does not answer at this address: look at the API address', { reason: 'wrong-address' }) : new ConnectorError(notFound.kind, notFound.words, { reason: notFound.reason });
  if (status === 409) return new ConnectorError('rejected', 'This review has an answer already, and Trustpilot did not replace it: take that answer back first', { reason: 'already-answered' });
  if (status >= 500 || status === 408) return new ConnectorError('unavailable', `Trustpilot had an internal error (${status})`, { reason: 'platform-busy', ...waitOf(answered, now) });
  if (status >= 300 && status < 400) return new ConnectorError('unauthorized', 'The API address answers with a redirect: it is not Trustpilot', { reason: 'wrong-address' });
  return new ConnectorError('rejected', `Trustpilot refused the request${words === '' ? '' : `: ${words}`}`, { reason: 'refused' });
}
