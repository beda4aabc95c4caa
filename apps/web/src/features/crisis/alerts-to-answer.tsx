import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SpikeAlerts } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMatterName } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Skeleton } from '../../ui';
import { alertsToAnswerStrings } from './alerts-to-answer.strings';

/** Who wants to answer many, and no crisis is on, says which alert it is about. */
export function AlertsToAnswer() {
  const t = useStrings(alertsToAnswerStrings);
  const locale = useLocale();
  const sees = useCan('board.read');
  const matterName = useMatterName();
  const query = useQuery({ queryKey: queryKeys.spikes, queryFn: ({ signal }) => request<SpikeAlerts>('GET', '/spikes', undefined, { signal }), enabled: sees });
  const { data } = query;
  const open = data?.items.filter(({ calmAt }) => calmAt === null) ?? [];
  return (
    <section className="part" aria-label={t('title')}>
      <header><h2>{t('title')}</h2></header>
      {!sees && <p>{t('noCrisis')}</p>}
      {sees && query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {data !== undefined && open.length === 0 && <p>{t('noAlert')} <Link className="lnk" to="/spikes">{t('alerts')}</Link></p>}
      {open.length > 0 && <><p className="mut">{t('which')}</p><ul className="crs-l">{open.map((alert) => <li key={alert.id}><Link className="crs-r" to="/crisis" search={{ alert: alert.id, answer: 'many' }}><b dir="auto">{alert.kind === 'matter' ? matterName(alert.name) : alert.name}</b><span className="mut">{t('rose', { number: formatNumber(locale, alert.count), minutes: formatNumber(locale, alert.windowMinutes), usual: formatNumber(locale, alert.usual, { maximumFractionDigits: 1 }) })}</span></Link></li>)}</ul></>}
    </section>
  );
}
