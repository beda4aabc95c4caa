import type { ChannelSummary } from '@kontuar/contract';

const minute = 60_000;

/**
 * How long a customer may wait before the clock says "late". Until a workspace sets promises of its own, these are the usual ones
 * of the trade: half an hour where people chat, four hours for letters, two for a call or a visit that was written down.
 */
export function usualPromiseMs(channel: Pick<ChannelSummary, 'capabilities'> | undefined): number | undefined {
  if (channel === undefined) return undefined;
  const { logOnly, subject } = channel.capabilities;
  if (logOnly === true) return 120 * minute;
  return (subject ? 240 : 30) * minute;
}
