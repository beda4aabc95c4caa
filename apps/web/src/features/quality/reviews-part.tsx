import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Page, ReviewRow } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Field, Select, Skeleton, Tag, useNow } from '../../ui';
import { qualityStrings } from './quality.strings';
import { meanWords } from './words';

/** Reviews, newest first: of oneself, or every one that one may see. */
export function ReviewsPart({ mine = false }: { mine?: boolean }) {
  const t = useStrings(qualityStrings);
  const members = useMembers();
  const [whose, setWhose] = useState<'all' | 'written'>('all');
  const [agentId, setAgent] = useState('');
  const asked = mine ? 'mine' : whose;
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.quality, 'list', asked, agentId],
    queryFn: ({ signal, pageParam }) => request<Page<ReviewRow>>('GET', '/quality/reviews', undefined, { signal, query: { whose: asked, cursor: pageParam, limit: 50, ...(agentId === '' ? {} : { agentId }) } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {!mine && (
        <div className="qua-q">
          <Field label={t('whose')}><Select value={whose} options={[{ value: 'all', label: t('all') }, { value: 'written', label: t('written') }]} onValueChange={(value) => setWhose(value === 'written' ? 'written' : 'all')} /></Field>
          <Field label={t('agent')}><Select value={agentId} options={[{ value: '', label: t('everybody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={setAgent} /></Field>
        </div>
      )}
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && rows.length === 0 && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isSuccess && rows.length === 0 && <EmptyState art="list" title={t(mine ? 'emptyMine' : 'empty')}>{t('emptyBody')}</EmptyState>}
      {rows.length > 0 && <ul className="qua-l">{rows.map((row) => <li key={row.id}><Row of={row} /></li>)}</ul>}
      {query.hasNextPage && <p className="tbl-f"><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </>
  );
}

const tones = { contested: 'waiting', answered: 'ok', settled: 'accent' } as const;

function Row({ of }: { of: ReviewRow }) {
  const t = useStrings(qualityStrings);
  const locale = useLocale();
  const now = useNow();
  const members = useMembers();
  const nameOf = (id: string | null) => members.find((member) => member.id === id)?.name ?? t('nobody');
  const tone = of.state in tones ? { tone: tones[of.state as keyof typeof tones] } : {};
  return (
    <Link className="qua-r lnk-r" to="/quality/reviews/$reviewId" params={{ reviewId: of.id }} search={{}}>
      <span className="qua-d mut"><time dateTime={of.givenAt ?? of.createdAt}>{formatDay(locale, new Date(of.givenAt ?? of.createdAt), now)}</time></span>
      <span className="grow"><b>{of.conversation?.contactName ?? t('noConversation')}</b> <span className="mut">{nameOf(of.agentId)} · {nameOf(of.reviewerId)}</span></span>
      {of.kind !== 'review' && <Tag>{t(of.kind)}</Tag>}
      {of.blind ? <span className="mut">{t('blind')}</span> : of.mean !== null && <b className="qua-m">{t('mean', { mean: meanWords(locale, of.mean) })}</b>}
      <Tag {...tone}>{t(of.state)}</Tag>
    </Link>
  );
}
