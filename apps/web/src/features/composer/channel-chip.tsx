import { Clock, Lock, PencilLine } from 'lucide';
import type { CSSProperties } from 'react';
import type { ChannelSummary, ConversationView } from '@kontuar/contract';
import type { Side, SideCapabilities } from '../../app/sides';
import { formatSpan, useStrings } from '../../i18n';
import { ChannelMark, Icon, useNow } from '../../ui';
import { composerStrings } from './composer.strings';

/** The time in which the platform lets us answer freely. Null: it has no such limit, or we cannot see how much of it is left. */
export interface ReplyWindow { totalMs: number; leftMs: number }

const hourMs = 3_600_000;
/** From here on the time that is left is said in amber. */
const shortMs = 4 * hourMs;

export function readWindow(side: Side, capabilities: Pick<SideCapabilities, 'replyWindowHours' | 'lateReplyHours' | 'privateReply'> | undefined, now: number): ReplyWindow | null {
  if (side.until === null) return null;
  const hours = side.way === 'late' ? (capabilities?.lateReplyHours ?? 0) - (capabilities?.replyWindowHours ?? 0) : side.way === 'private-reply' ? capabilities?.privateReply?.withinHours : capabilities?.replyWindowHours;
  if (hours === undefined || hours <= 0) return null;
  const leftMs = side.way === 'free' || side.way === 'late' || side.way === 'private-reply' ? Math.max(0, Date.parse(side.until) - now) : 0;
  return { totalMs: hours * hourMs, leftMs };
}

export function useReplyWindow(side: Side, capabilities: SideCapabilities | undefined): ReplyWindow | null {
  return readWindow(side, capabilities, useNow().getTime());
}

/** The counter's edge: drains with the window; full where nothing limits us. */
export function Edge({ window }: { window: ReplyWindow | null }) {
  const t = useStrings(composerStrings);
  const share = window === null ? 1 : window.leftMs / window.totalMs;
  const label = window === null ? {} : { role: 'img', 'aria-label': t('windowOf', { span: formatSpan(window.leftMs), total: Math.round(window.totalMs / hourMs) }) };
  return <div className="edge" style={{ '--w': share } as CSSProperties} data-short={share < 0.15 || (window !== null && window.leftMs < shortMs) || undefined} {...label}><i /></div>;
}

export function ChannelChip({ conversation, channel, window, templates }: { conversation: ConversationView; channel: ChannelSummary | undefined; window: ReplyWindow | null; templates: boolean }) {
  const t = useStrings(composerStrings);
  return (
    <span className="via">
      <ChannelMark connector={conversation.answersOn.connectorId} decorative />
      <b className="ell">{channel?.name ?? ''}</b>
      {window !== null && <span className="via-w" data-closed={window.leftMs === 0 || undefined} data-short={window.leftMs < shortMs || undefined}><Icon of={Clock} size={12} />{window.leftMs === 0 ? t(templates ? 'windowClosed' : 'windowOver') : t('windowLeft', { span: formatSpan(window.leftMs) })}</span>}
      {channel?.capabilities.logOnly === true && <span className="via-w"><Icon of={PencilLine} size={12} />{t('logged')}</span>}
    </span>
  );
}

export function OnlyTeam() {
  const t = useStrings(composerStrings);
  return <span className="nt-w"><Icon of={Lock} size={14} />{t('onlyTeam')}</span>;
}
