/** Google's sign-in: service accounts, consents, tokens that end, and the keys by which its own tokens are checked. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signJwt, verifyJwt } from '../../../libs/connectors/src/jwt';
import { ConsentDesk, type SignedIn } from '../consent-desk';
import { Violation, type ApiAnswer, type ApiCall } from '../platform';

let made: { account: KeyObject; google: KeyObject } | undefined;
/** Making keys takes a moment: once for all simulations. */
const keys = () => (made ??= { account: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, google: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey });

const form = z.record(z.string(), z.string());
const accountEmail = 'kontuar@simulated-project.iam.gserviceaccount.com';

export class GoogleSignIn {
  readonly client = { id: 'simulated.apps.googleusercontent.com', secret: 'secret-of-the-simulated-client', refreshToken: '1//refresh-token-of-the-simulation' };
  readonly tokens = new Set<string>();
  /** The screen on which somebody agrees. */
  readonly desk: ConsentDesk;
  private readonly refreshTokens = new Map<string, string>();
  private readonly people = new Map<string, string>();
  /** Where the consent led to, by its code. */
  readonly codes = new Set<string>();
  refuses = false;
  private count = 0;

  /** `people`: whoever can sign in; the first one is who the simulation is of. */
  constructor(private readonly platform: { root: string; now(): Date }, private readonly scope: string, people: SignedIn[] = [{ id: 'shop', name: 'The simulated shop' }]) {
    this.own = people[0]?.id ?? '';
    this.refreshTokens.set(this.client.refreshToken, this.own);
    this.desk = new ConsentDesk({
      label: 'Google', path: /^\/consent$/, client: { parameter: 'client_id', id: this.client.id }, required: { response_type: 'code', access_type: 'offline', prompt: 'consent' }, scopes: [scope], separator: ' ', challenge: true,
      denied: { error: 'access_denied' }, now: () => platform.now(),
    }, people);
  }
  private readonly own: string;

  /** Whose access a call comes with. */
  personOf(call: ApiCall): string {
    return this.people.get(bearerOf(call)) ?? this.own;
  }

  /** In the settings of the Google account somebody took the app's access away. */
  withdraw(): void {
    this.refreshTokens.clear();
    this.tokens.clear();
  }

  /** The JSON file that Google Cloud gives for a service account. */
  keyFile(): string {
    const { account } = keys();
    return JSON.stringify({ type: 'service_account', project_id: 'simulated-project', private_key_id: 'key-1', private_key: account.export({ type: 'pkcs8', format: 'pem' }), client_email: accountEmail, token_uri: `${this.platform.root}/token` });
  }

  settings(): Record<string, unknown> {
    return { serviceAccount: this.keyFile(), tokenUrl: `${this.platform.root}/token`, consentUrl: `${this.platform.root}/consent` };
  }

  /** Undefined when the call is not for the sign-in. */
  handle(call: ApiCall): ApiAnswer | undefined {
    const shown = this.desk.handle(call);
    if (shown !== undefined) return shown;
    if (call.path === '/oauth2/v3/certs') return { status: 200, headers: { 'cache-control': 'public, max-age=20000' }, body: { keys: [this.jwk()] } };
    if (call.path !== '/token') return undefined;
    if (call.method !== 'POST' || call.headers['content-type'] !== 'application/x-www-form-urlencoded') throw new Violation('tokens are asked for with a form', refusedGrant('invalid_request'));
    if (this.refuses) return refusedGrant('invalid_grant');
    return this.grant(form.parse(call.parsed));
  }

  authorized(call: ApiCall): boolean {
    return this.tokens.has(bearerOf(call));
  }

  /** A token of Google's own, as Pub/Sub sends with each push. */
  pushToken(audience: string, email: string, at = this.platform.now(), more: object = {}): string {
    const seconds = Math.floor(at.getTime() / 1000);
    return signJwt(keys().google, { algorithm: 'RS256', keyId: 'google-1', claims: { aud: audience, azp: '1137', email, email_verified: true, exp: seconds + 3600, iat: seconds, iss: 'https://accounts.google.com', sub: '1137', ...more } });
  }

