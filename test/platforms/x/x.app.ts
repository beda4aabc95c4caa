/** The app at X: sign-in with tokens that are used once, its webhook, and what it asked to be told. */
import { z } from 'zod';
import { Violation, type ApiAnswer, type ApiCall } from '../platform';
import { post } from '../webhooks';
import { problem, read, refusedToken, sha, type Route } from './x.answers';

const events = z.enum(['post.create', 'post.delete', 'post.mention.create', 'post.reply.create', 'post.quote.create', 'post.repost.create', 'like.create', 'dm.sent', 'dm.received', 'dm.read', 'dm.indicate_typing', 'chat.received', 'chat.sent']);
const subscribe = z.strictObject({ event_type: events, filter: z.strictObject({ user_id: z.string().regex(/^\d+$/), direction: z.enum(['inbound', 'outbound']).optional() }), tag: z.string().max(200).optional(), webhook_id: z.string().optional() });

export class App {
  readonly client = { id: 'simulated-client-id', secret: 'secret-of-the-simulated-client', bearer: 'AAAA-simulated-bearer' };
  readonly codes = new Set<string>();
  readonly subscriptions: { subscription_id: string; event_type: string; filter: { user_id: string }; webhook_id?: string | undefined; tag?: string | undefined }[] = [];
  webhooks: { id: string; url: string; valid: boolean; created_at: string }[] = [];
  refresh = 'refresh-0';
  access = 'access-0';
  /** Kinds that the tariff leaves out. */
  readonly notOnTariff = new Set<string>();
  private count = 0;

  constructor(private readonly now: () => Date) {}

  /** The account's token, or the app's; throws what X answers to others. */
  authorise({ headers }: ApiCall, as: 'account' | 'app'): ApiAnswer | undefined {
    const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
    if (as === 'app' && token === this.access) throw new Violation('an account asks for what belongs to the app', problem(403, 'Unsupported Authentication', 'Authenticating with OAuth 2.0 User Context is forbidden for this endpoint.'));
    if (as === 'account' && token === this.client.bearer) throw new Violation('the app asks for what belongs to an account', problem(403, 'Unsupported Authentication', 'Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.'));
    return token === (as === 'app' ? this.client.bearer : this.access) ? undefined : refusedToken;
  }

  routes(): Route[] {
    return [
      { method: 'GET', path: /^\/2\/webhooks$/, as: 'app', run: () => ({ status: 200, body: { ...(this.webhooks.length === 0 ? {} : { data: this.webhooks }), meta: { result_count: this.webhooks.length } } }) },
      { method: 'POST', path: /^\/2\/webhooks$/, as: 'app', run: (call) => this.register(read('a webhook', z.strictObject({ url: z.url() }), call.parsed).url) },
      { method: 'PUT', path: /^\/2\/webhooks\/(\d+)$/, as: 'app', run: async (_call, id = '') => {
        const hook = this.webhooks.find((one) => one.id === id);
        if (hook === undefined) return problem(404, 'Not Found Error', 'No such webhook.');
        hook.valid = await this.answers(hook.url);
        return { status: 200, body: { data: { attempted: true } } };
      } },
      { method: 'DELETE', path: /^\/2\/webhooks\/(\d+)$/, as: 'app', run: (_call, id = '') => {
        this.webhooks = this.webhooks.filter((one) => one.id !== id);
        return { status: 200, body: { data: { deleted: true } } };
      } },
      { method: 'GET', path: /^\/2\/activity\/subscriptions$/, as: 'app', run: () => ({ status: 200, body: { data: this.subscriptions, meta: { total_subscriptions: this.subscriptions.length } } }) },
      { method: 'POST', path: /^\/2\/activity\/subscriptions$/, run: (call) => {
        const asked = read('a subscription', subscribe, call.parsed);
        if (this.notOnTariff.has(asked.event_type)) return problem(403, 'Forbidden', 'Your account is not permitted to access this feature.');
        if (this.subscriptions.some((one) => one.event_type === asked.event_type && one.filter.user_id === asked.filter.user_id)) throw new Violation(`${asked.event_type} twice`, problem(400, 'Invalid Request', 'DuplicateSubscription'));
        const made = { subscription_id: String(1_976_325_569_252_860_000n + BigInt(++this.count)), ...asked };
        this.subscriptions.push(made);
        return { status: 200, body: { data: [made], meta: { total_subscriptions: this.subscriptions.length } } };
      } },
      { method: 'DELETE', path: /^\/2\/activity\/subscriptions\/(\d+)$/, run: (_call, id = '') => {
        const at = this.subscriptions.findIndex((one) => one.subscription_id === id);
        if (at >= 0) this.subscriptions.splice(at, 1);
        return { status: 200, body: { data: { deleted: at >= 0 } } };
      } },
      { method: 'GET', path: /^\/2\/usage\/tweets$/, as: 'app', run: () => ({ status: 200, body: { data: { project_id: '1', project_cap: '10000', project_usage: '1200', cap_reset_day: 5 } } }) },
    ];
  }

  private async register(url: string): Promise<ApiAnswer> {
    if (!(await this.answers(url))) return problem(400, 'CrcValidationFailed', 'Crc response_token was not valid.');
    const hook = { id: String(1_146_654_567_674_912_000n + BigInt(++this.count)), url, valid: true, created_at: this.now().toISOString() };
    this.webhooks.push(hook);
    return { status: 200, body: { data: hook } };
  }

  private async answers(url: string): Promise<boolean> {
    const token = `crc-${++this.count}`;
    const answer = await post({ method: 'GET', url: `${url}?crc_token=${token}&nonce=abc`, headers: {}, body: Buffer.alloc(0) }).catch(() => undefined);
    return answer !== undefined && answer.status === 200 && answer.body === JSON.stringify({ response_token: sha(this.client.secret, token) });
  }

  token({ method, headers, parsed }: ApiCall): ApiAnswer {
    if (method !== 'POST' || headers['content-type'] !== 'application/x-www-form-urlencoded') throw new Violation('tokens are asked for with a form', problem(400, 'Invalid Request', 'form'));
    const given = z.record(z.string(), z.string()).parse(parsed);
    if (headers['authorization'] !== `Basic ${Buffer.from(`${this.client.id}:${this.client.secret}`).toString('base64')}`) return { status: 401, body: { error: 'unauthorized_client', error_description: 'Missing valid authorization header' } };
    const refused: ApiAnswer = { status: 400, body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' } };
    switch (given['grant_type']) {
      case 'refresh_token':
        // Each works once.
        return given['refresh_token'] === this.refresh ? this.issue() : refused;
      case 'authorization_code':
        return this.codes.delete(given['code'] ?? '') && (given['code_verifier'] ?? '').length >= 43 && given['redirect_uri'] !== undefined ? this.issue() : refused;
      default:
        throw new Violation(`grant ${given['grant_type'] ?? ''}`, refused);
    }
  }

  private issue(): ApiAnswer {
    this.count += 1;
    this.access = `access-${this.count}`;
    this.refresh = `refresh-${this.count}`;
    return { status: 200, body: { token_type: 'bearer', expires_in: 7200, access_token: this.access, refresh_token: this.refresh, scope: 'tweet.read users.read offline.access' } };
  }
}
