import { CalendarCheck, CalendarClock, CalendarX, OctagonPause, Repeat2, ShieldCheck } from 'lucide';
import type { PlanSummary } from '@kontuar/contract';
import { useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { momentWords } from '../times/moment-words';
import { rowMarkStrings } from '../views/row-marks.strings';

/** On a row: the one thing that waits there and matters most, with its time in words. */
export function PlanMark({ plan }: { plan: PlanSummary }) {
  const t = useStrings(rowMarkStrings);
  const locale = useLocale();
  const time = (at: string | null | undefined) => (at == null ? '' : momentWords(locale, new Date(at), new Date()));
  const [icon, words] = plan.cancelled > 0 ? [CalendarX, t('rowCancelled')] as const
    : (plan.held ?? 0) > 0 ? [OctagonPause, t('rowHeld')] as const
      : plan.awaiting + plan.returned > 0 ? [ShieldCheck, t('awaiting')] as const
        : plan.scheduled > 0 ? [CalendarClock, t('rowScheduled', { time: time(plan.scheduledAt) })] as const
          : plan.promise != null && (plan.followUp === null || plan.promise.broken > 0) ? [plan.promise.open === 0 ? CalendarX : CalendarCheck, t(plan.promise.open === 0 ? 'rowBroken' : 'rowPromised', { time: time(plan.promise.dueAt) })] as const
            : [Repeat2, t('rowFollowUp', { time: time(plan.followUp?.dueAt) })] as const;
  return <span className="row-pub" role="img" aria-label={words} title={words}><Icon of={icon} size={12} /></span>;
}
