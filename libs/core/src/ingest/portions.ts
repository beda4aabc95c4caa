import type { LedgerEntry } from './ledger.types';

/** In their order, each with no more messages than `most`, so that nobody else waits long for what lies between: a delivery alone may bring a thousand, and is never cut. */
export function portionsOf<T extends { inbounds: readonly LedgerEntry['inbounds'][number][] }>(entries: readonly T[], most: number): T[][] {
  const portions: T[][] = [];
  let messages = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (messages + entry.inbounds.length > most) {
      portions.push([]);
      messages = 0;
    }
    portions.at(-1)?.push(entry);
    messages += entry.inbounds.length;
  }
  return portions;
}
