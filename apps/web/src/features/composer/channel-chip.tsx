import { Clock, Globe, Lock, PencilLine } from 'lucide-react';
import { useEffect, useState, type CSSProperties } from 'react';
import type { ChannelSummary, ConversationView } from '@kontuar/contract';
import { formatSpan, useStrings } from '../../i18n';
import { ChannelMark, Icon } from '../../ui';
import { composerStrings } from './composer.strings';

/** The time in which the platform lets us answer freely. Null: it has no such limit, or we cannot see how much of it is left. */
export interface ReplyWindow { totalMs: number; leftMs: number }

const hourMs = 3_600_000;

export function readWindow(channel: ChannelSummary | undefined, lastInboundAt: string | null, now: number): ReplyWindow | null {
  const hours = channel?.capabilities.replyWindowHours;
  if (hours === undefined || lastInboundAt === null) return null;
  const totalMs = hours * hourMs;
  return { totalMs, leftMs: Math.max(0, Date.parse(lastInboundAt) + totalMs - now) };
}

export function useReplyWindow(channel: ChannelSummary | undefined, lastInboundAt: string | null): ReplyWindow | null {
  const limited = channel?.capabilities.replyWindowHours !== undefined;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!limited) return;
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [limited]);
  return readWindow(channel, lastInboundAt, now);
}

/** The counter's edge: drains with the window; full where nothing limits us. */
export function Edge({ window }: { window: ReplyWindow | null }) {
  const t = useStrings(composerStrings);
  const share = window === null ? 1 : window.leftMs / window.totalMs;
  const label = window === null ? {} : { role: 'img', 'aria-label': t('windowOf', { span: formatSpan(window.leftMs), total: Math.round(window.totalMs / hourMs) }) };
  return <div className="edge" style={{ '--w': share } as CSSProperties} data-short={share < 0.15 || undefined} {...label}><i /></div>;
}

export function ChannelChip({ conversation, channel, window }: { conversation: ConversationView; channel: ChannelSummary | undefined; window: ReplyWindow | null }) {
  const t = useStrings(composerStrings);
  return (
    <span className="via">
      <ChannelMark connector={conversation.connectorId} decorative />
      <b className="ell">{channel?.name ?? ''}</b>
      {window !== null && <span className="via-w" data-closed={window.leftMs === 0 || undefined}><Icon of={Clock} size={12} />{window.leftMs === 0 ? t('windowClosed') : t('windowLeft', { span: formatSpan(window.leftMs) })}</span>}
      {channel?.capabilities.public === true && <span className="via-w"><Icon of={Globe} size={12} />{t('everyone')}</span>}
      {channel?.capabilities.logOnly === true && <span className="via-w"><Icon of={PencilLine} size={12} />{t('logged')}</span>}
    </span>
  );
}

export function OnlyTeam() {
  const t = useStrings(composerStrings);
  return <span className="nt-w"><Icon of={Lock} size={14} />{t('onlyTeam')}</span>;
}
