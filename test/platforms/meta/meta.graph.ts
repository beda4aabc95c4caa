/** What all simulated products of Meta share: the Graph API's manners, its errors, its signature. */
import { createHmac } from 'node:crypto';
import { Ajv, type Schema, type ValidateFunction } from 'ajv';
import { expectedVerifyToken } from '../../../libs/connectors/src/meta/meta.settings';
import { Violation, type ApiAnswer, type ApiCall, type Failure, type PlatformEvent, type Simulated } from '../platform';

export interface GraphError { status?: number; code: number; subcode?: number; message: string; transient?: true; details?: string; headers?: Record<string, string> }

export function graphError({ status = 400, code, subcode, message, transient, details, headers = {} }: GraphError): ApiAnswer {
  return {
    status,
    headers: { ...headers, 'facebook-api-version': 'v25.0' },
    body: {
      error: {
        message: `(#${code}) ${message}`, type: code === 190 ? 'OAuthException' : 'GraphMethodException', code, ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(transient === undefined ? {} : { is_transient: transient }), ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }), fbtrace_id: 'AsimulatedTrace',
      },
    },
  };
}

export const ok = (body: object): ApiAnswer => ({ status: 200, headers: { 'x-app-usage': '{"call_count":3,"total_cputime":1,"total_time":2}' }, body });
export const success = ok({ success: true });
export const refusedToken = graphError({ status: 401, code: 190, subcode: 463, message: 'Error validating access token: Session has expired' });
export const nothingThere = graphError({ status: 400, code: 100, subcode: 33, message: "Unsupported get request. Object with ID does not exist, cannot be loaded due to missing permissions" });

const busy = '{"1":[{"type":"messenger","call_count":100,"total_cputime":10,"total_time":10,"estimated_time_to_regain_access":0}]}';
export const commonFailures: Partial<Record<Failure, ApiAnswer>> = {
  'rate-limited': graphError({ status: 400, code: 613, message: 'Calls to this api have exceeded the rate limit.', headers: { 'x-business-use-case-usage': busy, 'retry-after': '1' } }),
  'server-error': graphError({ status: 500, code: 2, message: 'An unexpected error has occurred. Please retry your request later.', transient: true }),
  'token-expired': refusedToken,
  forbidden: graphError({ status: 403, code: 200, message: 'Requires pages_messaging permission' }),
};

export interface App { id: string; secret: string }

/** Who asks: the account with its token, or the app with its own. Throws what Meta answers to anybody else. */
export function authorise(call: ApiCall, { app, token }: { app: App; token: string }): 'account' | 'app' {
  const given = /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
  if (given === undefined) throw new Violation('no bearer token', graphError({ status: 401, code: 104, message: 'An access token is required' }));
  if (call.query['access_token'] !== undefined) throw new Violation('a token in the address, where logs keep it', refusedToken);
  const ofTheApp = /\/(subscriptions|debug_token)$/.test(call.path);
  if (given === `${app.id}|${app.secret}`) {
    if (!ofTheApp) throw new Violation('the app speaks for an account', refusedToken);
    return 'app';
  }
  if (ofTheApp) throw new Violation('an account speaks for the app', graphError({ code: 15, message: 'This method must be called with an app access_token.' }));
  const proof = call.query['appsecret_proof'];
  if (proof !== undefined && proof !== createHmac('sha256', app.secret).update(given).digest('hex')) {
    throw new Refused(graphError({ code: 100, message: 'Invalid appsecret_proof provided in the API argument' }));
  }
  if (given !== token) throw new Refused(refusedToken);
  return 'account';
}

/** An answer that is a refusal and no breach: the real platform says so to well-meant calls too. */
export class Refused extends Error {
  constructor(readonly answer: ApiAnswer) {
    super('refused');
  }
}

const ajv = new Ajv({ allErrors: false, strict: true, strictRequired: false, strictTypes: false });

