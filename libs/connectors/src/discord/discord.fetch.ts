import { ConnectorError, type Delivery } from '../contract';
import { callDiscord, type DiscordContext } from './discord.client';
import { isLater, snowflakeAt } from './discord.ids';
import { message as messageSchema, page, user, users, type Delivered, type Place } from './discord.payloads';
import { Places } from './discord.places';

const pageSize = 100;
const mostPages = 200;
const mostEmoji = 20;
const longestWaitMs = 60_000;

export function deliveryOf(kept: Delivered, externalId?: string): Delivery {
  return { ...(externalId === undefined ? {} : { externalId }), contentType: 'application/json', body: Buffer.from(JSON.stringify(kept)) };
}

/** The same message yields the same delivery, whichever way it came; an edited one another. */
export function messageDelivery(message: unknown, { me, place }: { me: string; place: Place }): { delivery: Delivery; id: string } | undefined {
  const read = messageSchema.safeParse(message).data;
  if (read === undefined) return undefined;
  const edited = typeof read.edited_timestamp === 'string' ? `:${read.edited_timestamp}` : '';
  return { id: read.id, delivery: deliveryOf({ what: 'message', me, place, message }, `m:${read.id}${edited}`) };
}

/** Oldest first, from right behind an id to the present. */
export async function* messagesAfter(ctx: DiscordContext, place: Place, { after, me }: { after: string; me: string }): AsyncIterable<{ deliveries: Delivery[]; last: string }> {
  let last = after;
  for (let count = 0; count < mostPages; count += 1) {
    const found = await patiently(() => callDiscord(ctx, 'GET', `/channels/${place.id}/messages`, { query: { after: last, limit: pageSize }, result: page }));
    const kept = found.flatMap((one) => messageDelivery(one, { me, place }) ?? []).sort((a, b) => (isLater(a.id, b.id) ? 1 : -1));
    const newest = kept.at(-1)?.id;
    if (newest === undefined || !isLater(newest, last)) return;
    last = newest;
    yield { deliveries: kept.map(({ delivery }) => delivery), last };
    if (found.length < pageSize) return;
  }
}

/** Wherever something may have been said: the places on servers, and private chats that we know of. */
export async function placesToAsk(ctx: DiscordContext, places: Places): Promise<Place[]> {
  const direct = ctx.settings.directMessages ? knownChats(ctx.settings.privateChannels).map((id): Place => ({ kind: 'direct', id })) : [];
  return [...(await patiently(() => places.all())), ...direct];
}

export const knownChats = (kept: string): string[] => kept.split(',').filter((id) => /^\d+$/.test(id));

export async function* history(ctx: DiscordContext, since: Date): AsyncIterable<Delivery[]> {
  const { id: me } = await callDiscord(ctx, 'GET', '/users/@me', { result: user });
  for (const place of await placesToAsk(ctx, new Places(ctx))) {
    for await (const { deliveries } of unlessClosed(messagesAfter(ctx, place, { after: snowflakeAt(since.getTime()), me }))) yield deliveries;
    // Also without news: whoever compares may stop between two.
    yield [];
  }
}

/** A channel that was deleted or closed to us has nothing to tell, and must not hold up the others. */
export async function* unlessClosed<T>(pages: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* pages;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
  }
}

/** Reading many chats meets Discord's limits: the wait that it names is waited. */
export async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.retryAfterMs === undefined || error.retryAfterMs > longestWaitMs || attempt >= 4) throw error;
      await new Promise((wake) => setTimeout(wake, error.retryAfterMs));
    }
  }
}

/** 'reactions:<channel>:<message>:<person>:<direct|server>': all that this person has there now. */
export async function lookup(ctx: DiscordContext, ref: string): Promise<Delivery[]> {
  const [, channel, id, person, where] = /^reactions:(\d+):(\d+):(\d+):(direct|server)$/.exec(ref) ?? [];
  if (channel === undefined || id === undefined || person === undefined) throw new ConnectorError('rejected', 'This does not point at anything', { reason: 'message-gone' });
  try {
    const { reactions } = await callDiscord(ctx, 'GET', `/channels/${channel}/messages/${id}`, { result: messageSchema });
    const emojis: string[] = [];
    for (const { emoji, count = 0, me } of reactions.slice(0, mostEmoji)) {
      // In private there are the two of us, so that the count tells whose it is.
      const theirs = where === 'direct' ? count - (me === true ? 1 : 0) > 0 : await reactedWith(ctx, { channel, id, person }, emoji);
      if (theirs) emojis.push(shown(emoji));
    }
    return [deliveryOf({ what: 'reactions', channel, id, user: person, emojis, at: ctx.now().toISOString() })];
  } catch (error) {
    if (error instanceof ConnectorError && (error.reason === 'message-gone' || error.reason === 'chat-not-found')) return [];
    throw error;
  }
}

type Emoji = { id?: string | null | undefined; name?: string | null | undefined };

async function reactedWith(ctx: DiscordContext, { channel, id, person }: { channel: string; id: string; person: string }, emoji: Emoji): Promise<boolean> {
  const named = encodeURIComponent(typeof emoji.id === 'string' ? `${emoji.name ?? '_'}:${emoji.id}` : (emoji.name ?? ''));
  // Listed by id: right behind the one before is the one itself, if it is there.
  const before = (BigInt(person) - 1n).toString();
  const [first] = await callDiscord(ctx, 'GET', `/channels/${channel}/messages/${id}/reactions/${named}`, { query: { after: before, limit: 1 }, result: users });
  return first?.id === person;
}

const shown = ({ id, name }: Emoji): string => (typeof id === 'string' ? `:${name ?? 'emoji'}:` : (name ?? ''));
