import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CompanyList, CompanyMembers, CompanySuggestions, CompanyView, ConversationView } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

export const companyPages = (q: string) => infiniteQueryOptions({
  queryKey: [...queryKeys.companies, 'pages', q] as const,
  queryFn: ({ pageParam, signal }) => request<CompanyList>('GET', '/companies', undefined, { signal, query: { limit: 50, q: q === '' ? undefined : q, cursor: pageParam } }),
  initialPageParam: null as string | null, getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, staleTime: 20_000,
});
export const companyQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.companies, 'one', id] as const, queryFn: ({ signal }) => request<CompanyView>('GET', `/companies/${id}`, undefined, { signal }), staleTime: 20_000 });
export const companyMembersQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.companies, 'members', id] as const, queryFn: ({ signal }) => request<CompanyMembers>('GET', `/companies/${id}/members`, undefined, { signal }), staleTime: 20_000 });
export const companyTalksQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.companies, 'talks', id] as const, queryFn: ({ signal }) => request<{ items: ConversationView[] }>('GET', `/companies/${id}/conversations`, undefined, { signal }), staleTime: 20_000 });
export const companySuggestionsQuery = queryOptions({ queryKey: [...queryKeys.companies, 'suggestions'] as const, queryFn: ({ signal }) => request<CompanySuggestions>('GET', '/companies/suggestions', undefined, { signal }), staleTime: 60_000 });
