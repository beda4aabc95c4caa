import { createHash } from 'node:crypto';
import { z } from 'zod';
import { askRepeatable, waitOf, type Answered } from '../ask';
import { ConnectorError, type Context } from '../contract';
import { fitsAlgorithm, privateKeyFrom, signJwt } from '../jwt';
import type { GoogleAccess } from './google.settings';

export type GoogleContext = Pick<Context<GoogleAccess>, 'http' | 'now' | 'settings'>;

const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().catch(3600), refresh_token: z.string().min(1).optional() });
const refused = z.object({ error: z.string() });
const keyFile = z.object({ type: z.literal('service_account'), client_email: z.string().min(3), private_key: z.string().min(1), private_key_id: z.string().optional() });

/** Tokens live for an hour and are never taken back; kept in memory only. */
const tokens = new Map<string, { value: string; until: number }>();
const mostKept = 500;
const spareMs = 120_000;
/** Asked for at the same moment: one answer for all. */
const asking = new Map<string, Promise<string>>();

/** A token that holds. `refusedToken`: the one that Google has just refused, so that another is asked for. */
export async function googleToken(ctx: GoogleContext, scope: string, refusedToken?: string): Promise<string> {
  const key = keyOf(ctx.settings, scope);
  const kept = tokens.get(key);
  if (kept !== undefined && kept.value !== refusedToken && kept.until - spareMs > ctx.now().getTime()) return kept.value;
  const underway = asking.get(key) ?? ask(ctx, scope, key).finally(() => asking.delete(key));
  asking.set(key, underway);
  return underway;
}

function keyOf({ serviceAccount, clientId, clientSecret, refreshToken, impersonate, tokenUrl }: GoogleAccess, scope: string): string {
  return createHash('sha256').update(JSON.stringify([serviceAccount, clientId, clientSecret, refreshToken, impersonate, tokenUrl, scope])).digest('base64');
}

async function ask(ctx: GoogleContext, scope: string, key: string): Promise<string> {
  const { access_token: value, expires_in: seconds } = await grant(ctx, proofOf(ctx, scope));
  if (tokens.size >= mostKept) tokens.clear();
  tokens.set(key, { value, until: ctx.now().getTime() + seconds * 1000 });
  return value;
}

function proofOf({ settings, now }: GoogleContext, scope: string): Record<string, string> {
  const { serviceAccount, clientId, clientSecret, refreshToken, impersonate, tokenUrl } = settings;
  if (serviceAccount === '') {
    if (refreshToken === '' || clientId === '') throw new ConnectorError('unauthorized', 'There is no access yet: paste the key of a service account, or let somebody agree on Google’s screen', { reason: 'access-incomplete' });
    return { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, ...(clientSecret === '' ? {} : { client_secret: clientSecret }) };
  }
  const account = serviceAccountOf(serviceAccount);
  const seconds = Math.floor(now().getTime() / 1000);
  const claims = { iss: account.email, scope, aud: tokenUrl, iat: seconds, exp: seconds + 3600, ...(impersonate === '' ? {} : { sub: impersonate }) };
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: signJwt(account.key, { algorithm: 'RS256', claims, ...(account.keyId === undefined ? {} : { keyId: account.keyId }) }) };
}

export function serviceAccountOf(json: string): { email: string; key: NonNullable<ReturnType<typeof privateKeyFrom>>; keyId?: string } {
  const { data } = keyFile.safeParse(parseJson(json));
  const key = data === undefined ? undefined : privateKeyFrom(data.private_key);
  if (data === undefined || key === undefined || !fitsAlgorithm(key, 'RS256')) throw new ConnectorError('unauthorized', 'This is not the key of a service account: paste the whole JSON file that Google Cloud gave you', { reason: 'key-unreadable' });
  return { email: data.client_email, key, ...(data.private_key_id === undefined ? {} : { keyId: data.private_key_id }) };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** One answer of the token address, whatever is offered as proof. */
export async function grant(ctx: Pick<GoogleContext, 'http' | 'now'> & { settings: Pick<GoogleAccess, 'tokenUrl'> }, form: Record<string, string>): Promise<z.infer<typeof granted>> {
  const answered = await askRepeatable(ctx.http, 'Google', { method: 'POST', url: ctx.settings.tokenUrl, form });
  const { data } = granted.safeParse(answered.data);
  if (answered.status < 300 && data !== undefined) return data;
  throw refusal(answered, ctx.now());
}

function refusal(answered: Answered, now: Date): ConnectorError {
  const code = refused.safeParse(answered.data).data?.error ?? '';
  if (answered.status === 429 || answered.status >= 500 || code === 'temporarily_unavailable') return new ConnectorError('unavailable', 'Google’s sign-in is busy', { reason: 'oauth-busy', ...waitOf(answered, now) });
  if (answered.status < 300 || code === '') return new ConnectorError('unavailable', 'What answered was not Google’s sign-in', { reason: 'oauth-answer' });
  return new ConnectorError('unauthorized', words[code] ?? 'Google refused to renew the access', { reason: /^[a-z_]{1,40}$/.test(code) ? code.replaceAll('_', '-') : 'oauth-refused' });
}

const words: Record<string, string> = {
  invalid_grant: 'Google’s access was withdrawn or has ended, or the clock of this machine is wrong: connect the channel again',
  invalid_client: 'The OAuth client id or secret is wrong',
  unauthorized_client: 'The OAuth client or the service account may not do this',
  invalid_scope: 'Google does not know what was asked for: look at the scopes of the OAuth client',
};
