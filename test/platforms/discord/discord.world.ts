/** The state of a played Discord: people, channels, what was said. */
import type { Customer, Media } from '../platform';
import { checked } from './discord.contract';

export interface Person { id: string; username: string; global_name: string | null; avatar: string | null; bot?: boolean }
export interface Channel { id: string; type: number; name?: string; parent?: string; guild?: string; with?: string; closed?: true; messages: Message[] }
export interface Message {
  id: string; author: Person; content: string; type: number; at: string; edited: string | null; attachments: object[]; stickers: { id: string; name: string; format_type: number }[];
  nonce?: string; replyTo?: { channel: string; id: string }; reactions: Map<string, Set<string>>;
}

const epoch = 1_420_070_400_000n;

export class World {
  readonly people = new Map<string, Person>();
  readonly channels = new Map<string, Channel>();
  readonly files = new Map<string, Media>();
  readonly guild = '900000000000000001';
  readonly bot: Person = { id: '900000000000000002', username: 'kontuar', global_name: null, avatar: null, bot: true };
  readonly help: Channel;
  readonly forum: Channel;
  /** Goes into the addresses of files, which end. */
  signature = 1;
  private last = 0n;

  constructor(private readonly root: string, private readonly now: () => Date) {
    this.people.set(this.bot.id, this.bot);
    this.help = this.channel({ type: 0, name: 'help' });
    this.forum = this.channel({ type: 15, name: 'questions' });
  }

  snowflake(): string {
    const made = (BigInt(this.now().getTime()) - epoch) << 22n;
    this.last = made > this.last ? made : this.last + 1n;
    return this.last.toString();
  }

  person(name: string): Customer {
    const username = `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${this.people.size}`;
    const person = { id: this.snowflake(), username, global_name: name, avatar: 'a1b2c3' };
    this.people.set(person.id, person);
    return { id: person.id, name, handle: `@${username}` };
  }

  channel(given: Omit<Channel, 'id' | 'messages' | 'guild'> & { guild?: string | undefined }): Channel {
    const { guild = this.guild, ...rest } = given;
    const channel: Channel = { ...rest, id: this.snowflake(), messages: [], ...(given.with === undefined ? { guild } : {}) };
    this.channels.set(channel.id, channel);
    return channel;
  }

  direct(person: string): Channel {
    for (const channel of this.channels.values()) if (channel.with === person) return channel;
    return this.channel({ type: 1, with: person });
  }

  put(channel: Channel, given: Partial<Message> & { author: Person }): Message {
    const message: Message = { content: '', type: given.replyTo === undefined ? 0 : 19, at: this.now().toISOString(), edited: null, attachments: [], stickers: [], reactions: new Map(), ...given, id: this.snowflake() };
    channel.messages.push(message);
    return message;
  }

  attach(channel: Channel, { name, contentType, bytes }: Media): object {
    const id = this.snowflake();
    this.files.set(id, { name, contentType, bytes });
    const url = `${this.root}/cdn/attachments/${channel.id}/${id}/${encodeURIComponent(name)}?ex=${this.signature}`;
    return { id, filename: name, size: bytes.length, url, proxy_url: url, content_type: contentType };
  }

  find(externalId: string): { channel: Channel; message: Message } | undefined {
    const [channelId = '', id] = externalId.split(':');
    const channel = this.channels.get(channelId);
    const message = channel?.messages.find((one) => one.id === id);
    return channel === undefined || message === undefined ? undefined : { channel, message };
  }

  shownUser(person: Person): Record<string, unknown> {
    return checked('UserResponse', { ...person, discriminator: '0', public_flags: 0, flags: 0 });
  }

  shownChannel({ id, type, name, parent, guild }: Channel): Record<string, unknown> {
    return { id, type, name: name ?? null, parent_id: parent ?? null, ...(guild === undefined ? {} : { guild_id: guild }) };
  }

  /** As the API shows it; the gateway adds where it is and what was sent along. */
  shown(channel: Channel, message: Message): Record<string, unknown> {
    const answered = message.replyTo === undefined ? undefined : this.find(`${message.replyTo.channel}:${message.replyTo.id}`);
    const attachments = message.attachments.map((one) => ({ ...one, ...this.signed(one as { url: string }) }));
    return checked('MessageResponse', {
      id: message.id, channel_id: channel.id, author: this.shownUser(message.author), content: message.content, type: message.type, timestamp: message.at, edited_timestamp: message.edited, flags: 0,
      mentions: [...message.content.matchAll(/<@(\d+)>/g)].flatMap(([, id = '']) => { const person = this.people.get(id); return person === undefined ? [] : [this.shownUser(person)]; }),
      mention_roles: [], mention_everyone: false, pinned: false, tts: false, attachments,
      ...(message.stickers.length === 0 ? {} : { sticker_items: message.stickers }),
      ...(message.replyTo === undefined ? {} : { message_reference: { type: 0, channel_id: channel.id, message_id: message.replyTo.id }, referenced_message: answered === undefined ? null : { id: answered.message.id, channel_id: channel.id, author: this.shownUser(answered.message.author), content: answered.message.content, type: answered.message.type, timestamp: answered.message.at } }),
      ...(message.reactions.size === 0 ? {} : { reactions: [...message.reactions].map(([name, who]) => ({ emoji: { id: null, name }, count: who.size, me: who.has(this.bot.id), count_details: { burst: 0, normal: who.size }, burst_colors: [], me_burst: false })).map(({ emoji, count, me }) => ({ emoji, count, me })) }),
    });
  }

  private signed({ url }: { url: string }): { url: string; proxy_url: string } {
    const fresh = url.replace(/ex=\d+/, `ex=${this.signature}`);
    return { url: fresh, proxy_url: fresh };
  }
}
