import { z } from 'zod';
import { ConnectorError, type Delivery, type Emit, type Json } from '../contract';
import type { DiscordContext } from './discord.client';
import { deliveryOf, knownChats, messageDelivery, messagesAfter, placesToAsk, unlessClosed } from './discord.fetch';
import { openGateway, type Dispatch, type Gateway, type Session } from './discord.gateway';
import { isLater, snowflakeAt } from './discord.ids';
import { bulkDeletion, channel as channelSchema, cleared, deletion, guild as guildSchema, message as messageSchema, reaction, ready, snowflake, typing, type Place } from './discord.payloads';
import { Places } from './discord.places';

/** `last`: the newest message that was kept, for the time when the session is gone. */
const cursorSchema = z.object({ session: z.object({ id: z.string(), url: z.string(), seq: z.number().int() }).optional(), me: snowflake.optional(), last: snowflake.optional() });
type Cursor = z.infer<typeof cursorSchema>;

const keepEveryMs = 60_000;
const mostChats = 300;
/** Messages of one moment may come in another order than their numbers. */
const overlapMs = 60_000;
/** A connection that holds no longer than this is none. */
const shortMs = 10_000;
const silent = /^(READY|RESUMED|PRESENCE_|GUILD_|CHANNEL_|THREAD_|VOICE_|STAGE_|INVITE_|INTEGRATION_|INTERACTION_|USER_|APPLICATION_|AUTO_MODERATION_|ENTITLEMENT_|SUBSCRIPTION_|SOUNDBOARD_|WEBHOOKS_|MESSAGE_POLL_|RATE_LIMITED)/;

/** Connects, goes on where it was after each break, and reads what it missed when Discord does not know the session any more. */
export async function stream(ctx: DiscordContext, stored: Json | undefined, { emit, signal }: { emit: Emit; signal: AbortSignal }): Promise<void> {
  const reader = new Reader(ctx, emit, cursorSchema.safeParse(stored).data ?? {});
  let quick = 0;
  while (!signal.aborted) {
    const began = Date.now();
    const gateway = await connect(ctx, reader, signal);
    try {
      await reader.follow(gateway, signal);
    } finally {
      gateway.close();
    }
    if (signal.aborted) return;
    const { ending } = gateway;
    if (ending?.how === 'failed') throw ending.error;
    if (ending?.how === 'identify') reader.forget();
    quick = Date.now() - began < shortMs ? quick + 1 : 0;
    if (quick >= 3) throw new ConnectorError('unavailable', 'Discord closes the connection again and again', { reason: 'no-answer' });
    // Discord asks for some seconds before a new session.
    await later(ending?.how === 'identify' ? 1_000 + Math.random() * 4_000 : 200 + Math.random() * 800, signal);
  }
}

async function connect(ctx: DiscordContext, reader: Reader, signal: AbortSignal): Promise<Gateway> {
  if (reader.session !== undefined) {
    try {
      return await openGateway(ctx, reader.session, signal);
    } catch (error) {
      // The one server that knows the session may be gone: what it would have told is read from the channels instead.
      if (!(error instanceof ConnectorError) || error.kind !== 'unavailable' || signal.aborted) throw error;
      reader.forget();
    }
  }
  return openGateway(ctx, undefined, signal);
}

class Reader {
  session: Session | undefined;
  private readonly places: Places;
  private readonly chats: Set<string>;
  private readonly strange = new Set<string>();
  private me: string | undefined;
  private last: string;
  /** Where the last gap began. */
  private since: string;
  private keptAt = 0;
  private serial = 0;
  private catching = false;

  constructor(private readonly ctx: DiscordContext, private readonly emit: Emit, { session, me, last }: Cursor) {
    this.places = new Places(ctx);
    this.chats = new Set(knownChats(ctx.settings.privateChannels));
    this.session = me === undefined ? undefined : session;
    this.me = me;
    this.last = last ?? snowflakeAt((ctx.addedAt ?? ctx.now()).getTime());
    this.since = this.last;
  }

  forget(): void {
    this.session = undefined;
  }

