import type { KindOfChannel } from './filter-words';

const minute = 60_000;

/**
 * How long a customer may wait before the clock says "late", in milliseconds, where a workspace promises nothing (core's sla): these are the usual ones
 * of the trade: half an hour where people chat, four hours for letters, two for a call or a visit that was written down. Nobody is warned of them.
 */
export function usualPromiseMs({ logOnly, subject }: KindOfChannel): number {
  if (logOnly === true) return 120 * minute;
  return (subject === true ? 240 : 30) * minute;
}
