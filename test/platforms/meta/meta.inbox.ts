/** Private messages of Messenger and of Instagram: what people do, and the Send API that answers them. */
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type Customer, type Happened, type Media, type PlatformEvent, type Saying } from '../platform';
import { Cache, contract, graphError, graphTime, hour, nothingThere, ok, type Route } from './meta.graph';

interface Shown { mid: string; person: string; ours: boolean; text: string; media: { url: string; kind: string; file: Media }[]; at: Date; metadata?: string }

export interface InboxOptions {
  root: string;
  accountId: string;
  appId: string;
  now(): Date;
  emit(events: PlatformEvent[]): void;
  /** Refuses a text as the product does. */
  tooLong(text: string): boolean;
  /** Whose comment a private reply goes to; throws what the platform answers when it may not. */
  privateReply(commentId: string): string;
  midOf(number: number): string;
  /** Read receipts name one message rather than a moment. */
  readsByMid?: true;
  /** Files by upload as well as by address. */
  uploads: boolean;
}

interface SendBody {
  recipient: { id?: string; comment_id?: string };
  messaging_type?: string;
  tag?: string;
  message?: { text?: string; attachment?: { type: string; payload: { url?: string; attachment_id?: string } }; metadata?: string };
  sender_action?: string;
  payload?: { message_id: string; reaction?: string };
  reply_to?: { mid: string };
}

const oneOf = (properties: Record<string, object>) => ({ type: 'object', additionalProperties: false, minProperties: 1, maxProperties: 1, properties });
const id = { type: 'string', pattern: '^[0-9]{3,30}$' };
const readSend = contract<SendBody>('a message', {
  type: 'object',
  additionalProperties: false,
  required: ['recipient'],
  properties: {
    recipient: oneOf({ id, comment_id: { type: 'string', pattern: '^[0-9_]{3,60}$' } }),
    messaging_type: { enum: ['RESPONSE', 'UPDATE', 'MESSAGE_TAG'] },
    tag: { enum: ['HUMAN_AGENT'] },
    message: {
      type: 'object', additionalProperties: false, oneOf: [{ required: ['text'] }, { required: ['attachment'] }],
      properties: {
        text: { type: 'string', minLength: 1 },
        metadata: { type: 'string', maxLength: 1000 },
        attachment: {
          type: 'object', additionalProperties: false, required: ['type', 'payload'],
          properties: { type: { enum: ['image', 'video', 'audio', 'file'] }, payload: oneOf({ url: { type: 'string', pattern: '^https?://' }, attachment_id: { type: 'string', minLength: 1 } }) },
        },
      },
    },
    sender_action: { enum: ['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact'] },
    payload: { type: 'object', additionalProperties: false, required: ['message_id'], properties: { message_id: { type: 'string' }, reaction: { type: 'string' } } },
    reply_to: { type: 'object', additionalProperties: false, required: ['mid'], properties: { mid: { type: 'string' } } },
  },
  oneOf: [{ required: ['message'] }, { required: ['sender_action'] }],
  dependencies: { tag: ['messaging_type'] },
});

export class Inbox {
  readonly accepted: Accepted[] = [];
  readonly cache: Cache;
  readonly shown = new Map<string, Shown>();
  /** When each person last wrote: what windows count from. */
  readonly lastWrote = new Map<string, Date>();
  readonly blockedBy = new Set<string>();
  /** Conversations that another app holds. */
  readonly heldByOthers = new Set<string>();
  private readonly uploads = new Map<string, Media>();
  private counter = 0;

  constructor(private readonly options: InboxOptions) {
    this.cache = new Cache(options.root);
  }

  private event(person: string, body: object, { ours = false, at = this.options.now() }: { ours?: boolean; at?: Date } = {}): PlatformEvent {
    const [sender, recipient] = ours ? [this.options.accountId, person] : [person, this.options.accountId];
    const told = [{ sender: { id: sender }, recipient: { id: recipient }, timestamp: at.getTime(), ...body }];
    return { payload: this.heldByOthers.has(person) ? { standby: told } : { messaging: told } };
  }

  private keep(person: string, { text, media = [], ours, metadata }: { text: string; media?: Media[]; ours: boolean; metadata?: string }): Shown {
    const mid = this.options.midOf(++this.counter);
    const files = media.map((file) => ({ file, kind: kindOf(file.contentType), url: this.cache.put(file.bytes, file) }));
    const shown: Shown = { mid, person, ours, text, media: files, at: this.options.now(), ...(metadata === undefined ? {} : { metadata }) };
    this.shown.set(mid, shown);
    return shown;
  }

