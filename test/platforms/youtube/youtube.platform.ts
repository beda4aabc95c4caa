/** YouTube: one channel, its videos, and who comments below them. Nothing is announced: whoever wants to know asks. */
import { z } from 'zod';
import { GoogleSignIn } from '../google/google.sign-in';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformModule, type Saying, type Simulated } from '../platform';

type Status = 'published' | 'heldForReview' | 'rejected' | 'likelySpam';
interface Comment { id: string; videoId: string; parentId?: string | undefined; author: Customer; text: string; at: Date; changedAt: Date; status: Status; nameless: boolean }

const scope = 'https://www.googleapis.com/auth/youtube.force-ssl';
const paging = { pageToken: z.string().regex(/^\d+$/).default('0'), maxResults: z.coerce.number().int().min(1).max(100).default(20), textFormat: z.literal('plainText') };
const threadQuery = z.strictObject({ part: z.literal('snippet,replies'), allThreadsRelatedToChannelId: z.string(), order: z.literal('time'), moderationStatus: z.enum(['published', 'heldForReview', 'likelySpam']).default('published'), ...paging });
const repliesQuery = z.strictObject({ part: z.literal('snippet'), parentId: z.string(), ...paging });
const insert = z.strictObject({ snippet: z.strictObject({ parentId: z.string().regex(/^[^.]+$/, 'a reply has no replies'), textOriginal: z.string().min(1).max(10_000) }) });
const update = z.strictObject({ id: z.string(), snippet: z.strictObject({ textOriginal: z.string().min(1).max(10_000) }) });

export const refusal = (code: number, reason: string, message = reason, domain = 'youtube.comment'): ApiAnswer => ({ status: code, body: { error: { code, message, errors: [{ message, domain, reason }] } } });

export class YoutubeSimulation implements Simulated {
  readonly us: Customer = { id: 'UCsimulatedshop0000000aa', name: 'The simulated shop', handle: '@simulated_shop' };
  /** Of somebody who can sign in on the same screen. */
  readonly other: Customer = { id: 'UCanotherchannel00000000', name: 'Another channel', handle: '@another_channel' };
  readonly signIn: GoogleSignIn;
  readonly accepted: Accepted[] = [];
  readonly comments = new Map<string, Comment>();
  readonly videos = new Map<string, { title: string; at: Date }>();
  /** So many replies come along with a thread. */
  embeds = 5;
  /** How many units were spent, as Google counts. */
  units = 0;
  closedVideos = new Set<string>();
  private count = 0;
  private last = 0;

  constructor(private readonly platform: { root: string; now(): Date }) {
    this.signIn = new GoogleSignIn(platform, scope, [this.us, this.other].map(({ id, name }) => ({ id, name })));
  }

  readonly failures: Simulated['failures'] = {
    'rate-limited': { ...refusal(403, 'rateLimitExceeded'), headers: { 'retry-after': '1' } },
    'server-error': refusal(500, 'backendError'),
    'token-expired': refusal(401, 'authError', 'Invalid Credentials', 'global'),
    forbidden: refusal(403, 'commentsDisabled', 'The video identified by the <code>videoId</code> parameter has disabled comments.'),
    'too-long': refusal(400, 'commentTextTooLong'),
  };

  settings(): Record<string, unknown> {
    const { root } = this.platform;
    const { client } = this.signIn;
    return { clientId: client.id, clientSecret: client.secret, refreshToken: client.refreshToken, tokenUrl: `${root}/token`, consentUrl: `${root}/consent`, apiUrl: `${root}/youtube/v3`, channelId: this.us.id, channelName: this.us.name, pollEverySeconds: 1 };
  }

  customer(name?: string): Customer {
    this.count += 1;
    return { id: `UCcustomer${String(this.count).padStart(14, '0')}`, name: name ?? `customer${this.count}`, handle: `@${name ?? `customer${this.count}`}` };
  }

  post(text: string): string {
    const id = `video${String(++this.count).padStart(6, '0')}`;
    this.videos.set(id, { title: text, at: this.tick() });
    return id;
  }

  say({ from, text = '', replyTo, public: where, nameless }: Saying): Happened {
    const parent = this.comments.get(replyTo ?? '');
    const comment = this.make(from, text, { videoId: parent?.videoId ?? where?.postId ?? this.post('A video'), parentId: parent?.parentId ?? parent?.id, nameless: nameless === true });
    return { externalId: comment.id, events: [] };
  }

