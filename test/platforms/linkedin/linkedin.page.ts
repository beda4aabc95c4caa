/** A LinkedIn page: its posts, what is said below them, and how LinkedIn tells it, with its words or without. */
import type { Customer, Happened, PlatformEvent, Saying } from '../platform';

export interface Post { activity: string; share: string; text: string; author: string; at: Date }
export interface Comment { urn: string; id: string; post: Post; parent?: string; author: string; text: string; at: Date; changed?: Date; picture?: string }

export const organizationId = '2414183';
export const organization = `urn:li:organization:${organizationId}`;

export class Page {
  readonly posts = new Map<string, Post>();
  readonly comments = new Map<string, Comment>();
  readonly people = new Map<string, Customer>();
  readonly nameless = new Set<string>();
  readonly reactions = new Set<string>();
  /** All that was told, for those who ask again. */
  readonly told: { action: string; lastModifiedAt: number }[] = [];
  private count = 0;

  constructor(private readonly now: () => Date) {}

  customer(name = `Member ${this.people.size + 1}`): Customer {
    const person = { id: `urn:li:person:sim${String(this.people.size + 1).padStart(7, '0')}`, name };
    this.people.set(person.id, person);
    return person;
  }

  post(text: string, author = organization): Post {
    const number = 7_094_637_247_000_000_000n + BigInt(this.next());
    const post = { activity: `urn:li:activity:${number}`, share: `urn:li:share:${number - 1n}`, text, author, at: this.now() };
    this.posts.set(post.activity, post);
    this.posts.set(post.share, post);
    return post;
  }

  say({ from, text = '', replyTo, public: place, nameless }: Saying, picture?: string): Happened {
    if (nameless === true) this.nameless.add(from.id);
    if (place?.postId === undefined && place?.mention === true) {
      const post = this.post(text, from.id);
      return this.tell('SHARE_MENTION', post.share, { share: { entity: post.share, owner: from.id, text } });
    }
    const post = this.posts.get(place?.postId ?? '') ?? this.post('A post of the page');
    const comment = this.write(post, from.id, text, { ...(replyTo === undefined ? {} : { parent: this.comments.get(replyTo)?.parent ?? replyTo }), ...(picture === undefined ? {} : { picture }) });
    return this.about(comment, 'COMMENT', nameless !== true);
  }

  write(post: Post, author: string, text: string, more: { parent?: string; picture?: string } = {}): Comment {
    const id = String(7_094_977_717_000_000_000n + BigInt(this.next()));
    const comment: Comment = { urn: `urn:li:comment:(${post.activity},${id})`, id, post, author, text, at: this.now(), ...more };
    this.comments.set(comment.urn, comment);
    return comment;
  }

  edit(urn: string, text: string): Happened {
    const comment = this.known(urn);
    Object.assign(comment, { text, changed: this.now() });
    return this.about(comment, 'COMMENT_EDIT');
  }

  remove(urn: string): Happened {
    const comment = this.known(urn);
    this.comments.delete(urn);
    return { externalId: urn, events: this.tell('COMMENT_DELETE', shortName(comment), undefined, comment.post).events };
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const last = [...this.comments.values()].filter(({ author }) => author === to.id).at(-1);
    if (last === undefined) throw new Error(`${to.name} has said nothing`);
    return this.about(this.write(last.post, organization, text, { parent: last.parent ?? last.urn }), 'ADMIN_COMMENT');
  }

  /** LinkedIn seldom tells what an answer answers, and calls the same comment by a shorter name. */
  about(comment: Comment, action: string, withWords = true): Happened {
    const words = withWords ? { comment: { entity: comment.urn, owner: comment.author, object: comment.post.activity, text: comment.text } } : undefined;
    return { externalId: comment.urn, events: this.tell(action, shortName(comment), words, comment.post).events };
  }

  tell(action: string, generatedActivity: string, decoratedGeneratedActivity?: object, post?: Post): Happened {
    const at = this.now().getTime();
    const notification = {
      notificationId: 5_603_450_000 + this.next(), organizationalEntity: organization, action, subscriber: 'urn:li:person:simadmin01', lastModifiedAt: at, generatedActivity,
      ...(decoratedGeneratedActivity === undefined ? {} : { decoratedGeneratedActivity }),
      ...(post === undefined ? {} : { sourcePost: post.activity, decoratedSourcePost: { entity: post.share, owner: post.author, text: post.text, mediaCategory: 'NONE' } }),
    };
    this.told.push(notification);
    const events: PlatformEvent[] = [{ payload: notification }];
    return { externalId: generatedActivity, events };
  }

  known(urn: string): Comment {
    const comment = this.comments.get(urn);
    if (comment === undefined) throw new Error(`nobody commented ${urn}`);
    return comment;
  }

  private next(): number {
    return ++this.count;
  }
}

const shortName = ({ urn }: Comment): string => urn.replace('(urn:li:', '(');
