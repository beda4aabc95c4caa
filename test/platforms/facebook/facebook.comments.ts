/** A page's posts and what is said below them. */
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type Saying } from '../platform';
import { Refused, contract, graphError, graphTime, hour, nothingThere, ok, success, type Cache, type Route } from '../meta/meta.graph';

interface Post { id: string; text: string; author: Customer; at: Date; published: boolean }
interface Comment { id: string; postId: string; parentId: string; author: Customer; text: string; at: Date; hidden: boolean; photo?: string; nameless: boolean; repliedPrivately: boolean }

export interface CommentsOptions { page: Customer; now(): Date; emit(events: PlatformEvent[]): void; cache: Cache; accepted: Accepted[]; people: Map<string, Customer> }

const readReply = contract<{ message: string }>('a comment', { type: 'object', additionalProperties: false, required: ['message'], properties: { message: { type: 'string', minLength: 1, maxLength: 8000 } } });
const readChange = contract<{ is_hidden?: boolean; message?: string }>('a change of a comment', {
  type: 'object', additionalProperties: false, minProperties: 1, maxProperties: 1, properties: { is_hidden: { type: 'boolean' }, message: { type: 'string', minLength: 1, maxLength: 8000 } },
});

export class Comments {
  readonly posts = new Map<string, Post>();
  readonly comments = new Map<string, Comment>();
  private counter = 0;

  constructor(private readonly options: CommentsOptions) {}

  post(text: string, { author = this.options.page, published = true }: { author?: Customer; published?: boolean } = {}): string {
    const id = `${this.options.page.id}_${700_000 + ++this.counter}`;
    this.posts.set(id, { id, text, author, at: this.options.now(), published });
    return id;
  }

  private feed(value: object, field = 'feed'): PlatformEvent {
    return { payload: { changes: [{ field, value }] } };
  }

  private about(comment: Comment, verb: string, more: object = {}): object {
    const post = this.posts.get(comment.postId);
    return {
      item: 'comment', verb, comment_id: comment.id, post_id: comment.postId, parent_id: comment.parentId, created_time: Math.floor(comment.at.getTime() / 1000),
      ...(comment.nameless ? {} : { from: { id: comment.author.id, name: comment.author.name } }),
      ...(verb === 'remove' || comment.nameless ? {} : { message: comment.text }),
      ...(comment.photo === undefined || comment.nameless ? {} : { photo: comment.photo }),
      ...(post === undefined ? {} : { post: { id: post.id, is_published: post.published, status_type: 'mobile_status_update', permalink_url: `https://www.facebook.com/${post.id}`, promotion_status: 'inactive' } }),
      ...more,
    };
  }

  private make(author: Customer, text: string, { postId, parentId = postId, nameless = false, photo }: { postId: string; parentId?: string; nameless?: boolean; photo?: string | undefined }): Comment {
    const id = `${postId.split('_')[1] ?? postId}_${800_000 + ++this.counter}`;
    const comment: Comment = { id, postId, parentId, author, text, at: this.options.now(), hidden: false, nameless, repliedPrivately: false, ...(photo === undefined ? {} : { photo }) };
    this.comments.set(id, comment);
    return comment;
  }

  say({ from, text = '', media = [], replyTo, public: where, ...saying }: Saying): Happened {
    const nameless: boolean = saying.nameless === true;
    if (where?.mention === true && where.postId === undefined) return this.mention(from, text, nameless);
    const postId = where?.postId ?? this.post('A post of the page');
    const [file] = media;
    const comment = this.make(from, text, { postId, nameless, ...(replyTo === undefined ? {} : { parentId: replyTo }), photo: file && this.options.cache.put(file.bytes, file) });
    return { externalId: comment.id, events: [this.feed(this.about(comment, 'add'), where?.mention === true ? 'mention' : 'feed')] };
  }

  /** Somebody writes of the page in a post of their own. */
  private mention(from: Customer, text: string, nameless: boolean): Happened {
    const id = `${from.id}_${750_000 + ++this.counter}`;
    this.posts.set(id, { id, text, author: from, at: this.options.now(), published: true });
    const told = { item: 'post', verb: 'add', post_id: id, created_time: Math.floor(this.options.now().getTime() / 1000), ...(nameless ? {} : { sender_id: from.id, sender_name: from.name, message: text }) };
    return { externalId: id, events: [this.feed(told, 'mention')] };
  }

  edit(id: string, text: string): Happened {
    const comment = this.known(id);
    comment.text = text;
    return { externalId: id, events: [this.feed(this.about(comment, 'edited', { edited_time: Math.floor(this.options.now().getTime() / 1000) }))] };
  }

  remove(id: string): Happened {
    const comment = this.known(id);
    this.comments.delete(id);
    return { externalId: id, events: [this.feed(this.about(comment, 'remove'))] };
  }

  react(id: string, from: Customer, emoji: string | null): Happened {
    const comment = this.known(id);
    const value = { item: 'reaction', verb: emoji === null ? 'remove' : 'add', reaction_type: 'love', comment_id: id, post_id: comment.postId, parent_id: comment.postId, from: { id: from.id, name: from.name }, created_time: Math.floor(this.options.now().getTime() / 1000) };
    return { externalId: id, events: [this.feed(value)] };
  }

