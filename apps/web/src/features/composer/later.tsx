import { CalendarClock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { loadWhen, presets, type When } from '../../app/times/when';
import { formatDay, formatTime, useLocale, useStrings } from '../../i18n';
import { Button, Icon, IconButton, Popover } from '../../ui';
import { composerStrings } from './composer.strings';

export interface LaterProps { open: boolean; onOpenChange: (open: boolean) => void; keys: readonly string[]; disabled: boolean; onChoose: (at: Date) => void }

/** When to send, in words or by a preset. */
export function Later({ open, onOpenChange, keys, disabled, onChoose }: LaterProps) {
  const t = useStrings(composerStrings);
  const locale = useLocale();
  const [typed, setTyped] = useState('');
  const [when, setWhen] = useState<When | null>(null);
  useEffect(() => {
    if (!open || when !== null) return;
    let stay = true;
    void loadWhen(locale).then((loaded) => { if (stay) setWhen(loaded); });
    return () => { stay = false; };
  }, [open, when, locale]);
  const now = new Date();
  const read = typed.trim() === '' ? null : when?.read(typed, now) ?? null;
  const words = (at: Date) => `${new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { weekday: 'short' }).format(at)} ${formatDay(locale, at, now)}, ${formatTime(locale, at)}`;
  const take = (at: Date | null) => {
    if (at === null) return;
    onOpenChange(false);
    setTyped('');
    onChoose(at);
  };
  return (
    <Popover
      label={t('laterTitle')} side="top" align="end" className="later" open={open} onOpenChange={onOpenChange}
      trigger={<IconButton label={t('sendLater')} keys={keys} disabled={disabled}><Icon of={CalendarClock} /></IconButton>}
    >
      <form onSubmit={(event) => { event.preventDefault(); take(read); }}>
        <input className="inp" type="text" aria-label={t('laterTitle')} placeholder={t('laterPlaceholder')} value={typed} onChange={(event) => setTyped(event.target.value)} />
        {typed.trim() !== '' && (
          <p className="later-r" role="status">
            {read === null ? <span className="mut">{when === null ? '' : t('laterBad')}</span> : <><b>{words(read)}</b><Button size="sm" tone="primary" type="submit">{t('laterConfirm')}</Button></>}
          </p>
        )}
      </form>
      <ul>
        {presets(now).map(({ id, at }) => (
          <li key={id}><button type="button" onClick={() => take(at)}><span>{t(id)}</span><span className="mut">{words(at)}</span></button></li>
        ))}
      </ul>
    </Popover>
  );
}
