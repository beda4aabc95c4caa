/** An account's posts, what is said below them, and where others mention it. */
import { type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type Saying } from '../platform';
import { Refused, contract, graphError, graphTime, hour, nothingThere, ok, success, type Route } from '../meta/meta.graph';

interface Medium { id: string; caption: string; owner: Customer; at: Date; product: string; ours: boolean }
interface Comment { id: string; mediaId: string; parentId?: string; author: Customer; text: string; at: Date; hidden: boolean; repliedPrivately: boolean; isMention: boolean }

export interface CommentsOptions { account: Customer; flat: boolean; now(): Date; emit(events: PlatformEvent[]): void; accepted: Accepted[] }

const message = { type: 'string', minLength: 1, maxLength: 2200 };
const readReply = contract<{ message: string }>('an answer', { type: 'object', additionalProperties: false, required: ['message'], properties: { message } });
const readMention = contract<{ media_id: string; comment_id?: string; message: string }>('an answer to a mention', { type: 'object', additionalProperties: false, required: ['media_id', 'message'], properties: { media_id: { type: 'string' }, comment_id: { type: 'string' }, message } });
const readHide = contract<{ hide: boolean }>('a hiding', { type: 'object', additionalProperties: false, required: ['hide'], properties: { hide: { type: 'boolean' } } });

export class Comments {
  readonly media = new Map<string, Medium>();
  readonly comments = new Map<string, Comment>();
  private counter = 0;

  constructor(private readonly options: CommentsOptions) {}

  post(caption: string, { owner = this.options.account, product = 'FEED' }: { owner?: Customer; product?: string } = {}): string {
    const id = String(17_900_000_000_000_000n + BigInt(++this.counter));
    this.media.set(id, { id, caption, owner, at: this.options.now(), product, ours: owner.id === this.options.account.id });
    return id;
  }

  /** The two products put a change into different places of an entry; in both its time is the call's, in seconds. */
  private told(field: string, value: object): PlatformEvent {
    const time = Math.floor(this.options.now().getTime() / 1000);
    return { payload: this.options.flat ? { time, field, value } : { time, changes: [{ field, value }] } };
  }

  private about(comment: Comment, { nameless = false } = {}): object {
    const { id, author, text, mediaId, parentId } = comment;
    return {
      ...(this.options.flat ? { id } : { comment_id: id }), ...(nameless ? {} : { from: { id: author.id, username: author.handle?.slice(1) ?? author.name } }), ...(nameless ? {} : { text }),
      media: { id: mediaId, media_product_type: this.media.get(mediaId)?.product ?? 'FEED' }, ...(parentId === undefined ? {} : { parent_id: parentId }),
    };
  }

  private make(author: Customer, text: string, { mediaId, parentId, isMention = false }: { mediaId: string; parentId?: string | undefined; isMention?: boolean }): Comment {
    const id = String(17_800_000_000_000_000n + BigInt(++this.counter));
    const comment: Comment = { id, mediaId, author, text, at: this.options.now(), hidden: false, repliedPrivately: false, isMention, ...(parentId === undefined ? {} : { parentId }) };
    this.comments.set(id, comment);
    return comment;
  }

  say({ from, text = '', replyTo, public: where, nameless }: Saying): Happened {
    if (where?.mention === true) return this.mention(from, text);
    const mediaId = where?.postId ?? this.post('A post of the account');
    const comment = this.make(from, text, { mediaId, parentId: replyTo });
    return { externalId: comment.id, events: [this.told('comments', this.about(comment, { nameless: nameless === true }))] };
  }

  live(from: Customer, text: string): Happened {
    const comment = this.make(from, text, { mediaId: this.post('', { product: 'LIVE' }) });
    return { externalId: comment.id, events: [this.told('live_comments', this.about(comment))] };
  }

  /** In a comment below somebody else's post. */
  private mention(from: Customer, text: string): Happened {
    const mediaId = this.post('Moje nowe buty', { owner: from });
    const comment = this.make(from, text, { mediaId, isMention: true });
    return { externalId: comment.id, events: [this.told('mentions', { media_id: mediaId, comment_id: comment.id })] };
  }

  mentionInCaption(from: Customer, caption: string): Happened {
    const mediaId = this.post(caption, { owner: from });
    return { externalId: mediaId, events: [this.told('mentions', { media_id: mediaId })] };
  }

  answeredBelow(id: string, text: string): Happened {
    const parent = this.comments.get(id);
    if (parent === undefined) throw new Error(`nobody commented ${id}`);
    const comment = this.make(this.options.account, text, { mediaId: parent.mediaId, parentId: id });
    return { externalId: comment.id, events: [this.told('comments', this.about(comment))] };
  }

