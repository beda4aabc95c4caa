import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type PlatformModule, type Saying, type Simulated, type WebhookRequest } from '../platform';
import { PlayedReviews, type PlayedReview } from '../reviews/played-reviews';

const unit = '507f191e810c19729de860ea';
const user = '507f191e810c19729de860eb';
const apiKey = 'key-of-the-simulated-application';
const apiSecret = 'secret-of-the-simulated-application';
const webhookSecret = 'secret-of-the-simulated-webhook-0001';

const listQuery = z.strictObject({ perPage: z.coerce.number().int().min(1).max(100).default(20), page: z.coerce.number().int().min(1).default(1), orderBy: z.enum(['createdat.asc', 'createdat.desc', 'stars.asc', 'stars.desc']).default('createdat.desc'), startDateTime: z.iso.datetime().optional() });
const replyRequest = z.strictObject({ message: z.string().min(1), authorBusinessUserId: z.literal(user) });
const refusal = (status: number, message: string, headers: Record<string, string> = {}): ApiAnswer => ({ status, headers, body: { message, errorCode: status * 10, correlationId: 'c0ffee' } });

type Webhook = NonNullable<Simulated['webhook']>;

export class TrustpilotSimulation implements Simulated {
  readonly failures: Simulated['failures'] = {
    'rate-limited': refusal(429, 'Rate limit quota violation.', { 'retry-after': '1' }),
    'server-error': refusal(500, 'Something went wrong.'),
    'token-expired': { status: 401, body: { fault: { faultstring: 'Access Token expired', detail: { errorcode: 'keymanagement.service.access_token_expired' } } } },
    forbidden: refusal(403, 'The business user has no access to this business unit'),
    'too-long': refusal(400, 'The message {reply} is too long, see https://developers.trustpilot.com'),
  };
  readonly reviews: PlayedReviews;
  readonly tokens = new Set<string>();
  /** Whether a second answer is refused until the first is deleted. */
  keepsFirstAnswer = false;
  webhookProof: 'key' | 'basic' | 'signature' = 'key';
  private count = 0;

  constructor(private readonly platform: { root: string; now(): Date }) {
    this.reviews = new PlayedReviews(() => platform.now(), (number) => `5e3de1b45fb06f00${number.toString(16).padStart(8, '0')}`);
  }

  get accepted(): Accepted[] { return this.reviews.accepted; }

  settings(): Record<string, unknown> {
    return { businessUnitId: unit, businessUserId: user, apiKey, apiSecret, webhookProof: this.webhookProof, webhookSecret, pollEverySeconds: 1, deepEveryMinutes: 0, apiUrl: this.platform.root };
  }

  customer(name?: string): Customer {
    const customer = this.reviews.customer(name);
    return { ...customer, id: `53bffc3900006400${customer.id.replace(/\D/g, '').padStart(8, '0')}` };
  }

  say(saying: Saying): Happened { return this.tell(this.reviews.say(saying), 'service-review-created'); }
  edit(externalId: string, text: string): Happened { return this.change(externalId, { text }); }
  change(externalId: string, what: { text?: string; stars?: number }): Happened { return this.tell(this.reviews.edit(externalId, what), 'service-review-updated'); }

  remove(externalId: string): Happened {
    const review = this.reviews.find(externalId);
    if (review === undefined) throw new Error('nobody wrote that');
    this.reviews.all.splice(this.reviews.all.indexOf(review), 1);
    return this.tell(review, 'service-review-deleted');
  }

  /** Told by nobody: it is found when the reviews are asked for. */
  answeredElsewhere(to: Customer, text: string): Happened {
    const { externalId, events } = this.reviews.answeredElsewhere(to, text);
    return { externalId, events };
  }

  unknownEvent(): Happened {
    this.count += 1;
    return { externalId: '', events: [{ payload: { eventName: 'service-hologram-projected', version: '1', eventData: { id: `h-${this.count}` } } }] };
  }

