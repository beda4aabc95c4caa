import { Injectable } from '@nestjs/common';
import type { Inbound } from '@kontuar/connectors/contract';
import { Secrets, type Tx, type Units } from '@kontuar/platform';
import { AsideArrivals } from '../asides/aside-arrivals';
import { untilSettled } from '../ingest/kept-meanwhile';
import type { StoredFiles } from '../ingest/ledger.types';
import { NoticeReplies } from '../notice-mails/notice-replies';
import { houseArrival, type HouseArrival } from './arrival';

/** What became of a mail of the house: the conversation that it is about, whether its files are kept, pictures that want a small copy, and why it was passed over. */
export interface HouseTaken { conversationId: string | null; kept: boolean; fileIds: string[]; ignored?: string }

export interface Came { workspaceId: string; channelId: string; deliveryId: string; arrival: HouseArrival; files: StoredFiles }

/** Where mails come in that are for us and not from a customer. */
@Injectable()
export class HouseDoor {
  constructor(private readonly secrets: Secrets, private readonly asides: AsideArrivals, private readonly notices: NoticeReplies) {}

  arrivalOf(inbounds: readonly Inbound[]): HouseArrival | undefined {
    return houseArrival(this.secrets, inbounds);
  }

  /** Keeps it, and that its delivery is done; may be called again with the same. Undefined: what it answers is gone, and it is a mail like any other. */
  async take(units: Units, came: Came): Promise<HouseTaken | undefined> {
    const { workspaceId, arrival, files } = came;
    if (!arrival.own && arrival.token.purpose === 'aside') {
      return untilSettled(() => units.inWorkspace(workspaceId, async (tx) => {
        const taken = await this.asides.take(tx, arrival.token.id, arrival, files, new Date());
        if (taken !== undefined) await done(tx, came, taken);
        return taken;
      }));
    }
    const taken: HouseTaken = arrival.own
      ? { conversationId: null, kept: false, fileIds: [], ignored: 'one of our own mails, which came back to us' }
      : await this.notices.take(units, workspaceId, arrival.token.id, arrival, files);
    await units.inWorkspace(workspaceId, (tx) => done(tx, came, taken));
    return taken;
  }
}

async function done(tx: Tx, { channelId, deliveryId }: Came, taken: HouseTaken): Promise<void> {
  await tx.execute(`UPDATE channels SET last_inbound_at = now() WHERE id = $1`, [channelId]);
  await tx.execute(
    `UPDATE deliveries SET state = $2, error = $3, conversation_id = $4, done_at = now(), next_attempt_at = NULL, attempts = attempts + 1 WHERE id = $1`,
    [deliveryId, taken.ignored === undefined ? 'done' : 'ignored', taken.ignored ?? null, taken.conversationId],
  );
}
