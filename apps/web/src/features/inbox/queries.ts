import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ConversationCounts, ConversationView, Page } from '@kontuar/contract';
import { request, type Query } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import type { ListFilter } from '../../realtime/membership';

const rowsAPage = 50;

export const listQuery = (filter: ListFilter) => infiniteQueryOptions({
  queryKey: queryKeys.conversationList(filter),
  queryFn: ({ pageParam, signal }) =>
    filter.filter === undefined
      ? request<Page<ConversationView>>('GET', '/conversations', undefined, { signal, query: { ...(filter as Query), limit: rowsAPage, ...(pageParam === null ? {} : { cursor: pageParam }) } })
      : request<Page<ConversationView>>('POST', '/conversations/find', { filter: filter.filter, sort: filter.sort, limit: rowsAPage, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
  // The live line keeps it true; a list that was left and entered again is asked for in the background.
  staleTime: 60_000,
});

export const countsQuery = queryOptions({
  queryKey: queryKeys.conversationCounts,
  queryFn: ({ signal }) => request<ConversationCounts>('GET', '/conversations/counts', undefined, { signal }),
  placeholderData: keepPreviousData,
  staleTime: 60_000,
});
