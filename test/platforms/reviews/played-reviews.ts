/** What every platform of reviews has: people who leave stars and words, and change them, and one answer to each. */
import { replyIdOf, reviewIdOf } from '../../../libs/connectors/src/reviews/reviews.inbound';
import type { Accepted, Customer, Happened, Saying } from '../platform';

export interface PlayedReview {
  id: string;
  from: Customer;
  nameless: boolean;
  stars: number;
  text: string;
  createdAt: Date;
  updatedAt: Date;
  reply?: PlayedReply;
}
export interface PlayedReply { text: string; at: Date; state: 'pending' | 'published' | 'rejected'; id: string }

export class PlayedReviews {
  readonly accepted: Accepted[] = [];
  readonly all: PlayedReview[] = [];
  private people = 0;
  /** Ids are never given twice, also when reviews are deleted. */
  private written = 0;

  constructor(private readonly now: () => Date, private readonly idOf: (count: number) => string) {}

  customer(name = `Reviewer ${this.people + 1}`): Customer {
    this.people += 1;
    return { id: `person-${this.people}`, name };
  }

  say({ from, text = '', public: place, nameless }: Saying): PlayedReview {
    const now = this.tick();
    this.written += 1;
    const review = { id: this.idOf(this.written), from, nameless: nameless === true, stars: place?.stars ?? 4, text, createdAt: now, updatedAt: now };
    this.all.push(review);
    return review;
  }

  edit(id: string, change: { text?: string; stars?: number }): PlayedReview {
    const review = this.get(id);
    // Within the same second nothing would tell it from the first words.
    return Object.assign(review, change, { updatedAt: new Date(Math.max(this.tick().getTime(), review.createdAt.getTime() + 2_000)) });
  }

  answeredElsewhere(to: Customer, text: string): Happened & { review: PlayedReview } {
    const review = this.all.findLast(({ from }) => from.id === to.id);
    if (review === undefined) throw new Error(`${to.name} left no review`);
    review.reply = { text, at: this.tick(), state: 'pending', id: `response-${review.id}` };
    return { review, externalId: replyIdOf(review.id, text), events: [] };
  }

  /** The product's answer; the same one again changes nothing. */
  put(id: string, text: string): PlayedReply {
    const review = this.get(id);
    if (review.reply?.text !== text) {
      review.reply = { text, at: this.tick(), state: 'pending', id: `response-${id}` };
      this.accepted.push({ externalId: replyIdOf(id, text), text, to: id, visibility: 'public', mediaCount: 0 });
    }
    return review.reply;
  }

  remove(id: string): void {
    delete this.get(id).reply;
  }

  judge(externalId: string, state: PlayedReply['state']): Happened {
    const { reply } = this.get(reviewIdOf(externalId));
    if (reply === undefined) throw new Error('nobody answered it');
    reply.state = state;
    return { externalId, events: [] };
  }

  find(id: string): PlayedReview | undefined {
    return this.all.find((review) => review.id === id);
  }

  newestFirst(by: 'createdAt' | 'updatedAt'): PlayedReview[] {
    return [...this.all].reverse().sort((one, other) => other[by].getTime() - one[by].getTime());
  }

  private get(id: string): PlayedReview {
    const review = this.find(id);
    if (review === undefined) throw new Error(`no review ${id}`);
    return review;
  }

  private last = 0;
  /** No two things at the same moment. */
  private tick(): Date {
    this.last = Math.max(this.now().getTime(), this.last + 1);
    return new Date(this.last);
  }
}
