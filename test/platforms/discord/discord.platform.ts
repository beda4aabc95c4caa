import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Accepted, ApiAnswer, ApiCall, Customer, Happened, PlatformEvent, PlatformModule, Saying, Simulated } from '../platform';
import { DiscordApi, refuse, tooLong } from './discord.api';
import { PlayedGateway } from './discord.gateway';
import { World, type Channel, type Message } from './discord.world';

interface Told { t: string; d: object; intent: number }

const token = 'token.of.the.played.discord.bot';
const intents = { guilds: 1, guildMessages: 1 << 9, guildReactions: 1 << 10, direct: 1 << 12, directReactions: 1 << 13, directTyping: 1 << 14 };

export class DiscordSimulation implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly faults: string[] = [];
  readonly world: World;
  readonly gateway: PlayedGateway;
  readonly api: DiscordApi;
  readonly failures: Simulated['failures'] = {
    'rate-limited': { status: 429, headers: { 'retry-after': '1', 'x-ratelimit-scope': 'user', 'x-ratelimit-bucket': 'played' }, body: { message: 'You are being rate limited.', retry_after: 0.6, global: false } },
    'server-error': { status: 502, body: '<html>bad gateway</html>' },
    'token-expired': refuse(401, 0, '401: Unauthorized'),
    forbidden: refuse(403, 50_013, 'Missing Permissions'),
    blocked: refuse(403, 50_007, 'Cannot send messages to this user'),
    'too-long': tooLong,
  };
  private unknown = 0;

  constructor(private readonly platform: { root: string; now(): Date; emit(events: PlatformEvent[]): void }) {
    this.world = new World(platform.root, platform.now);
    this.gateway = new PlayedGateway(token, platform.root, {
      me: () => this.world.shownUser(this.world.bot),
      servers: () => [{ id: this.world.guild, name: 'Played', channels: [this.world.help, this.world.forum].map(({ guild: _none, ...channel }) => this.world.shownChannel(channel)), threads: [] }],
      fault: (words) => this.faults.push(words),
    });
    this.api = new DiscordApi(this.world, this.gateway, { token, accepted: this.accepted, said: (channel, message) => { platform.emit([this.created(channel, message)]); } });
  }

  settings(): Record<string, unknown> {
    const { root } = this.platform;
    return { botToken: token, channels: [this.world.help.id, this.world.forum.id], apiUrl: `${root}/api/v10`, cdnUrl: `${root}/cdn`, mediaUrl: `${root}/cdn` };
  }

  isSend({ method, path }: ApiCall): boolean {
    return method === 'POST' && /^\/api\/v10\/channels\/\d+\/messages$/.test(path);
  }

  handle(call: ApiCall): ApiAnswer {
    return this.api.handle(call);
  }

  upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.gateway.upgrade(raw, socket, head);
  }

  push(events: PlatformEvent[]): void {
    for (const { payload } of events) {
      const { t, d, intent } = payload as Told; // made below
      this.gateway.push(t, d, intent);
    }
  }

  close(): void {
    this.gateway.close();
  }

  customer(name = 'Dana Doe'): Customer {
    return this.world.person(name);
  }

  say(saying: Saying): Happened {
    const { postId } = saying.public ?? {};
    return this.sayIn(postId ?? (saying.public === undefined ? this.world.direct(saying.from.id).id : this.world.help.id), saying);
  }

  sayIn(channelId: string, { from, text = '', media = [], replyTo, nameless }: Saying): Happened {
    const channel = this.world.channels.get(channelId);
    const author = this.world.people.get(from.id);
    if (channel === undefined || author === undefined) throw new Error('nobody, or nowhere');
    if (nameless === true) Object.assign(author, { global_name: null, username: 'deleted_user_0', avatar: null });
    const answered = replyTo === undefined ? undefined : this.world.find(replyTo);
    const message = this.world.put(channel, { author, content: text, attachments: media.map((one) => this.world.attach(channel, one)), ...(answered === undefined ? {} : { replyTo: { channel: channel.id, id: answered.message.id } }) });
    return { externalId: `${channel.id}:${message.id}`, events: [this.created(channel, message)] };
  }

  sticker(from: Customer, name: string, format: number): Happened {
    const channel = this.world.direct(from.id);
    const message = this.world.put(channel, { author: this.world.people.get(from.id)!, stickers: [{ id: this.world.snowflake(), name, format_type: format }] });
    return { externalId: `${channel.id}:${message.id}`, events: [this.created(channel, message)] };
  }

  edit(externalId: string, text: string): Happened {
    const { channel, message } = this.must(externalId);
    message.content = text;
    message.edited = new Date(this.platform.now().getTime()).toISOString();
    return { externalId, events: [this.told(channel, 'MESSAGE_UPDATE', this.world.shown(channel, message))] };
  }

  remove(externalId: string): Happened {
    const { channel, message } = this.must(externalId);
    channel.messages = channel.messages.filter((one) => one !== message);
    return { externalId, events: [this.told(channel, 'MESSAGE_DELETE', { id: message.id, channel_id: channel.id })] };
  }

  react(externalId: string, from: Customer, emoji: string | null): Happened {
    const { channel, message } = this.must(externalId);
    const event = (t: string, name: string): PlatformEvent => this.told(channel, t, { user_id: from.id, channel_id: channel.id, message_id: message.id, emoji: { id: null, name }, burst: false, type: 0 }, channel.with === undefined ? intents.guildReactions : intents.directReactions);
    if (emoji !== null) {
      message.reactions.set(emoji, (message.reactions.get(emoji) ?? new Set()).add(from.id));
      return { externalId, events: [event('MESSAGE_REACTION_ADD', emoji)] };
    }
    const gone = [...message.reactions].filter(([, who]) => who.delete(from.id)).map(([name]) => name);
    for (const [name, who] of [...message.reactions]) if (who.size === 0) message.reactions.delete(name);
    return { externalId, events: gone.map((name) => event('MESSAGE_REACTION_REMOVE', name)) };
  }

  typing(from: Customer): Happened {
    const channel = this.world.direct(from.id);
    return { externalId: '', events: [this.told(channel, 'TYPING_START', { channel_id: channel.id, user_id: from.id, timestamp: Math.floor(this.platform.now().getTime() / 1000) }, intents.directTyping)] };
  }

  /** Another program with the same bot's token. */
  answeredElsewhere(to: Customer, text: string): Happened {
    const channel = this.world.direct(to.id);
    const message = this.world.put(channel, { author: this.world.bot, content: text });
    return { externalId: `${channel.id}:${message.id}`, events: [this.created(channel, message)] };
  }

  /** A question in the forum, below which people write. */
  post(text: string): string {
    const thread = this.world.channel({ type: 11, name: text, parent: this.world.forum.id });
    this.push([this.told(thread, 'THREAD_CREATE', this.world.shownChannel(thread), intents.guilds)]);
    return thread.id;
  }

  unknownEvent(): Happened {
    this.unknown += 1;
    return { externalId: '', events: [{ payload: { t: `TELEPATHY_${this.unknown}`, d: { thought: 'hm' }, intent: ~0 } satisfies Told }] };
  }

  unknownMessage(from: Customer): Happened {
    const channel = this.world.direct(from.id);
    const message = this.world.put(channel, { author: this.world.people.get(from.id)! });
    return { externalId: `${channel.id}:${message.id}`, events: [this.told(channel, 'MESSAGE_CREATE', { ...this.world.shown(channel, message), type: 99, hologram: { cubes: 3 } })] };
  }

  private created(channel: Channel, message: Message): PlatformEvent {
    return this.told(channel, 'MESSAGE_CREATE', { ...this.world.shown(channel, message), ...(message.nonce === undefined ? {} : { nonce: message.nonce }) });
  }

  private told(channel: Channel, t: string, d: object, intent = channel.with === undefined ? intents.guildMessages : intents.direct): PlatformEvent {
    const where = channel.guild === undefined ? {} : { guild_id: channel.guild, ...(t.startsWith('MESSAGE_CREATE') ? { member: { roles: [] as string[] } } : {}) };
    return { payload: { t, d: { ...d, ...where }, intent } satisfies Told };
  }

  private must(externalId: string): { channel: Channel; message: Message } {
    const found = this.world.find(externalId);
    if (found === undefined) throw new Error('nobody wrote that');
    return found;
  }
}

export const discordPlatform: PlatformModule<DiscordSimulation> = { id: 'discord', label: 'Discord', create: (platform) => new DiscordSimulation(platform) };
