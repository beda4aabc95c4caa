import type { CaseSummary } from '@kontuar/contract';
import { caseDays, dayWords } from '../../app/cases/case-days';
import { caseStrings } from '../../app/cases/cases.strings';
import { useLocale, useStrings } from '../../i18n';
import { useNow } from '../../ui';

type Term = Pick<CaseSummary, 'receivedOn' | 'dueOn' | 'timeZone' | 'clock'>;
/** More cells than this are too small to count: then each stands for several days. */
const MOST = 31;

/** The legal clock: one cell a day, today ringed, the last one outlined. In words for who does not see it. */
export function Fort({ of }: { of: Term }) {
  const t = useStrings(caseStrings);
  const locale = useLocale();
  const days = caseDays(of, useNow());
  if (days === null || of.dueOn === null) return null;
  const stopped = of.clock === 'stopped';
  const step = Math.max(1, Math.ceil(days.of / MOST));
  const cells = Math.ceil(days.of / step);
  const today = Math.ceil(days.day / step);
  const due = dayWords(locale, of.dueOn, 'long');
  const said = stopped ? t('clockStopped') : days.left < 0 ? t('clockLate', { date: due }) : t('clockSaid', { day: days.day, of: days.of, date: due });
  return (
    <>
      <p className="fort" role="img" aria-label={said} data-clock={stopped ? 'stopped' : days.left < 0 ? 'late' : undefined} style={{ gridTemplateColumns: `repeat(${cells}, 1fr)` }}>
        {Array.from({ length: cells }, (_, index) => index + 1).map((cell) => (
          <i key={cell} className={cell === today && !stopped && days.left >= 0 ? 'n' : cell < today || days.left < 0 ? 'u' : cell === cells ? 'd' : undefined} />
        ))}
      </p>
      <p className="fort-l" aria-hidden="true"><span>{dayWords(locale, of.receivedOn)}</span>{!stopped && days.left >= 0 && <span>{t('dayOf', { day: days.day, of: days.of })}</span>}<span>{dayWords(locale, of.dueOn, 'weekday')}</span></p>
    </>
  );
}
