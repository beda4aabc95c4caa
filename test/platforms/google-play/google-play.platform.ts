import { z } from 'zod';
import { GoogleSignIn, googleFailures, googleRefusal } from '../google/google.sign-in';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformModule, type Saying, type Simulated } from '../platform';
import { PlayedReviews, type PlayedReview } from '../reviews/played-reviews';

const packageName = 'pl.simulated.app';
const base = `/androidpublisher/v3/applications/${packageName}/reviews`;
const scope = 'https://www.googleapis.com/auth/androidpublisher';
const weekMs = 7 * 86_400_000;

const listQuery = z.strictObject({ maxResults: z.coerce.number().int().min(1).max(100).default(10), token: z.string().regex(/^page-\d+$/).default('page-0') });
const replyRequest = z.strictObject({ replyText: z.string().min(1).max(350) });
const wrong = googleRefusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
const gone = googleRefusal(404, 'NOT_FOUND', 'The review was not found.');

export class GooglePlaySimulation implements Simulated {
  readonly failures: Simulated['failures'] = googleFailures;
  readonly signIn: GoogleSignIn;
  readonly reviews: PlayedReviews;
  likes = 0;

  constructor(private readonly platform: { root: string; now(): Date }) {
    this.signIn = new GoogleSignIn(platform, scope);
    this.reviews = new PlayedReviews(() => platform.now(), (count) => `gp:AOqpTO${count}-x_y`);
  }

  get accepted(): Accepted[] { return this.reviews.accepted; }

  settings(): Record<string, unknown> {
    return { packageName, appName: 'The simulated app', ...this.signIn.settings(), pollEverySeconds: 1, deepEveryMinutes: 0, apiUrl: this.platform.root };
  }

  customer(name?: string): Customer { return this.reviews.customer(name); }
  say(saying: Saying): Happened { return { externalId: this.reviews.say(saying).id, events: [] }; }
  edit(externalId: string, text: string): Happened { return this.change(externalId, { text }); }
  change(externalId: string, what: { text?: string; stars?: number }): Happened { return { externalId: this.reviews.edit(externalId, what).id, events: [] }; }

  answeredElsewhere(to: Customer, text: string): Happened {
    const { externalId, events } = this.reviews.answeredElsewhere(to, text);
    return { externalId, events };
  }

  isSend({ method, path }: ApiCall): boolean {
    return method === 'POST' && path.endsWith(':reply');
  }

  handle(call: ApiCall): ApiAnswer {
    const signedIn = this.signIn.handle(call);
    if (signedIn !== undefined) return signedIn;
    if (!this.signIn.authorized(call)) return googleFailures['token-expired'];
    if (call.path === base) return this.list(call);
    if (!call.path.startsWith(`${base}/`)) return googleRefusal(404, 'NOT_FOUND', `No application was found for the given package name.`);
    const [, id = '', replies] = /^(.+?)(:reply)?$/.exec(call.path.slice(base.length + 1)) ?? [];
    const review = this.reviews.find(id);
    if (review === undefined) return gone;
    return replies === undefined ? { status: 200, body: this.shown(review) } : this.reply(review, call);
  }

  private reply(review: PlayedReview, { method, parsed }: ApiCall): ApiAnswer {
    const { data } = replyRequest.safeParse(parsed);
    if (method !== 'POST' || data === undefined) throw new Violation(`a reply that is none: ${JSON.stringify(parsed)}`, wrong);
    const kept = this.reviews.put(review.id, data.replyText);
    return { status: 200, body: { result: { replyText: kept.text, lastEdited: stamp(kept.at) } } };
  }

  private list({ query }: ApiCall): ApiAnswer {
    const { data, error } = listQuery.safeParse(query);
    if (data === undefined) throw new Violation(z.prettifyError(error), wrong);
    const from = Number(data.token.slice('page-'.length));
    const held = this.reviews.newestFirst('updatedAt').filter(({ updatedAt }) => updatedAt.getTime() > this.platform.now().getTime() - weekMs);
    const next = from + data.maxResults < held.length ? { tokenPagination: { nextPageToken: `page-${from + data.maxResults}` } } : {};
    // An empty list is left out altogether.
    const reviews = held.slice(from, from + data.maxResults).map((review) => this.shown(review));
    return { status: 200, body: { ...(reviews.length === 0 ? {} : { reviews: [...(from === 0 ? [{ reviewId: 'odd', comments: [{ hologram: {} }] }] : []), ...reviews] }), ...next } };
  }

  private shown({ id, from, nameless, stars, text, updatedAt, reply }: PlayedReview): object {
    this.likes += 1;
    return {
      reviewId: id, ...(nameless ? {} : { authorName: from.name }),
      comments: [
        { userComment: { text: `\t${text}`, lastModified: stamp(updatedAt), starRating: stars, reviewerLanguage: 'pl', device: 'klte', androidOsVersion: 34, appVersionCode: 7, appVersionName: '1.2.3', thumbsUpCount: this.likes, thumbsDownCount: 0, deviceMetadata: { productName: 'klte (Galaxy S5)', manufacturer: 'Samsung' } } },
        ...(reply === undefined ? [] : [{ developerComment: { text: reply.text, lastModified: stamp(reply.at) } }]),
      ],
    };
  }
}

const stamp = (at: Date): object => ({ seconds: String(Math.floor(at.getTime() / 1000)), nanos: (at.getTime() % 1000) * 1_000_000 });

export const googlePlayPlatform: PlatformModule<GooglePlaySimulation> = { id: 'google-play', label: 'Google Play', create: (platform) => new GooglePlaySimulation(platform) };