  answeredBelow(id: string, text: string): Happened {
    const parent = this.known(id);
    const comment = this.make(this.options.page, text, { postId: parent.postId, parentId: parent.id });
    return { externalId: comment.id, events: [this.feed(this.about(comment, 'add'))] };
  }

  private known(id: string): Comment {
    const comment = this.comments.get(id);
    if (comment === undefined) throw new Error(`nobody commented ${id}`);
    return comment;
  }

  /** Who wrote the comment, when one private answer is still free. */
  privateReply(id: string): string {
    const comment = this.comments.get(id);
    if (comment === undefined) throw new Refused(nothingThere);
    if (comment.repliedPrivately) throw new Refused(graphError({ code: 10900, message: 'Activity already replied to' }));
    if (this.options.now().getTime() - comment.at.getTime() > 168 * hour) throw new Refused(graphError({ code: 10901, message: 'Activity too old to reply' }));
    comment.repliedPrivately = true;
    return comment.author.id;
  }

  private reply(call: ApiCall, id: string): ApiAnswer {
    const parent = this.comments.get(id);
    const post = this.posts.get(parent?.postId ?? id);
    if (post === undefined) return nothingThere;
    const [file] = call.files;
    if (file !== undefined && (file.field !== 'source' || !file.contentType.startsWith('image/'))) throw new Violation('a comment takes one picture, as "source"', graphError({ code: 100, message: 'Invalid parameter' }));
    const text = file === undefined ? readReply(call).message : ((call.parsed as { message?: string } | undefined)?.message ?? '');
    const comment = this.make(this.options.page, text, { postId: post.id, parentId: parent?.id ?? post.id, photo: file && this.options.cache.put(file.bytes, file) });
    this.options.accepted.push({ externalId: comment.id, text, to: id, visibility: 'public', mediaCount: call.files.length });
    this.options.emit([this.feed(this.about(comment, 'add'))]);
    return ok({ id: comment.id });
  }

  private readonly note = (id: string, kind: string): ApiAnswer => {
    if (!this.comments.has(id)) return nothingThere;
    this.options.accepted.push({ externalId: id, text: '', to: id, visibility: 'public', mediaCount: 0, kind });
    return success;
  };

  private asGraph(comment: Comment): object {
    return {
      id: comment.id, message: comment.text, created_time: graphTime(comment.at), is_hidden: comment.hidden, permalink_url: `https://www.facebook.com/${comment.postId}?comment_id=${comment.id}`,
      from: { id: comment.author.id, name: comment.author.name }, ...(comment.parentId === comment.postId ? {} : { parent: { id: comment.parentId } }),
      ...(comment.photo === undefined ? {} : { attachment: { type: 'photo', url: 'https://www.facebook.com/photo', media: { image: { src: comment.photo } } } }),
    };
  }

  private postAsGraph(post: Post): object {
    return { id: post.id, message: post.text, created_time: graphTime(post.at), permalink_url: `https://www.facebook.com/${post.id}`, is_published: post.published, status_type: 'mobile_status_update', from: { id: post.author.id, name: post.author.name } };
  }

  private below(postId: string): object[] {
    return [...this.comments.values()].filter((comment) => comment.postId === postId).reverse().map((comment) => this.asGraph(comment));
  }

  routes(): Route[] {
    return [
      { method: 'GET', path: new RegExp(`^${this.options.page.id}/feed$`), run: () => ok({ data: [...this.posts.values()].filter((post) => post.id.startsWith(this.options.page.id)).reverse().map((post) => ({ ...this.postAsGraph(post), comments: { data: this.below(post.id) } })) }) },
      { method: 'GET', path: /^(\d+_\d+)\/comments$/, run: (_call, id = '') => ok({ data: this.below(id) }) },
      { method: 'POST', path: /^(\d+_\d+)\/comments$/, run: (call, id = '') => this.reply(call, id) },
      { method: 'POST', path: /^(\d+_\d+)\/likes$/, run: (_call, id = '') => this.note(id, 'like') },
      { method: 'DELETE', path: /^(\d+_\d+)\/likes$/, run: (_call, id = '') => this.note(id, 'unlike') },
      { method: 'POST', path: /^(\d+_\d+)$/, run: (call, id = '') => {
        const { is_hidden: hidden, message } = readChange(call);
        const comment = this.comments.get(id);
        if (comment === undefined) return nothingThere;
        if (hidden !== undefined) comment.hidden = hidden;
        if (message !== undefined && comment.author.id !== this.options.page.id) throw new Violation('only our own comments can be changed', graphError({ status: 403, code: 200, message: 'Permissions error' }));
        comment.text = message ?? comment.text;
        return this.note(id, hidden === undefined ? 'edit' : hidden ? 'hide' : 'unhide');
      } },
      { method: 'DELETE', path: /^(\d+_\d+)$/, run: (_call, id = '') => {
        const noted = this.note(id, 'delete');
        this.comments.delete(id);
        return noted;
      } },
      { method: 'GET', path: /^(\d+_\d+)$/, run: (_call, id = '') => {
        const [comment, post] = [this.comments.get(id), this.posts.get(id)];
        return comment ? ok(this.asGraph(comment)) : post ? ok(this.postAsGraph(post)) : nothingThere;
      } },
    ];
  }
}
