import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Context, Delivery, Json, Page } from '../contract';
import type { PollingSettings } from './reviews.settings';

/** A review as it was listed. */
export interface Listed {
  id: string;
  /** By which the list is sorted, newest first. */
  at: Date;
  /** What its author said: a change of it is theirs; any other is ours or the platform's. */
  said: Json;
  /** All of it, as `parse` reads it. */
  body: Json;
}
/** Newest first; may end as soon as everything is older than `since`. */
export type List = (since: Date) => AsyncIterable<Listed[]>;

/** What a list shows a little late, or out of order. */
const overlapMs = 10 * 60_000;
const mostKnown = 1_000;
/** What a storm left over is found by the next deep look and by the hourly comparison. */
const mostPages = 40;
const dayMs = 24 * 3_600_000;

const cursorSchema = z.object({
  seen: z.string(),
  deepAt: z.string(),
  /** Of the newest reviews: which, what they said, and how they stood, each shortened. */
  known: z.array(z.tuple([z.string(), z.string(), z.string()])),
});
type Cursor = z.infer<typeof cursorSchema>;

/**
 * One look at the newest reviews; now and then a deep one, for answers given elsewhere and for changes that do not bring a review back to the
 * top of the list. Emits what is new or stands otherwise than when we last saw it.
 */
export async function* pollReviews(ctx: Context<PollingSettings>, stored: Json | undefined, list: List): AsyncIterable<Page> {
  const { settings } = ctx;
  const now = ctx.now();
  const before = cursorSchema.safeParse(stored).data;
  const deep = before === undefined || now.getTime() - Date.parse(before.deepAt) >= settings.deepEveryMinutes * 60_000;
  const since = sinceOf(ctx, before, deep);
  const memory = new Memory(before?.known ?? []);
  let cursor: Cursor = before ?? { seen: since.toISOString(), deepAt: now.toISOString(), known: [] };
  let newest = Date.parse(cursor.seen);
  let pages = 0;
  for await (const page of list(since)) {
    const deliveries: Delivery[] = [];
    // Oldest first, as they were said.
    for (const one of [...page].reverse()) {
      if (one.at < since) continue;
      newest = Math.max(newest, one.at.getTime());
      const delivery = newsOf(one, memory, now);
      if (delivery !== undefined) deliveries.push(delivery);
    }
    cursor = { ...cursor, known: memory.entries() };
    if (deliveries.length > 0) yield { deliveries, cursor: jsonOf(cursor) };
    pages += 1;
    if (page.some(({ at }) => at < since)) break;
    if (pages >= mostPages) {
      ctx.log.warn({ pages }, 'more reviews than one look reads');
      break;
    }
  }
  // A clock that runs ahead must not hide what comes.
  const seen = new Date(Math.min(newest, now.getTime())).toISOString();
  yield { deliveries: [], cursor: jsonOf({ ...cursor, seen, ...(deep ? { deepAt: now.toISOString() } : {}) }) };
}

function sinceOf(ctx: Context<PollingSettings>, before: Cursor | undefined, deep: boolean): Date {
  const { importDays, deepDays } = ctx.settings;
  if (before === undefined) return new Date((ctx.addedAt ?? ctx.now()).getTime() - importDays * dayMs);
  const recent = Date.parse(before.seen) - overlapMs;
  return new Date(deep ? Math.min(recent, ctx.now().getTime() - deepDays * dayMs) : recent);
}

function newsOf({ id, said, body }: Listed, memory: Memory, now: Date): Delivery | undefined {
  const delivery = deliveryOf(body);
  const seen: Seen = [mark(id), mark(JSON.stringify(said)), mark(delivery.body)];
  const last = memory.replace(seen);
  if (last === undefined) return delivery;
  if (last[2] === seen[2]) return undefined;
  // It may stand again as it stood once, which its content alone would not tell.
  const at = now.toISOString();
  return { ...delivery, externalId: `${id}@${at}`, ...(last[1] === seen[1] ? {} : { meta: { changedAt: at } }) };
}

type Seen = Cursor['known'][number];

/** Lists come newest first, so what this look saw first is worth most, and what the looks before saw comes after it. */
class Memory {
  private readonly now = new Map<string, Seen>();
  private readonly earlier: Map<string, Seen>;

  constructor(known: readonly Seen[]) {
    this.earlier = new Map(known.map((seen) => [seen[0], seen]));
  }

  /** Answers how it was before. */
  replace(seen: Seen): Seen | undefined {
    const [id] = seen;
    const last = this.now.get(id) ?? this.earlier.get(id);
    this.earlier.delete(id);
    this.now.set(id, seen);
    return last;
  }

  entries(): Seen[] {
    return [...this.now.values(), ...this.earlier.values()].slice(0, mostKnown);
  }
}

/** Without an id: the same state of the same review is the same delivery, whichever way it came. */
export function deliveryOf(body: Json): Delivery {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}

/** When we saw that a review had changed. */
export function seenChangedAt({ meta }: Delivery): string | undefined {
  return z.object({ changedAt: z.iso.datetime() }).safeParse(meta).data?.changedAt;
}

export async function* reviewHistory(list: List, since: Date): AsyncIterable<Delivery[]> {
  for await (const page of list(since)) {
    yield page.filter(({ at }) => at >= since).map(({ body }) => deliveryOf(body));
    if (page.some(({ at }) => at < since)) return;
  }
}

const mark = (content: string | Buffer): string => createHash('sha256').update(content).digest('base64url').slice(0, 12);
const jsonOf = (cursor: Cursor): Json => ({ ...cursor });