  readonly webhook: Webhook = {
    proof: 'secret',
    wrap: (events: PlatformEvent[], url: string): WebhookRequest => ({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ events: events.map(({ payload }) => payload) })) }),
    sign: (request: WebhookRequest): WebhookRequest => {
      switch (this.webhookProof) {
        case 'key': return { ...request, url: `${request.url}?key=${webhookSecret}` };
        case 'basic': return { ...request, headers: { ...request.headers, authorization: `Basic ${Buffer.from(`trustpilot:${webhookSecret}`).toString('base64')}` } };
        case 'signature': return { ...request, headers: { ...request.headers, 'x-trustpilot-signature': createHmac('sha256', webhookSecret).update(request.body).digest('hex') } };
      }
    },
  };

  isSend({ method, path }: ApiCall): boolean {
    return method === 'POST' && path.endsWith('/reply');
  }

  handle(call: ApiCall): ApiAnswer {
    const { method, path, headers } = call;
    if (path === '/v1/oauth/oauth-business-users-for-applications/accesstoken') return this.issue(call);
    if (headers['apikey'] !== apiKey) throw new Violation('no API key', refusal(401, 'Failed to resolve API Key'));
    if (path === `/v1/business-units/${unit}`) return { status: 200, body: { id: unit, displayName: 'The simulated company', name: { identifying: 'simulated.example', referring: ['simulated.example'] }, score: { stars: 4 } } };
    if (!path.startsWith('/v1/private/')) return refusal(404, 'Not found');
    if (!this.tokens.has(/^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '')) return this.failures['token-expired'] ?? { status: 401 };
    if (path === `/v1/private/business-units/${unit}/reviews`) return this.list(call);
    const [, id = '', reply] = /^\/v1\/private\/reviews\/([^/]+)(\/reply)?$/.exec(path) ?? [];
    const review = this.reviews.find(id);
    if (review === undefined) return refusal(404, 'The review was not found');
    if (reply === undefined) return { status: 200, body: this.shown(review) };
    if (method !== 'DELETE') return this.reply(review, call);
    this.reviews.remove(id);
    return { status: 204 };
  }

  private issue({ method, headers, parsed }: ApiCall): ApiAnswer {
    const expected = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
    if (method !== 'POST' || !z.object({ grant_type: z.literal('client_credentials') }).safeParse(parsed).success) throw new Violation('a grant that is none', refusal(400, 'Invalid grant'));
    if (headers['authorization'] !== expected) return refusal(401, 'Invalid client');
    this.count += 1;
    const value = `access-token-${this.count}`;
    this.tokens.add(value);
    return { status: 200, body: { access_token: value, expires_in: '359999' } };
  }

  private list({ query }: ApiCall): ApiAnswer {
    const { data, error } = listQuery.safeParse(query);
    if (data === undefined) throw new Violation(z.prettifyError(error), refusal(400, 'Invalid parameter'));
    const from = (data.page - 1) * data.perPage;
    return { status: 200, body: { links: [], reviews: this.reviews.newestFirst('createdAt').slice(from, from + data.perPage).map((review) => this.shown(review)) } };
  }

  private reply(review: PlayedReview, { parsed }: ApiCall): ApiAnswer {
    const { data, error } = replyRequest.safeParse(parsed);
    if (data === undefined) throw new Violation(z.prettifyError(error), refusal(400, 'Invalid reply'));
    if (this.keepsFirstAnswer && review.reply !== undefined) return refusal(409, 'The review has a reply');
    const kept = this.reviews.put(review.id, data.message);
    return { status: 201, body: { reply: { message: kept.text, createdAt: kept.at.toISOString() } } };
  }

  private shown({ id, from, nameless, stars, text, createdAt, updatedAt, reply }: PlayedReview): object {
    this.count += 1;
    return {
      id, consumer: nameless ? { id: from.id } : { id: from.id, displayName: from.name, numberOfReviews: this.count, links: [] }, businessUnit: { id: unit, identifyingName: 'simulated.example', displayName: 'The simulated company' },
      stars, title: '', text, language: 'pl', createdAt: createdAt.toISOString(), updatedAt: updatedAt > createdAt ? updatedAt.toISOString() : null, isVerified: true, referenceId: 'ORDER-1', status: 'active', numberOfLikes: this.count,
      companyReply: reply === undefined ? null : { text: reply.text, authorBusinessUserId: user, createdAt: reply.at.toISOString(), updatedAt: null }, links: [{ rel: 'self', href: `${this.platform.root}/v1/reviews/${id}` }],
    };
  }

  private tell({ id, from, stars, text, createdAt, updatedAt }: PlayedReview, eventName: string): Happened {
    const eventData = { id, language: 'pl', title: '', text, referenceId: 'ORDER-1', stars, createdAt: createdAt.toISOString(), ...(eventName === 'service-review-updated' ? { updatedAt: updatedAt.toISOString() } : {}), isVerified: true, consumer: { id: from.id, name: from.name }, tags: [] };
    return { externalId: id, events: [{ payload: { eventName, version: '1', eventData } }] };
  }
}

export const trustpilotPlatform: PlatformModule<TrustpilotSimulation> = { id: 'trustpilot', label: 'Trustpilot', create: (platform) => new TrustpilotSimulation(platform) };
