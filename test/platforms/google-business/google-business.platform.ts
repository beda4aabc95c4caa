import { z } from 'zod';
import { GoogleSignIn, googleFailures, googleRefusal } from '../google/google.sign-in';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type PlatformModule, type Saying, type Simulated, type WebhookRequest } from '../platform';
import { PlayedReviews, type PlayedReview } from '../reviews/played-reviews';

type Webhook = NonNullable<Simulated['webhook']>;

const account = 'accounts/101';
const location = `${account}/locations/202`;
const scope = 'https://www.googleapis.com/auth/business.manage';
const pusher = 'pusher@simulated-project.iam.gserviceaccount.com';
const topic = 'projects/simulated-project/topics/reviews';
const starNames = ['STAR_RATING_UNSPECIFIED', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'];

const listQuery = z.strictObject({ pageSize: z.coerce.number().int().min(1).max(50).default(50), orderBy: z.enum(['rating', 'rating desc', 'updateTime desc']).default('updateTime desc'), pageToken: z.string().regex(/^\d+$/).default('0') });
const reply = z.strictObject({ comment: z.string().min(1).refine((text) => Buffer.byteLength(text) <= 4096, 'at most 4096 bytes') });
const notifications = z.strictObject({ name: z.literal(`${account}/notificationSetting`), pubsubTopic: z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/), notificationTypes: z.array(z.enum(['GOOGLE_UPDATE', 'NEW_REVIEW', 'UPDATED_REVIEW', 'NEW_CUSTOMER_MEDIA', 'NEW_QUESTION', 'UPDATED_QUESTION', 'NEW_ANSWER', 'UPDATED_ANSWER', 'DUPLICATE_LOCATION', 'VOICE_OF_MERCHANT_UPDATED'])) });

export class GoogleBusinessSimulation implements Simulated {
  readonly failures: Simulated['failures'] = googleFailures;
  readonly signIn: GoogleSignIn;
  readonly reviews: PlayedReviews;
  setting: { pubsubTopic?: string; notificationTypes?: string[] } = {};
  private count = 0;

  constructor(private readonly platform: { root: string; now(): Date }) {
    this.signIn = new GoogleSignIn(platform, scope);
    this.reviews = new PlayedReviews(() => platform.now(), (count) => `AbFvOqk-${count}_review`);
  }

  get accepted(): Accepted[] { return this.reviews.accepted; }

  settings(): Record<string, unknown> {
    const { root } = this.platform;
    return {
      accountId: '101', locationId: '202', placeName: 'The simulated shop', ...this.signIn.settings(), pushEmail: pusher, pubsubTopic: topic, pollEverySeconds: 1, deepEveryMinutes: 0,
      apiUrl: root, accountsUrl: root, placesUrl: root, notificationsUrl: root, keysUrl: `${root}/oauth2/v3/certs`,
    };
  }

  customer(name?: string): Customer { return this.reviews.customer(name); }

  say(saying: Saying): Happened {
    return this.announce(this.reviews.say(saying), 'NEW_REVIEW');
  }

  edit(externalId: string, text: string): Happened { return this.change(externalId, { text }); }
  change(externalId: string, what: { text?: string; stars?: number }): Happened { return this.announce(this.reviews.edit(externalId, what), 'UPDATED_REVIEW'); }
  delivered(externalId: string): Happened { return this.reviews.judge(externalId, 'published'); }
  failed(externalId: string, _reason: string): Happened { return this.reviews.judge(externalId, 'rejected'); }
  /** Announced by nobody: it is found when the reviews are asked for. */
  answeredElsewhere(to: Customer, text: string): Happened {
    const { externalId, events } = this.reviews.answeredElsewhere(to, text);
    return { externalId, events };
  }

  unknownEvent(): Happened {
    this.count += 1;
    return { externalId: '', events: [{ payload: { notificationType: 'NEW_QUESTION', questionName: `${location}/questions/${this.count}`, locationName: location } }] };
  }

