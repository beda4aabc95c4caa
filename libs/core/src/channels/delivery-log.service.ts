import { Injectable } from '@nestjs/common';
import type { DeliveryQuery, DeliveryView, Page } from '@kontuar/contract';
import { Database, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { numberKey, readKey, toPage } from '../paging';
import { clearAlarm } from './channel-alarms';
import { findChannel } from './channel.row';

interface DeliveryRow {
  id: string; position: string; channel_id: string; external_id: string | null; received_at: Date; state: DeliveryView['state'];
  attempts: number; error: string | null; content_type: string; size_bytes: number; conversation_id: string | null;
}

const COLUMNS = 'id, position, channel_id, external_id, received_at, state, attempts, error, content_type, octet_length(body) AS size_bytes, conversation_id';

const toDelivery = (row: DeliveryRow): DeliveryView => ({
  id: row.id, channelId: row.channel_id, externalId: row.external_id, receivedAt: row.received_at.toISOString(), state: row.state,
  attempts: row.attempts, error: row.error, contentType: row.content_type, sizeBytes: row.size_bytes, conversationId: row.conversation_id,
});

/** What came in on a channel, as received, and the way to read it once more. */
@Injectable()
export class DeliveryLog {
  constructor(private readonly database: Database, private readonly queues: Queues) {}

  /** Newest first. */
  async list(actor: MemberActor, channelId: string, query: DeliveryQuery): Promise<Page<DeliveryView>> {
    const rows = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await findChannel(tx, channelId)) === undefined) throw notFound('channel');
      return tx.query<DeliveryRow>(
        `SELECT ${COLUMNS} FROM deliveries WHERE channel_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::bigint IS NULL OR position < $3) ORDER BY position DESC LIMIT $4`,
        [channelId, query.state ?? null, readKey(query.cursor, [numberKey])?.[0] ?? null, query.limit + 1],
      );
    });
    return toPage(rows, query.limit, toDelivery, (row) => [row.position]);
  }

  /** As if it had just come; what of it was stored before is found again by its ids and not doubled. */
  async replay(actor: MemberActor, deliveryId: string): Promise<DeliveryView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [before] = await tx.query<{ channel_id: string; state: string; emptied: boolean; live: boolean }>(
        'SELECT d.channel_id, d.state, octet_length(d.body) = 0 AS emptied, c.deleted_at IS NULL AS live FROM deliveries d JOIN channels c ON c.id = d.channel_id WHERE d.id = $1 FOR UPDATE OF d', [deliveryId]);
      if (before === undefined || !before.live) throw notFound('delivery');
      if (before.state === 'received') throw conflict('already-waiting', 'This delivery is waiting to be read already.');
      if (before.emptied) throw conflict('delivery-masked', 'A number in this delivery was masked, and what it brought is not kept.');
      const [row] = await tx.query<DeliveryRow>(
        `UPDATE deliveries SET state = 'received', attempts = 0, error = NULL, next_attempt_at = NULL, done_at = NULL WHERE id = $1 RETURNING ${COLUMNS}`, [deliveryId]);
      await record(tx, [{ type: 'delivery.replayed', actor: actorOf(actor), subjectId: deliveryId, data: { channelId: before.channel_id, from: before.state } }]);
      await this.calm(tx, before.channel_id);
      tx.afterCommit(() => { this.queues.poke('ingest', { channelId: before.channel_id }); });
      return toDelivery(row as DeliveryRow);
    });
  }

  private async calm(tx: Tx, channelId: string): Promise<void> {
    const [dead] = await tx.query(`SELECT 1 FROM deliveries WHERE channel_id = $1 AND state = 'dead' LIMIT 1`, [channelId]);
    if (dead === undefined) await clearAlarm(tx, channelId, ['dead-letters', 'dead-letter']);
  }
}
