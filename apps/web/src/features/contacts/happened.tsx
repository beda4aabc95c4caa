import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { PersonKind, PersonTimeline } from '@kontuar/contract';
import { request } from '../../app/client';
import { HappenedKinds, HappenedLine, NoteLine, PurchaseLine } from '../../app/people/happened';
import { happenedStrings } from '../../app/people/happened.strings';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Skeleton } from '../../ui';

const kinds = ['note', 'case', 'promise', 'survey', 'purchase', 'lead'] as const satisfies readonly PersonKind[];

/** Everything with a person but the conversations themselves, newest first: notes, cases, promises, what they said of us, what they bought. */
export function Happened({ contactId }: { contactId: string }) {
  const t = useStrings(happenedStrings);
  const [chosen, setChosen] = useState<readonly PersonKind[]>([]);
  const only = (chosen.length === 0 ? kinds : chosen).join(',');
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.contactMessages(contactId), only],
    queryFn: ({ pageParam, signal }) => request<PersonTimeline>('GET', `/contacts/${contactId}/messages`, undefined, { query: { only, limit: 30, before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.before ?? undefined, staleTime: 10_000,
  });
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => [
    ...page.items.map((note) => ({ key: note.id, at: note.at, line: <NoteLine note={note} /> })), ...page.entries.map((entry) => ({ key: entry.key, at: entry.at, line: <HappenedLine entry={entry} /> })),
    ...page.purchases.map((purchase) => ({ key: purchase.number, at: purchase.at, line: <PurchaseLine purchase={purchase} /> })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))), [query.data]);
  return (
    <section className="pers-w2" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <HappenedKinds offered={kinds} chosen={chosen} onChange={setChosen} />
      {query.isPending && <Skeleton width="70%" />}
      {query.isError && query.data === undefined && <p role="status">{t('failed', { reason: problemWords(query.error) })} <Button size="sm" onClick={() => void query.refetch()}>{t('again')}</Button></p>}
      {query.isSuccess && rows.length === 0 && <p className="mut">{t('none')}</p>}
      <div>{rows.map(({ key, line }) => <div key={key}>{line}</div>)}</div>
      {query.hasNextPage && <p><Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('older')}</Button></p>}
    </section>
  );
}
