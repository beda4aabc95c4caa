import { queryOptions } from '@tanstack/react-query';
import type { PurchaseList } from '@kontuar/contract';
import { request } from './client';
import { queryKeys } from './query-keys';

/** What somebody bought, newest first. */
export const purchasesQuery = (contactId: string) => queryOptions({
  queryKey: [...queryKeys.contact(contactId), 'purchases'], staleTime: 60_000, retry: false,
  queryFn: ({ signal }) => request<PurchaseList>('GET', `/contacts/${contactId}/purchases`, undefined, { signal }),
});
