import { channelKindOf, type KindOfChannel } from './filter-words';

const minute = 60_000;

/**
 * How long a customer may wait before the clock says "late", in milliseconds, where a workspace set nothing of its own: these are the usual ones
 * of the trade: half an hour where people chat, four hours for letters, two for a call or a visit that was written down.
 */
export function usualPromiseMs({ logOnly, subject }: KindOfChannel): number {
  if (logOnly === true) return 120 * minute;
  return (subject === true ? 240 : 30) * minute;
}

/** What a workspace set: for a kind of channel, a kind of customer, or both; null: any. */
export interface WaitingTime { channelKind: string | null; customerKind: string | null; minutes: number }

/**
 * How long this customer may wait on this channel. What is set for a kind of customer goes before what is set for the channel; of several kinds the shortest holds; what names the
 * kind of channel, too, before what holds on any. The clock on the row, the panel and the choice of the next conversation go by this one.
 */
export function promiseMs(channel: KindOfChannel, customerKinds: readonly string[], times: readonly WaitingTime[]): number {
  const channelKind = channelKindOf(channel);
  const of = (customerKind: string | null) => (times.find((time) => time.customerKind === customerKind && time.channelKind === channelKind) ?? times.find((time) => time.customerKind === customerKind && time.channelKind === null))?.minutes;
  const byKind = customerKinds.flatMap((kind) => of(kind) ?? []);
  const minutes = byKind.length > 0 ? Math.min(...byKind) : of(null);
  return minutes === undefined ? usualPromiseMs(channel) : minutes * minute;
}
