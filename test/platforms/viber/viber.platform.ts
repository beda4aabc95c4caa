import { createHmac } from 'node:crypto';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type Media, type PlatformEvent, type PlatformModule, type Saying, type Simulated, type WebhookRequest } from '../platform';
import { post } from '../webhooks';

interface Person extends Customer { subscribed: boolean; nameless: boolean }

const eventTypes = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'];
const refusal = (status: number, status_message: string): ApiAnswer => ({ status: 200, body: { status, status_message, chat_hostname: 'SN-SIM-01_' } });

/** A bot of Viber. There is no schema to hold requests against, so the rules of the documentation are written down here. */
export class ViberSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly authToken = '4453b6ac12345678-9c0f9c0f9c0f9c0f-simulated';
  readonly failures: Simulated['failures'] = {
    'rate-limited': refusal(12, 'tooManyRequests'),
    'server-error': { status: 500, body: 'Internal Server Error' },
    'token-expired': refusal(2, 'invalidAuthToken'),
    forbidden: refusal(15, 'publicAccountNotAuthorized'),
    blocked: refusal(6, 'receiverNotSubscribed'),
    'too-long': refusal(3, 'badData'),
  };
  private readonly people = new Map<string, Person>();
  private readonly stored = new Map<string, Media>();
  private url = '';
  private told: string[] = [];
  /** Neighbours of one another beyond 2^53, as the real ones. */
  private last = 4_912_661_846_655_238_145n;

  constructor(private readonly platform: { root: string; now(): Date }) {}

  settings(): Record<string, unknown> {
    return { authToken: this.authToken, senderName: 'Simulated shop', apiUrl: this.platform.root };
  }

  customer(name = 'Олена'): Customer {
    const id = Buffer.from(`viber user ${this.people.size}`).toString('base64');
    this.people.set(id, { id, name, subscribed: true, nameless: false });
    return { id, name };
  }

  say({ from, text, media = [], nameless }: Saying): Happened {
    const person = this.people.get(from.id);
    if (person === undefined) throw new Error('nobody is called so');
    person.nameless = nameless === true;
    // Who writes subscribes by it.
    person.subscribed = true;
    const [first, ...others] = media;
    if (first === undefined) return this.message(person, text === undefined ? { type: 'sticker', sticker_id: 46105, media: this.store({ name: 's.png', contentType: 'image/png', bytes: Buffer.from('a sticker') }) } : { type: 'text', text });
    const shown = this.message(person, this.media(first, text));
    return { externalId: shown.externalId, events: [...shown.events, ...others.flatMap((one) => this.message(person, this.media(one)).events)] };
  }

  delivered(externalId: string): Happened {
    return this.receipt('delivered', externalId);
  }

  read(externalId: string): Happened {
    return this.receipt('seen', externalId);
  }

  failed(externalId: string, reason: string): Happened {
    return this.receipt('failed', externalId, { desc: reason });
  }

  leave(from: Customer): Happened {
    this.find(from.id).subscribed = false;
    return this.event('unsubscribed', { user_id: from.id });
  }

  join(from: Customer): Happened {
    const person = this.find(from.id);
    person.subscribed = true;
    return this.event('subscribed', { user: this.face(person) });
  }

  unknownEvent(): Happened {
    return this.event('telepathy', { user_id: this.customer().id });
  }

  unknownMessage(from: Customer): Happened {
    return this.message(this.find(from.id), { type: 'hologram', cubes: 3 });
  }

  readonly webhook: NonNullable<Simulated['webhook']> = {
    proof: 'signature',
    // One event in each call. The number is written as a number, which JSON of JavaScript can't.
    wrap: ([event], url): WebhookRequest => ({
      method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(event?.payload).replace(/"message_token":"(\d+)"/, '"message_token":$1')),
    }),
    sign: (request) => ({ ...request, headers: { ...request.headers, 'x-viber-content-signature': createHmac('sha256', this.authToken).update(request.body).digest('hex') } }),
    handshake: (url) => ({ request: this.webhook.sign(this.webhook.wrap([this.asking()], url)), passed: ({ status }) => status === 200 }),
  };

  subscribed(): string | undefined {
    return this.url === '' ? undefined : this.url;
  }

  isSend({ path }: ApiCall): boolean {
    return path === '/pa/send_message';
  }

  async handle({ method, path, headers, parsed, body }: ApiCall): Promise<ApiAnswer> {
    const file = /^\/stored\/(\d+)\//.exec(path)?.[1];
    if (file !== undefined) {
      const media = this.stored.get(file);
      return media === undefined ? { status: 404 } : { status: 200, headers: { 'content-type': media.contentType }, body: media.bytes };
    }
    if (method !== 'POST') throw new Violation(`Viber has no ${method} ${path}`, { status: 404 });
    if (headers['x-viber-auth-token'] !== this.authToken) return refusal(2, 'invalidAuthToken');
    if (typeof parsed !== 'object' || parsed === null) throw new Violation('the body is no JSON', refusal(3, 'badData'));
    const asked = parsed as Record<string, unknown>;
    switch (path) {
      case '/pa/send_message':
        if (body.length > 30 * 1024) throw new Violation('the body is over 30 KB', refusal(3, 'badData'));
        return this.send(asked);
      case '/pa/set_webhook':
        return this.setWebhook(asked);
      case '/pa/get_account_info':
        return { status: 200, body: { status: 0, status_message: 'ok', id: 'pa:1', name: 'Simulated shop', uri: 'simulated', webhook: this.url, event_types: this.told, subscribers_count: [...this.people.values()].filter(({ subscribed }) => subscribed).length } };
      case '/pa/get_user_details': {
        const person = this.people.get(String(asked['id']));
        return person === undefined ? refusal(5, 'receiverNotRegistered') : { status: 200, body: { status: 0, status_message: 'ok', message_token: 1, user: { ...this.face({ ...person, nameless: false }), primary_device_os: 'iOS' } } };
      }
      default:
        throw new Violation(`Viber has no ${path}`, { status: 404 });
    }
  }

  private send(asked: Record<string, unknown>): ApiAnswer {
    const fault = faultOf(asked);
    if (fault !== undefined) throw new Violation(fault, refusal(3, 'badData'));
    if (this.url === '') throw new Violation('nothing can be sent before the webhook is set', refusal(10, 'webhookNotSet'));
    const person = this.people.get(asked['receiver'] as string);
    if (person === undefined) return refusal(5, 'receiverNotRegistered');
    if (!person.subscribed) return refusal(6, 'receiverNotSubscribed');
    const externalId = this.next();
    this.accepted.push({ externalId, text: typeof asked['text'] === 'string' ? asked['text'] : '', to: person.id, visibility: 'private', mediaCount: asked['media'] === undefined ? 0 : 1, kind: String(asked['type']) });
    return { status: 200, headers: { 'content-type': 'application/json' }, body: `{"status":0,"status_message":"ok","message_token":${externalId},"chat_hostname":"SN-SIM-01_","billing_status":1}` };
  }

  /** Viber calls the address before it agrees. */
  private async setWebhook({ url, event_types: types, send_name: name, send_photo: photo }: Record<string, unknown>): Promise<ApiAnswer> {
    if (typeof url !== 'string') throw new Violation('no url', refusal(4, 'missingData'));
    if (url === '') {
      this.url = '';
      this.told = [];
      return { status: 200, body: { status: 0, status_message: 'ok', event_types: [] } };
    }
    const named = Array.isArray(types) ? types.map(String) : eventTypes;
    if (named.some((type) => !eventTypes.includes(type))) throw new Violation('an unknown event type', refusal(3, 'badData'));
    if (name !== true || photo !== true) throw new Violation('names and pictures come only when asked for', refusal(3, 'badData'));
    const { status } = await post(this.webhook.sign(this.webhook.wrap([this.asking()], url))).catch(() => ({ status: 0 }));
    if (status !== 200) return refusal(1, 'invalidUrl');
    this.url = url;
    this.told = [...named, 'message', 'webhook'];
    return { status: 200, body: { status: 0, status_message: 'ok', event_types: this.told } };
  }

  private asking(): PlatformEvent {
    return { payload: { event: 'webhook', timestamp: this.platform.now().getTime(), message_token: this.next() } };
  }

  private message(person: Person, message: object): Happened {
    return this.event('message', { chat_hostname: 'SN-SIM-01_', sender: this.face(person), message, silent: false });
  }

  private receipt(event: string, token: string, more: object = {}): Happened {
    const accepted = this.accepted.find(({ externalId }) => externalId === token);
    if (accepted === undefined) throw new Error('nobody sent that');
    return { externalId: token, events: [{ payload: { event, timestamp: this.platform.now().getTime(), message_token: token, user_id: accepted.to, ...more } }] };
  }

  private event(event: string, more: object): Happened {
    const externalId = this.next();
    return { externalId, events: [{ payload: { event, timestamp: this.platform.now().getTime(), message_token: externalId, ...more } }] };
  }

  private media(media: Media, text?: string): object {
    const type = media.contentType.startsWith('image/') ? 'picture' : media.contentType.startsWith('video/') ? 'video' : 'file';
    return { type, media: this.store(media), file_name: media.name, size: media.bytes.length, ...(text === undefined ? {} : { text }) };
  }

  private store(media: Media): string {
    const id = this.next();
    this.stored.set(id, media);
    return `${this.platform.root}/stored/${id}/${encodeURIComponent(media.name)}`;
  }

  private face({ id, name, nameless }: Person): object {
    return nameless ? { id } : { id, name, avatar: this.store({ name: 'face.png', contentType: 'image/png', bytes: Buffer.from('a face') }), language: 'uk', country: 'UA', api_version: 10 };
  }

  private find(id: string): Person {
    const person = this.people.get(id);
    if (person === undefined) throw new Error('nobody is called so');
    return person;
  }

  private next(): string {
    this.last += 1n;
    return String(this.last);
  }
}

