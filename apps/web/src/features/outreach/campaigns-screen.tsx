import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide';
import type { CampaignRow, CampaignView, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { heldStrings } from '../../app/crisis/held.strings';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useRowKeys } from '../../app/screens/use-row-keys';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Icon, Skeleton, Tag, useToast } from '../../ui';
import { outreachStrings } from './outreach.strings';
import '../../app/leads/sales.css';
import './outreach.css';

export function CampaignState({ of }: { of: Pick<CampaignRow, 'state' | 'held'> }) {
  const t = useStrings(outreachStrings);
  const h = useStrings(heldStrings);
  if (of.held !== null) return <Tag tone="waiting">{h('mark')}</Tag>;
  return <Tag {...(of.state === 'running' ? { tone: 'ok' as const } : of.state === 'preparing' || of.state === 'awaiting' || of.state === 'paused' ? { tone: 'waiting' as const } : {})}>{t(of.state)}</Tag>;
}

/** Every campaign with how far it came, newest first. */
export function CampaignsScreen() {
  const t = useStrings(outreachStrings);
  const navigate = useNavigate();
  const toast = useToast();
  const manages = useCan('outreach.manage');
  useRowKeys('.out-r');
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.outreach, 'list'], queryFn: ({ signal, pageParam }) => request<Page<CampaignRow>>('GET', '/campaigns', undefined, { signal, query: { cursor: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const add = useMutation({
    mutationFn: () => request<CampaignView>('POST', '/campaigns', { name: t('unnamed') }),
    onSuccess: ({ id }) => void navigate({ to: '/outreach/$campaignId', params: { campaignId: id } }),
    onError: (error: Error) => toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="page" id="content" aria-label={t('title')}>
      <header className="page-h sal-r"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div>{manages && <div className="page-a"><Button tone="primary" busy={add.isPending} onClick={() => add.mutate()}><Icon of={Plus} size={14} />{t('new')}</Button></div>}</header>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && rows.length === 0 && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isSuccess && rows.length === 0 && <EmptyState art="list" title={t('empty')}>{t('emptyBody')}</EmptyState>}
      {rows.length > 0 && <ul className="out-l sal-r">{rows.map((row) => <li key={row.id}><Row of={row} /></li>)}</ul>}
      {query.hasNextPage && <p className="tbl-f"><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </main>
  );
}

function Row({ of }: { of: CampaignRow }) {
  const t = useStrings(outreachStrings);
  const locale = useLocale();
  const { figures } = of;
  return (
    <Link className="out-r" to="/outreach/$campaignId" params={{ campaignId: of.id }}>
      <strong dir="auto">{of.name}</strong>
      <CampaignState of={of} />
      <span>{of.state === 'draft' ? '' : `${t('sent')} ${formatNumber(locale, figures.sent)} / ${formatNumber(locale, figures.audience - figures.skipped)} · ${t('answered')} ${formatNumber(locale, figures.answered)}`}</span>
      <time className="mut" dateTime={of.startedAt ?? of.createdAt}>{formatMoment(locale, new Date(of.startedAt ?? of.createdAt))}</time>
    </Link>
  );
}
