import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { ApprovalQueue, ApproveInput, ConversationView, CustomerZone, FollowUpChange, FollowUpInput, FollowUpPreset, FollowUpPreview, Held, Locale, PlannedList, PlannedPatch, PlannedView, Posted, PostedOrHeld } from '@kontuar/contract';
import { takeConversation } from '../acts/cached';
import { request } from '../client';
import { queryClient } from '../query-client';
import { queryKeys } from '../query-keys';

/** What waits in a conversation. `version` is of its plan: another one is another answer. */
export const plannedQuery = (conversationId: string, version: number) => queryOptions({
  queryKey: [...queryKeys.planned(conversationId), version],
  queryFn: ({ signal }) => request<PlannedList>('GET', `/conversations/${conversationId}/planned`, undefined, { signal }),
  staleTime: 60_000,
  placeholderData: keepPreviousData,
});

/** Where something waits; what was there stays in sight while the next answer is on its way. */
export function usePlanned(conversation: ConversationView): PlannedList | undefined {
  return useQuery(plannedQuery(conversation.id, conversation.plan?.version ?? 0)).data;
}

export const zoneQuery = (contactId: string) => queryOptions({
  queryKey: [...queryKeys.contact(contactId), 'time-zone'],
  queryFn: ({ signal }) => request<CustomerZone>('GET', `/contacts/${contactId}/time-zone`, undefined, { signal }),
  staleTime: 5 * 60_000,
});

export const presetsQuery = (locale: Locale, language: string | null) => queryOptions({
  queryKey: ['follow-up-presets', locale, language],
  queryFn: ({ signal }) => request<{ items: FollowUpPreset[] }>('GET', '/follow-up-presets', undefined, { signal, query: { locale, language } }).then(({ items }) => items),
  staleTime: 5 * 60_000,
});

export const approvalsQuery = queryOptions({
  queryKey: queryKeys.approvals,
  queryFn: ({ signal }) => request<ApprovalQueue>('GET', '/approvals', undefined, { signal }),
  staleTime: 60_000,
});

/** The answer to an act of ours is shown at once; the event that follows finds the same. */
function shown<T extends { conversation: ConversationView }>(answer: T): T {
  takeConversation(answer.conversation);
  void queryClient.invalidateQueries({ queryKey: queryKeys.planned(answer.conversation.id) });
  void queryClient.invalidateQueries({ queryKey: queryKeys.approvals });
  return answer;
}

export const isSent = (answer: PostedOrHeld): answer is Posted => 'message' in answer;

export const dropPlanned = async (planned: PlannedView): Promise<Held> => shown(await request<Held>('DELETE', `/planned/${planned.id}`));
export const sendPlannedNow = async (planned: PlannedView): Promise<PostedOrHeld> => shown(await request<PostedOrHeld>('POST', `/planned/${planned.id}/send-now`, {}));
export const changePlanned = async (planned: PlannedView, patch: PlannedPatch): Promise<Held> => shown(await request<Held>('PATCH', `/planned/${planned.id}`, patch));
export const approvePlanned = async (planned: PlannedView, input: ApproveInput): Promise<PostedOrHeld> => shown(await request<PostedOrHeld>('POST', `/planned/${planned.id}/approve`, { version: planned.version, ...input }));
export const returnPlanned = async (planned: PlannedView, note: string): Promise<Held> => shown(await request<Held>('POST', `/planned/${planned.id}/return`, { note }));
export const beginFollowUp = async (conversationId: string, input: FollowUpRequest): Promise<FollowUpChange> => shown(await request<FollowUpChange>('POST', `/conversations/${conversationId}/follow-up`, input));
export const previewFollowUp = (conversationId: string, input: FollowUpRequest): Promise<FollowUpPreview> => request<FollowUpPreview>('POST', `/conversations/${conversationId}/follow-up/preview`, input);
export const stopFollowUp = async (conversationId: string): Promise<FollowUpChange> => shown(await request<FollowUpChange>('DELETE', `/conversations/${conversationId}/follow-up`));
/** What has a default on the server may be left out. */
export type FollowUpRequest = Partial<FollowUpInput>;

/** A message that was let go and is taken back waits again where it waited. */
export const takeBackMessage = (messageId: string): Promise<unknown> => request<unknown>('DELETE', `/messages/${messageId}`);

export async function setZone(contactId: string, timeZone: string | null): Promise<void> {
  queryClient.setQueryData(zoneQuery(contactId).queryKey, await request<CustomerZone>('PUT', `/contacts/${contactId}/time-zone`, { timeZone }));
}
