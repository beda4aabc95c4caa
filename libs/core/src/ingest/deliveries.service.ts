import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Delivery, Json } from '@kontuar/connectors/contract';
import { Database, newId, Queues, type Tx } from '@kontuar/platform';

export interface DeliveryTarget { channelId: string; workspaceId: string }

interface Waiting { target: DeliveryTarget; delivery: Delivery; stored: () => void; failed: (error: unknown) => void }

/** Bytes in one INSERT; a raw mail may be 25 MB. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
const MAX_BATCH = 500;

const dedupeKey = (delivery: Delivery): string =>
  delivery.externalId === undefined ? `sha:${createHash('sha256').update(delivery.body).digest('hex')}` : `id:${delivery.externalId.slice(0, 1000)}`;

async function insert(tx: Tx, rows: { target: DeliveryTarget; delivery: Delivery }[]): Promise<void> {
  await tx.query(
    `INSERT INTO deliveries (id, workspace_id, channel_id, external_id, dedupe_key, content_type, body, meta)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::jsonb[])
     ON CONFLICT (channel_id, dedupe_key) DO NOTHING`,
    [
      rows.map(() => newId()),
      rows.map(({ target }) => target.workspaceId),
      rows.map(({ target }) => target.channelId),
      rows.map(({ delivery }) => delivery.externalId?.slice(0, 1000) ?? null),
      rows.map(({ delivery }) => dedupeKey(delivery)),
      rows.map(({ delivery }) => delivery.contentType),
      rows.map(({ delivery }) => delivery.body),
      rows.map(({ delivery }) => (delivery.meta === undefined ? null : JSON.stringify(delivery.meta))),
    ],
  );
}

/** Keeps what came in, before anybody says thanks for it. */
@Injectable()
export class Deliveries {
  private waiting: Waiting[] = [];
  private committing = 0;

  constructor(private readonly database: Database, private readonly queues: Queues) {}

  /**
   * Resolves when the deliveries are committed; the same one again changes nothing. What arrives while a commit is under way
   * shares the next: one fsync for many webhooks.
   */
  async store(target: DeliveryTarget, deliveries: readonly Delivery[]): Promise<void> {
    await Promise.all(
      deliveries.map((delivery) => new Promise<void>((stored, failed) => { this.waiting.push({ target, delivery, stored, failed }); this.flush(); })),
    );
  }

  /** For pollers and streams: the cursor moves with its deliveries or not at all. */
  async storePage(target: DeliveryTarget, deliveries: readonly Delivery[], cursor: Json): Promise<void> {
    await this.database.inWorkspace(target.workspaceId, async (tx) => {
      for (let start = 0; start < deliveries.length; start += 50) await insert(tx, deliveries.slice(start, start + 50).map((delivery) => ({ target, delivery })));
      await tx.execute(`UPDATE channels SET cursor = $2 WHERE id = $1`, [target.channelId, JSON.stringify(cursor)]);
    });
    if (deliveries.length > 0) this.poke(target.channelId);
  }

  poke(channelId: string): void {
    this.queues.poke('ingest', { channelId });
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
      .asSystem((tx) => insert(tx, batch))
      .then(
        () => {
          for (const { stored } of batch) stored();
          for (const channelId of new Set(batch.map(({ target }) => target.channelId))) this.poke(channelId);
        },
        (error: unknown) => { for (const { failed } of batch) failed(error); },
      )
      .finally(() => {
        this.committing -= 1;
        this.flush();
      });
  }
}
