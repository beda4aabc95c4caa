import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Supervision } from '@kontuar/contract';
import { request } from './client';
import { useMe } from './me';
import { queryKeys } from './query-keys';

/** Who listens, whispers and took over; told anew by the line whenever it changes for this member. */
export const supervisionQuery = (conversationId: string) => queryOptions({
  queryKey: queryKeys.supervision(conversationId), queryFn: ({ signal }) => request<Supervision>('GET', `/conversations/${conversationId}/supervision`, undefined, { signal }), staleTime: 30_000,
});

/** Somebody took this conversation out of one's hands: nothing is answered until it comes back. Read only; the bar above the answer asks. */
export function useTakenFromMe(conversationId: string): boolean {
  const me = useMe();
  const { data } = useQuery({ ...supervisionQuery(conversationId), enabled: false });
  return data?.takenOver?.fromId === me.member.id;
}
