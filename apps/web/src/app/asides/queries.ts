import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { AsideBook, AsideChange, AsideInput, AsideList, AsidePatch, AsideThread, AttachmentView, ConversationView } from '@kontuar/contract';
import { takeConversation } from '../acts/cached';
import { request } from '../client';
import { queryClient } from '../query-client';
import { queryKeys } from '../query-keys';

/** The side conversations of one conversation. Its row carries a version that differs after every change in any of them: another one is another answer. */
const listQuery = (conversationId: string, version: number) => queryOptions({
  queryKey: [...queryKeys.asides(conversationId), version],
  queryFn: ({ signal }) => request<AsideList>('GET', `/conversations/${conversationId}/asides`, undefined, { signal }),
  staleTime: 60_000,
  placeholderData: keepPreviousData,
});

export function useAsides({ id, asides }: ConversationView): AsideList['items'] {
  return useQuery({ ...listQuery(id, asides?.version ?? 0), enabled: asides !== null }).data?.items ?? [];
}

export function useAsideThread(asideId: string, version: number, enabled: boolean) {
  return useQuery({
    queryKey: ['aside', asideId, version],
    queryFn: ({ signal }) => request<AsideThread>('GET', `/asides/${asideId}`, undefined, { signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    enabled,
  });
}

export const bookQuery = (q: string) => queryOptions({
  queryKey: ['aside-book', q],
  queryFn: ({ signal }) => request<AsideBook>('GET', '/aside-book', undefined, { signal, query: { q } }),
  staleTime: 30_000,
  placeholderData: keepPreviousData,
});

/** What has a default on the server may be left out. */
export type AsideWords = Pick<AsideInput, 'clientId' | 'text'> & Partial<Pick<AsideInput, 'html' | 'letter' | 'attachmentIds' | 'messageIds' | 'fileIds' | 'to'>>;

/** The answer to an act of ours is shown at once; the event that follows finds the same. */
function shown(answer: AsideChange): AsideChange {
  queryClient.removeQueries({ queryKey: ['aside-book'] });
  takeConversation(answer.conversation);
  return answer;
}

export const openAside = async (conversationId: string, input: AsideWords & Pick<AsideInput, 'channelId' | 'subject'>): Promise<AsideChange> => shown(await request<AsideChange>('POST', `/conversations/${conversationId}/asides`, input));
export const answerAside = async (asideId: string, input: AsideWords): Promise<AsideChange> => shown(await request<AsideChange>('POST', `/asides/${asideId}/messages`, input));
export const moveAside = async (asideId: string, state: AsidePatch['state']): Promise<AsideChange> => shown(await request<AsideChange>('PATCH', `/asides/${asideId}`, { state }));
export const retryAside = async (messageId: string, confirm: boolean): Promise<AsideChange> => shown(await request<AsideChange>('POST', `/aside-messages/${messageId}/retry`, { confirm }));
export const takeAsideBack = (messageId: string): Promise<unknown> => request<unknown>('DELETE', `/aside-messages/${messageId}`);
export const readAside = (asideId: string): Promise<unknown> => request<unknown>('POST', `/asides/${asideId}/read`, {});
export const copyFile = (conversationId: string, fileId: string): Promise<AttachmentView> => request<AttachmentView>('POST', `/conversations/${conversationId}/files/${fileId}/copy`, {});
