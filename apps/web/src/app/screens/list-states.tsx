import type { ReactNode } from 'react';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Skeleton } from '../../ui';
import { problemWords } from '../problem-words';
import { screenStrings } from './screens.strings';

interface ListStatesProps<T> {
  query: { isPending: boolean; isError: boolean; isSuccess: boolean; error: Error | null; refetch: () => unknown; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  rows: readonly T[];
  words: { loadFailed: string; empty: string; emptyBody: string };
  children: (rows: readonly T[]) => ReactNode;
}

/** A list in pages: while it comes, when it cannot be shown, when it is empty, and the way to more. */
export function ListStates<T>({ query, rows, words, children }: ListStatesProps<T>) {
  const t = useStrings(screenStrings);
  return (
    <>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && rows.length === 0 && <EmptyState art="broken" title={words.loadFailed} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isSuccess && rows.length === 0 && <EmptyState art="list" title={words.empty}>{words.emptyBody}</EmptyState>}
      {rows.length > 0 && children(rows)}
      {query.hasNextPage && <p className="tbl-f"><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </>
  );
}
