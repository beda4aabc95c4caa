import { Check, Clock, FileText, TriangleAlert, type IconNode } from 'lucide';
import type { CaseSummary } from '@kontuar/contract';
import { caseDays } from '../../app/cases/case-days';
import { caseStrings } from '../../app/cases/cases.strings';
import { useStrings, type KeyOf } from '../../i18n';
import { Icon, useNow } from '../../ui';

const lines: Record<CaseSummary['answer'], { key: KeyOf<(typeof caseStrings)['en']>; icon: IconNode; tone: 'bad' | 'wait' | 'ok' } | null> = {
  none: null,
  prepared: { key: 'prepared', icon: FileText, tone: 'wait' }, written: { key: 'onItsWay', icon: Clock, tone: 'wait' }, failed: { key: 'notDelivered', icon: TriangleAlert, tone: 'bad' },
  unknown: { key: 'uncertain', icon: TriangleAlert, tone: 'bad' }, chat: { key: 'chatOnly', icon: TriangleAlert, tone: 'bad' }, delivered: { key: 'delivered', icon: Check, tone: 'ok' },
};

/** How far the answer is, and why the clock does what it does. */
export function AnswerLine({ of }: { of: Pick<CaseSummary, 'answer' | 'clock' | 'receivedOn' | 'dueOn' | 'timeZone'> }) {
  const t = useStrings(caseStrings);
  const line = lines[of.answer];
  return line === null ? null : <p className="case-n" data-tone={line.tone}><Icon of={line.icon} size={14} />{t(line.key)}</p>;
}

type Clocked = Pick<CaseSummary, 'state' | 'answer' | 'clock' | 'receivedOn' | 'dueOn' | 'timeZone'> & { stoppedAt?: string | null; dueAt?: string | null };

/** The answer arrived, and too late. Moments of one server, in one form: they compare as they are written. */
export const isAnsweredLate = ({ clock, stoppedAt, dueAt }: Pick<Clocked, 'clock' | 'stoppedAt' | 'dueAt'>): boolean => clock === 'stopped' && stoppedAt != null && dueAt != null && stoppedAt >= dueAt;

/** "3 days left". */
export function Left({ of }: { of: Clocked }) {
  const t = useStrings(caseStrings);
  const days = caseDays(of, useNow());
  if (isAnsweredLate(of)) return <b className="left" data-tone="bad">{t('answeredLate')}</b>;
  if (of.clock === 'stopped') return <b className="left" data-tone="ok">{t('answeredOn')}</b>;
  if (of.state === 'closed') return <b className="left" data-tone="off">{t('closed')}</b>;
  if (of.clock !== 'running' || days === null) return <b className="left" data-tone="off">{t('noTerm')}</b>;
  const words = days.left < 0 ? t('daysLate', { count: -days.left }) : days.left === 0 ? t('lastDay') : t('daysLeft', { count: days.left });
  return <b className="left" data-tone={days.left < 1 ? 'bad' : undefined}>{words}</b>;
}
