import type { FeedEvent, FeedPage } from '@kontuar/contract';
import type { Position } from './position';

export interface CatchUpPorts {
  /** `GET /events?after=` */
  fetch(after: number): Promise<FeedPage>;
  apply(event: FeedEvent): void;
  /** So much happened that asking for everything anew is cheaper, or the feed no longer reaches back that far. */
  refreshAll(): void;
  /** True when the failure says that the feed is pruned before our position. */
  isTooOld(error: unknown): boolean;
}

export interface CaughtUp {
  /** Customers' messages among what was missed. */
  messages: number;
  refreshed: boolean;
}

/** At this distance the lists are asked for anew at once; the feed is still not trusted to be complete before that. */
export const tooFar = 2000;

/**
 * Fills what is between us and the server. Rejects when the line breaks again; the position then stands where it certainly is,
 * and the next attempt goes on from there.
 */
export async function catchUp(position: Position, serverSeq: number, ports: CatchUpPorts): Promise<CaughtUp> {
  const from = position.certain;
  if (from === null || position.isAheadOf(serverSeq) || serverSeq - from > tooFar) return skipTo(position, serverSeq, ports);
  let messages = 0;
  for (;;) {
    const after = position.certain ?? from;
    let page: FeedPage;
    try {
      page = await ports.fetch(after);
    } catch (error) {
      if (ports.isTooOld(error)) return skipTo(position, serverSeq, ports);
      throw error;
    }
    for (const event of page.items) {
      ports.apply(event);
      if (event.type === 'message.created' && event.message.direction === 'in') messages += 1;
    }
    position.confirm(page.lastSeq);
    // A page that does not move on would be asked for for ever.
    if (!page.hasMore || page.lastSeq <= after) return { messages, refreshed: false };
  }
}

function skipTo(position: Position, serverSeq: number, ports: CatchUpPorts): CaughtUp {
  position.restart(serverSeq);
  ports.refreshAll();
  return { messages: 0, refreshed: true };
}