  /** Until the connection ends; what it had handed over by then is kept. */
  async follow(gateway: Gateway, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const dispatches = await gateway.next(keepEveryMs);
      const deliveries: Delivery[] = [];
      let fresh = false;
      for (const dispatch of dispatches) {
        if (this.greet(dispatch)) {
          // Before anything newer is taken, which would hide how much was missed.
          await this.catchUp();
          fresh = true;
        }
        deliveries.push(...(await this.take(dispatch)));
      }
      if (this.session !== undefined && gateway.seq !== undefined) this.session = { ...this.session, seq: gateway.seq };
      if (deliveries.length > 0 || fresh || Date.now() - this.keptAt > keepEveryMs) await this.keep(deliveries);
      if (dispatches.length === 0 && gateway.ending !== undefined) return;
    }
  }

  /** Whether a new session began, which tells nothing of what was before. */
  private greet({ type, data }: Dispatch): boolean {
    const told = type === 'READY' ? ready.safeParse(data).data : undefined;
    if (told === undefined) return false;
    this.me = told.user.id;
    this.session = { id: told.session_id, url: told.resume_gateway_url ?? '', seq: 0 };
    if (this.session.url === '') this.session = undefined;
    return true;
  }

  private async take({ type, data }: Dispatch): Promise<Delivery[]> {
    switch (type) {
      case 'MESSAGE_CREATE':
        return this.message(data, 'message');
      case 'MESSAGE_UPDATE':
        return this.message(data, 'edit');
      case 'MESSAGE_DELETE': {
        const gone = deletion.safeParse(data).data;
        return gone === undefined || (await this.places.of(gone.channel_id, gone.guild_id)) === undefined ? [] : [this.deletion(gone.channel_id, gone.id)];
      }
      case 'MESSAGE_DELETE_BULK': {
        const gone = bulkDeletion.safeParse(data).data;
        return gone === undefined || (await this.places.of(gone.channel_id, gone.guild_id)) === undefined ? [] : gone.ids.map((id) => this.deletion(gone.channel_id, id));
      }
      case 'MESSAGE_REACTION_ADD':
      case 'MESSAGE_REACTION_REMOVE':
        return this.reacted(data);
      case 'TYPING_START': {
        const told = typing.safeParse(data).data;
        if (told === undefined || told.guild_id !== undefined || told.user_id === this.me) return [];
        return [deliveryOf({ what: 'typing', channel: told.channel_id, user: told.user_id, at: new Date((told.timestamp ?? 0) * 1000).toISOString() })];
      }
      case 'GUILD_CREATE': {
        const told = guildSchema.safeParse(data).data;
        for (const one of [...(told?.channels ?? []), ...(told?.threads ?? [])]) this.places.learn({ ...one, guild_id: told?.id });
        return [];
      }
      case 'CHANNEL_CREATE':
      case 'CHANNEL_UPDATE':
      case 'THREAD_CREATE':
      case 'THREAD_UPDATE': {
        const told = channelSchema.safeParse(data).data;
        if (told !== undefined) this.places.learn(told);
        return [];
      }
      case 'MESSAGE_REACTION_REMOVE_ALL':
      case 'MESSAGE_REACTION_REMOVE_EMOJI': {
        const told = cleared.safeParse(data).data;
        if (told !== undefined) this.ctx.log.info({ message: told.message_id }, 'a moderator took reactions away');
        return [];
      }
      default:
        // Once each: a kind of tomorrow may come every second.
        if (type === '' || silent.test(type) || this.strange.has(type)) return [];
        this.strange.add(type);
        return [deliveryOf({ what: 'other', event: type.slice(0, 60) }, `other:${this.session?.id ?? this.me ?? ''}:${type.slice(0, 60)}`)];
    }
  }

  private async message(data: unknown, what: 'message' | 'edit'): Promise<Delivery[]> {
    const read = messageSchema.safeParse(data).data;
    const me = this.me;
    if (read === undefined || me === undefined) return [];
    const place = await this.places.of(read.channel_id, read.guild_id);
    if (place === undefined) return [];
    const missed = place.kind === 'direct' ? await this.meet(place, me) : [];
    if (what === 'edit') return typeof read.edited_timestamp === 'string' && read.content !== undefined ? [...missed, deliveryOf({ what, me, place, message: data }, `e:${read.id}:${read.edited_timestamp}`)] : missed;
    if (isLater(read.id, this.last)) this.last = read.id;
    const { delivery } = messageDelivery(data, { me, place }) ?? {};
    return delivery === undefined ? missed : [...missed.filter(({ externalId }) => externalId !== delivery.externalId), delivery];
  }

  private deletion(channel: string, id: string): Delivery {
    return deliveryOf({ what: 'deletion', channel, id, at: this.ctx.now().toISOString() }, `d:${id}`);
  }

  private async reacted(data: unknown): Promise<Delivery[]> {
    const told = reaction.safeParse(data).data;
    if (told === undefined || told.user_id === this.me) return [];
    const place = await this.places.of(told.channel_id, told.guild_id);
    if (place === undefined) return [];
    this.serial += 1;
    return [deliveryOf({ what: 'reacted', channel: told.channel_id, id: told.message_id, user: told.user_id, direct: place.kind === 'direct' }, `r:${told.message_id}:${told.user_id}:${this.ctx.now().getTime()}:${this.serial}`)];
  }

  /**
   * Bots are not told their private chats, so those that wrote are kept, to be asked after a gap. One that we see for the first time
   * may have begun during the last gap.
   */
  private async meet(place: Place, me: string): Promise<Delivery[]> {
    if (this.chats.has(place.id)) return [];
    const missed: Delivery[] = [];
    for await (const { deliveries } of unlessClosed(messagesAfter(this.ctx, place, { after: this.since, me }))) missed.push(...deliveries);
    this.chats.add(place.id);
    await this.ctx.secrets.update((current) => Promise.resolve({ privateChannels: [...knownChats(current.privateChannels).filter((id) => id !== place.id), place.id].slice(-mostChats).join(',') }));
    return missed;
  }

  /** From the newest that we have, with an overlap; what we have already is not kept twice. */
  private async catchUp(): Promise<void> {
    const me = this.me;
    if (me === undefined) return;
    const added = snowflakeAt((this.ctx.addedAt ?? new Date(0)).getTime());
    const before = (BigInt(this.last) - (BigInt(overlapMs) << 22n)).toString();
    const after = isLater(before, added) ? before : isLater(this.last, added) ? added : this.last;
    this.since = after;
    let newest = this.last;
    this.catching = true;
    for (const place of await placesToAsk(this.ctx, this.places)) {
      for await (const { deliveries, last } of unlessClosed(messagesAfter(this.ctx, place, { after, me }))) {
        if (isLater(last, newest)) newest = last;
        // The place is moved only when all have been asked; until then a break begins it anew.
        await this.keep(deliveries);
      }
    }
    this.catching = false;
    if (isLater(newest, this.last)) this.last = newest;
  }

  private async keep(deliveries: Delivery[]): Promise<void> {
    const cursor: Record<string, Json> = { last: this.last, ...(this.me === undefined ? {} : { me: this.me }), ...(this.session === undefined || this.catching ? {} : { session: { ...this.session } }) };
    this.keptAt = Date.now();
    await this.emit({ deliveries, cursor });
  }
}

function later(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