  edit(externalId: string, text: string): Happened {
    const comment = this.get(externalId);
    // Within the same second nothing would tell it from the first words.
    Object.assign(comment, { text, changedAt: new Date(Math.max(this.tick().getTime(), comment.at.getTime() + 2_000)) });
    return { externalId, events: [] };
  }

  remove(externalId: string): Happened {
    this.comments.delete(externalId);
    return { externalId, events: [] };
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const comment = [...this.comments.values()].findLast(({ author }) => author.id === to.id);
    if (comment === undefined) throw new Error(`${to.name} commented nothing`);
    return { externalId: this.make(this.us, text, { videoId: comment.videoId, parentId: comment.parentId ?? comment.id }).id, events: [] };
  }

  hold(externalId: string, status: Status): void {
    this.get(externalId).status = status;
  }

  isSend({ method, path }: ApiCall): boolean {
    return method === 'POST' && path === '/youtube/v3/comments';
  }

  handle(call: ApiCall): ApiAnswer {
    const signedIn = this.signIn.handle(call);
    if (signedIn !== undefined) return signedIn;
    if (call.path.startsWith('/thumbs/')) return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: Buffer.from('a small picture') };
    if (!this.signIn.authorized(call)) return refusal(401, 'authError', 'Invalid Credentials', 'global');
    this.units += call.method === 'GET' ? 1 : 50;
    switch (`${call.method} ${call.path.replace('/youtube/v3/', '')}`) {
      case 'GET commentThreads': return this.threads(call);
      case 'GET comments': return this.replies(call);
      case 'GET videos': return this.about(call);
      case 'GET channels': return this.given(z.strictObject({ part: z.literal('snippet'), mine: z.literal('true') }), call.query, () => {
        const mine = this.signIn.personOf(call) === this.other.id ? this.other : this.us;
        return { status: 200, body: { items: [{ kind: 'youtube#channel', id: mine.id, snippet: { title: mine.name, customUrl: mine.handle } }] } };
      });
      case 'POST comments': return this.given(insert, call.parsed, ({ snippet }) => this.answer(snippet.parentId, snippet.textOriginal));
      case 'PUT comments': return this.given(update, call.parsed, ({ id, snippet }) => this.change(id, snippet.textOriginal));
      case 'DELETE comments': return this.own(call.query['id'] ?? '', (comment) => { this.comments.delete(comment.id); });
      case 'POST comments/setModerationStatus': return this.given(z.strictObject({ id: z.string(), moderationStatus: z.enum(['heldForReview', 'published', 'rejected']) }), call.query, ({ id, moderationStatus }) => {
        const comment = this.comments.get(id);
        if (comment === undefined) return refusal(404, 'commentNotFound');
        comment.status = moderationStatus;
        return { status: 204 };
      });
      default: return refusal(404, 'notFound', `${call.method} ${call.path}`, 'global');
    }
  }

  private answer(parentId: string, text: string): ApiAnswer {
    const parent = this.comments.get(parentId);
    if (parent === undefined) return refusal(404, 'parentCommentNotFound');
    if (this.closedVideos.has(parent.videoId)) return refusal(403, 'commentsDisabled');
    const comment = this.make(this.us, text, { videoId: parent.videoId, parentId });
    this.accepted.push({ externalId: comment.id, text, to: parentId, visibility: 'public', mediaCount: 0 });
    return { status: 200, body: this.shown(comment) };
  }

  private change(id: string, text: string): ApiAnswer {
    return this.own(id, (comment) => { Object.assign(comment, { text, changedAt: this.tick() }); return this.shown(comment); });
  }

  private own(id: string, run: (comment: Comment) => object | void): ApiAnswer {
    const comment = this.comments.get(id);
    if (comment === undefined) return refusal(404, 'commentNotFound');
    if (comment.author !== this.us) throw new Violation('a comment of somebody else', refusal(403, 'forbidden'));
    const body = run(comment);
    return body === undefined ? { status: 204 } : { status: 200, body };
  }

  private threads({ query }: ApiCall): ApiAnswer {
    return this.given(threadQuery, query, ({ allThreadsRelatedToChannelId: channel, moderationStatus: status, pageToken, maxResults }) => {
      if (channel !== this.us.id) return refusal(404, 'channelNotFound');
      const fits = (comment: Comment) => comment.status === status;
      const first = [...this.comments.values()].filter((comment) => comment.parentId === undefined && (fits(comment) || (status !== 'published' && this.below(comment.id).some(fits)))).reverse();
      return paged(first, { pageToken, maxResults }, (comment) => {
        const replies = this.below(comment.id);
        const shown = replies.slice(-this.embeds).map((reply) => this.shown(reply));
        return {
          kind: 'youtube#commentThread', id: comment.id, ...(shown.length === 0 ? {} : { replies: { comments: shown } }),
          snippet: { channelId: this.us.id, videoId: comment.videoId, topLevelComment: this.shown(comment), canReply: true, totalReplyCount: replies.length, isPublic: true },
        };
      });
    });
  }

  private replies({ query }: ApiCall): ApiAnswer {
    return this.given(repliesQuery, query, ({ parentId, pageToken, maxResults }) => paged(this.below(parentId), { pageToken, maxResults }, (comment) => this.shown(comment)));
  }

  private about({ query }: ApiCall): ApiAnswer {
    return this.given(z.strictObject({ part: z.literal('snippet'), id: z.string().regex(/^[\w-]+(,[\w-]+){0,49}$/) }), query, ({ id }) => ({ status: 200, body: { items: id.split(',').flatMap((one) => {
      const video = this.videos.get(one);
      return video === undefined ? [] : [{ kind: 'youtube#video', id: one, snippet: { title: video.title, description: 'About it.', publishedAt: video.at.toISOString(), channelId: this.us.id, channelTitle: this.us.name, thumbnails: { medium: { url: `${this.platform.root}/thumbs/${one}.jpg`, width: 320, height: 180 } } } }];
    }) } }));
  }

  private given<T extends z.ZodType>(schema: T, told: unknown, run: (data: z.infer<T>) => ApiAnswer): ApiAnswer {
    const { data, error } = schema.safeParse(told);
    if (error !== undefined) throw new Violation(z.prettifyError(error), refusal(400, 'invalidParameter', 'invalid', 'global'));
    return run(data);
  }

  private shown({ id, videoId, parentId, author, text, at, changedAt, status, nameless }: Comment): object {
    return {
      kind: 'youtube#comment', etag: 'e', id,
      snippet: {
        channelId: this.us.id, videoId, textDisplay: text, textOriginal: text, ...(parentId === undefined ? {} : { parentId }), canRate: true, viewerRating: 'none', likeCount: 0, moderationStatus: status,
        ...(nameless ? { authorDisplayName: '' } : { authorDisplayName: author.handle ?? author.name, authorProfileImageUrl: `${this.platform.root}/thumbs/${author.id}.jpg`, authorChannelId: { value: author.id } }),
        publishedAt: at.toISOString(), updatedAt: changedAt.toISOString(),
      },
    };
  }

  private below(parentId: string): Comment[] {
    return [...this.comments.values()].filter((comment) => comment.parentId === parentId);
  }

  private make(author: Customer, text: string, { videoId, parentId, nameless = false }: { videoId: string; parentId?: string | undefined; nameless?: boolean }): Comment {
    const at = this.tick();
    const own = `Ug${String(++this.count).padStart(8, '0')}`;
    const comment: Comment = { id: parentId === undefined ? own : `${parentId}.${own}`, videoId, parentId, author, text, at, changedAt: at, status: 'published', nameless };
    this.comments.set(comment.id, comment);
    return comment;
  }

  private get(id: string): Comment {
    const comment = this.comments.get(id);
    if (comment === undefined) throw new Error(`no comment ${id}`);
    return comment;
  }

  /** No two things at the same moment. */
  private tick(): Date {
    this.last = Math.max(this.platform.now().getTime(), this.last + 1);
    return new Date(this.last);
  }
}

function paged<T>(all: T[], { pageToken, maxResults }: { pageToken: string; maxResults: number }, show: (one: T) => object): ApiAnswer {
  const from = Number(pageToken);
  return { status: 200, body: { items: all.slice(from, from + maxResults).map(show), pageInfo: { totalResults: all.length, resultsPerPage: maxResults }, ...(from + maxResults < all.length ? { nextPageToken: String(from + maxResults) } : {}) } };
}

export const youtubePlatform: PlatformModule<YoutubeSimulation> = { id: 'youtube', label: 'YouTube', create: (platform) => new YoutubeSimulation(platform) };
