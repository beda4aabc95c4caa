import type { MessagePage } from '@kontuar/contract';
import { request } from '../../app/client';
import { conversationQuery } from '../../app/directory';
import { newerCursor, type MessageCursor } from '../../app/message-pages';
import { queryClient } from '../../app/query-client';
import { queryKeys } from '../../app/query-keys';

/** Loads the newest page of conversations that will likely be opened next, so that opening paints at once. */
export function prefetchThreads(ids: readonly string[]): void {
  for (const id of ids) {
    void queryClient.prefetchQuery({ ...conversationQuery(id), staleTime: 60_000 });
    void queryClient.prefetchInfiniteQuery({
      queryKey: queryKeys.messages(id),
      queryFn: ({ signal }) => request<MessagePage>('GET', `/conversations/${id}/messages`, undefined, { query: { limit: 30 }, signal }),
      initialPageParam: {} as MessageCursor, getNextPageParam: newerCursor, staleTime: 60_000,
    });
  }
}
