/** Pub/Sub posts what Google announces, with a token of Google's that says which service account pushes and for whom. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { askRepeatable, waitOf } from '../ask';
import { ConnectorError, type Context, type Delivery, type Inbound, type RawRequest } from '../contract';
import { verifyJwt } from '../jwt';
import { push } from './google-business.payloads';
import type { GoogleBusinessSettings } from './google-business.settings';

const issuers = new Set(['https://accounts.google.com', 'accounts.google.com']);
const jwk = z.looseObject({ kid: z.string().min(1), kty: z.literal('RSA'), n: z.string().min(1), e: z.string().min(1) });
const keptKeys = z.object({ from: z.string(), at: z.string(), keys: z.array(jwk) });
/** Google names a new key well before it signs with it. */
const keysForMs = 3 * 3_600_000;

type Given = Pick<GoogleBusinessSettings, 'pushEmail' | 'pushAudience' | 'pushKeys'>;

/** Anybody can get a token of Google's for any audience, so what counts is the service account in it. */
export function isPushed(request: RawRequest, { pushEmail, pushAudience, pushKeys }: Given, now = new Date()): boolean {
  const token = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const audience = pushAudience === '' ? request.publicUrl : pushAudience;
  if (token === undefined || pushEmail === '' || pushKeys === '' || audience === undefined) return false;
  const keys = readKeys(pushKeys);
  const claims = verifyJwt(token, (keyId) => keys.get(keyId), { algorithm: 'RS256', now });
  return claims !== undefined && issuers.has(String(claims['iss'])) && claims['aud'] === audience && claims['email_verified'] === true
    && typeof claims['email'] === 'string' && claims['email'].toLowerCase() === pushEmail.toLowerCase();
}

/** Read once for each set of keys: webhooks come in floods. */
let lastRead: { kept: string; keys: Map<string, KeyObject> } | undefined;

function readKeys(kept: string): Map<string, KeyObject> {
  if (lastRead?.kept === kept) return lastRead.keys;
  const keys = new Map<string, KeyObject>();
  for (const key of keptKeys.safeParse(parseJson(kept)).data?.keys ?? []) {
    try {
      keys.set(key.kid, createPublicKey({ key: { kty: key.kty, n: key.n, e: key.e }, format: 'jwk' }));
    } catch {
      // One broken key costs itself alone.
    }
  }
  lastRead = { kept, keys };
  return keys;
}

/** Fetches Google's keys when those that we keep are hours old: checking a push must never wait for the network, nor be made to ask for something. */
export async function refreshKeys(ctx: Context<GoogleBusinessSettings>): Promise<void> {
  const { settings } = ctx;
  const fresh = ({ keysUrl, pushKeys }: GoogleBusinessSettings) => {
    const { data } = keptKeys.safeParse(parseJson(pushKeys));
    return data !== undefined && data.from === keysUrl && ctx.now().getTime() - Date.parse(data.at) < keysForMs;
  };
  if (settings.pushEmail === '' || fresh(settings)) return;
  await ctx.secrets.update(async (current) => {
    if (fresh(current)) return {};
    const answered = await askRepeatable(ctx.http, 'Google', { url: current.keysUrl });
    const { data } = z.object({ keys: z.array(z.unknown()) }).safeParse(answered.data);
    const keys = (data?.keys ?? []).flatMap((key) => jwk.safeParse(key).data ?? []).map(({ kid, kty, n, e }) => ({ kid, kty, n, e }));
    if (answered.status !== 200 || keys.length === 0) throw new ConnectorError('unavailable', 'Google’s keys could not be fetched', { reason: 'keys-unavailable', ...waitOf(answered, ctx.now()) });
    return { pushKeys: JSON.stringify({ from: current.keysUrl, at: ctx.now().toISOString(), keys }) };
  });
}

export function splitPush({ body }: RawRequest): Delivery[] {
  const { data } = push.safeParse(parseJson(body.toString('utf8')));
  if (data === undefined) throw new ConnectorError('rejected', 'Not a Pub/Sub push', { reason: 'malformed' });
  const id = data.message.messageId ?? data.message.message_id;
  const { locationId } = namesIn(data.message);
  return [{ ...(id === undefined ? {} : { externalId: `push:${id}` }), contentType: 'application/json', body, ...(locationId === undefined ? {} : { account: accountOf({ locationId }) }) }];
}

/** How a place is named in pushes, so that one subscription serves all places of an account. */
export const accountOf = ({ locationId }: { locationId: string }): string => `locations/${locationId}`;

/** A push only points at a review. */
export function parsePush(told: unknown, settings: Pick<GoogleBusinessSettings, 'locationId'>): Inbound[] {
  const { data } = push.safeParse(told);
  if (data === undefined) return [{ kind: 'ignored', reason: 'neither a review nor a push' }];
  const { locationId, reviewId, type } = namesIn(data.message);
  if (reviewId === undefined) return [{ kind: 'ignored', reason: `an announcement that is not of a review${type === undefined ? '' : ` (${type})`}` }];
  if (locationId !== settings.locationId) return [{ kind: 'ignored', reason: 'a review of another place' }];
  return [{ kind: 'pointer', ref: reviewId }];
}

/** The names stand under this field or that, depending on the version of the API: what they look like is what tells them. */
function namesIn({ data, attributes }: z.infer<typeof push>['message']): { locationId?: string; reviewId?: string; type?: string } {
  const body = parseJson(Buffer.from(data ?? '', 'base64').toString('utf8'));
  const values = [body, attributes].flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : [])).filter((value): value is string => typeof value === 'string');
  const found = (pattern: RegExp): string | undefined => values.flatMap((value) => pattern.exec(value)?.[1] ?? []).at(0);
  const names = { locationId: found(/(?:^|\/)locations\/(\d{1,30})(?:\/|$)/), reviewId: found(/\/reviews\/([\w.=+-]{1,300})$/), type: found(/^([A-Z][A-Z_]{2,60})$/) };
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
