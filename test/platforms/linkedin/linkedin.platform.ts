/** LinkedIn: one page, the app that manages it, its sign-in and its notifications. */
import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type PlatformModule, type Saying, type Simulated, type WebhookRequest } from '../platform';
import { organizationId, Page } from './linkedin.page';
import { refusal, rest, type Shared } from './linkedin.routes';

const app = { clientId: '78simulatedapp', clientSecret: 'secret-of-the-simulated-app', applicationId: '201234567' };
const form = z.record(z.string(), z.string());
const scope = 'rw_organization_admin,r_organization_social_feed,w_organization_social_feed';
const type = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS';
const hmac = (...parts: (string | Buffer)[]): string => parts.reduce((hash, part) => hash.update(part), createHmac('sha256', app.clientSecret)).digest('hex');

export class LinkedinSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly page: Page;
  readonly shared: Shared;
  readonly codes = new Set<string>();
  scope = scope;
  /** Ends when the sign-in says so. */
  token = 'simulated-access-token-0';
  refreshToken = 'simulated-refresh-token';
  readonly failures: Simulated['failures'] = {
    'rate-limited': refusal(429, 'Resource level throttle limit for calls to this resource is reached.', { code: 'TOO_MANY_REQUESTS', serviceErrorCode: 101, headers: { 'retry-after': '1' } }),
    'server-error': refusal(500, 'Internal Server Error'),
    'token-expired': refusal(401, 'The token used in the request has expired', { code: 'EXPIRED_ACCESS_TOKEN', serviceErrorCode: 65602 }),
    forbidden: refusal(403, 'Not enough permissions to access: socialActions.CREATE', { code: 'ACCESS_DENIED', serviceErrorCode: 100 }),
    blocked: refusal(400, 'Comments are disabled for this post'),
    'too-long': refusal(422, 'Comment text exceeds the maximum length of 1250'),
  };
  private readonly pictures: { contentType: string; bytes: Buffer }[] = [];
  private granted = 0;

  constructor(private readonly platform: { root: string; now(): Date; emit(events: PlatformEvent[]): void }) {
    this.page = new Page(() => platform.now());
    this.shared = { page: this.page, accepted: this.accepted, now: () => platform.now(), emit: (events) => { platform.emit(events); }, applicationId: app.applicationId, memberId: 'simadmin01', subscription: {} };
  }

  settings(): Record<string, unknown> {
    return { ...app, organizationId, accessToken: this.token, refreshToken: this.refreshToken, apiUrl: this.platform.root, oauthUrl: `${this.platform.root}/oauth` };
  }

  customer(name?: string): Customer { return this.page.customer(name); }
  post(text: string): string { return this.page.post(text).activity; }
  edit(externalId: string, text: string): Happened { return this.page.edit(externalId, text); }
  remove(externalId: string): Happened { return this.page.remove(externalId); }
  answeredElsewhere(to: Customer, text: string): Happened { return this.page.answeredElsewhere(to, text); }
  unknownEvent(): Happened { return { ...this.page.tell('HOLOGRAM', 'urn:li:hologram:1'), externalId: '' }; }

  say(saying: Saying): Happened {
    const [file] = saying.media ?? [];
    return this.page.say(saying, file === undefined ? undefined : `${this.platform.root}/media/${this.pictures.push(file) - 1}`);
  }

  unknownMessage(from: Customer): Happened {
    return this.page.about(this.page.write(this.page.post('A post of the page'), from.id, 'Said in a new way'), 'COMMENT_HOLOGRAM');
  }

  readonly webhook = {
    proof: 'signature' as const,
    wrap: (events: PlatformEvent[], url: string): WebhookRequest => ({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ type, notifications: events.map(({ payload }) => payload) })) }),
    sign: (request: WebhookRequest): WebhookRequest => ({ ...request, headers: { ...request.headers, 'x-li-signature': hmac('hmacsha256=', request.body) } }),
    handshake: (url: string): { request: WebhookRequest; passed(answer: ApiAnswer): boolean } => {
      const challengeCode = randomUUID();
      return {
        request: { method: 'GET', url: `${url}?challengeCode=${challengeCode}`, headers: {}, body: Buffer.alloc(0) },
        passed: ({ status, headers, body }) => status === 200 && headers?.['content-type']?.startsWith('application/json') === true && JSON.stringify(JSON.parse(String(body))) === JSON.stringify({ challengeCode, challengeResponse: hmac(challengeCode) }),
      };
    },
  };

  subscribed(): string | undefined { return this.shared.subscription.webhook; }
  isSend({ method, path }: ApiCall): boolean { return method === 'POST' && /\/comments$/.test(path); }

  handle(call: ApiCall): ApiAnswer {
    const picture = /^\/media\/(\d+)$/.exec(call.path);
    if (picture !== null) return { status: 200, headers: { 'content-type': 'image/png' }, body: this.pictures[Number(picture[1])]?.bytes ?? '' };
    if (call.path.startsWith('/oauth/')) return this.signIn(call);
    if (call.headers['authorization'] !== `Bearer ${this.token}`) return refusal(401, 'Invalid access token', { code: 'INVALID_ACCESS_TOKEN', serviceErrorCode: 65600 });
    if (call.path.startsWith('/rest/')) return rest(call, this.shared);
    throw new Violation(`LinkedIn has no ${call.path}`, refusal(404, 'No virtual resource found', { code: 'RESOURCE_NOT_FOUND' }));
  }

  private signIn(call: ApiCall): ApiAnswer {
    const given = form.parse(call.parsed ?? {});
    if (given['client_id'] !== app.clientId || given['client_secret'] !== app.clientSecret) return { status: 401, body: { error: 'invalid_client', error_description: 'Client authentication failed' } };
    if (call.path === '/oauth/introspectToken') {
      return { status: 200, body: given['token'] === this.token ? { active: true, client_id: app.clientId, status: 'active', scope: this.scope, auth_type: '3L', expires_at: Math.floor(this.platform.now().getTime() / 1000) + 5_184_000 } : { active: false } };
    }
    const valid = given['grant_type'] === 'refresh_token' ? given['refresh_token'] === this.refreshToken : given['grant_type'] === 'authorization_code' && this.codes.delete(given['code'] ?? '');
    if (!valid) return { status: 400, body: { error: 'invalid_grant', error_description: 'The provided authorization grant or refresh token is invalid, expired or revoked.' } };
    this.token = `simulated-access-token-${++this.granted}`;
    return { status: 200, body: { access_token: this.token, expires_in: 5_184_000, refresh_token: this.refreshToken, refresh_token_expires_in: 31_536_000, scope: this.scope, token_type: 'Bearer' } };
  }
}

export const linkedinPlatform: PlatformModule<LinkedinSimulation> = { id: 'linkedin', label: 'LinkedIn', create: (platform) => new LinkedinSimulation(platform) };
