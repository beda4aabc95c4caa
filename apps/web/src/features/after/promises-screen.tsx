import './after.css';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { GivenPromise, GivenPromisePage, GivenPromiseQuery } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useShortcut } from '../../app/keys';
import { problemWords } from '../../app/problem-words';
import { useRowKeys } from '../../app/screens/use-row-keys';
import { momentWords } from '../../app/times/moment-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Field, Select, Skeleton, Tag, useNow } from '../../ui';
import { promiseStrings } from './promises.strings';

const states = [['unkept', 'unkept'], ['open', 'open'], ['broken', 'broken'], ['kept', 'keptOnes'], ['any', 'any']] as const;

/** One's own promises, and everybody's: what is due first comes first. */
export function PromisesScreen() {
  const t = useStrings(promiseStrings);
  const [owner, setOwner] = useState<GivenPromiseQuery['owner']>('me');
  const [state, setState] = useState<(typeof states)[number][0]>('unkept');
  useShortcut('back', () => history.back());
  useRowKeys('.aft-r');
  const query = useInfiniteQuery({
    queryKey: ['promises', 'list', owner, state],
    queryFn: ({ signal, pageParam }) => request<GivenPromisePage>('GET', '/promises', undefined, { signal, query: { owner, state, cursor: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('listTitle')}>
      <header className="page-h"><div><h1>{t('listTitle')}</h1><p>{t('listLead')}</p></div></header>
      <div className="aft-q">
        <Field label={t('whose')}><Select value={owner} options={[{ value: 'me', label: t('mine') }, { value: 'anybody', label: t('all') }]} onValueChange={(value) => setOwner(value === 'me' ? 'me' : 'anybody')} /></Field>
        <Field label={t('stateLabel')}><Select value={state} options={states.map(([value, words]) => ({ value, label: t(words) }))} onValueChange={(value) => setState(states.find(([each]) => each === value)?.[0] ?? 'unkept')} /></Field>
      </div>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && rows.length === 0 && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isSuccess && rows.length === 0 && <EmptyState art="list" title={t('empty')}>{t('emptyBody')}</EmptyState>}
      {rows.length > 0 && <ul className="aft-l">{rows.map((row) => <li key={row.id}><Row of={row} /></li>)}</ul>}
      {query.hasNextPage && <p className="tbl-f"><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </main>
  );
}

function Row({ of }: { of: GivenPromise }) {
  const t = useStrings(promiseStrings);
  const locale = useLocale();
  const now = useNow();
  const members = useMembers();
  const words = of.state === 'kept' ? t(of.late ? 'stateLate' : 'stateKept') : of.state === 'broken' ? t('stateBroken') : t('stateOpen');
  return (
    <Link className="aft-r" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: of.conversationId }} preload={false}>
      <time dateTime={of.dueAt} className={of.state === 'broken' ? 'bad' : undefined}>{momentWords(locale, new Date(of.dueAt), now)}</time>
      <b>{of.contactName}</b>
      <span className="words" dir="auto">{of.text}</span>
      <span className="own mut">{members.find(({ id }) => id === of.ownerId)?.name ?? t('nobody')}</span>
      <Tag {...(of.state === 'broken' ? { tone: 'danger' as const } : of.state === 'kept' && !of.late ? { tone: 'ok' as const } : {})}>{words}</Tag>
    </Link>
  );
}
