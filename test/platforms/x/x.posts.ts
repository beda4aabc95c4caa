/** What is said in public. */
import { z } from 'zod';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Happened, type PlatformEvent, type Saying } from '../platform';
import { notShown, postQuery, postsQuery, problem, read, timelineQuery, unprivileged, weighs, type Route } from './x.answers';
import type { Files } from './x.files';

export interface Person { id: string; name: string; handle: string; nameless: boolean }
export interface Post { id: string; text: string; author: Person; root: string; parent?: string | undefined; quoted?: string | undefined; at: Date; versions: string[]; files: string[]; names: Person[]; begin: number; hidden: boolean; gone?: true }

export interface World { us: Person; people: Map<string, Person>; files: Files; accepted: Accepted[]; now(): Date; nextId(): string; emit(events: PlatformEvent[]): void; event(type: string, payload: object, includes?: object): PlatformEvent }

const create = z.strictObject({
  text: z.string().min(1).optional(), reply: z.strictObject({ in_reply_to_tweet_id: z.string().regex(/^\d+$/) }).optional(), media: z.strictObject({ media_ids: z.array(z.string().regex(/^\d+$/)).min(1).max(4) }).optional(),
}).refine(({ text, media }) => text !== undefined || media !== undefined, 'neither a text nor a picture');

export class Posts {
  readonly all = new Map<string, Post>();
  readonly liked = new Set<string>();
  /** Only who wrote our name or quoted us may be answered; a name that a reply carries along is not enough. */
  strict = false;
  likesAllowed = true;
  mostOnPage = 100;

  constructor(private readonly world: World) {}

  make(author: Person, text: string, given: Partial<Post> = {}): Post {
    const id = this.world.nextId();
    const post: Post = { id, text, author, root: id, at: this.world.now(), versions: [id], files: [], names: [], begin: 0, hidden: false, ...given };
    this.all.set(id, post);
    return post;
  }

  say({ from, text = '', media = [], replyTo, public: where, nameless }: Saying): Happened {
    const author = this.world.people.get(from.id) ?? this.world.us;
    author.nameless ||= nameless === true;
    const parent = this.all.get(replyTo ?? where?.postId ?? '');
    const { us } = this.world;
    const named = where?.mention === true && !text.includes(`@${us.handle}`) ? `${text} @${us.handle}`.trim() : text;
    const front = parent === undefined ? '' : `@${parent.author.handle} `;
    const post = this.make(author, `${front}${named}`, {
      ...(parent === undefined ? {} : { parent: parent.id, root: parent.root, begin: front.length }), files: media.map((file) => this.world.files.put(file).key),
      names: [...(parent?.author === us || named.includes(`@${us.handle}`) ? [us] : [])],
    });
    return { externalId: post.id, events: [this.told(post, parent === undefined || where?.mention === true ? 'post.mention.create' : 'post.reply.create')] };
  }

  quote(from: Person, postId: string, text: string): Happened {
    const post = this.make(from, `${text} https://t.co/q${postId.slice(-6)}`, { quoted: postId });
    return { externalId: post.id, events: [this.told(post, 'post.quote.create')] };
  }

  /** A new version has an id of its own. */
  edit(externalId: string, text: string): Happened {
    const first = this.all.get(externalId);
    if (first === undefined) throw new Error(`no post ${externalId}`);
    const post = this.make(first.author, text, { root: first.root, parent: first.parent, names: first.names });
    post.versions = [...first.versions, post.id];
    first.gone = true;
    return { externalId, events: [this.told(post, 'post.mention.create')] };
  }

  remove(externalId: string): Happened {
    const post = this.all.get(externalId);
    if (post === undefined) throw new Error(`no post ${externalId}`);
    post.gone = true;
    // Deletions of others nobody is told of.
    return { externalId, events: post.author === this.world.us ? [this.world.event('post.delete', { id: post.id, author_id: post.author.id }, {})] : [] };
  }

  answeredElsewhere(externalId: string, text: string): Happened {
    const post = this.ours(this.all.get(externalId), text);
    return { externalId: post.id, events: [this.told(post, 'post.create')] };
  }

