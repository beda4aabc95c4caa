import './spikes.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SpikeAlert, SpikeAlerts } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCrisisNow } from '../../app/crisis/queries';
import { useMembers } from '../../app/directory';
import { useShortcut } from '../../app/keys';
import { matterName } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { momentWords } from '../../app/times/moment-words';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Skeleton, Tag, useNow, useToast } from '../../ui';
import { spikesStrings } from './spikes.strings';

/** Where unusually much came in, what caused it, who takes care of it; what people say to an alert makes the next ones better. */
export function SpikesScreen() {
  const t = useStrings(spikesStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  useShortcut('back', () => history.back());
  const query = useQuery({ queryKey: queryKeys.spikes, queryFn: ({ signal }) => request<SpikeAlerts>('GET', '/spikes', undefined, { signal }), refetchInterval: 30_000 });
  const act = useMutation({
    mutationFn: ({ method, path, body }: Act) => request(method, path, body),
    onSuccess: (_, { said, undo }) => void toast({ text: said, ...(undo === undefined ? {} : { undo: () => act.mutate({ ...undo, said: t('undone') }) }) }),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.spikes }),
  });
  const { data } = query;
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('title')}>
      <header className="page-h"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div></header>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {data !== undefined && data.judged > 0 && <p className="help">{t('precision', { percent: formatNumber(locale, data.useful / data.judged, { style: 'percent' }), judged: formatNumber(locale, data.judged) })}</p>}
      {data?.items.length === 0 && <EmptyState art="list" title={t('empty')}>{t('emptyBody')}</EmptyState>}
      {data !== undefined && data.items.length > 0 && <ul className="spk">{data.items.map((alert) => <li key={alert.id} className="card"><Alert of={alert} isMuted={data.muted.some(({ kind, key }) => kind === alert.kind && key === alert.key)} busy={act.isPending} onAct={(one) => act.mutate(one)} /></li>)}</ul>}
    </main>
  );
}

/** Where it can be read: with us, or where it was said. */
function Author({ of: { conversationId, url, authorName } }: { of: SpikeAlert['samples'][number] }) {
  if (conversationId !== null) return <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId }} preload={false}>{authorName}</Link>;
  return url === null ? <b>{authorName}</b> : <a className="lnk" href={url} target="_blank" rel="noreferrer noopener">{authorName}</a>;
}

interface Call { method: 'POST' | 'PUT' | 'DELETE'; path: string; body?: object }
interface Act extends Call { said: string; /** What takes it back. */ undo?: Call }

function Alert({ of: alert, isMuted, busy, onAct }: { of: SpikeAlert; isMuted: boolean; busy: boolean; onAct: (act: Act) => void }) {
  const t = useStrings(spikesStrings);
  const locale = useLocale();
  const now = useNow();
  const members = useMembers();
  const may = useCan('board.move');
  const leads = useCan('crisis.lead');
  const crisis = useCrisisNow()?.current ?? null;
  const { cause } = alert;
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? '';
  const percent = (share: number) => formatNumber(locale, share, { style: 'percent' });
  const says = [
    ...(cause.post === null ? [] : [t('belowPost', { percent: percent(cause.postShare), title: cause.post.title, usual: percent(cause.postUsual) })]),
    ...(cause.words.length === 0 ? [] : [`${t('words')}: ${cause.words.join(', ')}`]),
    ...(cause.negative > cause.negativeUsual + 0.1 ? [t('angry', { percent: percent(cause.negative), usual: percent(cause.negativeUsual) })] : []),
    t('authors', { count: cause.authors }),
  ];
  const call = (path: string, body: object): Call => ({ method: 'POST', path: `/spikes/${alert.id}/${path}`, body });
  const mute = (hours: number | null): Call => ({ ...call('mute', { hours }), method: 'PUT' });
  const judge = (useful: boolean) => onAct({ ...call('judgement', { useful }), said: t('judged'), undo: call('judgement', { useful: alert.useful }) });
  return (
    <>
      <p className="spk-h"><b dir="auto">{alert.kind === 'matter' ? matterName(alert.name) : alert.name}</b><span className="mut">{t(alert.kind)}</span><Tag {...(alert.severity === 'critical' ? { tone: 'danger' as const } : { tone: 'waiting' as const })}>{t(alert.severity)}</Tag><Tag>{t(alert.calmAt === null ? 'goesOn' : 'calmed')}</Tag><span className="mut">{t('since', { time: momentWords(locale, new Date(alert.beganAt), now) })}</span></p>
      <p>{t('rose', { count: formatNumber(locale, alert.count), minutes: formatNumber(locale, alert.windowMinutes), usual: formatNumber(locale, alert.usual, { maximumFractionDigits: 1 }) })}{alert.peak > alert.count && `; ${t('peak', { count: formatNumber(locale, alert.peak) })}`}</p>
      <ul>{says.map((line) => <li key={line}>{line}</li>)}</ul>
      <p className="mut">{alert.takenBy !== null ? t('taken', { name: nameOf(alert.takenBy) }) : alert.told.length === 0 ? t('nobody') : t('told', { names: alert.told.map(nameOf).join(', ') })}</p>
      {alert.kind === 'monitor' && <p><Link className="lnk" to="/listening" search={{ monitor: alert.key }}>{t('itsMentions')}</Link></p>}
      {alert.samples.map((sample) => <blockquote key={sample.messageId ?? sample.at + sample.authorName} dir="auto"><Author of={sample} />: {sample.text}</blockquote>)}
      {may && (
        <p className="spk-a">
          {alert.takenBy === null && alert.calmAt === null && <Button size="sm" tone="primary" disabled={busy} onClick={() => onAct({ ...call('take', {}), said: t('isYours'), undo: call('take', { memberId: null }) })}>{t('take')}</Button>}
          {alert.calmAt === null && <Button size="sm" disabled={busy} onClick={() => onAct({ ...call('calm', {}), said: t('calmed'), undo: { method: 'DELETE', path: `/spikes/${alert.id}/calm` } })}>{t('calm')}</Button>}
          {leads && alert.calmAt === null && (crisis === null ? <Link className="btn sm" to="/crisis" search={{ alert: alert.id, ...(alert.channelId === null ? {} : { channel: alert.channelId }) }}>{t('crisis')}</Link> : <Link className="btn sm" to="/crisis/$crisisId" params={{ crisisId: crisis.id }}>{t('room')}</Link>)}
          {leads && <Link className="btn sm" to="/crisis" search={{ alert: alert.id, answer: 'many' }}>{t('answerMany')}</Link>}
          <Button size="sm" tone="ghost" disabled={busy} onClick={() => onAct({ ...mute(isMuted ? null : 24), said: t(isMuted ? 'tellsAgain' : 'muted'), undo: mute(isMuted ? 24 : null) })}>{t(isMuted ? 'unmute' : 'mute')}</Button>
          <span className="mut">{t('useful')}</span>
          <Button size="sm" aria-pressed={alert.useful === true} disabled={busy} onClick={() => judge(true)}>{t('yes')}</Button>
          <Button size="sm" aria-pressed={alert.useful === false} disabled={busy} onClick={() => judge(false)}>{t('no')}</Button>
        </p>
      )}
    </>
  );
}
