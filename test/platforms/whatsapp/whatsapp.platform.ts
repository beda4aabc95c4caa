/** WhatsApp: one number of the Cloud API, and the people who write to it. */
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type Media, type PlatformEvent, type PlatformModule, type Saying, type Simulated } from '../platform';
import { AppDesk } from '../meta/meta.app';
import { answer, authorise, Cache, commonFailures, graphError, hour, metaWebhook, nothingThere, ok, success } from '../meta/meta.graph';
import { readMark, readOverride, readSend, type SendBody } from './whatsapp.contract';

export interface WhatsAppPerson extends Customer { phone: string }
export interface WhatsAppSimulated extends Simulated {
  customer(name?: string): WhatsAppPerson;
  desk: AppDesk;
  /** WhatsApp stops telling this person's number. */
  withhold(person: Customer): void;
  /** The person goes on under another id. */
  rotate(person: Customer): Happened;
  /** A message of whatever kind. */
  sayRaw(from: Customer, message: object): Happened;
  remove(externalId: string): Happened;
  templates: object[];
  /** Read marks and typing that the product sent, by message. */
  marks: { messageId: string; typing: boolean }[];
}

interface Shown { person: string; ours: boolean; at: Date; callback?: string }

export const whatsappPlatform: PlatformModule<WhatsAppSimulated> = {
  id: 'whatsapp',
  label: 'WhatsApp',
  create: ({ root, now, emit }) => new Line(root, now, emit),
};

