/** A Twilio account with one number, for SMS or for WhatsApp: what people do there and what Twilio tells of it. */
import { createHmac } from 'node:crypto';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type Media, type PlatformEvent, type Saying, type Simulated, type WebhookRequest } from '../platform';
import { failed, messageFields, readForm, refuse } from './twilio.contract';

export interface Message {
  sid: string; from: string; to: string; body: string; direction: 'inbound' | 'outbound-api'; status: string; at: Date; media: { sid: string; media: Media }[]; callback?: string; contentSid?: string;
}
/** One call of Twilio: where to, when that is not the webhook, and its fields. */
interface Call { url?: string; fields: Record<string, string> }
interface Platform { root: string; now(): Date; emit(events: PlatformEvent[]): void }

const accountSid = `AC${'5'.repeat(32)}`;

export abstract class TwilioSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly accountSid = accountSid;
  readonly authToken = 'auth-token-of-the-simulated-twilio-account';
  accountStatus = 'active';
  readonly failures: Simulated['failures'] = {
    'rate-limited': { ...failed(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '1' } },
    'server-error': failed(500, 20500, 'An internal server error has occurred'),
    'token-expired': failed(401, 20003, 'Authenticate'),
    forbidden: failed(400, 21408, 'Permission to send an SMS has not been enabled for the region indicated by the To number'),
    blocked: failed(400, 21610, 'Attempt to send to unsubscribed recipient'),
    'too-long': failed(400, 21617, 'The concatenated message body exceeds the 1600 character limit'),
  };
  protected readonly messages: Message[] = [];
  protected readonly optedOut = new Set<string>();
  private count = 0;
  private people = 0;

  constructor(protected readonly platform: Platform, readonly prefix: '' | 'whatsapp:', readonly number: string) {}

  abstract settings(): Record<string, unknown>;
  /** Fields beside the common ones of a message that comes in. */
  protected abstract about(from: Customer, saying: Saying): Record<string, string>;
  /** Calls beside those of messages. */
  protected abstract other(call: ApiCall): ApiAnswer | undefined;

  customer(name = 'Anna'): Customer {
    this.people += 1;
    return { id: `${this.number.slice(0, 4)}55501${String(this.people).padStart(2, '0')}`, name };
  }

  say(saying: Saying): Happened {
    const { from, text = '', media = [] } = saying;
    const message: Message = {
      sid: this.sid(media.length === 0 ? 'SM' : 'MM'), from: `${this.prefix}${from.id}`, to: `${this.prefix}${this.number}`, body: text, direction: 'inbound', status: 'received', at: this.platform.now(),
      media: media.map((one) => ({ sid: this.sid('ME'), media: one })),
    };
    this.messages.push(message);
    return { externalId: message.sid, events: [{ payload: this.told(message, this.about(from, saying)) }] };
  }

  unknownEvent(): Happened {
    return { externalId: '', events: [{ payload: { fields: { MessageSid: this.sid('SM'), MessageStatus: 'teleported', AccountSid: accountSid, ApiVersion: '2010-04-01' } } satisfies Call }] };
  }

  delivered(externalId: string): Happened {
    return this.step(externalId, 'delivered');
  }

  failed(externalId: string, reason: string): Happened {
    return this.step(externalId, 'undelivered', { ErrorCode: /^\d+$/.test(reason) ? reason : '30003' });
  }

  readonly webhook: NonNullable<Simulated['webhook']> = {
    proof: 'signature',
    // One thing in each call.
    wrap: ([event], url): WebhookRequest => {
      const call = event?.payload as Call;
      return {
        method: 'POST', url: call.url ?? url, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', 'user-agent': 'TwilioProxy/1.1', 'i-twilio-idempotency-token': this.sid('IT') },
        body: Buffer.from(new URLSearchParams(call.fields).toString()),
      };
    },
    sign: (request) => {
      const fields = [...new URLSearchParams(request.body.toString('utf8'))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value).join('');
      return { ...request, headers: { ...request.headers, 'x-twilio-signature': createHmac('sha1', this.authToken).update(request.url + fields).digest('base64') } };
    },
  };

  isSend({ method, path }: ApiCall): boolean {
    return method === 'POST' && path.endsWith('/Messages.json');
  }

  handle(call: ApiCall): ApiAnswer {
    const { method, path, headers } = call;
    const stored = /^\/stored-media\/(\w+)$/.exec(path)?.[1];
    if (stored !== undefined) {
      if (headers['authorization'] !== undefined) throw new Violation('our sign-in was sent to where media is stored', { status: 400 });
      return this.bytes(stored);
    }
    const account = `/2010-04-01/Accounts/${accountSid}`;
    const signedIn = headers['authorization'] === `Basic ${Buffer.from(`${accountSid}:${this.authToken}`).toString('base64')}`;
    if (!signedIn) return failed(401, 20003, 'Authenticate');
    if (path === `${account}.json`) return { status: 200, body: { sid: accountSid, friendly_name: 'Simulated account', status: this.accountStatus, type: 'Full' } };
    if (path === `${account}/Balance.json`) return { status: 200, body: { account_sid: accountSid, balance: '12.3400', currency: 'USD' } };
    if (path === `${account}/Messages.json`) return method === 'POST' ? this.create(call) : this.list(call);
    const [, sid = '', rest = ''] = new RegExp(`^${account}/Messages/(\\w+)/Media(.*)$`).exec(path) ?? [];
    if (sid !== '') return this.media(sid, rest);
    const answer = this.other(call);
    if (answer === undefined) throw new Violation(`Twilio has no ${method} ${path}`, failed(404, 20404, `The requested resource ${path} was not found`));
    return answer;
  }

  /** What Twilio knows and never told, as after an outage. */
  missed(saying: Saying): string {
    return this.say(saying).externalId;
  }

  /** Refuses what the network of this kind would; answers with which status it is taken. */
  protected abstract judge(fields: Record<string, string | string[]>, to: string): string;

  private create(call: ApiCall): ApiAnswer {
    if (!/^application\/x-www-form-urlencoded/.test(call.headers['content-type'] ?? '')) throw refuse(20001, 'Content type must be a form');
    const fields = readForm('createMessage', call.body);
    const text = String(fields['Body'] ?? '');
    const media = Array.isArray(fields['MediaUrl']) ? fields['MediaUrl'] : [];
    const to = String(fields['To']);
    if (text === '' && media.length === 0 && fields['ContentSid'] === undefined) throw refuse(21619, 'A text message body or media urls must be specified.');
    if (fields['From'] === undefined && fields['MessagingServiceSid'] === undefined) throw refuse(21603, 'A From phone number is required.');
    if (text.length > 1600) throw refuse(21617, 'The concatenated message body exceeds the 1600 character limit');
    if (media.length > 10) throw refuse(21623, 'Number of media files exceeds allowed limit');
    if (media.some((url) => !/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)/.test(url))) throw refuse(21620, 'Invalid media URL(s)');
    if (!to.startsWith(this.prefix)) throw refuse(21910, 'Invalid From and To pair. From and To should be of the same channel');
    if (!/^\+[1-9]\d{6,14}$|^\d{3,8}$/.test(to.slice(this.prefix.length))) throw refuse(21211, `The 'To' number ${to} is not a valid phone number.`);
    const from = String(fields['From'] ?? `${this.prefix}${this.number}`);
    if (from !== `${this.prefix}${this.number}`) throw refuse(21606, `The From phone number ${from} is not a valid, SMS-capable inbound phone number for your account.`);
    if (this.optedOut.has(to.slice(this.prefix.length))) return failed(400, 21610, 'Attempt to send to unsubscribed recipient');
    const end = this.judge(fields, to);
    const callback = typeof fields['StatusCallback'] === 'string' ? { callback: fields['StatusCallback'] } : {};
    const content = typeof fields['ContentSid'] === 'string' ? { contentSid: fields['ContentSid'] } : {};
    const message: Message = { sid: this.sid(media.length === 0 ? 'SM' : 'MM'), from, to, body: text, direction: 'outbound-api', status: 'queued', at: this.platform.now(), media: [], ...callback, ...content };
    this.messages.push(message);
    this.accepted.push({ externalId: message.sid, text, to: to.slice(this.prefix.length), visibility: 'private', mediaCount: media.length, ...(message.contentSid === undefined ? {} : { kind: `template ${message.contentSid} ${String(fields['ContentVariables'] ?? '')}` }) });
    if (message.callback !== undefined) this.platform.emit(this.step(message.sid, end === 'sent' ? 'sent' : 'undelivered', end === 'sent' ? {} : { ErrorCode: end }).events);
    return { status: 201, body: this.resource({ ...message, status: 'queued' }) };
  }

  private list({ query }: ApiCall): ApiAnswer {
    const page = Number(query['Page'] ?? 0);
    const size = Number(query['PageSize'] ?? 50);
    const found = this.messages.filter((one) => (query['To'] === undefined || one.to === query['To']) && (query['DateSent>'] === undefined || one.at.toISOString().slice(0, 10) >= query['DateSent>'])).reverse();
    const more = found.length > (page + 1) * size;
    const next = new URLSearchParams({ ...query, Page: String(page + 1), PageToken: 'PA1' }).toString();
    return { status: 200, body: { messages: found.slice(page * size, (page + 1) * size).map((one) => this.resource(one)), page, page_size: size, next_page_uri: more ? `/2010-04-01/Accounts/${accountSid}/Messages.json?${next}` : null } };
  }

  private media(sid: string, rest: string): ApiAnswer {
    const message = this.messages.find((one) => one.sid === sid);
    if (message === undefined) return failed(404, 20404, 'Not found');
    if (rest === '.json') return { status: 200, body: { media_list: message.media.map((one) => ({ sid: one.sid, content_type: one.media.contentType, parent_sid: sid })) } };
    const found = message.media.find((one) => `/${one.sid}` === rest);
    return found === undefined ? failed(404, 20404, 'Not found') : { status: 307, headers: { location: `${this.platform.root}/stored-media/${found.sid}` } };
  }

  private bytes(sid: string): ApiAnswer {
    const found = this.messages.flatMap((one) => one.media).find((one) => one.sid === sid);
    return found === undefined ? { status: 404 } : { status: 200, headers: { 'content-type': found.media.contentType }, body: found.media.bytes };
  }

  private resource(message: Message): object {
    const rfc = message.at.toUTCString().replace('GMT', '+0000');
    const full: Record<string, unknown> = {
      account_sid: accountSid, api_version: '2010-04-01', body: message.body, date_created: rfc, date_sent: message.direction === 'inbound' ? rfc : null, date_updated: rfc, direction: message.direction, error_code: null, error_message: null,
      from: message.from, messaging_service_sid: null, num_media: String(message.media.length), num_segments: '1', price: null, price_unit: 'USD', sid: message.sid, status: message.status, to: message.to, uri: '', subresource_uris: {},
    };
    return Object.fromEntries(Object.entries(full).filter(([name]) => messageFields.includes(name)));
  }

  private told(message: Message, more: Record<string, string>): Call {
    const { root } = this.platform;
    const media = message.media.flatMap((one, index): [string, string][] => [
      [`MediaUrl${index}`, `${root}/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}/Media/${one.sid}`], [`MediaContentType${index}`, one.media.contentType],
    ]);
    return {
      fields: {
        SmsMessageSid: message.sid, NumMedia: String(message.media.length), SmsSid: message.sid, SmsStatus: 'received', Body: message.body, To: message.to, NumSegments: '1', MessageSid: message.sid, AccountSid: accountSid,
        From: message.from, ...Object.fromEntries(media), ...more, ApiVersion: '2010-04-01',
      },
    };
  }

  protected step(externalId: string, status: string, more: Record<string, string> = {}): Happened {
    const message = this.messages.find((one) => one.sid === externalId);
    if (message === undefined) throw new Error('nobody sent that');
    message.status = status;
    const fields = { SmsSid: externalId, SmsStatus: status, MessageStatus: status, To: message.to, MessageSid: externalId, AccountSid: accountSid, From: message.from, ...more, ApiVersion: '2010-04-01' };
    return { externalId, events: [{ payload: { ...(message.callback === undefined ? {} : { url: message.callback }), fields } satisfies Call }] };
  }

  protected sid(kind: string): string {
    this.count += 1;
    return `${kind}${createHmac('md5', kind).update(String(this.count)).digest('hex')}`;
  }
}