  private jwk(): object {
    return { ...createPublicKey(keys().google).export({ format: 'jwk' }), kid: 'google-1', alg: 'RS256', use: 'sig' };
  }

  private grant(given: Record<string, string>): ApiAnswer {
    switch (given['grant_type']) {
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer': {
        const claims = verifyJwt(given['assertion'] ?? '', (keyId) => (keyId === 'key-1' ? createPublicKey(keys().account) : undefined), { algorithm: 'RS256', now: this.platform.now() });
        if (claims === undefined || claims['iss'] !== accountEmail || claims['aud'] !== `${this.platform.root}/token`) throw new Violation('the assertion of the service account is wrong', refusedGrant('invalid_grant'));
        if (claims['scope'] !== this.scope) throw new Violation(`scope ${String(claims['scope'])}`, refusedGrant('invalid_scope'));
        if (Number(claims['exp']) - Number(claims['iat']) > 3600) throw new Violation('an assertion for longer than an hour', refusedGrant('invalid_grant'));
        return this.issue();
      }
      case 'refresh_token':
        if (given['client_id'] !== this.client.id || given['client_secret'] !== this.client.secret) return refusedGrant('invalid_client');
        return this.renew(given['refresh_token'] ?? '');
      case 'authorization_code':
        return this.redeem(given);
      default:
        throw new Violation(`grant ${given['grant_type'] ?? ''}`, refusedGrant('unsupported_grant_type'));
    }
  }

  private renew(refreshToken: string): ApiAnswer {
    const person = this.refreshTokens.get(refreshToken);
    return person === undefined ? refusedGrant('invalid_grant') : this.issue({}, person);
  }

  private redeem({ code = '', code_verifier: verifier = '', redirect_uri: redirectUri, client_id: id, client_secret: secret }: Record<string, string>): ApiAnswer {
    if (this.codes.delete(code)) return verifier.length < 43 ? refusedGrant('invalid_grant') : this.issue({ refresh_token: this.client.refreshToken });
    if (id !== this.client.id || secret !== this.client.secret) return refusedGrant('invalid_client');
    const who = this.desk.redeem(code, { redirectUri, verifier });
    if (who === undefined) return refusedGrant('invalid_grant');
    const refreshToken = `1//refresh-token-${this.refreshTokens.size + 1}-of-${who.id}`;
    this.refreshTokens.set(refreshToken, who.id);
    return this.issue({ refresh_token: refreshToken }, who.id);
  }

  private issue(more: object = {}, person = this.own): ApiAnswer {
    this.count += 1;
    const value = `ya29.token-${this.count}`;
    this.tokens.add(value);
    this.people.set(value, person);
    return { status: 200, body: { access_token: value, expires_in: 3599, token_type: 'Bearer', scope: this.scope, ...more } };
  }
}

const bearerOf = ({ headers }: ApiCall): string => /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';

const refusedGrant = (error: string): ApiAnswer => ({ status: error === 'invalid_client' ? 401 : 400, body: { error, error_description: 'refused by the simulation' } });

/** As Google words what goes wrong. */
export const googleRefusal = (code: number, status: string, message: string, more: { reason?: string; headers?: Record<string, string>; metadata?: object } = {}): ApiAnswer => ({
  status: code, ...(more.headers === undefined ? {} : { headers: more.headers }),
  body: { error: { code, message, status, ...(more.reason === undefined ? {} : { details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: more.reason, domain: 'googleapis.com', ...(more.metadata === undefined ? {} : { metadata: more.metadata }) }] }) } },
});

export const googleFailures = {
  'rate-limited': googleRefusal(429, 'RESOURCE_EXHAUSTED', "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute'", { reason: 'RATE_LIMIT_EXCEEDED', headers: { 'retry-after': '1' } }),
  'server-error': googleRefusal(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
  'token-expired': googleRefusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials. Expected OAuth 2 access token. See https://developers.google.com/identity'),
  forbidden: googleRefusal(403, 'PERMISSION_DENIED', 'The caller does not have permission'),
  'too-long': googleRefusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument: {comment} is too long.'),
};
