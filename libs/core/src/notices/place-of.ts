import type { NoticeView } from '@kontuar/contract';

/** Where a notice leads to in the app. */
export function placeOf({ kind, what, conversationId, channelId, subjectId }: NoticeView): string {
  if (what === 'spike') return '/spikes';
  if (conversationId !== null) return `/inbox/${kind === 'mention' ? 'mentions' : 'all'}/${conversationId}`;
  if (what === 'crisis-named' || what === 'crisis-task') return subjectId == null ? '/crisis' : `/crisis/${subjectId}`;
  if (channelId !== null) return `/channels/${channelId}`;
  if (what === 'lessons-due') return '/knowledge?part=lessons';
  return subjectId == null ? '/inbox' : `/knowledge/${subjectId}`;
}