  private told({ mid, text, media, metadata, ours }: Shown, more: object = {}): object {
    return {
      message: {
        mid, ...(text === '' ? {} : { text }), ...(media.length === 0 ? {} : { attachments: media.map(({ kind, url }) => ({ type: kind, payload: { url } })) }),
        ...(ours ? { is_echo: true, app_id: this.options.appId, ...(metadata === undefined ? {} : { metadata }) } : {}), ...more,
      },
    };
  }

  say({ from, text = '', media = [], replyTo }: Saying): Happened {
    const shown = this.keep(from.id, { text, media, ours: false });
    this.lastWrote.set(from.id, shown.at);
    return { externalId: shown.mid, events: [this.event(from.id, this.told(shown, replyTo === undefined ? {} : { reply_to: { mid: replyTo } }))] };
  }

  /** A message whose inside is whatever the test wants. */
  sayRaw(person: string, message: object): Happened {
    const shown = this.keep(person, { text: '', ours: false });
    this.lastWrote.set(person, shown.at);
    return { externalId: shown.mid, events: [this.event(person, { message: { mid: shown.mid, ...message } })] };
  }

  raw(person: string, body: object): PlatformEvent {
    return this.event(person, body);
  }

  edit(mid: string, text: string): Happened {
    const shown = this.known(mid);
    shown.text = text;
    return { externalId: mid, events: [this.event(shown.person, { message_edit: { mid, text, num_edit: 1 } })] };
  }

  remove(mid: string): Happened {
    const shown = this.known(mid);
    this.shown.delete(mid);
    return { externalId: mid, events: [this.event(shown.person, { message: { mid, is_deleted: true } })] };
  }

  react(mid: string, from: Customer, emoji: string | null): Happened {
    return { externalId: mid, events: [this.event(from.id, { reaction: { mid, action: emoji === null ? 'unreact' : 'react', ...(emoji === null ? {} : { reaction: 'other', emoji }) } })] };
  }

  delivered(mid: string): Happened {
    const { person, at } = this.known(mid);
    return { externalId: mid, events: [this.event(person, { delivery: { mids: [mid], watermark: at.getTime() } })] };
  }

  read(mid: string): Happened {
    const { person } = this.known(mid);
    return { externalId: mid, events: [this.event(person, { read: this.options.readsByMid ? { mid } : { watermark: this.options.now().getTime() } })] };
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const shown = this.keep(to.id, { text, ours: true });
    return { externalId: shown.mid, events: [this.event(to.id, this.told(shown, { app_id: '263902037430900' }), { ours: true })] };
  }

  private known(mid: string): Shown {
    const shown = this.shown.get(mid);
    if (shown === undefined) throw new Error(`nobody wrote ${mid}`);
    return shown;
  }

  /** The Send API. */
  send(call: ApiCall): ApiAnswer {
    const body = readSend(call);
    const person = body.recipient.comment_id === undefined ? (body.recipient.id ?? '') : this.options.privateReply(body.recipient.comment_id);
    if (body.sender_action !== undefined) return this.act(body, person);
    const { text = '', attachment, metadata } = body.message ?? {};
    if (this.options.tooLong(text)) throw new Violation(`a text of ${text.length}`, graphError({ code: 100, message: 'Length of param message[text] must be less than 2000 characters' }));
    if (this.blockedBy.has(person)) return graphError({ code: 551, subcode: 1545041, message: "This person isn't available right now." });
    if (this.heldByOthers.has(person)) return graphError({ code: 10, subcode: 2018300, message: 'Error: another app is controlling this thread now.' });
    if (body.recipient.comment_id === undefined) {
      const wrote = this.lastWrote.get(person);
      if (wrote === undefined) return graphError({ code: 100, subcode: 2018001, message: 'No matching user found' });
      const age = this.options.now().getTime() - wrote.getTime();
      if (age > (body.tag === 'HUMAN_AGENT' ? 168 : 24) * hour) return graphError({ code: 10, subcode: 2018278, message: 'This message is sent outside of allowed window.' });
      if (body.messaging_type === undefined) throw new Violation('no messaging_type', graphError({ code: 100, message: 'messaging_type is required' }));
    }
    if (body.reply_to !== undefined && !this.shown.has(body.reply_to.mid)) return graphError({ code: 100, message: 'Invalid parameter: reply_to' });
    const media = attachment === undefined ? [] : [this.fileOf(attachment.payload)];
    const shown = this.keep(person, { text, media, ours: true, ...(metadata === undefined ? {} : { metadata }) });
    this.accepted.push({ externalId: shown.mid, text, to: body.recipient.comment_id ?? person, visibility: 'private', mediaCount: media.length, ...(body.recipient.comment_id === undefined ? {} : { kind: 'private-reply' }) });
    this.options.emit([this.event(person, this.told(shown), { ours: true })]);
    return ok({ recipient_id: person, message_id: shown.mid });
  }

