import { CalendarClock, Moon, Sun, Sunset } from 'lucide';
import { useEffect, useMemo, useState } from 'react';
import { snooze } from '../../app/acts/perform';
import { PickDialog, type PickOption } from '../../app/pick/pick-dialog';
import { rank } from '../../app/pick/rank';
import { momentWords } from '../../app/times/moment-words';
import { loadWhen, presets, type PresetId, type When } from '../../app/times/when';
import { useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { aboutWords } from './about';
import { dialogStrings } from './dialogs.strings';

const presetWords = { 'tomorrow': 'tomorrow', 'later-today': 'laterToday', 'evening': 'evening', 'monday': 'monday', 'three-days': 'threeDays', 'week': 'week' } as const satisfies Record<PresetId, string>;
const presetIcons = { 'tomorrow': Sun, 'later-today': CalendarClock, 'evening': Sunset, 'monday': Sun, 'three-days': CalendarClock, 'week': CalendarClock } as const;

/** Until when: often used times, or any words that say one. What was understood is shown before it is done. */
export function SnoozeDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const t = useStrings(dialogStrings);
  const locale = useLocale();
  const [now] = useState(() => new Date());
  const [query, setQuery] = useState('');
  const [when, setWhen] = useState<When | null>(null);
  useEffect(() => {
    let here = true;
    void loadWhen(locale).then((loaded) => here && setWhen(loaded));
    return () => { here = false; };
  }, [locale]);
  const typed = query.trim();
  const understood = useMemo(() => (typed === '' ? null : (when?.read(typed, now) ?? null)), [typed, when, now]);
  const until = (at: Date) => () => {
    onClose();
    void snooze(ids, at, momentWords(locale, at, now));
  };
  const often: PickOption[] = presets(now)
    .filter(({ id }) => typed === '' || (understood === null && rank(typed, t(presetWords[id])) > 0))
    .map(({ id, at }) => ({ id, label: t(presetWords[id]), detail: momentWords(locale, at, now), mark: <Icon of={presetIcons[id]} />, run: until(at) }));
  const exact: PickOption[] = understood === null ? [] : [{ id: 'understood', label: momentWords(locale, understood, now), mark: <Icon of={Moon} />, run: until(understood) }];
  return (
    <PickDialog
      title={t('snoozeTitle')} placeholder={t('snoozeUntil')} query={query} onQueryChange={setQuery} chip={aboutWords(ids)} onClose={onClose}
      groups={[{ id: 'exact', title: t('understood'), options: exact }, { id: 'often', title: t('presets'), options: often }]}
      empty={when === null ? '…' : t('notUnderstood')}
      footer={<><Icon of={Moon} size={14} />{t('backEarly')}</>}
    />
  );
}
