/** What is said in private. */
import { z } from 'zod';
import { type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type Saying } from '../platform';
import { dmQuery, notShown, problem, read, type Route } from './x.answers';
import type { File } from './x.files';
import { userOf, type Person, type World } from './x.posts';

interface Message { id: string; text: string; from: Person; other: Person; at: Date; file?: File | undefined }

const create = z.strictObject({ text: z.string().min(1).max(10_000).optional(), attachments: z.array(z.strictObject({ media_id: z.string().regex(/^\d+$/) })).min(1).max(1).optional() })
  .refine(({ text, attachments }) => text !== undefined || attachments !== undefined, 'neither a text nor a file');

export class Messages {
  readonly all: Message[] = [];
  readonly closed = new Set<string>();

  constructor(private readonly world: World) {}

  say({ from, text = '', media = [], nameless }: Saying): Happened {
    const person = this.person(from.id);
    person.nameless ||= nameless === true;
    const message = this.keep(person, person, text, media[0] === undefined ? undefined : this.world.files.put(media[0]));
    return { externalId: message.id, events: [this.told(message)] };
  }

  sayRaw(from: Customer, data: object): Happened {
    const message = this.keep(this.person(from.id), this.person(from.id), '');
    const event = this.told(message);
    const payload = (event.payload as { data: { payload: { direct_message_events: { message_create: { message_data: object } }[] } } }).data.payload;
    Object.assign(payload.direct_message_events[0]?.message_create.message_data ?? {}, data);
    return { externalId: message.id, events: [event] };
  }

  answeredElsewhere(to: Customer, text: string): Happened {
    const message = this.keep(this.world.us, this.person(to.id), text);
    return { externalId: message.id, events: [this.told(message)] };
  }

  /** `externalId`: ours. */
  read(externalId: string): Happened {
    const message = this.all.find(({ id }) => id === externalId);
    return { externalId, events: message === undefined ? [] : [this.sign('dm.read', 'direct_message_mark_read_events', message.other, { last_read_event_id: message.id })] };
  }

  typing(from: Customer): Happened {
    return { externalId: '', events: [this.sign('dm.indicate_typing', 'direct_message_indicate_typing_events', this.person(from.id))] };
  }

  private sign(type: string, name: string, from: Person, more: object = {}): PlatformEvent {
    return this.world.event(type, { [name]: [{ created_timestamp: String(this.world.now().getTime()), sender_id: from.id, target: { recipient_id: this.world.us.id }, ...more }], users: this.users([from]) });
  }

  private keep(from: Person, other: Person, text: string, file?: File): Message {
    const message = { id: this.world.nextId(), text, from, other, at: this.world.now(), file };
    this.all.push(message);
    return message;
  }

  private person(id: string): Person {
    const person = this.world.people.get(id);
    if (person === undefined) throw new Error(`nobody is ${id}`);
    return person;
  }

  private users(people: Person[]): object {
    return Object.fromEntries(people.filter(({ nameless }) => !nameless).map((one) => [one.id, { data: userOf(one) }]));
  }

  /** In the shape in which they are delivered. */
  private told({ id, text, from, other, at, file }: Message): PlatformEvent {
    const { us, files } = this.world;
    const link = `https://t.co/f${id.slice(-6)}`;
    const shown = file === undefined ? text : `${text} ${link}`.trim();
    const data = {
      text: shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      entities: { hashtags: [], symbols: [], user_mentions: [], urls: file === undefined ? [] : [{ url: link, expanded_url: `https://twitter.com/messages/media/${id}`, display_url: 'pic.x.com' }] },
      ...(file === undefined ? {} : { attachment: { type: 'media', media: { id_str: file.key, media_url_https: files.addressOf(file), url: link, type: file.type, ...(file.type === 'video' ? { video_info: { variants: [{ bitrate: 832_000, content_type: 'video/mp4', url: files.addressOf(file) }] } } : {}) } } }),
    };
    const create = { target: { recipient_id: from === us ? other.id : us.id }, sender_id: from.id, message_data: data };
    return this.world.event(from === us ? 'dm.sent' : 'dm.received', { direct_message_events: [{ type: 'message_create', id, created_timestamp: String(at.getTime()), message_create: create }], users: this.users([us, other]) });
  }

  routes(): Route[] {
    return [
      { method: 'GET', path: /^\/2\/dm_events$/, run: (call) => this.list(call, this.all) },
      { method: 'GET', path: /^\/2\/dm_conversations\/with\/(\d+)\/dm_events$/, run: (call, id = '') => this.list(call, this.all.filter(({ other }) => other.id === id)) },
      { method: 'GET', path: /^\/2\/dm_events\/(\d+)$/, run: (_call, id = '') => {
        const message = this.all.find((one) => one.id === id);
        return message === undefined ? notShown('dm_event', id) : { status: 200, body: { data: this.listed(message), includes: message.file === undefined ? {} : { media: [this.world.files.shown(message.file)] } } };
      } },
      { method: 'POST', path: /^\/2\/dm_conversations\/with\/(\d+)\/messages$/, run: (call, id = '') => this.create(call, id) },
    ];
  }

  private create({ parsed }: ApiCall, id: string): ApiAnswer {
    const { text = '', attachments } = read('a direct message', create, parsed);
    const other = this.world.people.get(id);
    if (other === undefined || this.closed.has(id)) return problem(403, 'Forbidden', 'You cannot send messages to this user.');
    const file = attachments?.[0] === undefined ? undefined : this.world.files.take(attachments[0].media_id, 'dm');
    const message = this.keep(this.world.us, other, text, file);
    this.world.accepted.push({ externalId: message.id, text, to: id, visibility: 'private', mediaCount: file === undefined ? 0 : 1 });
    this.world.emit([this.told(message)]);
    return { status: 201, body: { data: { dm_conversation_id: this.conversation(other), dm_event_id: message.id } } };
  }

  private conversation({ id }: Person): string {
    return [this.world.us.id, id].sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1)).join('-');
  }

  /** In the shape in which they are listed. */
  private listed({ id, text, from, other, at, file }: Message): object {
    return {
      id, event_type: 'MessageCreate', text: file === undefined ? text : `${text} https://t.co/f${id.slice(-6)}`.trim(), sender_id: from.id, dm_conversation_id: this.conversation(other), created_at: at.toISOString(),
      ...(file === undefined ? {} : { attachments: { media_keys: [file.key] }, entities: { urls: [{ url: `https://t.co/f${id.slice(-6)}`, expanded_url: `https://twitter.com/messages/media/${id}` }] } }),
    };
  }

  private list({ query }: ApiCall, messages: Message[]): ApiAnswer {
    const { max_results: size, pagination_token: token = '0', expansions } = read('dm_events', dmQuery, query);
    const from = Number(token);
    const page = [...messages].reverse().slice(from, from + size);
    const people = [...new Set([this.world.us, ...page.map(({ other }) => other)])].filter(({ nameless }) => !nameless);
    const includes = expansions === undefined ? {} : { users: people.map((one) => userOf(one)), media: page.flatMap(({ file }) => (file === undefined ? [] : [this.world.files.shown(file)])) };
    return { status: 200, body: { ...(page.length === 0 ? {} : { data: page.map((one) => this.listed(one)), includes }), meta: { result_count: page.length, ...(from + size < messages.length ? { next_token: String(from + size) } : {}) } } };
  }
}
