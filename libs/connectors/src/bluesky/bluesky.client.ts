import { isAxiosError, type AxiosResponse } from 'axios';
import { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { answeredError, brokenError, RefusedByNetwork, type Effect } from './bluesky.errors';
import { sessionMark, type BlueskySettings } from './bluesky.settings';

export type BlueskyContext = Context<BlueskySettings>;

export interface Call<T extends z.ZodType> {
  /** Query parameters; a list is repeated. */
  query?: Record<string, string | number | readonly string[] | undefined>;
  /** Sent as JSON. */
  body?: object;
  /** Sent as it stands (a picture). */
  bytes?: { data: Buffer; contentType: string };
  /** Handed on by the account's server to the service that keeps direct messages. */
  chat?: boolean;
  result: T;
  effect: Effect;
}

const answerBytes = 20 * 1024 * 1024;
/** Renewed this long before it ends, so that it does not end on the way. */
const renewBeforeMs = 60_000;

const session = z.object({
  did: z.string().min(1),
  handle: z.string().optional(),
  accessJwt: z.string().min(1),
  refreshJwt: z.string().min(1),
  active: z.boolean().optional(),
  status: z.string().optional(),
  didDoc: z.object({ service: z.array(z.object({ id: z.string(), type: z.string().optional(), serviceEndpoint: z.unknown() })).optional() }).optional().catch(undefined),
});
const failure = z.object({ error: z.string().optional().catch(undefined), message: z.string().optional().catch(undefined) });

/** One call in the name of the account. Throws ConnectorError, which never carries the request: its headers hold the token. */
export async function callAs<T extends z.ZodType>(ctx: BlueskyContext, method: string, call: Call<T>): Promise<z.infer<T>> {
  const token = await accessToken(ctx);
  try {
    return await callWith(ctx, method, { ...call, token });
  } catch (error) {
    if (!(error instanceof RefusedByNetwork) || !/^(ExpiredToken|InvalidToken|AuthenticationRequired)$/.test(error.code) || error.reason === 'permission-missing') throw error;
    // Refused before anything was done, so that it may be said again with a new token.
    return callWith(ctx, method, { ...call, token: await accessToken(ctx, token) });
  }
}

/** `refused`: a token that was turned down before its time; it is replaced unless somebody else has done so meanwhile. */
async function accessToken(ctx: BlueskyContext, refused?: string): Promise<string> {
  if (isFresh(ctx.settings, ctx.now()) && ctx.settings.accessToken !== refused) return ctx.settings.accessToken;
  const updated = await ctx.secrets.update(async (current) => {
    if (isFresh(current, ctx.now()) && current.accessToken !== refused) return {};
    return (await renewed(ctx, current)) ?? signedIn(ctx, current);
  });
  return updated.accessToken;
}

/** Sees to a session. One that works is kept: the network counts sign-ins, 300 a day. */
export async function haveSession(ctx: BlueskyContext): Promise<void> {
  await accessToken(ctx);
}

async function renewed(ctx: BlueskyContext, current: BlueskySettings): Promise<Partial<BlueskySettings> | undefined> {
  if (current.refreshToken === '' || current.sessionOf !== sessionMark(current)) return undefined;
  try {
    const answer = await callWith({ ...ctx, settings: current }, 'com.atproto.server.refreshSession', { body: undefined, post: true, token: current.refreshToken, result: session, effect: 'repeatable' });
    return sessionFields(current, answer);
  } catch (error) {
    // Used up, or from a password that was replaced: the app password signs in again.
    if (error instanceof ConnectorError && (error.kind === 'unauthorized' || error.kind === 'rejected')) return undefined;
    throw error;
  }
}

async function signedIn(ctx: BlueskyContext, current: BlueskySettings): Promise<Partial<BlueskySettings>> {
  const answer = await callWith({ ...ctx, settings: { ...current, server: '' } }, 'com.atproto.server.createSession', {
    body: { identifier: current.handle, password: current.password },
    result: session,
    effect: 'repeatable',
  });
  return sessionFields(current, answer);
}

function sessionFields(current: BlueskySettings, answer: z.infer<typeof session>): Partial<BlueskySettings> {
  if (answer.active === false) {
    const suspended = answer.status === 'takendown' || answer.status === 'suspended';
    throw new ConnectorError('unauthorized', suspended ? 'Bluesky has suspended this account' : 'This account is deactivated', { reason: 'account-suspended' });
  }
  const endpoint = answer.didDoc?.service?.find(({ id }) => id === '#atproto_pds' || id === `${answer.did}#atproto_pds`)?.serviceEndpoint;
  const server = typeof endpoint === 'string' && URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol) ? endpoint.replace(/\/+$/, '') : undefined;
  return { did: answer.did, server: server ?? '', accessToken: answer.accessJwt, refreshToken: answer.refreshJwt, sessionOf: sessionMark(current) };
}

function isFresh(settings: BlueskySettings, now: Date): boolean {
  if (settings.accessToken === '' || settings.did === '' || settings.sessionOf !== sessionMark(settings)) return false;
  const expires = expiry(settings.accessToken);
  return expires === undefined || expires - renewBeforeMs > now.getTime();
}

/** Undefined when the token does not say: then the server's refusal will. */
function expiry(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'exp' in claims && typeof claims.exp === 'number' ? claims.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

async function callWith<T extends z.ZodType>(
  ctx: BlueskyContext,
  method: string,
  { query = {}, body, bytes, chat = false, token, post = body !== undefined || bytes !== undefined, result, effect }: Omit<Call<T>, 'body'> & { body?: object | undefined; token?: string; post?: boolean },
): Promise<z.infer<T>> {
  const { settings } = ctx;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one));
  let response: AxiosResponse<unknown>;
  try {
    response = await ctx.http.request<unknown>({
      method: post ? 'POST' : 'GET',
      url: `${settings.server || settings.service}/xrpc/${method}${search.size === 0 ? '' : `?${search.toString()}`}`,
      data: bytes?.data ?? (body === undefined ? undefined : JSON.stringify(body)),
      headers: {
        accept: 'application/json',
        ...(bytes ? { 'content-type': bytes.contentType } : body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(chat ? { 'atproto-proxy': settings.chatService } : {}),
      },
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      maxRedirects: 0,
      timeout: bytes ? 120_000 : 20_000,
      maxContentLength: answerBytes,
    });
  } catch (error) {
    if (isAxiosError(error) && error.response) response = error.response;
    else throw brokenError(error, { method, effect });
  }
  const answer = readJson(response.data);
  if (response.status >= 200 && response.status < 300) {
    const parsed = result.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw answeredError(response.status, undefined, { method, effect });
  }
  throw answeredError(response.status, failure.safeParse(answer).data, { method, effect, retryAfterMs: waitOf(response.headers, ctx.now()) });
}

/** `ratelimit-reset` is a second of the clock, `retry-after` a number of seconds. */
function waitOf(headers: Record<string, unknown>, now: Date): number | undefined {
  const seconds = numberOf(headers['retry-after']);
  if (seconds !== undefined) return seconds * 1000;
  const reset = numberOf(headers['ratelimit-reset']);
  return reset === undefined ? undefined : Math.max(1_000, reset * 1000 - now.getTime());
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  // A call that answers nothing (deleteRecord of old servers, updateSeen) is a success all the same.
  if (data === '') return {};
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
