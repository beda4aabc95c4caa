import type { ChannelSummary } from '@kontuar/contract';

export type StartKind = 'call' | 'visit' | 'write';

/** Which log-only channel a key means; any other log-only channel serves both. */
const meant: Readonly<Record<string, StartKind>> = { phone: 'call', counter: 'visit' };

/** Paused or not. */
export function canWriteFirst({ capabilities }: Pick<ChannelSummary, 'capabilities'>): boolean {
  return capabilities.startConversation && capabilities.logOnly !== true;
}

export function channelsFor(kind: StartKind, channels: readonly ChannelSummary[]): ChannelSummary[] {
  if (kind === 'write') return channels.filter((channel) => canWriteFirst(channel) && channel.state !== 'paused');
  const logged = channels.filter(({ capabilities }) => capabilities.logOnly === true);
  const exact = logged.filter(({ connectorId }) => meant[connectorId] === kind);
  return exact.length > 0 ? exact : logged.filter(({ connectorId }) => meant[connectorId] === undefined);
}
