import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { ConversationCount, ConversationSort, Filter, Page, SavedView, SavedView as View, ViewCounts } from '@kontuar/contract';
import { ApiProblem, request } from '../client';
import { queryKeys } from '../query-keys';
import { readWhere } from './tree';

export const viewsQuery = queryOptions({
  queryKey: queryKeys.views,
  queryFn: async ({ signal }) => (await request<Page<SavedView>>('GET', '/views', undefined, { signal })).items,
  staleTime: 5 * 60_000,
});

/** Asked for once; the live line tells what changes from then on. */
export const viewCountsQuery = queryOptions({
  queryKey: queryKeys.viewCounts,
  queryFn: ({ signal }) => request<ViewCounts>('GET', '/views/counts', undefined, { signal }),
  staleTime: 5 * 60_000,
});

export const countQuery = (filter: Filter) => queryOptions({
  queryKey: ['conversations', 'count', filter] as const,
  queryFn: ({ signal }) => request<ConversationCount>('POST', '/conversations/count', { filter }, { signal }),
  placeholderData: keepPreviousData,
  staleTime: 5000,
  // What is asked wrongly stays wrong.
  retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status === 400),
});

export interface ShownView {
  /** Undefined while it is asked for, and when it is gone. */
  view: View | undefined;
  /** What the list filters by: the address's own filter before that of the view. */
  tree: Filter | undefined;
  sort: ConversationSort | undefined;
  isPending: boolean;
  isGone: boolean;
}

/** What the address says of a saved view or a filter of its own. */
export function useShownView({ saved, where }: { saved?: string | undefined; where?: string | undefined }): ShownView {
  const { data: views, isPending } = useQuery({ ...viewsQuery, enabled: saved !== undefined });
  const view = saved === undefined ? undefined : views?.find(({ id }) => id === saved);
  const own = readWhere(where);
  return { view, tree: own ?? view?.filter, sort: view?.sort, isPending: saved !== undefined && own === undefined && isPending, isGone: saved !== undefined && own === undefined && !isPending && view === undefined };
}

/** How many, as it is written beside a name: 999+ where counting on would tell nothing more. */
export const countWords = ({ count, more }: ConversationCount): string => (count === null ? '…' : more ? `${count}+` : String(count));
