import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TrendingUp } from 'lucide';
import type { SpikeAlert, SpikeAlerts } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useKeycaps, useShortcut } from '../../app/keys';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { momentWords } from '../../app/times/moment-words';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Icon, useNow, useToast } from '../../ui';
import { alertPartStrings } from './alert-part.strings';

/** Monitors that are far above their usual now, as far as nobody muted them. */
export function useRising(): readonly SpikeAlert[] {
  const sees = useCan('board.read');
  const { data } = useQuery({ queryKey: queryKeys.spikes, queryFn: ({ signal }) => request<SpikeAlerts>('GET', '/spikes', undefined, { signal }), refetchInterval: 30_000, enabled: sees });
  const isMuted = (alert: SpikeAlert) => data?.muted.some(({ kind, key }) => kind === alert.kind && key === alert.key) === true;
  return (data?.items ?? []).filter((alert) => alert.kind === 'monitor' && alert.calmAt === null && !isMuted(alert));
}

/** What rises above the usual for this monitor, or any of them, stands where its mentions are read; the first one is taken by a key. */
export function AlertPart({ monitorId }: { monitorId: string | undefined }) {
  const here = useRising().filter(({ key }) => monitorId === undefined || key === monitorId);
  return <>{here.slice(0, 3).map((alert, at) => <Rising key={alert.id} of={alert} isFirst={at === 0} />)}</>;
}

interface Act { method?: 'POST' | 'PUT'; path: string; body: object }
interface Asked extends Act { said: string; /** What takes it back. */ undo?: Act }

function Rising({ of: alert, isFirst }: { of: SpikeAlert; isFirst: boolean }) {
  const t = useStrings(alertPartStrings);
  const locale = useLocale();
  const now = useNow();
  const cache = useQueryClient();
  const toast = useToast();
  const members = useMembers();
  const may = useCan('board.move');
  const leads = useCan('crisis.lead');
  const act = useMutation({
    mutationFn: ({ method = 'POST', path, body }: Asked) => request(method, `/spikes/${alert.id}/${path}`, body),
    onSuccess: (_, { said, undo }) => void toast({ text: said, ...(undo === undefined ? {} : { undo: () => act.mutate({ ...undo, said: t('undone') }) }) }),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.spikes }),
  });
  const { member: me } = useMe();
  const nameOf = (id: string | null) => members.find((member) => member.id === id)?.name;
  const owner = nameOf(alert.takenBy);
  // Whoever was told with them, and has not taken it.
  const other = alert.told.find((id) => id !== me.id && id !== alert.takenBy && nameOf(id) !== undefined);
  const isOpen = may && alert.takenBy === null;
  const take = (memberId?: string) => act.mutate({ path: 'take', body: memberId === undefined ? {} : { memberId }, said: t('owner', { name: nameOf(memberId ?? me.id) ?? '' }), undo: { path: 'take', body: { memberId: null } } });
  const keys = useKeycaps('hear-take-alert');
  useShortcut('hear-take-alert', () => take(), { when: isFirst && isOpen && !act.isPending });
  const post = alert.cause.post?.title;
  return (
    <section className="hear-al" aria-label={t('alert', { name: alert.name })}>
      <Icon of={TrendingUp} size={16} />
      <div>
        <p><b>{t('rose', { name: alert.name, count: formatNumber(locale, alert.count), minutes: formatNumber(locale, alert.windowMinutes), usual: formatNumber(locale, alert.usual, { maximumFractionDigits: 1 }), time: momentWords(locale, new Date(alert.beganAt), now) })}</b></p>
        <p className="mut" dir="auto">{[...(post === undefined ? [] : [t('because', { percent: formatNumber(locale, alert.cause.postShare, { style: 'percent' }), title: post })]), ...(alert.cause.words.length === 0 ? [] : [t('words', { words: alert.cause.words.join(', ') })]), owner === undefined ? t('nobody') : t('owner', { name: owner })].join(' ')}</p>
      </div>
      <p className="hear-ea">
        {isOpen && <Button size="sm" tone="primary" disabled={act.isPending} {...(isFirst ? { keys } : {})} onClick={() => take()}>{t('take')}</Button>}
        {isOpen && other !== undefined && <Button size="sm" disabled={act.isPending} onClick={() => take(other)}>{t('give', { name: nameOf(other) ?? '' })}</Button>}
        {leads && <Link className="btn sm" to="/crisis" search={{ alert: alert.id, answer: 'many' }}>{t('answerMany')}</Link>}
        {may && <Button size="sm" disabled={act.isPending} onClick={() => act.mutate({ method: 'PUT', path: 'mute', body: { hours: 2 }, said: t('muted'), undo: { method: 'PUT', path: 'mute', body: { hours: null } } })}>{t('mute')}</Button>}
        <Link className="lnk" to="/spikes">{t('more')}</Link>
        {may && <span className="hear-us">{t('useful')} {([true, false] as const).map((useful) => <Button key={String(useful)} size="sm" tone="ghost" aria-pressed={alert.useful === useful} disabled={act.isPending} onClick={() => act.mutate({ path: 'judgement', body: { useful }, said: t('judged'), undo: { path: 'judgement', body: { useful: alert.useful } } })}>{t(useful ? 'yes' : 'no')}</Button>)}</span>}
      </p>
    </section>
  );
}
