import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ConversationCount, Page, PeopleFilter, PeopleSort, PersonRow, Segment, ViewCounts } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

export interface Asked { segmentId?: string | undefined; filter?: PeopleFilter | undefined; q?: string | undefined }
const bodyOf = ({ segmentId, filter, q }: Asked) => ({ ...(segmentId === undefined ? {} : { segmentId }), ...(filter === undefined ? {} : { filter }), ...(q === undefined || q === '' ? {} : { q }) });

export const peopleQuery = (asked: Asked, sort: PeopleSort) => infiniteQueryOptions({
  queryKey: [...queryKeys.people, 'list', asked, sort] as const,
  queryFn: ({ pageParam, signal }) => request<Page<PersonRow>>('POST', '/contacts/find', { ...bodyOf(asked), sort, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
  initialPageParam: null as string | null, getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, staleTime: 20_000,
});
export const peopleCountQuery = (asked: Asked) => queryOptions({
  queryKey: [...queryKeys.people, 'count', asked] as const,
  queryFn: ({ signal }) => request<ConversationCount>('POST', '/contacts/count', bodyOf(asked), { signal }),
  placeholderData: keepPreviousData, staleTime: 20_000,
});
export const segmentsQuery = queryOptions({ queryKey: queryKeys.segments, queryFn: ({ signal }) => request<{ items: Segment[] }>('GET', '/segments', undefined, { signal }), staleTime: 60_000 });
export const segmentCountsQuery = queryOptions({ queryKey: queryKeys.segmentCounts, queryFn: ({ signal }) => request<ViewCounts>('GET', '/segments/counts', undefined, { signal }), staleTime: 20_000 });
