import { Injectable } from '@nestjs/common';
import type { Inbound } from '@kontuar/connectors/contract';
import { Secrets, type Tx } from '@kontuar/platform';
import { AsideArrivals } from '../asides/aside-arrivals';
import type { StoredFiles } from '../ingest/ledger.types';
import { houseArrival, type HouseArrival } from './arrival';

/** What became of a mail of the house: the conversation that it is about, whether its files are kept, pictures that want a small copy, and why it was passed over. */
export interface HouseTaken { conversationId: string | null; kept: boolean; fileIds: string[]; ignored?: string }

/** Where mails come in that are for us and not from a customer. */
@Injectable()
export class HouseDoor {
  constructor(private readonly secrets: Secrets, private readonly asides: AsideArrivals) {}

  arrivalOf(inbounds: readonly Inbound[]): HouseArrival | undefined {
    return houseArrival(this.secrets, inbounds);
  }

  /** Keeps it, and that its delivery is done. False: what it answers is gone, and it is a mail like any other. */
  async take(tx: Tx, channelId: string, deliveryId: string, arrival: HouseArrival, files: StoredFiles, now = new Date()): Promise<HouseTaken | undefined> {
    const taken = await this.taken(tx, arrival, files, now);
    if (taken === undefined) return undefined;
    await tx.execute(`UPDATE channels SET last_inbound_at = now() WHERE id = $1`, [channelId]);
    await tx.execute(
      `UPDATE deliveries SET state = $2, error = $3, conversation_id = $4, done_at = now(), next_attempt_at = NULL, attempts = attempts + 1 WHERE id = $1`,
      [deliveryId, taken.ignored === undefined ? 'done' : 'ignored', taken.ignored ?? null, taken.conversationId],
    );
    return taken;
  }

  private async taken(tx: Tx, arrival: HouseArrival, files: StoredFiles, now: Date): Promise<HouseTaken | undefined> {
    if (arrival.own) return { conversationId: null, kept: false, fileIds: [], ignored: 'one of our own mails, which came back to us' };
    if (arrival.token.purpose === 'aside') return this.asides.take(tx, arrival.token.id, arrival, files, now);
    return undefined;
  }
}
