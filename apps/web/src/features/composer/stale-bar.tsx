import { Users } from 'lucide';
import { useEffect, useRef } from 'react';
import type { MessageView } from '@kontuar/contract';
import { formatRelative, useLocale, useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { composerStrings } from './composer.strings';

export interface StaleBarProps {
  news: readonly MessageView[];
  /** Send was pressed: the safe answer takes the focus. */
  takeFocus: boolean;
  onSendToo: () => void;
  onKeep: () => void;
}

/** Somebody was faster: what they wrote, and the two ways on. Never a silent double answer. */
export function StaleBar({ news, takeFocus, onSendToo, onKeep }: StaleBarProps) {
  const t = useStrings(composerStrings);
  const locale = useLocale();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => { if (takeFocus) keep.current?.focus(); }, [takeFocus]);
  const last = news.findLast(({ direction }) => direction === 'out') ?? news.at(-1);
  const now = new Date();
  const ago = !last ? '' : now.getTime() - Date.parse(last.at) < 60_000 ? t('momentAgo') : formatRelative(locale, new Date(last.at), now);
  const text = last ? (last.text.trim() === '' ? t('attachmentOnly') : last.text.trim()) : '';
  return (
    <div className="stale" role="alert">
      <Icon of={Users} />
      <div>
        <b>{last === undefined ? t('movedOn') : t(last.direction === 'out' ? 'answeredMeanwhile' : 'wroteMeanwhile', { name: last.author.name, ago })}</b>
        {last && <p className="stale-t"><q>{text.length > 220 ? `${text.slice(0, 220).trimEnd()}…` : text}</q>{news.length > 1 && <span className="mut"> {t('moreNew', { count: news.length - 1 })}</span>}</p>}
      </div>
      <Button size="sm" onClick={onSendToo}>{t('sendMineToo')}</Button>
      <button ref={keep} type="button" className="btn sm primary" onClick={onKeep}>{t('keepDraft')}</button>
    </div>
  );
}