  private act({ sender_action: action, payload }: SendBody, person: string): ApiAnswer {
    if ((action === 'react' || action === 'unreact') && (payload === undefined || !this.shown.has(payload.message_id))) return graphError({ code: 100, message: 'Invalid parameter: message_id' });
    if (action === 'react' || action === 'unreact') this.accepted.push({ externalId: payload?.message_id ?? '', text: '', to: person, visibility: 'private', mediaCount: 0, kind: action });
    return ok({ recipient_id: person });
  }

  private fileOf({ url, attachment_id: uploadId }: { url?: string; attachment_id?: string }): Media {
    if (url !== undefined) return { name: url.split('/').at(-1) ?? 'file', contentType: 'application/octet-stream', bytes: Buffer.from(url) };
    const file = this.uploads.get(uploadId ?? '');
    if (file === undefined) throw new Violation('an attachment that was never uploaded', graphError({ code: 100, message: 'Invalid attachment_id' }));
    return file;
  }

  upload(call: ApiCall): ApiAnswer {
    const [file] = call.files;
    const message = contract<{ attachment: { type: string } }>('an upload', {
      type: 'object', additionalProperties: false, required: ['attachment'],
      properties: { attachment: { type: 'object', additionalProperties: false, required: ['type', 'payload'], properties: { type: { enum: ['image', 'video', 'audio', 'file'] }, payload: { type: 'object', additionalProperties: false, properties: { is_reusable: { type: 'boolean' } } } } } },
    })(call, JSON.parse((call.parsed as { message?: string } | undefined)?.message ?? 'null'));
    if (file?.field !== 'filedata' || file.bytes.length > 25 * 1024 * 1024) throw new Violation('no file, or one past 25 MB', graphError({ code: 100, subcode: 2018047, message: 'Upload attachment failure.' }));
    if (message.attachment.type === 'image' && !file.contentType.startsWith('image/')) throw new Violation(`${file.contentType} is no image`, graphError({ code: 100, subcode: 2018047, message: 'Upload attachment failure.' }));
    const key = String(9_000_000_000 + this.uploads.size);
    this.uploads.set(key, { name: file.name, contentType: file.contentType, bytes: file.bytes });
    return ok({ attachment_id: key });
  }

  /** The Conversations API: all of it in one page each, newest first. */
  conversations(): ApiAnswer {
    const people = [...new Set([...this.shown.values()].map(({ person }) => person))];
    const data = people.map((person) => {
      const messages = [...this.shown.values()].filter((one) => one.person === person).reverse();
      return { id: `t_${person}`, updated_time: graphTime(messages[0]?.at ?? this.options.now()), messages: { data: messages.map((one) => this.stored(one)) } };
    });
    return ok({ data: data.sort((a, b) => b.updated_time.localeCompare(a.updated_time)) });
  }

  private stored({ mid, person, ours, text, media, at }: Shown): object {
    const [us, them] = [{ id: this.options.accountId }, { id: person }];
    return {
      id: mid, created_time: graphTime(at), from: ours ? us : them, to: { data: [ours ? them : us] }, message: text,
      ...(media.length === 0 ? {} : { attachments: { data: media.map(({ file, url, kind }, index) => ({ id: String(index), mime_type: file.contentType, name: file.name, size: file.bytes.length, ...(kind === 'image' ? { image_data: { url } } : kind === 'video' ? { video_data: { url } } : { file_url: url }) })) } }),
    };
  }

  message(mid: string): ApiAnswer {
    const shown = this.shown.get(mid);
    return shown === undefined ? nothingThere : ok(this.stored({ ...shown, media: shown.media.map((one) => ({ ...one, url: this.cache.put(one.file.bytes, one.file) })) }));
  }

  routes(messagesPath: RegExp): Route[] {
    return [
      { method: 'POST', path: messagesPath, run: (call) => this.send(call) },
      { method: 'GET', path: /^(m_[\w-]+|aWdf\w+)$/, run: (_call, mid = '') => this.message(mid) },
    ];
  }
}

function kindOf(contentType: string): string {
  const kind = contentType.split('/')[0] ?? '';
  return ['image', 'video', 'audio'].includes(kind) ? kind : 'file';
}