const app = { id: '700000000000001', secret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90' };
const numberId = '106000000000022';
const accountId = '102000000000098';
const shownNumber = '48221000200';
const token = 'EAASimulatedSystemUserToken000000001';

const kindOf = (contentType: string) => (/^(image|video|audio)\//.exec(contentType)?.[1] ?? 'document');

class Line implements WhatsAppSimulated {
  readonly accepted: Accepted[] = [];
  readonly desk = new AppDesk(app, { objects: ['whatsapp_business_account'], scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'] });
  readonly marks: { messageId: string; typing: boolean }[] = [];
  templates: object[] = [{
    id: '594425479261596', name: 'paczka', language: 'pl', status: 'APPROVED', category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Cześć {{1}}, paczka {{2}} jedzie.', example: { body_text: [['Lena', '17']] } }],
  }];
  readonly failures: Simulated['failures'] = {
    ...commonFailures,
    'rate-limited': graphError({ status: 429, code: 130429, message: 'Rate limit hit', headers: { 'retry-after': '1' } }),
    'window-closed': graphError({ code: 131047, message: 'Re-engagement message' }),
    blocked: graphError({ code: 131026, message: 'Message undeliverable' }),
    'too-long': graphError({ code: 100, message: 'Param text[body] must be at most 4096 characters long.' }),
  };
  readonly webhook: NonNullable<Simulated['webhook']>;
  private readonly cache: Cache;
  private readonly people = new Map<string, WhatsAppPerson>();
  private readonly withheld = new Set<string>();
  private readonly nameless = new Set<string>();
  private readonly shown = new Map<string, Shown>();
  private readonly lastWrote = new Map<string, Date>();
  private readonly files = new Map<string, Media>();
  private override: { uri: string; verifyToken: string } | undefined;
  private counter = 0;

  constructor(private readonly root: string, private readonly now: () => Date, private readonly emit: (events: PlatformEvent[]) => void) {
    this.cache = new Cache(root);
    this.webhook = metaWebhook({
      app, object: 'whatsapp_business_account', accountId, now,
      subscription: () => (this.override === undefined ? this.desk.subscriptions.get('whatsapp_business_account') : { callback: this.override.uri, verifyToken: this.override.verifyToken, fields: [] }),
    });
  }

  subscribed = (): string | undefined => this.override?.uri ?? this.desk.subscriptions.get('whatsapp_business_account')?.callback;
  settings = () => ({ appId: app.id, appSecret: app.secret, phoneNumberId: numberId, wabaId: accountId, accessToken: token, graphUrl: this.root });
  isSend = ({ method, path, body }: ApiCall): boolean => method === 'POST' && path.endsWith('/messages') && !body.includes('"status":"read"');

  customer(name = `Klientka ${this.people.size + 1}`): WhatsAppPerson {
    const number = this.people.size + 1;
    const person = { id: `PL.${13_491_208_655_302_000 + number}`, name, phone: `48600${String(100_000 + number)}`, handle: `+48600${String(100_000 + number)}` };
    this.people.set(person.id, person);
    return person;
  }

  private change(value: object, field = 'messages'): PlatformEvent {
    return { payload: { changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { display_phone_number: shownNumber, phone_number_id: numberId }, ...value } }] } };
  }

  private stamp(): string {
    return String(Math.floor(this.now().getTime() / 1000));
  }

  private newId(person: string, ours: boolean, callback?: string): string {
    const id = `wamid.SIM${String(++this.counter).padStart(6, '0')}=`;
    this.shown.set(id, { person, ours, at: this.now(), ...(callback === undefined ? {} : { callback }) });
    return id;
  }

  private told(from: Customer, message: object): PlatformEvent {
    const { phone } = this.people.get(from.id) ?? { phone: undefined };
    const open = phone !== undefined && !this.withheld.has(from.id);
    const contact = { ...(this.nameless.has(from.id) ? {} : { profile: { name: from.name } }), ...(open ? { wa_id: phone } : {}), user_id: from.id };
    return this.change({ contacts: [contact], messages: [{ ...(open ? { from: phone } : {}), from_user_id: from.id, timestamp: this.stamp(), ...message }] });
  }

  private store({ bytes, name, contentType }: Media): string {
    const id = String(1_003_383_421_387_000 + this.files.size);
    this.files.set(id, { bytes, name, contentType });
    return id;
  }

  say({ from, text = '', media = [], replyTo, nameless }: Saying): Happened {
    if (nameless === true) this.nameless.add(from.id);
    this.lastWrote.set(from.id, this.now());
    const context = replyTo === undefined ? {} : { context: { from: shownNumber, id: replyTo } };
    const messages = media.length === 0 ? [{ type: 'text', text: { body: text } }] : media.map((file, index) => {
      const kind = kindOf(file.contentType);
      return { type: kind, [kind]: { id: this.store(file), mime_type: file.contentType, sha256: 'x', ...(index === 0 && text !== '' ? { caption: text } : {}), ...(kind === 'document' ? { filename: file.name } : {}) } };
    });
    const ids = messages.map(() => this.newId(from.id, false));
    return { externalId: ids[0] ?? '', events: messages.map((message, index) => this.told(from, { id: ids[index], ...message, ...context })) };
  }

  sayRaw(from: Customer, message: object): Happened {
    this.lastWrote.set(from.id, this.now());
    const id = this.newId(from.id, false);
    return { externalId: id, events: [this.told(from, { id, ...message })] };
  }

  private about(externalId: string, message: object): Happened {
    const shown = this.shown.get(externalId);
    const from = this.people.get(shown?.person ?? '');
    if (shown === undefined || from === undefined) throw new Error(`nobody wrote ${externalId}`);
    return { externalId, events: [this.told(from, { id: this.newId(from.id, false), ...message })] };
  }

  edit = (externalId: string, text: string): Happened => this.about(externalId, { type: 'edit', edit: { original_message_id: externalId, message: { type: 'text', text: { body: text } } } });
  remove = (externalId: string): Happened => this.about(externalId, { type: 'revoke', revoke: { original_message_id: externalId } });
  react = (externalId: string, from: Customer, emoji: string | null): Happened => ({ externalId, events: [this.told(from, { id: this.newId(from.id, false), type: 'reaction', reaction: { message_id: externalId, emoji: emoji ?? '' } })] });

  private status(externalId: string, status: string, more: object = {}): Happened {
    const shown = this.shown.get(externalId);
    const person = this.people.get(shown?.person ?? '');
    const one = { id: externalId, status, timestamp: this.stamp(), ...(person === undefined ? {} : { recipient_id: person.phone, recipient_user_id: person.id }), ...(shown?.callback === undefined ? {} : { biz_opaque_callback_data: shown.callback }), ...more };
    return { externalId, events: [this.change({ statuses: [one] })] };
  }

  delivered = (externalId: string): Happened => this.status(externalId, 'delivered');
  read = (externalId: string): Happened => this.status(externalId, 'read');
  failed = (externalId: string, reason: string): Happened => this.status(externalId, 'failed', { errors: [{ code: 131026, title: 'Message undeliverable', message: reason, error_data: { details: reason } }] });

  answeredElsewhere(to: Customer, text: string): Happened {
    const id = this.newId(to.id, true);
    const phone = this.withheld.has(to.id) ? undefined : this.people.get(to.id)?.phone;
    const echo = { from: shownNumber, ...(phone === undefined ? {} : { to: phone }), to_user_id: to.id, id, timestamp: this.stamp(), type: 'text', text: { body: text } };
    return { externalId: id, events: [this.change({ message_echoes: [echo] }, 'smb_message_echoes')] };
  }

  withhold(person: Customer): void {
    this.withheld.add(person.id);
  }

  rotate(person: Customer): Happened {
    const known = this.people.get(person.id);
    if (known === undefined) throw new Error('a stranger');
    const previous = known.id;
    const current = `PL.${24_817_305_912_873_000 + ++this.counter}`;
    this.people.delete(previous);
    Object.assign(known, { id: current });
    Object.assign(person, { id: current });
    this.people.set(current, known);
    this.lastWrote.set(current, this.lastWrote.get(previous) ?? this.now());
    return { externalId: '', events: [this.change({ user_id_update: [{ wa_id: known.phone, detail: 'User id has been updated.', user_id: { previous, current }, timestamp: this.stamp() }] }, 'user_id_update')] };
  }

  unknownEvent = (): Happened => ({ externalId: '', events: [{ payload: { changes: [{ field: 'telepathy', value: { messaging_product: 'whatsapp', metadata: { phone_number_id: numberId }, thoughts: [{}] } }] } }] });
  unknownMessage = (from: Customer): Happened => this.sayRaw(from, { type: 'hologram', hologram: { id: '1' } });

  handle(call: ApiCall): ApiAnswer {
    if (call.path.startsWith('/cdn/')) return call.headers['authorization'] === `Bearer ${token}` ? (this.cache.answer(call.path) ?? { status: 404 }) : { status: 401 };
    return answer(call, this.routes, (one) => { authorise(one, { app, token }); });
  }

  private readonly routes = [
    { method: 'POST', path: new RegExp(`^${numberId}/messages$`), run: (call: ApiCall) => this.send(call) },
    { method: 'POST', path: new RegExp(`^${numberId}/media$`), run: (call: ApiCall) => this.upload(call) },
    { method: 'GET', path: new RegExp(`^${numberId}$`), run: () => ok({ id: numberId, display_phone_number: '+48 22 100 02 00', verified_name: 'Sklep Zimorodek', quality_rating: 'GREEN', webhook_configuration: { ...(this.override === undefined ? {} : { phone_number: this.override.uri }) } }) },
    { method: 'POST', path: new RegExp(`^${numberId}$`), run: (call: ApiCall) => {
      const { override_callback_uri: uri, verify_token: verifyToken } = readOverride(call).webhook_configuration;
      this.override = uri === '' ? undefined : { uri, verifyToken: verifyToken ?? '' };
      return success;
    } },
    { method: 'GET', path: new RegExp(`^${accountId}/message_templates$`), run: () => ok({ data: this.templates, paging: { cursors: { after: 'MjQZD' } } }) },
    { method: 'POST', path: new RegExp(`^${accountId}/subscribed_apps$`), run: () => {
      this.desk.told.set(accountId, []);
      return success;
    } },
    { method: 'GET', path: new RegExp(`^${accountId}/subscribed_apps$`), run: () => ok({ data: !this.desk.told.has(accountId) ? [] : [{ whatsapp_business_api_data: { id: app.id, name: 'Simulated app', link: 'https://www.facebook.com/games' } }] }) },
    ...this.desk.routes('no-account'),
    { method: 'GET', path: /^(\d+)$/, run: (call: ApiCall, id = '') => {
      const file = this.files.get(id);
      if (file === undefined) return nothingThere;
      if (call.query['phone_number_id'] !== numberId) throw new Violation('a file of another number', nothingThere);
      return ok({ id, messaging_product: 'whatsapp', mime_type: file.contentType, file_size: String(file.bytes.length), sha256: 'x', url: this.cache.put(file.bytes, file) });
    } },
  ];

  private upload(call: ApiCall): ApiAnswer {
    const form = call.parsed as Record<string, string> | undefined;
    const [file] = call.files;
    if (form?.['messaging_product'] !== 'whatsapp' || file?.field !== 'file') throw new Violation('no product or no file', graphError({ code: 100, message: 'Invalid parameter' }));
    if (form['type'] !== file.contentType) throw new Violation(`called ${form['type'] ?? ''}, sent as ${file.contentType}`, graphError({ code: 131053, message: 'Media upload error' }));
    if (file.bytes.length > 100 * 1024 * 1024) throw new Violation('a file that is too big', graphError({ code: 131053, message: 'Media upload error' }));
    return ok({ id: this.store(file) });
  }

  private send(call: ApiCall): ApiAnswer {
    if ((call.parsed as { status?: string } | undefined)?.status !== undefined) {
      const { message_id: messageId, ...mark } = readMark(call) as { message_id: string; typing_indicator?: object };
      if (!this.shown.has(messageId)) return graphError({ code: 131009, message: 'Parameter value is not valid' });
      this.marks.push({ messageId, typing: mark.typing_indicator !== undefined });
      return success;
    }
    const body = readSend(call);
    const to = body.recipient ?? body.to ?? '';
    const person = body.recipient_type === 'group' ? undefined : [...this.people.values()].find(({ id, phone }) => id === body.recipient || phone === body.to?.replace('+', ''));
    if (person === undefined && body.recipient_type !== 'group') return graphError({ code: 131026, message: 'Message undeliverable' });
    if ((body.text?.body.length ?? 0) > 4096) throw new Violation('a text past 4096', graphError({ code: 100, message: 'Param text[body] must be at most 4096 characters long.' }));
    if (person !== undefined) {
      const wrote = this.lastWrote.get(person.id);
      const open = wrote !== undefined && this.now().getTime() - wrote.getTime() <= 24 * hour;
      if (!open && body.template === undefined) return graphError({ code: 131047, message: 'Re-engagement message', details: 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.' });
    }
    return this.take(body, to, person);
  }

  private take(body: SendBody, to: string, person: WhatsAppPerson | undefined): ApiAnswer {
    const refusal = body.template === undefined ? undefined : this.refusalOf(body.template);
    if (refusal !== undefined) return refusal;
    const medium = body[body.type] as { id?: string; caption?: string } | undefined;
    const isMedia = ['image', 'video', 'audio', 'document'].includes(body.type);
    const file = isMedia ? this.files.get(medium?.id ?? '') : undefined;
    if (isMedia && file === undefined) throw new Violation('a file that was never uploaded', graphError({ code: 100, message: 'Invalid parameter' }));
    const most = ({ image: 5, audio: 16, video: 16 } as Record<string, number>)[body.type] ?? 100;
    if (file !== undefined && file.bytes.length > most * 1024 * 1024) throw new Violation(`${body.type} past ${most} MB`, graphError({ code: 131053, message: 'Media upload error' }));
    if (file !== undefined && body.type !== 'document' && !file.contentType.startsWith(`${body.type}/`)) throw new Violation(`${file.contentType} as ${body.type}`, graphError({ code: 131053, message: 'Media upload error' }));
    const id = this.newId(person?.id ?? to, true, body.biz_opaque_callback_data);
    const words = body.text?.body ?? medium?.caption ?? body.reaction?.emoji ?? '';
    this.accepted.push({ externalId: id, text: words, to: person?.id ?? to, visibility: 'private', mediaCount: isMedia ? 1 : 0, ...(body.template === undefined && body.reaction === undefined ? {} : { kind: body.type }) });
    this.emit(this.status(id, 'sent').events);
    return ok({ messaging_product: 'whatsapp', contacts: [{ input: to, ...(person === undefined ? {} : { ...(this.withheld.has(person.id) ? {} : { wa_id: person.phone }), user_id: person.id }) }], messages: [{ id }] });
  }

  /** A template must exist in that language, be approved, and get as many values as it has places. */
  private refusalOf({ name, language, components = [] }: NonNullable<SendBody['template']>): ApiAnswer | undefined {
    const known = this.templates.find((one) => (one as { name: string }).name === name && (one as { language: string }).language === language.code) as { status: string; components: { type: string; text?: string }[] } | undefined;
    if (known === undefined) return graphError({ status: 404, code: 132001, message: 'Template name does not exist in the translation' });
    if (known.status === 'PAUSED') return graphError({ code: 132015, message: 'Template is paused' });
    const places = new Set((known.components.find(({ type }) => type === 'BODY')?.text ?? '').match(/\{\{\w+\}\}/g) ?? []).size;
    const given = components.find(({ type }) => type === 'body')?.parameters.length ?? 0;
    return places === given ? undefined : graphError({ code: 132000, message: 'Number of parameters does not match the expected number of params', details: `body: number of localizable_params (${given}) does not match the expected number of params (${places})` });
  }
}
