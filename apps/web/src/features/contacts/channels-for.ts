import type { ChannelSummary } from '@kontuar/contract';

export type StartKind = 'call' | 'visit' | 'write';

/** Which log-only channel a key means; any other log-only channel serves both. */
const meant: Readonly<Record<string, StartKind>> = { phone: 'call', counter: 'visit' };

export function channelsFor(kind: StartKind, channels: readonly ChannelSummary[]): ChannelSummary[] {
  if (kind === 'write') return channels.filter(({ capabilities, state }) => capabilities.startConversation && capabilities.logOnly !== true && state !== 'paused');
  const logged = channels.filter(({ capabilities }) => capabilities.logOnly === true);
  const exact = logged.filter(({ connectorId }) => meant[connectorId] === kind);
  return exact.length > 0 ? exact : logged.filter(({ connectorId }) => meant[connectorId] === undefined);
}
