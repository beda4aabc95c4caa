import type { ChannelSummary, MessageActKind, MessageView } from '@kontuar/contract';
import { capabilitiesOn } from '../../app/sides';

const onPlatform: ReadonlySet<MessageView['status']> = new Set(['received', 'sent', 'delivered', 'read']);

/** What can be done to a message on its platform now, by the server's own rules: it would refuse the rest. */
export function actsFor(message: MessageView, channel: Pick<ChannelSummary, 'capabilities'> | undefined): readonly MessageActKind[] {
  if (channel === undefined || message.kind !== 'message' || message.deletedAt !== null || !onPlatform.has(message.status)) return [];
  const can = capabilitiesOn(channel.capabilities, message.visibility);
  if (message.direction === 'out') return [...(can.edit ? ['edit' as const] : []), ...(can.delete ? ['delete' as const] : [])];
  if (message.visibility !== 'public') return [];
  const { hidden = false, liked = false } = message.moderation ?? {};
  return [
    ...(can.like === true ? [liked ? ('unlike' as const) : ('like' as const)] : []),
    ...(can.hide === true ? [hidden ? ('unhide' as const) : ('hide' as const)] : []),
    ...(can.deleteOthers === true ? ['delete' as const] : []),
  ];
}
