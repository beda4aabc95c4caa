import type { KindOfChannel } from './filter-words';

const minute = 60_000;

/**
 * How long a customer may wait before the clock says "late", in milliseconds. Until a workspace sets promises of its own, these are the usual ones
 * of the trade: half an hour where people chat, four hours for letters, two for a call or a visit that was written down. The clock on the row
 * and the choice of the next conversation go by the same.
 */
export function usualPromiseMs({ logOnly, subject }: KindOfChannel): number {
  if (logOnly === true) return 120 * minute;
  return (subject === true ? 240 : 30) * minute;
}
