import { z } from 'zod';
import { ConnectorError, type Delivery, type Emit, type Json } from '../contract';
import { call, path, type MatrixContext } from './matrix.client';
import { Deliveries, type Room } from './matrix.deliveries';
import { event as eventSchema, messagesAnswer, syncAnswer, type SyncAnswer } from './matrix.payloads';

const pollMs = 30_000;
const pageSize = 100;
/** Of one gap in one room; older than that, the hourly comparison finds it. */
const mostPages = 50;
const atOnce = 200;

const cursorSchema = z.object({ since: z.string(), at: z.iso.datetime() });

/** Presence and settings of the account are nobody's business here; members come along as far as somebody speaks. */
export const syncFilter = JSON.stringify({
  presence: { types: [] },
  account_data: { types: [] },
  room: { timeline: { limit: 50, lazy_load_members: true }, state: { types: ['m.room.member', 'm.room.name', 'm.room.encryption'], lazy_load_members: true }, ephemeral: { types: ['m.receipt', 'm.typing'] }, account_data: { types: [] } },
});

/** Long polling: `since` is asked for again until what came after it is stored. */
export async function stream(ctx: MatrixContext, stored: Json | undefined, { emit, signal }: { emit: Emit; signal: AbortSignal }): Promise<void> {
  const cursor = cursorSchema.safeParse(stored).data;
  const reader = new SyncReader(ctx, emit);
  let since = cursor?.since;
  let until = cursor === undefined ? (ctx.addedAt ?? ctx.now()) : new Date(cursor.at);
  while (!signal.aborted) {
    const began = ctx.now();
    let answer: SyncAnswer;
    try {
      answer = await sync(ctx, since, signal);
    } catch (error) {
      if (signal.aborted) return;
      // A homeserver that was set up anew does not know where we were.
      if (since !== undefined && error instanceof ConnectorError && error.reason === 'refused') { since = undefined; continue; }
      throw error;
    }
    const busy = await reader.take(answer, { since, until });
    since = answer.next_batch;
    until = began;
    // A long poll that comes back empty at once was cut short by something in between.
    if (!busy && ctx.now().getTime() - began.getTime() < 500) await pause(500, signal);
  }
}

function sync(ctx: MatrixContext, since: string | undefined, signal: AbortSignal): Promise<SyncAnswer> {
  return call(ctx, {
    path: '/_matrix/client/v3/sync',
    query: { filter: syncFilter, set_presence: 'offline', ...(since === undefined ? { timeout: '0' } : { since, timeout: String(pollMs) }) },
    result: syncAnswer, timeoutMs: pollMs + 60_000, signal,
  });
}

class SyncReader {
  private readonly deliveries: Deliveries;

  constructor(private readonly ctx: MatrixContext, private readonly emit: Emit) {
    this.deliveries = new Deliveries(ctx, ctx.settings.userId);
  }

  /** Stores what one answer told, and only with the last of it that it was read. Answers whether there was anything. */
  async take({ next_batch: next, rooms = {} }: SyncAnswer, { since, until }: { since: string | undefined; until: Date }): Promise<boolean> {
    const cursor = { since: next, at: this.ctx.now().toISOString() };
    const before = since === undefined ? undefined : { since, at: until.toISOString() };
    const found: Delivery[] = [];
    for (const [id, told] of Object.entries(rooms.join ?? {})) {
      const room = this.deliveries.room(id);
      this.deliveries.learn(room, told.state?.events ?? []);
      const { events = [], limited = false, prev_batch: from } = told.timeline ?? {};
      // Before the channel was, the room was somebody else's business.
      const gap = limited && from !== undefined ? await this.between(room, from, { since, until }) : [];
      const timeline = since === undefined ? events.filter((raw) => isAfter(raw, until)) : events;
      found.push(...(await this.deliveries.of(room, [...gap, ...timeline])), ...this.signals(room, told.ephemeral?.events ?? [], since));
    }
    for (const [id, told] of Object.entries(rooms.invite ?? {})) found.push(...(await this.answerInvitation(id, told.invite_state?.events ?? [])));
    // In portions, so that one busy day is not one transaction; a portion that is read twice is known by its ids.
    while (before !== undefined && found.length > atOnce) await this.emit({ deliveries: found.splice(0, atOnce), cursor: before });
    if (found.length > 0 || since !== next) await this.emit({ deliveries: found, cursor });
    return found.length > 0 || Object.keys(rooms.invite ?? {}).length > 0;
  }

  /** What the server left out of a long timeline. */
  private async between(room: Room, from: string, { since, until }: { since: string | undefined; until: Date }): Promise<unknown[]> {
    const gap: unknown[] = [];
    // The clocks of other servers are not ours.
    const oldest = since === undefined ? until : new Date(until.getTime() - 3_600_000);
    for await (const page of backwards(this.ctx, room, { from, to: since })) {
      this.deliveries.learn(room, page.state);
      gap.unshift(...page.events.filter((raw) => since !== undefined || isAfter(raw, oldest)));
      if (page.events.every((raw) => !isAfter(raw, oldest))) break;
    }
    return gap;
  }