/** A body that must be as documented, to the last member. */
export function contract<T>(name: string, schema: Schema): (call: ApiCall, body?: unknown) => T {
  const fits: ValidateFunction = ajv.compile(schema);
  return (call, body = call.parsed) => {
    if (call.body.length > 0 && body === undefined) throw new Violation(`${name}: neither JSON nor a form`, graphError({ code: 100, message: 'Invalid parameter' }));
    if (fits(body)) return body as T; // the schema says so
    const [why] = fits.errors ?? [];
    throw new Violation(`${name}: ${why?.instancePath ?? ''} ${why?.message ?? ''} ${JSON.stringify(why?.params ?? {})}`, graphError({ code: 100, message: `Invalid parameter: ${why?.message ?? ''}` }));
  };
}

export type Handler = (call: ApiCall, ...parts: string[]) => ApiAnswer;
export interface Route { method: string; path: RegExp; run: Handler }

/** Finds who answers; a path that the platform does not have is a breach. */
export function answer(call: ApiCall, routes: readonly Route[], authorised: (call: ApiCall) => void): ApiAnswer {
  const [, version, path] = /^\/(v\d+\.\d+)\/(.*)$/.exec(call.path) ?? [];
  if (version === undefined || path === undefined) throw new Violation('no version in the address', graphError({ code: 2635, message: 'You are calling a deprecated version' }));
  try {
    authorised(call);
    for (const route of routes) {
      const found = route.method === call.method ? route.path.exec(path) : null;
      if (found) return route.run(call, ...found.slice(1));
    }
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
  throw new Violation(`${call.method} ${path} is no call of the Graph API`, graphError({ status: 400, code: 2500, message: 'Unknown path components' }));
}

export interface Subscription { callback: string; verifyToken: string; fields: string[] }

/** Signs and wraps as Meta does. `object`: whose things they are. An event's payload is an entry's inside. */
export function metaWebhook({ app, object, accountId, now, subscription }: { app: App; object: string; accountId: string; now(): Date; subscription(): Subscription | undefined }): NonNullable<Simulated['webhook']> {
  return {
    proof: 'signature',
    wrap: (events: PlatformEvent[], url) => ({
      method: 'POST', url, headers: { 'content-type': 'application/json', 'user-agent': 'facebookexternalua' },
      body: Buffer.from(JSON.stringify({ object, entry: events.map(({ payload }) => ({ id: accountId, time: now().getTime(), ...(payload as object) })) }).replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)),
    }),
    sign: (request) => ({ ...request, headers: { ...request.headers, 'x-hub-signature-256': `sha256=${createHmac('sha256', app.secret).update(request.body).digest('hex')}` } }),
    handshake: (url) => {
      // Told by the API, or typed by a person into the dashboard: then it is what the product shows.
      const verifyToken = subscription()?.verifyToken ?? expectedVerifyToken({ verifyToken: '', appSecret: app.secret });
      const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': verifyToken });
      return {
        request: { method: 'GET', url: `${url}?${query.toString()}`, headers: {}, body: Buffer.alloc(0) },
        passed: ({ status, body }) => status === 200 && String(body) === '1158201444',
      };
    },
  };
}

export const hour = 3_600_000;
/** As the Graph API writes a time. */
export const graphTime = (time: Date): string => `${time.toISOString().slice(0, 19)}+0000`;

/** The bytes behind links. Links of Meta carry no token and run out. */
export class Cache {
  private readonly files = new Map<string, { bytes: Buffer; contentType: string }>();

  private counter = 0;

  constructor(private readonly root: string) {}

  put(bytes: Buffer, { name, contentType }: { name: string; contentType: string }): string {
    const key = `${++this.counter}/${encodeURIComponent(name)}`;
    this.files.set(key, { bytes, contentType });
    return `${this.root}/cdn/${key}`;
  }

  /** From now on the links answer as run-out ones do. */
  expire(): void {
    this.files.clear();
  }

  answer(path: string): ApiAnswer | undefined {
    const key = /^\/cdn\/(\d+)\/(.*)$/.exec(path);
    if (!key) return undefined;
    const file = this.files.get(`${key[1] ?? ''}/${encodeURIComponent(key[2] ?? '')}`);
    return file ? { status: 200, headers: { 'content-type': file.contentType }, body: file.bytes } : { status: 403, body: 'URL signature expired' };
  }
}
