import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { lengthIn } from '../../../libs/connectors/src/limits';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type PlatformModule, type Saying, type Simulated } from '../platform';
import { asDocumented, mustFit, mustKnow, refusal } from './mastodon.contract';
import { Posts, type Attached, type Person, type Post } from './mastodon.posts';

interface Noted { id: string; type: string; at: Date; who: Person; post?: string; raw?: object }
const gone: ApiAnswer = { status: 404, body: { error: 'Record not found' } };

export class MastodonSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  /** Favourites, read marks. */
  readonly gestures: { kind: string; of: string }[] = [];
  readonly accessToken = 'token-of-the-simulated-mastodon-account';
  /** Whether this server offers its stream. */
  streaming = true;
  maxCharacters = 500;
  readonly failures: Simulated['failures'] = {
    'rate-limited': { status: 429, headers: { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-01-01T00:00:00.000Z' }, body: { error: 'Too many requests' } },
    'server-error': { status: 500, body: { error: 'There was an error' } },
    'token-expired': { status: 401, body: { error: 'The access token was revoked' } },
    forbidden: { status: 403, body: { error: 'This action is not allowed' } },
    'too-long': { status: 422, body: { error: 'Validation failed: Text character limit of 500 exceeded' } },
  };
  readonly posts: Posts;
  readonly brand: Person;
  private readonly notifications: Noted[] = [];
  private readonly keys = new Map<string, string>();
  private readonly unread = new Map<string, string>();
  private readonly sockets = new WebSocketServer({ noServer: true });
  private lastNotification = 500;

  constructor(private readonly platform: { root: string; now(): Date; emit(events: PlatformEvent[]): void }) {
    this.posts = new Posts('miasto.example', platform.root, platform.now);
    this.brand = this.posts.person('Dom Lipowy', 'domlipowy');
  }

  settings(): Record<string, unknown> {
    return { server: this.platform.root, accessToken: this.accessToken, answers: 'same' };
  }

  customer(name = 'Anna Zielińska'): Customer {
    const acct = `${name.normalize('NFD').replace(/\W/g, '').toLowerCase() || 'somebody'}${this.posts.people.size}@las.example`;
    return { id: this.posts.person(name, acct).id, name, handle: `@${acct}` };
  }

  post(text: string): string {
    return this.posts.add({ author: this.brand, text, visibility: 'public' }).id;
  }

  say({ from, text = '', media = [], replyTo, public: publicly, nameless }: Saying): Happened {
    const author = this.someone(from.id);
    if (nameless === true) author.name = '';
    const files = media.map(({ name, contentType, bytes }) => this.file(contentType, bytes, name));
    const inReplyTo = replyTo ?? publicly?.postId;
    const above = this.posts.posts.get(inReplyTo ?? '');
    const visibility = publicly !== undefined || (above !== undefined && above.visibility !== 'direct') ? 'public' : 'direct';
    const post = this.posts.add({ author, text, visibility, media: files, mentions: [this.brand], ...(inReplyTo === undefined ? {} : { inReplyTo }) });
    if (visibility === 'direct') this.unread.set(`conversation-${author.id}`, author.id);
    return { externalId: post.id, events: [this.note('mention', author, post)] };
  }

  edit(externalId: string, text: string): Happened {
    const post = this.known(externalId);
    post.text = text;
    post.editedAt = this.platform.now();
    return { externalId, events: [{ payload: { event: 'status.update', payload: this.posts.status(post) } }] };
  }

  remove(externalId: string): Happened {
    this.posts.posts.delete(externalId);
    return { externalId, events: [{ payload: { event: 'delete', payload: externalId } }] };
  }

  /** Only authors are told, so this is no reaction to any message (`react`): somebody likes a post of ours. */
  favourite(externalId: string, from: Customer): Happened {
    const post = this.known(externalId);
    post.favouritedBy.add(from.id);
    return { externalId, events: [this.note('favourite', this.someone(from.id), post)] };
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const last = [...this.posts.posts.values()].filter(({ author }) => author.id === to.id).at(-1);
    const post = this.posts.add({ author: this.brand, text: `@${this.someone(to.id).acct} ${text}`, visibility: last?.visibility ?? 'direct', ...(last === undefined ? {} : { inReplyTo: last.id }) });
    return { externalId: post.id, events: [{ payload: { event: 'update', payload: this.posts.status(post) } }] };
  }

  unknownEvent(): Happened {
    const noted = this.keep('telepathy', this.someone(this.customer('Nobody').id));
    return { externalId: '', events: [{ payload: { event: 'notification', payload: this.notification(noted) } }] };
  }

  unknownMessage(from: Customer): Happened {
    const noted = this.keep('mention', this.someone(from.id));
    noted.raw = { id: this.posts.id(), hologram: { cubes: 3 } };
    return { externalId: `notification-${noted.id}`, events: [{ payload: { event: 'notification', payload: this.notification(noted) } }] };
  }

  push(events: PlatformEvent[]): void {
    for (const { payload } of events) {
      const { event, payload: told } = payload as { event: string; payload: unknown }; // as made above
      const frame = JSON.stringify({ stream: ['user'], event, payload: typeof told === 'string' ? told : JSON.stringify(told) });
      for (const socket of this.sockets.clients) socket.send(frame);
    }
  }

  upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(raw.url ?? '/', this.platform.root);
    const refused = !this.streaming || pathname !== '/api/v1/streaming' ? '404 Not Found' : raw.headers.authorization !== `Bearer ${this.accessToken}` ? '401 Unauthorized' : searchParams.get('stream') !== 'user' ? '400 Bad Request' : undefined;
    if (refused !== undefined) return void socket.end(`HTTP/1.1 ${refused}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    this.sockets.handleUpgrade(raw, socket, head, (connected: WebSocket) => connected.on('error', () => undefined));
  }

  /** As a deployment of the server does it. */
  dropStreams(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  get listeners(): number {
    return this.sockets.clients.size;
  }

  close(): void {
    this.dropStreams();
    this.sockets.close();
  }

  isSend({ method, path }: ApiCall): boolean {
    return method === 'POST' && path === '/api/v1/statuses';
  }

  handle(call: ApiCall): ApiAnswer {
    const { method, path } = call;
    if (path.startsWith('/files/')) {
      const file = this.posts.media.get(path.split('/').at(-1)?.split('.')[0] ?? '');
      return { status: 200, headers: { 'content-type': file?.contentType ?? 'image/png' }, body: file?.bytes ?? Buffer.from('a picture') };
    }
    if (path === '/api/v1/streaming/health') return this.streaming ? { status: 200, body: 'OK' } : gone;
    if (path === '/api/v2/instance') return { status: 200, body: this.instance() };
    if (call.headers['authorization'] !== `Bearer ${this.accessToken}`) return { status: 401, body: { error: 'The access token is invalid' } };
    const [, , version, kind, id = '', more] = path.split('/');
    switch (`${method} /${version}/${kind}${id === '' ? '' : '/:id'}${more === undefined ? '' : `/${more}`}`) {
      case 'GET /v1/accounts/:id':
        return id === 'verify_credentials' ? { status: 200, body: this.posts.account(this.brand) } : this.shown(this.posts.people.get(id), (person) => this.posts.account(person));
      case 'GET /v1/accounts/:id/statuses':
        mustKnow('GET /api/v1/accounts/{id}/statuses', call);
        return { status: 200, body: this.page([...this.posts.posts.values()].filter(({ author }) => author.id === id), call).map((post) => this.posts.status(post)) };
      case 'GET /v1/notifications':
        mustKnow('GET /api/v1/notifications', call);
        return { status: 200, body: this.page(this.notifications.filter(({ post }) => post === undefined || this.posts.posts.has(post)), call).map((noted) => this.notification(noted)) };
      case 'GET /v1/conversations':
        mustKnow('GET /api/v1/conversations', call);
        return { status: 200, body: [...this.unread].map(([conversation, person]) => ({ id: conversation, unread: true, accounts: [this.posts.account(this.someone(person))], last_status: null })) };
      case 'POST /v1/conversations/:id/read':
        this.gestures.push({ kind: 'read', of: this.unread.get(id) ?? '' });
        this.unread.delete(id);
        return { status: 200, body: { id, unread: false, accounts: [] } };
      case 'POST /v1/statuses':
        return this.publish(call);
      case 'GET /v1/statuses/:id':
        return this.shown(this.posts.posts.get(id), (post) => this.posts.status(post));
      case 'GET /v1/statuses/:id/context':
        return this.shown(this.posts.posts.get(id), (post) => ({ ancestors: this.posts.ancestors(post).map((one) => this.posts.status(one)), descendants: [] }));
      case 'GET /v1/statuses/:id/source':
        return this.shown(this.posts.posts.get(id), ({ text, warning }) => ({ id, text, spoiler_text: warning }));
      case 'PUT /v1/statuses/:id':
        return this.rewrite(id, call);
      case 'DELETE /v1/statuses/:id':
        return this.takeDown(id);
      case 'POST /v1/statuses/:id/favourite':
      case 'POST /v1/statuses/:id/unfavourite':
        if (this.posts.posts.has(id)) this.gestures.push({ kind: more ?? '', of: id });
        return this.shown(this.posts.posts.get(id), (post) => this.posts.status(post));
      case 'POST /v2/media':
        return this.take(call);
      case 'GET /v1/media/:id':
        return this.processed(id);
      default:
        throw new Violation(`Mastodon has no ${method} ${path}`, gone);
    }
  }

  private publish(call: ApiCall): ApiAnswer {
    const body = call.parsed as { status?: string; in_reply_to_id?: string; visibility?: Post['visibility']; media_ids?: string[]; spoiler_text?: string; sensitive?: boolean; language?: string }; // checked by its schema
    mustFit(body.media_ids === undefined ? 'TextStatus' : 'MediaStatus', body);
    const key = call.headers['idempotency-key'];
    if (key === undefined || key.length > 255) throw refusal(400, 'every post of ours carries a key');
    const before = this.posts.posts.get(this.keys.get(key) ?? '');
    if (before !== undefined) return { status: 200, body: this.posts.status(before) };
    const text = body.status ?? '';
    if (text === '' && body.media_ids === undefined) throw refusal(422, "Validation failed: Text can't be blank");
    if (counted(text) + counted(body.spoiler_text ?? '') > this.maxCharacters) throw refusal(422, `Validation failed: Text character limit of ${this.maxCharacters} exceeded`);
    const above = body.in_reply_to_id === undefined ? undefined : this.posts.posts.get(body.in_reply_to_id);
    if (body.in_reply_to_id !== undefined && above === undefined) return { status: 404, body: { error: 'The post you are trying to reply to does not appear to exist.' } };
    const media = (body.media_ids ?? []).map((id) => this.posts.media.get(id));
    if (media.length > 4) throw refusal(422, 'Cannot attach more than 4 files');
    if (media.some((one) => one === undefined)) throw refusal(422, 'Validation failed: Media not found');
    if (media.some((one) => one?.url === null)) throw refusal(422, 'Cannot attach files that have not finished processing. Try again in a moment!');
    const post = this.posts.add({ author: this.brand, text, visibility: body.visibility ?? 'public', warning: body.spoiler_text ?? '', sensitive: body.sensitive ?? false, language: body.language ?? null, media: media.filter((one): one is Attached => one !== undefined), ...(above === undefined ? {} : { inReplyTo: above.id }) });
    if (post.mentions.length === 0) throw refusal(422, 'nobody is told of this post: it mentions nobody');
    this.keys.set(key, post.id);
    const [first] = post.mentions;
    const privately = post.visibility === 'direct';
    // Without the name in front, which the person reads as the address of a letter.
    const shown = text.replace(new RegExp(`^@${first?.acct ?? ''} ?`), '');
    this.accepted.push({ externalId: post.id, text: shown, to: privately ? (first?.id ?? '') : (above?.id ?? ''), visibility: privately ? 'private' : 'public', mediaCount: media.length });
    this.platform.emit([{ payload: { event: 'update', payload: this.posts.status(post) } }]);
    return { status: 200, body: this.posts.status(post) };
  }

  private rewrite(id: string, call: ApiCall): ApiAnswer {
    const post = this.posts.posts.get(id);
    if (post?.author.id !== this.brand.id) return gone;
    mustFit('EditStatus', call.parsed);
    const { status = '', spoiler_text: warning = '', media_ids: media = [] } = call.parsed as { status?: string; spoiler_text?: string; media_ids?: string[] }; // checked by its schema
    if (counted(status) + counted(warning) > this.maxCharacters) throw refusal(422, `Validation failed: Text character limit of ${this.maxCharacters} exceeded`);
    post.text = status;
    post.warning = warning;
    post.media = post.media.filter((one) => media.includes(one.id));
    post.editedAt = this.platform.now();
    return { status: 200, body: this.posts.status(post) };
  }

  private takeDown(id: string): ApiAnswer {
    const post = this.posts.posts.get(id);
    if (post?.author.id !== this.brand.id) return gone;
    this.posts.posts.delete(id);
    return { status: 200, body: this.posts.status(post) };
  }

  private take({ headers, files: [file], parsed }: ApiCall): ApiAnswer {
    if (!(headers['content-type'] ?? '').startsWith('multipart/form-data') || file === undefined) throw refusal(422, "Validation failed: File can't be blank");
    mustFit('UploadMedia', { ...(parsed as object), file: 'bytes' });
    if (!/^(image|video|audio)\//.test(file.contentType)) throw refusal(422, 'Validation failed: File content type is invalid');
    const media = this.file(file.contentType, file.bytes, (parsed as { description?: string }).description ?? null);
    if (media.type === 'image') return { status: 200, body: this.posts.attachment(media) };
    media.url = null;
    return { status: 202, body: this.posts.attachment(media) };
  }

  private processed(id: string): ApiAnswer {
    const media = this.posts.media.get(id);
    if (media === undefined) return gone;
    media.asked += 1;
    if (media.url === null && media.asked > 1) media.url = this.urlOf(media);
    return { status: media.url === null ? 206 : 200, body: this.posts.attachment(media) };
  }

  private file(contentType: string, bytes: Buffer, description: string | null): Attached {
    const media: Attached = { id: this.posts.id(), type: /^(image|video|audio)\//.exec(contentType)?.[1] ?? 'unknown', url: null, description, contentType, bytes, asked: 0 };
    media.url = this.urlOf(media);
    this.posts.media.set(media.id, media);
    return media;
  }

  private urlOf({ id, contentType }: Attached): string {
    return `${this.platform.root}/files/${id}.${contentType.split('/')[1]?.replace('jpeg', 'jpg') ?? 'bin'}`;
  }

  private page<T extends { id: string }>(all: T[], { query }: ApiCall): T[] {
    const later = (a: string, b: string) => BigInt(a) > BigInt(b);
    const limit = Number(query['limit'] ?? 20);
    if (limit > 80) throw refusal(400, 'limit is at most 80');
    const { min_id: min, max_id: max, since_id: since } = query;
    const fitting = all.filter(({ id }) => (max === undefined || later(max, id)) && (since === undefined || later(id, since)) && (min === undefined || later(id, min)));
    return (min === undefined ? fitting.slice(-limit) : fitting.slice(0, limit)).reverse();
  }

  private note(type: string, who: Person, post: Post): PlatformEvent {
    return { payload: { event: 'notification', payload: this.notification(this.keep(type, who, post)) } };
  }

  private keep(type: string, who: Person, post?: Post): Noted {
    this.lastNotification += 1;
    const noted: Noted = { id: String(this.lastNotification), type, at: this.platform.now(), who, ...(post === undefined ? {} : { post: post.id }) };
    this.notifications.push(noted);
    return noted;
  }

  private notification({ id, type, at, who, post, raw }: Noted): object {
    const shown = this.posts.posts.get(post ?? '');
    const told = { id, type, created_at: at.toISOString(), group_key: `ungrouped-${id}`, account: this.posts.account(who), ...(shown === undefined ? {} : { status: this.posts.status(shown) }), ...(raw === undefined ? {} : { status: raw }) };
    return raw === undefined && type !== 'telepathy' ? asDocumented('Notification', told) : told;
  }

  private shown<T>(found: T | undefined, show: (one: T) => object): ApiAnswer {
    return found === undefined ? gone : { status: 200, body: show(found) };
  }

  private someone(id: string): Person {
    const person = this.posts.people.get(id);
    if (person === undefined) throw new Error('nobody is called so');
    return person;
  }

  private known(id: string): Post {
    const post = this.posts.posts.get(id);
    if (post === undefined) throw new Error('nobody wrote that');
    return post;
  }

  private instance(): object {
    return {
      domain: 'miasto.example', title: 'Miasto', version: '4.7.0',
      configuration: {
        urls: { streaming: this.platform.root.replace('http', 'ws') },
        statuses: { max_characters: this.maxCharacters, max_media_attachments: 4, characters_reserved_per_url: 23 },
        media_attachments: { supported_mime_types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'video/mp4', 'video/webm', 'audio/mpeg', 'audio/ogg'], image_size_limit: 16_777_216, video_size_limit: 103_809_024 },
      },
    };
  }
}

/** The server's own rule, written a second time: addresses as 23, the domain of a mention not at all. */
function counted(text: string): number {
  return lengthIn('graphemes', text.replace(/https?:\/\/\S+/g, 'x'.repeat(23)).replace(/(?<![\w/])@(\w+)@[\w.:-]*\w/g, '@$1'));
}

export const mastodonPlatform: PlatformModule<MastodonSimulation> = { id: 'mastodon', label: 'Mastodon', create: (platform) => new MastodonSimulation(platform) };
