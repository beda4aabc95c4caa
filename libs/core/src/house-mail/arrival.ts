import type { Inbound, InboundMessage, InboundReceipt } from '@kontuar/connectors/contract';
import type { Secrets } from '@kontuar/platform';
import { readReplyToken } from '../messages/reply-token';
import { readHouseToken, type HouseToken } from './house-token';

/** A mail that answers one of the house's, or reports of one. `own`: it is one of ours that came back to us. */
export type HouseArrival = { token: HouseToken; own: true } | { token: HouseToken; own: false; message: InboundMessage; receipt?: InboundReceipt };

/**
 * Whether this is for the house and not from a customer. A token of ours alone says so, never a subject or an address; the nearest one decides,
 * when a mail carries several.
 */
export function houseArrival(secrets: Secrets, inbounds: readonly Inbound[]): HouseArrival | undefined {
  const [inbound] = inbounds;
  if (inbounds.length !== 1 || inbound === undefined) return undefined;
  const message = inbound.kind === 'message' ? inbound : inbound.kind === 'receipt' ? inbound.message : undefined;
  // Where the platform itself names the thread, nobody else's token counts.
  if (message === undefined || message.thread.key !== undefined) return undefined;
  const own = message.ownToken === undefined ? undefined : readHouseToken(secrets, message.ownToken);
  if (own !== undefined) return { token: own, own: true };
  for (const text of message.thread.tokens ?? []) {
    const token = readHouseToken(secrets, text);
    if (token !== undefined) return { token, own: false, message, ...(inbound.kind === 'receipt' ? { receipt: inbound } : {}) };
    if (readReplyToken(secrets, text, message.from.id) !== undefined) return undefined;
  }
  return undefined;
}
