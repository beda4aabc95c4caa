import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide';
import { useEffect, useRef } from 'react';
import type { ReportBehind, ReportDefinitions } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useKindName, useTopKind } from '../../app/kinds';
import { problemWords } from '../../app/problem-words';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Avatar, Button, EmptyState, Icon, IconButton, Skeleton } from '../../ui';
import { valueWords } from './figure-words';
import { behindFilter, behindQuery, definitionOf, useRowNames, type Behind, type Chosen } from './report-context';
import { reportStrings } from './reports.strings';

type Item = ReportBehind['items'][number];

/** The conversations behind a figure: those that took longest first, or the newest. */
export function BehindPanel({ behind, chosen, definitions, onClose }: { behind: Behind; chosen: Chosen; definitions: ReportDefinitions; onClose: () => void }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const name = useRowNames();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => { head.current?.focus(); }, []);
  const definition = definitionOf(definitions, behind.measure);
  const asked = behindQuery(chosen, behind);
  const query = useInfiniteQuery({
    queryKey: ['reports', 'behind', behind.measure, asked],
    queryFn: ({ signal, pageParam }) => request<ReportBehind>('GET', `/reports/${behind.measure}/conversations`, undefined, { signal, query: { ...asked, cursor: pageParam, limit: 25 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const what = behind.key === undefined ? t('all') : name(behind.by, behind.key);
  return (
    <aside className="rep-drill" aria-labelledby="rep-behind">
      <header><div><span className="mut">{definition?.name[locale] ?? ''}</span><h2 id="rep-behind" ref={head} tabIndex={-1}>{what}</h2></div><span className="grow" /><IconButton size="sm" label={t('close')} onClick={onClose}><Icon of={X} /></IconButton></header>
      {query.isPending && <div className="rep-dr"><Skeleton width="80%" height={18} /></div>}
      {query.isError && items.length === 0 && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isSuccess && items.length === 0 && <EmptyState art="list" title={t('noBehind')}>{t('noBehindBody')}</EmptyState>}
      <ul className="rows rep-dr">{items.map((item) => <BehindRow key={item.conversation.id} item={item} value={item.value === null ? formatMoment(locale, new Date(item.at)) : definition?.key === 'claims' ? t('dayN', { day: item.value }) : valueWords(locale, definition?.unit === 'score' ? 'score' : 'duration', item.value)} />)}</ul>
      {query.hasNextPage && <p className="tbl-f"><Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
      {items.length > 0 && <footer><span className="mut">{t('erased')}</span><Link className="btn sm primary" to="/inbox/$view" params={{ view: 'all' }} search={{ where: JSON.stringify(behindFilter(behind.measure, asked)), sort: 'recent' }}>{t('openInInbox')}</Link></footer>}
    </aside>
  );
}

function BehindRow({ item: { conversation }, value }: { item: Item; value: string }) {
  const members = useMembers();
  const kind = useTopKind(conversation.contact.kinds);
  const kindName = useKindName();
  const owner = members.find(({ id }) => id === conversation.assigneeId);
  return (
    <li className="row">
      <Link className="row-a" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: conversation.id }}>
        <Avatar name={conversation.contact.name} src={conversation.contact.avatarUrl} channel={conversation.connectorId} />
        <span className="row-l1"><span className="row-name">{conversation.contact.name}</span>{kind !== undefined && <span className="row-kind" data-strong={kind.strong ? '' : undefined}>{kindName(kind.key)}</span>}</span>
        <span className="row-clock">{owner !== undefined && <span className="row-who"><Avatar name={owner.name} src={owner.avatarUrl} size="sm" /></span>}<span className="rep-v">{value}</span></span>
        <span className="row-l2"><span className="row-prev">{conversation.preview.text}</span></span>
      </Link>
    </li>
  );
}