  readonly webhook: Webhook = {
    // The token is Google's, but says nothing of the body.
    proof: 'secret',
    wrap: ([event]: PlatformEvent[], url: string): WebhookRequest => {
      this.count += 1;
      const message = { data: Buffer.from(JSON.stringify(event?.payload)).toString('base64'), messageId: String(9_000_000_000 + this.count), publishTime: this.platform.now().toISOString() };
      return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ message, subscription: 'projects/simulated-project/subscriptions/push' })) };
    },
    sign: (request: WebhookRequest, at?: Date): WebhookRequest => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${this.signIn.pushToken(request.url, pusher, at)}` } }),
  };

  isSend({ method, path }: ApiCall): boolean {
    return method === 'PUT' && path.endsWith('/reply');
  }

  handle(call: ApiCall): ApiAnswer {
    const signedIn = this.signIn.handle(call);
    if (signedIn !== undefined) return signedIn;
    if (!this.signIn.authorized(call)) return googleFailures['token-expired'];
    if (call.path === `/v1/${account}/notificationSetting`) return this.notify(call);
    if (call.path === '/v1/accounts') return { status: 200, body: { accounts: [{ name: account, accountName: 'The simulated company', type: 'LOCATION_GROUP' }] } };
    if (call.path === `/v1/${account}/locations`) return this.locations(call);
    const [, reviewId, ending] = new RegExp(`^/v4/${location}/reviews(?:/([^/]+)(/reply)?)?$`).exec(call.path) ?? [];
    if (!call.path.startsWith(`/v4/${location}/reviews`)) return googleRefusal(404, 'NOT_FOUND', 'Requested entity was not found.');
    if (reviewId === undefined) return this.list(call);
    const review = this.reviews.find(reviewId);
    if (review === undefined) return googleRefusal(404, 'NOT_FOUND', 'Requested entity was not found.');
    if (ending === undefined) return { status: 200, body: this.shown(review) };
    if (call.method === 'DELETE') {
      this.reviews.remove(review.id);
      return { status: 200, body: {} };
    }
    const { data, error } = reply.safeParse(call.parsed);
    if (call.method !== 'PUT' || data === undefined) throw new Violation(`${call.method} ${z.prettifyError(error ?? new z.ZodError([]))}`, googleRefusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'));
    const kept = this.reviews.put(review.id, data.comment);
    return { status: 200, body: { comment: kept.text, updateTime: kept.at.toISOString(), reviewReplyState: 'PENDING' } };
  }

  private list({ query }: ApiCall): ApiAnswer {
    const { data, error } = listQuery.safeParse(query);
    if (data === undefined) throw new Violation(z.prettifyError(error), googleRefusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'));
    const from = Number(data.pageToken);
    const page = this.reviews.newestFirst('updatedAt').slice(from, from + data.pageSize);
    const next = from + data.pageSize < this.reviews.all.length ? { nextPageToken: String(from + data.pageSize) } : {};
    return { status: 200, body: { reviews: page.map((review) => this.shown(review)), averageRating: 4.2, totalReviewCount: this.reviews.all.length, ...next } };
  }

  private shown({ id, from, nameless, stars, text, createdAt, updatedAt, reply: answer }: PlayedReview): object {
    const states = { pending: 'PENDING', published: 'APPROVED', rejected: 'REJECTED' } as const;
    return {
      name: `${location}/reviews/${id}`, reviewId: id, reviewer: nameless ? { isAnonymous: true, displayName: 'A Google user' } : { displayName: from.name, profilePhotoUrl: `${this.platform.root}/photos/${from.id}.png` },
      starRating: starNames[stars], ...(text === '' ? {} : { comment: text }), createTime: createdAt.toISOString(), updateTime: updatedAt.toISOString(),
      ...(answer === undefined ? {} : { reviewReply: { comment: answer.text, updateTime: answer.at.toISOString(), reviewReplyState: states[answer.state], ...(answer.state === 'rejected' ? { policyViolation: 'OFF_TOPIC' } : {}) } }),
    };
  }

  private notify({ method, query, parsed }: ApiCall): ApiAnswer {
    if (method === 'PATCH') {
      const { data, error } = notifications.safeParse(parsed);
      if (data === undefined || query['updateMask'] === undefined) throw new Violation(`notificationSetting: ${error === undefined ? 'no updateMask' : z.prettifyError(error)}`, googleRefusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'));
      this.setting = { pubsubTopic: data.pubsubTopic, notificationTypes: data.notificationTypes };
    }
    return { status: 200, body: { name: `${account}/notificationSetting`, ...this.setting } };
  }

  private locations({ query }: ApiCall): ApiAnswer {
    if (query['readMask'] === undefined) throw new Violation('locations are asked for with a readMask', googleRefusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument: read_mask'));
    return { status: 200, body: { locations: [{ name: 'locations/202', title: 'The simulated shop', metadata: { mapsUri: 'https://maps.example/shop' }, storefrontAddress: { regionCode: 'PL', locality: 'Kraków', addressLines: ['Długa 5'] } }, { name: 'locations/303' }] } };
  }

  private announce(review: PlayedReview, notificationType: string): Happened {
    return { externalId: review.id, events: [{ payload: { notificationType, reviewName: `${location}/reviews/${review.id}`, locationName: location } }] };
  }
}

export const googleBusinessPlatform: PlatformModule<GoogleBusinessSimulation> = { id: 'google-business', label: 'Google Business Profile', create: (platform) => new GoogleBusinessSimulation(platform) };
