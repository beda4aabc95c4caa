import { createHash, createHmac } from 'node:crypto';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type Media, type PlatformEvent, type PlatformModule, type Saying, type Simulated, type WebhookRequest } from '../platform';
import { post } from '../webhooks';
import { checkEvent, checkMessages, mustFit, refusal, type SentMessage } from './line.contract';

type Source = { type: 'user'; userId: string } | { type: 'group'; groupId: string; userId?: string };
type Webhook = NonNullable<Simulated['webhook']>;
interface ReplyToken { chat: string; used: boolean; at: number }
interface Kept { media: Media; asked: number }

const bot = `U${'b'.repeat(32)}`;
const monthlyLimit = 200;

export class LineSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  /** Loading dots, read marks. */
  readonly gestures: { kind: string; of: string }[] = [];
  readonly channelId = '1650000042';
  readonly channelSecret = 'secret-of-the-simulated-line-channel';
  readonly accessToken = 'long-lived-token-of-the-simulated-channel';
  /** Whether pushes are used up; replies stay free. */
  pushesLeft = monthlyLimit;
  webhookActive = true;
  readonly failures: Simulated['failures'] = {
    'rate-limited': { status: 429, body: { message: 'The API rate limit has been exceeded. Try again later.' } },
    'server-error': { status: 500, body: { message: 'Internal server error' } },
    'token-expired': { status: 401, body: { message: 'Authentication failed. Confirm that the access token in the authorization header is valid.' } },
    forbidden: { status: 403, body: { message: 'Access to this API is not available for your account' } },
    'too-long': { status: 400, body: { message: 'The request body has 1 error(s)', details: [{ message: 'Length must be between 0 and 5000', property: 'messages[0].text' }] } },
  };
  private readonly people = new Map<string, { name: string; hidden: boolean; picture: boolean }>();
  private readonly groups = new Map<string, string>();
  private readonly tokens = new Set<string>();
  private readonly replyTokens = new Map<string, ReplyToken>();
  private readonly retryKeys = new Map<string, { id: string; quoteToken: string }[]>();
  private readonly kept = new Map<string, Kept>();
  private readonly readTokens = new Map<string, string>();
  private readonly spoken = new Map<string, { source: Source; quoteToken: string }>();
  private endpoint: string | undefined;
  private last = 530_000_000_000_000_000n;

  constructor(private readonly platform: { root: string; now(): Date }) {}

  settings(): Record<string, unknown> {
    const { root } = this.platform;
    return { channelId: this.channelId, channelSecret: this.channelSecret, accessToken: this.accessToken, apiUrl: root, dataUrl: root, stickerUrl: `${root}/stickers/{id}.png` };
  }

  customer(name = 'Hanako'): Customer {
    const id = `U${createHash('md5').update(`${name} ${this.people.size}`).digest('hex')}`;
    this.people.set(id, { name, hidden: false, picture: true });
    return { id, name };
  }

  group(name: string): string {
    const id = `C${createHash('md5').update(name).digest('hex')}`;
    this.groups.set(id, name);
    return id;
  }

  say(saying: Saying): Happened {
    return this.sayIn({ type: 'user', userId: saying.from.id }, saying);
  }

  sayIn(source: Source, { from, text, media = [], replyTo, nameless }: Saying): Happened {
    const person = this.people.get(from.id);
    if (person !== undefined && nameless === true) person.hidden = true;
    const quoted = replyTo === undefined ? {} : { quotedMessageId: replyTo };
    const events = text === undefined || text === '' ? [] : [this.message(source, { type: 'text', text, ...quoted })];
    for (const one of media) events.push(this.media(source, one));
    const shown = events.at(-1) ?? this.message(source, { type: 'sticker', packageId: '446', stickerId: '1988', stickerResourceType: 'STATIC', keywords: ['hello'], ...quoted });
    return { externalId: shown.id, events: (events.length === 0 ? [shown] : events).map(({ payload }) => ({ payload })) };
  }

  remove(externalId: string): Happened {
    const source = this.spoken.get(externalId)?.source;
    if (source === undefined) throw new Error('nobody wrote that');
    this.kept.delete(externalId);
    return { externalId, events: [{ payload: this.event('unsend', source, { unsend: { messageId: externalId } }) }] };
  }

  follow(from: Customer, again: boolean): Happened {
    return { externalId: '', events: [{ payload: this.event('follow', { type: 'user', userId: from.id }, { replyToken: this.replyToken(from.id), follow: { isUnblocked: again } }) }] };
  }

  block(from: Customer): Happened {
    return { externalId: '', events: [{ payload: this.event('unfollow', { type: 'user', userId: from.id }, {}) }] };
  }

  press(from: Customer, data: string): Happened {
    const payload = this.event('postback', { type: 'user', userId: from.id }, { replyToken: this.replyToken(from.id), postback: { data } });
    return { externalId: payload.webhookEventId, events: [{ payload }] };
  }

  unknownEvent(): Happened {
    return { externalId: '', events: [{ payload: this.event('telepathy', { type: 'user', userId: this.customer().id }, { thought: 'hm' }) }] };
  }

  unknownMessage(from: Customer): Happened {
    const { id, payload } = this.message({ type: 'user', userId: from.id }, { type: 'hologram', cubes: 3 });
    return { externalId: id, events: [{ payload }] };
  }

  readonly webhook: Webhook & Required<Pick<Webhook, 'handshake'>> = {
    proof: 'signature',
    wrap: (events: PlatformEvent[], url: string): WebhookRequest => ({
      method: 'POST', url, headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'LineBotWebhook/2.0' },
      body: Buffer.from(JSON.stringify({ destination: bot, events: events.map(({ payload }) => payload) })),
    }),
    sign: (request: WebhookRequest): WebhookRequest => ({
      ...request, headers: { ...request.headers, 'x-line-signature': createHmac('sha256', this.channelSecret).update(request.body).digest('base64') },
    }),
    handshake: (url: string) => ({ request: this.webhook.sign(this.webhook.wrap([], url)), passed: ({ status }: ApiAnswer) => status === 200 }),
  };

  subscribed(): string | undefined {
    return this.webhookActive ? this.endpoint : undefined;
  }

  isSend({ path }: ApiCall): boolean {
    return path === '/v2/bot/message/push' || path === '/v2/bot/message/reply';
  }

  async handle(call: ApiCall): Promise<ApiAnswer> {
    const { method, path } = call;
    if (path.startsWith('/stickers/') || path.startsWith('/pictures/')) return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from('a picture') };
    if (method === 'POST' && path === '/oauth2/v3/token') return this.issue(call);
    if (method === 'POST' && path === '/v2/oauth/verify') return { status: 200, body: { client_id: this.channelId, expires_in: 2_592_000, scope: 'P CM' } };
    const token = /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
    if (token === undefined || (token !== this.accessToken && !this.tokens.has(token))) return { status: 401, body: { message: 'Authentication failed. Confirm that the access token in the authorization header is valid.' } };
    if (method === 'GET') return this.get(path);
    if (!/^application\/json/.test(call.headers['content-type'] ?? '')) throw refusal("The content type must be 'application/json'");
    return this.put(`${method} ${path}`, call);
  }

  /** All stateless tokens end at once, as they do after a quarter of an hour. */
  endTokens(): void {
    this.tokens.clear();
  }

  private issue({ parsed }: ApiCall): ApiAnswer {
    const form = parsed as Record<string, string>; // the kit read it as a form
    if (form['grant_type'] !== 'client_credentials' || form['client_id'] !== this.channelId || form['client_secret'] !== this.channelSecret) {
      return { status: 400, body: { error: 'invalid_client', error_description: 'invalid clientSecret' } };
    }
    const value = `stateless-${this.next()}`;
    this.tokens.add(value);
    return { status: 200, body: { token_type: 'Bearer', access_token: value, expires_in: 900 } };
  }

  private get(path: string): ApiAnswer {
    const [, , , kind = '', first = '', second, third] = path.split('/');
    if (path === '/v2/bot/info') return { status: 200, body: { userId: bot, basicId: '@216simul', displayName: 'Simulated shop', chatMode: 'bot', markAsReadMode: 'manual' } };
    if (path === '/v2/bot/channel/webhook/endpoint') return this.endpoint === undefined ? notFound : { status: 200, body: { endpoint: this.endpoint, active: this.webhookActive } };
    if (path === '/v2/bot/message/quota') return { status: 200, body: { type: 'limited', value: monthlyLimit } };
    if (path === '/v2/bot/message/quota/consumption') return { status: 200, body: { totalUsage: monthlyLimit - this.pushesLeft } };
    if (kind === 'profile') return this.face(first);
    if (kind === 'group' && second === 'summary') return this.groups.has(first) ? { status: 200, body: { groupId: first, groupName: this.groups.get(first), pictureUrl: `${this.platform.root}/pictures/${first}.png` } } : notFound;
    if (kind === 'group' && second === 'member' && third !== undefined) return this.face(third);
    if (kind === 'message' && path.endsWith('/content/transcoding')) return this.transcoding(first);
    if (kind === 'message' && path.endsWith('/content')) return this.content(first);
    throw new Violation(`LINE has no ${path}`, notFound);
  }

  private async put(what: string, call: ApiCall): Promise<ApiAnswer> {
    const body = call.parsed as { to: string; replyToken: string; messages: SentMessage[]; endpoint: string; chatId: string; loadingSeconds?: number; markAsReadToken: string }; // each is checked by its schema below
    switch (what) {
      case 'POST /v2/bot/message/reply': {
        mustFit('apiReplyMessageRequest', withoutMessages(body));
        checkMessages(body.messages);
        const token = this.replyTokens.get(body.replyToken);
        // A race that the real one sees as well: no fault of ours, so no violation.
        if (token === undefined || token.used || this.platform.now().getTime() - token.at > 60_000) return { status: 400, body: { message: 'Invalid reply token' } };
        token.used = true;
        return { status: 200, body: { sentMessages: this.take(token.chat, body.messages, 'reply') } };
      }
      case 'POST /v2/bot/message/push': {
        mustFit('apiPushMessageRequest', withoutMessages(body));
        checkMessages(body.messages);
        const key = call.headers['x-line-retry-key'];
        if (key !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) throw refusal('Invalid retry key');
        const before = key === undefined ? undefined : this.retryKeys.get(key);
        if (before !== undefined) return { status: 409, headers: { 'x-line-accepted-request-id': 'r-1' }, body: { message: 'The retry key is already accepted', sentMessages: before } };
        if (!this.people.has(body.to) && !this.groups.has(body.to)) throw refusal("The property, 'to', in the request body is invalid (line: -, column: -)");
        if (this.pushesLeft <= 0) return { status: 429, body: { message: 'You have reached your monthly limit.' } };
        this.pushesLeft -= 1;
        const sent = this.take(body.to, body.messages, 'push');
        if (key !== undefined) this.retryKeys.set(key, sent);
        return { status: 200, body: { sentMessages: sent } };
      }
      case 'POST /v2/bot/chat/loading/start':
        mustFit('apiShowLoadingAnimationRequest', body);
        if (!body.chatId.startsWith('U')) throw refusal('The property, chatId, is invalid');
        if ((body.loadingSeconds ?? 20) % 5 !== 0) throw refusal('loadingSeconds must be a multiple of 5');
        this.gestures.push({ kind: 'loading', of: body.chatId });
        return { status: 202, body: {} };
      case 'POST /v2/bot/chat/markAsRead':
        mustFit('apiMarkMessagesAsReadByTokenRequest', body);
        if (!this.readTokens.has(body.markAsReadToken)) throw refusal('Invalid markAsReadToken');
        this.gestures.push({ kind: 'read', of: this.readTokens.get(body.markAsReadToken) ?? '' });
        return { status: 200, body: {} };
      case 'PUT /v2/bot/channel/webhook/endpoint':
        mustFit('apiSetWebhookEndpointRequest', body);
        this.endpoint = body.endpoint;
        return { status: 200, body: {} };
      case 'POST /v2/bot/channel/webhook/test': {
        mustFit('apiTestWebhookEndpointRequest', body);
        const { status } = await post(this.webhook.handshake(body.endpoint).request).catch(() => ({ status: 0 }));
        return { status: 200, body: { success: status === 200, timestamp: this.platform.now().toISOString(), statusCode: status, reason: status === 200 ? 'OK' : 'ERROR_STATUS_CODE', detail: String(status) } };
      }
      default:
        throw new Violation(`LINE has no ${what}`, notFound);
    }
  }

  private take(to: string, messages: SentMessage[], kind: string): { id: string; quoteToken: string }[] {
    return messages.map((message) => {
      const quotes = [...this.spoken.values()].some(({ quoteToken, source }) => quoteToken === message.quoteToken && (source.type === 'user' ? source.userId : source.groupId) === to);
      if (message.quoteToken !== undefined && !quotes) throw refusal('Invalid quote token');
      const id = this.next();
      this.accepted.push({ externalId: id, text: message.text ?? '', to, visibility: 'private', mediaCount: message.originalContentUrl === undefined ? 0 : 1, kind: message.quoteToken === undefined ? kind : `${kind} quoting` });
      return { id, quoteToken: `quote-${id}` };
    });
  }

  private message(source: Source, content: { type: string } & Record<string, unknown>): { id: string; payload: object } {
    const id = this.next();
    const quoteToken = `quote-${id}`;
    const chat = source.type === 'user' ? source.userId : source.groupId;
    this.spoken.set(id, { source, quoteToken });
    this.readTokens.set(`read-${id}`, id);
    const quotable = ['text', 'image', 'video', 'sticker'].includes(content.type);
    return { id, payload: this.event('message', source, { replyToken: this.replyToken(chat), message: { id, markAsReadToken: `read-${id}`, ...(quotable ? { quoteToken } : {}), ...content } }) };
  }

  private media(source: Source, media: Media): { id: string; payload: object } {
    const type = /^(image|video|audio)\//.exec(media.contentType)?.[1] ?? 'file';
    const said = this.message(source, type === 'file' ? { type, fileName: media.name, fileSize: media.bytes.length } : { type, contentProvider: { type: 'line' }, ...(type === 'image' ? {} : { duration: 4000 }) });
    this.kept.set(said.id, { media, asked: 0 });
    return said;
  }

  private event(type: string, source: Source, more: Record<string, unknown>) {
    const event = { type, webhookEventId: `01J9ZSIM${this.next().slice(-18)}`, deliveryContext: { isRedelivery: false }, timestamp: this.platform.now().getTime(), mode: 'active', source, ...more };
    checkEvent(event);
    return event;
  }

  private transcoding(id: string): ApiAnswer {
    const kept = this.kept.get(id);
    if (kept === undefined) return notFound;
    kept.asked += 1;
    return { status: 200, body: { status: kept.asked > 1 ? 'succeeded' : 'processing' } };
  }

  private content(id: string): ApiAnswer {
    const kept = this.kept.get(id);
    if (kept === undefined) return notFound;
    if (/^(video|audio)/.test(kept.media.contentType) && kept.asked < 2) return { status: 202, body: '' };
    return { status: 200, headers: { 'content-type': kept.media.contentType }, body: kept.media.bytes };
  }

  private face(id: string): ApiAnswer {
    const person = this.people.get(id);
    if (person === undefined || person.hidden) return notFound;
    return { status: 200, body: { displayName: person.name, userId: id, language: 'ja', ...(person.picture ? { pictureUrl: `${this.platform.root}/pictures/${id}.png` } : {}) } };
  }

  private replyToken(chat: string): string {
    const token = `reply-${this.next()}`;
    this.replyTokens.set(token, { chat, used: false, at: this.platform.now().getTime() });
    return token;
  }

  private next(): string {
    this.last += 1n;
    return String(this.last);
  }
}

const notFound: ApiAnswer = { status: 404, body: { message: 'Not found' } };

/** The messages are checked by their own types; the list and the rest by the schema of the request. */
function withoutMessages<T extends { messages: SentMessage[] }>(body: T): object {
  return { ...body, messages: body.messages.map(({ type }) => ({ type })) };
}

export const linePlatform: PlatformModule<LineSimulation> = { id: 'line', label: 'LINE', create: (platform) => new LineSimulation(platform) };
