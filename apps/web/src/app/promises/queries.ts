import { queryOptions } from '@tanstack/react-query';
import type { GivenPromise, GivenPromiseInput, GivenPromisePatch, GivenPromises, PromisesOfPerson, SurveyPage } from '@kontuar/contract';
import { request } from '../client';
import { queryClient } from '../query-client';

/** What has a default on the server may be left out. */
export type PromiseRequest = Pick<GivenPromiseInput, 'text' | 'dueAt'> & Partial<GivenPromiseInput>;

export const promisesQuery = (conversationId: string) => queryOptions({
  queryKey: ['promises', 'conversation', conversationId],
  queryFn: async ({ signal }) => (await request<GivenPromises>('GET', `/conversations/${conversationId}/promises`, undefined, { signal })).items,
  staleTime: 60_000,
});
export const promisesOfPersonQuery = (contactId: string) => queryOptions({
  queryKey: ['promises', 'person', contactId],
  queryFn: ({ signal }) => request<PromisesOfPerson>('GET', `/contacts/${contactId}/promises`, undefined, { signal }),
  staleTime: 60_000,
});
export const surveysOfPersonQuery = (contactId: string) => queryOptions({
  queryKey: ['surveys', 'person', contactId],
  queryFn: ({ signal }) => request<SurveyPage>('GET', '/surveys', undefined, { signal, query: { contactId, answer: 'any', limit: 5 } }),
  staleTime: 60_000,
});

/** The answer to an act of ours is shown at once; the event that follows finds the same. */
const shown = (promise: GivenPromise): GivenPromise => {
  void queryClient.invalidateQueries({ queryKey: ['promises'] });
  return promise;
};
export const givePromise = async (conversationId: string, input: PromiseRequest): Promise<GivenPromise> => shown(await request<GivenPromise>('POST', `/conversations/${conversationId}/promises`, input));
export const changePromise = async ({ id, version }: GivenPromise, patch: GivenPromisePatch): Promise<GivenPromise> => shown(await request<GivenPromise>('PATCH', `/promises/${id}`, { version, ...patch }));