  privateReply(id: string): string {
    const comment = this.comments.get(id);
    if (comment === undefined) throw new Refused(nothingThere);
    if (comment.repliedPrivately) throw new Refused(graphError({ code: 10, subcode: 2534014, message: 'Activity already replied to' }));
    if (this.options.now().getTime() - comment.at.getTime() > 168 * hour) throw new Refused(graphError({ code: 10901, message: 'Activity too old to reply' }));
    comment.repliedPrivately = true;
    return comment.author.id;
  }

  private accept(parent: { mediaId: string; parentId?: string }, to: string, text: string): ApiAnswer {
    const comment = this.make(this.options.account, text, parent);
    this.options.accepted.push({ externalId: comment.id, text, to, visibility: 'public', mediaCount: 0 });
    if (this.media.get(parent.mediaId)?.ours === true) this.options.emit([this.told('comments', this.about(comment))]);
    return ok({ id: comment.id });
  }

  private asGraph(comment: Comment): object {
    const { id, text, at, author, parentId, hidden } = comment;
    return { id, text, timestamp: graphTime(at), username: author.handle?.slice(1) ?? author.name, from: { id: author.id, username: author.handle?.slice(1) ?? author.name }, hidden, ...(parentId === undefined ? {} : { parent_id: parentId }) };
  }

  private mediumAsGraph({ id, caption, at, owner, product }: Medium): object {
    return { id, caption, permalink: `https://www.instagram.com/p/${id}/`, timestamp: graphTime(at), media_type: 'IMAGE', media_product_type: product, username: owner.handle?.slice(1) ?? owner.name };
  }

  private note(id: string, kind: string): ApiAnswer {
    if (!this.comments.has(id)) return nothingThere;
    this.options.accepted.push({ externalId: id, text: '', to: id, visibility: 'public', mediaCount: 0, kind });
    return success;
  }

  private mentionedIn(call: ApiCall): ApiAnswer {
    const fields = call.query['fields'] ?? '';
    const commentId = /^mentioned_comment\.comment_id\((\d+)\)\{/.exec(fields)?.[1];
    const mediaId = /^mentioned_media\.media_id\((\d+)\)\{/.exec(fields)?.[1];
    const comment = this.comments.get(commentId ?? '');
    const medium = this.media.get(comment?.mediaId ?? mediaId ?? '');
    if (medium === undefined) return nothingThere;
    return ok(comment === undefined ? { mentioned_media: { ...this.mediumAsGraph(medium), owner: { id: medium.owner.id } } } : { mentioned_comment: { ...this.asGraph(comment), media: this.mediumAsGraph(medium) } });
  }

  routes(): Route[] {
    const { account } = this.options;
    return [
      { method: 'GET', path: new RegExp(`^${account.id}$`), run: (call) => this.mentionedIn(call) },
      { method: 'GET', path: new RegExp(`^${account.id}/media$`), run: () => ok({ data: [...this.media.values()].filter(({ ours }) => ours).reverse().map((medium) => {
        const all = [...this.comments.values()].filter((one) => one.mediaId === medium.id);
        const data = all.filter((one) => one.parentId === undefined).map((one) => ({ ...this.asGraph(one), replies: { data: all.filter(({ parentId }) => parentId === one.id).map((reply) => this.asGraph(reply)) } }));
        return { ...this.mediumAsGraph(medium), comments: { data } };
      }) }) },
      { method: 'POST', path: new RegExp(`^${account.id}/mentions$`), run: (call) => {
        const body = readMention(call);
        if (!this.media.has(body.media_id)) return nothingThere;
        return this.accept({ mediaId: body.media_id, ...(body.comment_id === undefined ? {} : { parentId: body.comment_id }) }, body.comment_id ?? body.media_id, body.message);
      } },
      { method: 'POST', path: /^(178\d+)\/replies$/, run: (call, id = '') => {
        const parent = this.comments.get(id);
        if (parent === undefined) return nothingThere;
        if (parent.isMention) return graphError({ code: 100, message: 'Invalid parameter: not the owner of the media' });
        return this.accept({ mediaId: parent.mediaId, parentId: parent.parentId ?? id }, id, readReply(call).message);
      } },
      { method: 'POST', path: /^(178\d+)$/, run: (call, id = '') => {
        const { hide } = readHide(call);
        const comment = this.comments.get(id);
        if (comment !== undefined) comment.hidden = hide;
        return this.note(id, hide ? 'hide' : 'unhide');
      } },
      { method: 'DELETE', path: /^(178\d+)$/, run: (_call, id = '') => {
        const noted = this.note(id, 'delete');
        this.comments.delete(id);
        return noted;
      } },
      { method: 'GET', path: /^(178\d+)$/, run: (_call, id = '') => {
        const comment = this.comments.get(id);
        return comment === undefined ? nothingThere : ok(this.asGraph(comment));
      } },
      { method: 'GET', path: /^(179\d+)$/, run: (_call, id = '') => {
        const medium = this.media.get(id);
        return medium === undefined ? nothingThere : ok(this.mediumAsGraph(medium));
      } },
    ];
  }
}
