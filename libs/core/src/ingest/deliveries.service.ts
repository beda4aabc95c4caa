import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Delivery, Json } from '@kontuar/connectors/contract';
import { Database, givingWay, newId, Queues } from '@kontuar/platform';

export interface DeliveryTarget { channelId: string; workspaceId: string }

/** Bytes in one INSERT; a raw mail may be 25 MB. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
const MAX_BATCH = 500;
/** Shorter than a reading takes. */
const POKE_PAUSE_MS = 15;
/** What else came in that time is a busy hour: one by one, reading costs many times as much as together, and a machine that is out of breath is later than this. */
const BUSY = 2;
const BUSY_PAUSE_MS = 30;
/** So many deliveries a second are a flood; then a job less counts for more than a moment. */
const FLOOD = 1000;
const FLOOD_PAUSE_MS = 60;

/** What makes a delivery the same one again: the platform's id, else its content. */
export const dedupeKey = (delivery: Delivery): string =>
  delivery.externalId === undefined ? `sha:${createHash('sha256').update(delivery.body).digest('hex')}` : `id:${delivery.externalId.slice(0, 1000)}`;

interface Row { target: DeliveryTarget; delivery: Delivery }
interface Waiting extends Row { stored: () => void; failed: (error: unknown) => void }

const insertFrom = (scope: string) => `INSERT INTO deliveries (id, workspace_id, channel_id, external_id, dedupe_key, content_type, body, meta)
  SELECT delivery.* FROM ${scope} unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::jsonb[]) delivery
  ON CONFLICT (channel_id, dedupe_key) DO NOTHING`;

const columns = (rows: readonly Row[]): unknown[] => [
  rows.map(() => newId()),
  rows.map(({ target }) => target.workspaceId),
  rows.map(({ target }) => target.channelId),
  rows.map(({ delivery }) => delivery.externalId?.slice(0, 1000) ?? null),
  rows.map(({ delivery }) => dedupeKey(delivery)),
  rows.map(({ delivery }) => delivery.contentType),
  rows.map(({ delivery }) => delivery.body),
  rows.map(({ delivery }) => (delivery.meta === undefined ? null : JSON.stringify(delivery.meta))),
];

/** Keeps what came in, before anybody says thanks for it. */
@Injectable()
export class Deliveries implements OnApplicationShutdown {
  private waiting: Waiting[] = [];
  private committing = 0;
  private flushing = false;
  /** Channels for which a poke left a moment ago: how often one was asked for since. */
  private readonly poked = new Map<string, { since: number; timer: NodeJS.Timeout }>();

  constructor(private readonly database: Database, private readonly queues: Queues) {}

  /**
   * Resolves when the deliveries are committed; the same one again changes nothing. What arrives while a commit is under way
   * shares the next: one fsync for many webhooks.
   */
  async store(target: DeliveryTarget, deliveries: readonly Delivery[]): Promise<void> {
    await givingWay.whileWaiting(Promise.all(
      deliveries.map((delivery) => new Promise<void>((stored, failed) => { this.waiting.push({ target, delivery, stored, failed }); this.flushSoon(); })),
    ));
  }

  /** For pollers and streams: the cursor moves with its deliveries or not at all. */
  async storePage(target: DeliveryTarget, deliveries: readonly Delivery[], cursor: Json): Promise<void> {
    await this.database.inWorkspace(target.workspaceId, async (tx) => {
      for (let start = 0; start < deliveries.length; start += 50) await tx.execute(insertFrom(''), columns(deliveries.slice(start, start + 50).map((delivery) => ({ target, delivery }))));
      await tx.execute(`UPDATE channels SET cursor = $2 WHERE id = $1`, [target.channelId, JSON.stringify(cursor)]);
    });
    if (deliveries.length > 0) this.poke(target.channelId, deliveries.length);
  }

  /** At once when the channel was quiet; in a burst now and then, as one reading takes all that waits. */
  poke(channelId: string, deliveries = 1): void {
    const lately = this.poked.get(channelId);
    if (lately !== undefined) {
      lately.since += deliveries;
      return;
    }
    this.queues.poke('ingest', { channelId });
    this.pause(channelId, POKE_PAUSE_MS);
  }

  private pause(channelId: string, ms: number): void {
    const lately = { since: 0, timer: setTimeout(() => {
      this.poked.delete(channelId);
      if (lately.since === 0) return;
      this.queues.poke('ingest', { channelId });
      this.pause(channelId, lately.since * 1000 >= FLOOD * ms ? FLOOD_PAUSE_MS : lately.since >= BUSY ? BUSY_PAUSE_MS : POKE_PAUSE_MS);
    }, ms) };
    lately.timer.unref();
    this.poked.set(channelId, lately);
  }

  /** A poke that has not left is one of those that the sweeper makes good. */
  onApplicationShutdown(): void {
    for (const { timer } of this.poked.values()) clearTimeout(timer);
    this.poked.clear();
  }

  /** What came with the same turn of the event loop goes together. */
  private flushSoon(): void {
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => {
      this.flushing = false;
      this.flush();
    });
  }

  /** Two commits in flight keep the disk busy while the next batch gathers. */
  private flush(): void {
    if (this.committing >= 2 || this.waiting.length === 0) return;
    const batch: Waiting[] = [];
    for (let bytes = 0; this.waiting.length > 0 && batch.length < MAX_BATCH && bytes < MAX_BATCH_BYTES; ) {
      const next = this.waiting.shift() as Waiting;
      bytes += next.delivery.body.length;
      batch.push(next);
    }
    this.committing += 1;
    this.database
      .insertAsSystem(insertFrom('scope,'), columns(batch))
      .then(
        () => {
          for (const { stored } of batch) stored();
          const perChannel = new Map<string, number>();
          for (const { target: { channelId } } of batch) perChannel.set(channelId, (perChannel.get(channelId) ?? 0) + 1);
          for (const [channelId, count] of perChannel) this.poke(channelId, count);
        },
        (error: unknown) => { for (const { failed } of batch) failed(error); },
      )
      .finally(() => {
        this.committing -= 1;
        this.flush();
      });
  }
}
