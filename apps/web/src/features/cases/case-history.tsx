import { useInfiniteQuery } from '@tanstack/react-query';
import type { CaseHistory as HistoryPage } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { queryKeys } from '../../app/query-keys';
import { formatMoment, useLocale, useStrings, type KeyOf } from '../../i18n';
import { Button } from '../../ui';
import { casePageStrings } from './case.strings';

type Key = KeyOf<(typeof casePageStrings)['en']>;
const known = new Set<string>(['case.opened', 'case.changed', 'case.joined', 'case.left', 'case.closed', 'case.reopened', 'case.withdrawn', 'case.letter', 'case.answer-marked', 'case.clock-stopped', 'case.clock-running', 'case.clock-none', 'case.warned', 'case.documents']);
const fields: Readonly<Record<string, Key>> = {
  subject: 'subject', product: 'product', orderNumber: 'order', demand: 'demand', purchasedOn: 'purchasedOn', legalBasis: 'legalBasis', country: 'country', receivedAt: 'receivedOn', decision: 'decision', decisionReason: 'reason', outcome: 'outcome', ownerId: 'owner', teamId: 'team', matter: 'matter',
};

/** Who did what when, newest first. */
export function CaseHistory({ caseId, version }: { caseId: string; version: number }) {
  const t = useStrings(casePageStrings);
  const locale = useLocale();
  const members = useMembers();
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.caseHistory(caseId), version],
    queryFn: ({ signal, pageParam }) => request<HistoryPage>('GET', `/cases/${caseId}/history`, undefined, { signal, query: { cursor: pageParam, limit: 25 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="part" aria-labelledby="case-history">
      <header><h2 id="case-history">{t('history')}</h2></header>
      <ul className="cas-hi">
        {items.map(({ id, type, at, byId, data }) => {
          const changed = Array.isArray(data['fields']) ? data['fields'].flatMap((field) => { const key = fields[String(field)]; return key === undefined ? [] : [t(key).toLocaleLowerCase(locale)]; }) : [];
          return <li key={id}><time dateTime={at}>{formatMoment(locale, new Date(at))}</time><span>{members.find((member) => member.id === byId)?.name ?? t('system')}: {known.has(type) ? t(type as Key, { what: changed.join(', ') }) : type}</span></li>;
        })}
      </ul>
      {query.hasNextPage && <p className="tbl-f"><Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </section>
  );
}
