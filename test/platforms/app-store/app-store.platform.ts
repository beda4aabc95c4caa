import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { verifyJwt } from '../../../libs/connectors/src/jwt';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformModule, type Saying, type Simulated } from '../platform';
import { PlayedReviews, type PlayedReview } from '../reviews/played-reviews';

const appId = '1234567890';
const issuer = '57246542-96fe-1a63-e053-0824d011072a';
const keyId = '2X9R4HXF34';
let key: KeyObject | undefined;
const privateKey = () => (key ??= generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);

const listQuery = z.strictObject({ sort: z.enum(['rating', '-rating', 'createdDate', '-createdDate']).optional(), include: z.literal('response').optional(), limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().regex(/^\d+$/).default('0') });
const createRequest = z.strictObject({
  data: z.strictObject({
    type: z.literal('customerReviewResponses'),
    attributes: z.strictObject({ responseBody: z.string().min(1).max(5970) }),
    relationships: z.strictObject({ review: z.strictObject({ data: z.strictObject({ type: z.literal('customerReviews'), id: z.string() }) }) }),
  }),
});

const refusal = (status: number, code: string, detail: string, headers: Record<string, string> = {}): ApiAnswer => ({ status, headers, body: { errors: [{ id: 'e1', status: String(status), code, title: detail, detail }] } });
const notFound = refusal(404, 'NOT_FOUND', "There is no resource of type 'customerReviews' with that id");

export class AppStoreSimulation implements Simulated {
  readonly failures: Simulated['failures'] = {
    'rate-limited': refusal(429, 'RATE_LIMIT_EXCEEDED', 'The request rate limit has been reached.', { 'x-rate-limit': 'user-hour-lim:3500;user-hour-rem:12;', 'retry-after': '1' }),
    'server-error': refusal(500, 'UNEXPECTED_ERROR', 'An unexpected error occurred on the server side.'),
    'token-expired': refusal(401, 'NOT_AUTHORIZED', 'Provide a properly configured and signed bearer token, and make sure that it has not expired. Learn more about Generating Tokens https://developer.apple.com/go/?id=api-generating-tokens'),
    forbidden: refusal(403, 'FORBIDDEN_ERROR', 'The API key in use does not allow this request'),
    'too-long': refusal(409, 'ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG', "The provided entity includes an attribute with an invalid value: 'responseBody' {too long}"),
  };
  readonly reviews: PlayedReviews;
  /** Tokens that are refused from now on, as when a key was revoked. */
  revoked = false;
  private asked = 0;

  constructor(private readonly platform: { root: string; now(): Date }) {
    this.reviews = new PlayedReviews(() => platform.now(), (count) => `00000075-6bcd-8a1e-dead-${String(count).padStart(12, '0')}`);
  }

  get accepted(): Accepted[] { return this.reviews.accepted; }

  settings(): Record<string, unknown> {
    return { appId, issuerId: issuer, keyId, privateKey: privateKey().export({ type: 'pkcs8', format: 'pem' }), pollEverySeconds: 1, deepEveryMinutes: 0, apiUrl: this.platform.root };
  }

  customer(name?: string): Customer { return this.reviews.customer(name); }
  say(saying: Saying): Happened { return { externalId: this.reviews.say(saying).id, events: [] }; }
  edit(externalId: string, text: string): Happened { return this.change(externalId, { text }); }
  change(externalId: string, what: { text?: string; stars?: number }): Happened { return { externalId: this.reviews.edit(externalId, what).id, events: [] }; }
  delivered(externalId: string): Happened { return this.reviews.judge(externalId, 'published'); }

  answeredElsewhere(to: Customer, text: string): Happened {
    const { externalId, events } = this.reviews.answeredElsewhere(to, text);
    return { externalId, events };
  }

  isSend({ method, path }: ApiCall): boolean {
    return method === 'POST' && path === '/v1/customerReviewResponses';
  }

  handle(call: ApiCall): ApiAnswer {
    this.asked += 1;
    if (!this.authorized(call)) return this.failures['token-expired'] ?? { status: 401 };
    const answer = this.route(call);
    return { ...answer, headers: { ...answer.headers, 'x-rate-limit': `user-hour-lim:3500;user-hour-rem:${3500 - this.asked};` } };
  }

