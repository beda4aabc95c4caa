import { ConnectorError } from '../contract';
import { callDiscord, type DiscordContext } from './discord.client';
import { activeThreads, channel as channelSchema, type Channel, type Place } from './discord.payloads';

const threadTypes = new Set([10, 11, 12]);
/** Forums and media channels hold threads and nothing else. */
const roomsOnly = new Set([15, 16]);
const mostRemembered = 5_000;

/** Which channel is ours to read, from what the gateway told of the servers, or by asking. */
export class Places {
  private readonly known = new Map<string, Channel | undefined>();

  constructor(private readonly ctx: DiscordContext) {}

  learn(channel: Channel): void {
    if (this.known.size > mostRemembered) this.known.clear();
    this.known.set(channel.id, channel);
  }

  /** Undefined: not ours. */
  async of(channel: string, guild: string | undefined): Promise<Place | undefined> {
    const { channels, directMessages } = this.ctx.settings;
    if (guild === undefined) return directMessages ? { kind: 'direct', id: channel } : undefined;
    if (channels.length === 0) return undefined;
    const found = await this.ask(channel);
    return found === undefined ? undefined : placeOf(found, channels, guild);
  }

  /** Every place in which something may have been said: listed channels and their open threads. */
  async all(): Promise<Place[]> {
    const { channels } = this.ctx.settings;
    const places: Place[] = [];
    const guilds = new Set<string>();
    for (const id of channels) {
      const found = await this.ask(id);
      if (found?.guild_id === undefined) continue;
      guilds.add(found.guild_id);
      const place = placeOf(found, channels, found.guild_id);
      if (place !== undefined && !roomsOnly.has(found.type ?? 0)) places.push(place);
    }
    for (const guild of guilds) {
      const { threads } = await callDiscord(this.ctx, 'GET', `/guilds/${guild}/threads/active`, { result: activeThreads });
      for (const thread of threads) {
        this.learn(thread);
        const place = placeOf(thread, channels, guild);
        if (place !== undefined && !places.some(({ id }) => id === place.id)) places.push(place);
      }
    }
    return places;
  }

  private async ask(id: string): Promise<Channel | undefined> {
    if (this.known.has(id)) return this.known.get(id);
    try {
      this.learn(await callDiscord(this.ctx, 'GET', `/channels/${id}`, { result: channelSchema }));
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
      this.known.set(id, undefined);
    }
    return this.known.get(id);
  }
}

function placeOf({ id, name, type, parent_id: parent }: Channel, channels: readonly string[], guild: string): Place | undefined {
  const thread = threadTypes.has(type ?? 0);
  if (!channels.includes(id) && !(thread && typeof parent === 'string' && channels.includes(parent))) return undefined;
  return { kind: thread ? 'thread' : 'channel', id, guild, ...(typeof name === 'string' ? { name } : {}) };
}
