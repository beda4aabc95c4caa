import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Me, Verb } from '@kontuar/contract';
import { request } from './client';

/** Who is signed in, to which workspace, and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>('GET', '/auth/me', undefined, { signal, expects401: true }),
  staleTime: 5 * 60_000,
});

/** Inside the shell somebody is always signed in: the route loads this first. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function useCan(verb: Verb): boolean {
  return useQuery(meQuery).data?.can.includes(verb) ?? false;
}
