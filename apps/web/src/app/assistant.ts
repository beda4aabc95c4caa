import { queryOptions } from '@tanstack/react-query';
import type { AssistantOffer, AssistantUse } from '@kontuar/contract';
import { request } from './client';
import { queryKeys } from './query-keys';
import { useShared } from './shared-query';

/** What this member may ask a language model for; empty where nobody connected one. */
const offerQuery = queryOptions({ queryKey: queryKeys.assistant, queryFn: ({ signal }) => request<AssistantOffer>('GET', '/assistant', undefined, { signal }), staleTime: 5 * 60_000 });

export function useAssistant(use: AssistantUse): boolean {
  return useShared(offerQuery, (offer) => offer?.uses.includes(use) === true);
}
