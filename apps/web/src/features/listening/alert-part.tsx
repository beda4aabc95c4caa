import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TrendingUp } from 'lucide';
import type { SpikeAlert, SpikeAlerts } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { momentWords } from '../../app/times/moment-words';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Icon, useNow, useToast } from '../../ui';
import { alertPartStrings } from './alert-part.strings';

/** What rises above the usual for this monitor, or any of them, stands where its mentions are read. */
export function AlertPart({ monitorId }: { monitorId: string | undefined }) {
  const sees = useCan('board.read');
  const { data } = useQuery({ queryKey: queryKeys.spikes, queryFn: ({ signal }) => request<SpikeAlerts>('GET', '/spikes', undefined, { signal }), refetchInterval: 30_000, enabled: sees });
  const isMuted = (alert: SpikeAlert) => data?.muted.some(({ kind, key }) => kind === alert.kind && key === alert.key) === true;
  const here = (data?.items ?? []).filter((alert) => alert.kind === 'monitor' && alert.calmAt === null && (monitorId === undefined || alert.key === monitorId) && !isMuted(alert));
  if (here.length === 0) return null;
  return <>{here.slice(0, 3).map((alert) => <Rising key={alert.id} of={alert} />)}</>;
}

function Rising({ of: alert }: { of: SpikeAlert }) {
  const t = useStrings(alertPartStrings);
  const locale = useLocale();
  const now = useNow();
  const cache = useQueryClient();
  const toast = useToast();
  const members = useMembers();
  const may = useCan('board.move');
  const leads = useCan('crisis.lead');
  const act = useMutation({
    mutationFn: ({ method, path, body }: { method: 'POST' | 'PUT'; path: string; body?: object }) => request(method, `/spikes/${alert.id}/${path}`, body),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.spikes }),
  });
  const owner = members.find(({ id }) => id === alert.takenBy)?.name;
  const post = alert.cause.post?.title;
  return (
    <section className="hear-al" aria-label={t('alert', { name: alert.name })}>
      <Icon of={TrendingUp} size={16} />
      <div>
        <p><b>{t('rose', { name: alert.name, count: formatNumber(locale, alert.count), minutes: formatNumber(locale, alert.windowMinutes), usual: formatNumber(locale, alert.usual, { maximumFractionDigits: 1 }), time: momentWords(locale, new Date(alert.beganAt), now) })}</b></p>
        <p className="mut" dir="auto">{[...(post === undefined ? [] : [t('because', { percent: formatNumber(locale, alert.cause.postShare, { style: 'percent' }), title: post })]), ...(alert.cause.words.length === 0 ? [] : [t('words', { words: alert.cause.words.join(', ') })]), owner === undefined ? t('nobody') : t('owner', { name: owner })].join(' ')}</p>
      </div>
      <p className="hear-ea">
        {may && alert.takenBy === null && <Button size="sm" tone="primary" disabled={act.isPending} onClick={() => act.mutate({ method: 'POST', path: 'take' })}>{t('take')}</Button>}
        {leads && <Link className="btn sm" to="/crisis" search={{ alert: alert.id, answer: 'many' }}>{t('answerMany')}</Link>}
        {may && <Button size="sm" disabled={act.isPending} onClick={() => act.mutate({ method: 'PUT', path: 'mute', body: { hours: 2 } })}>{t('mute')}</Button>}
        <Link className="lnk" to="/spikes">{t('more')}</Link>
      </p>
    </section>
  );
}
