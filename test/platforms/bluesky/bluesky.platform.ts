/** Bluesky: a server that keeps the brand's account, the AppView behind it and the chat service behind that, all asked at one address. */
import { randomBytes } from 'node:crypto';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformModule, type Saying, type Simulated } from '../platform';
import { Chats } from './bluesky.chats';
import { asDocumented, mustBeRecord, questionOf, refuse, type Question } from './bluesky.contract';
import { imagesOf, World, type Kept, type Person } from './bluesky.world';

const posts = 'app.bsky.feed.post';
const chatService = 'did:web:chat.sim.test#bsky_chat';
/** What everybody may ask of one server in five minutes. */
const most = 3_000;
const expired = refuse(400, 'ExpiredToken', 'Token has expired');

export class BlueskySimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly brand: Person;
  readonly password = 'abcd-efgh-ijkl-mnop';
  readonly world: World;
  readonly chats: Chats;
  private readonly sessions = new Map<string, 'access' | 'refresh'>();
  private remaining = most;
  private people = 0;

  constructor(private readonly platform: { root: string; now(): Date }) {
    this.world = new World(platform.root, platform.now);
    this.brand = this.world.join('Dom Lipowy', 'domlipowy.sim.test');
    this.chats = new Chats(this.world, this.brand, platform.now);
  }

  get failures(): Simulated['failures'] {
    return {
      'rate-limited': refuse(429, 'RateLimitExceeded', 'Rate Limit Exceeded', { ...this.limits(0), 'ratelimit-reset': String(Math.ceil(this.platform.now().getTime() / 1000) + 1) }),
      'server-error': refuse(500, 'InternalServerError', 'Internal Server Error'),
      'token-expired': expired,
      forbidden: refuse(400, 'InvalidRequest', 'recipient requires incoming messages to come from someone they follow'),
      blocked: refuse(400, 'InvalidRequest', 'block between recipient and sender'),
      'too-long': refuse(400, 'InvalidRequest', 'Input/message/text must not be longer than 1000 graphemes'),
    };
  }

  settings(): Record<string, unknown> {
    return { handle: this.brand.handle, password: this.password, service: this.platform.root, chatService, pollEverySeconds: 1 };
  }

  customer(name?: string): Customer {
    this.people += 1;
    const shown = name ?? `Customer ${this.people}`;
    const { did, handle } = this.world.join(shown, `${shown.normalize('NFD').replace(/[^a-z\d]/gi, '').toLowerCase() || 'somebody'}${this.people}.sim.test`);
    return { id: did, name: shown, handle: `@${handle}` };
  }

  post(text: string): string {
    return this.world.write(this.brand.did, text).uri;
  }

  /** A direct message carries no pictures: what comes with one is written in public. */
  say({ from, text = '', media = [], replyTo, public: publicly, nameless }: Saying): Happened {
    const person = this.world.person(from.id);
    if (nameless === true) Object.assign(person, { name: '', handle: 'handle.invalid' });
    const parent = this.world.records.get(replyTo ?? publicly?.postId ?? '');
    if (publicly === undefined && media.length === 0 && parent === undefined) {
      const convo = this.chats.with(person);
      return this.happened(`${convo.id}:${this.chats.say(convo, person.did, text, { replyTo: this.chats.find(replyTo ?? '')?.message }).id}`);
    }
    const post = this.world.write(person.did, text, { media, mentions: this.brand, ...(parent === undefined ? {} : { parent }) });
    this.world.noticed.push({ reason: parent === undefined ? 'mention' : 'reply', of: post, ...(parent === undefined ? {} : { subject: parent.uri }) });
    return this.happened(post.uri);
  }

  react(externalId: string, from: Customer, emoji: string | null): Happened {
    const { convo, message } = this.chat(externalId);
    for (const { value, sender } of message.reactions) if (sender.did === from.id && value !== emoji) this.chats.react(convo, message, from.id, value, false);
    if (emoji !== null) this.chats.react(convo, message, from.id, emoji, true);
    return this.happened(externalId);
  }

  /** Somebody likes a post of the brand. */
  like(uri: string, from: Customer): Happened {
    const of = this.world.put(from.id, 'app.bsky.feed.like', this.world.tid(), { $type: 'app.bsky.feed.like', subject: { uri, cid: this.world.records.get(uri)?.cid }, createdAt: this.platform.now().toISOString() });
    this.world.noticed.push({ reason: 'like', of, subject: uri });
    return this.happened(uri);
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const convo = this.chats.with(this.world.person(to.id));
    convo.accepted = true;
    return this.happened(`${convo.id}:${this.chats.say(convo, this.brand.did, text).id}`);
  }

  unknownEvent(): Happened {
    this.chats.tell(this.chats.with(this.world.person(this.customer().id)), 'logTelepathy', { thought: 'hm' });
    return this.happened('');
  }

  unknownMessage(from: Customer): Happened {
    const convo = this.chats.with(this.world.person(from.id));
    return this.happened(`${convo.id}:${this.chats.say(convo, from.id, '', { kind: 'hologramView' }).id}`);
  }

  /** Every token is worth nothing from now on, as when the app password was taken away and made anew. */
  endSessions({ refreshable = true } = {}): void {
    for (const [token, kind] of this.sessions) if (kind === 'access' || !refreshable) this.sessions.delete(token);
  }

  isSend({ path, parsed }: ApiCall): boolean {
    const writes = path.endsWith('.putRecord') || path.endsWith('.createRecord');
    return path.endsWith('.sendMessage') || (writes && (parsed as { collection?: string } | undefined)?.collection === posts);
  }

  handle(call: ApiCall): ApiAnswer {
    const picture = /^\/cdn\/img\/\w+\/plain\/did:[\w:]+\/(\w+)@\w+$/.exec(call.path);
    if (picture !== null) return this.picture(picture[1] ?? '');
    const question = questionOf(call);
    this.remaining -= 1;
    const answer = this.answer(question, call);
    return { ...answer, headers: { ...this.limits(this.remaining), ...answer.headers } };
  }

  private answer(question: Question, call: ApiCall): ApiAnswer {
    const { id, input } = question;
    const token = /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
    if (id === 'com.atproto.server.createSession') {
      const known = [this.brand.handle, this.brand.did].includes(String(input['identifier']).toLowerCase()) && input['password'] === this.password;
      return known ? asDocumented(id, this.session()) : refuse(401, 'AuthenticationRequired', 'Invalid identifier or password');
    }
    if (token === undefined) throw new Violation(`${id} without a token`, refuse(401, 'AuthMissing', 'Authentication Required'));
    if (this.sessions.get(token) !== (id === 'com.atproto.server.refreshSession' ? 'refresh' : 'access')) return expired;
    const isChat = id.startsWith('chat.');
    const proxied = call.headers['atproto-proxy'];
    if (isChat ? proxied !== chatService : proxied !== undefined) throw new Violation(`${id} to the service ${proxied ?? 'of nobody'}`, refuse(400, 'InvalidRequest', 'could not resolve proxy did service url'));
    if (isChat) return asDocumented(id, this.chats.handle(question, (convo, { id: messageId, text }) => { this.accept(`${convo.id}:${messageId}`, text, convo.with.did, 'private'); }));
    if (id.startsWith('com.atproto.repo.')) return this.repo(question, call);
    return this.look(question, token);
  }

  private look({ id, params }: Question, token: string): ApiAnswer {
    switch (id) {
      case 'com.atproto.server.refreshSession':
        this.sessions.delete(token);
        return asDocumented(id, this.session());
      case 'com.atproto.server.getSession':
        return asDocumented(id, { did: this.brand.did, handle: this.brand.handle, active: true });
      case 'com.atproto.identity.resolveHandle': {
        const found = [...this.world.people.values()].find(({ handle }) => handle === params['handle']);
        return found === undefined ? refuse(400, 'HandleNotFound', 'Unable to resolve handle') : asDocumented(id, { did: found.did });
      }
      case 'app.bsky.actor.getProfile': {
        const found = this.world.people.get(String(params['actor']));
        return found === undefined ? refuse(400, 'InvalidRequest', 'Profile not found') : asDocumented(id, { ...this.world.profile(found), description: '' });
      }
      case 'app.bsky.feed.getPosts': {
        const uris = params['uris'] as string[]; // held against the lexicons before
        return asDocumented(id, { posts: uris.flatMap((uri) => { const kept = this.world.records.get(uri); return kept === undefined ? [] : [this.world.postView(kept, this.brand.did)]; }) });
      }
      case 'app.bsky.notification.listNotifications':
        return this.page(id, 'notifications', this.world.noticed.filter(({ of }) => this.world.records.has(of.uri)), params, ({ of }) => of, (one) => this.world.notification(one));
      case 'app.bsky.feed.getAuthorFeed':
        return this.page(id, 'feed', [...this.world.records.values()].filter(({ by, collection }) => collection === posts && by === params['actor']), params, (kept) => kept, (kept) => ({ post: this.world.postView(kept, this.brand.did) }));
      default:
        return refuse(501, 'MethodNotImplemented', 'Method Not Implemented');
    }
  }

  private repo({ id, params, input }: Question, call: ApiCall): ApiAnswer {
    if (id.endsWith('.uploadBlob')) return asDocumented(id, { blob: this.world.keep(call.headers['content-type'] ?? '', call.body) });
    const where = { ...params, ...input } as { repo: string; collection: string; rkey?: string; record: Record<string, unknown>; swapRecord?: string | null }; // held against the lexicons before
    const rkey = where.rkey ?? this.world.tid();
    const uri = `at://${where.repo}/${where.collection}/${rkey}`;
    const before = this.world.records.get(uri);
    if (id.endsWith('.getRecord')) return before === undefined ? refuse(400, 'RecordNotFound', `Could not locate record: ${uri}`) : asDocumented(id, { uri, cid: before.cid, value: before.record });
    if (where.repo !== this.brand.did) throw new Violation(`writes into ${where.repo}`, refuse(401, 'AuthenticationRequired', 'Authentication Required'));
    if (where.swapRecord !== undefined && where.swapRecord !== (before?.cid ?? null)) return refuse(400, 'InvalidSwap', `Record was at ${before?.cid ?? 'null'}`);
    if (id.endsWith('.deleteRecord')) {
      this.world.records.delete(uri);
      return asDocumented(id, {});
    }
    mustBeRecord(where.collection, where.record);
    for (const { image } of imagesOf(where.record)) if (this.world.blob(image.ref.$link) === undefined) throw new Violation('a picture that was not uploaded', refuse(400, 'BlobNotFound', `Could not find blob: ${image.ref.$link}`));
    const kept = this.world.put(this.brand.did, where.collection, rkey, where.record);
    if (where.collection === posts && kept.cid !== before?.cid) this.accept(kept.uri, String(where.record['text']), this.parentOf(kept), 'public', imagesOf(where.record).length);
    return asDocumented(id, { uri: kept.uri, cid: kept.cid, validationStatus: 'valid' });
  }

  private parentOf({ record }: Kept): string {
    const { root, parent } = (record['reply'] ?? {}) as { root?: { uri: string; cid: string }; parent?: { uri: string; cid: string } }; // a post, by its lexicon
    for (const end of [root, parent]) if (end !== undefined && this.world.records.get(end.uri)?.cid !== end.cid) throw new Violation(`answers ${end.uri}, which is not there so`, refuse(400, 'InvalidRequest', 'Record not found'));
    return parent?.uri ?? '';
  }

  private page<T>(id: string, name: string, all: readonly T[], { limit, cursor }: Record<string, unknown>, of: (one: T) => Kept, show: (one: T) => object): ApiAnswer {
    const most = typeof limit === 'number' ? limit : 50;
    const found = [...all].sort((one, other) => of(other).indexedAt.getTime() - of(one).indexedAt.getTime()).filter((one) => cursor === undefined || of(one).indexedAt.toISOString() < String(cursor)).slice(0, most);
    const last = found.at(-1);
    return asDocumented(id, { [name]: found.map(show), ...(last === undefined || found.length < most ? {} : { cursor: of(last).indexedAt.toISOString() }) });
  }

  private picture(cid: string): ApiAnswer {
    const file = this.world.blob(cid);
    if (cid === 'face') return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from('a small face') };
    return file === undefined ? { status: 404, body: 'not found' } : { status: 200, headers: { 'content-type': file.contentType }, body: file.bytes };
  }

  private session(): object {
    const made = (kind: 'access' | 'refresh', hours: number): string => {
      const claims = { scope: `com.atproto.${kind === 'access' ? 'appPassPrivileged' : 'refresh'}`, sub: this.brand.did, exp: Math.floor(this.platform.now().getTime() / 1000) + hours * 3600, jti: randomBytes(8).toString('hex') };
      const token = ['{"typ":"at+jwt","alg":"HS256"}', JSON.stringify(claims), 'signed by the simulator'].map((part) => Buffer.from(part).toString('base64url')).join('.');
      this.sessions.set(token, kind);
      return token;
    };
    const didDoc = { id: this.brand.did, alsoKnownAs: [`at://${this.brand.handle}`], service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: this.platform.root }] };
    return { did: this.brand.did, handle: this.brand.handle, didDoc, accessJwt: made('access', 2), refreshJwt: made('refresh', 24 * 90), active: true };
  }

  private limits(remaining: number): Record<string, string> {
    return { 'ratelimit-limit': String(most), 'ratelimit-remaining': String(Math.max(0, remaining)), 'ratelimit-reset': String(Math.ceil(this.platform.now().getTime() / 1000) + 300), 'ratelimit-policy': `${most};w=300` };
  }

  private accept(externalId: string, text: string, to: string, visibility: 'public' | 'private', mediaCount = 0): void {
    this.accepted.push({ externalId, text, to, visibility, mediaCount });
  }

  private chat(externalId: string): { convo: ReturnType<Chats['with']>; message: ReturnType<Chats['say']> } {
    const found = this.chats.find(externalId);
    if (found === undefined) throw new Error('nobody wrote that in private');
    return found;
  }

  private happened(externalId: string): Happened {
    return { externalId, events: [] };
  }
}

export const blueskyPlatform: PlatformModule<BlueskySimulation> = { id: 'bluesky', label: 'Bluesky', create: (platform) => new BlueskySimulation(platform) };