  private authorized({ headers }: ApiCall): boolean {
    const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
    const claims = verifyJwt(token, (id) => (id === keyId ? createPublicKey(privateKey()) : undefined), { algorithm: 'ES256', now: this.platform.now() });
    if (this.revoked || claims === undefined || claims['aud'] !== 'appstoreconnect-v1' || claims['iss'] !== issuer) return false;
    if (Number(claims['exp']) - Number(claims['iat']) > 1200) throw new Violation('a token for longer than twenty minutes', this.failures['token-expired'] ?? { status: 401 });
    return true;
  }

  private route(call: ApiCall): ApiAnswer {
    const { method, path } = call;
    if (path === `/v1/apps/${appId}`) return { status: 200, body: { data: { type: 'apps', id: appId, attributes: { name: 'The simulated app', bundleId: 'pl.simulated.app' } } } };
    if (path === `/v1/apps/${appId}/customerReviews`) return this.list(call);
    if (path === '/v1/customerReviewResponses' && method === 'POST') return this.respond(call);
    const reviewId = /^\/v1\/customerReviews\/([^/]+)$/.exec(path)?.[1];
    const review = this.reviews.find(reviewId ?? '');
    if (review !== undefined) return { status: 200, body: { data: this.shown(review), included: this.included([review]) } };
    const responseId = /^\/v1\/customerReviewResponses\/([^/]+)$/.exec(path)?.[1];
    const answered = this.reviews.all.find(({ reply }) => reply !== undefined && reply.id === responseId);
    if (method !== 'DELETE' || answered === undefined) return notFound;
    this.reviews.remove(answered.id);
    return { status: 204 };
  }

  private list({ query }: ApiCall): ApiAnswer {
    const { data, error } = listQuery.safeParse(query);
    if (data === undefined) throw new Violation(z.prettifyError(error), refusal(400, 'PARAMETER_ERROR.INVALID', 'A parameter has an invalid value'));
    const from = Number(data.cursor);
    const page = this.reviews.newestFirst('createdAt').slice(from, from + data.limit);
    const { root } = this.platform;
    const next = from + data.limit < this.reviews.all.length ? { next: `${root}/v1/apps/${appId}/customerReviews?cursor=${from + data.limit}&limit=${data.limit}` } : {};
    // Somebody's hologram stands between them.
    const odd = from === 0 ? [{ type: 'customerHolograms', id: 'h1' }] : [];
    return { status: 200, body: { data: [...odd, ...page.map((review) => this.shown(review))], included: data.include === undefined ? undefined : this.included(page), links: { self: `${root}/v1/apps/${appId}/customerReviews`, ...next }, meta: { paging: { total: this.reviews.all.length, limit: data.limit } } } };
  }

  private respond({ parsed }: ApiCall): ApiAnswer {
    const { data, error } = createRequest.safeParse(parsed);
    if (data === undefined) throw new Violation(z.prettifyError(error), refusal(409, 'ENTITY_ERROR', 'The provided entity is not as documented'));
    const { attributes: { responseBody }, relationships: { review: { data: { id } } } } = data.data;
    const review = this.reviews.find(id);
    if (review === undefined) return notFound;
    this.reviews.put(id, responseBody);
    return { status: 201, body: { data: this.included([review])[0] } };
  }

  private shown({ id, from, nameless, stars, text, createdAt, reply }: PlayedReview): object {
    return {
      type: 'customerReviews', id, attributes: { rating: stars, title: null, body: text, ...(nameless ? {} : { reviewerNickname: from.name }), createdDate: createdAt.toISOString().replace('Z', '+00:00'), territory: 'POL' },
      relationships: { response: { ...(reply === undefined ? {} : { data: { type: 'customerReviewResponses', id: reply.id } }), links: { related: `${this.platform.root}/v1/customerReviews/${id}/response` } } },
      links: { self: `${this.platform.root}/v1/customerReviews/${id}` },
    };
  }

  private included(reviews: readonly PlayedReview[]): object[] {
    return reviews.flatMap(({ id, reply }) => (reply === undefined ? [] : [{
      type: 'customerReviewResponses', id: reply.id, attributes: { responseBody: reply.text, lastModifiedDate: reply.at.toISOString(), state: reply.state === 'published' ? 'PUBLISHED' : 'PENDING_PUBLISH' },
      relationships: { review: { data: { type: 'customerReviews', id } } },
    }]));
  }
}

export const appStorePlatform: PlatformModule<AppStoreSimulation> = { id: 'app-store', label: 'App Store', create: (platform) => new AppStoreSimulation(platform) };