  private signals(room: Room, ephemeral: readonly unknown[], since: string | undefined): Delivery[] {
    const { userId: me } = this.ctx.settings;
    const found: Delivery[] = [];
    for (const raw of ephemeral) {
      const receipts = receiptEvent.safeParse(raw).data;
      for (const [eventId, told] of Object.entries(receipts?.content ?? {})) {
        for (const [userId, { ts }] of Object.entries({ ...told['m.read.private'], ...told['m.read'] })) {
          if (userId !== me && ts !== undefined) found.push(this.deliveries.delivery(room, { receipt: { eventId, userId, ts } }, { id: `receipt:${room.id}:${userId}:${eventId}`, sender: userId }));
        }
      }
      // What was being typed when we were away is long sent.
      const typing = since === undefined ? undefined : typingEvent.safeParse(raw).data;
      for (const userId of typing?.content.user_ids ?? []) if (userId !== me) found.push(this.deliveries.delivery(room, { typing: { userId, at: this.ctx.now().toISOString() } }, { sender: userId }));
    }
    return found;
  }

  private async answerInvitation(roomId: string, states: readonly unknown[]): Promise<Delivery[]> {
    const { userId: me, joinInvites } = this.ctx.settings;
    const room = this.deliveries.room(roomId);
    this.deliveries.learn(room, states);
    const by = states.map((raw) => inviteEvent.safeParse(raw).data).find((one) => one?.state_key === me)?.sender ?? '';
    if (!joinInvites) return [this.deliveries.delivery(room, { invite: { by, at: this.ctx.now().toISOString() } }, { id: `invite:${roomId}:${by}`, sender: by })];
    try {
      await call(this.ctx, { method: 'POST', path: path`/_matrix/client/v3/rooms/${roomId}/join`, result: z.object({ room_id: z.string() }) });
    } catch (error) {
      // The room may be gone by now; one invitation must not hold up the others.
      if (!(error instanceof ConnectorError) || error.kind === 'unauthorized' || error.reason === 'rate-limited' || error.reason === 'unreachable') throw error;
      this.ctx.log.warn({ roomId, reason: error.reason }, 'an invitation could not be accepted');
    }
    return [];
  }
}

export interface HistoryPage { events: unknown[]; state: unknown[] }

/** Pages towards the past; the events of each in the order in which they happened. */
export async function* backwards(ctx: MatrixContext, room: Room, { from, to }: { from?: string | undefined; to?: string | undefined }): AsyncGenerator<HistoryPage> {
  let at = from;
  for (let page = 0; page < mostPages; page += 1) {
    const { chunk, end, state = [] } = await call(ctx, {
      path: path`/_matrix/client/v3/rooms/${room.id}/messages`,
      query: { dir: 'b', limit: String(pageSize), filter: JSON.stringify({ lazy_load_members: true }), ...(at === undefined ? {} : { from: at }), ...(to === undefined ? {} : { to }) },
      result: messagesAnswer, timeoutMs: 60_000,
    });
    if (chunk.length > 0) yield { events: [...chunk].reverse(), state };
    if (end === undefined || end === at || end === to) return;
    at = end;
  }
  ctx.log.warn({ roomId: room.id, pages: mostPages }, 'more messages in a room than one pass reads');
}

/** All that the joined rooms still hold since then. */
export async function* history(ctx: MatrixContext, since: Date): AsyncIterable<Delivery[]> {
  const deliveries = new Deliveries(ctx, ctx.settings.userId);
  const { joined_rooms: rooms } = await call(ctx, { path: '/_matrix/client/v3/joined_rooms', result: z.object({ joined_rooms: z.array(z.string()) }) });
  for (const id of rooms) {
    const room = deliveries.room(id);
    const pages: unknown[][] = [];
    for await (const { events, state } of backwards(ctx, room, {})) {
      deliveries.learn(room, state);
      pages.unshift(events.filter((raw) => isAfter(raw, since)));
      if (events.some((raw) => !isAfter(raw, since))) break;
    }
    for (const events of pages) if (events.length > 0) yield await deliveries.of(room, events);
  }
}

function isAfter(raw: unknown, time: Date): boolean {
  const read = eventSchema.safeParse(raw).data;
  return read !== undefined && read.origin_server_ts >= time.getTime();
}

const marks = z.record(z.string(), z.object({ ts: z.number().optional() })).optional().catch(undefined);
const receiptEvent = z.object({ type: z.literal('m.receipt'), content: z.record(z.string(), z.object({ 'm.read': marks, 'm.read.private': marks })) });
const typingEvent = z.object({ type: z.literal('m.typing'), content: z.object({ user_ids: z.array(z.string()).max(100) }) });
const inviteEvent = z.object({ type: z.literal('m.room.member'), state_key: z.string(), sender: z.string(), content: z.object({ membership: z.literal('invite') }) });

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
