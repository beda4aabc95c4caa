import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { askRepeatable, plainWords, waitOf, type Answered, type Ask } from '../ask';
import { ConnectorError, type Context } from '../contract';
import { fitsAlgorithm, privateKeyFrom, signJwt } from '../jwt';
import { failures } from './app-store.payloads';
import type { AppStoreSettings } from './app-store.settings';

export type AppStoreContext = Context<AppStoreSettings>;

/** Apple takes tokens of up to twenty minutes. */
const tokenSeconds = 1_080;
const tokens = new Map<string, { value: string; until: number }>();
const mostKept = 500;

export interface AppStoreCall<T extends z.ZodType> extends Pick<Ask, 'method' | 'query' | 'json'> {
  path: string;
  result: T;
  notFound: { kind: 'rejected' | 'unauthorized'; reason: string; words: string };
}

/** One call that may be repeated without harm; with a new token when the old one was refused. */
export async function callAppStore<T extends z.ZodType>(ctx: AppStoreContext, call: AppStoreCall<T>): Promise<z.infer<T>> {
  return (await callWithQuota(ctx, call)).data;
}

export interface Quota { used: number; limit: number }

export async function callWithQuota<T extends z.ZodType>(ctx: AppStoreContext, call: AppStoreCall<T>): Promise<{ data: z.infer<T>; quota: Quota | undefined }> {
  let answered = await askApple(ctx, call, tokenOf(ctx));
  if (answered.status === 401) answered = await askApple(ctx, call, tokenOf(ctx, 'new'));
  if (answered.status < 200 || answered.status >= 300) throw appleError(answered, ctx.now(), call.notFound);
  const { data } = call.result.safeParse(answered.status === 204 ? {} : answered.data);
  if (data === undefined) throw new ConnectorError('unavailable', 'What answered was not App Store Connect', { reason: 'not-understood' });
  return { data: data as z.infer<T>, quota: quotaOf(answered) };
}

const askApple = ({ http, settings }: AppStoreContext, { method, path, query, json }: AppStoreCall<z.ZodType>, token: string): Promise<Answered> => askRepeatable(http, 'App Store Connect', {
  ...(method === undefined ? {} : { method }), url: `${settings.apiUrl}${path}`, ...(query === undefined ? {} : { query }), ...(json === undefined ? {} : { json }), headers: { authorization: `Bearer ${token}` },
});

export function tokenOf({ settings, now }: AppStoreContext, which: 'kept' | 'new' = 'kept'): string {
  const { keyId, issuerId, privateKey } = settings;
  const name = createHash('sha256').update(JSON.stringify([keyId, issuerId, privateKey])).digest('base64');
  const seconds = Math.floor(now().getTime() / 1000);
  const kept = tokens.get(name);
  if (which === 'kept' && kept !== undefined && kept.until > seconds + 60) return kept.value;
  const key = privateKeyFrom(privateKey);
  if (key === undefined || !fitsAlgorithm(key, 'ES256')) throw new ConnectorError('unauthorized', 'This is not a key of App Store Connect: paste the whole text of the .p8 file', { reason: 'key-unreadable' });
  // The key of one person names nobody but that it is a person's.
  const claims = { ...(issuerId === '' ? { sub: 'user' } : { iss: issuerId }), iat: seconds, exp: seconds + tokenSeconds, aud: 'appstoreconnect-v1' };
  const value = signJwt(key, { algorithm: 'ES256', keyId, claims });
  if (tokens.size >= mostKept) tokens.clear();
  tokens.set(name, { value, until: seconds + tokenSeconds });
  return value;
}

/** 'user-hour-lim:3500;user-hour-rem:3499;' */
function quotaOf(answered: Answered): Quota | undefined {
  const told = answered.header('x-rate-limit') ?? '';
  const [limit, left] = ['lim', 'rem'].map((name) => Number(new RegExp(`user-hour-${name}:(\\d{1,9})`).exec(told)?.[1]));
  return limit === undefined || left === undefined || !(limit > 0) || !(left >= 0) ? undefined : { used: Math.max(0, limit - left), limit };
}

function appleError(answered: Answered, now: Date, notFound: AppStoreCall<z.ZodType>['notFound']): ConnectorError {
  const { status } = answered;
  const told = failures.safeParse(answered.data).data?.errors;
  const code = told?.[0]?.code ?? '';
  const words = plainWords(told?.[0]?.detail ?? told?.[0]?.title);
  if (status === 429) {
    const wait = waitOf(answered, now);
    const quota = quotaOf(answered);
    // The hour is a rolling one.
    const usedUp = quota !== undefined && quota.used >= quota.limit && wait.retryAfterMs === undefined ? { retryAfterMs: 5 * 60_000 } : {};
    return new ConnectorError('unavailable', 'Apple asked us to slow down', { reason: 'rate-limited', ...wait, ...usedUp });
  }
  if (status === 401) return new ConnectorError('unauthorized', 'Apple refused the key: it was revoked, or the issuer ID, the key ID or the clock of this machine is wrong', { reason: 'key-refused' });
  if (status === 403 && code.includes('AGREEMENT')) return new ConnectorError('unauthorized', 'Apple waits for an agreement: the account holder has to accept it in App Store Connect', { reason: 'agreement-missing' });
  if (status === 403) return new ConnectorError('unauthorized', 'This key may not do that: give it the role Customer Support, Admin or App Manager', { reason: 'forbidden' });
  if (status === 404) return told === undefined ? new ConnectorError('unauthorized', 'App Store Connect does not answer at this address: look at the API address', { reason: 'wrong-address' }) : new ConnectorError(notFound.kind, notFound.words, { reason: notFound.reason });
  if (status >= 500 || status === 408) return new ConnectorError('unavailable', `Apple had an internal error (${status})`, { reason: 'platform-busy', ...waitOf(answered, now) });
  if (status >= 300 && status < 400) return new ConnectorError('unauthorized', 'The API address answers with a redirect: it is not App Store Connect', { reason: 'wrong-address' });
  if (code.startsWith('STATE_ERROR')) return new ConnectorError('rejected', `Apple does not take this now${words === '' ? '' : `: ${words}`}`, { reason: 'not-possible-now' });
  return new ConnectorError('rejected', `Apple refused the request${words === '' ? '' : `: ${words}`}`, { reason: 'refused' });
}