  private ours(parent: Post | undefined, text: string, files: string[] = []): Post {
    const front = parent === undefined ? '' : `@${parent.author.handle} `;
    return this.make(this.world.us, `${front}${text}`, { ...(parent === undefined ? {} : { parent: parent.id, root: parent.root, begin: front.length }), files });
  }

  private told(post: Post, type: string): PlatformEvent {
    return this.world.event(type, this.shown(post), post.author.nameless ? {} : this.included([post]));
  }

  shown(post: Post): Record<string, unknown> {
    const refers = [...(post.parent === undefined ? [] : [{ type: 'replied_to', id: post.parent }]), ...(post.quoted === undefined ? [] : [{ type: 'quoted', id: post.quoted }])];
    const links = post.quoted === undefined ? [] : [{ start: 0, end: 23, url: `https://t.co/q${post.quoted.slice(-6)}`, expanded_url: `https://twitter.com/${this.world.us.handle}/status/${post.quoted}`, display_url: 'x.com/…' }];
    const parent = this.all.get(post.parent ?? '');
    return {
      id: post.id, text: post.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'), author_id: post.author.id, conversation_id: post.root, created_at: post.at.toISOString(), lang: 'en', edit_history_tweet_ids: post.versions,
      display_text_range: [post.begin, post.text.length], reply_settings: 'everyone', possibly_sensitive: false, public_metrics: { like_count: 0, like_count_str: '0' },
      entities: { ...(links.length === 0 ? {} : { urls: links }), mentions: post.names.map((one) => ({ start: 0, end: 1, username: one.handle, id: one.id })) },
      ...(refers.length === 0 ? {} : { referenced_tweets: refers }), ...(parent === undefined ? {} : { in_reply_to_user_id: parent.author.id }),
      ...(post.files.length === 0 ? {} : { attachments: { media_keys: post.files } }),
    };
  }

  included(posts: Post[]): Record<string, unknown> {
    const tweets = posts.flatMap(({ parent, quoted }) => [parent, quoted]).flatMap((id) => this.all.get(id ?? '') ?? []);
    const people = new Set([...posts, ...tweets].map(({ author }) => author).filter(({ nameless }) => !nameless));
    const files = [...posts, ...tweets].flatMap((one) => one.files).flatMap((key) => this.world.files.all.get(key) ?? []);
    return { users: [...people].map((one) => userOf(one)), ...(tweets.length === 0 ? {} : { tweets: tweets.map((one) => this.shown(one)) }), ...(files.length === 0 ? {} : { media: files.map((file) => this.world.files.shown(file)) }) };
  }

  routes(): Route[] {
    const { us } = this.world;
    const own = new RegExp(`^/2/users/${us.id}/tweets$`);
    return [
      { method: 'GET', path: new RegExp(`^/2/users/${us.id}/mentions$`), run: (call) => this.timeline(call, (post) => post.author !== us && post.names.includes(us)) },
      { method: 'GET', path: own, run: (call) => this.timeline(call, (post) => post.author === us) },
      { method: 'GET', path: /^\/2\/tweets$/, run: ({ query }) => this.list(read('tweets', postsQuery, query).ids.split(',')) },
      { method: 'GET', path: /^\/2\/tweets\/(\d+)$/, run: ({ query }, id = '') => {
        read('a post', postQuery, query);
        const post = this.all.get(id);
        return post === undefined || post.gone === true ? notShown('tweet', id) : { status: 200, body: { data: this.shown(post), includes: this.included([post]) } };
      } },
      { method: 'POST', path: /^\/2\/tweets$/, run: (call) => this.create(call) },
      { method: 'DELETE', path: /^\/2\/tweets\/(\d+)$/, run: (_call, id = '') => {
        const post = this.all.get(id);
        if (post === undefined || post.gone === true) return problem(404, 'Not Found Error', 'No such post.');
        if (post.author !== us) throw new Violation('only our own posts can be deleted', unprivileged);
        post.gone = true;
        return { status: 200, body: { data: { deleted: true } } };
      } },
      { method: 'PUT', path: /^\/2\/tweets\/(\d+)\/hidden$/, run: (call, id = '') => {
        const { hidden } = read('hidden', z.strictObject({ hidden: z.boolean() }), call.parsed);
        const post = this.all.get(id);
        if (post === undefined || this.all.get(post.root)?.author !== us || post.author === us) return problem(403, 'Forbidden', 'You are not permitted to hide this reply.');
        post.hidden = hidden;
        return { status: 200, body: { data: { hidden } } };
      } },
      { method: 'POST', path: new RegExp(`^/2/users/${us.id}/likes$`), run: (call) => this.like(read('likes', z.strictObject({ tweet_id: z.string() }), call.parsed).tweet_id, true) },
      { method: 'DELETE', path: new RegExp(`^/2/users/${us.id}/likes/(\\d+)$`), run: (_call, id = '') => this.like(id, false) },
    ];
  }

