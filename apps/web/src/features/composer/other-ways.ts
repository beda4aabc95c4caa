import { useQuery } from '@tanstack/react-query';
import type { ChannelSummary, ContactView, ConversationView } from '@kontuar/contract';
import { channelsQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { contactQuery, timelineQuery } from '../../app/person';
import { passes, sidesOf } from '../../app/sides';

export type OtherWay =
  | { kind: 'conversation'; id: string; connectorId: string; channel: string; number: number }
  | { kind: 'start'; id: string; channelId: string; channel: string; address: string };

const shown = 3;
const resting: ReadonlySet<ChannelSummary['state']> = new Set(['paused', 'unauthorized']);

/** Where the same person can be reached now: other conversations that are open to an answer, then channels on which we may write first. */
export function otherWays(conversation: ConversationView, contact: ContactView | undefined, timeline: readonly ConversationView[], channels: readonly ChannelSummary[], now: Date): OtherWay[] {
  const working = channels.filter((channel) => !resting.has(channel.state) && channel.capabilities.logOnly !== true && channel.id !== conversation.channelId);
  const ways: OtherWay[] = [];
  for (const other of timeline) {
    const channel = working.find(({ id }) => id === other.channelId);
    // The latest with each channel is enough.
    if (channel === undefined || ways.some((way) => way.channel === channel.name)) continue;
    const privately = sidesOf(other, channel.capabilities, now).some((side) => side.side === 'private' && (side.way === 'free' || side.way === 'late') && passes(side));
    if (privately) ways.push({ kind: 'conversation', id: other.id, connectorId: other.connectorId, channel: channel.name, number: other.number });
  }
  for (const channel of working) {
    if (!channel.capabilities.startConversation || ways.some((way) => way.channel === channel.name)) continue;
    const identity = contact?.identities.find(({ scope, blocked }) => !blocked && (scope === channel.connectorId || scope.startsWith(`${channel.connectorId}:`)));
    if (identity !== undefined) ways.push({ kind: 'start', id: channel.id, channelId: channel.id, channel: channel.name, address: identity.handle ?? identity.externalId });
  }
  return ways.slice(0, shown);
}

export function useOtherWays(conversation: ConversationView): OtherWay[] {
  const sees = useCan('contact.read');
  const starts = useCan('conversation.start');
  const { data: contact } = useQuery({ ...contactQuery(conversation.contact.id), enabled: sees });
  const { data: timeline } = useQuery({ ...timelineQuery(conversation.contact.id), enabled: sees });
  const { data: channels } = useQuery(channelsQuery);
  return otherWays(conversation, contact, timeline?.items.filter(({ id }) => id !== conversation.id) ?? [], channels ?? [], new Date()).filter((way) => way.kind === 'conversation' || starts);
}
