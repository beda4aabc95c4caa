import { queryOptions } from '@tanstack/react-query';
import type { ContactView, ConversationView, Page } from '@kontuar/contract';
import { request } from './client';
import { queryKeys } from './query-keys';

export const contactQuery = (contactId: string) => queryOptions({
  queryKey: queryKeys.contact(contactId),
  queryFn: ({ signal }) => request<ContactView>('GET', `/contacts/${contactId}`, undefined, { signal }),
  staleTime: 60_000,
});

/** Every conversation with the person on whatever channel, latest first. */
export const timelineQuery = (contactId: string) => queryOptions({
  queryKey: queryKeys.contactTimeline(contactId),
  queryFn: ({ signal }) => request<Page<ConversationView>>('GET', `/contacts/${contactId}/timeline`, undefined, { signal, query: { limit: 50 } }),
  staleTime: 60_000,
});