  private like(id: string, liked: boolean): ApiAnswer {
    if (!this.likesAllowed) return problem(403, 'Forbidden', 'Your account is not permitted to access this feature.');
    if (liked) this.liked.add(id);
    else this.liked.delete(id);
    return { status: 200, body: { data: { liked } } };
  }

  private list(ids: string[]): ApiAnswer {
    const found = ids.flatMap((id) => this.all.get(id) ?? []).filter(({ gone }) => gone !== true);
    return { status: 200, body: { ...(found.length === 0 ? {} : { data: found.map((post) => this.shown(post)), includes: this.included(found) }) } };
  }

  private timeline({ query }: ApiCall, fits: (post: Post) => boolean): ApiAnswer {
    const asked = read('a timeline', timelineQuery, query);
    const all = [...this.all.values()].filter((post) => post.gone !== true && fits(post) && (asked.since_id === undefined || BigInt(post.id) > BigInt(asked.since_id)) && (asked.start_time === undefined || post.at >= new Date(asked.start_time))).reverse();
    const from = Number(asked.pagination_token ?? 0);
    const size = Math.min(asked.max_results, this.mostOnPage);
    const page = all.slice(from, from + size);
    const meta = { result_count: page.length, ...(page[0] === undefined ? {} : { newest_id: page[0].id, oldest_id: page.at(-1)?.id }), ...(from + size < all.length ? { next_token: String(from + size) } : {}) };
    return { status: 200, body: page.length === 0 ? { meta } : { data: page.map((post) => this.shown(post)), includes: asked.expansions === undefined ? {} : this.included(page), meta } };
  }

  private create({ parsed }: ApiCall): ApiAnswer {
    const { text = '', reply, media } = read('a post', create, parsed);
    if (weighs(text) > 280) throw new Violation(`a post of ${weighs(text)}`, problem(400, 'Invalid Request', 'Your post text is too long.'));
    const parent = this.all.get(reply?.in_reply_to_tweet_id ?? '');
    if (reply !== undefined && (parent === undefined || parent.gone === true)) return problem(400, 'Invalid Request', 'You attempted to reply to a Tweet that is deleted or not visible to you.');
    if (parent !== undefined && !this.summoned(parent)) return problem(403, 'Forbidden', 'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.');
    const same = [...this.all.values()].some((post) => post.author === this.world.us && post.gone !== true && post.text.slice(post.begin) === text && post.parent === parent?.id);
    if (same) return problem(403, 'Forbidden', 'You are not allowed to create a Tweet with duplicate content.');
    const files = (media?.media_ids ?? []).map((id) => this.world.files.take(id, 'tweet'));
    if (files.length > 1 && files.some(({ category }) => category !== 'tweet_image')) throw new Violation('a film beside something else', problem(400, 'Invalid Request', 'Your media is of mixed kinds.'));
    const post = this.ours(parent, text, files.map(({ key }) => key));
    this.world.accepted.push({ externalId: post.id, text, to: parent?.id ?? '', visibility: 'public', mediaCount: files.length });
    this.world.emit([this.told(post, 'post.create')]);
    return { status: 201, body: { data: { id: post.id, text: post.text, edit_history_tweet_ids: [post.id] } } };
  }

  private summoned(parent: Post): boolean {
    const { us } = this.world;
    return parent.text.slice(parent.begin).includes(`@${us.handle}`) || this.all.get(parent.quoted ?? '')?.author === us || (!this.strict && parent.names.includes(us));
  }
}

export const userOf = ({ id, name, handle }: Person): object => ({ id, name, username: handle, profile_image_url: `https://pbs.example/${id}_normal.jpg`, verified: false, public_metrics: { followers_count: 3 } });
