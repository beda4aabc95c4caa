import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ban } from 'lucide';
import { useState } from 'react';
import type { Page, Review, ReviewList, ReviewRow } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers, useTeams } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Avatar, Button, EmptyState, Field, Icon, IconButton, Select, Skeleton, Tag, useNow, useToast } from '../../ui';
import { queueQuery } from './queries';
import { qualityStrings } from './quality.strings';
import { whyWords } from './words';

/** What waits for this reviewer, and what is worth reading next, with the reasons. */
export function QueuePart() {
  const t = useStrings(qualityStrings);
  const locale = useLocale();
  const now = useNow();
  const cache = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  const [members, teams] = [useMembers(), useTeams()];
  const [teamId, setTeam] = useState('');
  const query = useQuery(queueQuery(teamId));
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const open = (reviews: readonly Review[]) => {
    const [first] = reviews;
    if (first !== undefined) void navigate({ to: '/quality/reviews/$reviewId', params: { reviewId: first.id }, search: { of: reviews.map(({ id }) => id).join(' ') } });
  };
  const take = useMutation({ mutationFn: () => request<ReviewList>('POST', '/quality/queue/take', { count: 5, ...(teamId === '' ? {} : { teamId }) }), onSuccess: ({ items }) => open(items), onError: failed });
  const begin = useMutation({ mutationFn: (conversationId: string) => request<Review>('POST', '/quality/reviews', { conversationId }), onSuccess: (review) => open([review]), onError: failed });
  const refresh = () => cache.invalidateQueries({ queryKey: queryKeys.quality });
  const skip = useMutation({
    mutationFn: (about: { conversationId: string; name: string; back?: boolean }) => request('POST', '/quality/queue/skip', { conversationId: about.conversationId, back: about.back === true }),
    onSuccess: (_, about) => {
      if (about.back !== true) toast({ text: t('skipped', { name: about.name }), undo: () => skip.mutate({ ...about, back: true }) });
      void refresh();
    },
    onError: failed,
  });
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? t('nobody');
  const items = query.data?.items ?? [];
  return (
    <>
      <Waiting nameOf={nameOf} onOpen={open} />
      <div className="qua-q">
        <Field label={t('team')}><Select value={teamId} options={[{ value: '', label: t('everybody') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={setTeam} /></Field>
        <Button tone="primary" busy={take.isPending} disabled={items.length === 0} onClick={() => take.mutate()}>{t('takeFive')}</Button>
        {query.data !== undefined && <span className="mut">{t('outOf', { count: query.data.outOf })}</span>}
      </div>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && query.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isSuccess && items.length === 0 && <EmptyState art="list" title={t('queueEmpty')}>{t('queueEmptyBody')}</EmptyState>}
      <ul className="qua-l">
        {items.map(({ conversation, agentId, why }) => (
          <li key={conversation.id} className="qua-r">
            <Avatar name={nameOf(agentId)} size="sm" />
            <div className="grow">
              <p><b>{conversation.contactName}</b> <span className="mut">#{conversation.number}, {nameOf(agentId)}, {formatDay(locale, new Date(conversation.endedAt), now)}</span></p>
              <p className="qua-w">{why.map((each) => <Tag key={each.reason} {...(each.reason === 'random' ? {} : { tone: 'waiting' as const })}>{whyWords(each)}</Tag>)}</p>
            </div>
            <Button size="sm" busy={begin.isPending && begin.variables === conversation.id} onClick={() => begin.mutate(conversation.id)}>{t('takeOne')}</Button>
            <IconButton size="sm" label={t('skip')} onClick={() => skip.mutate({ conversationId: conversation.id, name: conversation.contactName })}><Icon of={Ban} size={14} /></IconButton>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Begun reviews, second looks that are free, parts in rounds. */
function Waiting({ nameOf, onOpen }: { nameOf: (id: string) => string; onOpen: (reviews: readonly Review[]) => void }) {
  const t = useStrings(qualityStrings);
  const toast = useToast();
  const { data: waiting } = useQuery({ queryKey: [...queryKeys.quality, 'waiting'], queryFn: ({ signal }) => request<Page<ReviewRow>>('GET', '/quality/reviews', undefined, { signal, query: { whose: 'waiting', limit: 25 } }) });
  const { data: begun } = useQuery({ queryKey: [...queryKeys.quality, 'begun'], queryFn: ({ signal }) => request<Page<ReviewRow>>('GET', '/quality/reviews', undefined, { signal, query: { whose: 'written', state: 'draft', limit: 25 } }) });
  const second = useMutation({ mutationFn: (reviewId: string) => request<Review>('POST', `/quality/reviews/${reviewId}/second`), onSuccess: (review) => onOpen([review]), onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }) });
  const own = begun?.items.filter(({ kind }) => kind === 'review') ?? [];
  const others = waiting?.items ?? [];
  if (own.length + others.length === 0) return null;
  return (
    <section className="part qua-s" aria-labelledby="quality-waiting">
      <header><h2 id="quality-waiting">{t('waitingForYou')}</h2></header>
      <ul className="qua-l">
        {own.length > 0 && <li className="qua-r"><p className="grow">{t('begun', { count: own.length })}</p><Link className="btn sm" to="/quality/reviews/$reviewId" params={{ reviewId: own[0]?.id ?? '' }} search={{ of: own.map(({ id }) => id).join(' ') }}>{t('goOn')}</Link></li>}
        {others.map((row) => (
          <li key={row.id} className="qua-r">
            <p className="grow">{t(row.kind === 'calibration' ? 'partIn' : 'secondFor', { name: nameOf(row.agentId) })}</p>
            {row.state === 'contested' ? <Button size="sm" busy={second.isPending && second.variables === row.id} onClick={() => second.mutate(row.id)}>{t('takeOne')}</Button> : <Link className="btn sm" to="/quality/reviews/$reviewId" params={{ reviewId: row.id }} search={{}}>{t('goOn')}</Link>}
          </li>
        ))}
      </ul>
    </section>
  );
}
