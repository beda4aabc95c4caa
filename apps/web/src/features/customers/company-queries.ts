import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CompanyList, CompanyMembers, CompanyMergeList, CompanyMergePreview, CompanySuggestions, ConversationView } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

export const companyPages = (q: string) => infiniteQueryOptions({
  queryKey: [...queryKeys.companies, 'pages', q] as const,
  queryFn: ({ pageParam, signal }) => request<CompanyList>('GET', '/companies', undefined, { signal, query: { limit: 50, q: q === '' ? undefined : q, cursor: pageParam } }),
  initialPageParam: null as string | null, getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, staleTime: 20_000,
});
export const companyMembersQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.companies, 'members', id] as const, queryFn: ({ signal }) => request<CompanyMembers>('GET', `/companies/${id}/members`, undefined, { signal }), staleTime: 20_000 });
export const companyTalksQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.companies, 'talks', id] as const, queryFn: ({ signal }) => request<{ items: ConversationView[] }>('GET', `/companies/${id}/conversations`, undefined, { signal }), staleTime: 20_000 });
export const companySuggestionsQuery = queryOptions({ queryKey: [...queryKeys.companies, 'suggestions'] as const, queryFn: ({ signal }) => request<CompanySuggestions>('GET', '/companies/suggestions', undefined, { signal }), staleTime: 60_000 });
export const companyMergesQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.companies, 'merges', id] as const, queryFn: ({ signal }) => request<CompanyMergeList>('GET', `/companies/${id}/merges`, undefined, { signal }), staleTime: 20_000 });
/** Asked anew each time that it is looked at: what is said must be what happens. */
export const companyMergePreviewQuery = (id: string, otherId: string) => queryOptions({ queryKey: [...queryKeys.companies, 'merge', id, otherId] as const, queryFn: ({ signal }) => request<CompanyMergePreview>('GET', `/companies/${id}/merge`, undefined, { signal, query: { otherId } }), staleTime: 0, retry: false });
