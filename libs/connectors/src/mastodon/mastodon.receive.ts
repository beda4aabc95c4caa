import { z } from 'zod';
import { ConnectorError, type Delivery, type Emit, type Json } from '../contract';
import type { MastodonContext } from './mastodon.client';
import { Gatherer, isLater, notificationsAfter, notificationsSince, ownAfter } from './mastodon.fetch';
import { notification as notificationSchema, status as statusSchema } from './mastodon.payloads';
import { learn } from './mastodon.server';
import type { ServerFacts } from './mastodon.settings';
import { openStream, type StreamEvent } from './mastodon.socket';

/** What the stream lost, if it ever does, is found by asking so often; without a stream it is all that there is. */
const askAgainMs = 60_000;
const askWithoutStreamMs = 15_000;
/** A server that closes the stream again and again is asked instead, for so long. */
const withoutStreamMs = 600_000;

const cursorSchema = z.object({ notification: z.string().optional(), own: z.string().optional() });
type Cursor = z.infer<typeof cursorSchema>;

/** The stream first, then what came before it, then the stream's own: between the two nothing can fall. */
export async function stream(ctx: MastodonContext, stored: Json | undefined, { emit, signal }: { emit: Emit; signal: AbortSignal }): Promise<void> {
  const facts = await learn(ctx);
  const reader = new Reader(ctx, facts, emit, cursorSchema.safeParse(stored).data);
  const line = await openStream(ctx, facts, signal);
  try {
    await reader.catchUp();
    const until = ctx.now().getTime() + withoutStreamMs;
    while (!signal.aborted) {
      const events = line === undefined ? await later(askWithoutStreamMs, signal) : await line.next(askAgainMs);
      if (signal.aborted) return;
      for (const event of events) await reader.take(event);
      await reader.catchUp(events.length === 0 ? 0 : askAgainMs);
      if (line?.broken !== undefined && events.length === 0) throw new ConnectorError('unavailable', 'The stream of the Mastodon server broke off', { reason: 'no-answer', cause: line.broken });
      // Perhaps it has a stream by now.
      if (line === undefined && ctx.now().getTime() > until) return;
    }
  } finally {
    line?.close();
  }
}

class Reader {
  private readonly gatherer: Gatherer;
  private cursor: Cursor;
  private askedAt = 0;

  constructor(private readonly ctx: MastodonContext, private readonly facts: ServerFacts, private readonly emit: Emit, cursor: Cursor | undefined) {
    this.gatherer = new Gatherer(ctx, facts);
    this.cursor = cursor ?? {};
  }

  /** Asks what is new, unless that was done within so many milliseconds. */
  async catchUp(unlessWithinMs = 0): Promise<void> {
    if (this.ctx.now().getTime() - this.askedAt < unlessWithinMs) return;
    this.askedAt = this.ctx.now().getTime();
    const since = this.ctx.addedAt ?? this.ctx.now();
    // Without a place, only what came since the channel was added: an account may be years old.
    if (this.cursor.notification === undefined) await this.notifications(await notificationsSince(this.ctx, since));
    else {
      for (let page = await notificationsAfter(this.ctx, this.cursor.notification); page.length > 0; page = await notificationsAfter(this.ctx, this.cursor.notification)) {
        const before: string | undefined = this.cursor.notification;
        await this.notifications(page);
        if (this.cursor.notification === before) break;
      }
    }
    const own = await ownAfter(this.ctx, this.facts, this.cursor.own === undefined ? { since } : { id: this.cursor.own });
    if (own.length === 0) return;
    for (const raw of own) {
      const id = statusSchema.safeParse(raw).data?.id;
      if (id !== undefined && isLater(id, this.cursor.own)) this.cursor = { ...this.cursor, own: id };
    }
    await this.store(own.flatMap((raw) => this.gatherer.own(raw)));
  }

  private async notifications(page: unknown[]): Promise<void> {
    const deliveries: Delivery[] = [];
    for (const raw of page) {
      deliveries.push(...(await this.gatherer.notification(raw)));
      this.passed(notificationSchema.safeParse(raw).data?.id);
    }
    if (page.length > 0) await this.store(deliveries);
  }

  /** The place is not moved: what comes by the stream may overtake something else, which the next question then still finds. */
  async take(event: StreamEvent): Promise<void> {
    const deliveries = await this.deliveriesOf(event);
    // A home timeline goes by on the same stream; most of it is nothing to us.
    if (deliveries.length > 0) await this.store(deliveries);
  }

  private async deliveriesOf({ event, payload }: StreamEvent): Promise<Delivery[]> {
    switch (event) {
      case 'notification':
        return this.gatherer.notification(payload);
      case 'update':
        return this.gatherer.own(payload);
      case 'status.update':
        return this.gatherer.edit(payload);
      case 'delete':
        return typeof payload === 'string' ? this.gatherer.deletion(payload) : [];
      default:
        // Filters, announcements, conversations: nothing that somebody said to us and that does not come as a notification too.
        return [];
    }
  }

  private passed(id: string | undefined): void {
    if (id !== undefined && isLater(id, this.cursor.notification)) this.cursor = { ...this.cursor, notification: id };
  }

  private async store(deliveries: Delivery[]): Promise<void> {
    const cursor: Record<string, Json> = { ...(this.cursor.notification === undefined ? {} : { notification: this.cursor.notification }), ...(this.cursor.own === undefined ? {} : { own: this.cursor.own }) };
    await this.emit({ deliveries, cursor });
  }
}

/** All that is still there since then, with the same ids as when it came. */
export async function* history(ctx: MastodonContext, since: Date): AsyncIterable<Delivery[]> {
  const facts = await learn(ctx);
  const gatherer = new Gatherer(ctx, facts);
  const notified = await notificationsSince(ctx, since);
  for (let at = 0; at < notified.length; at += 40) {
    const deliveries: Delivery[] = [];
    for (const raw of notified.slice(at, at + 40)) deliveries.push(...(await gatherer.notification(raw)));
    yield deliveries;
  }
  yield (await ownAfter(ctx, facts, { since })).flatMap((raw) => gatherer.own(raw));
}

function later(ms: number, signal: AbortSignal): Promise<StreamEvent[]> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve([]);
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

