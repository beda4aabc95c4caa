import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { MessageView } from '@kontuar/contract';
import { loadedMessages, type MessagePages } from '../../app/message-pages';
import { queryKeys } from '../../app/query-keys';

/** What the thread has loaded, without asking for anything. */
export function useCachedMessages(conversationId: string): readonly MessageView[] {
  const client = useQueryClient();
  const pages = useSyncExternalStore(
    (changed) => client.getQueryCache().subscribe(({ query }) => {
      if (query.queryKey[0] === 'messages' && query.queryKey[1] === conversationId) changed();
    }),
    () => client.getQueryData<MessagePages>(queryKeys.messages(conversationId)),
  );
  return useMemo(() => loadedMessages(pages), [pages]);
}