/** What the documentation asks of a message; undefined when there is nothing wrong. */
function faultOf({ receiver, type, sender, text, media, size, file_name: fileName, tracking_data: tracking, min_api_version: version }: Record<string, unknown>): string | undefined {
  const name = typeof sender === 'object' && sender !== null && 'name' in sender ? sender.name : undefined;
  if (typeof receiver !== 'string' || receiver === '') return 'no receiver';
  if (typeof name !== 'string' || name === '' || name.length > 28) return 'the sender needs a name of up to 28 letters';
  if (typeof version !== 'number') return 'no min_api_version';
  if (tracking !== undefined && (typeof tracking !== 'string' || tracking.length > 4000)) return 'tracking_data is too long';
  // Phones tell by the end of the path what it is.
  const ends = (endings: RegExp) => typeof media === 'string' && URL.canParse(media) && media.length <= 2000 && endings.test(new URL(media).pathname);
  switch (type) {
    case 'text':
      return typeof text !== 'string' || text.trim() === '' || text.length > 7000 ? 'a text needs up to 7000 letters' : undefined;
    case 'picture':
      return !ends(/\.(jpe?g|png|gif)$/i) ? 'a picture needs an address that ends in .jpg, .png or .gif' : typeof text !== 'string' || text.length > 768 ? 'a picture needs a text, which may be empty' : undefined;
    case 'video':
      return !ends(/\.mp4$/i) || typeof size !== 'number' || size > 26 * 1024 * 1024 ? 'a video needs an address and a size of up to 26 MB' : undefined;
    case 'file':
      return !ends(/./) || typeof size !== 'number' || size > 50 * 1024 * 1024 || typeof fileName !== 'string' || fileName.length > 256 ? 'a file needs an address, a name and a size of up to 50 MB' : undefined;
    default:
      return `an unknown type ${String(type)}`;
  }
}

export const viberPlatform: PlatformModule<ViberSimulation> = { id: 'viber', label: 'Viber', create: (platform) => new ViberSimulation(platform) };
