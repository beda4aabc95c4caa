import { queryOptions } from '@tanstack/react-query';
import type { PinInput, PinList, PinView } from '@kontuar/contract';
import { request } from './client';
import { queryKeys } from './query-keys';

/** What to keep in mind, of the conversation and of its person, in the order in which it stands. */
export const pinsQuery = (conversationId: string) => queryOptions({
  queryKey: queryKeys.pins(conversationId),
  queryFn: async ({ signal }) => (await request<PinList>('GET', `/conversations/${conversationId}/pins`, undefined, { signal })).items,
  staleTime: 60_000,
});

export const pin = (conversationId: string, input: Partial<PinInput> & Pick<PinInput, 'about'>): Promise<PinView> => request<PinView>('POST', `/conversations/${conversationId}/pins`, input);
