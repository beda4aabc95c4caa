import { useMemo } from 'react';
import type { MessageView } from '@kontuar/contract';
import { loadedMessages, type MessagePages } from '../../app/message-pages';
import { queryKeys } from '../../app/query-keys';
import { useTold } from '../../app/told';

/** What the thread has loaded, without asking for anything. */
export function useCachedMessages(conversationId: string): readonly MessageView[] {
  const pages = useTold<MessagePages>(queryKeys.messages(conversationId));
  return useMemo(() => loadedMessages(pages), [pages]);
}
