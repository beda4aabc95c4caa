import type { CaseSummary } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Tag, useNow, VisuallyHidden } from '../../ui';
import { useMatterName } from '../matters/matters';
import { caseDays } from './case-days';
import { caseRowStrings } from './case-row.strings';

/** On a row: how much of the term is used up. */
export function CaseTag({ of }: { of: CaseSummary }) {
  const t = useStrings(caseRowStrings);
  const named = useMatterName();
  const now = useNow();
  const matter = named(of.matter);
  const days = of.clock === 'running' ? caseDays(of, now) : null;
  if (days === null) return <Tag {...(of.clock === 'stopped' ? { tone: 'ok' as const } : {})}>{matter}{of.clock === 'stopped' && <VisuallyHidden>, {t('answeredOn')}</VisuallyHidden>}</Tag>;
  if (days.left < 0) return <Tag tone="danger">{t('rowLate', { matter })}</Tag>;
  // What came back is an alarm, however many days are left.
  const failed = of.answer === 'failed';
  return <Tag tone={failed || days.left <= 1 ? 'danger' : 'waiting'}><span aria-hidden="true">{t('row', { matter, day: days.day, of: days.of })}</span><VisuallyHidden>{t('rowSaid', { matter, day: days.day, of: days.of })}{failed && `, ${t('rowFailed')}`}</VisuallyHidden></Tag>;
}
