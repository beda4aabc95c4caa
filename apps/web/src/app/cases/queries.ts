import { queryOptions } from '@tanstack/react-query';
import type { CaseView } from '@kontuar/contract';
import { request } from '../client';
import { queryKeys } from '../query-keys';

/** `version` of the summary on the conversation: with another one, what is held is out of date. */
export const caseQuery = (caseId: string) => queryOptions({
  queryKey: queryKeys.case(caseId),
  queryFn: ({ signal }) => request<CaseView>('GET', `/cases/${caseId}`, undefined, { signal }),
  staleTime: 30_000,
});
