import { queryOptions } from '@tanstack/react-query';
import type { CompanyList, CompanyView } from '@kontuar/contract';
import { request } from '../client';
import { queryKeys } from '../query-keys';

/** By a part of the name or the tax number; all, the first hundred, without. */
export const companiesQuery = (q: string) => queryOptions({
  queryKey: [...queryKeys.companies, 'list', q] as const,
  queryFn: ({ signal }) => request<CompanyList>('GET', '/companies', undefined, { signal, query: { limit: 100, ...(q === '' ? {} : { q }) } }),
  staleTime: 60_000,
});

export const oneCompanyQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.companies, 'one', id] as const, queryFn: ({ signal }) => request<CompanyView>('GET', `/companies/${id}`, undefined, { signal }), staleTime: 20_000 });
